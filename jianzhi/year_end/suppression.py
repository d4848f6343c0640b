"""What of the figures may be published (promises.md D13): no cell below five, and none that a difference gives away.

A cell below five is left out, whatever it counts below the county; of the county's own figures those that count
people. What is left out could still be computed where it is the only gap of a sum, so further cells go with it until
no sum, no combination of sums and no bound tells the value of a gap: of every sum at least two parts are left out,
which together make five or more. Amounts of money, shares and plans are not published below the county.

Nothing here says why a cell is left out: who reads a gap cannot tell a small figure from one that protects it.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from desk.registers.indicators import AddsUp, Nature
from jianzhi.year_end.report import NOTHING, Cube, Definition, Line, Node

SMALLEST = 5
GAP = "＊"
PEOPLE = frozenset({"名", "人", "人次", "户", "件", "对", "万名", "万人", "万人次"})
Key = tuple[int | str, str]  # a union and a code; for what is not shown but follows from differences, a word and a code
Cells = Mapping[Any, int]  # by whatever names a cell
Gaps = set[Any]


@dataclass(frozen=True)
class Sum:
    """`whole` is what `parts` make together. A cell may stand in any number of sums."""

    whole: Any
    parts: tuple[Any, ...]

    @property
    def keys(self) -> tuple[Any, ...]:
        return (self.whole, *self.parts)


# --- any table of sums ------------------------------------------------------------------------------------------------
def gaps(values: Cells, sums: Sequence[Sum], *, open_to_all: Iterable[Any] = ()) -> Gaps:
    """The cells that must not be published, of `values` bound together by `sums`.

    `open_to_all` are told however small they are, unless another cell needs them as its gap.
    """
    told = set(open_to_all)
    left_out: Gaps = {key for key, value in values.items() if value < SMALLEST and key not in told}
    while True:
        found = _thin(values, sums, left_out) or _given_away(values, sums, left_out)
        if found is None:
            return {key for key in values if key in left_out}
        left_out.add(found)


def _thin(values: Cells, sums: Sequence[Sum], left_out: Gaps) -> Any:
    """One more cell for a sum with too few gaps, or gaps that make too little together."""
    for each in sums:
        missing = [key for key in each.keys if key in left_out]
        if not missing:
            continue
        together = sum(values[key] for key in missing if key != each.whole)
        if len(missing) > 1 and (each.whole in left_out or together >= SMALLEST):
            continue
        if (cell := _cheapest(values, each, left_out)) is not None:
            return cell
    return None


def _given_away(values: Cells, sums: Sequence[Sum], left_out: Gaps) -> Any:
    """One more cell of a sum in which a gap can be computed."""
    known = solved(sums, left_out) | pinned(values, sums, left_out)
    for each in sums:
        if known & set(each.keys) and (cell := _cheapest(values, each, left_out)) is not None:
            return cell
    return None


def _cheapest(values: Cells, each: Sum, left_out: Gaps) -> Any:
    """The smallest part that is still told; the whole when no part is."""
    parts = [key for key in each.parts if key not in left_out]
    if parts:
        return min(parts, key=lambda key: (values[key], str(key)))
    return each.whole if each.whole not in left_out else None


def solved(sums: Sequence[Sum], left_out: Gaps) -> Gaps:
    """The gaps that follow from the sums by adding and subtracting them, in any combination."""
    reduced: dict[Any, dict[Any, Fraction]] = {}  # by the gap that the row begins with
    for each in sums:
        row = {key: Fraction(1) for key in each.parts if key in left_out}
        if each.whole in left_out:
            row[each.whole] = Fraction(-1)
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
    high: dict[Any, float] = {key: float("inf") if key in left_out else value for key, value in values.items()}
    for _ in range(len(values)):
        before = dict(high), dict(low)
        for each in sums:
            least, most = sum(low[key] for key in each.parts), sum(high[key] for key in each.parts)
            low[each.whole], high[each.whole] = max(low[each.whole], least), min(high[each.whole], most)
            for key in each.parts:
                high[key] = min(high[key], high[each.whole] - (least - low[key]))
                if most < float("inf"):
                    low[key] = max(low[key], int(low[each.whole] - (most - high[key])))
        if before == (high, low):
            break
    return {key for key in left_out if low[key] == high[key]}


# --- the figures of a county ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Published:
    """What everybody may read of a cube: the county's figures by chapter, and what each union right below has of them."""

    cube: Cube

    @cached_property
    def columns(self) -> list[Definition]:
        """The figures that are shown by union: whole numbers that add up, of which somebody below has any."""
        below = self.cube.below(self.cube.head.pk)
        return [
            definition
            for definition in self.cube.definitions
            if _is_counted(definition)
            and definition.adds_up == AddsUp.SUM
            and any(self.cube.line(node.pk, definition.code).value for node in below)
        ]

    @cached_property
    def left_out(self) -> frozenset[Key]:
        """The cells that are not told."""
        values, sums = _table(self.cube, self.columns)
        head = self.cube.head.pk
        units = {definition.code: definition.unit for definition in self.cube.definitions}
        honours = [key for key in values if key[0] == head and units.get(key[1]) not in PEOPLE]
        return frozenset(gaps(values, sums, open_to_all=honours))

    def is_told(self, union: int, line: Line) -> bool:
        """Whether the figure of a union may be read by everybody."""
        if (union, line.code) in self.left_out:
            return False
        if _is_counted(line.definition):
            return True
        if line.unit == "%":
            return not any(key[0] == union for key in self.left_out)
        return line.cell.evidence is None or line.cell.evidence >= SMALLEST

    def shown(self, union: int, code: str) -> str:
        """The figure as everybody may read it."""
        line = self.cube.line(union, code)
        return line.printed if self.is_told(union, line) else GAP

    def before(self, line: Line) -> str:
        """The county's figure of the year before, with the same care."""
        value = line.cell.before
        small = value is not None and value < SMALLEST and line.unit in PEOPLE
        return GAP if small or not self.is_told(self.cube.head.pk, line) else line.before

    def changed(self, line: Line) -> str:
        """The change against it; nothing where one of both is not told."""
        return NOTHING if GAP in (self.before(line), self.shown(self.cube.head.pk, line.code)) else line.changed

    @property
    def unions(self) -> list[Node]:
        """The rows of the matrix."""
        return self.cube.below(self.cube.head.pk)


