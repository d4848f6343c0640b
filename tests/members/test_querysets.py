"""Three questions to the dated memberships, and their three answers; one membership at a time, whatever happens."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone
from psycopg.errors import DeadlockDetected

from desk.registers.dated import span
from desk.vault.scope import acting_as, everything
from members.choices import Began, Ended, MemberState
from members.models import Member, Membership
from members.services import standing
from tests.county import County, add_member, build_county

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEAP_DAY = date(2016, 2, 29)


@pytest.fixture
def four(county: County) -> County:
    """Four more members of the plant: joined on a leap day, on New Year's Day, and gone on the eves of both."""
    with everything("test"):
        for name, number, first, last in (
            ("闰日入", "330182198808080035", LEAP_DAY, None),
            ("元旦入", "330182199912310069", date(2016, 1, 1), None),
            ("闰日退", "330182200002290041", date(2015, 6, 1), LEAP_DAY),
            ("除夕退", "330182199211120078", date(2014, 6, 1), date(2015, 12, 31)),
        ):
            member = add_member(county.plant, name, number, joined_on=first)
            if last:
                Membership.objects.filter(member=member).update(held=span(first, last), ended=Ended.WITHDRAWN)
        Membership.objects.exclude(member__name__in=("闰日入", "元旦入", "闰日退", "除夕退")).delete()
    return county


def names(found: object) -> list[str]:
    return sorted(row.member.name for row in found)  # type: ignore[attr-defined]  # a queryset of memberships


@pytest.mark.parametrize(
    ("day", "on"),
    [
        (date(2015, 12, 31), ["闰日退", "除夕退"]),
        (date(2016, 1, 1), ["元旦入", "闰日退"]),
        (date(2016, 2, 28), ["元旦入", "闰日退"]),
        (LEAP_DAY, ["元旦入", "闰日入", "闰日退"]),
        (date(2016, 3, 1), ["元旦入", "闰日入"]),
    ],
)
def test_on_a_day_those_hold_that_began_by_it_and_had_not_ended(four: County, day: date, on: list[str]) -> None:
    with everything("test"):
        assert names(Membership.objects.on(day)) == sorted(on)


@pytest.mark.parametrize(
    ("first", "last", "during", "in_period"),
    [
        (date(2016, 1, 1), date(2016, 12, 31), ["元旦入", "闰日入", "闰日退"], ["元旦入", "闰日入"]),
        (date(2015, 1, 1), date(2015, 12, 31), ["闰日退", "除夕退"], ["闰日退"]),
        (LEAP_DAY, LEAP_DAY, ["元旦入", "闰日入", "闰日退"], ["闰日入"]),
        (date(2016, 2, 1), date(2016, 2, 28), ["元旦入", "闰日退"], []),
        (date(2015, 12, 31), date(2016, 1, 1), ["元旦入", "闰日退", "除夕退"], ["元旦入"]),
    ],
)
def test_during_and_in_a_period_are_two_questions(
    four: County, first: date, last: date, during: list[str], in_period: list[str]
) -> None:
    with everything("test"):
        assert names(Membership.objects.during(first, last)) == sorted(during)
        assert names(Membership.objects.in_period(first, last)) == sorted(in_period)


