"""Reading an .xls workbook ([MS-XLS], BIFF8), in the child process."""

import struct
from collections.abc import Iterator
from functools import partial
from struct import unpack_from

from desk.sheets.reader.compound import Compound
from desk.sheets.reader.container import damaged, password
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.refusals import SAVE_AS_XLSX, FileRefused
from desk.sheets.reader.scans import Scan, Seen
from desk.sheets.reader.shared_strings import blank_strings
from desk.sheets.reader.values import Wanted, frames
from desk.sheets.reader.wire import Frame

# Kinds of records
BOF, EOF, FILEPASS, DATEMODE, BOUNDSHEET, SST, CONTINUE = 0x809, 0x0A, 0x2F, 0x22, 0x85, 0xFC, 0x3C
FORMULA, BOOLERR, MULRK, LABELSST = 0x06, 0x205, 0xBD, 0xFD
NUMBER, RK, LABEL, RSTRING = 0x203, 0x27E, 0x204, 0xD6
ROW, COLINFO, AUTOFILTER = 0x208, 0x7D, 0x9D

BIFF8, WORKSHEET = 0x0600, 0
ROW_HIDDEN, COLUMN_HIDDEN = 0x20, 0x01
ERRORS = {0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A"}

Record = tuple[int, bytes]


def read_old_workbook(data: bytes, limits: Limits, wanted: Wanted) -> Iterator[Frame]:
    """The frames that tell the workbook. Raises FileRefused."""
    try:
        stream = Compound(data).stream("Workbook", "Book")
        sheets, notes = _contents(stream)
        seen = [
            Seen(name, hidden, _scan(stream, offset, limits, set()), partial(_exactly, stream, offset, limits))
            for name, hidden, offset in sheets
        ]
    except (struct.error, UnicodeDecodeError) as error:
        raise damaged() from error
    yield from frames(data, "xls", seen, notes, wanted)


def _records(stream: bytes, position: int) -> Iterator[Record]:
    """The records from `position` to the end of that part of the stream, those of embedded charts left out."""
    depth = 0
    while position + 4 <= len(stream):
        kind, length = unpack_from("<HH", stream, position)
        content = stream[position + 4 : position + 4 + length]
        if len(content) < length:
            raise damaged()
        position += 4 + length
        depth += (kind == BOF) - (kind == EOF)
        if depth <= 1:
            yield kind, content
        if depth == 0:
            return
    raise damaged()


def _contents(stream: bytes) -> tuple[list[tuple[str, bool, int]], list[str]]:
    """The sheets (name, hidden, offset) in order, and notes about the workbook."""
    sheets, notes = [], []
    for kind, content in _records(stream, 0):
        if kind == BOF and unpack_from("<H", content)[0] != BIFF8:
            raise FileRefused("这是 Excel 95 或更早的工作簿，系统不能可靠读取其中的汉字。", SAVE_AS_XLSX)
        if kind == FILEPASS:
            raise password()
        if kind == DATEMODE and content[:1] == b"\x01":
            notes.append("文件使用 1904 日期系统，日期已照此换算。")
        if kind == BOUNDSHEET:
            offset, state, what, length, wide = unpack_from("<IBBBB", content)
            name = content[8:].decode("utf-16-le") if wide & 1 else content[8:].decode("latin-1")
            if what == WORKSHEET:
                sheets.append((name[:length], state & 3 != 0, offset))
            else:
                notes.append(f"“{name[:length]}”是图表或宏表，没有数据行，已跳过。")
    if not sheets:
        raise FileRefused("工作簿里没有工作表。", "请核对选的是不是这个文件。")
    return sheets, notes


def _scan(stream: bytes, offset: int, limits: Limits, blank: set[int]) -> Scan:
    """What stands in the sheet at `offset`, where the shared strings numbered in `blank` are nothing."""
    found, rows = Scan(), set[int]()
    for kind, content in _records(stream, offset):
        if kind in (NUMBER, RK, LABEL, RSTRING, LABELSST, MULRK, FORMULA, BOOLERR):
            row, column = unpack_from("<HH", content)
            if kind == LABELSST and blank and unpack_from("<I", content, 6)[0] in blank:
                continue
            rows.add(row)
            last = _note_cell(found, kind, content, row, column)
            found.last_row, found.columns = max(found.last_row, row + 1), max(found.columns, last + 1)
            found.within(limits)
        elif kind == ROW:
            found.hidden_rows += unpack_from("<H", content, 12)[0] & ROW_HIDDEN != 0
        elif kind == COLINFO:
            found.hidden_columns |= unpack_from("<H", content, 8)[0] & COLUMN_HIDDEN != 0
        elif kind == AUTOFILTER:
            found.filtered = True
    found.rows = len(rows)
    return found


def _note_cell(found: Scan, kind: int, content: bytes, row: int, column: int) -> int:
    """Count the cell or cells of a record; answers the last column."""
    if kind == FORMULA:
        found.formulas[row, column] = "=…"
    elif kind == BOOLERR and content[7]:
        found.errors[row, column] = ERRORS.get(content[6], "#N/A")
    elif kind == MULRK:
        last = int(unpack_from("<H", content, len(content) - 2)[0])
        found.values += last - column + 1
        return last
    else:
        found.values += 1
    return int(column)


def _exactly(stream: bytes, offset: int, limits: Limits) -> Scan:
    return _scan(stream, offset, limits, blank_strings(_string_records(stream)))


def _string_records(stream: bytes) -> list[bytes]:
    """The record of the shared strings and those that continue it."""
    found: list[bytes] = []
    for kind, content in _records(stream, 0):
        if kind == SST or (found and kind == CONTINUE):
            found.append(content)
        elif found:
            break
    return found
