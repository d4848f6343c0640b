"""Where a member stands, and how one came there."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.vault.scope import acting_as, everything
from members.choices import MemberState, TransferState
from members.models import Member, Membership, Transfer
from members.services import standing
from tests.county import County
from tests.unions.services.refusals import refused


def act(county: County, verb: Callable[..., Member], who: str = "base_officer", **given: Any) -> Member:
    """One verb on the member of the plant."""
    officer = county[who]
    with acting_as(officer):
        return verb(actor=officer, obj=Member.objects.get(pk=county.member.pk), **given)


def rows(county: County) -> list[tuple[Any, ...]]:
    """The memberships of the member of the plant, the first one first."""
    with everything("test"):
        found = Membership.objects.filter(member=county.member).order_by("held")
        return [(r.first_day, r.last_day, r.began, r.ended, r.is_retained, r.predecessor_id) for r in found]


def state(county: County) -> str:
    with everything("test"):
        return str(Member.objects.get(pk=county.member.pk).state)


def test_retained_and_resumed_each_row_knows_the_one_before(county: County) -> None:
    act(county, standing.retain, day=date(2014, 3, 1), reason="退休")
    assert state(county) == MemberState.RETAINED
    act(county, standing.resume, day=date(2014, 9, 1))
    assert state(county) == MemberState.ACTIVE
    with everything("test"):
        first, second, _ = Membership.objects.filter(member=county.member).order_by("held")
        assert first.reason == "退休"
    assert rows(county) == [
        (date(2013, 3, 1), date(2014, 2, 28), "joined", "retained", False, None),
        (date(2014, 3, 1), date(2014, 8, 31), "retained", "resumed", True, first.pk),
        (date(2014, 9, 1), None, "resumed", "", False, second.pk),
    ]


def test_who_withdraws_is_a_member_to_the_last_day_and_may_come_back(county: County) -> None:
    act(county, standing.withdraw, day=date(2014, 12, 31), reason="本人申请")
    assert state(county) == MemberState.WITHDRAWN
    with pytest.raises(ValidationError) as error:
        act(county, standing.rejoin, day=date(2014, 12, 31))
    assert refused(error) == {"day": ["上一段会籍到2014年12月31日为止，日期须晚于这一天。"]}
    act(county, standing.rejoin, day=date(2015, 1, 1))
    assert state(county) == MemberState.ACTIVE
    assert [row[:4] for row in rows(county)] == [
        (date(2013, 3, 1), date(2014, 12, 31), "joined", "withdrawn"),
        (date(2015, 1, 1), None, "rejoined", ""),
    ]


def test_who_is_expelled_is_told_why(county: County) -> None:
    with pytest.raises(ValidationError) as error:
        act(county, standing.expel, day=date(2014, 3, 1), reason="  ")
    assert refused(error) == {"reason": ["除名须写明事由。"]}
    assert state(county) == MemberState.ACTIVE
    act(county, standing.expel, day=date(2014, 3, 1), reason="触犯刑律")
    assert state(county) == MemberState.EXPELLED
    assert rows(county)[0][1:4] == (date(2014, 3, 1), "joined", "expelled")


def test_the_dead_stay_on_file_and_nothing_more_is_done(county: County) -> None:
    act(county, standing.record_death, day=date(2014, 3, 1))
    assert state(county) == MemberState.DECEASED
    for verb in (standing.rejoin, standing.retain, standing.withdraw, standing.resume):
        with pytest.raises(ValidationError):
            act(county, verb, day=date(2014, 4, 1))


@pytest.mark.parametrize(
    ("verb", "day", "said"),
    [
        (standing.withdraw, date(2013, 2, 28), "日期不能早于现在这段会籍的起始日期（2013年3月1日）。"),
        (standing.retain, date(2013, 3, 1), "现在这段会籍自2013年3月1日起，日期须晚于这一天。"),
    ],
)
def test_no_day_lies_before_the_row_began(county: County, verb: Any, day: date, said: str) -> None:
    with pytest.raises(ValidationError) as error:
        act(county, verb, day=day, reason="不早于")
    assert refused(error) == {"day": [said]}


def test_one_may_withdraw_on_the_day_one_joined(county: County) -> None:
    act(county, standing.withdraw, day=date(2013, 3, 1), reason="本人申请")
    assert rows(county) == [(date(2013, 3, 1), date(2013, 3, 1), "joined", "withdrawn", False, None)]


@pytest.mark.parametrize("verb", [standing.withdraw, standing.retain, standing.expel, standing.record_death])
def test_no_day_lies_in_the_future(county: County, verb: Any) -> None:
    given = {} if verb is standing.record_death else {"reason": "将来"}
    with pytest.raises(ValidationError) as error:
        act(county, verb, day=date(2099, 1, 1), **given)
    assert list(refused(error)) == ["day"]
    assert state(county) == MemberState.ACTIVE


def test_a_membership_that_ends_takes_the_open_transfer_with_it(county: County) -> None:
    transfer: Transfer = county.record("transfers")
    officer = county["base_officer"]
    with acting_as(officer):
        standing.withdraw(actor=officer, obj=transfer.member, day=date(2014, 6, 10), reason="本人申请")
    with everything("test"):
        kept = Transfer.objects.get(pk=transfer.pk)
        assert (kept.state, kept.answer, kept.decided_by) == (
            TransferState.WITHDRAWN,
            "会籍已因退会结束，接转终止。",
            officer,
        )


def test_the_right_is_asked_for(county: County) -> None:
    for who in ("county_leader", "auditor", "security_admin", "stranger"):
        officer = county[who]
        with everything("test"), pytest.raises(PermissionDenied):
            standing.withdraw(actor=officer, obj=county.member, day=date(2014, 3, 1), reason="无权")
    with acting_as(county["other_base_officer"]), pytest.raises(PermissionDenied):
        standing.withdraw(actor=county["other_base_officer"], obj=county.member, day=date(2014, 3, 1), reason="外会")
    act(county, standing.withdraw, "town_officer", day=date(2014, 3, 1), reason="上级办理")
