"""Reading a file in a child process (promises.md B1, B6, B13).

A process of its own, started afresh for each file: what a malformed file does to it (memory, time, a crash inside the
library) ends with it. It is started, not forked: a worker or web process has threads, connections and keys that a fork
would hand on. The file goes through a pipe, so that nothing of it lies anywhere.
"""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from threading import Timer
from typing import IO, Any

import desk
from desk.sheets.reader.cells import Book, Merge, Sheet
from desk.sheets.reader.container import content_of
from desk.sheets.reader.limits import Limits, configured
from desk.sheets.reader.refusals import COPY_TO_NEW, SPLIT, FileRefused, Retold
from desk.sheets.reader.wire import Frame, Garbled, receive, unpack

COMMAND = (sys.executable, "-s", "-m", "desk.sheets.reader.child")
FOLDER = Path(desk.__file__).parent.parent
KEPT_ENVIRONMENT = ("PATH", "LD_LIBRARY_PATH", "LANG", "LC_ALL")  # no keys, no addresses
OUT_OF_TIME = (-signal.SIGKILL, -signal.SIGXCPU, -signal.SIGALRM)


def read(
    file: bytes | IO[bytes], *, sheet: int | None = None, first: int | None = None, limits: Limits | None = None
) -> Book:
    """The contents of `file`: all sheets or the one numbered `sheet`, all rows or the `first` ones of each.

    Sheets that were not asked for are told with their counts and without rows; what is asked for is read and checked
    to its end in any case. Raises FileRefused.
    """
    limits = limits or configured()
    content = content_of(file, limits)
    order = {"limits": asdict(limits), "wanted": {"sheet": sheet, "first": first}}
    with _child(limits) as child:
        try:
            _tell(child, json.dumps(order).encode() + b"\n", content)
            book = book_of(receive(_pipe(child.stdout)))
        except (Garbled, TypeError, KeyError, IndexError, ValueError):  # a child that talks nonsense has crashed
            book = None
        if book is None:
            raise _ended_early(child.wait())
    if first is not None:
        for told in book.sheets:
            del told.rows[first:]
    return book


@contextmanager
def _child(limits: Limits) -> Iterator[subprocess.Popen[bytes]]:
    """A child process that is gone afterwards, and at the latest when its time is over."""
    environment = {name: os.environ[name] for name in KEPT_ENVIRONMENT if name in os.environ}
    child = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=FOLDER,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},
    )
    clock = Timer(limits.seconds, child.kill)
    clock.daemon = True
    clock.start()
    try:
        yield child
    finally:
        clock.cancel()
        child.kill()
        with suppress(BrokenPipeError):  # the child may have died with the file half told
            _pipe(child.stdin).close()
        _pipe(child.stdout).close()
        child.wait()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the child process was started without pipes")
    return pipe


def _tell(child: subprocess.Popen[bytes], order: bytes, content: bytes) -> None:
    """The child reads all of it before it answers, so neither side waits for the other."""
    target = _pipe(child.stdin)
    with suppress(BrokenPipeError):
        target.write(order)
        target.write(content)
        target.close()


def book_of(frames: Iterator[Frame]) -> Book | None:
    """The book that the frames tell; None when they stop too early. Raises FileRefused, Garbled."""
    book = Book("")
    for what, content in frames:
        match what:
            case "refused":
                raise Retold(str(content))
            case "book":
                book = Book(**content)
            case "sheet":
                book.sheets.append(_sheet(content))
            case "rows":
                book.sheets[-1].rows.extend(unpack(content))
            case "end":
                return book
    return None


def _sheet(content: dict[str, Any]) -> Sheet:
    return Sheet(**content | {"merges": [Merge(*corners) for corners in content.get("merges", [])]})


def _ended_early(code: int) -> FileRefused:
    if code in OUT_OF_TIME:
        return FileRefused("读取这个文件用的时间超过上限，已停止。", SPLIT)
    return FileRefused("读取这个文件时出了意外（文件过大或内容损坏），已停止。", COPY_TO_NEW)
