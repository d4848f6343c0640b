"""Two years side by side: what the figures of one tell of the other (docs/decisions/0008-year-end.md).

What everybody can read of an earlier year cannot be taken back, so both years are one table, in which only this year's
cells can still be left out. A stock that flows explain is bound to last year's by them: what stood, and what came, is
what stands, and what went. And the change of a number of people that stands from year to year is a number of people:
where it is below five, this year's is left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from jianzhi.year_end.report import Cube, Definition
from jianzhi.year_end.suppression.sums import SMALLEST, Sum
from jianzhi.year_end.suppression.tables import STANDING, Key, Table

PEOPLE = frozenset({"名", "人", "人次", "户", "件", "对", "万名", "万人", "万人次"})
THEN = "then"


def then(key: Any) -> Any:
    """The cell of the year before."""
    return THEN, key


def joined(cube: Cube, now: Table, before: Table) -> Table:
    """Both years as one table."""
    values: dict[Any, int] = {**now.values, **{then(key): value for key, value in before.values.items()}}
    sums = [*now.sums, *map(_of_then, before.sums)]
    for definition in cube.definitions:
        if definition.grows_by or definition.shrinks_by:
            sums += [_balance(values, union, definition) for union in _standing(now, before, definition.code)]
    return Table(values, sums)


def _of_then(each: Sum) -> Sum:
    return Sum(then(each.whole), tuple(map(then, each.parts)), tuple(map(then, each.besides)))


def _standing(now: Table, before: Table, code: str) -> list[int]:
    """The unions that have the figure `code` in both years."""
    return [
        union for union, own in now.values if own == code and isinstance(union, int) and (union, code) in before.values
    ]


def _balance(values: dict[Any, int], union: int, stock: Definition) -> Sum:
    """What stood and what came is what stands and what went. Moves from one union to another make up the difference."""
    came: list[Any] = [then((union, stock.code)), *_flows(values, union, stock.grows_by)]
    went: list[Any] = list(_flows(values, union, stock.shrinks_by))
    over = values[union, stock.code] + sum(values[key] for key in went) - sum(values[key] for key in came)
    if over:
        moved = (f"moved {union}", stock.code)
        values[moved] = abs(over)
        (came if over > 0 else went).append(moved)
    return Sum((union, stock.code), tuple(came), tuple(went))


def _flows(values: Mapping[Any, int], union: int, codes: str) -> Iterable[Key]:
    return ((union, code) for code in codes.split() if (union, code) in values)


def hardly_changed(cube: Cube, now: Table, before: Mapping[Key, int]) -> set[Key]:
    """The numbers of people that stand from year to year and are within five of what they were `before`."""
    people = {each.code for each in cube.definitions if each.nature in STANDING and each.unit in PEOPLE}
    return {
        key
        for key, value in now.values.items()
        if key[1] in people and key in before and abs(value - before[key]) < SMALLEST
    }
