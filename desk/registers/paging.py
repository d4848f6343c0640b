"""Pages by key: each begins after a row, never after a number of rows, so page 9,999 costs what page 1 costs.

The order is one column and, among equals, the primary key, so an index on both serves it in both directions. Empty
values stand where PostgreSQL puts them: last going up, first going down.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Self

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from desk.registers.address import AFTER, BEFORE, Address, BadAddress

SIZES = (20, 50, 100)
DEFAULT_SIZE = 50


@dataclass(frozen=True)
class Sorting:
    """By which field, and which way."""

    column: str
    field: str
    descending: bool = False

    @property
    def name(self) -> str:
        """As it stands in the address."""
        return f"-{self.column}" if self.descending else self.column

    def apply(self, rows: QuerySet[Any], *, backwards: bool = False, by_index: bool = True) -> QuerySet[Any]:
        """`rows` in this order, or in the opposite one; not `by_index`: all of them are found first, then sorted."""
        sign = "-" if self.descending != backwards else ""
        if by_index:
            return rows.order_by(f"{sign}{self.field}", f"{sign}pk")
        value = Coalesce(self.field, self.field)  # the same, and in no index
        return rows.order_by(value.desc() if sign else value, f"{sign}pk")

    def beyond(self, value: Any, pk: Any, *, backwards: bool = False, nullable: bool = True) -> Q:
        """The rows that come after the row with this value and key; `nullable`: the field may be empty."""
        down = self.descending != backwards
        beyond, same = ("lt", Q(**{self.field: value})) if down else ("gt", Q(**{self.field: value}))
        if value is None:
            rest = Q(**{f"{self.field}__isnull": True, f"pk__{beyond}": pk})
            return rest | Q(**{f"{self.field}__isnull": False}) if down else rest
        # `>= v AND NOT (= v AND pk <= p)` lets PostgreSQL start in the index at v; `> v OR (…)` would not.
        ranged = Q(**{f"{self.field}__{beyond}e": value}) & (~same | Q(**{f"pk__{beyond}": pk}))
        # An OR would keep PostgreSQL from starting in the index at v.
        return ranged if down or not nullable else ranged | Q(**{f"{self.field}__isnull": True})


@dataclass(frozen=True)
class Cursor:
    """A row to go on from: the value it is sorted by, and its key. Signed, so that nobody makes one up."""

    value: Any
    pk: Any

    def __str__(self) -> str:
        raise TypeError("a cursor is written with seal()")

    def seal(self, salt: str) -> str:
        """As it stands in the address."""
        return signing.dumps([None if self.value is None else str(self.value), str(self.pk)], salt=salt, compress=True)

    @classmethod
    def open(cls, token: str, salt: str, field: "models.Field[Any, Any]", key: "models.Field[Any, Any]") -> Self:
        """The cursor in an address. Raises BadAddress for anything that `seal` did not write with this `salt`."""
        try:
            value, pk = signing.loads(token, salt=salt)
            return cls(None if value is None else field.to_python(value), key.to_python(pk))
        except (signing.BadSignature, ValidationError, ValueError, TypeError):
            raise BadAddress("翻页位置已失效，请从第一页重新开始。") from None


@dataclass(frozen=True)
class Page:
    """Some rows of a list, and the cursors to its neighbours; None at an end."""

    rows: list[Any]
    before: Cursor | None = None
    after: Cursor | None = None
    is_whole: bool = False  # nothing lies before it or after it


class Pager:
    """Cuts the rows of one list into pages.

    `parts`: the same rows in one or more parts that have no row in common, where their keys are found faster than the
    rows; `by_index`: whether an index on the order helps to find them. `draw` says what is read of the rows of a page.
    """

    def __init__(
        self,
        rows: QuerySet[Any],
        sorting: Sorting,
        *,
        size: int,
        salt: str,
        parts: Sequence[QuerySet[Any]] = (),
        by_index: bool = True,
        draw: Callable[[QuerySet[Any]], QuerySet[Any]] = QuerySet.all,
    ) -> None:
        self.rows, self.sorting, self.size, self.draw = rows, sorting, size, draw
        self.parts, self.by_index = parts, by_index
        self.salt = f"{salt}:{sorting.name}"
        self.field = _field_at(rows, sorting.field)
        own = sorting.field in {field.name for field in rows.model._meta.concrete_fields}
        self.is_nullable = not own or self.field.null  # what comes from elsewhere may be missing

    def page(self, address: Address) -> Page:
        """The page an address asks for. Raises BadAddress for a cursor that is none."""
        after, before = address.get(AFTER), address.get(BEFORE)
        if after and before:
            raise BadAddress("网址里的翻页位置不对，请从第一页重新开始。")
        if before:
            return self._before(self._cursor(before))
        return self._after(self._cursor(after) if after else None)

    def _after(self, start: Cursor | None) -> Page:
        found = self._next(start, backwards=False)
        shown = found[: self.size]
        return Page(
            rows=shown,
            before=self._at(shown[0]) if start and shown else None,
            after=self._at(shown[-1]) if len(found) > self.size else None,
            is_whole=not start and len(found) <= self.size,
        )

    def _before(self, end: Cursor) -> Page:
        found = self._next(end, backwards=True)
        if len(found) <= self.size:
            return self._after(None)  # the first page, and a full one
        shown = found[: self.size][::-1]
        return Page(rows=shown, before=self._at(shown[0]), after=self._at(shown[-1]))

    def _next(self, start: Cursor | None, *, backwards: bool) -> list[Any]:
        """The rows of a page and one more, counted from `start` on."""
        beyond = Q()
        if start:
            beyond = self.sorting.beyond(start.value, start.pk, backwards=backwards, nullable=self.is_nullable)
        rows = self.rows.filter(beyond)
        if self.parts:
            rows = self.rows.filter(pk__in=self._first_keys(beyond, backwards=backwards))
        return list(self.sorting.apply(self.draw(rows), backwards=backwards)[: self.size + 1])

    def _first_keys(self, beyond: Q, *, backwards: bool) -> list[Any]:
        """The keys of what comes first in all parts: they lie in the indexes, the rows and what is joined do not."""
        found = [
            self.sorting.apply(part.filter(beyond), backwards=backwards, by_index=self.by_index).values_list(
                self.sorting.field, "pk"
            )[: self.size + 1]
            for part in self.parts
        ]
        first, *others = found
        together = self.sorting.apply(first.union(*others, all=True), backwards=backwards) if others else first
        return [key for _, key in together[: self.size + 1]]

    def _at(self, row: Any) -> Cursor:
        value = row
        for step in self.sorting.field.split("__"):
            value = getattr(value, step) if value is not None else None
        return Cursor(value, row.pk)

    def _cursor(self, token: str) -> Cursor:
        return Cursor.open(token, self.salt, self.field, self.rows.model._meta.pk)


def _field_at(rows: QuerySet[Any], path: str) -> Any:
    """The field a lookup path ends in, or the output of an annotation of that name."""
    if path in rows.query.annotations:
        return rows.query.annotations[path].output_field
    model: Any = rows.model
    *steps, last = path.split("__")
    for step in steps:
        model = model._meta.get_field(step).related_model
    return model._meta.get_field(last)
