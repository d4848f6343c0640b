import csv
import io
import re
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, cast
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils.escape import unescape
from openpyxl.worksheet.worksheet import Worksheet
from pytest_django import Settings
from python_calamine import CalamineWorkbook

from desk.sheets.cells import CUT_OFF, REMEMBERED, Cells
from desk.sheets.sheet import Column, Kind, RowsChanged, Sheet, SheetTooLarge, SheetTooLong, Value
from desk.sheets.workbook import SHEET
from desk.sheets.writer import csv_text, write_csv, write_xlsx
from tests.desk.sheets.payloads import PAYLOADS

NOON = datetime(2014, 12, 31, 9, 0, tzinfo=UTC)  # 17:00 in Jiande


@pytest.fixture(autouse=True)
def data(settings: Settings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    return tmp_path


def sheet(*rows: tuple[Value, ...], columns: tuple[Column, ...] = (), **parts: Any) -> Sheet:
    columns = columns or tuple(Column(f"列{n}") for n in range(len(rows[0]) if rows else 2))
    return Sheet(
        **{"title": "工会一览表", "columns": columns, "rows": rows, "row_count": len(rows), "cut_off": NOON, **parts}
    )


def xlsx(made: Sheet) -> bytes:
    file = io.BytesIO()
    write_xlsx(made, file)
    return file.getvalue()


def opened(made: Sheet) -> Worksheet:
    worksheet = openpyxl.load_workbook(io.BytesIO(xlsx(made))).active
    assert isinstance(worksheet, Worksheet)
    return worksheet


def csv_bytes(made: Sheet) -> bytes:
    file = io.BytesIO()
    write_csv(made, file)
    return file.getvalue()


def csv_rows(made: Sheet) -> list[list[str]]:
    return list(csv.reader(io.StringIO(csv_bytes(made).decode("utf-8-sig"), newline=""), strict=True))


# --- nothing executes (B10) -------------------------------------------------------------------------------------------
def test_there_are_forty_payloads() -> None:
    assert len(set(PAYLOADS)) == 40


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_a_workbook_a_payload_is_text_and_comes_back_unchanged(payload: str) -> None:
    made = sheet(
        (payload, payload), columns=(Column(payload), Column("代码", Kind.IDENTIFIER)), title=payload, scope=payload
    )
    worksheet = opened(made)
    cells = [cell for row in worksheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    # openpyxl leaves it to its caller to undo the escapes of control characters (_x000D_); calamine does it itself.
    assert [unescape(cell.value) for cell in worksheet[5]] == [payload, payload]
    assert [cell.hyperlink for cell in cells if cell.hyperlink] == []
    assert CalamineWorkbook.from_filelike(io.BytesIO(xlsx(made))).get_sheet_by_index(0).to_python()[4][0] == payload


@pytest.mark.parametrize("payload", PAYLOADS)
def test_in_a_csv_file_a_payload_begins_with_an_apostrophe_and_comes_back_unchanged(payload: str) -> None:
    (head, row) = csv_rows(sheet((payload, "后"), columns=(Column(payload), Column("备注"))))
    if payload in {'";=1+1;"', "张三;=1+1\r\n=2+2,\t=3+3"}:  # harmless inside the quotes that every cell has
        assert (head[0], row) == (payload, [payload, "后"])
    else:
        assert (head[0], row) == ("'" + payload, ["'" + payload, "后"])


def test_a_text_that_looks_like_an_escape_of_a_workbook_stays_as_it_is() -> None:
    (cell,) = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(sheet(("_x000D_",))))).get_sheet_by_index(0).to_python()[3]
    assert cell == "_x000D_"


def test_every_csv_cell_stands_in_quotes_so_that_no_other_separator_can_part_it() -> None:
    assert csv_bytes(sheet(('说"是";=1+1', Decimal("-1.50")))).decode("utf-8-sig") == (
        '"列0","列1"\r\n"说""是"";=1+1","-1.50"\r\n'
    )


@pytest.mark.parametrize("text", ["", "喆赟", "O'Brien", "建工〔2014〕12号", "a=b", "1-2", "王 = 李"])
def test_a_harmless_text_gets_no_apostrophe(text: str) -> None:
    assert csv_text(text) == text


