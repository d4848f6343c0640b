"""Dated rows: facts that hold from one day to another.

Three different questions have three different names. `on(day)`: which rows hold on that day? `during(a, b)`: which
hold on any day of the span? `in_period(a, b)`: which began in the span? Days are days in Asia/Shanghai; both ends of
a span are part of it.
"""

from datetime import date, timedelta
from typing import Any, Self

from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.db.backends.postgresql.psycopg_any import DateRange

ONE_DAY = timedelta(days=1)


def span(first: date, last: date | None = None) -> DateRange:
    """The range from `first` to `last`, both included; open-ended without `last`."""
    return DateRange(first, last + ONE_DAY if last else None, "[)")


class DatedQuerySet(models.QuerySet[Any]):
    """Questions to dated rows. The range lies in the field `held`."""

    def on(self, day: date) -> Self:
        """The rows that hold on `day`."""
        return self.filter(held__contains=day)

    def during(self, first: date, last: date) -> Self:
        """The rows that hold on any day from `first` to `last`, both included."""
        return self.filter(held__overlap=span(first, last))

    def in_period(self, first: date, last: date) -> Self:
        """The rows that began on a day from `first` to `last`, both included."""
        return self.filter(held__startswith__gte=first, held__startswith__lte=last)

    def open(self) -> Self:
        """The rows without an end."""
        return self.filter(held__upper_inf=True)


class Dated(models.Model):
    """A fact that holds from one day to another."""

    held = DateRangeField("有效期间", help_text="起止日期；没有止日表示至今")

    class Meta:
        abstract = True

    @property
    def first_day(self) -> date:
        """The first day it holds."""
        return self.held.lower

    @property
    def last_day(self) -> date | None:
        """The last day it holds; None while it goes on."""
        return self.held.upper - ONE_DAY if self.held.upper else None
