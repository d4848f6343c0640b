"""An application that came to nothing tells nobody who asked, half a year later: not in its row, its history, its file."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from desk.cases import services as cases
from desk.jobs.housekeeping import all_chores
from desk.notices.models import Notice
from desk.vault.scope import Nobody, acting_as, everything
from members import tasks
from members.choices import ApplicationState
from members.models import MembershipApplication
from members.services import applications
from tests.conftest import as_superuser
from tests.county import County
from tests.members.services.test_applications import HOME, NUMBER, find, submit

TOLD = ("方小燕", NUMBER, "13900000088", "白沙化工", "您的劳动关系在另一家单位", "合同已补签", "已打电话核对")


def refused(county: County) -> tuple[MembershipApplication, str]:
    """An application about which much was said."""
    application, code = submit(county)
    officer = county["base_officer"]
    with acting_as(Nobody()):
        applications.write(obj=application, text="合同已补签", address=HOME)
    with acting_as(officer):
        cases.note(actor=officer, obj=application, text="已打电话核对")
        return applications.refuse(actor=officer, obj=application, answer="您的劳动关系在另一家单位"), code


def days_later(application: MembershipApplication, days: int) -> MembershipApplication:
    """The application as if it had been answered so many days ago, after the chore."""
    with everything("test"):
        rows = MembershipApplication.objects.filter(pk=application.pk)
        rows.update(state_since=timezone.now() - timedelta(days=days))
        tasks.forget_applications()
        return rows.get()


def everything_kept_of(application: MembershipApplication) -> str:
    """All that the portal could tell of it, opened."""
    with everything("test"):
        rows: list[Any] = [application, *application.history.all(), *application.entries.all()]
        values = [getattr(row, field.attname) for row in rows for field in row._meta.concrete_fields]
    return repr(values + list(Notice.objects.values_list("address", "text")))


def test_what_was_told_is_there_until_the_last_day(county: County) -> None:
    application = days_later(refused(county)[0], 179)
    kept = everything_kept_of(application)
    assert [said for said in TOLD if said not in kept] == []
    assert application.forgotten_on is None


def test_half_a_year_after_a_refusal_nothing_tells_who_asked(county: County) -> None:
    application = days_later(refused(county)[0], 181)
    kept = everything_kept_of(application)
    assert [said for said in TOLD if said in kept] == []
    assert (application.name, application.id_index, str(application)) == ("已清除", None, "已清除")
    with everything("test"):
        assert not MembershipApplication.objects.filter(id_index=NUMBER).exists()


def test_that_there_was_an_application_and_how_it_ended_stays(county: County) -> None:
    before, code = refused(county)
    application = days_later(before, 181)
    assert (application.union_id, application.state) == (county.plant.pk, ApplicationState.REFUSED)
    assert (application.consent_at, application.decided_by_id) == (before.consent_at, county["base_officer"].pk)
    assert application.forgotten_on == timezone.localdate()
    found = find(code)
    assert found is not None
    assert (found.pk, found.answer) == (application.pk, "已清除")
    with everything("test"):
        assert list(application.entries.values_list("kind", "move")) == [
            ("message", ""),
            ("note", ""),
            ("moved", "refuse"),
        ]
        event = application.history.order_by("pgh_id").last()
        assert event.pgh_context["reason"] == "入会申请未办成满 180 天，清除个人信息"


def test_one_that_was_taken_back_is_forgotten_too(county: County) -> None:
    application, _ = submit(county)
    with acting_as(Nobody()):
        applications.withdraw(obj=application)
    application = days_later(application, 181)
    assert (application.name, application.answer) == ("已清除", "")
    assert NUMBER not in everything_kept_of(application)


def test_one_that_waits_or_became_a_membership_is_kept(county: County) -> None:
    waiting, _ = submit(county)
    assert days_later(waiting, 400).name == "方小燕"
    with acting_as(county["base_officer"]):
        applications.accept(actor=county["base_officer"], obj=waiting, joined_on=timezone.localdate())
    assert (days_later(waiting, 400).name, waiting.id_number) == ("方小燕", NUMBER)


def test_others_are_left_alone_and_the_chore_counts_what_it_cleared(county: County) -> None:
    old, _ = refused(county)
    young, _ = submit(county, id_number="330182199207080069", name="方小敏")
    with acting_as(county["base_officer"]):
        applications.refuse(actor=county["base_officer"], obj=young, answer="资料不全")
    with everything("test"):
        MembershipApplication.objects.filter(pk=old.pk).update(state_since=timezone.now() - timedelta(days=181))
    assert (tasks.forget_applications(), tasks.forget_applications()) == (1, 0)
    kept = everything_kept_of(days_later(young, 10))
    assert "方小敏" in kept
    assert Notice.objects.filter(topic="members.told").count() == 1


def test_it_is_done_every_day() -> None:
    [chore] = [chore for chore in all_chores() if chore.task is tasks.forget_applications]
    assert chore.every == timedelta(days=1)


def test_the_history_is_as_closed_as_before_to_whoever_calls_the_function(county: County) -> None:
    application = days_later(refused(county)[0], 181)
    with everything("test"):
        for statement in (
            "UPDATE members_membershipapplicationevent SET name = name WHERE pgh_obj_id = %s",
            "UPDATE members_applicationentry SET text = text WHERE case_id = %s",
        ):
            with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
                transaction.get_connection().cursor().execute(statement, [application.pk])
    with as_superuser() as superuser:
        [(owner, takes)] = superuser.execute(
            "SELECT rolname, pronargs FROM pg_proc JOIN pg_roles ON pg_roles.oid = proowner"
            " WHERE proname = 'members_forget_applications'"
        )
    assert (owner, takes) == ("jianzhi_owner", 0)
