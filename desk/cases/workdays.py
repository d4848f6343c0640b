"""The day on which so many days end.

Working days follow 国务院办公厅's yearly notices: public holidays are free, and weekend days may be worked instead (调休).
For a year that has not been published yet, Saturdays and Sundays are free, and `unpublished` says so. The day of the
event itself is not counted (民法典 §201).
"""

from datetime import date, timedelta

from desk.cases.choices import Lamp
from desk.cases.models import SpecialDay
from desk.cases.procedure import Days
from desk.registers.remembering import remembered

ONE_DAY = timedelta(days=1)
SATURDAY = 5
SOON = timedelta(days=2)


def due(day: date, days: Days) -> date:
    """The last of `days` after `day`, on which an event of `day` falls due."""
    if not days.are_working:
        return day + days.number * ONE_DAY
    special = _special_days()
    left = days.number
    while left:
        day += ONE_DAY
        left -= special.get(day, day.weekday() < SATURDAY)
    return day


def lamp(due_on: date | None, today: date) -> Lamp:
    """How near `due_on` is."""
    if due_on is None:
        return Lamp.GREY
    if due_on < today:
        return Lamp.RED
    return Lamp.AMBER if due_on <= today + SOON else Lamp.GREEN


def left(due_on: date, today: date) -> str:
    """How long there is until `due_on`, in words."""
    if due_on < today:
        return f"超期 {(today - due_on).days} 天"
    return "今天到期" if due_on == today else f"还有 {(due_on - today).days} 天"


def unpublished(day: date) -> bool:
    """Whether the holidays of that year are not known, so that working days are reckoned by weekends alone."""
    return not SpecialDay.objects.filter(day__year=day.year).exists()


@remembered
def _special_days() -> dict[date, bool]:
    """The days that are not what their weekday says, and whether they are worked: some thirty a year."""
    return dict(SpecialDay.objects.values_list("day", "is_working"))
