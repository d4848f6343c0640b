"""The records behind a figure: the same condition that made it picks them, in the branch as it stood that day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, QuerySet, Value
from django.utils import timezone

from desk.registers.indicators import Indicator
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod
from jianzhi.year_end.report import Cube

PAGE = 50
ENDS = "held__endswith"  # the day after the last
SINCE_THEN = "关账后登记的工会"


@dataclass(frozen=True)
class Evidence:
    """A record that counts. `union`: the name of its union on the period's last day; `title` is "" when the record's
    file has gone to a union that the reader does not see; `key` opens it in the register.
    """

    title: str
    union: str
    day: date | None
    key: Any


@dataclass(frozen=True)
class Page:
    """Some of the records, `after` the one where the page before ended, and where the next page begins; None at the end."""

    rows: Sequence[Evidence]
    next_after: str | None


def indicator_of(period: ReportingPeriod, code: str) -> Indicator | None:
    """The declaration behind a figure of `period`; None when it has none any more."""
    return next((indicator for indicator in indicators(period.year) if indicator.code == code), None)


def page_of(period: ReportingPeriod, indicator: Indicator, cube: Cube, after: str = "") -> Page:
    """The records that count for `indicator` in the branch that `cube` was cut to, as far as the scope in force reaches.

    In the order of their keys, from the one after `after` on. Raises ValueError for an `after` that is no key.
    """
    source = indicator.source
    if source is None:
        return Page([], None)
    records = _in_branch(indicator.records(period.span), source.union, cube).order_by("pk")
    if after:
        records = records.filter(pk__gt=_key(records, after))
    title = F(source.title) if isinstance(source.title, str) and source.title else source.title or Value("")
    column = indicator.day or source.day
    day = F(column) if column else Value(None)
    found = list(
        records.annotate(evidence_title=title, evidence_day=day).values_list(
            "pk", "evidence_title", source.union, "evidence_day", source.link
        )[: PAGE + 1]
    )
    names = {node.pk: node.name for node in cube.nodes}
    rows = [
        Evidence(name or "", names.get(union, SINCE_THEN), _day(when, column), key)
        for _, name, union, when, key in found[:PAGE]
    ]
    return Page(rows, str(found[PAGE - 1][0]) if len(found) > PAGE else None)


def number_seen(period: ReportingPeriod, indicator: Indicator, cube: Cube) -> int:
    """How many of the records the scope in force reaches."""
    if indicator.source is None:
        return 0
    return _in_branch(indicator.records(period.span), indicator.source.union, cube).count()


def entries_of(period: ReportingPeriod, code: str, cube: Cube) -> QuerySet[EnteredFigure]:
    """The entered figures of the branch that `cube` was cut to, as far as the scope in force reaches."""
    entered = EnteredFigure.objects.filter(period=period, code=code, union__in=cube.by_pk)
    return entered.select_related("union", "attachment").order_by("union__path")


def _in_branch(records: QuerySet[Any], union: str, cube: Cube) -> QuerySet[Any]:
    return records if cube.head.parent is None else records.filter(**{f"{union}__in": list(cube.by_pk)})


def _key(records: QuerySet[Any], text: str) -> Any:
    try:
        return records.model._meta.pk.to_python(text)
    except ValidationError:
        raise ValueError(f"{text!r} is no key") from None


def _day(when: date | datetime | None, column: str) -> date | None:
    if isinstance(when, datetime):
        return timezone.localdate(when)
    return when - timedelta(days=1) if when is not None and column == ENDS else when