def _is_counted(definition: Definition) -> bool:
    return (
        definition.decimals == 0 and definition.nature not in {Nature.RATIO, Nature.TARGET} and definition.unit != "%"
    )


def _table(cube: Cube, columns: Sequence[Definition]) -> tuple[dict[Key, int], list[Sum]]:
    """Every whole number that could be told, with the sums that bind them; differences are cells too."""
    head, below = cube.head.pk, cube.below(cube.head.pk)
    values: dict[Key, int] = {}
    told: dict[str, list[int]] = defaultdict(list)
    codes = {definition.code for definition in columns}
    for definition in filter(_is_counted, cube.definitions):
        for node in (cube.head, *(below if definition.code in codes else ())):
            value = cube.line(node.pk, definition.code).value
            if value is not None:
                values[node.pk, definition.code] = int(value)
                told[definition.code].append(node.pk)
    sums = [each for code in sorted(codes) for each in _down(values, head, code, told[code])]
    for definition in cube.definitions:
        for union in told[definition.code] if definition.part_of else ():
            sums += _across(values, union, definition)
    return values, sums + _partitions(values, cube)


def _down(values: dict[Key, int], head: int, code: str, unions: Sequence[int]) -> list[Sum]:
    """The unions and what is the head's own make the head's figure."""
    parts: list[Key] = [(union, code) for union in unions if union != head]
    if (head, code) not in values:
        return []
    own = values[head, code] - sum(values[key] for key in parts)
    if own < 0:
        return []  # it does not add up, so nothing follows from it
    if own:
        values["own", code] = own
        parts.append(("own", code))
    return [Sum((head, code), tuple(parts))]


def _across(values: dict[Key, int], union: int, part: Definition) -> list[Sum]:
    """A part and the rest make the whole."""
    whole, own = (union, part.part_of), (union, part.code)
    if whole not in values or values[whole] < values[own]:
        return []
    rest = (f"rest {union}", part.code)
    values[rest] = values[whole] - values[own]
    return [Sum(whole, (own, rest))]


def _partitions(values: dict[Key, int], cube: Cube) -> list[Sum]:
    """Where all parts of a whole leave little or nothing over, they make it together."""
    by_whole: dict[Key, list[Key]] = defaultdict(list)
    for definition in cube.definitions:
        if definition.part_of:
            for key in [key for key in values if key[1] == definition.code and isinstance(key[0], int)]:
                by_whole[key[0], definition.part_of].append(key)
    found = []
    for whole, parts in by_whole.items():
        if len(parts) < 2 or whole not in values:
            continue
        over = values[whole] - sum(values[key] for key in parts)
        if over < 0:
            continue
        rest: tuple[Key, ...] = ()
        if over:
            rest = ((f"over {whole[0]}", whole[1]),)
            values[rest[0]] = over
        found.append(Sum(whole, (*parts, *rest)))
    return found
