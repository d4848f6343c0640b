"""Reading without a child process, for tests that read thousands of files; the frames go through JSON all the same."""

import io
import os
from pathlib import Path

from desk.sheets.reader.cells import Book, Row
from desk.sheets.reader.child import read_frames
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.process import book_of
from desk.sheets.reader.values import Wanted
from desk.sheets.reader.wire import receive, send
from tests.desk.sheets.reader.corpus import REFUSED, Specimen

LIMITS = Limits()
KEPT = "您的文件没有改动"


def read_here(content: bytes, limits: Limits = LIMITS) -> Book:
    """The book of `content`. Raises FileRefused."""
    told = io.BytesIO()
    for frame in read_frames(content, limits, Wanted()):
        send(told, frame)
    send(told, ("end", None))
    told.seek(0)
    book = book_of(receive(told))
    assert book is not None
    return book


def rows_of(content: bytes) -> list[Row]:
    """The rows of its first sheet."""
    return read_here(content).sheets[0].rows


def children() -> list[str]:
    """The command lines of the processes of this one that read files just now."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            parent = (folder / "stat").read_text().rpartition(")")[2].split()[1]
        except OSError:  # it ended meanwhile
            continue
        if b"desk.sheets.reader.child" in words and int(parent) == os.getpid():
            found.append(words.replace(b"\0", b" ").decode())
    return found


def outcome(specimen: Specimen, book: Book | None, said: str) -> str:
    """What is wrong with how the specimen was read, or nothing."""
    rows = REFUSED if book is None else len(book.sheets[0].rows)
    if book is None and (KEPT not in said or not said.endswith("。")):
        return f"{specimen}: a refusal that does not say what was kept: {said}"
    if book is not None and any(len(sheet.rows) != sheet.row_count for sheet in book.sheets):
        return f"{specimen}: another number of rows than was counted"
    if specimen.rows is not None and specimen.rows != rows:
        return f"{specimen}: {rows} rows instead of {specimen.rows}; {said}"
    return ""
