"""What can be done to a case: who may, what is written down, what is told."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from desk.cases import services
from desk.cases.choices import By
from desk.registers.versions import Conflict, save_changes
from desk.vault.scope import acting_as, everything
from tests.county import County
from tests.desk.cases.trial import State, Trial

TODAY = date(2014, 9, 26)  # the Friday before a Sunday that was worked


@pytest.fixture(autouse=True)
def a_day_of_2014(monkeypatch: pytest.MonkeyPatch) -> None:
    now = datetime(2014, 9, 26, 10, tzinfo=ZoneInfo("Asia/Shanghai"))
    monkeypatch.setattr(timezone, "now", lambda: now)


@pytest.fixture
def officer(county: County) -> Any:
    return county["county_officer"]


@pytest.fixture
def colleague(county: County) -> Any:
    return county["town_officer"]


def stored(case: Any) -> Any:
    with everything("tests"):
        return Trial.objects.get(pk=case.pk)


def said(case: Any) -> list[str]:
    with everything("tests"):
        return [entry.text for entry in case.entries.all()]


class TestBeginning:
    def test_a_case_from_outside_is_unread_and_has_its_day(self, county: County) -> None:
        with everything("tests"):
            begun = services.begin(
                Trial(union=county.mill, handler=county.xinanjiang, title="更换老旧车床"), by=By.VISITOR
            )
        assert stored(begun).is_unread
        assert stored(begun).due_on == date(2014, 9, 30)  # three working days: the 28th, a Sunday, is one
        assert stored(begun).state == State.NEW

    def test_one_that_staff_began_is_read_already(self, county: County) -> None:
        with everything("tests"):
            begun = services.begin(Trial(union=county.mill, handler=county.xinanjiang, title="更换老旧车床"))
        assert not stored(begun).is_unread

    def test_what_the_model_refuses_is_not_begun(self, county: County) -> None:
        with everything("tests"), pytest.raises(ValidationError):
            services.begin(Trial(union=county.mill, handler=county.xinanjiang, title=""))


class TestMoving:
    def test_the_move_is_written_down_with_who_when_and_why(self, case: Any, officer: Any) -> None:
        with acting_as(officer):
            services.move(actor=officer, obj=case, slug="screen", text=" 内容完整 ")
            entry = case.entries.get()
        assert (entry.kind, entry.by, entry.actor, entry.text) == ("moved", "staff", officer, "内容完整")
        assert (entry.move, entry.from_state, entry.to_state, entry.case_version) == ("screen", "new", "screened", 2)
        assert not entry.is_public
        now = stored(case)
        assert (now.state, now.version, now.state_since) == ("screened", 2, entry.at)
        assert (now.due_on, now.is_unread) == (TODAY + timedelta(days=5), False)

    def test_the_right_is_asked_at_the_place_of_the_step(self, add_case: Callable[..., Any], county: County) -> None:
        with_plant = add_case(state=State.ASSIGNED, handler=county.plant)
        with_quarry = add_case(state=State.ASSIGNED, union=county.plant, handler=county.quarry)
        base = county["base_officer"]
        with acting_as(base):
            assert services.move(actor=base, obj=with_plant, slug="finish").state == State.DONE
            # It sees this case too, but another union acts; that union lies outside its scope.
            with pytest.raises(PermissionDenied):
                services.move(actor=base, obj=Trial.objects.get(pk=with_quarry.pk), slug="finish")
        assert stored(with_quarry).state == State.ASSIGNED

    def test_a_right_at_another_place_is_none(self, case: Any, county: County) -> None:
        leader = county["county_leader"]
        with acting_as(leader), pytest.raises(PermissionDenied):
            services.move(actor=leader, obj=case, slug="screen")
        assert (stored(case).state, said(case)) == ("new", [])

    def test_a_move_from_another_state_says_where_the_case_stands(self, case: Any, officer: Any) -> None:
        with acting_as(officer), pytest.raises(ValidationError, match="“更换老旧车床”现为“待初审”，不能办理“报结”"):
            services.move(actor=officer, obj=case, slug="finish")

    @pytest.mark.parametrize("text", ["", "  \n"])
    def test_a_reason_that_is_asked_for_is_given(self, case: Any, officer: Any, text: str) -> None:
        with acting_as(officer), pytest.raises(ValidationError, match="请写明理由"):
            services.move(actor=officer, obj=case, slug="refuse", text=text)

    def test_facts_are_written_with_it(self, add_case: Callable[..., Any], county: County, officer: Any) -> None:
        screened = add_case(state=State.SCREENED)
        with acting_as(officer):
            services.move(actor=officer, obj=screened, slug="assign", handler=county.plant, due_on=date(2014, 12, 1))
        now = stored(screened)
        assert (now.handler_id, now.due_on) == (county.plant.pk, date(2014, 12, 1))
        assert now.is_unread  # by the union it was assigned to

    def test_a_day_that_may_not_be_set_is_refused(self, case: Any, officer: Any) -> None:
        with acting_as(officer), pytest.raises(ValidationError, match="这一步不能另定期限"):
            services.move(actor=officer, obj=case, slug="screen", due_on=date(2014, 12, 1))

    def test_a_day_that_has_passed_is_refused(self, add_case: Callable[..., Any], officer: Any) -> None:
        screened = add_case(state=State.SCREENED)
        with acting_as(officer), pytest.raises(ValidationError, match="不能早于今天"):
            services.move(actor=officer, obj=screened, slug="assign", due_on=date(2014, 9, 25))

    def test_what_the_model_refuses_leaves_no_entry(self, case: Any, officer: Any) -> None:
        with acting_as(officer), pytest.raises(ValidationError):
            services.move(actor=officer, obj=case, slug="screen", title="")
        assert (stored(case).state, said(case)) == ("new", [])

    def test_a_stale_edit_of_a_case_that_was_moved_is_a_conflict(self, case: Any, officer: Any) -> None:
        with acting_as(officer):
            services.move(actor=officer, obj=case, slug="screen")
            with pytest.raises(Conflict):
                save_changes(case, version=1, changed={"title": "乙"})

    def test_a_move_that_is_told_calls_the_case(self, case: Any, officer: Any) -> None:
        with acting_as(officer):
            services.move(actor=officer, obj=case, slug="refuse", text="与工会工作无关")
        assert stored(case).told_of == ["refuse"]

    def test_the_visitor_makes_only_what_is_declared_for_one(self, case: Any) -> None:
        with everything("tests"):
            with pytest.raises(PermissionDenied):
                services.move(actor=None, obj=case, slug="screen", by=By.VISITOR)
            withdrawn = services.move(actor=None, obj=case, slug="withdraw", by=By.VISITOR)
            assert (withdrawn.state, withdrawn.due_on, withdrawn.is_unread) == (State.WITHDRAWN, None, True)

    def test_the_clock_makes_only_what_is_declared_for_it(self, case: Any, officer: Any) -> None:
        with everything("tests"):
            with pytest.raises(PermissionDenied):
                services.move(actor=officer, obj=case, slug="lapse")
            assert services.move(actor=None, obj=case, slug="lapse", by=By.CLOCK).state == State.LAPSED


class TestFourEyes:
    def test_who_screened_does_not_assign(self, case: Any, officer: Any, colleague: Any) -> None:
        with everything("tests"):
            screened = services.move(actor=officer, obj=case, slug="screen")
            with pytest.raises(ValidationError, match="“交办”与“初审通过”不能由同一人办理，请交另一位同事。"):
                services.move(actor=officer, obj=screened, slug="assign")
            assert services.move(actor=colleague, obj=screened, slug="assign").state == State.ASSIGNED

    def test_why_not_says_it_before_it_is_tried(self, case: Any, officer: Any, colleague: Any) -> None:
        assign = Trial.procedure.move("assign")
        with everything("tests"):
            assert services.why_not(officer, case, assign) == "现为“待初审”，不能办理“交办”。"
            screened = services.move(actor=officer, obj=case, slug="screen")
            assert "不能由同一人办理" in services.why_not(officer, screened, assign)
            assert services.why_not(colleague, screened, assign) == ""


class TestTalking:
    def test_a_note_stays_inside(self, case: Any, officer: Any) -> None:
        with acting_as(officer):
            note = services.note(actor=officer, obj=case, text="已电话核实")
        assert (note.kind, note.is_public) == ("note", False)
        assert stored(case).told_of == []

    def test_an_answer_is_told(self, case: Any, officer: Any) -> None:
        with acting_as(officer):
            reply = services.reply(actor=officer, obj=case, text="请补充照片")
        assert (reply.kind, reply.is_public, stored(case).told_of) == ("reply", True, ["reply"])

    def test_a_message_makes_the_case_unread_again(self, case: Any) -> None:
        with everything("tests"):
            services.mark_read(case)
            assert not stored(case).is_unread
            message = services.message(obj=case, text="照片已补")
        assert (message.by, message.actor, message.is_public) == ("visitor", None, True)
        assert stored(case).is_unread

    @pytest.mark.parametrize("say", [services.note, services.reply])
    @pytest.mark.parametrize("who", ["county_leader", "base_officer", "other_base_officer", "stranger"])
    def test_who_has_no_right_where_it_lies_says_nothing(
        self, case: Any, county: County, who: str, say: Callable[..., Any]
    ) -> None:
        with everything("tests"), pytest.raises(PermissionDenied):
            say(actor=county[who], obj=case, text="我来说两句")
        assert said(case) == []

    @pytest.mark.parametrize("say", [services.note, services.reply])
    def test_nothing_said_is_refused(self, case: Any, officer: Any, say: Callable[..., Any]) -> None:
        with acting_as(officer), pytest.raises(ValidationError, match="请写点内容"):
            say(actor=officer, obj=case, text=" ")

    def test_what_was_said_lies_sealed(self, case: Any, officer: Any) -> None:
        from django.db import connection

        with acting_as(officer), connection.cursor() as cursor:
            services.note(actor=officer, obj=case, text="家中有重病人")
            cursor.execute("SELECT text::text FROM cases_trialentry")
            assert "重病" not in cursor.fetchone()[0]
        assert said(case) == ["家中有重病人"]
