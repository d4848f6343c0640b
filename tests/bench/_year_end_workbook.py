"""Part of the benchmark year-end: the workbook of a county of 1,300 unions, beside openpyxl writing the same cells.

It is measured in a process of its own, so that its memory is its own. Every union has a figure of every kind, which is
more than any county has.
"""

import io
import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
from openpyxl.styles import Alignment, Border, Font, Side

from jianzhi.launcher.benchmarks import Portal
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.paths import ROOT, VENV_PYTHON
from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Cube
from jianzhi.year_end.workbook import Cover, write_workbook
from tests.jianzhi.year_end import sample

UNIONS = 1_300
ROUNDS = 3
GOAL_SECONDS = 10


def measure(portal: Portal) -> dict[str, Any]:
    """What `measured` gives in a process of its own."""
    command = [VENV_PYTHON, "-m", "tests.bench._year_end_workbook"]
    done = subprocess.run(command, env=portal.environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LauncherError("统计表的性能测试没有完成", done.stderr[-2000:])
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def measured() -> dict[str, Any]:
    """The best of three rounds each, in seconds, and how often the one goes into the other."""
    report = full().report(sample.HEAD)
    cover = Cover("赵银", "方敏", date(2015, 1, 9))
    content = io.BytesIO()
    ours = _best(lambda: write_workbook(report, content, cover=cover), content)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sheets = _cells(content.getvalue())
    theirs = _best(lambda: _by_openpyxl(sheets, content), content)
    return {
        "unions": UNIONS,
        "sheets": len(sheets),
        "cells": sum(len(cells) for cells, _ in sheets.values()),
        "seconds": round(ours, 2),
        "goal_seconds": GOAL_SECONDS,
        "openpyxl_seconds": round(theirs, 2),
        "times_faster": round(theirs / ours, 1),
        "peak_mb": peak // 1024,
    }


def full() -> Cube:
    """The large county, with a figure of every kind for every union."""
    cube = sample.large(UNIONS)
    cells = {}
    for node in cube.nodes[1:]:
        own = dict(cube.cells.get(node.pk, {}))
        for number, definition in enumerate(cube.definitions):
            own.setdefault(definition.code, Cell(Decimal(node.pk % 97 + number), Origin.ENTERED, source="年报表"))
        cells[node.pk] = own
    return replace(cube, cells={**cells, sample.HEAD: cube.cells[sample.HEAD]})


def _best(work: Callable[[], object], file: io.BytesIO) -> float:
    taken = []
    for _ in range(ROUNDS):
        file.seek(0)
        file.truncate()
        began = time.perf_counter()
        work()
        taken.append(time.perf_counter() - began)
    return min(taken)


Sheets = dict[str, tuple[list[tuple[int, int, Any]], list[str]]]


def _cells(content: bytes) -> Sheets:
    """The cells and the merged areas of each sheet, read before the clock runs."""
    found: Sheets = {}
    for sheet in openpyxl.load_workbook(io.BytesIO(content)):
        cells = [(cell.row, cell.column, cell.value) for row in sheet.iter_rows() for cell in row if cell.has_style]
        found[sheet.title] = (cells, [str(area) for area in sheet.merged_cells.ranges])
    return found


def _by_openpyxl(sheets: Sheets, file: io.BytesIO) -> None:
    book = openpyxl.Workbook()
    edge = Side("thin")
    font, border, middle = Font("宋体", 10.5), Border(edge, edge, edge, edge), Alignment(vertical="center")
    for name, (cells, areas) in sheets.items():
        sheet = book.create_sheet(name)
        for row, column, value in cells:
            cell = sheet.cell(row, column)
            cell.font, cell.border, cell.alignment = font, border, middle
            cell.value = value
        for area in areas:
            sheet.merge_cells(area)
    book.save(file)


if __name__ == "__main__":
    import django

    django.setup()
    sys.stdout.write(json.dumps(measured(), ensure_ascii=False) + "\n")
