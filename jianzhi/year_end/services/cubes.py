"""The cube of a period: every figure of every union, from the records while it is open, from its edition when closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils import timezone

from desk.registers.indicators import AddsUp, Indicator, Nature
from desk.vault.scope import everything
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.choices import Origin, PeriodKind
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.report import Cell, Cube, Definition, Node, Term
from jianzhi.year_end.services import counting, entered
from jianzhi.year_end.services.counting import Figures, Tallies
from jianzhi.year_end.services.editions import cube_in, edition_of
from jianzhi.year_end.services.photos import photos_of
from jianzhi.year_end.services.texts import texts_of
from jianzhi.year_end.services.tree import Standings

PERCENT, SHARE = 100, Decimal("0.0001")
NOUGHT = Decimal()
NOT_ENTERED = Cell(None, Origin.ENTERED)


def cube_of(period: ReportingPeriod, *, head: int | None = None) -> Cube:
    """The cube of `period`; with `head`, cut to the branch of that union. Whoever calls has asked for the right to it.

    Raises KeyError when `head` was no union of the period, EditionBroken when what was sealed has been changed.
    """
    with everything("year end figures"):
        edition = edition_of(period) if period.is_closed else None
        cube = cube_in(edition) if edition else counted(period)
    return cube if head is None else cube.cut(head)


def counted(period: ReportingPeriod) -> Cube:
    """The cube of `period` from the records as they are now; the scope in force must hold everything."""
    cube = _Maker(period).cube()
    return replace(cube, texts=texts_of(cube, period), photos=photos_of(period))


def term_of(period: ReportingPeriod) -> Term:
    """`period` in plain data. Its records are read to the end of its last day, or of today."""
    return Term(
        name=period.name,
        kind=str(PeriodKind(period.kind).label),
        year=period.year,
        first=period.first,
        last=period.last,
        cut_off=min(period.last, timezone.localdate()),
    )


@dataclass(frozen=True)
class _Year:
    """The records of a span, and the tree they are added up over."""

    nodes: Sequence[Node]
    figures: Mapping[str, Figures]


class _Maker:
    """Makes the cube of an open period, and is thrown away."""

    def __init__(self, period: ReportingPeriod) -> None:
        self.period = period
        self.indicators = indicators(period.year)
        self.previous = ReportingPeriod.objects.filter(kind=period.kind, year=period.year - 1).first()
        spans = (period.span, period.span.year_before())
        standings = Standings()
        tallies = counting.count(self.indicators, *spans)
        figures = entered.figures_of(period), entered.figures_of(self.previous) if self.previous else {}
        self.now, self.then = (
            self._year(standings.tree(span, _unions(told, own)), told)
            for span, told, own in zip(spans, tallies, figures, strict=True)
        )
        self.entered, self.entered_then = (
            self._entered(year.nodes, own) for year, own in zip((self.now, self.then), figures, strict=True)
        )
        self.published = self._published()
        self.targets = self._targets()

    def _year(self, nodes: Sequence[Node], tallies: Tallies) -> _Year:
        return _Year(
            nodes,
            {
                indicator.code: counting.added_up(nodes, indicator, tallies[indicator.code])
                for indicator in self.indicators
                if indicator.code in tallies
            },
        )

    def _entered(self, nodes: Sequence[Node], own: entered.Cells) -> entered.Cells:
        return {
            indicator.code: entered.added_up(nodes, indicator, own.get(indicator.code, {}))
            for indicator in self.indicators
            if not indicator.is_computed
        }

    def _published(self) -> Cube | None:
        """What was sealed for the year before: the figures that everybody knows."""
        edition = edition_of(self.previous) if self.previous and self.previous.is_closed else None
        return cube_in(edition) if edition else None

    def _targets(self) -> dict[str, dict[int, Decimal]]:
        """By code and union: what was aimed at, and what the plans of the year before promised."""
        targets: dict[str, dict[int, Decimal]] = {}
        for plan in self.indicators:
            if plan.nature == Nature.TARGET:
                planned = self._planned(plan)
                targets[plan.aims_at] = {pk: cell.value for pk, cell in planned.items() if cell.value}
        for code, own in entered.targets_of(self.period).items():
            targets.setdefault(code, {}).update(own)
        return targets

    def _planned(self, plan: Indicator) -> Mapping[int, Cell]:
        if self.published is None:
            return self.entered_then[plan.code]
        return {pk: row[plan.code] for pk, row in self.published.cells.items() if plan.code in row}

    def cube(self) -> Cube:
        """Every figure of every union."""
        cells: dict[int, dict[str, Cell]] = {node.pk: {} for node in self.now.nodes}
        for indicator in self.indicators:
            for union, cell in self._cells(indicator):
                if union in cells:
                    cells[union][indicator.code] = cell
        return Cube(
            term=term_of(self.period),
            nodes=self.now.nodes,
            definitions=[Definition.of(indicator) for indicator in self.indicators],
            cells={union: row for union, row in cells.items() if row},
        )

    def _cells(self, indicator: Indicator) -> Iterator[tuple[int, Cell]]:
        """The cell of each union that has a figure, last year's or a target, and of the head."""
        before, targets = self._before(indicator), self.targets.get(indicator.code, {})
        unknown = NOUGHT if self._was_counted(indicator) else None
        also = before.keys() | targets.keys() | {self.now.nodes[0].pk}
        if not indicator.is_computed:
            own = self.entered[indicator.code]
            for union in own.keys() | also:
                cell = own.get(union, NOT_ENTERED)
                yield union, replace(cell, before=before.get(union), target=targets.get(union))
        elif indicator.adds_up == AddsUp.RATIO:
            shares = self._shares(indicator, self.now)
            for union in shares.keys() | also:
                yield union, Cell(shares.get(union), before=before.get(union), target=targets.get(union))
        else:
            values, records = self.now.figures[indicator.code].values, self.now.figures[indicator.code].records
            for union in records.keys() | also:
                yield (
                    union,
                    Cell(
                        values.get(union, NOUGHT),
                        before=before.get(union, unknown),
                        target=targets.get(union),
                        evidence=records.get(union, 0),
                    ),
                )

    def _was_counted(self, indicator: Indicator) -> bool:
        """Whether a union without a figure for the year before had none then. Else nobody knows: it was entered at
        another level, or the register has no record of that year because it was not kept yet.
        """
        if indicator.source is None:
            return False
        if self.published is not None and indicator.code in self.published.by_code:
            return self.published.by_code[indicator.code].is_computed
        alike = (other.code for other in self.indicators if other.source == indicator.source)
        return any(self.then.figures[code].records for code in alike)

    def _before(self, indicator: Indicator) -> dict[int, Decimal]:
        """The figure of the year before by union, where it is known."""
        if self.published is not None and indicator.code in self.published.by_code:
            rows = ((pk, row.get(indicator.code)) for pk, row in self.published.cells.items())
            return {pk: cell.value for pk, cell in rows if cell is not None and cell.value is not None}
        if not indicator.is_computed:
            then = self.entered_then[indicator.code]
            return {pk: cell.value for pk, cell in then.items() if cell.value is not None}
        if indicator.adds_up == AddsUp.RATIO:
            return self._shares(indicator, self.then)
        return dict(self.then.figures[indicator.code].values)  # of no union when there was no register yet

    def _shares(self, indicator: Indicator, year: _Year) -> dict[int, Decimal]:
        """Numerator for a hundred of the denominator, where there is a denominator."""
        parts = self._values(indicator.numerator, year)
        wholes = self._values(indicator.denominator, year)
        return {pk: (PERCENT * parts.get(pk, NOUGHT) / whole).quantize(SHARE) for pk, whole in wholes.items() if whole}

    def _values(self, code: str, year: _Year) -> Mapping[int, Decimal]:
        if code in year.figures:
            return year.figures[code].values
        cells = (self.entered if year is self.now else self.entered_then)[code]
        return {pk: cell.value for pk, cell in cells.items() if cell.value is not None}


def _unions(tallies: Tallies, own: entered.Cells) -> set[int]:
    """Every union that has a record or an entered figure."""
    counted_ones = {union for tally in tallies.values() for union in tally.records}
    return counted_ones | {union for cells in own.values() for union in cells}
