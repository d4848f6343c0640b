"""China's public holidays and the weekend days worked in their place (调休), as far as the package chinesecalendar knows.

The package copies 国务院办公厅's notices, each of which comes in the November before its year.
"""

from collections.abc import Collection, Iterator
from datetime import date

from chinese_calendar.constants import Holiday, holidays, workdays
from django.db import transaction

from desk.cases.models import SpecialDay

SATURDAY = 5
SHORTER = {Holiday.anti_fascist_70th_day: "抗战胜利纪念日"}  # 2015-09-03; its full name has 25 characters


def published() -> set[int]:
    """The years whose notice the package holds."""
    return {day.year for day in holidays}


def special_days(years: Collection[int]) -> Iterator[tuple[date, bool, str]]:
    """The days of `years` that are not what their weekday says: the day, whether it is worked, and the festival."""
    for is_working, known in ((False, holidays), (True, workdays)):
        for day, festival in known.items():
            is_weekend = day.weekday() >= SATURDAY
            if day.year in years and is_weekend is is_working:
                name = Holiday(festival)
                yield day, is_working, SHORTER.get(name, name.chinese)


@transaction.atomic
def fill(years: Collection[int]) -> int:
    """Writes the special days of those of `years` that the calendar does not know yet; gives their number."""
    known = {first.year for first in SpecialDay.objects.dates("day", "year")}
    rows = [
        SpecialDay(day=day, is_working=is_working, name=name)
        for day, is_working, name in special_days(set(years) - known)
    ]
    SpecialDay.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)
