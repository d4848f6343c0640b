from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.report import Cell, Report, fill
from jianzhi.year_end.services.openings import opening
from jianzhi.year_end.services.wording import check
from tests.jianzhi.year_end import sample


@pytest.fixture(scope="module")
def report() -> Report:
    return sample.county().report(sample.HEAD)


def with_cell(report: Report, code: str, cell: Cell) -> Report:
    """The same report with another figure."""
    row = {**report.cube.cells[sample.HEAD], code: cell}
    return replace(report.cube, cells={**report.cube.cells, sample.HEAD: row}).report(sample.HEAD)


def test_a_chapter_opens_with_the_sentences_its_figures_make(report: Report) -> None:
    text = opening(report, "R5")
    assert text == (
        "推进工会组建和规范化建设，加强干部队伍，夯实基层基础。全年新增基层工会{F54}（{F54同比}），"
        "新增会员{F55}（{F55同比}）。充实干部队伍，为乡镇（街道）总工会招录工作者{F56}，培训工会干部{F57}。"
        "另据登记，年末基层工会{U01}，年末会员{M01}。"
    )
    assert fill(text, report) == (
        "推进工会组建和规范化建设，加强干部队伍，夯实基层基础。全年新增基层工会50家（比上年增长35.1%），"
        "新增会员5328名（比上年增长33.3%）。充实干部队伍，为乡镇（街道）总工会招录工作者14名，培训工会干部1415人次。"
        "另据登记，年末基层工会8家，年末会员68000名。"
    )


def test_every_figure_of_the_review_that_is_sure_is_said_in_its_chapter(report: Report) -> None:
    said = "".join(opening(report, chapter.code) for chapter in CHAPTERS)
    assert [row["code"] for row in sample.figures() if f"{{{row['code']}}}" not in said] == [
        "F43"
    ]  # 15万名 is doubtful


@pytest.mark.parametrize(("value", "said"), [(None, ""), (0, ""), (3, "全年新增基层工会{F54}。")])
def test_what_is_not_known_or_nought_is_not_spoken_of(report: Report, value: int | None, said: str) -> None:
    alone = {"F54": Cell(None if value is None else Decimal(value))}
    bare = replace(report.cube, cells={sample.HEAD: alone}).report(sample.HEAD)
    assert opening(bare, "R5").removeprefix("推进工会组建和规范化建设，加强干部队伍，夯实基层基础。") == said


def test_a_union_without_others_below_it_opens_no_chapter_it_has_no_figure_in() -> None:
    base = sample.county().report(101)
    assert opening(base, "R2") == ""
    assert fill(opening(base, "R1"), base) == "开展合理化建议征集，收到各类意见建议95条（比上年增长33.8%）。"


# --- what an officer may write ----------------------------------------------------------------------------------------
def faults(text: str, report: Report) -> list[str]:
    try:
        check(text, report)
    except ValidationError as refusal:
        return refusal.messages
    return []


@pytest.mark.parametrize(
    "text",
    [
        "全年征集意见建议{F01}，{F01同比}。",
        "2014年，实施“138”蓝领素质提升工程，累计资助{F08}。",
        "贯彻《条例》第2014号，5月1日举办首届比赛，参赛{F21}。",
        "开展“五进五送”活动。",
    ],
)
def test_places_years_and_quoted_names_may_stand_in_a_text(report: Report, text: str) -> None:
    assert faults(text, report) == []


def test_a_year_is_no_figure_though_one_may_be_as_large(report: Report) -> None:
    assert faults("2014年1月1日起施行。", with_cell(report, "F13", Cell(Decimal(2014)))) == []
    assert faults("办实事2014件。", with_cell(report, "F13", Cell(Decimal(2014)))) != []


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (
            "征集意见建议2291条。",
            "“2291条”是指标“征集革新、发明、创造、设计等意见建议”的数字，请改成 {F01}，以后数字变动时文字会跟着变。",
        ),
        ("新增会员５，３２８名。", "“5328名”是指标“新增会员”的数字，请改成 {F55}，以后数字变动时文字会跟着变。"),
        ("参赛职工16000余人次。", "“16000人次”是指标“参赛职工”的数字，请改成 {F10}，以后数字变动时文字会跟着变。"),
        ("资金94.86。", "“94.86”是指标“发放慰问金”的数字，请改成 {F35}，以后数字变动时文字会跟着变。"),
        ("征集意见建议2290条。", "“2290条”不是本期任何指标的数字。数字只能从指标插入，以免与报表不一致。"),
        ("征集意见建议2291名。", "“2291名”不是本期任何指标的数字。数字只能从指标插入，以免与报表不一致。"),
        ("征集{F99}。", "没有编号为 F99 的指标，请从右侧列表中选择。"),
        ("征集{F01。", "花括号只用来插入指标，如 {F01}；请检查有没有漏写一半。"),
        ("  ", "请填写开头段，或点“恢复自动生成”。"),
        ("工" * 2001, "开头段最多 2000 字，现有 2001 字。"),
    ],
)
def test_a_typed_figure_and_an_unknown_place_are_refused(report: Report, text: str, fault: str) -> None:
    assert faults(text, report) == [fault]


def test_what_was_written_follows_the_figures(report: Report) -> None:
    text = "全年新增会员{F55}。"
    check(text, report)
    assert fill(text, report) == "全年新增会员5328名。"
    assert fill(text, with_cell(report, "F55", Cell(Decimal(6001)))) == "全年新增会员6001名。"
