"""One run of a job, in this process."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from threading import Thread

import pytest
from django.db import OperationalError, connections
from django.db.models.functions import Now

from desk.jobs import execution, heartbeat
from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.jobs.runs import Run
from desk.registers.dated import span
from desk.vault import scope
from desk.vault.ciphers import SealBroken
from tests.county import FOUNDED, County, add_person
from tests.desk.jobs import trial_kinds
from tests.desk.jobs.rows import content
from tests.desk.jobs.workers import eventually
from unions.choices import Role
from unions.models import User

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[..., Job]
Traces = Callable[[], list[int]]


def ended(job: Job) -> tuple[str, str]:
    """State and reason after a run."""
    execute(job.pk)
    job.refresh_from_db()
    return job.state, job.reason


def test_work_and_done_are_written_together(ask: Ask, traces: Traces) -> None:
    job = ask(trial_kinds.paper)
    assert ended(job) == ("done", "")
    assert traces() == [7]
    assert (job.message, job.download_name) == ("共 7 页", "工会名册.pdf")
    assert job.result.name.startswith(f"jobs/{job.pk}-1-")
    assert content(job) == b"%PDF-1.7 trial"
    assert job.result_expires_at - job.finished_at == timedelta(days=7)


def test_a_second_hint_does_nothing(ask: Ask, traces: Traces) -> None:
    job = ask(trial_kinds.quick)
    execute(job.pk)
    execute(job.pk)
    assert traces() == [7]
    assert Job.objects.get().token == 1


def test_it_works_in_the_scope_of_the_person_who_asked(ask: Ask, town_officer: User, county: County) -> None:
    job = ask(trial_kinds.tell_scope, owner=town_officer)
    execute(job.pk)
    path = county.xinanjiang.path
    assert Job.objects.get().message == f"town_officer ('{path}',) {path}"
    assert scope.current() is None


def test_its_changes_are_recorded_as_the_owners(ask: Ask, county_officer: User, traces: Traces) -> None:
    job = ask(trial_kinds.quick)
    execute(job.pk)
    last = job.history.latest("pgh_id")
    assert last.state == "done"
    assert last.pgh_context == {"user": county_officer.pk, "request": f"job-{job.pk}-1", "page": "trial.quick"}


@pytest.mark.parametrize(
    ("kind", "reason"),
    [
        (trial_kinds.refused, "名册超过 2000 行，请按工会分开打印。"),
        (trial_kinds.broken, "程序出错，没有写入任何数据。可以重试；仍不成功，请把编号 {pk} 告诉系统管理员。"),
    ],
)
def test_what_fails_says_why_and_leaves_nothing(ask: Ask, traces: Traces, kind: object, reason: str) -> None:
    job = ask(kind)
    assert ended(job) == ("failed", reason.format(pk=job.pk))
    assert traces() == []


def test_the_text_of_an_unforeseen_error_is_not_logged(
    ask: Ask, traces: Traces, caplog: pytest.LogCaptureFixture
) -> None:
    execute(ask(trial_kinds.broken).pk)
    assert "ZeroDivisionError" in caplog.text
    assert "in broken" in caplog.text
    assert "330182198001010044" not in caplog.text


def test_a_kind_that_is_no_more_fails_with_a_reason(ask: Ask) -> None:
    job = ask(trial_kinds.quick)
    Job.objects.update(kind="trial.gone")
    assert ended(job) == ("failed", "系统已不再提供这种任务，没有执行。请联系系统管理员。")


def test_a_right_withdrawn_since_the_asking_stops_the_job(ask: Ask, county_officer: User, traces: Traces) -> None:
    job = ask(trial_kinds.quick)
    county_officer.appointments.update(held=span(FOUNDED, date(2014, 1, 1)))
    assert ended(job) == ("failed", "提交人已没有这项工作的权限，任务没有执行。")
    assert traces() == []


def test_an_account_closed_since_the_asking_stops_the_job(ask: Ask, county_officer: User, traces: Traces) -> None:
    job = ask(trial_kinds.quick)
    User.objects.filter(pk=county_officer.pk).update(is_active=False)
    assert ended(job) == ("failed", "提交人的账号已停用，任务没有执行。")
    assert traces() == []


def test_another_scope_than_at_the_asking_stops_the_job(
    ask: Ask, town_officer: User, county: County, traces: Traces
) -> None:
    job = ask(trial_kinds.quick, owner=town_officer)
    town_officer.appointments.update(union=county.meicheng)
    assert ended(job) == ("failed", "提交后管辖范围有变动，任务没有执行。请重新提交。")
    assert traces() == []


def test_a_right_withdrawn_during_the_run_leaves_nothing(
    ask: Ask, county_officer: User, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handler loses its owner's right in the middle, by another connection."""

    def withdraw() -> None:
        county_officer.appointments.update(held=span(FOUNDED, date(2014, 1, 1)))
        connections.close_all()

    def handler(run: Run) -> None:
        trial_kinds.leave_trace(run)
        in_between = Thread(target=withdraw)
        in_between.start()
        in_between.join()

    monkeypatch.setattr(execution, "kind_of", lambda _: _with_handler(handler))
    job = ask(trial_kinds.quick)
    assert ended(job) == ("failed", "提交人已没有这项工作的权限，任务没有执行。")
    assert traces() == []


def test_when_the_database_goes_away_the_lease_is_left_to_end(
    ask: Ask, traces: Traces, monkeypatch: pytest.MonkeyPatch
) -> None:
    def handler(run: Run) -> None:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(execution, "kind_of", lambda _: _with_handler(handler))
    job = ask(trial_kinds.quick)
    assert ended(job) == ("running", "")


