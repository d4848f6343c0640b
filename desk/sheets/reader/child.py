"""The child process that reads one file: `python -m desk.sheets.reader.child`.

It gets limits and file through its standard input, gives frames through its standard output, and has nothing else: no
settings, no keys, no database, and no right to write a file (promises.md B6, B13). It imports no Django.
"""

import gc
import json
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

from desk.sheets.reader.limits import Limits
from desk.sheets.reader.refusals import SPLIT, FileRefused
from desk.sheets.reader.values import Wanted
from desk.sheets.reader.wire import Frame, send

OPEN_FILES = 16


def main() -> None:
    """Read what stands in standard input, tell it on standard output."""
    source, target = sys.stdin.buffer, sys.stdout.buffer
    order = json.loads(source.readline())
    limits = Limits(**order["limits"])
    confine(limits)
    gc.disable()  # the process ends before it could help
    try:
        for frame in read_frames(source.read(), limits, Wanted(**order["wanted"])):
            send(target, frame)
        send(target, ("end", None))
    except FileRefused as refusal:
        send(target, ("refused", str(refusal)))
    except MemoryError:
        send(target, ("refused", str(FileRefused("读取这个文件需要的内存超过上限，已停止。", SPLIT))))
    target.flush()


def read_frames(data: bytes, limits: Limits, wanted: Wanted) -> Iterator[Frame]:
    """The frames of the file. Raises FileRefused."""
    # Only the modules that this kind of file needs: starting is most of the time a small file takes.
    from desk.sheets.reader.container import check_before_opening

    kind = check_before_opening(data, limits)
    if kind.name == "csv":
        from desk.sheets.reader.text import read_text as reading
    elif kind.name == "xls":
        from desk.sheets.reader.old_workbook import read_old_workbook as reading
    else:
        from desk.sheets.reader.workbook import read_workbook as reading
    for what, content in reading(data, limits, wanted):
        if what == "book":
            content["notes"] = [*kind.notes, *content["notes"]]
        yield what, content


def confine(limits: Limits) -> None:
    """Give up everything this process does not need. Memory can be limited on Linux only."""
    import resource  # not on every system

    signal.alarm(limits.seconds)  # should the parent be gone
    bounds = {"RLIMIT_CPU": limits.seconds, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_NOFILE": OPEN_FILES}
    if sys.platform == "linux":
        bounds["RLIMIT_AS"] = _address_space() + limits.memory
    for name, bound in bounds.items():
        kind = getattr(resource, name)
        hard = resource.getrlimit(kind)[1]
        lowest = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (lowest, lowest))


def _address_space() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * os.sysconf("SC_PAGE_SIZE")


if __name__ == "__main__":
    main()
