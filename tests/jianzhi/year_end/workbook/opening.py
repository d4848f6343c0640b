"""Opens a workbook as its readers do."""

import io
from datetime import date
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from jianzhi.year_end.report import Cube, Report
from jianzhi.year_end.workbook import Cover, write_workbook

COVER = Cover("赵㛃", "陈䶮", date(2015, 1, 9), "第 1 版", "a1b2c3")


def written(report: Report, **options: Any) -> bytes:
    """The workbook of `report`."""
    file = io.BytesIO()
    write_workbook(report, file, cover=options.pop("cover", COVER), **options)
    return file.getvalue()


def opened(content: bytes, *, calculated: bool = False) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it: formulas, or with `calculated` what they gave."""
    return openpyxl.load_workbook(io.BytesIO(content), data_only=calculated)


def county_sheet(cube: Cube, name: str, *, calculated: bool = False) -> Worksheet:
    """A sheet of the workbook of the county."""
    sheet = opened(written(cube.report(cube.head.pk)), calculated=calculated)[name]
    assert isinstance(sheet, Worksheet)
    return sheet


def rows(sheet: Worksheet, first: int) -> list[tuple[Any, ...]]:
    """The values from row `first`, counted from 1, to the end."""
    return list(sheet.iter_rows(min_row=first, values_only=True))
