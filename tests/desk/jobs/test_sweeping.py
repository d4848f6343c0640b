"""What the sweeper takes back, hints again and clears away."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models.functions import Now

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.jobs.runs import FOLDER
from desk.jobs.services import claim
from desk.jobs.sweeping import Swept, sweep
from tests.conftest import as_superuser
from tests.desk.jobs.rows import claimed, lapse
from tests.desk.jobs.trial_kinds import paper, quick, secret

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[..., Job]
NOTE = "执行中取消，没有写入任何数据。"


@pytest.fixture
def hinted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The jobs whose hints were sent."""
    sent: list[int] = []
    monkeypatch.setattr("desk.jobs.hints.hint", lambda jobs: sent.extend(job.pk for job in jobs))
    return sent


def lost(job: Job) -> Job:
    """The job after a run of it was claimed and its process died."""
    lapse(claimed(job))
    return job


# --- lost runs --------------------------------------------------------------------------------------------------------
def test_a_run_with_a_lease_is_left_alone(ask: Ask, hinted: list[int]) -> None:
    claimed(ask(quick))
    assert sweep() == Swept()
    assert Job.objects.get().state == "running"


def test_a_lost_run_goes_back_into_the_queue(ask: Ask, hinted: list[int]) -> None:
    job = lost(ask(quick))
    hinted.clear()
    assert sweep().taken_back == 1
    kept = Job.objects.get()
    assert (kept.state, kept.attempts, kept.interruptions) == ("waiting", 1, 0)
    assert hinted == [job.pk]


def test_the_third_lost_run_of_a_job_ends_it_with_a_reason(ask: Ask, hinted: list[int]) -> None:
    job = ask(quick)
    for _ in range(3):
        lost(job)
        sweep()
    kept = Job.objects.get()
    assert (kept.state, kept.attempts, kept.token) == ("failed", 3, 3)
    assert kept.reason == (
        "执行它的进程连续 3 次中断，已停止，没有写入任何数据。多半是数据太多：请缩小范围后重试，仍不成功请联系系统管理员。"
    )
    assert claim(job.pk) is None


def test_two_bad_jobs_do_not_excuse_each_other(ask: Ask, hinted: list[int]) -> None:
    jobs = [ask(quick), ask(quick)]
    for _ in range(3):
        for job in jobs:
            lost(job)
        sweep()
    assert list(Job.objects.values_list("state", "attempts")) == [("failed", 3)] * 2


def test_when_the_house_shakes_the_attempt_is_given_back(ask: Ask, hinted: list[int]) -> None:
    jobs = [ask(quick), ask(quick), ask(quick)]
    for _ in range(5):
        for job in jobs:
            lost(job)
        sweep()
    assert list(Job.objects.values_list("state", "attempts", "interruptions")) == [("waiting", 0, 5)] * 3


def test_a_shaking_house_excuses_twenty_times_and_no_more(ask: Ask, hinted: list[int]) -> None:
    jobs = [ask(quick), ask(quick), ask(quick)]
    Job.objects.update(interruptions=20)
    for _ in range(3):
        for job in jobs:
            lost(job)
        sweep()
    assert list(Job.objects.values_list("state", "attempts")) == [("failed", 3)] * 3


def test_losses_of_more_than_a_minute_ago_excuse_nothing(ask: Ask, hinted: list[int]) -> None:
    ask(quick)
    ask(quick)
    Job.objects.update(lost_at=Now() - timedelta(seconds=61))
    lost(ask(quick))
    sweep()
    assert sorted(Job.objects.values_list("attempts", "interruptions")) == [(0, 0), (0, 0), (1, 0)]


def test_a_lost_run_that_was_to_be_cancelled_is_cancelled(ask: Ask, hinted: list[int]) -> None:
    lost(ask(quick))
    Job.objects.update(cancel_requested=True)
    sweep()
    kept = Job.objects.get()
    assert (kept.state, kept.reason) == ("cancelled", NOTE)


# --- lost hints -------------------------------------------------------------------------------------------------------
def test_a_hint_that_is_old_is_sent_again_once(ask: Ask, hinted: list[int]) -> None:
    old, young = ask(quick), ask(quick)
    hinted.clear()
    Job.objects.filter(pk=old.pk).update(hinted_at=Now() - timedelta(seconds=2))
    Job.objects.filter(pk=young.pk).update(hinted_at=Now() + timedelta(minutes=1))
    assert sweep().hinted == 1
    assert sweep().hinted == 0
    assert hinted == [old.pk]


def test_a_long_queue_is_hinted_from_its_head(ask: Ask, hinted: list[int]) -> None:
    jobs = [ask(quick) for _ in range(52)]
    hinted.clear()
    Job.objects.update(hinted_at=Now() - timedelta(minutes=1))
    sweep()
    assert hinted == [job.pk for job in jobs[:50]]


def test_while_one_sweep_is_under_way_another_does_nothing(ask: Ask, hinted: list[int]) -> None:
    lost(ask(quick))
    with as_superuser() as other:
        other.execute("SELECT pg_advisory_lock(1785684595)")
        assert sweep() == Swept()
        assert Job.objects.get().state == "running"
    assert sweep().taken_back == 1


# --- results ----------------------------------------------------------------------------------------------------------
def files() -> set[str]:
    """The names of all result files there are."""
    return set(default_storage.listdir(FOLDER)[1]) if default_storage.exists(FOLDER) else set()


@pytest.fixture(autouse=True)
def no_files() -> None:
    for name in files():
        default_storage.delete(f"{FOLDER}/{name}")


def test_the_file_of_a_job_stays_until_it_expires(ask: Ask, traces: object) -> None:
    job = ask(paper)
    execute(job.pk)
    assert sweep() == Swept()
    assert len(files()) == 1
    Job.objects.update(result_expires_at=Now() - timedelta(seconds=1))
    assert sweep() == Swept(expired=1, orphans=1)
    assert files() == set()
    kept = Job.objects.get()
    assert (kept.state, kept.result.name, kept.download_name) == ("done", "", "")


def test_files_of_runs_that_did_not_end_well_are_removed(ask: Ask, hinted: list[int]) -> None:
    run = claimed(ask(paper))
    mark = "0" * 32
    for name in (f"{run.pk}-1-{mark}", f"{run.pk}-0-{mark}", f"999-1-{mark}", "notes.txt"):
        default_storage.save(f"{FOLDER}/{name}", ContentFile(b"x"))
    assert sweep().orphans == 2
    assert files() == {f"{run.pk}-1-{mark}", "notes.txt"}  # the run still goes on; the other file is not ours
    lapse(run)
    sweep()
    assert files() == {"notes.txt"}


def test_a_file_that_could_be_fetched_once_goes_soon_after_it_was(ask: Ask, traces: object) -> None:
    job = ask(secret)
    execute(job.pk)
    assert sweep() == Swept()
    Job.objects.update(fetched_at=Now() - timedelta(minutes=9))
    assert sweep() == Swept()
    Job.objects.update(fetched_at=Now() - timedelta(minutes=11))
    assert sweep() == Swept(expired=1, orphans=1)
    assert files() == set()
    assert Job.objects.get().is_used_up  # the page still says why there is nothing to fetch