def test_taking_one_apostrophe_off_gives_any_text_back() -> None:
    for text in ("=1", "'=1", "''=1", "'", "'喆赟"):
        assert csv_text(text) == "'" + text


# --- a workbook -------------------------------------------------------------------------------------------------------
def test_a_workbook_begins_with_title_scope_filter_time_and_count() -> None:
    worksheet = opened(sheet(("一", "二"), scope="新安江街道总工会及下级", filters="状态=正常"))
    assert [row[0].value for row in worksheet.iter_rows(max_row=4)] == [
        "工会一览表",
        "范围：新安江街道总工会及下级        筛选：状态=正常",
        "数据截止：2014-12-31 17:00        共 1 行",
        "列0",
    ]
    assert {str(merged) for merged in worksheet.merged_cells.ranges} == {"A1:B1", "A2:B2", "A3:B3"}
    assert worksheet.title == "工会一览表"


def test_the_head_stays_in_view_and_is_repeated_in_print_on_a4_landscape_as_wide_as_the_page() -> None:
    worksheet = opened(sheet(("一", "二"), scope="建德", filters="状态=正常"))
    assert worksheet.freeze_panes == "A5"
    assert worksheet.print_title_rows == "$4:$4"
    assert worksheet.auto_filter.ref == "A4:B5"
    assert (worksheet.page_setup.paperSize, worksheet.page_setup.orientation) == (9, "landscape")
    assert (worksheet.page_setup.fitToWidth, worksheet.page_setup.fitToHeight) == (None, 0)  # None is 1
    assert worksheet.sheet_properties.pageSetUpPr.fitToPage is True


def test_values_are_real_numbers_and_days_and_identifiers_are_text() -> None:
    columns = (
        Column("身份证号", Kind.IDENTIFIER),
        Column("会员数", Kind.COUNT),
        Column("经费", Kind.MONEY),
        Column("入会率", Kind.PERCENT),
        Column("成立", Kind.DAY),
        Column("更新", Kind.MOMENT),
        Column("女工委"),
        Column("备注"),
    )
    row = ("330182199001010017", 1204, Decimal("1234.50"), 0.873, date(2014, 5, 12), NOON, True, None)
    cells = opened(sheet(row, columns=columns))[4]
    assert [(cell.value, cell.data_type, cell.number_format) for cell in cells] == [
        ("330182199001010017", "s", "@"),
        (1204, "n", "#,##0"),
        (1234.5, "n", "#,##0.00"),
        (0.873, "n", "0.0%"),
        (datetime(2014, 5, 12), "d", "yyyy-mm-dd"),  # noqa: DTZ001  # Excel knows no zones
        (datetime(2014, 12, 31, 17, 0), "d", "yyyy-mm-dd hh:mm"),  # noqa: DTZ001  # a workbook knows no time zone
        ("是", "s", "@"),
        (None, "n", "@"),
    ]


def test_what_excel_would_change_is_written_as_text() -> None:
    columns = (
        Column("号", Kind.IDENTIFIER),
        Column("大数", Kind.COUNT),
        Column("旧日", Kind.DAY),
        Column("非数", Kind.NUMBER),
    )
    row = (330182199001010017, 10**15, date(1899, 12, 31), Decimal("NaN"))
    assert [cell.value for cell in opened(sheet(row, columns=columns))[4]] == [
        "330182199001010017",
        "1000000000000000",
        "1899-12-31",
        "NaN",
    ]


def test_a_text_longer_than_a_cell_is_cut_with_a_mark_and_not_in_silence() -> None:
    first, second = opened(sheet(("长" * 32_767, "长" * 32_768)))[4]
    assert first.value == "长" * 32_767
    assert second.value == "长" * (32_767 - len(CUT_OFF)) + "…[原文过长，以下略]"


@pytest.mark.parametrize("title", ["一/二:三*四?五[六]七\\八", "'引'", "表" * 40, "::"])
def test_any_title_gives_a_workbook_that_opens(title: str) -> None:
    assert opened(sheet(("一",), title=title))["A1"].value == title


def test_an_empty_list_gives_a_workbook_with_its_head() -> None:
    worksheet = opened(sheet())
    assert [[cell.value for cell in row] for row in worksheet.iter_rows(min_row=2)] == [
        ["数据截止：2014-12-31 17:00        共 0 行", None],
        ["列0", "列1"],
    ]


