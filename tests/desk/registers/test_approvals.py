"""Unmasked data of many people: a second person, a watermark, one download, and rights asked at every step (B11, B12)."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models.functions import Now
from django.test import Client

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.registers import approvals
from desk.registers.address import Address
from desk.registers.listing import Listing
from desk.registers.models import Batch
from desk.vault import scope
from desk.vault.models import AccessEntry
from tests.county import County, add_person
from tests.desk.jobs.rows import content
from tests.desk.registers.conftest import text
from tests.desk.registers.test_tasks import sheet
from tests.desk.registers.trial import TrialRegister
from unions import access
from unions.choices import Role

REASON = "核对全县单位联系方式用"
Ask = Callable[..., Batch]


@pytest.fixture(autouse=True)
def few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    """More than two persons need a second one: the small county has four employers."""
    monkeypatch.setattr(approvals, "SECOND_PERSON_ABOVE", 2)


@pytest.fixture
def ask(county: County) -> Ask:
    """`ask("town_officer", query)` asks for an unmasked export of the trial register."""

    def asked(who: str, query: str = "columns=name,phone", *, reveal: bool = True, form: str = "xlsx") -> Batch:
        actor = county[who]
        with scope.acting_as(actor):
            listing = Listing(TrialRegister, actor, Address.parse(query))
            return approvals.ask_export(
                actor=actor, listing=listing, form=form, reveal=reveal, reason=REASON if reveal else ""
            )

    return asked


def approve(actor: Any, batch: Batch) -> Batch:
    with scope.acting_as(actor):
        return approvals.approve_export(actor=actor, obj=batch, register=TrialRegister)


# --- when a second person is needed -----------------------------------------------------------------------------------
def test_the_bound_is_five_hundred_persons(monkeypatch: pytest.MonkeyPatch, county: County) -> None:
    monkeypatch.undo()
    assert [approvals.needs_second_person(county["town_officer"], n) for n in (500, 501)] == [False, True]


@pytest.mark.django_db
def test_few_people_s_data_leave_at_once_and_many_wait(ask: Ask) -> None:
    few, many = ask("town_officer", "q=石材"), ask("county_officer")

    assert (few.approval, few.job is None) == ("", False)
    assert (many.approval, many.persons, many.job, Job.objects.filter(kind="trial.export").count()) == (
        "waiting", 4, None, 1,
    )  # fmt: skip


@pytest.mark.django_db
def test_masked_lists_never_wait(ask: Ask) -> None:
    batch = ask("county_officer", reveal=False)

    assert (batch.approval, batch.persons, batch.job is None) == ("", 0, False)


@pytest.mark.django_db
def test_a_long_list_does_not_leave_in_slices(ask: Ask) -> None:
    assert ask("county_officer", "is_above_scale=true").approval == ""
    assert ask("county_officer", "q=石材").approval == "waiting"

    Batch.objects.filter(approval="").update(created_at=Now() - timedelta(hours=25))

    assert ask("county_officer", "q=石材").approval == ""


@pytest.mark.django_db
def test_unmasked_data_do_not_leave_in_a_file_without_room_for_the_watermark(ask: Ask) -> None:
    with pytest.raises(ValidationError, match="CSV 里放不下水印"):
        ask("county_officer", form="csv")


@pytest.mark.django_db
def test_who_may_not_reveal_cannot_even_ask(ask: Ask) -> None:
    with pytest.raises(PermissionDenied):
        ask("county_leader")


# --- who the second person may be -------------------------------------------------------------------------------------
@pytest.mark.django_db
@pytest.mark.parametrize(
    ("asker", "decider", "allowed"),
    [
        ("town_officer", "town_officer", False),
        ("town_officer", "base_officer", False),
        ("town_officer", "other_base_officer", False),
        ("town_officer", "auditor", False),
        ("town_officer", "county_leader", True),
        ("town_officer", "county_officer", True),
        ("county_officer", "town_officer", False),
        ("county_officer", "county_officer", False),
        ("county_officer", "county_leader", True),
    ],
)
def test_the_second_person_is_another_one_with_the_right_and_the_whole_branch(
    county: County, ask: Ask, asker: str, decider: str, allowed: bool
) -> None:
    batch, person = ask(asker), county[decider]

    assert approvals.may_decide(person, batch) is allowed
    assert Batch.objects.to_be_approved_by(person).filter(pk=batch.pk).exists() is allowed
    if allowed:
        assert approve(person, batch).job is not None
    else:
        with pytest.raises(PermissionDenied):
            approve(person, batch)


@pytest.mark.django_db
def test_a_colleague_of_the_same_branch_may_approve(county: County, ask: Ask) -> None:
    with scope.everything("test"):
        colleague = add_person("colleague", Role.TOWN_OFFICER, county.xinanjiang, "同事")

    assert approve(colleague, ask("town_officer")).decided_by == colleague


@pytest.mark.django_db
def test_the_database_refuses_who_approves_their_own(county: County, ask: Ask) -> None:
    batch = ask("county_officer")

    with pytest.raises(IntegrityError, match="batch_decided_by_somebody_else"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(
            approval="approved", decided_by=county["county_officer"], decided_at=Now()
        )


@pytest.mark.django_db
def test_the_database_runs_nothing_that_waits(ask: Ask) -> None:
    job, batch = ask("town_officer", "q=石材").job, ask("county_officer")

    with pytest.raises(IntegrityError, match="batch_runs_when_approved"), transaction.atomic():
        Batch.objects.filter(pk=batch.pk).update(job=job)


@pytest.mark.django_db
def test_what_was_decided_is_decided_and_what_is_old_lapses(county: County, ask: Ask) -> None:
    batch, leader = ask("county_officer"), county["county_leader"]
    with scope.acting_as(leader):
        approvals.refuse_export(actor=leader, obj=batch, answer="范围太大")
    with pytest.raises(ValidationError, match="已处理：未批准"):
        approve(leader, batch)

    late = ask("county_officer")
    Batch.objects.filter(pk=late.pk).update(created_at=Now() - timedelta(days=8))
    with pytest.raises(ValidationError, match="已超过 7 天"):
        approve(leader, late)
    assert not Batch.objects.to_be_approved_by(leader).exists()


@pytest.mark.django_db
def test_a_refusal_needs_a_reason(county: County, ask: Ask) -> None:
    leader = county["county_leader"]

    with scope.acting_as(leader), pytest.raises(ValidationError, match="不批准须写明理由"):
        approvals.refuse_export(actor=leader, obj=ask("county_officer"), answer="  ")


# --- the rights at each step (B12) ------------------------------------------------------------------------------------
def _without(monkeypatch: pytest.MonkeyPatch, right: str) -> None:
    left = access.RIGHTS[Role.COUNTY_OFFICER] - {right}
    monkeypatch.setitem(access.RIGHTS, Role.COUNTY_OFFICER, left)


def _done(batch: Batch) -> Job:
    assert batch.job is not None
    execute(batch.job.pk)
    job: Job = Job.objects.get(pk=batch.job.pk)
    return job


RIGHTS = ["unions.export_employer", "unions.reveal_employer"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_lost_before_the_approval_stops_the_export(
    county: County, ask: Ask, monkeypatch: pytest.MonkeyPatch, right: str
) -> None:
    batch = ask("county_officer")
    _without(monkeypatch, right)

    if right == "unions.export_employer":
        with pytest.raises(ValidationError, match="申请人已没有导出的权限"):
            approve(county["county_leader"], batch)
    else:
        assert _done(approve(county["county_leader"], batch)).state == "failed"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_lost_before_the_job_runs_leaves_no_file(
    county: County, ask: Ask, monkeypatch: pytest.MonkeyPatch, right: str
) -> None:
    batch = approve(county["county_leader"], ask("county_officer"))
    _without(monkeypatch, right)

    job = _done(batch)

    assert (job.state, job.result.name) == ("failed", "")
    assert not AccessEntry.objects.filter(model="unions.employer", kind="export").exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("right", RIGHTS)
def test_a_right_lost_before_the_download_keeps_the_file_closed(
    county: County, ask: Ask, sign_in: Callable[[Any], Client], monkeypatch: pytest.MonkeyPatch, right: str
) -> None:
    job = _done(approve(county["county_leader"], ask("county_officer")))
    client = sign_in(county["county_officer"])
    _without(monkeypatch, right)

    assert (job.state, job.has_result) == ("done", True)
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 403


@pytest.mark.django_db(transaction=True)
def test_the_approver_does_not_get_the_file(county: County, ask: Ask, sign_in: Callable[[Any], Client]) -> None:
    job = _done(approve(county["county_leader"], ask("county_officer")))

    assert sign_in(county["county_leader"]).get(f"/jobs/{job.pk}/file/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_more_people_than_were_asked_for_do_not_leave(county: County, ask: Ask, add: Callable[..., Any]) -> None:
    batch = approve(county["county_leader"], ask("county_officer"))
    add("新来的厂")

    job = _done(batch)

    assert (job.state, job.reason) == ("failed", "提交后人数由 4 变为 5，没有生成文件。请重新导出。")


# --- the file ---------------------------------------------------------------------------------------------------------
@pytest.mark.django_db(transaction=True)
def test_the_file_is_marked_logged_and_had_once(county: County, ask: Ask, sign_in: Callable[[Any], Client]) -> None:
    batch = approve(county["county_leader"], ask("county_officer"))
    job = _done(batch)
    rows = sheet(content(job))
    entry = AccessEntry.objects.get(model="unions.employer", kind="export")
    client = sign_in(county["county_officer"])

    mark = str(rows[3][0])
    assert "方敏" in mark
    assert f"第 {batch.pk} 号" in mark
    assert county["county_leader"].full_name in mark
    assert REASON in mark
    assert rows[4] == ["单位名称", "联系电话"]
    assert ["建德市白沙化工有限公司", "13900000001"] in rows
    assert (entry.rows, entry.reason) == (len(rows[5:]), REASON)
    assert (job.result_expires_at - job.finished_at) <= timedelta(hours=24)  # type: ignore[operator]  # both are set
    assert b"".join(client.get(f"/jobs/{job.pk}/file/").streaming_content)[:2] == b"PK"  # type: ignore[attr-defined]  # a file is streamed
    assert "只能下载一次" in text(client.get(f"/jobs/{job.pk}/file/", follow=True))
