"""Writes small .xls workbooks (BIFF8 in an OLE compound file) record by record: no library still does."""

from collections.abc import Sequence
from struct import pack

from desk.sheets.reader.old_workbook import (
    AUTOFILTER,
    BOF,
    BOOLERR,
    BOUNDSHEET,
    COLINFO,
    CONTINUE,
    DATEMODE,
    EOF,
    FILEPASS,
    FORMULA,
    LABELSST,
    MULRK,
    NUMBER,
    ROW,
    SST,
)

MERGED = 0xE5
SECTOR = 512
END, FREE, TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
Value = str | int | float | bool | tuple[str, float] | None  # ("=", cached) is a formula, ("#", code) an error


def record(kind: int, content: bytes = b"") -> bytes:
    return pack("<HH", kind, len(content)) + content


def strings_record(texts: Sequence[str]) -> bytes:
    """The shared strings; each after the first in a record of its own, so that continuing is exercised."""
    encoded = [pack("<HB", len(text.encode("utf-16-le")) // 2, 1) + text.encode("utf-16-le") for text in texts]
    head = pack("<II", len(texts), len(texts))
    return record(SST, head + b"".join(encoded[:1])) + b"".join(record(CONTINUE, one) for one in encoded[1:])


def cell(row: int, column: int, value: Value, texts: dict[str, int]) -> bytes:
    place = pack("<HHH", row, column, 0)
    match value:
        case None:
            return b""
        case bool():
            return record(BOOLERR, place + bytes([value, 0]))
        case str():
            return record(LABELSST, place + pack("<I", texts.setdefault(value, len(texts))))
        case ("#", code):
            return record(BOOLERR, place + bytes([int(code), 1]))
        case ("=", cached):
            tokens = b"\x1e\x01\x00\x1e\x01\x00\x03"  # 1 1 +
            return record(FORMULA, place + pack("<dHIH", cached, 0, 0, len(tokens)) + tokens)
        case int() | float():
            return record(NUMBER, place + pack("<d", value))
    raise TypeError(value)


def rks(row: int, column: int, numbers: Sequence[int]) -> bytes:
    """Several whole numbers in one record."""
    inside = b"".join(pack("<HI", 0, number << 2 | 2) for number in numbers)
    return record(MULRK, pack("<HH", row, column) + inside + pack("<H", column + len(numbers) - 1))


def sheet_stream(rows: Sequence[Sequence[Value]], texts: dict[str, int], more: bytes = b"") -> bytes:
    cells = b"".join(cell(r, c, value, texts) for r, row in enumerate(rows) for c, value in enumerate(row))
    return record(BOF, pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 6)) + cells + more + record(EOF)


def hidden_row(row: int) -> bytes:
    return record(ROW, pack("<HHHHIHH", row, 0, 1, 255, 0, 0x20, 0))


def hidden_column(column: int) -> bytes:
    return record(COLINFO, pack("<HHHHHH", column, column, 2000, 0, 1, 0))


def merged(top: int, bottom: int, left: int, right: int) -> bytes:
    return record(MERGED, pack("<HHHHH", 1, top, bottom, left, right))


def filtered() -> bytes:
    return record(AUTOFILTER, pack("<H", 1))


def workbook(
    sheets: dict[str, Sequence[Sequence[Value]]],
    *,
    more: bytes = b"",
    hidden: Sequence[str] = (),
    charts: Sequence[str] = (),
    from_1904: bool = False,
    password: bool = False,
) -> bytes:
    """An .xls file with these sheets; `more` are records at the end of each."""
    texts: dict[str, int] = {}
    streams = [sheet_stream(rows, texts, more) for rows in sheets.values()]
    names = [*sheets, *charts]
    streams += [sheet_stream([], texts) for _ in charts]
    before = record(BOF, pack("<HHHHII", 0x600, 0x05, 0, 0, 0, 6)) + (record(FILEPASS, bytes(6)) if password else b"")
    before += record(DATEMODE, pack("<H", from_1904))
    after = strings_record([*texts]) + record(EOF)
    length = sum(12 + 2 * len(name) for name in names)
    offset, bounds = len(before) + length + len(after), b""
    for name, stream in zip(names, streams, strict=True):
        kind = 2 if name in charts else 0
        bounds += record(
            BOUNDSHEET, pack("<IBBBB", offset, name in hidden, kind, len(name), 1) + name.encode("utf-16-le")
        )
        offset += len(stream)
    return compound("Workbook", before + bounds + after + b"".join(streams))


def compound(name: str, content: bytes) -> bytes:
    """A compound file that holds one stream: header, table, directory, then the stream (padded to a large one)."""
    content = content.ljust(4096, b"\0")
    sectors = -(-len(content) // SECTOR)
    tables = -(-(sectors + 8) // 127)
    chain = [*range(tables + 2, tables + 1 + sectors), END]
    table = [TABLE] * tables + [END] + chain
    table += [FREE] * (tables * 128 - len(table))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += pack("<IIIIIIIII", 0, tables, tables, 0, 4096, END, 0, END, 0)
    header += pack("<109I", *range(tables), *[FREE] * (109 - tables))
    entries = directory_entry("Root Entry", 5, END, 0, child=1) + directory_entry(name, 2, tables + 1, len(content))
    directory = entries.ljust(SECTOR, b"\0")
    return header + pack(f"<{len(table)}I", *table) + directory + content.ljust(sectors * SECTOR, b"\0")


def directory_entry(name: str, kind: int, start: int, size: int, child: int = FREE) -> bytes:
    encoded = (name + "\0").encode("utf-16-le")
    return (
        encoded.ljust(64, b"\0")
        + pack("<HBB", len(encoded), kind, 1)
        + pack("<III", FREE, FREE, child)
        + bytes(36)
        + pack("<IQ", start, size)
    )
