"""The day on which something takes effect: a day in Asia/Shanghai, from the founding up to today."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from desk.registers.dated import span
from desk.registers.record import Record
from unions.models import UnionOrg

ONE_DAY = timedelta(days=1)


def chinese(day: date) -> str:
    """`day` as it is written in a sentence: 2014年6月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def check_not_future(day: date, *, field: str = "day") -> None:
    """Raises ValidationError when `day` is after today."""
    if day > timezone.localdate():
        raise ValidationError({field: f"日期不能晚于今天（{chinese(timezone.localdate())}）。"})


def check_day(union: UnionOrg, day: date, *, field: str = "day") -> None:
    """Raises ValidationError unless `union` existed on `day` and `day` is not after today."""
    check_not_future(day, field=field)
    if day < union.founded_on:
        raise ValidationError({field: f"日期不能早于“{union}”的成立日期（{chinese(union.founded_on)}）。"})


def check_open(union: UnionOrg, *, field: str = "__all__") -> None:
    """Raises ValidationError when `union` was merged away or dissolved."""
    if union.closed_on is not None:
        raise ValidationError({field: f"“{union}”{union.get_status_display()}，不能再办理。"})


def year_after(day: date, years: int) -> date:
    """The same day `years` later; 28 February for 29 February."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def months_before(day: date, months: int) -> date:
    """The same day `months` earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def end_before(rows: models.QuerySet[Any], day: date, *, what: str) -> int:
    """Ends on the eve of `day` the dated `rows` that would go on, and says how many.

    Raises ValidationError when one begins on `day` or later: it would have no day left.
    """
    going_on = rows.filter(held__overlap=span(day))
    late = going_on.filter(held__startswith__gte=day).aggregate(day=models.Max("held__startswith"))["day"]
    if late:
        raise ValidationError({"day": f"{what}有自{chinese(late)}起的记录，日期须晚于这一天。"})
    ended = models.Func(
        models.F("held__startswith"), models.Value(day), function="daterange", output_field=DateRangeField()
    )
    if issubclass(rows.model, Record):
        return going_on.update(held=ended, version=models.F("version") + 1, updated_at=timezone.now())
    return going_on.update(held=ended)


def check_over_by(rows: models.QuerySet[Any], day: date, *, what: str) -> None:
    """Raises ValidationError when one of the dated `rows` ended only after `day`: what came next would not fit."""
    last = rows.filter(held__overlap=span(day), held__upper_inf=False).aggregate(day=models.Max("held__endswith"))[
        "day"
    ]
    if last:
        raise ValidationError({"day": f"{what}有到{chinese(last - ONE_DAY)}为止的记录，日期不能早于{chinese(last)}。"})
