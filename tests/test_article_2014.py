"""The review of 2014 comes out of the portal as it was written: all its sixty figures, in the finished PDF and workbook.

`tests/data/figures_2014.csv` was made from the review by hand, apart from the file that the demo is filled from.
"""

import csv
import io
import re
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pypdfium2
import pytest
from django.db import transaction

from desk.jobs.runs import Result
from desk.vault.scope import acting_as
from jianzhi.year_end.choices import PeriodKind
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.tasks import papers, workbook
from unions.models import UnionOrg, User

COMPUTED = {"F01", "F02", "F54", "F55"}
LIST = Path(__file__).parent / "data" / "figures_2014.csv"
MARKS = re.compile(r"[\s“”\"()（）※]")


@dataclass(frozen=True)
class Figure:
    """A figure of the review as it has to be printed."""

    code: str
    name: str
    value: str
    more: bool
    unit: str

    @property
    def printed(self) -> str:
        """With the review's own 余 or 多: 16000余; of F51 it says 400多万元."""
        return self.value + (("多" if self.code == "F51" else "余") if self.more else "")

    @property
    def origin(self) -> str:
        return "计算" if self.code in COMPUTED else "填报"


def review() -> list[Figure]:
    """The figures of the review, in its order."""
    with LIST.open(encoding="utf-8-sig", newline="") as file:
        return [
            Figure(row["code"], row["name_zh"], row["value"], row["printed_as_more_than"] == "yes", row["unit"])
            for row in csv.DictReader(file)
        ]


class Kept:
    """A run that keeps its file in the hand."""

    def __init__(self, actor: User, args: dict[str, int], afterwards: ExitStack) -> None:
        self.actor, self.args, self.afterwards, self.content = actor, args, afterwards, b""

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Nobody looks."""

    def file(self, name: str, content: bytes | Callable[[Any], object], message: str = "") -> Result:
        assert isinstance(content, bytes)
        self.content = content
        return Result(message=message, download_name=name)


@pytest.fixture(scope="module")
def made(demo: None, django_db_blocker: Any) -> dict[str, bytes]:
    """The PDF and the workbook of the demo county, made by the handlers of their jobs for the county's statistician."""
    with django_db_blocker.unblock(), transaction.atomic():
        officer = User.objects.get(username="county_officer")
        with acting_as(officer), ExitStack() as afterwards:
            period = ReportingPeriod.objects.get(kind=PeriodKind.CALENDAR_YEAR, year=2014)
            args = {"period": period.pk, "union": UnionOrg.objects.get(parent=None).pk}
            runs = {name: Kept(officer, args, afterwards) for name in ("pdf", "xlsx")}
            papers.report.handler(runs["pdf"])  # type: ignore[arg-type]  # as a run
            workbook.workbook.handler(runs["xlsx"])  # type: ignore[arg-type]
        transaction.set_rollback(True)
    return {name: run.content for name, run in runs.items()}


@pytest.fixture(scope="module")
def text(made: dict[str, bytes]) -> str:
    """The words of the PDF in their order, without spaces, quotation marks and brackets."""
    pages = (page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made["pdf"]))
    return MARKS.sub("", "".join(pages))


@pytest.fixture(scope="module")
def rows(made: dict[str, bytes]) -> dict[str, tuple[Any, ...]]:
    """The rows of the sheet 指标 by code."""
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))["指标"]
    return {str(row[0]): row for row in sheet.iter_rows(min_row=4, values_only=True)}


def test_the_review_has_fifty_seven_figures_and_three_targets() -> None:
    assert [figure.code for figure in review()] == [f"F{number:02}" for number in range(1, 61)]
    assert len([figure for figure in review() if figure.more]) == 5


@pytest.mark.parametrize("figure", review(), ids=lambda figure: figure.code)
def test_the_pdf_lists_it_with_name_value_unit_and_origin(text: str, figure: Figure) -> None:
    name = MARKS.sub("", figure.name)
    assert f"{figure.code}{name}{figure.printed}{figure.unit}{figure.origin}" in text


@pytest.mark.parametrize("figure", review(), ids=lambda figure: figure.code)
def test_the_workbook_lists_it_with_name_value_unit_and_origin(
    rows: dict[str, tuple[Any, ...]], figure: Figure
) -> None:
    _, name, value, closeness, spoken, unit, origin, ground = rows[figure.code]
    assert MARKS.sub("", name) == MARKS.sub("", figure.name)
    assert f"{value}{closeness or ''}" == figure.printed
    assert (spoken, unit, origin) == (figure.printed + figure.unit, figure.unit, figure.origin)
    assert ("条记录计算" if figure.origin == "计算" else "2014 年工作总结第") in ground


def test_the_sheets_of_the_chapters_show_the_same_numbers(
    made: dict[str, bytes], rows: dict[str, tuple[Any, ...]]
) -> None:
    book = openpyxl.load_workbook(io.BytesIO(made["xlsx"]))
    shown = {row[1]: row[5] for sheet in book.worksheets[1:7] for row in sheet.iter_rows(min_row=5, values_only=True)}
    assert {code: shown[code] for code in rows} == {code: row[2] for code, row in rows.items()}
