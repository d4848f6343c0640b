"""What each sheet of the year-end workbook says."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Cube, Node
from jianzhi.year_end.workbook import Check
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.workbook.opening import county_sheet, opened, rows, written

CHAPTERS = ["一 服务改革发展", "二 职工文化建设", "三 源头权益维护", "四 关爱职工群众", "五 工会自身建设", "六 展望"]


@pytest.fixture(scope="module")
def cube() -> Cube:
    return sample.county()


def test_the_sheets_stand_in_the_order_in_which_they_are_read(cube: Cube) -> None:
    details = ["新安江街道明细", "梅城镇明细", "寿昌镇明细"]
    assert opened(written(cube.report(1))).sheetnames == [
        "封面",
        *CHAPTERS,
        "指标",
        "分单位汇总表",
        "图表",
        *details,
        "逻辑检查",
        "指标解释",
    ]


def test_a_township_has_its_own_unions_on_one_sheet_and_a_base_union_none(cube: Cube) -> None:
    assert opened(written(cube.report(12))).sheetnames == [
        "封面",
        *CHAPTERS,
        "指标",
        "分单位汇总表",
        "直属单位明细",
        "逻辑检查",
        "指标解释",
    ]
    assert opened(written(cube.report(105))).sheetnames == ["封面", *CHAPTERS, "指标", "逻辑检查", "指标解释"]


def test_the_cover_says_whose_figures_of_when_and_who_answers_for_them(cube: Cube) -> None:
    facts = {row[1]: row[2] for row in rows(county_sheet(cube, "封面"), 5)[:10]}
    assert facts == {
        "填报单位：": "建德市总工会",
        "统计编码：": "330182000001",
        "负责人：": "赵㛃",
        "填表人：": "陈䶮",
        "填报日期：": "2015-01-09",
        "统计期间：": "自然年度 2014 年（2014-01-01 至 2014-12-31）",
        "统计截止：": "2014-12-31",
        "汇总范围：": "本级及所辖基层工会 8 家",
        "数据版本：": "第 1 版",
        "内容摘要：": "a1b2c3",
    }


def test_the_days_of_a_statistical_year_are_said_once() -> None:
    cube = sample.county()
    days = {"first": date(2013, 10, 1), "last": date(2014, 9, 30), "cut_off": date(2014, 9, 30)}
    term = replace(cube.term, name="2014 统计年度（2013-10-01 至 2014-09-30）", kind="统计年度", **days)
    sheet = county_sheet(replace(cube, term=term), "指标")
    assert sheet["A2"].value == "填报单位：建德市总工会        统计期间：2014 统计年度（2013-10-01 至 2014-09-30）"


def test_a_chapter_compares_each_figure_with_the_year_before_and_the_target(cube: Cube) -> None:
    first, *_, tenth = rows(county_sheet(cube, CHAPTERS[0]), 5)[:10]
    assert first == (
        1, "F01", "征集革新、发明、创造、设计等意见建议", "条", "本期发生数", 2291, None, "计算", 1718, 573, 33.4, 2000, 114.6,
        "由 2291 条记录计算",
    )  # fmt: skip
    assert tenth[5:9] == (16000, "余", "填报", 12800)
    assert (
        tenth[13] == "原文“参赛职工16000余人次”；市总工会办公室；2014 年工作总结第 4 段；人次，同一职工参加几项即计几次"
    )


def test_a_part_is_shown_within_its_whole_and_a_doubtful_figure_says_so(cube: Cube) -> None:
    lines = {row[1]: row for row in rows(county_sheet(cube, CHAPTERS[3]), 5)}
    assert [lines[code][2] for code in ("F37", "F38")] == ["其中困难女职工免费办理", "其中：获安康保险补助女职工"]
    assert str(lines["F43"][13]).startswith("存疑；原文“夏季慰问高温作业一线职工15万名”；")


def test_the_heads_of_a_chapter_stand_in_two_storeys(cube: Cube) -> None:
    sheet = county_sheet(cube, CHAPTERS[0])
    assert {"A3:A4", "F3:H3", "J3:K3", "L3:M3"} < {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet.cell(4, column).value for column in range(6, 9)] == ["数值", "约数", "来源"]


def test_all_sixty_figures_are_on_the_list_with_number_wording_unit_origin_and_basis(cube: Cube) -> None:
    found = {row[0]: row for row in rows(county_sheet(cube, "指标"), 4)}
    assert list(found) == [definition.code for definition in cube.definitions]
    assert found["F10"][1:7] == ("参赛职工", 16000, "余", "16000余人次", "人次", "填报")
    assert found["F35"][1:7] == ("发放慰问金", 94.86, None, "94.86万元", "万元", "填报")
    assert found["F55"][1:] == ("新增会员", 5328, None, "5328名", "名", "计算", "由 5328 条记录计算")
    for row in sample.figures():
        assert str(Decimal(str(found[row["code"]][2]))) == row["value"]


def test_the_matrix_adds_up_and_shows_what_is_the_heads_own(cube: Cube) -> None:
    sheet = county_sheet(cube, "分单位汇总表", calculated=True)
    column = next(cell.column for cell in sheet[5] if cell.value == "F57")
    assert [sheet.cell(row, column).value for row in range(7, 13)] == [40, 41, 42, 123, 1292, 1415]
    assert [sheet.cell(row, 2).value for row in range(7, 13)] == [
        "新安江街道", "梅城镇", "寿昌镇", "下级合计", "本级及未分解", "市总工会",
    ]  # fmt: skip
    share = next(cell.column for cell in sheet[5] if cell.value == "F26")
    assert [sheet.cell(row, share).value for row in range(10, 13)] == ["—", None, 86]


def test_what_no_union_below_has_told_is_empty_and_what_was_counted_as_none_is_nought(cube: Cube) -> None:
    cells = {
        pk: {code: cell for code, cell in row.items() if (pk, code) != (11, "F02")} for pk, row in cube.cells.items()
    }
    sheet = county_sheet(replace(cube, cells=cells), "分单位汇总表")
    by_code = {cell.value: cell.column for cell in sheet[5]}
    assert (sheet.cell(7, by_code["F03"]).value, sheet.cell(7, by_code["F02"]).value) == (None, 0)


def test_the_totals_of_a_sheet_of_unions_leave_out_what_is_in_another_row_already(cube: Cube) -> None:
    inner = Node(900, "新安江水电厂机修车间工会", "机修车间", 104, "1.11.104.900.", "base", "330180000900")
    place = [node.pk for node in cube.nodes].index(104) + 1
    nodes = [*cube.nodes[:place], inner, *cube.nodes[place:]]
    nested = replace(cube, nodes=nodes, cells={**cube.cells, 900: {"F55": Cell(Decimal(7), evidence=7)}})
    sheet = county_sheet(nested, "新安江街道明细", calculated=True)
    column = next(cell.column for cell in sheet[5] if cell.value == "F55")
    shown = [
        (sheet.cell(row, 2).value, sheet.cell(row, 4).value, sheet.cell(row, column).value) for row in (10, 11, 12)
    ]
    assert shown == [("新安江水电厂工会", 1, 444), ("新安江水电厂机修车间工会", 2, 7), ("合计", None, 2442)]


def test_names_with_rare_characters_are_written_as_they_are(cube: Cube) -> None:
    names = [row[1] for row in rows(county_sheet(cube, "新安江街道明细"), 7)][:3]
    assert names == ["建德市𠮷祥纺织有限公司工会", "䶮山化工有限公司工会", "㛃兰家纺有限公司工会"]


def test_the_checks_are_listed_and_counted(cube: Cube) -> None:
    checks = [
        Check("梅城镇总工会", "F34", "慰问各类困难职工", "错误", "下级合计 27 与填报数 20 不符"),
        Check("建德市总工会", "F10", "参赛职工", "提示", "比上年增长 60%", "新增三项比赛"),
    ]
    sheet = opened(written(cube.report(1), checks=checks))["逻辑检查"]
    assert rows(sheet, 4)[:2] == [
        (1, "梅城镇总工会", "F34", "慰问各类困难职工", "错误", "下级合计 27 与填报数 20 不符", None),
        (2, "建德市总工会", "F10", "参赛职工", "提示", "比上年增长 60%", "新增三项比赛"),
    ]
    assert sheet["A6"].value == "共 2 项：错误 1 项，提示 1 项。"
    assert county_sheet(cube, "逻辑检查")["A4"].value == "逻辑检查全部通过，没有发现问题。"


def test_each_figure_is_defined(cube: Cube) -> None:
    found = {row[0]: row for row in rows(county_sheet(cube, "指标解释"), 4)}
    assert found["F28"] == ("F28", "达到A级标准", "家", "本期发生数", "逐级相加", "报告期内达到A级标准。", "F27")
    assert len(found) == 62


def test_what_an_entered_figure_of_nobody_stands_on_is_left_empty() -> None:
    cube = sample.county()
    cells = {**cube.cells, 1: {**cube.cells[1], "F03": Cell(None, Origin.ENTERED)}}
    third = rows(county_sheet(replace(cube, cells=cells), CHAPTERS[0]), 5)[2]
    assert third[5:] == (None, None, "填报", 12 if third[8] else None, None, None, None, None, None)
