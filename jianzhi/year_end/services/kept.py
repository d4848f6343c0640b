"""The cube of a period at hand, for pages that are looked at again and again.

A closed period's cube never changes. An open one's is kept in the process until a record of the tables it was counted
from changes: the histories tell, for each of them only grows. What was being written while it was counted may have been
missed by both, so it is counted anew after ten minutes at the latest; the page says when it was counted.
"""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.utils import timezone

from desk.registers.indicators import Span
from desk.vault.scope import everything
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.models import ChapterPhoto, ChapterText, EnteredFigure, ReportingPeriod, Target
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services.cubes import cube_of
from unions.models import Standing, UnionOrg

OLDEST = timedelta(minutes=10)
MOST = 8  # periods

_OURS: tuple[type[models.Model], ...] = (
    ReportingPeriod,
    EnteredFigure,
    Target,
    ChapterText,
    ChapterPhoto,
    UnionOrg,
    Standing,
)


@dataclass(frozen=True)
class Kept:
    """A cube, when it was counted, and the stamp it had then."""

    cube: Cube
    counted_at: datetime
    stamp: tuple[int | None, ...]

    def is_good(self, stamp: tuple[int | None, ...]) -> bool:
        """Whether it may still be shown."""
        return self.stamp == stamp and timezone.now() - self.counted_at < OLDEST


_kept: dict[int, Kept] = {}
_counting = threading.Lock()


def at_hand(period: ReportingPeriod) -> Kept:
    """The whole cube of `period`. Whoever calls has asked for the right, and cuts it to the branch that may be seen."""
    return all_at_hand([period])[0]


def all_at_hand(periods: Sequence[ReportingPeriod]) -> list[Kept]:
    """The whole cubes of `periods`, in their order."""
    are_open = any(not period.is_closed for period in periods)
    written = _written() if are_open else ()
    return [_kept_of(period, _edition(period) if period.is_closed else written) for period in periods]


def _kept_of(period: ReportingPeriod, stamp: tuple[int | None, ...]) -> Kept:
    kept = _kept.get(period.pk)
    if kept is None or not kept.is_good(stamp):
        with _counting:  # the others wait for the first and take what it found
            kept = _kept.get(period.pk)
            if kept is None or not kept.is_good(stamp):
                kept = _keep(period, stamp)
    return kept


def _keep(period: ReportingPeriod, stamp: tuple[int | None, ...]) -> Kept:
    kept = Kept(cube_of(period), timezone.now(), stamp)
    _kept.pop(period.pk, None)
    while len(_kept) >= MOST:
        _kept.pop(next(iter(_kept)))
    _kept[period.pk] = kept
    return kept


def _edition(period: ReportingPeriod) -> tuple[int | None, ...]:
    """The newest edition of a closed period."""
    return tuple(period.editions.order_by("-number").values_list("pk", flat=True)[:1])


def _written() -> tuple[int | None, ...]:
    """How far the histories of all tables that figures are made from have come."""
    heads = ", ".join(f'(SELECT max(pgh_id) FROM "{table}")' for table in _histories())  # noqa: S608  # nosec B608  # our own tables
    with everything("year end figures"), connection.cursor() as cursor:
        cursor.execute(f"SELECT {heads}")
        return tuple(cursor.fetchone())


@cache
def _histories() -> tuple[str, ...]:
    relations: set[Any] = {model._meta.get_field("history") for model in _read()}
    return tuple(sorted(relation.related_model._meta.db_table for relation in relations))


def _read() -> Iterator[type[models.Model]]:
    """The models whose rows figures are made from: those of the sources, and what these join."""
    yield from _OURS
    by_table = {model._meta.db_table: model for model in apps.get_models()}
    span = Span(date(2014, 1, 1), date(2014, 12, 31))  # any days: the tables are the same
    for indicator in indicators(date.max.year):
        if indicator.source is not None:
            records = indicator.records(span).values(indicator.source.union)
            for table in records.query.alias_map.values():
                yield by_table[table.table_name]
