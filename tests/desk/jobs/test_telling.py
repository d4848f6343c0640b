"""The owner of a job that took long, or failed, is told so once, in the transaction that ends it."""

from collections.abc import Callable
from datetime import timedelta
from threading import Event, Thread
from unittest.mock import Mock

import pytest
from django.db import connections, transaction
from django.db.models.functions import Now
from pytest_django import Settings

from desk.jobs import execution
from desk.jobs.execution import execute
from desk.jobs.kinds import kind_of
from desk.jobs.models import Job
from desk.jobs.runs import Result, RunStopped
from desk.jobs.services import cancel, fail, finish, retry, start
from desk.jobs.sweeping import sweep
from desk.notices.models import Notice
from tests.desk.jobs.rows import claimed, finished, lapse
from tests.desk.jobs.trial_kinds import broken, paper, quick, refused
from unions.models import User

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[..., Job]
Traces = Callable[[], list[int]]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def patience(settings: Settings) -> None:
    """As in production: who waited for ten seconds is told."""
    settings.JOBS_TELL_AFTER_SECONDS = 10


def asked_before(job: Job, seconds: float) -> Job:
    """The job as if it had been asked for so long ago."""
    Job.objects.filter(pk=job.pk).update(queued_at=Now() - timedelta(seconds=seconds))
    return job


def told() -> list[tuple[str, str]]:
    return [(notice.subject, notice.url) for notice in Notice.objects.order_by("pk")]


def test_who_waited_is_told_that_it_is_done_and_where(ask: Ask, county_officer: User) -> None:
    job = finished(asked_before(ask(paper), 11))
    notice = Notice.objects.get()
    assert (notice.to, notice.channel, notice.key) == (county_officer, "in_site", f"job:{job.pk}:1")
    assert (notice.subject, notice.url) == ("任务完成：打印工会名册", f"/jobs/{job.pk}/")
    assert notice.text == "打开可以看到结果。文件可以下载。"


def test_who_did_not_have_to_wait_is_not_told(ask: Ask) -> None:
    finished(asked_before(ask(paper), 8))
    assert told() == []


@pytest.mark.parametrize("kind", [refused, broken])
def test_a_failure_is_always_told(ask: Ask, traces: Traces, kind: object) -> None:
    job = ask(kind)
    execute(job.pk)
    assert told() == [(f"任务失败：{job.title}", f"/jobs/{job.pk}/")]


def test_a_job_whose_processes_died_is_told_by_the_sweeper_when_it_is_given_up(ask: Ask) -> None:
    job = ask(quick)
    for attempt in range(1, 4):
        assert told() == []
        lapse(claimed(job))
        sweep()
        assert Job.objects.get().attempts == attempt
    assert told() == [("任务失败：快的任务", f"/jobs/{job.pk}/")]


def test_a_cancelled_job_is_not_told(ask: Ask, county_officer: User) -> None:
    cancel(job=asked_before(ask(quick), 60), by=county_officer)
    lapse(cancelled_while_running(asked_before(ask(quick), 60), county_officer))
    sweep()
    assert set(Job.objects.values_list("state", flat=True)) == {"cancelled"}
    assert told() == []


def cancelled_while_running(job: Job, by: User) -> Job:
    run = claimed(job)
    cancel(job=run, by=by)
    return run


def test_each_run_is_told_of_by_itself(ask: Ask, county_officer: User) -> None:
    job = ask(quick)
    fail(job=claimed(job), reason="因为")
    retry(job=job, by=county_officer)
    fail(job=claimed(job), reason="因为")
    assert [notice.key for notice in Notice.objects.order_by("pk")] == [f"job:{job.pk}:1", f"job:{job.pk}:2"]


# --- once, and with the end of the job --------------------------------------------------------------------------------
def test_a_late_run_tells_nothing(ask: Ask) -> None:
    job = asked_before(ask(quick), 60)
    late = claimed(job)
    lapse(late)
    sweep()
    claimed(job)
    with pytest.raises(RunStopped):
        finish(job=late, result=Result(), keep_result=DAY)
    assert fail(job=late, reason="因为") is False
    assert told() == []


def test_work_that_is_rolled_back_at_its_end_was_not_told(ask: Ask) -> None:
    run = claimed(asked_before(ask(quick), 60))
    with transaction.atomic():
        finish(job=run, result=Result(), keep_result=DAY)
        assert len(told()) == 1
        transaction.set_rollback(True)
    assert told() == []
    assert Job.objects.get().state == "running"


def test_a_failure_that_cannot_be_told_is_not_written_either(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    run = claimed(ask(quick))
    monkeypatch.setattr("desk.jobs.services.post", Mock(side_effect=ZeroDivisionError))
    with pytest.raises(ZeroDivisionError):
        fail(job=run, reason="因为")
    assert Job.objects.get().state == "running"


def test_of_a_run_that_was_superseded_and_the_one_that_took_its_place_one_tells(
    ask: Ask, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first hangs until its lease is over and the second has finished; then both have come to their end."""
    job = asked_before(ask(quick), 60)
    at_it, go_on = Event(), Event()

    def handler(_: object) -> None:
        if not at_it.is_set():
            at_it.set()
            go_on.wait(30)

    kind = kind_of("trial.quick")
    monkeypatch.setattr(execution, "kind_of", lambda _: type(kind)(**{**vars(kind), "handler": handler}))

    def first() -> None:
        try:
            execute(job.pk)
        finally:
            connections.close_all()

    thread = Thread(target=first)
    thread.start()
    at_it.wait(30)
    Job.objects.update(state="waiting", lease_until=None)
    execute(job.pk)
    go_on.set()
    thread.join(30)
    assert [notice.key for notice in Notice.objects.all()] == [f"job:{job.pk}:2"]


def test_a_title_with_the_number_of_a_person_is_refused(county_officer: User) -> None:
    with pytest.raises(ValueError, match="number of a person"):
        start(kind=quick, owner=county_officer, args={}, title="打印 330182198001010044")
    assert Job.objects.count() == 0
