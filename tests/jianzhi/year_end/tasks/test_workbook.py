"""The jobs of the workbook and the CSV: the figures of one branch, with what its unions said, for who may export them."""

import csv
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.exceptions import PermissionDenied

from desk.jobs.kinds import JobKind
from desk.jobs.runs import JobRefused, Result
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn
from jianzhi.year_end.tasks import workbook
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return
from unions.models import UnionOrg, User


class Kept:
    """A run that keeps its file in the hand."""

    def __init__(self, actor: User, args: dict[str, int]) -> None:
        self.actor, self.args, self.content = actor, args, b""
        self.told: list[str] = []

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        self.told.append(f"{done}/{total} {message}")

    def file(self, name: str, content: bytes | Callable[[Any], object], message: str = "") -> Result:
        out = io.BytesIO()
        content(out) if callable(content) else out.write(content)
        self.content = out.getvalue()
        return Result(message=message, download_name=name)


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """The year 2014, in which the street of Xin'anjiang has reported."""
    with everything("test"):
        found = add_period(2014, "calendar_year")
        add_return(found, county.xinanjiang, "reported", explanations={"F34": "新增两个社区"})
        add_figure(found, county.xinanjiang, "F34", 40)
        add_figure(found, county.meicheng, "F34", 7)
    return found


def made(kind: JobKind, user: User, period: ReportingPeriod, union: UnionOrg) -> tuple[Kept, Result]:
    run = Kept(user, {"period": period.pk, "union": union.pk})
    with acting_as(user):
        result = kind.handler(run)  # type: ignore[arg-type]  # as a run
    assert result is not None
    return run, result


def test_a_township_gets_the_workbook_of_its_branch_and_nothing_of_others(
    county: County, period: ReportingPeriod
) -> None:
    run, result = made(workbook.workbook, county["town_officer"], period, county.xinanjiang)
    assert result.download_name == "2014年-建德市新安江街道总工会-工会统计年报.xlsx"
    assert result.message == "送审稿（未关账）"
    book = openpyxl.load_workbook(io.BytesIO(run.content))
    facts = {row[1].value: row[2].value for row in book["封面"].iter_rows(min_row=5, max_row=13)}
    assert (facts["填报单位："], facts["负责人："], facts["填表人："]) == ("建德市新安江街道总工会", "徐芳", "方敏")
    words = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}
    assert county.plant.name in words
    assert [word for word in words if county.meicheng.name in word or county.quarry.name in word] == []
    assert run.told[0] == "0/0 正在汇总数据"
    assert run.told[-1].endswith("正在保存")


def test_the_csv_has_a_row_for_each_figure(county: County, period: ReportingPeriod) -> None:
    run, result = made(workbook.figures_csv, county["county_officer"], period, county.federation)
    head, *rows = csv.reader(io.StringIO(run.content.decode("utf-8-sig"), newline=""))
    told = {(row[head.index("单位")], row[head.index("代码")]): row[head.index("数值")] for row in rows}
    assert told[county.xinanjiang.name, "F34"] == "40"
    assert told[county.federation.name, "F34"] == "47"
    assert result.message == f"共 {len(rows)} 行。"


def test_the_checks_of_the_branch_quote_what_the_unions_said(
    county: County, period: ReportingPeriod, whole_scope: None
) -> None:
    earlier = add_period(2013, "calendar_year")
    add_figure(earlier, county.xinanjiang, "F34", 10)
    StatisticalReturn.objects.filter(period=period).update(explanations={"F34": "新增两个社区"})
    run, _ = made(workbook.workbook, county["county_officer"], period, county.federation)
    sheet = openpyxl.load_workbook(io.BytesIO(run.content))["逻辑检查"]
    rows = [row for row in sheet.iter_rows(min_row=4, values_only=True) if row[1] == county.xinanjiang.name]
    assert [(row[2], row[4], row[6]) for row in rows if row[2] == "F34"] == [("F34", "提醒", "新增两个社区")]


def test_the_right_is_asked_again_when_the_job_runs(county: County, period: ReportingPeriod) -> None:
    for kind in workbook.KINDS:
        with pytest.raises(PermissionDenied):
            made(kind, county["auditor"], period, county.federation)
        with pytest.raises(PermissionDenied):
            made(kind, county["base_officer"], period, county.xinanjiang)


def test_a_period_that_is_gone_is_told(county: County, period: ReportingPeriod) -> None:
    run = Kept(county["county_officer"], {"period": 10**9, "union": county.federation.pk})
    with acting_as(county["county_officer"]), pytest.raises(JobRefused, match="统计期已不存在"):
        workbook.workbook.handler(run)  # type: ignore[arg-type]  # as a run
