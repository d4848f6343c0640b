"""Writes a Sheet as XLSX or CSV, a row at a time and in constant memory, so that nothing in it can execute.

A cell that begins with =, + or the like is a formula to a spreadsheet program. In XLSX text is written as text, whatever
it looks like. CSV knows no types, so there a leading apostrophe says it (OWASP, CSV injection); reading takes exactly
one apostrophe off again, for which reason texts that begin with one get another.
"""

import csv
import io
import math
import re
import unicodedata
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import BinaryIO

import xlsxwriter
from django.conf import settings
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desk.sheets.sheet import Column, Kind, RowsChanged, Sheet, SheetTooLong, Value, local, plain_text

EXCEL_ROWS = 1_048_576
EXCEL_TEXT = 32_767  # characters of a cell
CUT_OFF = "…[原文过长，以下略]"
EXACT = 10**15  # from here on Excel rounds
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900, so earlier days would be off by one
NUMBER_FORMATS = {
    Kind.TEXT: "@",
    Kind.IDENTIFIER: "@",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "General",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
CENTRED = {Kind.IDENTIFIER, Kind.DAY, Kind.MOMENT}
RULE = {"border": 1, "border_color": "#8a8a8a", "valign": "vcenter"}
FACE = {"font_name": "宋体", "font_size": 10.5}

# What a spreadsheet program may take for the begin of a formula, half-width or full-width.
FORMULA_STARTS = "=+-@|\uff1d\uff0b\uff0d\uff20\u2212\uff5c"


# --- XLSX -------------------------------------------------------------------------------------------------------------
def write_xlsx(sheet: Sheet, file: BinaryIO) -> int:
    """Writes `sheet` into `file` as a workbook and gives the number of its rows.

    Raises SheetTooLong at once, and RowsChanged when the rows are not as many as said; `file` is of no use then.
    """
    head = 2 + len(_note_lines(sheet))
    if sheet.row_count > EXCEL_ROWS - head:
        raise SheetTooLong(sheet.row_count, EXCEL_ROWS - head)
    with TemporaryDirectory(prefix="sheet-", dir=_scratch()) as folder:
        options = {
            "constant_memory": True,
            "tmpdir": folder,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        with xlsxwriter.Workbook(file, options) as workbook:
            workbook.set_properties({"title": _visible(sheet.title), "comments": _visible(" ".join(sheet.notes))})
            worksheet = workbook.add_worksheet(_tab_name(sheet.title))
            _lay_out(worksheet, sheet, head)
            _write_head(workbook, worksheet, sheet)
            _write_rows(workbook, worksheet, sheet, head)
            worksheet.autofilter(head - 1, 0, head - 1 + sheet.row_count, len(sheet.columns) - 1)
    return sheet.row_count


def _scratch() -> Path:
    """Where unfinished workbooks lie: beside the files they become, not in a folder all programs share."""
    folder: Path = settings.DATA_DIR / "scratch"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _visible(text: str) -> str:
    """`text` without control characters, which would make properties and tabs unreadable; in cells they are escaped."""
    return "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)


def _tab_name(title: str) -> str:
    """`title` as Excel allows it on a tab."""
    return re.sub(r"[\[\]:*?/\\']", " ", _visible(title)).strip()[:31] or "Sheet1"


def _note_lines(sheet: Sheet) -> list[str]:
    """The notes, two to a line."""
    return ["        ".join(sheet.notes[n : n + 2]) for n in range(0, len(sheet.notes), 2)]


def _lay_out(worksheet: Worksheet, sheet: Sheet, head: int) -> None:
    """A4 landscape, as wide as the page, the first `head` rows kept in view and the heads repeated in print."""
    worksheet.set_landscape()
    worksheet.set_paper(9)
    worksheet.fit_to_pages(1, 0)
    worksheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    worksheet.center_horizontally()
    worksheet.set_footer("&C第 &P 页，共 &N 页")
    worksheet.repeat_rows(head - 1)
    worksheet.freeze_panes(head, 0)
    for number, column in enumerate(sheet.columns):
        worksheet.set_column(number, number, column.characters)
    # No green corner at identifiers, which are text on purpose.
    worksheet.ignore_errors({"number_stored_as_text": f"A1:XFD{EXCEL_ROWS}"})


def _write_head(workbook: Workbook, worksheet: Worksheet, sheet: Sheet) -> None:
    title = workbook.add_format({"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"})
    note = workbook.add_format({**FACE, "font_size": 9, "font_color": "#444444"})
    label = workbook.add_format(
        {**FACE, **RULE, "font_name": "黑体", "align": "center", "text_wrap": True, "bg_color": "#f0f0f0"}
    )
    worksheet.set_row(0, 30)
    _across(worksheet, 0, sheet, sheet.title, title)
    lines = _note_lines(sheet)
    for number, line in enumerate(lines, 1):
        _across(worksheet, number, sheet, line, note)
    worksheet.set_row(len(lines) + 1, 22)
    for number, column in enumerate(sheet.columns):
        worksheet.write_string(len(lines) + 1, number, column.label, label)


def _across(worksheet: Worksheet, row: int, sheet: Sheet, text: str, look: Format) -> None:
    if len(sheet.columns) > 1:
        worksheet.merge_range(row, 0, row, len(sheet.columns) - 1, "", look)
    worksheet.write_string(row, 0, text, look)


def _write_rows(workbook: Workbook, worksheet: Worksheet, sheet: Sheet, head: int) -> None:
    writers = [_cell_writer(workbook, worksheet, column) for column in sheet.columns]
    for place, row in enumerate(_counted(sheet), head):
        for number, (write, value) in enumerate(zip(writers, row, strict=True)):
            write(place, number, value)


def _cell_writer(workbook: Workbook, worksheet: Worksheet, column: Column) -> Callable[[int, int, Value], object]:
    """What writes a value of `column` in its format. The type of the value decides, never what its text looks like."""
    place = {"align": "center"} if column.kind in CENTRED else {"text_wrap": column.kind is Kind.TEXT}
    look = workbook.add_format({**FACE, **RULE, **place, "num_format": NUMBER_FORMATS[column.kind]})

    def write(row: int, number: int, value: Value) -> object:
        if value is None or value == "":
            return worksheet.write_blank(row, number, None, look)
        if isinstance(value, str | bool) or column.kind is Kind.IDENTIFIER:
            return worksheet.write_string(row, number, _fitting(plain_text(value)), look)
        if isinstance(value, date):
            moment = local(value) if isinstance(value, datetime) else datetime.combine(value, time.min)
            if moment.date() < FIRST_DAY:
                return worksheet.write_string(row, number, plain_text(value), look)
            return worksheet.write_datetime(row, number, moment, look)
        if not math.isfinite(value) or not -EXACT < value < EXACT:
            return worksheet.write_string(row, number, plain_text(value), look)
        return worksheet.write_number(row, number, value, look)

    return write


def _fitting(text: str) -> str:
    """`text`, or as much of it as a cell holds with a mark that it was cut; Excel would cut it in silence."""
    return text if len(text) <= EXCEL_TEXT else text[: EXCEL_TEXT - len(CUT_OFF)] + CUT_OFF


# --- CSV --------------------------------------------------------------------------------------------------------------
def write_csv(sheet: Sheet, file: BinaryIO) -> int:
    """Writes `sheet` into `file` as CSV (RFC 4180, UTF-8 with byte order mark) and gives the number of its rows.

    The first line holds the heads, there is no title. Raises RowsChanged as write_xlsx does.
    """
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="")
    # Everything quoted: where a semicolon parts cells, an unquoted ;=1+1 would become a cell of its own.
    lines = csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    try:
        lines.writerow(csv_text(column.label) for column in sheet.columns)
        for row in _counted(sheet):
            lines.writerow(
                csv_text(value) if isinstance(value, str) else plain_text(value)
                for _, value in zip(sheet.columns, row, strict=True)
            )
    finally:
        text.detach()  # the file stays open: it is the caller's
    return sheet.row_count


def csv_text(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula: with an apostrophe before it where that is needed.

    What cannot be seen does not count as its first character: spaces, tabs, line ends, zero-width and control
    characters may be dropped by the program before it looks.
    """
    first = next((c for c in text if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"}), "")
    hidden = bool(text) and (text[0] in "\t\r\n\0'" or unicodedata.category(text[0]) in {"Cc", "Cf"})
    return f"'{text}" if hidden or (first and first in FORMULA_STARTS) else text


def _counted(sheet: Sheet) -> Iterator[tuple[Value, ...]]:
    """The rows of `sheet`. Raises RowsChanged after the last when they were not as many as said."""
    count = 0
    for count, row in enumerate(sheet.rows, 1):
        if count > sheet.row_count:
            raise RowsChanged(sheet.row_count)
        yield row
    if count != sheet.row_count:
        raise RowsChanged(sheet.row_count)
