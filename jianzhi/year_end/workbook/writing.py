"""Puts the sheets together, in the order in which they are read."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, time
from typing import Any

from desk.sheets.undisturbed import undisturbed
from jianzhi.year_end.report import Report
from jianzhi.year_end.workbook.chapter import draw_chapter
from jianzhi.year_end.workbook.charts import draw_charts
from jianzhi.year_end.workbook.cover import Cover, draw_contents, draw_cover
from jianzhi.year_end.workbook.details import branches, draw_details
from jianzhi.year_end.workbook.lists import Check, draw_checks, draw_definitions, draw_figures
from jianzhi.year_end.workbook.matrix import draw_matrix
from jianzhi.year_end.workbook.page import Book, visible

Progress = Callable[[int, int, str], None]


def write_workbook(
    report: Report,
    file: Any,
    *,
    cover: Cover,
    checks: Sequence[Check] = (),
    progress: Progress = lambda done, total, text: None,
) -> None:
    """Writes the workbook of `report` into `file`, a binary file.

    `checks`: what the logic checks found; `progress` is told how many sheets are done, of how
    many, and what comes next. The same arguments give the same bytes.
    """
    with undisturbed():
        book = Book(file, report, footer=f"{report.union.name} {report.term.name}")
        _properties(book)
        front = draw_cover(book, cover)
        _draw_all(book, checks, progress)
        draw_contents(book, front, cover)
        front.sheet.activate()
        book.file.close()


def _draw_all(book: Book, checks: Sequence[Check], progress: Progress) -> None:
    report = book.report
    chapters = report.chapters
    parts = branches(report.cube, report.union)
    total, done = len(chapters) + len(parts) + 3, 0
    for number, (chapter, lines) in enumerate(chapters):
        progress(done, total, f"正在制作：{chapter.title}")
        draw_chapter(book, number, chapter, lines)
        done += 1
    progress(done, total, "正在制作：汇总表和图表")
    draw_figures(book)
    draw_matrix(book)
    draw_charts(book)
    done += 1
    for name, nodes in parts:
        progress(done, total, f"正在制作：{name}明细")
        draw_details(book, name, nodes)
        done += 1
    progress(done, total, "正在制作：逻辑检查和指标解释")
    draw_checks(book, checks)
    draw_definitions(book)
    progress(total - 1, total, "正在保存")


def _properties(book: Book) -> None:
    """What the file says of itself; the day is that of the figures, and nobody's name is in it."""
    report = book.report
    book.file.set_properties(
        {
            "title": visible(f"{report.union.name}{report.term.name}工会统计年报"),
            "subject": "工会统计年报",
            "company": visible(report.cube.head.name),
            "author": "",
            "created": datetime.combine(report.term.cut_off, time(), UTC),
        }
    )
