"""When things are done: at work, on working days, one after the other."""

import random
from datetime import date, datetime, time, timedelta

from django.utils import timezone

SATURDAY = 5


def moment(day: date, chance: random.Random, *, first: int = 8, last: int = 17) -> datetime:
    """A moment of `day`, between two hours."""
    at = datetime.combine(day, time(chance.randint(first, last), chance.randint(0, 59), chance.randint(0, 59)))
    return timezone.make_aware(at)


def office_hour(after: datetime, days: int, chance: random.Random) -> datetime:
    """A moment at work, some `days` after `after`, never at a weekend."""
    day = timezone.localdate(after) + timedelta(days=max(1, days))
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return moment(day, chance)


def any_day(first: date, last: date, chance: random.Random) -> date:
    """A day from `first` to `last`."""
    return first + timedelta(days=chance.randint(0, (last - first).days))
