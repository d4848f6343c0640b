"""The second person's desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.registers import approvals
from desk.registers.models import Batch
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.views.test_export import just_now

pytestmark = pytest.mark.django_db

__all__ = ["just_now"]  # a fixture
REASON = "核对全县单位联系方式用"
SignIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(approvals, "SECOND_PERSON_ABOVE", 2)


@pytest.fixture
def waiting(county_client: Client, just_now: None) -> Batch:
    """The county officer's export of four employers' telephone numbers."""
    answer = {"format": "xlsx", "reveal": "on", "reason": REASON, "once": "a"}
    county_client.post("/trial/export/?columns=name,phone&is_above_scale=", answer)
    return Batch.objects.get()


def test_who_asks_is_told_to_wait_and_no_job_begins(county_client: Client, waiting: Batch) -> None:
    page = text(county_client.get(waiting.get_absolute_url()))

    assert "等待批准。" in page
    assert 'name="decision"' not in page
    assert not Job.objects.filter(kind="trial.export").exists()


def test_the_second_person_sees_who_wants_what_and_what_for(county: County, sign_in: SignIn, waiting: Batch) -> None:
    leader = sign_in(county["county_leader"])

    assert f'href="{waiting.get_absolute_url()}"' in text(leader.get("/approvals/"))
    page = text(leader.get(waiting.get_absolute_url()))
    for fact in ("方敏", "导出试用单位", "单位名称、联系电话", REASON, ">4<"):
        assert fact in page
    assert "13900000001" not in page


def test_approval_starts_the_job_of_who_asked(county: County, sign_in: SignIn, waiting: Batch) -> None:
    leader = sign_in(county["county_leader"])

    leader.post(waiting.get_absolute_url(), {"decision": "approved", "answer": "", "once": "b"})

    waiting.refresh_from_db()
    job = Job.objects.get(kind="trial.export")
    assert (waiting.approval, waiting.decided_by, waiting.job) == ("approved", county["county_leader"], job)
    assert job.owner == county["county_officer"]


def test_a_refusal_is_told_to_who_asked(county: County, county_client: Client, sign_in: SignIn, waiting: Batch) -> None:
    leader = sign_in(county["county_leader"])
    url = waiting.get_absolute_url()

    without_reason = leader.post(url, {"decision": "refused", "answer": "", "once": "b"})
    assert "不批准须写明理由" in text(without_reason)
    leader.post(url, {"decision": "refused", "answer": "请按镇街分别申请", "once": "c"})

    page = text(county_client.get(url))
    assert "没有批准，没有生成文件。" in page
    assert "请按镇街分别申请" in page
    assert not Job.objects.filter(kind="trial.export").exists()


def test_nobody_else_knows_of_it(county: County, sign_in: SignIn, waiting: Batch) -> None:
    for name in ("town_officer", "base_officer", "auditor", "system_admin"):
        client = sign_in(county[name])
        assert client.get(waiting.get_absolute_url()).status_code == 404
        assert client.post(waiting.get_absolute_url(), {"decision": "approved"}).status_code == 404
        assert waiting.get_absolute_url() not in text(client.get("/approvals/"))


def test_who_asked_cannot_decide(county_client: Client, waiting: Batch) -> None:
    assert county_client.post(waiting.get_absolute_url(), {"decision": "approved", "once": "b"}).status_code == 403


def test_deciding_needs_a_password_typed_just_now(
    county: County, sign_in: SignIn, waiting: Batch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    leader = county["county_leader"]
    leader.set_password("a password to ask for")
    leader.save()

    response = sign_in(leader).post(waiting.get_absolute_url(), {"decision": "approved", "once": "b"})

    assert "reauthenticate" in response["Location"]
    waiting.refresh_from_db()
    assert waiting.approval == "waiting"
