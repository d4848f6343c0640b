"""Reading CSV files, in the child process: which delimiter, and every record."""

import csv
import io
import re
import unicodedata
from collections.abc import Iterator
from itertools import islice

from desk.sheets.reader.encodings import NAMES, SAVE_AS_UTF8, decoded
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.refusals import FileRefused
from desk.sheets.reader.scans import Scan
from desk.sheets.reader.values import BLOCK, Wanted
from desk.sheets.reader.wire import Frame, pack

DELIMITERS = ",;\t"
LOOKED_AT = 20  # lines that decide about the delimiter
LONGEST_CELL = 32_767  # characters, what a cell of Excel can hold: longer ones are quotes that do not match
QUOTED = re.compile(r'"[^"]*"')
LINE_END = re.compile(r"\r\n|\r|\n")
FORMULA_STARTS = "=+-@|\uff1d\uff0b\uff0d\uff20\u2212\uff5c"  # those of desk.sheets.writer, which needs Django


def read_text(data: bytes, limits: Limits, wanted: Wanted) -> Iterator[Frame]:
    """The frames that tell the file. Raises FileRefused."""
    text, encoding = decoded(data)
    outside = QUOTED.sub("", text)
    if '"' in outside:
        raise _bad_quotes(LINE_END.subn("", outside[: outside.index('"')])[1] + 1)
    rows = _rows(text, _delimiter(outside), limits)
    ends = LINE_END.findall(outside)
    expected = len(ends) + (not outside.endswith(("\r", "\n")))
    if len(rows) != expected:
        raise _bad_quotes(len(rows))
    while rows and not any(rows[-1]):  # as in a workbook, a sheet ends with its last row that holds something
        rows.pop()
    width = max(map(len, rows), default=0)
    yield (
        "book",
        {"kind": "csv", "encoding": encoding, "notes": [f"按 {NAMES[encoding]} 编码读取，请核对姓名中的生僻字。"]},
    )
    yield "sheet", {"name": "CSV", "row_count": len(rows), "column_count": width}
    for start in range(0, len(rows) if wanted.first is None else min(wanted.first, len(rows)), BLOCK):
        block = [row + [""] * (width - len(row)) for row in islice(rows, start, start + BLOCK)]
        yield "rows", pack(list(zip(*block, strict=True)))


def _delimiter(outside: str) -> str:
    """The one that parts the first lines most often, quoted texts aside."""
    start = "\n".join(LINE_END.split(outside[: LOOKED_AT * LONGEST_CELL])[:LOOKED_AT])
    return max(DELIMITERS, key=start.count)


def _rows(text: str, delimiter: str, limits: Limits) -> list[list[str]]:
    csv.field_size_limit(LONGEST_CELL)
    rows: list[list[str]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    seen = Scan()
    try:
        for row in reader:
            rows.append([_without_apostrophe(cell) if cell[:1] == "'" else cell for cell in row])
            if any(row):
                seen.last_row, seen.columns = len(rows), max(seen.columns, len(row))
                seen.within(limits)
    except csv.Error as error:
        raise _bad_quotes(reader.line_num) from error
    return rows


def _without_apostrophe(cell: str) -> str:
    """`cell` without the apostrophe that desk.sheets.writer puts before what could run as a formula."""
    rest = cell[1:]
    hidden = rest[:1] in {*"\t\r\n\0'"} or (rest != "" and unicodedata.category(rest[0]) in {"Cc", "Cf"})
    first = next((c for c in rest if not c.isspace() and unicodedata.category(c) not in {"Cc", "Cf"}), "")
    return rest if hidden or (first and first in FORMULA_STARTS) else cell


def _bad_quotes(line: int) -> FileRefused:
    return FileRefused(f"CSV 文件第 {line:,} 行附近的英文引号不成对，无法确定每一行到哪里结束。", SAVE_AS_UTF8)