def test_what_nobody_should_wait_for_comes_after_the_end_is_told(ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    job = ask(trial_kinds.quick)

    def handler(run: Run) -> None:
        run.afterwards.callback(lambda: seen.append(Job.objects.get(pk=job.pk).state))

    monkeypatch.setattr(execution, "kind_of", lambda _: _with_handler(handler))
    assert ended(job) == ("done", "")
    assert seen == ["done"]


def _with_handler(handler: Callable[[Run], None]) -> object:
    from dataclasses import replace

    return replace(trial_kinds.quick, handler=handler)


# --- while it runs ----------------------------------------------------------------------------------------------------
@pytest.fixture
def at_the_gate(
    ask: Ask, traces: Traces, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Job, Thread, Path]]:
    """A job that runs in another thread and has written its trace, but waits for the gate."""
    gate = tmp_path / "gate"
    monkeypatch.setenv("TRIAL_GATE", str(gate))
    job = ask(trial_kinds.wait_for_gate)

    def run() -> None:
        try:
            execute(job.pk)
        finally:
            connections.close_all()

    thread = Thread(target=run, daemon=True)
    thread.start()
    assert eventually(lambda: Job.objects.get().state == "running", sweeping=False)
    yield job, thread, gate
    gate.touch()
    thread.join()


def test_the_lease_of_a_run_that_takes_long_is_kept(at_the_gate: tuple[Job, Thread, Path], traces: Traces) -> None:
    _, thread, gate = at_the_gate
    Job.objects.update(lease_until=Now() - timedelta(seconds=1))
    assert eventually(lambda: Job.objects.filter(lease_until__gt=Now()).exists(), sweeping=False)
    gate.touch()
    thread.join()
    assert Job.objects.get().state == "done"
    assert traces() == [7]


def test_a_run_that_was_superseded_commits_nothing(at_the_gate: tuple[Job, Thread, Path], traces: Traces) -> None:
    job, thread, gate = at_the_gate
    Job.objects.update(state="waiting", lease_until=None)
    Job.objects.update(state="running", token=2, lease_until=Now() + timedelta(hours=1))
    gate.touch()
    thread.join()
    assert traces() == []
    kept = Job.objects.get(pk=job.pk)
    assert (kept.state, kept.token) == ("running", 2)


def test_a_cancelled_run_stops_and_leaves_nothing(at_the_gate: tuple[Job, Thread, Path], traces: Traces) -> None:
    _, thread, _ = at_the_gate
    Job.objects.update(cancel_requested=True)
    thread.join(timeout=30)
    assert not thread.is_alive()
    kept = Job.objects.get()
    assert (kept.state, kept.reason) == ("cancelled", "执行中取消，没有写入任何数据。")
    assert traces() == []


def test_a_person_of_two_branches_has_both(county: County, ask: Ask) -> None:
    both = add_person("both", Role.TOWN_OFFICER, county.xinanjiang, "两处")
    both.appointments.create(union=county.meicheng, role=Role.TOWN_OFFICER, held=span(FOUNDED))
    job = ask(trial_kinds.tell_scope, owner=User.objects.get(pk=both.pk))
    execute(job.pk)
    first, second = sorted([county.xinanjiang.path, county.meicheng.path])
    assert Job.objects.get().message == f"both ('{first}', '{second}') {first} {second}"


# --- the result (B11, B12) --------------------------------------------------------------------------------------------
def test_a_result_lies_sealed_on_disk(ask: Ask, traces: Traces) -> None:
    job = ask(trial_kinds.secret)
    assert ended(job) == ("done", "")
    with job.result.open("rb") as file:
        on_disk = file.read()
    assert b"planted" not in on_disk
    assert "欧阳".encode() not in on_disk
    assert content(job) == "planted 欧阳建国".encode()


def test_a_result_opens_only_as_that_of_the_run_that_made_it(ask: Ask, traces: Traces) -> None:
    first, second = ask(trial_kinds.secret, number=1), ask(trial_kinds.secret, number=2)
    for job in (first, second):
        execute(job.pk)
        job.refresh_from_db()
    first.result = second.result
    with pytest.raises(SealBroken):
        content(first)


def test_the_rights_a_run_asked_for_stand_with_its_result(ask: Ask, traces: Traces) -> None:
    job = ask(trial_kinds.secret)
    execute(job.pk)
    job.refresh_from_db()
    assert (job.rights, job.fetch_once) == (["unions.reveal_officer"], True)


def test_a_run_that_asks_for_a_right_its_owner_has_not_leaves_nothing(ask: Ask, county_leader: User) -> None:
    job = ask(trial_kinds.secret, owner=county_leader)
    assert ended(job) == ("failed", "提交人没有其中一步的权限，没有写入任何数据。")
    assert job.result.name == ""


# --- rights that are taken back (D9) ----------------------------------------------------------------------------------
def test_a_run_stops_within_the_minute_when_its_owner_loses_a_right_it_asked_for(
    ask: Ask, traces: Traces, county_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert heartbeat.ASK_EVERY <= 60
    monkeypatch.setattr(heartbeat, "ASK_EVERY", 0.0)
    job = ask(trial_kinds.long)
    runner = Thread(target=_execute_and_close, args=(job.pk,))
    runner.start()
    assert eventually(lambda: Job.objects.filter(pk=job.pk, state="running").exists(), sweeping=False)
    county_officer.appointments.update(role=Role.COUNTY_LEADER)
    runner.join(timeout=20)
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "提交人已没有这项工作的权限，任务没有执行。")
    assert traces() == []


def _execute_and_close(job_id: int) -> None:
    try:
        execute(job_id)
    finally:
        connections.close_all()
