"""From one union to another, when both agree."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from desk.cases.inbox import waits_for
from desk.vault.scope import acting_as, everything
from members.choices import MemberState, TransferState
from members.models import Member, Membership, Transfer, TransferEntry
from members.services import standing, transfers
from tests.county import County, add_base
from tests.unions.services.refusals import refused
from unions.models import UnionOrg

SHANGHAI = ZoneInfo("Asia/Shanghai")
MEMBER, QUARRYMAN = "330182198503150020", "330182197901010133"


@pytest.fixture(autouse=True)
def midsummer(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is noon of 15 July 2014."""
    set_clock(monkeypatch, datetime(2014, 7, 15, 12, tzinfo=SHANGHAI))


def set_clock(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setattr(timezone, "now", lambda: moment)


def ask_out(county: County, who: str = "base_officer", to_union: UnionOrg | None = None) -> Transfer:
    officer = county[who]
    with acting_as(officer):
        return transfers.ask_out(actor=officer, obj=county.member, to_union=to_union or county.quarry, reason="调动")


def ask_in(county: County, who: str = "other_base_officer", **given: Any) -> Transfer:
    officer = county[who]
    facts = {"to_union": county.quarry, "name": "陈晓燕", "id_number": MEMBER, **given}
    with acting_as(officer):
        return transfers.ask_in(actor=officer, **facts)


def agree(county: County, who: str, transfer: Transfer, **given: Any) -> Transfer:
    officer = county[who]
    with acting_as(officer):
        return transfers.agree(actor=officer, obj=Transfer.objects.get(pk=transfer.pk), **given)


def rows(member: Member) -> list[tuple[Any, ...]]:
    with everything("test"):
        found = Membership.objects.filter(member=member).order_by("held")
        return [(r.union_id, r.first_day, r.last_day, r.began, r.ended) for r in found]


class TestAsk:
    def test_the_union_that_is_left_asks_and_the_other_has_thirty_days(self, county: County) -> None:
        transfer = ask_out(county)
        assert (transfer.state, transfer.asked_on, transfer.due_on) == (
            TransferState.ASKED_IN,
            date(2014, 7, 15),
            date(2014, 8, 14),
        )
        assert (transfer.name, transfer.union_name, transfer.to_union_name) == (
            "陈晓燕",
            "建德市白沙化工有限公司工会",
            "建德市严州石材有限公司工会",
        )
        with everything("test"):
            assert Member.objects.get(pk=county.member.pk).union == county.plant

    def test_the_receiving_union_asks_by_name_and_number(self, county: County) -> None:
        transfer = ask_in(county)
        assert transfer.state == TransferState.ASKED_OUT
        with acting_as(county["base_officer"]):
            assert Transfer.objects.visible_to(county["base_officer"]).filter(pk=transfer.pk).exists()

    def test_the_receiving_union_learns_nothing_when_name_and_number_do_not_fit(self, county: County) -> None:
        with everything("test"):
            Member.objects.filter(pk=county.quarryman.pk).update(state=MemberState.DECEASED)
        for given in (
            {"name": "陈小燕"},
            {"id_number": "330182198808080035"},
            {"name": "叶建国", "id_number": QUARRYMAN},
        ):
            with pytest.raises(ValidationError) as error:
                ask_in(county, **given)
            assert refused(error) == {
                "id_number": [
                    "没有找到姓名和身份证号都相符、可以接转的会员。请核对；如果此人还没有入会，请按新会员登记。"
                ]
            }

    def test_the_right_is_asked_for_at_the_union_that_asks(self, county: County) -> None:
        for who in ("other_base_officer", "county_leader", "stranger"):
            with pytest.raises(PermissionDenied):
                ask_out(county, who)
        for who in ("base_officer", "county_leader", "stranger"):
            with pytest.raises(PermissionDenied):
                ask_in(county, who)

    def test_there_is_one_open_transfer_for_a_person(self, county: County) -> None:
        ask_out(county)
        with pytest.raises(ValidationError) as error:
            ask_in(county)
        assert "此人已有一项会籍接转正在办理。" in str(refused(error))

    def test_one_that_has_lapsed_makes_room_for_the_next(self, county: County) -> None:
        old: Transfer = county.record("transfers")  # due on 1 July
        officer = county["base_officer"]
        with acting_as(officer):
            transfers.ask_out(actor=officer, obj=old.member, to_union=county.quarry)
        with everything("test"):
            assert Transfer.objects.get(pk=old.pk).state == TransferState.LAPSED

    @pytest.mark.parametrize("where", ["plant", "meicheng"])
    def test_it_leads_to_another_union_that_has_members(self, county: County, where: str) -> None:
        with pytest.raises(ValidationError) as error:
            ask_out(county, to_union=getattr(county, where))
        assert list(refused(error)) == ["to_union"]


class TestUnionCalled:
    def test_finds_a_union_outside_the_scope_by_its_name(self, county: County) -> None:
        with acting_as(county["base_officer"]):
            assert transfers.union_called(" 建德市严州石材有限公司工会 ").pk == county.quarry.pk

    def test_offers_the_names_that_come_near(self, county: County) -> None:
        with acting_as(county["base_officer"]), pytest.raises(ValidationError) as error:
            transfers.union_called("新安江")
        assert error.value.messages == [
            "找到 2 家：建德市新安江纺织有限公司工会、建德市新安江中学工会。请填写其中一家的全称。"
        ]
        with acting_as(county["base_officer"]), pytest.raises(ValidationError) as error:
            transfers.union_called("总工会")
        assert error.value.messages == ["没有找到这家基层工会。请填写全称或统一社会信用代码。"]

    def test_two_of_one_name_are_told_apart_by_the_code(self, county: County) -> None:
        with everything("test"):
            add_base(county.xinanjiang, "建德市严州石材有限公司工会", uscc="81330182MC1234567X")
        with acting_as(county["base_officer"]):
            with pytest.raises(ValidationError) as error:
                transfers.union_called("建德市严州石材有限公司工会")
            assert "找到 2 家" in error.value.messages[0]
            assert transfers.union_called("81330182MC1234567X").parent_id == county.xinanjiang.pk


class TestAgree:
    def test_everything_moves_at_once(self, county: County) -> None:
        done = agree(
            county,
            "other_base_officer",
            ask_out(county),
            employer=county.quarry_company,
            employed_from=date(2014, 7, 1),
        )
        assert (done.state, done.decided_on, done.decided_by) == (
            TransferState.DONE,
            date(2014, 7, 15),
            county["other_base_officer"],
        )
        assert rows(county.member) == [
            (county.plant.pk, date(2013, 3, 1), date(2014, 7, 14), "joined", "transferred"),
            (county.quarry.pk, date(2014, 7, 15), None, "transferred", ""),
        ]
        with acting_as(county["other_base_officer"]):
            member = Member.objects.get(pk=county.member.pk)
            assert (member.union, member.employer, member.employed_from) == (
                county.quarry,
                county.quarry_company,
                date(2014, 7, 1),
            )
            assert member.skill_grade == "4"
        with acting_as(county["base_officer"]):
            assert not Member.objects.filter(pk=county.member.pk).exists()

    def test_what_belongs_to_the_old_place_stays_behind(self, county: County) -> None:
        with everything("test"):
            Member.objects.filter(pk=county.member.pk).update(work_no="A17", union_group="一组", position="焊工")
        agree(county, "base_officer", ask_in(county))
        with everything("test"):
            member = Member.objects.get(pk=county.member.pk)
            assert (member.employer, member.work_no, member.union_group, member.position) == (None, "", "", "")

    def test_the_new_membership_knows_the_one_before(self, county: County) -> None:
        agree(county, "base_officer", ask_in(county))
        with everything("test"):
            old, new = Membership.objects.filter(member=county.member).order_by("held")
            assert (new.predecessor, old.successor) == (old, new)

    def test_who_asked_cannot_answer_for_the_other(self, county: County) -> None:
        transfer = ask_out(county)
        for who in ("base_officer", "town_officer", "county_leader", "stranger"):
            with everything("test"), pytest.raises(PermissionDenied):
                transfers.agree(actor=county[who], obj=Transfer.objects.get(pk=transfer.pk))
        agree(county, "county_officer", transfer)

    def test_on_the_last_day_there_is_time_and_on_the_next_there_is_none(
        self, county: County, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        transfer = ask_out(county)
        set_clock(monkeypatch, datetime(2014, 8, 15, 0, 1, tzinfo=SHANGHAI))
        with pytest.raises(ValidationError) as error:
            agree(county, "other_base_officer", transfer)
        assert error.value.messages == ["这项接转已于2014年8月14日到期，没有办理。请重新申请。"]
        set_clock(monkeypatch, datetime(2014, 8, 14, 23, 59, tzinfo=SHANGHAI))
        assert agree(county, "other_base_officer", transfer).decided_on == date(2014, 8, 14)

    def test_a_person_who_withdrew_is_taken_up_by_another_union(self, county: County) -> None:
        officer = county["base_officer"]
        with acting_as(officer):
            standing.withdraw(actor=officer, obj=county.member, day=date(2014, 5, 1), reason="离职")
        agree(county, "base_officer", ask_in(county))
        assert rows(county.member) == [
            (county.plant.pk, date(2013, 3, 1), date(2014, 5, 1), "joined", "withdrawn"),
            (county.quarry.pk, date(2014, 7, 15), None, "rejoined", ""),
        ]

    def test_an_employer_of_another_union_moves_nothing(self, county: County) -> None:
        with pytest.raises(ValidationError) as error:
            agree(county, "county_officer", ask_out(county), employer=county.mill_company)
        assert list(refused(error)) == ["employer"]
        assert len(rows(county.member)) == 1

    def test_a_transfer_is_done_once(self, county: County) -> None:
        transfer = ask_out(county)
        agree(county, "other_base_officer", transfer)
        with pytest.raises(ValidationError) as error:
            agree(county, "other_base_officer", transfer)
        assert error.value.messages == ["“陈晓燕 → 建德市严州石材有限公司工会”现为“已接转”，不能办理“同意转入”。"]


class TestOtherEnds:
    def test_the_side_that_was_asked_refuses_with_a_reason(self, county: County) -> None:
        transfer, officer = ask_out(county), county["other_base_officer"]
        with acting_as(officer):
            row = Transfer.objects.get(pk=transfer.pk)
            with pytest.raises(ValidationError) as error:
                transfers.refuse_transfer(actor=officer, obj=row, answer=" ")
            assert list(refused(error)) == ["answer"]
            assert transfers.refuse_transfer(actor=officer, obj=row, answer="不在本单位").state == TransferState.REFUSED
        assert len(rows(county.member)) == 1

    def test_the_side_that_asked_takes_it_back_and_the_other_cannot(self, county: County) -> None:
        transfer = ask_out(county)
        with acting_as(county["other_base_officer"]), pytest.raises(PermissionDenied):
            transfers.withdraw(actor=county["other_base_officer"], obj=Transfer.objects.get(pk=transfer.pk))
        officer = county["base_officer"]
        with acting_as(officer):
            withdrawn = transfers.withdraw(actor=officer, obj=Transfer.objects.get(pk=transfer.pk))
        assert (withdrawn.state, withdrawn.decided_on) == (TransferState.WITHDRAWN, date(2014, 7, 15))

    def test_after_thirty_days_it_lapses(self, county: County) -> None:
        transfer = ask_out(county)
        assert transfers.lapse(date(2014, 8, 14)) == 1  # that of the county, which was due on 1 July
        assert transfers.lapse(date(2014, 8, 15)) == 1
        assert transfers.lapse(date(2014, 8, 15)) == 0
        with everything("test"):
            kept = Transfer.objects.get(pk=transfer.pk)
            assert (kept.state, kept.decided_on) == (TransferState.LAPSED, date(2014, 8, 15))


class TestVisible:
    def test_both_unions_see_it_and_nobody_else(self, county: County) -> None:
        transfer = ask_out(county)
        seen = []
        for who in ("base_officer", "other_base_officer", "town_officer", "county_officer", "stranger", "auditor"):
            with acting_as(county[who]):
                if Transfer.objects.visible_to(county[who]).filter(pk=transfer.pk).exists():
                    seen.append(who)
        assert seen == ["base_officer", "other_base_officer", "town_officer", "county_officer", "auditor"]
        with everything("test"):
            mill = add_base(county.xinanjiang, "无关工会")
            assert not Transfer.objects.within(mill).exists()
            assert transfer in Transfer.objects.within(county.meicheng)

    def test_it_waits_for_the_side_that_was_asked(self, county: County) -> None:
        transfer = ask_out(county)
        waiting = {}
        for who in ("base_officer", "other_base_officer"):
            with acting_as(county[who]):
                waiting[who] = Transfer.objects.filter(waits_for(Transfer, county[who]), pk=transfer.pk).exists()
        assert waiting == {"base_officer": False, "other_base_officer": True}


class TestTheFile:
    """What was done stands in the file of the transfer, which both unions read."""

    def entries(self, county: County, who: str, transfer: Transfer) -> list[tuple[str, str, Any]]:
        with acting_as(county[who]):
            return [(e.move, e.text, e.actor) for e in TransferEntry.objects.filter(case_id=transfer.pk)]

    def test_an_agreement_is_read_by_both_sides_and_nobody_else(self, county: County) -> None:
        transfer = ask_out(county)
        agree(county, "other_base_officer", transfer)
        made = [("agree-in", "", county["other_base_officer"])]
        assert self.entries(county, "base_officer", transfer) == made
        assert self.entries(county, "other_base_officer", transfer) == made
        assert self.entries(county, "stranger", transfer) == []

    def test_the_clock_is_nobody(self, county: County) -> None:
        transfer = ask_out(county)
        transfers.lapse(date(2014, 8, 15))
        assert self.entries(county, "base_officer", transfer) == [("lapse", "三十天内没有答复，自动失效。", None)]

    def test_one_that_ends_because_the_person_left_says_so_and_who_did_that(self, county: County) -> None:
        transfer = ask_out(county)
        officer = county["base_officer"]
        with acting_as(officer):
            transfers.close(county.member, actor=officer, answer="会籍已因退会结束，接转终止。")
        assert self.entries(county, "base_officer", transfer) == [("end", "会籍已因退会结束，接转终止。", None)]
        with everything("test"):
            kept = Transfer.objects.get(pk=transfer.pk)
            assert (kept.state, kept.decided_by, kept.due_on) == (TransferState.WITHDRAWN, officer, None)
            assert kept.answer_until == date(2014, 8, 14)

    def test_the_side_that_asked_does_not_answer_and_the_other_does_not_withdraw(self, county: County) -> None:
        transfer = ask_out(county)
        for who, act in (("base_officer", transfers.agree), ("other_base_officer", transfers.withdraw)):
            with acting_as(county[who]), pytest.raises(PermissionDenied):
                act(actor=county[who], obj=transfer)
