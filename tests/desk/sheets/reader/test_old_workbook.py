"""Workbooks of Excel 97 to 2003."""

import pytest

from desk.sheets.reader import ErrorCell, FileRefused, Formula, Limits, Merge
from tests.desk.sheets.reader import old
from tests.desk.sheets.reader.reading import read_here, rows_of


def test_each_kind_of_cell_arrives_as_what_it_is() -> None:
    rows = [["姓名", "号"], ["张三", 1.5], ["李四", ("=", 2.0)], [True, ("#", 0x2A)], [330182199001010017, None]]
    assert rows_of(old.workbook({"名册": rows}, more=old.rks(5, 0, [1, 2]))) == [
        ["姓名", "号"],
        ["张三", 1.5],
        ["李四", Formula("=…")],
        [True, ErrorCell("#N/A")],
        [330182199001010048, None],  # what a number of Excel can hold; it is for the engine to refuse it
        [1, 2],
    ]


def test_hidden_things_are_read_and_told() -> None:
    content = old.workbook(
        {"名册": [["姓名"], ["张三"]], "旧表": [["甲"]]},
        more=old.hidden_row(1) + old.hidden_column(0) + old.filtered(),
        hidden=["旧表"],
        charts=["图表"],
        from_1904=True,
    )
    book = read_here(content)
    assert [(sheet.name, sheet.hidden, sheet.rows) for sheet in book.sheets] == [
        ("名册", False, [["姓名"], ["张三"]]),
        ("旧表", True, [["甲"]]),
    ]
    assert book.notes[:4] == [
        "文件使用 1904 日期系统，日期已照此换算。",
        "“图表”是图表或宏表，没有数据行，已跳过。",
        "工作表“名册”有 1 行是隐藏的（可能是筛选造成的），也已读取。",
        "工作表“名册”有隐藏的列，也已读取。",
    ]


def test_merged_cells_are_told() -> None:
    book = read_here(old.workbook({"名册": [["姓名"], ["甲"], [None], ["乙"]]}, more=old.merged(1, 2, 0, 0)))
    assert book.sheets[0].merges == [Merge(1, 0, 2, 0)]


def test_empty_texts_and_white_space_are_no_loss() -> None:
    assert rows_of(old.workbook({"名册": [["姓名", ""], ["", ""], ["张三", "  "]]})) == [
        ["姓名", None],
        [None, None],
        ["张三", "  "],
    ]


def test_five_thousand_rows_arrive() -> None:
    rows = [[f"张{n}", f"33018219900101{n:04}", n] for n in range(5_000)]
    assert rows_of(old.workbook({"名册": rows})) == rows


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (old.workbook({"名册": [["姓名"]]}, password=True), "密码"),
        (old.compound("EncryptedPackage", b"x" * 5_000), "密码"),
        (old.compound("WordDocument", b"x" * 5_000), "文档"),
        (old.compound("Workbook", b"x" * 5_000), "损坏"),
        (old.workbook({"名册": [["姓名"]]})[:2_000], "损坏"),
        (old.workbook({"名册": [["姓名"]]})[:300], "文档"),
    ],
)
def test_what_cannot_be_read_is_refused_in_words(content: bytes, said: str) -> None:
    with pytest.raises(FileRefused, match=said):
        read_here(content)


def test_too_many_rows_or_columns_are_refused() -> None:
    with pytest.raises(FileRefused, match="行超过 20 行"):
        read_here(old.workbook({"名册": [["甲"]] * 71}), Limits(rows=20))
    with pytest.raises(FileRefused, match="列超过 3 列"):
        read_here(old.workbook({"名册": [["甲"] * 4]}), Limits(columns=3))


def test_a_chain_of_sectors_that_goes_in_circles_ends() -> None:
    content = bytearray(old.workbook({"名册": [["姓名"]]}))
    table = 512  # the first sector
    content[table + 4 * 2 : table + 4 * 3] = (2).to_bytes(4, "little")
    with pytest.raises(FileRefused, match="损坏"):
        read_here(bytes(content))
