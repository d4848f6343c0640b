"""A sheet for each chapter: its figures with the year before, the target, and what each stands on."""

from jianzhi.year_end.chapters import Chapter
from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Line
from jianzhi.year_end.workbook.page import HEAD_ROW, Book, Page

NUMERALS = "一二三四五六七八九十"
WIDTHS = (5, 7, 38, 9, 11, 11, 7, 7, 11, 11, 9, 11, 9, 46)


def draw_chapter(book: Book, number: int, chapter: Chapter, lines: list[Line]) -> None:
    """The sheet of `chapter`, the `number`th from 0."""
    page = book.page(f"{NUMERALS[number]} {chapter.title}", f"{NUMERALS[number]}、{chapter.title}", WIDTHS)
    row = page.begin(head_rows=2, kept_columns=3)
    _heads(page, is_outlook=chapter.is_outlook)
    for place, line in enumerate(lines, start=1):
        _row(page, row, place, line)
        row += 1
    page.end(row - 1)


def _heads(page: Page, *, is_outlook: bool) -> None:
    alone = {0: "序号", 1: "代码", 2: "指标名称", 3: "计量单位", 4: "指标性质", 8: "上年同期", 13: "依据和说明"}
    for column, text in alone.items():
        page.head(HEAD_ROW, column, text, down=2)
    groups = {
        5: ("计划" if is_outlook else "本期", ("数值", "约数", "来源")),
        9: ("与上年比较", ("增减", "增减%")),
        11: ("目标", ("目标值", "完成%")),
    }
    for column, (text, parts) in groups.items():
        page.head(HEAD_ROW, column, text, across=len(parts))
        for place, part in enumerate(parts):
            page.head(HEAD_ROW + 1, column + place, part)


def _row(page: Page, row: int, place: int, line: Line) -> None:
    decimals, cell = line.definition.decimals, line.cell
    page.number(row, 0, place, look="number")
    page.text(row, 1, line.code, "centre")
    within = bool(line.definition.part_of)
    lead = "其中：" if within and not line.name.startswith("其中") else ""
    page.text(row, 2, lead + line.name, "text within" if within else "text")
    page.text(row, 3, line.unit, "centre")
    page.text(row, 4, line.definition.nature_label, "centre")
    page.number(row, 5, line.value, decimals)
    page.text(row, 6, line.closeness, "centre")
    page.text(row, 7, line.origin_label, "centre")
    page.number(row, 8, cell.before, decimals)
    both = line.value is not None and cell.before is not None
    page.number(row, 9, line.value - cell.before if both else None, decimals)  # type: ignore[operator]  # both known
    page.number(row, 10, None if line.unit == "%" else line.change, 1)  # of a share the difference is in points
    page.number(row, 11, cell.target, decimals)
    page.number(row, 12, line.progress, 1)
    page.text(row, 13, remark(line), "warning" if cell.is_doubtful else "text")


def remark(line: Line) -> str:
    """What the figure stands on; of one that is not exact, or doubtful, the review's own phrase too."""
    cell = line.cell
    if cell.origin == Origin.COMPUTED or cell.value is None:
        return line.ground if cell.value is not None else ""
    inexact = cell.wording and (line.closeness or cell.is_doubtful)
    quoted = f"原文“{cell.wording}”" if inexact else ""
    doubt = "存疑" if cell.is_doubtful else ""
    return "；".join(filter(None, (doubt, quoted, line.ground)))
