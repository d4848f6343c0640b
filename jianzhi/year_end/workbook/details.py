"""Every union below, on a sheet for each union right below that has some: the figures known of them."""

from collections.abc import Sequence
from decimal import Decimal

from xlsxwriter.utility import xl_range, xl_range_abs

from desk.registers.indicators import AddsUp
from jianzhi.year_end.report import Cube, Definition, Node
from jianzhi.year_end.workbook.matrix import HEAD_ROWS, WIDTH, figure_heads
from jianzhi.year_end.workbook.page import HEAD_ROW, Book, Page, named

FIXED = {"序号": 6, "单位": 34, "统计编码": 15, "级次": 6}
LEVEL = 3  # the column 级次
INDENTS = ("text", "text within", "text deeper")


def branches(cube: Cube, head: Node) -> list[tuple[str, list[Node]]]:
    """What each sheet shows: the branch of each union below that has one, then those without one together."""
    alone, found = [], []
    for node in cube.below(head.pk):
        inside = [other for other in cube.branch(node.pk) if other != node]
        if inside:
            found.append((named(node, short=True), inside))
        else:
            alone.append(node)
    return [*found, *([("直属单位", alone)] if alone else [])]


def draw_details(book: Book, name: str, nodes: Sequence[Node]) -> None:
    """The sheet of a branch. Indented are the unions that stand below another one of it; they are in its figures."""
    cube = book.report.cube
    definitions = told(cube, nodes)
    page = book.page(f"{name}明细", f"{name}所属工会明细表", [*FIXED.values(), *[WIDTH] * len(definitions)])
    first = page.begin(head_rows=HEAD_ROWS, kept_columns=2)
    for column, label in enumerate(FIXED):
        page.head(HEAD_ROW, column, label, down=HEAD_ROWS)
    figure_heads(page, len(FIXED), definitions)
    top = min(node.depth for node in nodes)
    for place, node in enumerate(nodes):
        _row(page, first + place, place + 1, node, node.depth - top + 1, definitions)
    _total(page, first, nodes, top, definitions)
    last = first + len(nodes)
    page.sheet.autofilter(first - 1, 0, last - 1, page.width - 1)
    page.end(last)


def told(cube: Cube, nodes: Sequence[Node]) -> list[Definition]:
    """The figures that any of `nodes` has; those counted from records when nobody has one."""
    codes = {code for node in nodes for code in cube.cells.get(node.pk, {})}
    found = [definition for definition in cube.definitions if definition.code in codes]
    return found or [definition for definition in cube.definitions if definition.is_computed] or list(cube.definitions)


def _row(page: Page, row: int, place: int, node: Node, level: int, definitions: Sequence[Definition]) -> None:
    page.number(row, 0, place)
    page.text(row, 1, named(node), INDENTS[min(level, len(INDENTS)) - 1])
    page.text(row, 2, node.stat_code, "centre")
    page.number(row, LEVEL, level)
    cube = page.book.report.cube
    for column, definition in enumerate(definitions, start=len(FIXED)):
        page.number(row, column, cube.line(node.pk, definition.code).value, definition.decimals)


def _total(page: Page, first: int, nodes: Sequence[Node], top: int, definitions: Sequence[Definition]) -> None:
    """The sum of the first level alone: the levels below it are in it."""
    cube, row = page.book.report.cube, first + len(nodes)
    for column in range(len(FIXED)):
        page.text(row, column, "合计" if column == 1 else "", "total text")
    levels = xl_range_abs(first, LEVEL, row - 1, LEVEL)
    for column, definition in enumerate(definitions, start=len(FIXED)):
        if definition.adds_up != AddsUp.SUM:
            page.text(row, column, "—", "total text")
            continue
        values = (cube.line(node.pk, definition.code).value for node in nodes if node.depth == top)
        added = sum((value for value in values if value is not None), Decimal())
        formula = f"=SUMIF({levels},1,{xl_range(first, column, row - 1, column)})"
        page.formula(row, column, formula, added, definition.decimals)
