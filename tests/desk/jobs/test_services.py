"""Asking for jobs, cancelling and repeating them; and the fence around what a run writes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connections, transaction
from django.db.models import F

from desk.jobs import services
from desk.jobs.kinds import kind_of
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, Result, RunStopped
from desk.jobs.services import cancel, claim, fail, finish, retry, start, stop
from desk.vault.scope import ScopeMissing
from tests.county import County
from tests.desk.jobs.rows import claimed, lapse
from tests.desk.jobs.trial_kinds import paper, quick
from unions.models import User

pytestmark = pytest.mark.django_db

Ask = Callable[..., Job]
DAY = timedelta(days=1)


# --- asking -----------------------------------------------------------------------------------------------------------
def test_a_job_remembers_who_asked_and_the_branches_that_were_theirs(town_officer: User, county: County) -> None:
    job = start(kind=quick, owner=town_officer, args={"number": 7})
    kept = Job.objects.get(pk=job.pk)
    assert (kept.kind, kept.title, kept.owner, kept.args) == ("trial.quick", "快的任务", town_officer, {"number": 7})
    assert kept.scope == [county.xinanjiang.path]
    assert (kept.state, kept.token, kept.attempts) == ("waiting", 0, 0)


def test_who_lacks_the_right_of_the_kind_gets_no_job(auditor: User) -> None:
    with pytest.raises(PermissionDenied):
        start(kind=quick, owner=auditor, args={})
    assert not Job.objects.exists()


def test_who_has_no_branch_gets_no_job(stranger: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(User, "has_perm", lambda *_: True)
    with pytest.raises(ScopeMissing):
        start(kind=quick, owner=stranger, args={})


@pytest.mark.django_db(transaction=True)
def test_when_the_business_transaction_fails_there_is_no_job_and_no_hint(
    ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    hinted: list[int] = []
    monkeypatch.setattr("desk.jobs.hints.hint", lambda jobs: hinted.extend(job.pk for job in jobs))
    with transaction.atomic():
        ask(quick)
        transaction.set_rollback(True)
    assert not Job.objects.exists()
    assert hinted == []
    job = ask(quick)
    assert hinted == [job.pk]


@pytest.mark.parametrize(
    "value",
    [
        1,
        9_999_999_999,
        None,
        True,
        "",
        "county_officer",
        "2014-05-12",
        "0192a3b4-0000-7000-8000-123456789012",
        [1, [2]],
        {"a": 1},
    ],
)
def test_ids_codes_and_dates_may_be_arguments(ask: Ask, value: Any) -> None:
    assert ask(quick, thing=value).args["thing"] == value


@pytest.mark.parametrize(
    "value",
    ["张三", "13900000001", 13_900_000_001, "330182198001010044", 330_182_198_001_010_041, ["张三"], {"q": "张"}, 1.5],
)
def test_what_may_be_personal_data_may_not(ask: Ask, value: Any) -> None:
    with pytest.raises(ValueError, match="ids, codes and dates"):
        ask(quick, thing=value)
    assert not Job.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ten_clicks_at_once_with_one_key_make_one_job(county_officer: User) -> None:
    together = Barrier(10)

    def click(_: int) -> int:
        together.wait()
        try:
            return start(kind=quick, owner=county_officer, args={"number": 7}, key="roster-7").pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(10) as clicks:
        answers = list(clicks.map(click, range(10)))
    assert Job.objects.count() == 1
    assert answers == [Job.objects.get().pk] * 10


def test_a_key_is_free_again_when_its_job_has_ended(ask: Ask) -> None:
    first = ask(quick, key="roster-7")
    cancel(job=first, by=first.owner)
    assert ask(quick, key="roster-7").pk != first.pk


def test_the_job_of_another_person_is_no_answer(ask: Ask, town_officer: User) -> None:
    ask(quick, key="roster-7")
    with pytest.raises(JobRefused, match="正由其他人执行"):
        ask(quick, owner=town_officer, key="roster-7")


# --- cancelling and repeating -----------------------------------------------------------------------------------------
def test_a_waiting_job_is_cancelled_at_once(ask: Ask, county_officer: User) -> None:
    job = cancel(job=ask(quick), by=county_officer)
    assert (job.state, job.reason) == ("cancelled", "由提交人取消。")
    assert claim(job.pk) is None


def test_a_running_job_is_asked_to_stop_and_cannot_finish_any_more(ask: Ask, county_officer: User) -> None:
    run = claimed(ask(quick))
    assert cancel(job=run, by=county_officer).state == "running"
    with pytest.raises(RunStopped), transaction.atomic():
        finish(job=run, result=Result(), keep_result=DAY)
    assert stop(job=run)
    assert Job.objects.get().state == "cancelled"


def test_a_job_whose_process_is_gone_is_cancelled_at_once(ask: Ask, county_officer: User) -> None:
    run = claimed(ask(quick))
    lapse(run)
    assert cancel(job=run, by=county_officer).state == "cancelled"


def test_a_stranger_cannot_cancel_and_only_the_owner_repeats(
    ask: Ask, system_admin: User, county_officer: User
) -> None:
    job = ask(quick)
    with pytest.raises(PermissionDenied):
        cancel(job=job, by=system_admin)
    job = cancel(job=job, by=county_officer)
    with pytest.raises(PermissionDenied):
        retry(job=job, by=system_admin)


def test_the_right_to_change_jobs_lets_others_cancel(
    ask: Ask, system_admin: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = ask(quick)
    monkeypatch.setattr(User, "has_perm", lambda _, right: right == "jobs.change_job")
    assert cancel(job=job, by=system_admin).reason == "由管理人员取消。"


def test_what_has_ended_cannot_be_cancelled(ask: Ask, county_officer: User) -> None:
    run = claimed(ask(quick))
    finish(job=run, result=Result(), keep_result=DAY)
    with pytest.raises(JobRefused, match="已经结束（完成）"):
        cancel(job=run, by=county_officer)


def test_a_failed_job_is_repeated_with_fresh_attempts(ask: Ask, county_officer: User) -> None:
    run = claimed(ask(quick))
    fail(job=run, reason="因为")
    job = retry(job=run, by=county_officer)
    assert (job.state, job.attempts, job.reason, job.token) == ("waiting", 0, "", 1)
    assert claimed(job).token == 2


def test_what_is_done_or_still_waits_is_not_repeated(ask: Ask, county_officer: User) -> None:
    job = ask(quick)
    with pytest.raises(JobRefused, match="等待"):
        retry(job=job, by=county_officer)
    finish(job=claimed(job), result=Result(), keep_result=DAY)
    with pytest.raises(JobRefused, match="完成"):
        retry(job=job, by=county_officer)


def test_a_job_is_not_repeated_while_its_key_is_taken(ask: Ask, county_officer: User) -> None:
    first = cancel(job=ask(quick, key="roster-7"), by=county_officer)
    ask(quick, key="roster-7")
    with pytest.raises(JobRefused, match="已经在进行"):
        retry(job=first, by=county_officer)
    assert Job.objects.get(pk=first.pk).state == "cancelled"


# --- the fence --------------------------------------------------------------------------------------------------------
def test_a_job_is_claimed_once(ask: Ask) -> None:
    job = ask(quick)
    run = claimed(job)
    assert (run.state, run.token, run.attempts) == ("running", 1, 1)
    assert claim(job.pk) is None
    assert claim(job.pk + 1) is None


def test_a_late_run_writes_nothing(ask: Ask) -> None:
    old = claimed(ask(paper))
    Job.objects.filter(pk=old.pk).update(state="waiting", lease_until=None)  # what the sweeper does
    new = claimed(old)
    with pytest.raises(RunStopped), transaction.atomic():
        finish(job=old, result=Result("旧的", "jobs/old", "旧.pdf"), keep_result=DAY)
    assert not fail(job=old, reason="旧的")
    assert not stop(job=old)
    assert Job.objects.held(old).update(done=F("done") + 1) == 0
    kept = Job.objects.get()
    assert (kept.state, kept.token, kept.result.name, kept.reason, kept.done) == ("running", 2, "", "", 0)
    finish(job=new, result=Result("新的", "jobs/new", "新.pdf"), keep_result=DAY)
    kept = Job.objects.get()
    assert (kept.state, kept.message, kept.result.name, kept.download_name) == ("done", "新的", "jobs/new", "新.pdf")


# --- the result -------------------------------------------------------------------------------------------------------
def test_a_result_needs_the_right_and_the_whole_scope(
    ask: Ask, county_officer: User, county_leader: User, town_officer: User, system_admin: User
) -> None:
    job = ask(paper)
    assert [services.may_fetch(job=job, by=u) for u in (county_officer, county_leader, town_officer, system_admin)] == [
        True,
        True,
        False,
        False,
    ]


def test_nobody_gets_the_result_of_a_kind_that_is_no_more(ask: Ask, county_officer: User) -> None:
    job = ask(paper)
    job.kind = "trial.gone"
    with pytest.raises(JobRefused):
        kind_of(job.kind)
    assert not services.may_fetch(job=job, by=county_officer)
