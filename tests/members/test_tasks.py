"""The search for duplicates runs as a job, in the branches of the person who asked for it."""

from collections.abc import Callable
from datetime import date

from django.test import Client

from desk.jobs.models import Job
from desk.vault.scope import acting_as, everything
from members import tasks
from members.models import DuplicateHint
from tests.county import County, add_member
from unions.models import User

SignIn = Callable[[User], Client]


class Watched:
    """A run whose progress is looked at."""

    def __init__(self, actor: User) -> None:
        self.actor, self.told = actor, []  # type: ignore[var-annotated]  # of (done, total, message)

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        self.told.append((done, total))


def run(user: User) -> str:
    with acting_as(user):
        return str(tasks.find_duplicates.handler(Watched(user)).message)  # type: ignore[arg-type, union-attr]  # as a run


def test_it_says_how_many_pairs_it_has_put_on_the_list(county: County) -> None:
    with everything("test"):
        add_member(county.plant, "陈晓燕", "330182198503150063", birthday=date(1985, 3, 15))
        before = DuplicateHint.objects.count()
    assert run(county["base_officer"]) == "新列入核对清单 1 对。"
    assert run(county["base_officer"]) == "没有发现新的疑似重复。"
    with everything("test"):
        assert DuplicateHint.objects.count() == before + 1


def test_the_button_asks_for_the_job_once_however_often_it_is_pressed(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["base_officer"])
    assert "查找疑似重复" in client.get("/duplicates/").content.decode()
    first, second = client.post("/duplicates/look/"), client.post("/duplicates/look/")
    assert first.status_code == 302
    assert first["Location"] == second["Location"]
    assert Job.objects.filter(kind="members.duplicates").count() == 1


def test_who_decides_nothing_neither_sees_the_button_nor_may_press_it(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_leader"])
    assert "查找疑似重复" not in client.get("/duplicates/").content.decode()
    assert client.post("/duplicates/look/").status_code == 403
    assert sign_in(county["base_officer"]).get("/duplicates/look/").status_code == 405
