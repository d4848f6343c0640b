"""The values of a workbook, by calamine, in the child process; held against what the scan of the file saw.

A row or cell that one of them saw and the other did not makes the whole file refused, because whoever imports it would
lose that row without knowing (promises.md B2).
"""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

import python_calamine as calamine

from desk.sheets.reader.cells import ErrorCell, Formula
from desk.sheets.reader.container import damaged, password
from desk.sheets.reader.refusals import COPY_TO_NEW, FileRefused
from desk.sheets.reader.scans import Scan, Seen
from desk.sheets.reader.wire import Frame, pack

BLOCK = 2_000  # rows of a frame
MOST_MERGES = 20_000


@dataclass(frozen=True)
class Wanted:
    """Which rows to tell: of one sheet or all, the first ones or all."""

    sheet: int | None = None
    first: int | None = None

    def includes(self, number: int) -> bool:
        """Whether the sheet with this number is to be told."""
        return self.sheet is None or self.sheet == number


def frames(data: bytes, kind: str, sheets: list[Seen], notes: list[str], wanted: Wanted) -> Iterator[Frame]:
    """The frames that tell the workbook. Raises FileRefused, also after the first frames."""
    try:
        book = calamine.load_workbook(io.BytesIO(data))
        yield "book", {"kind": kind, "notes": notes + [note for sheet in sheets for note in sheet.notes()]}
        for number, sheet in enumerate(sheets):
            if wanted.includes(number):
                yield from _Reading(book.get_sheet_by_name(sheet.name), sheet).frames(wanted.first)
            else:
                yield "sheet", _head(sheet, sheet.scan.last_row, sheet.scan.columns, [])
    except calamine.PasswordError as error:
        raise password() from error
    except calamine.CalamineError as error:
        raise damaged() from error


def _head(sheet: Seen, rows: int, columns: int, merges: list[tuple[int, int, int, int]]) -> dict[str, Any]:
    return {
        "name": sheet.name,
        "hidden": sheet.hidden,
        "row_count": rows,
        "column_count": columns,
        "merges": merges,
        "formula_count": len(sheet.scan.formulas),
        "error_count": len(sheet.scan.errors),
    }


class _Reading:
    """One sheet being read, and the count of what was read."""

    def __init__(self, source: Any, sheet: Seen) -> None:
        self._source, self._sheet = source, sheet
        self._left = source.start[1] if source.start else 0
        scan = sheet.scan
        self._height = max(source.total_height if source.start else 0, scan.last_row)
        self._width = max(source.total_width if source.start else 0, scan.columns)
        # By row, because blocks of rows are laid over with them.
        self._marks: dict[int, dict[int, Formula | ErrorCell]] = {}
        for kind, places in ((Formula, scan.formulas), (ErrorCell, scan.errors)):
            for (row, column), text in places.items():
                self._marks.setdefault(row, {})[column] = kind(text)

    def frames(self, first: int | None) -> Iterator[Frame]:
        """The sheet's frames. Raises FileRefused when rows or cells are missing."""
        yield "sheet", _head(self._sheet, self._height, self._width, self._merges())
        rows = values = told = 0
        for start, block in self._blocks():
            for row in block:
                filled = len(row) - row.count("")
                values += filled
                rows += filled > 0
            columns: list[Any] = [("",) * len(block)] * self._left + list(zip(*block, strict=True))
            columns += [("",) * len(block)] * (self._width - len(columns))
            more_rows, fewer_values = self._lay_over(columns, start, block)
            rows += more_rows
            values -= fewer_values
            if first is None or told < first:
                told += len(block)
                yield "rows", pack(columns)
        self._agree(rows, values)

    def _merges(self) -> list[tuple[int, int, int, int]]:
        """The merged ranges as far as there is something beside them. Raises FileRefused."""
        found, area = [], 0
        for (top, left), (bottom, right) in self._source.merged_cell_ranges or []:
            last_row, last_column = min(bottom, self._height - 1), min(right, self._width - 1)
            if top <= last_row and left <= last_column and (top, left) != (last_row, last_column):
                found.append((top, left, last_row, last_column))
                area += (last_row - top + 1) * (last_column - left + 1)
        # Ranges that overlap are not to be had in Excel, and could make few bytes stand for very many cells.
        if len(found) > MOST_MERGES or area > self._height * self._width:
            raise FileRefused(f"工作表“{self._sheet.name}”的合并单元格过多或互相重叠。", COPY_TO_NEW)
        return found

    def _blocks(self) -> Iterator[tuple[int, list[list[Any]]]]:
        """Blocks of rows with the number of their first; rows that hold only formulas may follow calamine's last."""
        rows, start = iter(self._source.iter_rows()), 0
        while start < self._height:
            block = list(islice(rows, BLOCK))
            if not block:
                block = [[""]] * min(BLOCK, self._height - start)
            yield start, block
            start += len(block)

    def _lay_over(self, columns: list[Any], start: int, block: list[list[Any]]) -> tuple[int, int]:
        """Put formulas and errors in their places; tells how many empty rows now hold something, and how many of the
        values counted were theirs.
        """
        rows = values = 0
        if not self._marks:
            return rows, values
        for offset, row in enumerate(block):
            marks = self._marks.get(start + offset)
            if marks:
                rows += row.count("") == len(row)
                for column, mark in marks.items():
                    if not isinstance(columns[column], list):
                        columns[column] = list(columns[column])
                    values += columns[column][offset] != ""
                    columns[column][offset] = mark
        return rows, values

    def _agree(self, rows: int, values: int) -> None:
        scan = self._sheet.scan
        if (rows, values) == (scan.rows, scan.values):
            return
        # Cells may hold empty texts or white space, which calamine partly drops: count once more, without them.
        scan = self._sheet.exactly()
        if self._count_again(scan) != (scan.rows, scan.values):
            raise FileRefused(
                f"工作表“{self._sheet.name}”中有的行或单元格无法可靠读出，为避免漏掉数据，整个文件都没有读取。",
                COPY_TO_NEW,
            )

    def _count_again(self, scan: Scan) -> tuple[int, int]:
        marked = {*scan.formulas, *scan.errors}
        filled_rows, values = {row for row, _ in marked}, 0
        for number, row in enumerate(self._source.iter_rows()):
            for column, value in enumerate(row, start=self._left):
                empty = not value.strip() if isinstance(value, str) else False
                if not empty and (number, column) not in marked:
                    values += 1
                    filled_rows.add(number)
        return len(filled_rows), values
