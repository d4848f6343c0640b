"""Entered figures, added up: one entered at a federation stands for its whole branch, else those below it are added."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from desk.registers.indicators import AddsUp, Indicator
from jianzhi.year_end.choices import Closeness, Origin
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, Target
from jianzhi.year_end.report import Cell, Node

# By code, then by union.
Cells = dict[str, dict[int, Cell]]


def figures_of(period: ReportingPeriod) -> Cells:
    """What was entered for `period`, as it was entered."""
    found: Cells = {}
    for row in EnteredFigure.objects.filter(period=period):
        found.setdefault(row.code, {})[row.union_id] = Cell(
            exact(row.value),
            Origin.ENTERED,
            closeness=row.closeness,
            is_doubtful=row.is_doubtful,
            wording=row.wording,
            source=row.source,
            basis=row.basis,
            note=row.note,
        )
    return found


def targets_of(period: ReportingPeriod) -> dict[str, dict[int, Decimal]]:
    """What was aimed at in `period`, by code and union."""
    found: dict[str, dict[int, Decimal]] = {}
    for code, union, value in Target.objects.filter(period=period).values_list("code", "union_id", "value"):
        found.setdefault(code, {})[union] = exact(value)
    return found


def exact(value: Decimal) -> Decimal:
    """`value` without the noughts that its column adds: 16000 and not 16000.0000, 94.86 and not 94.8600."""
    return value.quantize(Decimal(1)) if value == value.to_integral_value() else value.normalize()


def added_up(nodes: Sequence[Node], indicator: Indicator, own: Mapping[int, Cell]) -> dict[int, Cell]:
    """The cells of every union of the tree that has the figure, its own or that of those below it."""
    cells = {node.pk: own[node.pk] for node in nodes if node.pk in own}
    if indicator.adds_up == AddsUp.LAST:
        return cells
    below: dict[int, list[Cell]] = {}
    for node in reversed(nodes):  # each stands after its parent
        if node.pk not in cells and node.pk in below:
            cells[node.pk] = _sum(below[node.pk])
        if node.pk in cells and node.parent is not None:
            below.setdefault(node.parent, []).append(cells[node.pk])
    return cells


def _sum(cells: Sequence[Cell]) -> Cell:
    return Cell(
        sum((cell.value or Decimal() for cell in cells), Decimal()),
        Origin.ENTERED,
        closeness=_closeness(cell.closeness for cell in cells),
        is_doubtful=any(cell.is_doubtful for cell in cells),
        source=f"由 {len(cells)} 家下级工会填报数汇总",
    )


def _closeness(kinds: Iterable[str]) -> str:
    """Exact only when all are; what all say; else 约."""
    said = set(kinds)
    return said.pop() if len(said) == 1 else Closeness.ABOUT
