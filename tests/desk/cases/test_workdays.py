"""Deadlines follow the calendar of 国务院办公厅: holidays are free, and some weekend days are worked instead."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.cases import holidays, tasks, workdays
from desk.cases.models import SpecialDay
from desk.cases.procedure import calendar, working

pytestmark = pytest.mark.django_db
ONE_DAY = timedelta(days=1)

# 国办发明电〔2013〕28号: the holidays of 2014.
FREE_IN_2014 = {
    "元旦": ["2014-01-01"],
    "春节": ["2014-01-31", "2014-02-03", "2014-02-04", "2014-02-05", "2014-02-06"],
    "清明": ["2014-04-07"],
    "劳动节": ["2014-05-01", "2014-05-02"],
    "端午": ["2014-06-02"],
    "中秋": ["2014-09-08"],
    "国庆节": ["2014-10-01", "2014-10-02", "2014-10-03", "2014-10-06", "2014-10-07"],
}
WORKED_IN_2014 = ["2014-01-26", "2014-02-08", "2014-05-04", "2014-09-28", "2014-10-11"]


def test_the_calendar_of_2014_is_the_notices() -> None:
    days = SpecialDay.objects.filter(day__year=2014)
    assert [str(d.day) for d in days.filter(is_working=True)] == WORKED_IN_2014
    found: dict[str, list[str]] = {}
    for special in days.filter(is_working=False):
        found.setdefault(special.name, []).append(str(special.day))
    assert found == FREE_IN_2014


@pytest.mark.parametrize(
    ("day", "number", "due"),
    [
        ("2013-12-31", 1, "2014-01-02"),  # over 元旦
        ("2014-01-30", 1, "2014-02-07"),  # the eve itself is worked in 2014, then seven free days
        ("2014-01-24", 1, "2014-01-26"),  # a Sunday that was worked
        ("2014-02-07", 1, "2014-02-08"),  # a Saturday that was worked
        ("2014-02-07", 2, "2014-02-10"),
        ("2014-09-26", 1, "2014-09-28"),
        ("2014-09-30", 3, "2014-10-10"),
        ("2014-10-10", 1, "2014-10-11"),
        ("2014-10-11", 1, "2014-10-13"),  # the Sunday after it is free
        ("2014-03-03", 5, "2014-03-10"),
        ("2014-03-08", 0, "2014-03-08"),  # no days: the day itself
    ],
)
def test_working_days_end_on_the_right_day(day: str, number: int, due: str) -> None:
    assert workdays.due(date.fromisoformat(day), working(number)) == date.fromisoformat(due)


def test_days_of_the_calendar_are_counted_as_they_are() -> None:
    assert workdays.due(date(2014, 1, 30), calendar(30)) == date(2014, 3, 1)


def is_worked(day: date) -> bool:
    special = SpecialDay.objects.filter(pk=day).first()
    return special.is_working if special else day.weekday() < 5


DAYS = st.dates(date(2012, 1, 1), date(2016, 12, 31))
ANYTHING = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@ANYTHING
@given(day=DAYS, number=st.integers(1, 60))
def test_the_last_day_is_worked_and_so_many_lie_up_to_it(day: date, number: int) -> None:
    due = workdays.due(day, working(number))
    assert is_worked(due)
    special = dict(SpecialDay.objects.filter(day__gt=day, day__lte=due).values_list("day", "is_working"))
    between = [day + n * ONE_DAY for n in range(1, (due - day).days + 1)]
    assert sum(special.get(d, d.weekday() < 5) for d in between) == number


@ANYTHING
@given(days=st.lists(DAYS, min_size=2, max_size=6), number=st.integers(1, 30))
def test_who_comes_later_is_never_due_earlier(days: list[date], number: int) -> None:
    ends = [workdays.due(day, working(number)) for day in sorted(days)]
    assert all(one <= other for one, other in pairwise(ends))
    assert workdays.due(days[0], working(number)) < workdays.due(days[0], working(number + 1))


def test_a_year_without_a_notice_says_so_and_goes_by_its_weekends() -> None:
    assert not workdays.unpublished(date(2014, 5, 1))
    assert workdays.unpublished(date(2050, 5, 1))
    assert workdays.due(date(2049, 12, 31), working(1)) == date(2050, 1, 3)  # a Monday


def test_a_newer_package_adds_its_year_once(monkeypatch: pytest.MonkeyPatch) -> None:
    assert tasks.add_published_years() == 0  # the migration has filled them all
    monkeypatch.setitem(holidays.holidays, date(2050, 1, 3), "New Year's Day")
    monkeypatch.setitem(holidays.workdays, date(2050, 1, 8), "New Year's Day")
    monkeypatch.setitem(holidays.workdays, date(2050, 1, 4), "New Year's Day")  # a Tuesday is worked anyway
    assert tasks.add_published_years() == 2
    assert tasks.add_published_years() == 0
    assert workdays.due(date(2049, 12, 31), working(1)) == date(2050, 1, 4)
    assert not workdays.unpublished(date(2050, 6, 1))


def test_a_year_already_known_is_left_as_it_is() -> None:
    SpecialDay.objects.filter(day="2014-01-01").delete()  # somebody knew better
    assert holidays.fill([2014]) == 0
    assert not SpecialDay.objects.filter(day="2014-01-01").exists()


@pytest.mark.parametrize(
    ("due", "lamp", "words"),
    [
        (date(2014, 5, 11), "red", "超期 1 天"),
        (date(2014, 5, 12), "amber", "今天到期"),
        (date(2014, 5, 14), "amber", "还有 2 天"),
        (date(2014, 5, 15), "green", "还有 3 天"),
    ],
)
def test_the_lamp_and_the_words_of_a_day(due: date, lamp: str, words: str) -> None:
    today = date(2014, 5, 12)
    assert (workdays.lamp(due, today), workdays.left(due, today)) == (lamp, words)


def test_what_has_no_day_has_no_colour() -> None:
    assert workdays.lamp(None, timezone.localdate()) == "grey"
