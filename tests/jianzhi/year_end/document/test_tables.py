"""What the tables of the papers say, cell by cell, before type is set."""

from dataclasses import replace
from decimal import Decimal

import pytest

from jianzhi.year_end.choices import Origin
from jianzhi.year_end.document import matrices, tables
from jianzhi.year_end.document.book import Book
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.document.sheet import Brief, Sheet
from jianzhi.year_end.report import Cell, Report
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.document.matters import DRAFT, SIGNED, finding, matter


def report(**cells: Cell) -> Report:
    """The county's report, some of whose own figures are others."""
    cube = sample.county()
    row = {**cube.cells[sample.HEAD], **cells}
    return replace(cube, cells={**cube.cells, sample.HEAD: row}).report(sample.HEAD)


def figure(value: int, **more: int) -> Cell:
    return Cell(Decimal(value), Origin.ENTERED, **{name: Decimal(number) for name, number in more.items()})  # type: ignore[arg-type]  # before and target


@pytest.mark.parametrize(("before", "said"), [(8, "+25.0%"), (10, "持平"), (20, "-50.0%")])
def test_a_figure_stands_beside_last_years_with_the_change(before: int, said: str) -> None:
    line = report(F13=figure(10, before=before)).line("F13")
    assert tables.figures([line], "").rows == [["F13", "创建全国“职工书屋”", "家", "10", str(before), said]]


def test_without_last_year_nothing_is_compared() -> None:
    table = tables.figures([report(F13=figure(10)).line("F13")], "")
    assert ([column.label for column in table.columns], table.rows) == (
        ["代码", "指标", "单位", "本期"],
        [["F13", "创建全国“职工书屋”", "家", "10"]],
    )


@pytest.mark.parametrize(
    ("value", "reached", "done"), [(99, "99.0%", "未完成"), (100, "100.0%", "完成"), (150, "150.0%", "完成")]
)
def test_a_target_is_reached_at_a_hundred_per_cent(value: int, reached: str, done: str) -> None:
    line = report(F13=figure(value, before=80, target=100)).line("F13")
    assert tables.reached([line], "").rows == [["F13", "创建全国“职工书屋”", "家", "100", str(value), reached, done]]
    assert tables.figures([line], "").rows[0][-2:] == ["100", reached]


def test_a_nought_is_known_and_nothing_is_not() -> None:
    lines = [report(F13=figure(0)).line("F13"), report(F13=Cell(None)).line("F13")]
    assert [line.printed for line in tables.known(lines)] == ["0"]
    sheet = Sheet(Matter(report(F13=figure(0, before=0), F14=figure(0, before=3)), DRAFT))
    assert [row[0] for row in sheet.figures.rows if row[0] in {"F13", "F14"}] == ["F14"]


def test_wording_that_is_not_exact_and_doubt_are_told_below() -> None:
    notes = tables.notes(matter().report.lines)
    assert "F10：原文表述为“参赛职工16000余人次”。" in notes
    assert [note.partition("：")[0] for note in notes if note.startswith("※")] == ["※ F43"]
    assert len(notes) == 6


def test_findings_are_numbered_by_severity_in_words_and_doubts_follow() -> None:
    found = matter(findings=[finding("F29", "error", "差错。"), finding("F30", "warning", "请核对。")])
    rows = tables.remarks(found).rows
    assert [row[:3] for row in rows] == [["1", "错误", "F29"], ["2", "提醒", "F30"], ["3", "存疑", "F43"]]


def test_the_appendix_tells_the_ground_of_each_figure() -> None:
    rows = {row[0]: row for row in tables.every_figure(matter().report).rows}
    assert rows["F01"][4:] == ["计算", matter().report.line("F01").ground]
    assert rows["F35"][4] == "填报"
    assert "市总工会办公室" in rows["F35"][5]


# --- units below ------------------------------------------------------------------------------------------------------
def wide(count: int) -> Report:
    """Every township has the first `count` figures of the review."""
    cube = sample.county()
    codes = [definition.code for definition in cube.definitions[:count]]
    rows = {node.pk: {code: figure(3) for code in codes} for node in cube.nodes if node.parent == sample.HEAD}
    head = {**cube.cells[sample.HEAD], **dict.fromkeys(codes, figure(10))}
    return replace(cube, cells={**rows, sample.HEAD: head}).report(sample.HEAD)


