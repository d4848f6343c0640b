"""The matrix: a row for each union right below, a column for each figure, and totals that can be checked by hand."""

from collections.abc import Sequence
from decimal import Decimal
from itertools import groupby

from xlsxwriter.utility import xl_range

from desk.registers.indicators import AddsUp
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.report import Cube, Definition, Node
from jianzhi.year_end.workbook.page import HEAD_ROW, Book, Page, named

FIXED = (5, 26)  # number and name
WIDTH = 9.5  # of a figure's column
HEAD_ROWS = 4  # chapter, name, code, unit
SUM_LABEL, OWN_LABEL = "下级合计", "本级及未分解"


def by_chapter(definitions: Sequence[Definition]) -> list[tuple[str, list[Definition]]]:
    """The definitions chapter by chapter, each with the title it has on a head."""
    titles = {chapter.code: chapter.title for chapter in CHAPTERS}
    return [(titles.get(code, code), list(found)) for code, found in groupby(definitions, lambda found: found.chapter)]


def figure_heads(page: Page, column: int, definitions: Sequence[Definition]) -> None:
    """The heads of the figures' columns, in four storeys: chapter, name, code, unit."""
    for title, found in by_chapter(definitions):
        page.head(HEAD_ROW, column, title, across=len(found))
        for place, definition in enumerate(found):
            page.head(HEAD_ROW + 1, column + place, definition.name)
            page.head(HEAD_ROW + 2, column + place, definition.code)
            page.head(HEAD_ROW + 3, column + place, definition.unit)
        column += len(found)
    page.sheet.set_row(HEAD_ROW + 1, 92)


def draw_matrix(book: Book) -> Page | None:
    """The matrix of the unions right below; None for a union with none."""
    report = book.report
    cube, below, definitions = report.cube, report.below, list(report.cube.definitions)
    if not below:
        return None
    page = book.page("分单位汇总表", "分单位主要指标汇总表", [*FIXED, *[WIDTH] * len(definitions)])
    first = page.begin(head_rows=HEAD_ROWS, kept_columns=len(FIXED))
    page.head(HEAD_ROW, 0, "序号", down=HEAD_ROWS)
    page.head(HEAD_ROW, 1, "单位", down=HEAD_ROWS)
    figure_heads(page, len(FIXED), definitions)
    for place, node in enumerate(below):
        page.number(first + place, 0, place + 1)
        page.text(first + place, 1, named(node, short=True))
        for column, definition in enumerate(definitions, start=len(FIXED)):
            page.number(first + place, column, cube.line(node.pk, definition.code).value, definition.decimals)
    _totals(page, cube, report.union, below, first)
    page.end(first + len(below) + 2)
    _pages(page, definitions)
    return page


def _totals(page: Page, cube: Cube, head: Node, below: Sequence[Node], first: int) -> None:
    """What the rows add up to, what is the head's own, and what both make: the figure of the report."""
    total = first + len(below)
    for row, label in enumerate((SUM_LABEL, OWN_LABEL, named(head, short=True)), start=total):
        page.text(row, 0, "", "total text")
        page.text(row, 1, label, "total text")
    for column, definition in enumerate(cube.definitions, start=len(FIXED)):
        whole = cube.line(head.pk, definition.code).value
        parts = [cube.line(node.pk, definition.code).value for node in below]
        told = [part for part in parts if part is not None]
        page.number(total + 2, column, whole, definition.decimals, "total")
        if definition.adds_up != AddsUp.SUM or not told:
            page.text(total, column, "—" if definition.adds_up != AddsUp.SUM else "", "total text")
            page.text(total + 1, column, "", "total text")
            continue
        added = sum(told, Decimal())
        area = xl_range(first, column, total - 1, column)
        page.formula(total, column, f"=SUM({area})", added, definition.decimals)
        page.number(total + 1, column, None if whole is None else whole - added, definition.decimals, "total")


def _pages(page: Page, definitions: Sequence[Definition]) -> None:
    """On paper each chapter begins a page, with the names of the unions before it."""
    chapters = by_chapter(definitions)
    ends, column = [], len(FIXED)
    for _, found in chapters:
        column += len(found)
        ends.append(column)
    page.sheet.set_v_pagebreaks(ends[:-1])
    widest = sum(FIXED) + WIDTH * max(len(found) for _, found in chapters)
    page.sheet.set_print_scale(max(40, min(100, int(100 * 132 / widest))))  # 132 such characters fit on A4 landscape
