"""The cube at hand is the cube of now: any change of what it was counted from makes a new one."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services import kept
from members.choices import Ended
from members.models import Member, Membership
from tests.county import County, add_member
from tests.jianzhi.year_end.services.test_cubes import add_period, aim, enter, seal


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    kept._kept.clear()


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    return add_period(2014)


def value(period: ReportingPeriod, county: County, code: str) -> Decimal | None:
    return kept.at_hand(period).cube.line(county.federation.pk, code).value


def test_it_is_made_once(period: ReportingPeriod) -> None:
    assert kept.at_hand(period) is kept.at_hand(period)


def test_a_change_of_a_record_makes_a_new_one(county: County, period: ReportingPeriod) -> None:
    assert value(period, county, "M01") == 4
    with everything("test"):
        add_member(county.mill, "何平", "330182199203040035", joined_on=date(2014, 5, 4))
    assert value(period, county, "M01") == 5
    with everything("test"):
        Membership.objects.filter(member__name="何平").update(
            held=span(date(2014, 5, 4), date(2014, 6, 1)), ended=Ended.WITHDRAWN
        )
    assert value(period, county, "M01") == 4


def test_a_change_of_what_a_record_is_joined_with_makes_a_new_one(county: County, period: ReportingPeriod) -> None:
    assert value(period, county, "M03") == 1
    with everything("test"):
        Member.objects.filter(pk=county.member.pk).update(is_migrant=True)
    assert value(period, county, "M03") == 2


def test_what_is_entered_is_seen_at_once(county: County, period: ReportingPeriod) -> None:
    assert value(period, county, "F10") is None
    enter(period, county.federation, "F10", "16000")
    assert value(period, county, "F10") == 16000
    aim(period, county.federation, "M01", 8)
    assert kept.at_hand(period).cube.line(county.federation.pk, "M01").progress == Decimal("50.0")


def test_it_is_counted_anew_after_ten_minutes(period: ReportingPeriod, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was being written while it was counted may have been missed."""
    first, now = kept.at_hand(period), timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=9))
    assert kept.at_hand(period) is first
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=11))
    assert kept.at_hand(period) is not first


def test_a_closed_one_stays_until_there_is_another_edition(county: County, period: ReportingPeriod) -> None:
    seal(period, county)
    first = kept.at_hand(period)
    with everything("test"):
        Member.objects.filter(pk=county.member.pk).update(is_migrant=True)
    assert kept.at_hand(period) is first


def test_the_scope_of_who_asked_first_is_not_kept(county: County, period: ReportingPeriod) -> None:
    with acting_as(county["base_officer"]):
        assert value(period, county, "M01") == 4


def test_few_are_kept(county: County) -> None:
    for year in range(2001, 2012):
        kept.at_hand(add_period(year))
    assert len(kept._kept) == 8


def test_warm_ones_cost_one_question_for_all_open_periods(
    county: County, period: ReportingPeriod, django_assert_num_queries: Any
) -> None:
    other = add_period(2013)
    kept.all_at_hand([other, period])
    with everything("test"), django_assert_num_queries(5):  # the scope put on and off, and one question
        kept.all_at_hand([other, period])
