"""What everybody may read of the figures of a county: a cube of its own, in which nothing else is left.

A cell below five is left out, whatever it counts below the county; of the county's own figures those that count people.
Amounts of money, shares and plans are not published below the county; amounts of few records and shares beside gaps not
of the county either. What an officer wrote beside a figure was not written for everybody, and how many records stand
behind it may tell another, so neither is published.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Cube, Definition, Line, Node
from jianzhi.year_end.suppression.sums import SMALLEST, Gaps, Told, gaps
from jianzhi.year_end.suppression.tables import Key, Table, bound_together, columns, is_counted, table_of, year_before
from jianzhi.year_end.suppression.years import PEOPLE, THEN, hardly_changed, joined, then


@dataclass(frozen=True)
class Published:
    """What was published of a period.

    Everybody may read `cube`, with `columns` by union, and nothing else. `table` has all figures, and `left_out` says
    which of them nobody may learn: for what is published later.
    """

    cube: Cube
    columns: Sequence[Definition]
    table: Table
    left_out: frozenset[Key]

    def tells(self, code: str) -> bool:
        """Whether the county's figure can be read."""
        return code in self.cube.by_code and not self.cube.line(self.cube.head.pk, code).cell.is_withheld

    @property
    def told(self) -> dict[Key, int]:
        """The whole numbers that can be read or computed."""
        return {key: value for key, value in self.table.values.items() if key not in self.left_out}


def publish(cube: Cube, earlier: Sequence[Published] = (), replaced: Published | None = None) -> Published:
    """What everybody may read of `cube`, when all know what was published of `earlier` periods, and what of the same one
    before it was corrected (`replaced`).

    What was left out then stays so. Where a figure must be left out now that was told then, the difference of the two
    editions could tell it, so nothing more is told of its column, nor of those that it makes sums with.
    """
    if replaced is None:
        return _beside(cube, earlier, columns(cube))
    shown = columns(cube, {each.code for each in replaced.columns})
    stays = set(replaced.left_out)
    while True:
        public = _beside(cube, earlier, shown, stays)
        codes = bound_together(public.table, {code for _, code in public.left_out & replaced.told.keys()})
        more = {key for key in public.table.values if key[1] in codes} - stays
        if not more:
            return public
        stays |= more


def _beside(
    cube: Cube, earlier: Sequence[Published], shown: Sequence[Definition], stays: Collection[Key] = ()
) -> Published:
    """What may be read beside `earlier` periods, with the columns `shown`; the cells `stays` are left out in any case."""
    own = table_of(cube, shown)
    last = next((each for each in earlier if each.cube.term.last + timedelta(days=1) == cube.term.first), None)
    small = {key for each in earlier for key in hardly_changed(cube, own, each.told)} | set(stays)
    if last is None:
        before = year_before(cube)
        left_out = _left_out(cube, own, before, small | set(map(then, hardly_changed(cube, own, before.values))))
    else:
        before = last.table
        left_out = _left_out(cube, own, before, small | set(map(then, last.left_out)), map(then, last.told))
    public = _Public(cube, {each.code for each in shown}, left_out, last)
    return Published(public.cube(), shown, own, frozenset(key for key in left_out if key[0] != THEN))


def _left_out(cube: Cube, now: Table, before: Table, small: Iterable[Any], fixed: Iterable[Any] = ()) -> Gaps:
    """The cells of both years that must not be told."""
    both = joined(cube, now, before)
    head = cube.head.pk
    counts_things = {each.code for each in cube.definitions if each.unit not in PEOPLE}
    honours = {key for code in counts_things for key in ((head, code), then((head, code)), (f"moved {head}", code))}
    return gaps(both.values, both.sums, Told(honours, frozenset(small), frozenset(fixed)))


@dataclass(frozen=True)
class _Public:
    """Makes the cube that everybody may read, and is thrown away. `last`: what was published of the year before."""

    full: Cube
    shown: set[str]
    left_out: Gaps
    last: Published | None

    def cube(self) -> Cube:
        head, below = self.full.head, self.full.below(self.full.head.pk)
        cells = {head.pk: {line.code: self._own(line) for line in self.full.lines(head.pk)}}
        cells |= {node.pk: {line.code: self._of(node, line) for line in self.full.lines(node.pk)} for node in below}
        return Cube(self.full.term, [head, *below], self.full.definitions, cells)

    def _of(self, node: Node, line: Line) -> Cell:
        """The cell of a union right below the county."""
        if line.code not in self.shown or line.value is None:
            return Cell(None, Origin.ENTERED)
        is_told = (node.pk, line.code) not in self.left_out
        return Cell(line.value if is_told else None, line.cell.origin, is_withheld=not is_told)

    def _own(self, line: Line) -> Cell:
        """The county's cell."""
        cell, is_told, was_told = line.cell, self._is_told(line), self._was_told(line)
        return Cell(
            value=cell.value if is_told else None,
            origin=cell.origin,
            before=cell.before if was_told else None,
            target=cell.target,
            closeness=cell.closeness if is_told else "",
            is_doubtful=is_told and cell.is_doubtful,
            is_withheld=cell.value is not None and not is_told,
            was_withheld=cell.before is not None and not was_told,
        )

    def _is_told(self, line: Line) -> bool:
        head = self.full.head.pk
        if is_counted(line.definition):
            return (head, line.code) not in self.left_out
        if line.unit == "%":
            return not any(key[0] == head for key in self.left_out)
        return line.cell.evidence is None or line.cell.evidence >= SMALLEST

    def _was_told(self, line: Line) -> bool:
        """Of the year before what was published then; else what this year's gaps and its own leave, with the same care."""
        if self.last is not None:
            return self.last.tells(line.code)
        head = self.full.head.pk
        if is_counted(line.definition):
            return then((head, line.code)) not in self.left_out
        if line.unit == "%":
            return not any(key[0] == THEN for key in self.left_out)
        return line.cell.origin == Origin.ENTERED  # of how few records it came is not known any more
