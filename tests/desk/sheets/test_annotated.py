"""The person's own file back, with what is wrong marked in it."""

import io
import resource as limits
import time
import zipfile
from datetime import date
from typing import Any

import pytest
import xlsxwriter
from openpyxl import Workbook, load_workbook

from desk.sheets import annotated as module
from desk.sheets.annotated import Table, annotated
from desk.sheets.imports.cells import Problem
from desk.sheets.reader import Formula, Merge

HEAD = ["姓名", "身份证号", "入会日期", "工号"]
ROWS: list[list[Any]] = [
    ["某某工会会员名册", None, None, None],
    HEAD,
    ["徐芳", "330182198001010044", date(2013, 5, 1), "0017"],
    ["叶青", 13900000002, "2013.13.1", "0018"],
    [None, None, None, None],
    ["沈静", "330182198202020028", date(2014, 1, 31), "0019"],
]
NUMBER = Problem(4, 1, "id_number", "身份证号", "列格式请改为文本")
DAY = Problem(4, 2, "joined_on", "入会日期", "日历上没有这一天")
WHOLE = Problem(6, None, "", "", "与第 3 行重复")
PROBLEMS = [NUMBER, DAY, WHOLE]


@pytest.fixture
def table() -> Table:
    return Table("名册", ROWS, 2)


