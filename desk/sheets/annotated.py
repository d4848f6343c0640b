"""A file given back to the person who uploaded it, with what is wrong marked where it stands.

Bad cells are red and carry a comment, a last column 错误原因 says all that is wrong with its row. A workbook of moderate
size is opened and saved again, so that its layout, drop-downs and other sheets stay; of old Excel files, of CSV and of
large workbooks a new one with the same rows is made. With `only_bad` it holds the head and the bad rows alone, and can
be uploaded by itself when they are corrected.

Nothing is written to disk here: the rows are personal data, and scratch files of a killed process would stay.
"""

import io
import logging
import math
import zipfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Protocol

import xlsxwriter
from django.utils import timezone
from openpyxl import load_workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet
from xlsxwriter.exceptions import OverlappingRange
from xlsxwriter.format import Format

from desk.sheets.cells import EXCEL_TEXT, FIRST_DAY
from desk.sheets.reader import Merge
from desk.sheets.sheet import Column, Sheet
from desk.sheets.writer import write_xlsx

logger = logging.getLogger(__name__)
REASONS = "错误原因"
AUTHOR = "导入检查"
MOST_ROWS = 20_000  # of a workbook that is kept in memory as a whole
MOST_XML = 64 * 1024 * 1024  # unpacked; openpyxl takes some five times as much
MOST_COMMENTS = 2_000  # Excel opens a sheet with many more of them in minutes
WIDE = 60  # of the column with the reasons, in Latin characters
RED, DEEP_RED = "FFFFC7CE", "FF9C0006"


class Problem(Protocol):
    """What is wrong with a row. Rows count from 1 as in Excel, columns from 0; None is the row as a whole."""

    @property
    def row(self) -> int: ...
    @property
    def column(self) -> int | None: ...
    @property
    def label(self) -> str: ...
    @property
    def message(self) -> str: ...


@dataclass(frozen=True)
class Table:
    """Where the rows stand in a file: the name of their sheet, its rows as they were read, the row of the head.

    `merges` are the merged cells of the sheet; those of the head are merged in a new workbook too, or its two-storeyed
    heads would be read as others than before.
    """

    sheet: str
    rows: Sequence[Sequence[Any]]
    head_row: int
    merges: Sequence[Merge] = ()

    @property
    def width(self) -> int:
        """How many columns are in use; one with the reasons of an earlier check is not one of theirs."""
        used = max((_used(row) for row in self.rows), default=0)
        head = self.rows[self.head_row - 1]
        return used - 1 if used and len(head) >= used and head[used - 1] == REASONS else used


def _used(row: Sequence[Any]) -> int:
    width = len(row)
    while width and row[width - 1] in {None, ""}:
        width -= 1
    return width


def annotated(content: bytes, kind: str, table: Table, problems: Iterable[Problem], *, only_bad: bool = False) -> bytes:
    """The file as a workbook with `problems` marked in it."""
    by_row: dict[int, list[Problem]] = {}
    for problem in problems:
        by_row.setdefault(problem.row, []).append(problem)
    kept = [number for number in range(table.head_row + 1, len(table.rows) + 1) if not only_bad or number in by_row]
    if len(kept) > MOST_ROWS:
        return _streamed(table, by_row, kept)
    if not only_bad and kind == "xlsx":
        try:
            if _unpacked(content) <= MOST_XML:
                return _marked(content, table, by_row)
        except Exception as error:  # openpyxl stumbles over workbooks that our reader takes, in many ways
            logger.warning("a workbook is written anew, openpyxl cannot open it: %s", type(error).__name__)
    return _rewritten(table, by_row, kept)


def _unpacked(content: bytes) -> int:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return sum(part.file_size for part in archive.infolist() if part.filename.endswith(".xml"))


def _reason(problems: Iterable[Problem]) -> str:
    said = [f"{p.label}：{p.message}" if p.label else p.message for p in problems]
    return "；".join([*(text.removesuffix("。") for text in said[:-1]), *said[-1:]])[:EXCEL_TEXT]


