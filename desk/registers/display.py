"""A value as people read it: the same on the screen, on paper and in a sheet."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import models
from django.db.backends.postgresql.psycopg_any import Range
from django.utils import timezone

from desk.registers.dated import ONE_DAY

YES, NO = "是", "否"


def shown(value: Any, field: "models.Field[Any, Any] | None" = None) -> str:
    """`value` as text; `field` knows the words for its codes. "" for nothing."""
    if value is None:
        return ""
    if field is not None and field.choices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Range):
        return _span(value)
    if isinstance(value, (list, tuple, set)):
        return "、".join(shown(part) for part in value)
    return str(value)


def in_sheet(value: Any, field: "models.Field[Any, Any] | None" = None) -> str | int | float | Decimal | date | None:
    """`value` for a cell of a workbook: numbers and dates stay what they are, codes become words."""
    if value is None or value == "":
        return None
    is_code = isinstance(value, bool) or (field is not None and field.choices)
    if isinstance(value, datetime):
        return timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
    if isinstance(value, (int, float, Decimal, date)) and not is_code:
        return value
    return shown(value, field)


def _span(value: Any) -> str:
    """A span of days, both ends said as days that belong to it."""
    if value.isempty:
        return ""
    last = shown(value.upper - ONE_DAY) if isinstance(value.upper, date) else shown(value.upper)
    return f"{shown(value.lower)} 至 {last or '今'}"