@pytest.mark.parametrize(("count", "columns"), [(7, [7]), (8, [4, 4]), (15, [5, 5, 5]), (16, [6, 6, 4])])
def test_figures_of_the_units_stand_in_as_few_groups_as_fit_the_page(count: int, columns: list[int]) -> None:
    made = matrices.matrices(wide(count).lines[:count], wide(count), "表 1-2")
    assert [len(table.columns) - 1 for table in made] == columns
    numbered = [f"表 1-2（{number}/{len(columns)}）" for number in range(1, len(columns) + 1)]
    assert [table.caption for table in made] == (numbered if len(columns) > 1 else ["表 1-2"])


def test_what_the_county_counted_itself_has_a_row_of_its_own() -> None:
    own = report(F01=replace(matter().report.line("F01").cell, value=Decimal(2300)))
    [table] = matrices.matrices([own.line("F01")], own, "")
    assert table.rows[-1] == ["本级", "9"]  # the townships have 2291
    assert table.total == ["合计", "2300"]
    assert [row[0] for row in matrices.matrices([matter().report.line("F01")], matter().report, "")[0].rows] == [
        "新安江街道",
        "梅城镇",
        "寿昌镇",
    ]


def test_a_figure_that_no_unit_has_a_share_of_is_named() -> None:
    first = Book(matter()).parts[0]
    assert first.remarks == ["F03、F04、F05、F06、F07、F08、F09、F10、F11、F12 由本级统一填报，没有分单位数据。"]
    nought = report(F03=figure(0))
    assert matrices.untold([nought.line("F03"), nought.line("F04")], nought) == [nought.line("F04")]
    assert replace(first, untold="").remarks == []


# --- the first page and the brief --------------------------------------------------------------------------------------
def test_the_book_begins_with_the_first_sure_figures_of_each_chapter() -> None:
    assert [[line.code for line in row] for row in Book(matter()).tiles] == [
        ["F01", "F02", "F03", "F13"],
        ["F14", "F15", "F24", "F25"],
        ["F26", "F34", "F35", "F36"],
    ]
    doubtful = report(F02=replace(figure(5), is_doubtful=True))
    assert [line.code for line in Book(Matter(doubtful, DRAFT)).tiles[0]] == ["F01", "F03", "F04", "F13"]


def test_the_brief_takes_the_chapters_in_turn() -> None:
    assert [[line.code for line in row] for row in Brief(matter()).tiles] == [
        ["F01", "F13", "F24", "F34"],
        ["F54", "F02", "F14", "F25"],
    ]


def test_the_brief_has_sentences_with_figures_as_far_as_there_is_room() -> None:
    long = f"办了{'很' * 100}多事2件。"
    openings = {
        "R1": f"没有数字的话。收到建议2291条。评出优秀的5个，给予表彰和奖励。{long}还有1件。",
        "R2": long + long,
    }
    assert Brief(Matter(matter().report, SIGNED, openings)).parts == [
        ("服务改革发展", "收到建议2291条。评出优秀的5个，给予表彰和奖励。"),
        ("职工文化建设", long),
    ]


def test_an_appendix_without_remarks_says_that_all_is_well() -> None:
    well = report(F43=figure(15))
    said = {title: (above, bool(table.rows)) for _, title, above, table in Book(Matter(well, DRAFT)).appendices}
    assert said["附录三　数据核查"] == ("逻辑核查没有发现差错，填报数据中没有存疑的。", False)
    assert Book(matter()).appendices[2][2] == ""


def test_the_county_alone_has_a_number_and_a_signer() -> None:
    signed = dict(matter(imprint=SIGNED).signature)
    assert (signed["文号"], signed["签发人"], signed["签发日期"]) == (
        "建总工〔2015〕3号",
        "赵银（主席）",
        "2015年1月22日",
    )
    assert {"文号", "签发人", "签发日期"} & dict(matter(union=11, imprint=SIGNED).signature).keys() == set()