# --- their own workbook -----------------------------------------------------------------------------------------------
def _marked(content: bytes, table: Table, by_row: dict[int, list[Problem]]) -> bytes:
    book = load_workbook(io.BytesIO(content), rich_text=True)
    sheet = book[table.sheet]
    _take_off_earlier_marks(sheet)
    reasons = table.width + 1
    _write_reasons(sheet, table, reasons, by_row)
    comments = 0
    for row, problems in sorted(by_row.items()):
        for problem in problems:
            if problem.column is not None:
                comments += 1
                _mark(sheet, _cell(sheet, row, problem.column + 1), problem.message, comment=comments <= MOST_COMMENTS)
    book.active = book.index(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _take_off_earlier_marks(sheet: Worksheet) -> None:
    """What was corrected since an earlier check is not red any more."""
    for cell in list(sheet._cells.values()):  # the cells there are; iter_rows() would make all those in between
        if cell.comment is not None and cell.comment.author == AUTHOR:
            cell.comment = None
            cell.fill = PatternFill()


def _write_reasons(sheet: Worksheet, table: Table, column: int, by_row: dict[int, list[Problem]]) -> None:
    for (row, place), cell in list(sheet._cells.items()):
        if place == column and row >= table.head_row and not isinstance(cell, MergedCell):
            cell.value = None
    head = _cell(sheet, table.head_row, column)
    head.value, head.font = REASONS, Font(bold=True, color=DEEP_RED)
    sheet.column_dimensions[head.column_letter].width = WIDE
    for row, problems in by_row.items():
        cell = _cell(sheet, row, column)
        cell.value = _reason(problems)
        cell.data_type = "s"  # a reason that begins with "=" is no formula
        cell.font, cell.alignment = Font(color=DEEP_RED), Alignment(wrap_text=True, vertical="top")


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    """The cell, or the one that shows for it where cells are merged."""
    cell = sheet.cell(row, column)
    if not isinstance(cell, MergedCell):
        return cell
    merged = next(area for area in sheet.merged_cells.ranges if cell.coordinate in area)
    shown = sheet.cell(merged.min_row, merged.min_col)
    if isinstance(shown, MergedCell):  # cannot be: the first cell of an area is a plain one
        raise TypeError(merged.coord)
    return shown


def _mark(sheet: Worksheet, cell: Cell, message: str, *, comment: bool) -> None:
    cell.fill = PatternFill("solid", start_color=RED, end_color=RED)
    if not comment:
        return
    before = f"{cell.comment.text}\n" if cell.comment is not None else ""
    cell.comment = Comment(before + message, AUTHOR, height=60 + 20 * before.count("\n"), width=280)


# --- a new workbook ---------------------------------------------------------------------------------------------------
def _rewritten(table: Table, by_row: dict[int, list[Problem]], kept: Sequence[int]) -> bytes:
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        pen = _Pen(book, book.add_worksheet(table.sheet[:31] if table.sheet else None))
        pen.merge([merge for merge in table.merges if merge.bottom < table.head_row])
        for place, row in enumerate(table.rows[: table.head_row]):
            pen.write_row(place, row, width=table.width)
        pen.write_head(table.head_row - 1, table.width)
        for place, number in enumerate(kept, table.head_row):
            row, problems = table.rows[number - 1], by_row.get(number, ())
            pen.write_row(place, row, width=table.width, problems=problems, from_row=number)
    return out.getvalue()


def _streamed(table: Table, by_row: dict[int, list[Problem]], kept: Sequence[int]) -> bytes:
    """Of many rows: the reasons, without red cells, which would have to be kept in memory."""

    def row(number: int) -> tuple[Any, ...]:
        values = [*table.rows[number - 1][: table.width]]
        values += [None] * (table.width - len(values))
        reason = f"（原第 {number} 行）{_reason(by_row[number])}" if number in by_row else None
        return (*map(_plain, values), reason)

    head = [str(label or "") for label in table.rows[table.head_row - 1][: table.width]]
    columns = (*map(Column, head), Column(REASONS, width=WIDE))
    out = io.BytesIO()
    write_xlsx(Sheet("导入检查结果", columns, map(row, kept), len(kept), timezone.now()), out)
    return out.getvalue()


def _plain(value: Any) -> Any:
    """`value` as a sheet takes it; a formula or an error as the text it shows."""
    return value if value is None or isinstance(value, str | bool | int | float | date) else str(value)


class _Pen:
    """Writes the rows of a new workbook."""

    def __init__(self, book: xlsxwriter.Workbook, sheet: Any) -> None:
        self._book, self._sheet, self._comments = book, sheet, 0
        self._looks: dict[tuple[str, bool], Format] = {}
        sheet.ignore_errors({"number_stored_as_text": "A1:XFD1048576"})

    def merge(self, merges: Iterable[Merge]) -> None:
        """Merge these cells; what the first of each holds is written afterwards."""
        for merge in merges:
            with suppress(OverlappingRange):  # no program of ours makes such a file, but strangers' do
                self._sheet.merge_range(*merge, "", self._look("@", bad=False))

    def write_head(self, row: int, width: int) -> None:
        """The head of the column with the reasons; what stands above the rows stays in view."""
        self._sheet.write_string(row, width, REASONS, self._book.add_format({"bold": True, "font_color": "#9C0006"}))
        self._sheet.set_column(0, max(width - 1, 0), 16)
        self._sheet.set_column(width, width, WIDE)
        self._sheet.freeze_panes(row + 1, 0)

    def write_row(
        self, place: int, row: Sequence[Any], *, width: int, problems: Sequence[Problem] = (), from_row: int = 0
    ) -> None:
        """One row; of a bad one the cells are marked and the reason says which row of the upload it was."""
        messages: dict[int, list[str]] = {}
        for problem in problems:
            if problem.column is not None:
                messages.setdefault(problem.column, []).append(problem.message)
        for column in range(width):
            value = row[column] if column < len(row) else None
            self._write(place, column, value, bad=column in messages)
            if column in messages and self._comments < MOST_COMMENTS:
                self._comments += 1
                self._sheet.write_comment(place, column, "\n".join(messages[column]), {"author": AUTHOR, "x_scale": 2})
        if problems:
            moved = f"（原第 {from_row} 行）" if place != from_row - 1 else ""
            self._sheet.write_string(place, width, moved + _reason(problems), self._look("", bad=False))

    def _write(self, row: int, column: int, value: Any, *, bad: bool) -> None:
        match value:
            case None | "":
                if bad:
                    self._sheet.write_blank(row, column, None, self._look("@", bad=True))
            case bool():
                self._sheet.write_boolean(row, column, value, self._look("General", bad=bad))
            case date() if (value.date() if isinstance(value, datetime) else value) >= FIRST_DAY:
                moment = value if isinstance(value, datetime) else datetime.combine(value, time.min)
                self._sheet.write_datetime(row, column, moment, self._look("yyyy-mm-dd", bad=bad))
            case int() | float() if math.isfinite(value):
                self._sheet.write_number(row, column, value, self._look("General", bad=bad))
            case _:  # texts, and what stands for a formula or an error: written as the text it shows
                self._sheet.write_string(row, column, str(value)[:EXCEL_TEXT], self._look("@", bad=bad))

    def _look(self, number_format: str, *, bad: bool) -> Format:
        key = (number_format, bad)
        if key not in self._looks:
            form = {"num_format": number_format} if number_format else {"text_wrap": True, "font_color": "#9C0006"}
            self._looks[key] = self._book.add_format({**form, **({"bg_color": "#FFC7CE"} if bad else {})})
        return self._looks[key]