def test_around_midnight_in_shanghai_the_three_answers_differ(four: County, monkeypatch: pytest.MonkeyPatch) -> None:
    """15:59 and 16:01 UTC on New Year's Eve are two days, and two years, in Shanghai."""
    answers = []
    for moment in (
        datetime(2015, 12, 31, 15, 59, tzinfo=ZoneInfo("UTC")),
        datetime(2015, 12, 31, 16, 1, tzinfo=ZoneInfo("UTC")),
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        today = timezone.localdate()
        year = date(today.year, 1, 1)
        with everything("test"):
            held = Membership.objects.all()
            answers.append(
                (today, names(held.on(today)), names(held.during(year, today)), names(held.in_period(year, today)))
            )
    assert answers == [
        (date(2015, 12, 31), ["闰日退", "除夕退"], ["闰日退", "除夕退"], ["闰日退"]),
        (date(2016, 1, 1), ["元旦入", "闰日退"], ["元旦入", "闰日退"], ["元旦入"]),
    ]


def test_a_verb_just_after_midnight_in_shanghai_may_name_the_new_day(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    officer = county["base_officer"]
    leave = {"actor": officer, "obj": county.member, "day": date(2016, 1, 1), "reason": "离职"}
    monkeypatch.setattr(timezone, "now", lambda: datetime(2015, 12, 31, 23, 59, tzinfo=SHANGHAI))
    with acting_as(officer), pytest.raises(ValidationError):
        standing.withdraw(**leave)
    monkeypatch.setattr(timezone, "now", lambda: datetime(2016, 1, 1, 0, 1, tzinfo=SHANGHAI))
    with acting_as(officer):
        standing.withdraw(**leave)


def test_new_members_are_first_memberships_and_no_transfers(county: County) -> None:
    with everything("test"):
        Membership.objects.filter(member=county.member).update(began=Began.TRANSFERRED)
        Membership.objects.filter(member=county.quarryman).update(is_void=True)
        assert names(Membership.objects.joined_in(date(2013, 3, 1), date(2013, 3, 1))) == ["王伟", "陈晓燕"]


class TestOneAtATime:
    def test_a_second_membership_on_the_same_day_is_refused_by_the_database(self, county: County) -> None:
        with everything("test"), pytest.raises(IntegrityError), transaction.atomic():
            Membership.objects.create(union=county.plant, member=county.member, held=span(date(2014, 1, 1)))

    def test_two_officers_at_once_open_one(self, transactional_db: None) -> None:
        """Past the services: nothing but the constraint stands between them.

        Two insertions that meet inside an exclusion constraint may each wait for the other; PostgreSQL then ends one
        of them as a deadlock instead of as a violation. Either way one membership is open and the other is refused.
        """
        with everything("test"):
            county = build_county()
            Membership.objects.filter(member=county.member).update(
                held=span(date(2013, 3, 1), date(2013, 12, 31)), ended=Ended.WITHDRAWN
            )
        both = threading.Barrier(2, timeout=10)
        outcomes: list[str] = []

        def open_one() -> None:
            try:
                with everything("test"):
                    both.wait()
                    Membership.objects.create(union=county.plant, member=county.member, held=span(date(2014, 1, 1)))
                outcomes.append("opened")
            except IntegrityError:
                outcomes.append("refused")
            except OperationalError as error:
                if not isinstance(error.__cause__, DeadlockDetected):
                    raise
                outcomes.append("refused")
            finally:
                connection.close()

        threads = [threading.Thread(target=open_one) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(outcomes) == ["opened", "refused"]
        with everything("test"):
            assert Membership.objects.current().filter(member=county.member).count() == 1

    def test_two_officers_at_once_take_somebody_back_once(self, transactional_db: None) -> None:
        """By the services: the second is told in words."""
        with everything("test"):
            county = build_county()
            officer = county["base_officer"]
            standing.withdraw(actor=officer, obj=county.member, day=date(2014, 1, 1), reason="离职")
        both = threading.Barrier(2, timeout=10)
        outcomes: list[str] = []

        def take_back() -> None:
            try:
                with acting_as(officer):
                    both.wait()
                    standing.rejoin(actor=officer, obj=county.member, day=date(2014, 2, 1))
                outcomes.append("taken back")
            except ValidationError as error:
                outcomes.extend(error.messages)
            finally:
                connection.close()

        threads = [threading.Thread(target=take_back) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(20)
        assert sorted(outcomes) == ["taken back", "“陈晓燕”的会籍状态是“在会”，不能办理这一项。"]
        with everything("test"):
            assert Member.objects.get(pk=county.member.pk).state == MemberState.ACTIVE
