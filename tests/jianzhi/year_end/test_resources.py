"""Figures come in by a sheet: through the same service as on the page, known again by period, union and code."""

from decimal import Decimal
from typing import Any

import pytest

from desk.sheets.choices import ImportState
from desk.sheets.models import ImportRun
from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, PeriodState, ReturnState
from jianzhi.year_end.demo import review
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod
from jianzhi.year_end.resources import EnteredFigureResource
from tests.county import County
from tests.desk.sheets.imports.rosters import applied, checked, told, undone, workbook
from tests.jianzhi.year_end.reporting import add_period, add_return
from unions.models import User

pytestmark = pytest.mark.django_db

HEAD = tuple(column.column_name for column in EnteredFigureResource.columns())
COUNTY, PLANT = "建德市总工会", "建德市白沙化工有限公司工会"


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """The year 2014, for the county and the plant, beside the statistical year 2014."""
    with everything("test"):
        add_return(add_period(2014), county.plant)
        found = add_period(2014, PeriodKind.CALENDAR_YEAR)
        for union in (county.federation, county.plant):
            add_return(found, union)
    return found


def line(**cells: Any) -> list[Any]:
    """A figure of the plant; `cells` by head say what is different in it."""
    values = {"统计期": "2014 年", "填报工会": PLANT, "指标代码": "F10", "数值": "40", "来源": "培训台账", **cells}
    return [values.get(head) for head in HEAD]


def brought_in(user: User, *rows: Any) -> ImportRun:
    return applied(user, previewed(user, *rows), resource=EnteredFigureResource)


def previewed(user: User, *rows: Any) -> ImportRun:
    return checked(user, workbook(rows, HEAD), EnteredFigureResource, "entered")


def counts(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.unchanged, run.rejected


def stored(period: ReportingPeriod) -> dict[str, EnteredFigure]:
    with everything("test"):
        return {row.code: row for row in EnteredFigure.objects.filter(period=period)}


def test_a_figure_is_entered_as_on_its_page(county: County, period: ReportingPeriod) -> None:
    rows = line(数值="16,000", 约数="余", 原文表述="参赛职工16000余人次", 存疑="是", 依据="第 3 段", 备注="人次")
    run = brought_in(county["base_officer"], rows)

    assert (run.state, counts(run)) == (ImportState.APPLIED, (1, 0, 0, 0))
    row = stored(period)["F10"]
    assert (row.union_id, row.value, row.closeness, row.is_doubtful) == (county.plant.pk, Decimal(16000), "more", True)
    assert (row.wording, row.source, row.basis, row.note) == ("参赛职工16000余人次", "培训台账", "第 3 段", "人次")


@pytest.mark.parametrize("name", ["2014", "2014年", "2014 年", "2014年度"])
@pytest.mark.parametrize("code", ["F10", "f10", "参赛职工"])
def test_a_period_and_a_figure_go_by_several_names(
    county: County, period: ReportingPeriod, name: str, code: str
) -> None:
    brought_in(county["base_officer"], line(统计期=name, 指标代码=code))
    assert stored(period)["F10"].value == 40


def test_the_same_code_of_another_union_and_period_is_another_figure(county: County, period: ReportingPeriod) -> None:
    rows = [line(), line(填报工会=COUNTY, 数值="50"), line(统计期="2014 统计年度", 数值="60")]
    run = brought_in(county["county_officer"], *rows)
    assert counts(run) == (3, 0, 0, 0)
    assert counts(previewed(county["county_officer"], *rows)) == (0, 0, 3, 0)
    again = brought_in(county["county_officer"], *rows[:2], line(统计期="2014 统计年度", 数值="61"))
    assert counts(again) == (0, 1, 2, 0)
    with everything("test"):
        values = dict(EnteredFigure.objects.filter(code="F10").values_list("period__kind", "value").exclude(value=40))
    assert values == {PeriodKind.CALENDAR_YEAR: 50, PeriodKind.STATISTICAL_YEAR: 61}


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({"数值": "16000余"}, "应为数字；“余”“多”请填在“约数”一列。"),
        ({"数值": "-1"}, "应为不小于 0 的数，最多 4 位小数。"),
        ({"数值": "1.00001"}, "应为不小于 0 的数，最多 4 位小数。"),
        ({"数值": "1.5"}, "参赛职工应为整数。"),
        ({"指标代码": "F55"}, "这项指标由台账计算，不用填报。"),
        ({"指标代码": "F99"}, "没有这项指标。请填指标代码，如 F10。"),
        ({"统计期": "2013 年"}, "没有这个统计期，或已关账。请填如“2014 年”。"),
        ({"填报工会": "建德市严州石材有限公司工会"}, "您的管辖范围内没有这个名称的填报工会，请填工会全称。"),
        ({"填报工会": "建德市新安江纺织有限公司工会"}, "您的管辖范围内没有这个名称的填报工会，请填工会全称。"),
        ({"来源": None}, "不能为空。"),
    ],
)
def test_what_cannot_be_is_told_at_its_cell(
    county: County, period: ReportingPeriod, cells: dict[str, Any], message: str
) -> None:
    run = previewed(county["base_officer"], line(**cells))
    assert counts(run) == (0, 0, 0, 1)
    assert [said for _, _, said in told(run, county["base_officer"], EnteredFigureResource)] == [message]
    assert stored(period) == {}


def test_a_return_that_was_handed_in_takes_no_sheet(county: County, period: ReportingPeriod) -> None:
    with everything("test"):
        period.returns.filter(union=county.plant)._raw_delete("default")
        add_return(period, county.plant, ReturnState.REPORTED)
    run = previewed(county["base_officer"], line())
    assert counts(run) == (0, 0, 0, 1)


def test_a_closed_period_takes_no_sheet(county: County, period: ReportingPeriod) -> None:
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    assert counts(previewed(county["base_officer"], line())) == (0, 0, 0, 1)


def test_an_import_can_be_undone(county: County, period: ReportingPeriod) -> None:
    run = brought_in(county["base_officer"], line())
    undone(county["base_officer"], run, EnteredFigureResource)
    assert stored(period) == {}


def test_the_review_of_2014_comes_in_by_one_sheet(county: County, period: ReportingPeriod) -> None:
    """All that no register holds yet, as an officer would hand it in."""
    rows = [
        line(
            填报工会=COUNTY,
            指标代码=row["code"],
            数值=row["value"],
            约数=row["printed_as_more_than"] or None,
            来源=review.SOURCE,
            依据=row["basis"],
            原文表述=row["wording"],
            存疑=row["doubtful"] or None,
            备注=row["note"] or None,
        )
        for row in review.rows()
        if row["code"] not in {"F01", "F02", "F54", "F55"}
    ]
    run = brought_in(county["county_officer"], *rows)
    assert counts(run) == (56, 0, 0, 0)
    kept = stored(period)
    assert (kept["F35"].value, kept["F19"].closeness, kept["F51"].closeness, kept["F43"].is_doubtful) == (
        Decimal("94.86"),
        "more",
        "many",
        True,
    )
