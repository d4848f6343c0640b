"""Any table of sums: which of its cells must be left out so that no small one can be told.

A small cell that is the only gap of a sum could still be computed. So further cells go with it until no sum, no
combination of sums and no bound tells the value of a gap: of every sum at least two cells are left out, which together
make five or more where they stand on one side of it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

SMALLEST = 5
Cells = Mapping[Any, int]  # by whatever names a cell
Gaps = set[Any]
INFINITE = float("inf")


@dataclass(frozen=True)
class Sum:
    """`whole`, together with `besides`, is what `parts` make. A cell may stand in any number of sums."""

    whole: Any
    parts: tuple[Any, ...]
    besides: tuple[Any, ...] = ()

    @property
    def sides(self) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
        """What makes the same together: parts, and the whole with what is besides."""
        return self.parts, (self.whole, *self.besides)

    @property
    def keys(self) -> tuple[Any, ...]:
        return (*self.parts, self.whole, *self.besides)


@dataclass(frozen=True)
class Told:
    """What is settled beforehand: `open_to_all` is told however small, unless another cell needs it as its gap; `small`
    is left out however large; `fixed` was told long ago, and nobody can take that back.
    """

    open_to_all: Collection[Any] = frozenset()
    small: Collection[Any] = frozenset()
    fixed: Collection[Any] = frozenset()


UNSETTLED = Told()


def gaps(values: Cells, sums: Sequence[Sum], told: Told = UNSETTLED) -> Gaps:
    """The cells that must not be published, of `values` bound together by `sums`."""
    left_out: Gaps = {key for key, value in values.items() if value < SMALLEST and key not in told.open_to_all}
    left_out = (left_out | {key for key in told.small if key in values}) - set(told.fixed)
    while True:
        choice = _Choice(values, left_out, told.fixed)
        found = _thin(sums, choice) or _given_away(sums, choice)
        if found is None:
            return {key for key in values if key in left_out}
        left_out.add(found)


@dataclass(frozen=True)
class _Choice:
    """What may still be left out."""

    values: Cells
    left_out: Gaps
    fixed: Collection[Any]

    def cheapest(self, each: Sum) -> Any:
        """The smallest part that is still told; the smallest of the other side when no part is; None when nothing is."""
        for side in each.sides:
            if free := [key for key in side if key not in self.left_out and key not in self.fixed]:
                return min(free, key=lambda key: (self.values[key], str(key)))
        return None


def _thin(sums: Sequence[Sum], choice: _Choice) -> Any:
    """One more cell for a sum with too few gaps, or gaps on one side that make too little together."""
    for each in sums:
        missing = [[key for key in side if key in choice.left_out] for side in each.sides]
        alone = [*missing[0], *missing[1]]
        if not alone or all(missing):
            continue
        if len(alone) > 1 and sum(choice.values[key] for key in alone) >= SMALLEST:
            continue
        if (cell := choice.cheapest(each)) is not None:
            return cell
    return None


def _given_away(sums: Sequence[Sum], choice: _Choice) -> Any:
    """One more cell of a sum in which a gap can be computed."""
    known = solved(sums, choice.left_out) | pinned(choice.values, sums, choice.left_out)
    for each in sums:
        if known & set(each.keys) and (cell := choice.cheapest(each)) is not None:
            return cell
    return None


def solved(sums: Sequence[Sum], left_out: Gaps) -> Gaps:
    """The gaps that follow from the sums by adding and subtracting them, in any combination."""
    reduced: dict[Any, dict[Any, Fraction]] = {}  # by the gap that the row begins with
    for each in sums:
        row = {
            key: Fraction(sign)
            for sign, side in zip((1, -1), each.sides, strict=True)
            for key in side
            if key in left_out
        }
        for first, other in reduced.items():
            if first in row:
                row = _less(row, other, row[first])
        if not row:
            continue
        first = next(iter(row))
        row = {key: value / row[first] for key, value in row.items()}
        reduced = {key: _less(other, row, other[first]) if first in other else other for key, other in reduced.items()}
        reduced[first] = row
    return {first for first, row in reduced.items() if len(row) == 1}


def _less(row: Mapping[Any, Fraction], other: Mapping[Any, Fraction], times: Fraction) -> dict[Any, Fraction]:
    """`row` less so many `times` the `other`."""
    result = dict(row)
    for key, value in other.items():
        result[key] = result.get(key, Fraction()) - times * value
    return {key: value for key, value in result.items() if value}


def pinned(values: Cells, sums: Sequence[Sum], left_out: Gaps) -> Gaps:
    """The gaps for which only one value is possible, since nothing is counted less than nought times."""
    low: dict[Any, int] = {key: 0 if key in left_out else value for key, value in values.items()}
    high: dict[Any, float] = {key: INFINITE if key in left_out else value for key, value in values.items()}
    bound = [each for each in sums if any(key in left_out for key in each.keys)]
    for _ in range(len(values)):
        before = dict(high), dict(low)
        for each in bound:
            parts, wholes = each.sides
            _narrow(low, high, parts, wholes)
            _narrow(low, high, wholes, parts)
        if before == (high, low):
            break
    return {key for key in left_out if low[key] == high[key]}


def _narrow(low: dict[Any, int], high: dict[Any, float], side: Sequence[Any], other: Sequence[Any]) -> None:
    """Bounds each of `side` by what the `other` side of its sum can be."""
    least, most = sum(low[key] for key in other), sum(high[key] for key in other)
    own_least, own_most = sum(low[key] for key in side), sum(high[key] for key in side)
    endless = [key for key in side if high[key] == INFINITE]
    for key in side:
        high[key] = min(high[key], most - (own_least - low[key]))
        if not endless or endless == [key]:
            others = sum(high[each] for each in side if each != key) if endless else own_most - high[key]
            low[key] = max(low[key], int(least - others))
