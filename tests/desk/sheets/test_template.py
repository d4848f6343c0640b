"""The workbook to fill in."""

import io
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from desk.sheets.resource import SheetField, SheetResource
from desk.sheets.template import version, write_template
from desk.sheets.widgets import Choice, CreditCode, Day, Number, Text, YesNo
from tests.desk.sheets.reader.reading import read_here
from unions.choices import Industry
from unions.models import Employer


class SmallResource(SheetResource):
    name = SheetField("name", "单位名称", Text(), required=True, example="建德市白沙化工有限公司")
    uscc = SheetField(
        "uscc",
        "统一社会信用代码",
        CreditCode(),
        required=True,
        example="91330182MA2AAAA01W",
        help="18 位，单元格格式须为文本",
    )
    industry = SheetField("industry", "所属行业", Choice(Industry.choices), example="制造业", help="按门类填写。")
    is_above_scale = SheetField("is_above_scale", "规模以上", YesNo(), example="是")
    headcount = SheetField("headcount", "职工人数", Number(), example="320")
    registered_on = SheetField("registered_on", "设立日期", Day(), example="2003-05-12", help="以执照为准")

    class Meta:
        model = Employer
        import_id_fields = ("uscc",)


class ShorterResource(SmallResource):
    class Meta:
        model = Employer
        import_id_fields = ("uscc",)


ShorterResource.fields = {name: field for name, field in SmallResource.fields.items() if name != "headcount"}


@pytest.fixture
def content() -> bytes:
    out = io.BytesIO()
    write_template(SmallResource, out, slug="employers", title="用人单位")
    return out.getvalue()


@pytest.fixture
def book(content: bytes) -> Workbook:
    return load_workbook(io.BytesIO(content))


def row(sheet: Any, number: int) -> list[Any]:
    return [cell.value for cell in sheet[number]]


def test_the_heads_are_those_of_the_declaration_and_required_ones_bear_a_star(book: Workbook) -> None:
    assert row(book["数据"], 1) == [
        "单位名称*", "统一社会信用代码*", "所属行业", "规模以上", "职工人数", "设立日期",
    ]  # fmt: skip
    assert book["数据"].freeze_panes == "A2"


def test_the_second_row_is_an_example_and_says_so(book: Workbook) -> None:
    assert row(book["数据"], 2) == [
        "示例：建德市白沙化工有限公司", "91330182MA2AAAA01W", "制造业", "是", "320", "2003-05-12",
    ]  # fmt: skip
    assert book["数据"].max_row == 2


def test_columns_of_identifiers_and_words_are_text_and_days_are_days(book: Workbook) -> None:
    # Excel takes the format of a cell that nobody wrote yet from its column.
    formats = [book["数据"].column_dimensions[letter].number_format for letter in "ABCDEF"]

    assert formats == ["@", "@", "@", "@", "0", "yyyy-mm-dd"]


def test_code_sets_have_drop_downs_with_every_label(book: Workbook) -> None:
    rules = {str(rule.sqref): rule.formula1 for rule in book["数据"].data_validations.dataValidation}
    options = book["选项"]

    assert rules == {"C2:C100001": "选项!$C$2:$C$21", "D2:D100001": "选项!$D$2:$D$3"}
    assert [options[f"C{n}"].value for n in range(2, 22)] == [str(label) for label in Industry.labels]
    assert [options[f"D{n}"].value for n in (2, 3)] == ["是", "否"]
    assert options.sheet_state == "veryHidden"


def test_each_head_has_a_comment_that_says_how_to_fill_it_in(book: Workbook) -> None:
    sheet = book["数据"]

    assert sheet["B1"].comment.text == "必填。\n18 位，单元格格式须为文本。\n例：91330182MA2AAAA01W"
    assert sheet["D1"].comment.text == "可以不填；空着不覆盖已有内容。\n请从下拉项中选：是、否。\n例：是"
    assert sheet["C1"].comment.text.splitlines()[1] == "按门类填写。"


def test_the_instructions_list_every_column(book: Workbook) -> None:
    guide = book["填写说明"]
    listed = [row(guide, number) for number in range(10, guide.max_row + 1)]

    assert [line[0] for line in listed] == [
        "单位名称", "统一社会信用代码", "所属行业", "规模以上", "职工人数", "设立日期",
    ]  # fmt: skip
    assert [line[1] for line in listed] == ["必填", "必填", None, None, None, None]
    assert "示例" in guide["A3"].value


def test_how_a_column_is_filled_in_is_told_once_and_in_sentences(book: Workbook) -> None:
    told = {line[0]: line[2] for line in (row(book["填写说明"], number) for number in range(10, 16))}

    assert told["统一社会信用代码"] == "18 位，单元格格式须为文本。"
    assert told["所属行业"] == "按门类填写。"
    assert told["设立日期"] == "以执照为准。写成 2014-05-12。"


def test_its_own_sheets_are_neither_offered_nor_told_when_it_comes_back(content: bytes) -> None:
    """They were told of as hidden and read, one of them called meta."""
    read = read_here(content)

    assert [sheet.name for sheet in read.sheets] == ["数据", "填写说明"]
    assert read.notes == []


def test_a_sheet_nobody_sees_names_the_register_and_the_version(book: Workbook) -> None:
    meta = book["meta"]

    assert [cell.value for cell in meta["A"]] == ["register", "employers", "version", version(SmallResource)]
    assert meta.sheet_state == "veryHidden"


def test_the_version_changes_with_the_columns() -> None:
    assert version(SmallResource) != version(ShorterResource)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_it(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "template.xlsx"
    file.write_bytes(content)
    subprocess.run(["soffice", "--headless", "--convert-to", "csv", "--outdir", tmp_path, file], check=True)

    assert (tmp_path / "template.csv").read_text().startswith("单位名称*,统一社会信用代码*")
