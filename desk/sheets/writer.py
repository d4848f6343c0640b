"""Writes a Sheet as XLSX or CSV, some rows at a time and in constant memory, so that nothing in it can execute.

A cell that begins with =, + or the like is a formula to a spreadsheet program. In XLSX text is written as text, whatever
it looks like. CSV knows no types, so there a leading apostrophe says it (OWASP, CSV injection); reading takes exactly
one apostrophe off again, for which reason texts that begin with one get another.
"""

import csv
import io
import unicodedata
from collections.abc import Iterator
from itertools import chain, islice, repeat
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile

from isal import isal_zlib

from desk.sheets import workbook
from desk.sheets.cells import Cells
from desk.sheets.sheet import RowsChanged, Sheet, SheetTooLarge, SheetTooLong, Value, plain_text
from desk.sheets.undisturbed import undisturbed

AT_ONCE = 250  # rows
FAST = 1  # level of compression: a higher one takes much longer for little less
MOST_BYTES = 2**31 - 1  # of a worksheet: above it a zip needs an extension at which Excel offers a repair

# What a spreadsheet program may take for the begin of a formula, half-width or full-width.
FORMULA_STARTS = "=+-@|\uff1d\uff0b\uff0d\uff20\u2212\uff5c"


# --- XLSX -------------------------------------------------------------------------------------------------------------
def write_xlsx(sheet: Sheet, file: BinaryIO) -> int:
    """Writes `sheet` into `file`, which need not be seekable, as a workbook and gives the number of its rows.

    Raises SheetTooLong at once, RowsChanged when the rows are not as many as said, and SheetTooLarge; `file` is of no
    use then.
    """
    most = workbook.EXCEL_ROWS - workbook.head_rows(sheet)
    if sheet.row_count > most:
        raise SheetTooLong(sheet.row_count, most)
    with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=FAST) as package:
        for name, text in workbook.parts_of(sheet).items():
            package.writestr(name, text)
        written = 0
        with undisturbed(), package.open(workbook.SHEET, "w") as part:
            # A fifth of zlib's time for the same deflate, and smaller; zipfile has no other way to choose it.
            part._compressor = isal_zlib.compressobj(FAST, isal_zlib.DEFLATED, -isal_zlib.MAX_WBITS)  # type: ignore[attr-defined]
            for text in chain(workbook.before_rows(sheet), _rows(sheet), workbook.after_rows(sheet)):
                written += part.write(text.encode())
                if written > MOST_BYTES:
                    raise SheetTooLarge
    return sheet.row_count


def _rows(sheet: Sheet) -> Iterator[str]:
    """The rows as XML. They are put together by columns: what Python does once for a column is not done for a cell."""
    columns = [Cells(column, workbook.STYLE_OF[column.kind]) for column in sheet.columns]
    begins = [f'<c r="{workbook.letters(number)}' for number in range(1, len(columns) + 1)]
    place = workbook.head_rows(sheet) + 1
    rows = _counted(sheet)
    while batch := list(islice(rows, AT_ONCE)):
        numbers = [str(number) for number in range(place, place + len(batch))]
        place += len(batch)
        parts = [repeat('<row r="'), numbers, repeat('">')]
        for begin, cells, values in zip(begins, columns, zip(*batch, strict=True), strict=True):
            parts += [repeat(begin), numbers, cells.of(values)]
        # Not strict: the repeated parts never end, the numbers do.
        yield "".join(map("".join, zip(*parts, repeat("</row>"), strict=False)))


# --- CSV --------------------------------------------------------------------------------------------------------------
def write_csv(sheet: Sheet, file: BinaryIO) -> int:
    """Writes `sheet` into `file` as CSV (RFC 4180, UTF-8 with byte order mark) and gives the number of its rows.

    The first line holds the heads, there is no title. Raises RowsChanged as write_xlsx does.
    """
    # Half a surrogate is no character, and no encoding has a place for it.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="replace", newline="")
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
    if text.isalnum():
        return text
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
