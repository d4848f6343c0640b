"""Each card has a number of its own."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from desk.vault.scope import acting_as, everything
from members.choices import MemberState
from members.models import Member
from members.services import cards
from tests.county import County
from unions.models import User


def issue(officer: User, member: Member) -> str:
    with acting_as(officer):
        return cards.issue_card(actor=officer, obj=Member.objects.get(pk=member.pk)).card_no


def test_numbers_count_up_through_the_county_and_begin_anew_each_year(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    monkeypatch.setattr(timezone, "now", lambda: datetime(2014, 12, 31, 23, 59, tzinfo=shanghai))
    assert issue(county["base_officer"], county.member) == "3301822014000001"
    assert issue(county["other_base_officer"], county.quarryman) == "3301822014000002"
    monkeypatch.setattr(timezone, "now", lambda: datetime(2015, 1, 1, 0, 1, tzinfo=shanghai))
    assert issue(county["base_officer"], county.record("transfers").member) == "3301822015000001"
    assert issue(county["base_officer"], county.member) == "3301822014000001"


def test_only_who_is_on_the_roster_gets_a_card(county: County) -> None:
    with everything("test"):
        Member.objects.filter(pk=county.member.pk).update(state=MemberState.WITHDRAWN)
    with pytest.raises(ValidationError):
        issue(county["base_officer"], county.member)


def test_the_right_is_asked_for(county: County) -> None:
    for who in ("county_leader", "auditor"):
        with pytest.raises(PermissionDenied):
            issue(county[who], county.member)
