"""A worksheet of the workbook: what every one has on screen and on paper, and the only ways to write into it.

Texts are written as texts and numbers as numbers, whatever a text looks like, so nothing that somebody typed becomes a
formula or a link (promises.md B10).
"""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range_abs

from jianzhi.year_end.report import NOTHING, Node, Report, Term
from jianzhi.year_end.workbook.looks import Looks

LONGEST_TAB = 31
A4 = 9
POINTS_PER_LINE = 16
HEAD_ROW = 2  # the first row of the heads: below the title and the line that says whose figures of when


def tab_name(text: str, taken: set[str]) -> str:
    """`text` as Excel allows it on a tab, unlike all that are `taken`; it is added to them."""
    clean = re.sub(r"[\[\]:*?/\\']", " ", visible(text)).strip() or "表"
    name, number = clean[:LONGEST_TAB], 1
    while name.lower() in taken:
        number += 1
        mark = f"（{number}）"
        name = clean[: LONGEST_TAB - len(mark)] + mark
    taken.add(name.lower())
    return name


def visible(text: str) -> str:
    """`text` without control characters, which a cell can hold and tabs, footers, properties and charts cannot."""
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]", " ", text)


def shown_decimals(value: Decimal, decimals: int) -> tuple[int | float, int]:
    """`value` as a spreadsheet holds it, and how many decimals it shows: those that `printed` prints."""
    rounded = value.quantize(Decimal(1).scaleb(-decimals))
    if rounded == rounded.to_integral_value():
        return int(rounded), 0
    return float(rounded), -int(rounded.normalize().as_tuple().exponent)


def days(term: Term) -> str:
    """The period in words: 2014 年（2014-01-01 至 2014-12-31）."""
    return f"{term.name}（{term.first} 至 {term.last}）" if str(term.first) not in term.name else term.name


class Book:
    """The workbook while it is made: its pages, looks and the report that they show."""

    def __init__(self, file: Any, report: Report, *, footer: str) -> None:
        self.report = report
        self.footer = footer
        self.pages: list[Page] = []
        self._taken: set[str] = set()
        options = {
            "in_memory": True,  # no scratch files: those of a killed worker would stay
            "strings_to_formulas": False,
            "strings_to_numbers": False,
            "strings_to_urls": False,
        }
        self.file = Workbook(file, options)
        self.look = Looks(self.file)

    def page(self, name: str, title: str, widths: Sequence[float]) -> "Page":
        """A new worksheet with columns so wide, in Latin characters."""
        page = Page(self, tab_name(name, self._taken), title, widths)
        self.pages.append(page)
        return page


class Page:
    """One worksheet, A4 landscape, as wide as its page."""

    def __init__(self, book: Book, name: str, title: str, widths: Sequence[float]) -> None:
        self.book, self.name, self.title, self.width = book, name, title, len(widths)
        self.sheet = book.file.add_worksheet(name)
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)
        self.sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})
        self._paper()

    def _paper(self) -> None:
        self.sheet.set_paper(A4)
        self.sheet.set_landscape()
        self.sheet.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
        self.sheet.center_horizontally()
        self.sheet.fit_to_pages(1, 0)
        mark = visible(self.book.footer).replace("&", "&&")[:120]
        self.sheet.set_footer(f"&L&9{mark}&C&9第 &P 页 共 &N 页&R&9&A")

    # --- writing ------------------------------------------------------------------------------------------------------
    def text(self, row: int, column: int, text: str, look: str = "text") -> None:
        """`text` as it is. Half a surrogate, which no file can hold, becomes a question mark."""
        if not text:
            self.sheet.write_blank(row, column, None, self.book.look(look))
            return
        self.sheet.write_string(row, column, text.encode("utf-8", "replace").decode(), self.book.look(look))

    def number(
        self, row: int, column: int, value: Decimal | int | None, decimals: int = 0, look: str = "number"
    ) -> None:
        """`value` in a number cell; an empty cell when it is not known."""
        if value is None:
            self.sheet.write_blank(row, column, None, self.book.look(look))
            return
        number, shown = shown_decimals(Decimal(value), decimals)
        self.sheet.write_number(row, column, number, self.book.look(look, shown))

    def formula(self, row: int, column: int, formula: str, value: Decimal, decimals: int) -> None:
        """A formula of ours with what it gives, for readers that do not calculate."""
        number, shown = shown_decimals(value, decimals)
        self.sheet.write_formula(row, column, formula, self.book.look("total", shown), number)

    def head(self, row: int, column: int, text: str, *, down: int = 1, across: int = 1) -> None:
        """A cell of the head over so many rows and columns."""
        if down > 1 or across > 1:
            self.sheet.merge_range(row, column, row + down - 1, column + across - 1, "", self.book.look("head"))
        self.text(row, column, text, "head")

    # --- the page as a whole ------------------------------------------------------------------------------------------
    def begin(self, *, head_rows: int, kept_columns: int = 0) -> int:
        """The title and whose figures of when; then the heads stay in view and on every printed page.

        Gives the first row below the heads.
        """
        report, last = self.book.report, self.width - 1
        self.sheet.merge_range(0, 0, 0, last, "", self.book.look("title"))
        self.text(0, 0, self.title, "title")
        self.sheet.set_row(0, 30)
        self.text(1, 0, f"填报单位：{report.union.name}        统计期间：{days(report.term)}", "note")
        self.text(1, last, f"统计截止：{report.term.cut_off}", "note right")
        first = HEAD_ROW + head_rows
        self.sheet.freeze_panes(first, kept_columns)
        self.sheet.repeat_rows(0, first - 1)
        if kept_columns:
            self.sheet.repeat_columns(0, kept_columns - 1)
        return first

    def end(self, last_row: int) -> None:
        """Nothing below `last_row` is printed."""
        self.sheet.print_area(0, 0, last_row, self.width - 1)

    def cells(self, first_row: int, column: int, last_row: int) -> str:
        """A column of this page as other pages name it."""
        return f"='{self.name}'!{xl_range_abs(first_row, column, last_row, column)}"


def known(text: str) -> str:
    """`text`, or the sign that there is nothing."""
    return text or NOTHING


def named(node: Node, *, short: bool = False) -> str:
    """The name of a union; of one that was merged or dissolved by the last day this is said."""
    name = node.label or node.name if short else node.name
    return f"{name}（已撤并）" if node.is_closed else name
