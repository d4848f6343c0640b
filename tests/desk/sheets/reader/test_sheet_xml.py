"""The quick scan of a sheet's XML and the parser give the same answer; what the quick scan cannot judge it says."""

import re

import pytest

from desk.sheets.reader.limits import Limits
from desk.sheets.reader.scans import Scan, column_number
from desk.sheets.reader.sheet_parser import parse
from desk.sheets.reader.sheet_xml import Irregular, scan
from tests.desk.sheets.reader.books import Raw, error, formula, sheet

LIMITS = Limits()
ROWS = [
    ["姓名", "a < b & c", None, 7.5],
    [],
    [formula("SUM(A1:A2)", 3), formula("1<2"), error("#N/A"), Raw('<c r="{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')],
    [None, None, True, Raw('<c r="{r}" t="str"><f>A1</f><v></v></c>'), Raw('<c r="{r}"><f t="shared" si="0"/><v>3</v></c>')],
    [Raw('<c r="{r}" s="1"/>'), Raw('<c r="{r}"><v></v></c>'), Raw('<c r="{r}"><v/></c>')],
]  # fmt: skip
TEXT = sheet(ROWS, attributes={2: ' hidden="1"', 4: ' ht="20" hidden="true"'}, before='<cols><col min="1" hidden="1"/></cols>', after='<autoFilter ref="A1"/>')  # fmt: skip


def blocks(text: str, size: int) -> list[bytes]:
    content = text.encode()
    return [content[start : start + size] for start in range(0, len(content), size)]


@pytest.mark.parametrize("size", [1, 7, 64, 1000, 100_000])
def test_both_see_the_same_wherever_the_blocks_end(size: int) -> None:
    seen = scan(blocks(TEXT, size), LIMITS)
    assert seen == parse(blocks(TEXT, size), LIMITS, set())
    assert (seen.rows, seen.values, seen.last_row, seen.columns) == (3, 4, 4, 5)
    assert seen.formulas == {(2, 0): "=SUM(A1:A2)", (2, 1): "=1<2", (2, 3): "=1/0", (3, 3): "=A1", (3, 4): "=…"}
    assert seen.errors == {(2, 2): "#N/A"}
    assert (seen.hidden_rows, seen.hidden_columns, seen.filtered) == (2, True, True)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<c r="A1"', "<c r='A1'"),
        ('<row r="1">', "<row>"),
        ('<row r="1">', "<!-- a --><row r='1'>"),
        ('<c r="A1"', "<c\n r='A1'"),
        ("<row", "<x:row"),
        ("<v>7.5</v>", '<v xml:space="preserve">7.5</v>'),
        ('<row r="3"', '<row r="1"'),
    ],
)
def test_the_quick_scan_leaves_unusual_xml_to_the_parser(old: str, new: str) -> None:
    with pytest.raises(Irregular):
        scan(blocks(TEXT.replace(old, new, 1), 100_000), LIMITS)


def test_a_sheet_without_rows_is_empty_for_both() -> None:
    for data in ("<sheetData/>", "<sheetData></sheetData>"):
        text = re.sub("<sheetData>.*</sheetData>", data, sheet([[1]]))
        assert scan(blocks(text, 50), LIMITS) == parse(blocks(text, 50), LIMITS, set()) == Scan()


def test_columns_are_counted_as_excel_names_them() -> None:
    assert [column_number(name) for name in ("A", "Z", "AA", "XFD")] == [0, 25, 26, 16383]