@pytest.fixture
def upload() -> bytes:
    """A workbook as people make them: a merged title, colours, a drop-down, a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "名册"
    for line in ROWS:
        sheet.append(line)
    sheet.merge_cells("A1:D1")
    sheet.column_dimensions["A"].width = 33
    sheet["D3"].number_format = "@"
    book.create_sheet("说明")["A1"] = "请勿改动"
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def opened(content: bytes) -> Any:
    return load_workbook(io.BytesIO(content))


def colour(cell: Any) -> str:
    return str(cell.fill.start_color.rgb) if cell.fill.fill_type else ""


def test_bad_cells_are_red_with_the_reason_in_a_comment(upload: bytes, table: Table) -> None:
    sheet = opened(annotated(upload, "xlsx", table, PROBLEMS))["名册"]
    red = {cell.coordinate: cell.comment.text for line in sheet for cell in line if colour(cell) == "FFFFC7CE"}

    assert red == {"B4": "列格式请改为文本", "C4": "日历上没有这一天"}


def test_a_last_column_says_all_that_is_wrong_with_a_row(upload: bytes, table: Table) -> None:
    sheet = opened(annotated(upload, "xlsx", table, PROBLEMS))["名册"]

    assert [sheet[f"E{row}"].value for row in range(1, 7)] == [
        None,
        "错误原因",
        None,
        "身份证号：列格式请改为文本；入会日期：日历上没有这一天",
        None,
        "与第 3 行重复",
    ]


def test_the_rest_of_their_workbook_is_as_it_was(upload: bytes, table: Table) -> None:
    book = opened(annotated(upload, "xlsx", table, PROBLEMS))
    sheet = book["名册"]

    assert [[cell.value for cell in line[:4]] for line in sheet.iter_rows(min_row=2, max_row=4)] == [
        HEAD,
        ["徐芳", "330182198001010044", sheet["C3"].value, "0017"],
        ["叶青", 13900000002, "2013.13.1", "0018"],
    ]
    assert [str(area) for area in sheet.merged_cells.ranges] == ["A1:D1"]
    assert (sheet.column_dimensions["A"].width, sheet["D3"].number_format) == (33, "@")
    assert (book["说明"]["A1"].value, book.active.title) == ("请勿改动", "名册")


def test_checked_again_what_was_corrected_is_not_marked_any_more(upload: bytes, table: Table) -> None:
    first = annotated(upload, "xlsx", table, PROBLEMS)
    again = Table("名册", [[*row, "错误原因" if place == 1 else "旧的"] for place, row in enumerate(ROWS)], 2)
    sheet = opened(annotated(first, "xlsx", again, [DAY]))["名册"]

    assert (colour(sheet["B4"]), sheet["B4"].comment) == ("", None)
    assert colour(sheet["C4"]) == "FFFFC7CE"
    assert [sheet[f"E{row}"].value for row in (2, 4, 6)] == ["错误原因", "入会日期：日历上没有这一天", None]
    assert sheet["F2"].value is None


def test_a_cell_hidden_by_a_merged_one_is_marked_where_it_shows(upload: bytes, table: Table) -> None:
    book = opened(upload)
    book["名册"].merge_cells("D3:D4")
    hidden = Problem(4, 3, "work_no", "工号", "单元格被合并")
    sheet = opened(annotated(saved(book), "xlsx", table, [hidden]))["名册"]

    assert (colour(sheet["D3"]), sheet["D3"].comment.text) == ("FFFFC7CE", "单元格被合并")


def test_a_reason_is_never_a_formula(upload: bytes, table: Table) -> None:
    sheet = opened(annotated(upload, "xlsx", table, [Problem(4, None, "", "", "=1+1 不能导入")]))["名册"]

    assert (sheet["E4"].value, sheet["E4"].data_type) == ("=1+1 不能导入", "s")


@pytest.mark.parametrize("kind", ["xls", "csv"])
def test_of_other_files_a_new_workbook_in_the_same_layout_is_made(table: Table, kind: str) -> None:
    sheet = opened(annotated(b"", kind, table, PROBLEMS))["名册"]

    assert [[cell.value for cell in line] for line in sheet.iter_rows(min_row=1, max_row=3)] == [
        ["某某工会会员名册", None, None, None, None],
        [*HEAD, "错误原因"],
        ["徐芳", "330182198001010044", sheet["C3"].value, "0017", None],
    ]
    assert (sheet["C3"].is_date, sheet["D3"].number_format) == (True, "@")
    assert (colour(sheet["B4"]), sheet["B4"].comment.text) == ("FFFFC7CE", "列格式请改为文本")
    assert sheet["E6"].value == "与第 3 行重复"


def test_the_reasons_stand_behind_all_columns_also_where_the_head_is_shorter() -> None:
    rows = [["姓名", "联系方式", None], [None, "手机", "邮箱"], ["徐芳", "1", "2", "没有表头的一列"]]
    sheet = opened(annotated(b"", "csv", Table("", rows, 2), [Problem(3, 1, "phone", "手机", "应为 11 位")])).active

    assert [sheet.cell(row, 5).value for row in (1, 2, 3)] == [None, "错误原因", "手机：应为 11 位"]


def test_a_workbook_that_only_our_reader_can_open_is_written_anew(table: Table) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    sheet = opened(annotated(out.getvalue(), "xlsx", table, PROBLEMS))["名册"]

    assert (colour(sheet["B4"]), sheet["E6"].value) == ("FFFFC7CE", "与第 3 行重复")


def test_merges_that_overlap_are_no_reason_to_fail(table: Table) -> None:
    crossing = Table("名册", ROWS, 2, [Merge(0, 0, 0, 2), Merge(0, 1, 1, 1)])

    assert opened(annotated(b"", "xls", crossing, PROBLEMS))["名册"]["E2"].value == "错误原因"


def test_a_merged_head_stays_merged_in_a_new_workbook() -> None:
    rows = [["联系方式", None, "姓名"], ["手机", "邮箱", None], ["1", "2", "徐芳"], ["3", None, None]]
    merges = [Merge(0, 0, 0, 1), Merge(0, 2, 1, 2), Merge(2, 0, 3, 0)]
    table = Table("", rows, 2, merges)
    sheet = opened(annotated(b"", "xls", table, [Problem(3, 0, "phone", "手机", "应为 11 位")], only_bad=True)).active

    assert sorted(map(str, sheet.merged_cells.ranges)) == ["A1:B1", "C1:C2"]
    assert [sheet["A1"].value, sheet["C1"].value, sheet["A2"].value, sheet["A3"].value] == [
        "联系方式",
        "姓名",
        "手机",
        "1",
    ]


def test_a_formula_comes_back_as_text(table: Table) -> None:
    rows = [*ROWS[:3], ["叶青", Formula("=B3"), None, "0018"]]
    sheet = opened(annotated(b"", "xls", Table("名册", rows, 2), [Problem(4, 1, "id_number", "身份证号", "是公式")]))[
        "名册"
    ]

    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=B3", "s")


def test_the_bad_rows_alone_stand_under_the_same_head(upload: bytes, table: Table) -> None:
    sheet = opened(annotated(upload, "xlsx", table, PROBLEMS, only_bad=True))["名册"]

    assert [[cell.value for cell in line[:4]] for line in sheet.iter_rows()] == [
        ["某某工会会员名册", None, None, None],
        HEAD,
        ["叶青", 13900000002, "2013.13.1", "0018"],
        ["沈静", "330182198202020028", sheet["C4"].value, "0019"],
    ]
    assert [line[4].value for line in sheet.iter_rows()] == [
        None,
        "错误原因",
        "（原第 4 行）身份证号：列格式请改为文本；入会日期：日历上没有这一天",
        "（原第 6 行）与第 3 行重复",
    ]
    assert [colour(cell) for cell in sheet[3]] == ["", "FFFFC7CE", "FFFFC7CE", "", ""]


def test_a_workbook_too_large_to_be_opened_is_written_anew(
    upload: bytes, table: Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_ROWS", 3)
    sheet = opened(annotated(upload, "xlsx", table, PROBLEMS)).active
    lines = [[cell.value for cell in line] for line in sheet.iter_rows()]
    begin = next(place for place, line in enumerate(lines) if line[0] == "姓名")

    assert lines[begin] == [*HEAD, "错误原因"]
    assert [line[0] for line in lines[begin + 1 :]] == ["徐芳", "叶青", None, "沈静"]
    assert lines[begin + 4][4] == "（原第 6 行）与第 3 行重复"


@pytest.mark.parametrize("only_bad", [False, True])
def test_five_thousand_rows_come_back_within_seconds_and_bounded_in_memory(only_bad: bool) -> None:
    out = io.BytesIO()
    width = 25
    rows = [[f"列{n}" for n in range(width)], *([f"{row}-{n}" for n in range(width)] for row in range(5_000))]
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet("名册")
        for place, row in enumerate(rows):
            sheet.write_row(place, 0, row)
    problems = [Problem(2 + 100 * n, n % width, "name", "姓名", "不能为空。") for n in range(37)]
    before = limits.getrusage(limits.RUSAGE_SELF).ru_maxrss
    began = time.process_time()

    content = annotated(out.getvalue(), "xlsx", Table("名册", rows, 1), problems, only_bad=only_bad)

    took = time.process_time() - began
    grown = (limits.getrusage(limits.RUSAGE_SELF).ru_maxrss - before) / 1024  # MiB, on Linux
    marked = [row for row in opened(content)["名册"].iter_rows(min_row=2, values_only=True) if row[width]]
    assert len(marked) == 37
    assert took < 30  # seconds of the processor: a cell-by-cell search of the workbook takes minutes
    assert grown < 250
