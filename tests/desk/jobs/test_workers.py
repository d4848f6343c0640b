"""Real workers, killed and watched (promises.md A7, A10, A11)."""

import os
import re
import signal
from collections.abc import Callable

import pytest
from django.urls import reverse

from desk.jobs import hints
from desk.jobs.kinds import JobKind
from desk.jobs.models import Job
from desk.jobs.services import cancel
from tests.desk.jobs import trial_kinds
from tests.desk.jobs.rows import content
from tests.desk.jobs.workers import PACE, Celery, all_ended, eventually
from unions.models import User

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

Ask = Callable[..., Job]
Traces = Callable[[], list[int]]


def process_of(job: Job) -> int | None:
    """The process that says in the job's log that it carries it out."""
    said = re.findall(r"process (\d+)", Job.objects.get(pk=job.pk).log)
    return int(said[-1]) if said else None


def test_a_job_that_kills_its_worker_stops_after_three_attempts_and_fifty_others_finish(
    worker: Celery, ask: Ask, traces: Traces
) -> None:
    bad = ask(trial_kinds.poison)
    for number in range(50):
        ask(trial_kinds.quick, number=number)
    assert eventually(all_ended)
    bad.refresh_from_db()
    assert (bad.state, bad.token) == ("failed", 3)
    assert bad.reason.startswith("执行它的进程连续 3 次中断，已停止，没有写入任何数据。")
    assert traces() == list(range(50))


def test_a_killed_run_is_shown_as_interrupted_and_then_done_once(
    worker: Celery, ask: Ask, traces: Traces, sign_in: Callable[[User], object], county_officer: User
) -> None:
    job = ask(trial_kinds.slow, tenths=15)
    assert eventually(lambda: process_of(job) is not None, sweeping=False)
    os.kill(process_of(job) or 0, signal.SIGKILL)

    def words() -> str:
        return sign_in(county_officer).get(reverse("jobs:list")).content.decode()  # type: ignore[attr-defined]  # a test client's answer

    assert eventually(lambda: "执行中断，重新排队中" in words(), seconds=2 * PACE["JOBS_LEASE_SECONDS"], sweeping=False)
    assert traces() == []
    assert eventually(all_ended)
    job.refresh_from_db()
    assert (job.state, job.token, job.attempts) == ("done", 2, 2)
    assert content(job) == b"7"
    assert traces() == [7]


def test_progress_is_seen_while_the_work_is_not(worker: Celery, ask: Ask, traces: Traces) -> None:
    job = ask(trial_kinds.slow, tenths=15)

    def half_way() -> bool:
        job.refresh_from_db()
        return job.done >= 7

    assert eventually(half_way, sweeping=False)
    assert (job.state, job.total, job.message) == ("running", 15, f"第 {job.done} 步")
    assert traces() == []
    assert eventually(all_ended, sweeping=False)
    assert traces() == [7]


def test_a_crash_between_commit_and_hint_leaves_nothing_stuck(
    worker: Celery, ask: Ask, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as crash:
        crash.setattr(hints, "hint", lambda _: None)
        ask(trial_kinds.quick)
    assert Job.objects.get().state == "waiting"
    assert eventually(all_ended)
    assert traces() == [7]


def test_cancelling_stops_a_run_at_its_next_step(
    worker: Celery, ask: Ask, traces: Traces, county_officer: User
) -> None:
    job = ask(trial_kinds.slow, tenths=300)
    assert eventually(lambda: process_of(job) is not None, sweeping=False)
    cancel(job=job, by=county_officer)
    assert eventually(all_ended, seconds=15, sweeping=False)
    assert Job.objects.get().state == "cancelled"
    assert traces() == []


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (trial_kinds.endless, "超过了这种任务的时限，没有写入任何数据。请缩小范围后重试。"),
        (trial_kinds.huge, "数据太多，超过了内存限额，没有写入任何数据。请缩小范围后重试。"),
    ],
)
def test_a_job_above_its_limits_fails_and_its_worker_lives(
    worker: Celery, ask: Ask, traces: Traces, kind: JobKind, reason: str
) -> None:
    before = worker.child_pids()
    job = ask(kind)
    assert eventually(all_ended, sweeping=False)
    job.refresh_from_db()
    assert (job.state, job.reason, job.token) == ("failed", reason, 1)
    assert traces() == []
    assert worker.child_pids() == before
