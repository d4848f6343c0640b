"""The matrix of a chapter: a row for each union below, a column for each figure, in groups that fit on the page."""

from collections.abc import Sequence
from decimal import Decimal

from desk.papers.paper import Column, Table
from desk.registers.indicators import AddsUp
from jianzhi.year_end.report import GAP, Line, Node, Report, printed

COLUMNS = 7  # of figures beside the names, on a page 156 mm wide
NAMES, SHARE = Column("单位", 34), 17.4


def matrices(lines: Sequence[Line], report: Report, caption: str) -> list[Table]:
    """The figures of `lines` for each union below, as far as one of them has any; `caption` is numbered by group."""
    told = [line for line in lines if any(_has(report, node, line) for node in report.below)]
    size = -(-len(told) // -(-len(told) // COLUMNS)) if told else 1  # as few groups as can be, of one size
    groups = [told[first : first + size] for first in range(0, len(told), size)]
    rows = [node for node in report.below if any(_has(report, node, line) for line in told)]
    count = len(groups)
    return [
        _matrix(group, rows, report, f"{caption}（{number}/{count}）" if count > 1 else caption)
        for number, group in enumerate(groups, 1)
    ]


def untold(lines: Sequence[Line], report: Report) -> list[Line]:
    """The figures that no union below has a share of: entered for the whole branch, or nought everywhere."""
    return [line for line in lines if line.value and not any(_has(report, node, line) for node in report.below)]


def _matrix(lines: Sequence[Line], rows: Sequence[Node], report: Report, caption: str) -> Table:
    columns = [NAMES, *(Column(f"{line.name}（{line.unit}）", SHARE, "right") for line in lines)]
    body = [[node.label, *(_printed(report, node, line) for line in lines)] for node in rows]
    own = [_own(line, report) for line in lines]
    if any(own):
        body.append(["本级", *(_printed_own(value, line, report) for value, line in zip(own, lines, strict=True))])
    return Table(columns, body, caption=caption, total=["合计", *(line.printed for line in lines)])


def _cell(report: Report, node: Node, line: Line) -> Decimal | None:
    return report.cube.line(node.pk, line.code).value


def _has(report: Report, node: Node, line: Line) -> bool:
    """Whether there is a figure, though it be one that is not told."""
    cell = report.cube.line(node.pk, line.code).cell
    return bool(cell.value) or cell.is_withheld


def _printed(report: Report, node: Node, line: Line) -> str:
    return report.cube.line(node.pk, line.code).printed


def _printed_own(value: Decimal | None, line: Line, report: Report) -> str:
    return GAP if _is_withheld(line, report) else printed(value, line.definition.decimals)


def _is_withheld(line: Line, report: Report) -> bool:
    """Whether a figure of the column is not told."""
    cells = (report.cube.line(node.pk, line.code).cell for node in (report.union, *report.below))
    return any(cell.is_withheld for cell in cells)


def _own(line: Line, report: Report) -> Decimal | None:
    """What the union's own records add to those below; None for a figure that is entered or does not simply add up, and
    where some of it is not told.
    """
    if not line.definition.is_computed or line.definition.adds_up != AddsUp.SUM or line.value is None:
        return None
    if _is_withheld(line, report):
        return None
    return line.value - sum((_cell(report, node, line) or Decimal() for node in report.below), Decimal())