def test_a_workbook_names_nobody_in_its_properties() -> None:
    properties = openpyxl.load_workbook(io.BytesIO(xlsx(sheet(("一",))))).properties
    assert (properties.title, properties.creator, properties.lastModifiedBy) == ("工会一览表", None, None)


# --- counting and memory ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("write", [write_xlsx, write_csv])
@pytest.mark.parametrize("said", [1, 3])
def test_a_file_never_says_another_number_of_rows_than_it_has(write: Any, said: int) -> None:
    with pytest.raises(RowsChanged, match=f"导出期间数据有变化，行数不再是 {said} 行。没有生成文件，请重新导出。"):
        write(sheet(("一",), ("二",), row_count=said), io.BytesIO())


@pytest.mark.parametrize("write", [write_xlsx, write_csv])
def test_the_number_of_rows_written_is_given_back(write: Any) -> None:
    assert write(sheet(("一",), ("二",)), io.BytesIO()) == 2


def test_more_rows_than_a_worksheet_holds_are_refused_before_the_first_is_read() -> None:
    def untouched() -> Iterator[tuple[Value, ...]]:
        pytest.fail("a row was read")
        yield ()

    with pytest.raises(SheetTooLong, match="共 1,048,574 行，超过 Excel 一张表的上限 1,048,573 行"):
        write_xlsx(sheet(rows=untouched(), row_count=1_048_574), io.BytesIO())


def test_rows_go_through_one_at_a_time_and_nothing_is_left_behind(data: Path) -> None:
    rows, width = 4_000, 500
    longest_kept = 0

    def many() -> Iterator[tuple[Value, ...]]:
        nonlocal longest_kept
        for number in range(rows):
            if number % 1_000 == 999:
                longest_kept = max(longest_kept, tracemalloc.get_traced_memory()[0])
            yield (f"{number:0{width}}",)

    class Counted(io.RawIOBase):
        def writable(self) -> bool:
            return True

        def write(self, part: Any) -> int:
            return len(part)

    tracemalloc.start()
    try:
        write_xlsx(sheet(rows=many(), row_count=rows, columns=(Column("号"),)), io.BytesIO())
    finally:
        tracemalloc.stop()
    assert longest_kept < 0.5 * rows * width  # all rows would be 2 MB and more
    assert list(data.iterdir()) == []


def test_cells_that_were_drawn_are_remembered_up_to_a_bound() -> None:
    cells = Cells(Column("姓名"), 4)
    list(cells.of(str(number) for number in range(3 * REMEMBERED)))
    assert 0 < len(cells) <= REMEMBERED
    assert list(cells.of([1, True, 1.0, Decimal(1), "长" * 200])) == [
        '" s="4"><v>1</v></c>',
        '" s="4" t="inlineStr"><is><t>是</t></is></c>',
        '" s="4"><v>1.0</v></c>',
        '" s="4"><v>1</v></c>',
        f'" s="4" t="inlineStr"><is><t>{"长" * 200}</t></is></c>',
    ]
    assert not {1, "长" * 200} & set(cells)


def test_a_workbook_goes_into_a_file_that_cannot_be_rewound() -> None:
    class Pipe(io.RawIOBase):
        parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, part: Any) -> int:
            self.parts.append(bytes(part))
            return len(part)

    write_xlsx(sheet(("一", 1)), cast("BinaryIO", Pipe()))
    worksheet = openpyxl.load_workbook(io.BytesIO(b"".join(Pipe.parts))).active
    assert isinstance(worksheet, Worksheet)
    assert [cell.value for cell in worksheet[4]] == ["一", 1]


def test_more_text_than_a_workbook_holds_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desk.sheets.writer.MOST_BYTES", 10_000)
    with pytest.raises(SheetTooLarge, match="请减少列、加筛选条件，或改为导出 CSV"):
        write_xlsx(sheet(*[("长" * 500,)] * 20), io.BytesIO())


# --- what XML and Excel do to texts -----------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "a & b < c > d",
        "]]>",
        " 前后有空格 ",
        "行一\n行二",
        "回车\r\n",
        "\x01\x1f",
        "_x0041_",
        "__x0041_",
        "_x005F_x0041_",
        "𠮷野家",
        "\x7f\x85\u2028",
    ],
)
def test_any_text_comes_back_as_it_was(text: str) -> None:
    made = sheet((text, "后"))
    assert unescape(opened(made)["A4"].value) == text
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(made))).get_sheet_by_index(0).to_python()
    assert rows[3][0] == text


def test_what_is_no_character_spoils_no_file() -> None:
    made = sheet(("前\ud83d后", "尾"))
    assert [cell.value for cell in opened(made)[4]] == ["前_xD83D_后", "尾"]
    assert opened(sheet(("\ufffe\uffff",)))["A4"].value == "_xFFFE__xFFFF_"
    assert csv_rows(made)[1] == ["前?后", "尾"]


def test_a_character_of_two_units_counts_twice_against_the_bound_of_a_cell() -> None:
    first, second = opened(sheet(("𠮷" * 16_383, "𠮷" * 16_384)))[4]
    assert first.value == "𠮷" * 16_383
    assert second.value == "𠮷" * ((32_767 - len(CUT_OFF)) // 2) + CUT_OFF


def test_a_day_in_a_column_of_texts_is_readable_and_no_bare_number() -> None:
    assert opened(sheet((date(2014, 5, 12), NOON)))[4][0].value == "2014-05-12"


def test_days_and_moments_are_the_same_in_both_readers() -> None:
    columns = (Column("日", Kind.DAY), Column("时", Kind.MOMENT), Column("日", Kind.DAY))
    row = (date(2014, 2, 28), datetime(2012, 2, 29, 15, 59, 30, tzinfo=UTC), date(1900, 3, 1))
    rows = CalamineWorkbook.from_filelike(io.BytesIO(xlsx(sheet(row, columns=columns)))).get_sheet_by_index(0)
    assert rows.to_python()[3] == [date(2014, 2, 28), datetime(2012, 2, 29, 23, 59, 30), date(1900, 3, 1)]  # noqa: DTZ001  # a workbook knows no time zone


# --- the watermark (B11) ----------------------------------------------------------------------------------------------
def test_the_watermark_stands_in_the_head_and_on_every_printed_page() -> None:
    mark = "含个人信息，仅限工作使用：王建国 2014-12-31 17:00 导出，用于慰问R&D人员"
    made = sheet(("一", "二"), scope="建德", filters="全部", watermark=mark)
    worksheet = opened(made)
    assert [row[0].value for row in worksheet.iter_rows(max_row=5)][3:] == [mark, "列0"]
    assert worksheet.oddHeader.right.text == mark.replace("&", "&&")
    assert worksheet.oddFooter.center.text == "第 &P 页，共 &N 页"
    assert opened(sheet(("一",))).oddHeader.right.text is None


def test_a_long_reason_does_not_make_the_page_header_too_long_for_excel() -> None:
    part = zipfile.ZipFile(io.BytesIO(xlsx(sheet(("一",), watermark="用于" * 200)))).read(SHEET).decode()
    (header,) = re.findall("<oddHeader>(.*)</oddHeader>", part)
    assert len(header) < 255


def test_the_parts_of_a_workbook_are_in_the_order_excel_insists_on() -> None:
    """Excel offers a repair when they are not; no reader of ours would notice."""
    part = zipfile.ZipFile(io.BytesIO(xlsx(sheet(("一", "二"), watermark="某")))).read(SHEET).decode()
    root = ET.fromstring(part)  # noqa: S314  # our own file
    assert [element.tag.rpartition("}")[2] for element in root] == [
        "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "autoFilter", "mergeCells",
        "printOptions", "pageMargins", "pageSetup", "headerFooter", "ignoredErrors",
    ]  # fmt: skip


# --- CSV --------------------------------------------------------------------------------------------------------------
def test_a_csv_file_opens_in_excel_with_its_chinese_intact() -> None:
    row = ("𬭚喆", Decimal("1234.50"), date(2014, 5, 12), NOON, False, None)
    assert csv_bytes(sheet(row)) == (
        b"\xef\xbb\xbf"
        + '"列0","列1","列2","列3","列4","列5"\r\n"𬭚喆","1234.50","2014-05-12","2014-12-31 17:00:00","否",""\r\n'.encode()
    )


def test_the_file_stays_open_for_who_gave_it() -> None:
    file = io.BytesIO()
    write_csv(sheet(("一",)), file)
    assert file.tell() > 0
