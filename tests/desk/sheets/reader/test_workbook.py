"""Every row and every cell of a workbook arrives, with its type (promises.md B2, B3, B4)."""

import io
import random
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desk.sheets.reader import ErrorCell, FileRefused, Formula, Merge, merged_cells, read
from desk.sheets.reader.limits import Limits
from tests.desk.sheets.reader.books import MAIN, Raw, Value, error, formula, merges, pack, parts, sheet, workbook
from tests.desk.sheets.reader.reading import read_here, rows_of

PREFIXED = (
    f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>1</x:v></x:c></x:row>'
    '<x:row r="3"><x:c r="B3" t="inlineStr"><x:is><x:t>张三</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'
)


def of_sheet(text: str, **more: object) -> bytes:
    return pack(parts({"名册": text}, **more))  # type: ignore[arg-type]  # handed on as they come


# --- types ------------------------------------------------------------------------------------------------------------
def test_each_kind_of_cell_arrives_as_what_it_is() -> None:
    row: list[Value] = [
        "张三",
        7,
        7.5,
        True,
        date(1990, 1, 31),
        None,
        Raw('<c r="{r}" s="2"><v>41640.5</v></c>'),
        error("#N/A"),
    ]
    assert rows_of(workbook([row])) == [
        ["张三", 7, 7.5, True, date(1990, 1, 31), None, datetime(2014, 1, 1, 12), ErrorCell("#N/A")]  # noqa: DTZ001  # cells have no zone
    ]
    assert [type(cell) for cell in rows_of(workbook([[1, 1.0, True, "1"]]))[0]] == [int, int, bool, str]


def test_a_column_that_repeats_true_and_one_keeps_them_apart() -> None:
    rows: list[list[Value]] = [[True], [1], [False], [0]] * 50
    assert [type(row[0]) for row in rows_of(workbook(rows))] == [bool, int, bool, int] * 50


def test_ten_thousand_identity_numbers_typed_as_numbers_arrive_as_numbers_in_whatever_way_excel_wrote_them() -> None:
    chance = random.Random(3)
    numbers = [330182 * 10**12 + chance.randrange(10**12) for _ in range(10_000)]
    shown = ["<v>{}</v>", "<v>{}.0</v>", "<v>{:.16E}</v>", "<v>{:.1E}</v>"]
    rows = [[Raw('<c r="{r}" s="3">' + shown[n % 4].format(number) + "</c>")] for n, number in enumerate(numbers)]
    read_rows = rows_of(workbook(rows))
    assert len(read_rows) == 10_000
    assert {type(cell) for row in read_rows for cell in row} <= {int, float}


def test_ten_thousand_identity_numbers_typed_as_text_arrive_unchanged() -> None:
    chance = random.Random(4)
    ways = ["{}", " {} ", "{}\u200b", "\ufeff{}", "{}x", "\u3000{}", "{}\u00a0", "'{}"]
    texts = [ways[n % len(ways)].format(330182 * 10**11 + chance.randrange(10**11)) for n in range(9_999)]
    texts.append("３３０１８２１９９００１０１１２３ｘ")
    shared = [f'<si><t xml:space="preserve">{text}</t></si>' for text in texts]
    cells = [[Raw(f'<c r="{{r}}" t="s"><v>{n}</v></c>')] for n in range(10_000)]
    assert rows_of(of_sheet(sheet(cells), shared=shared)) == [[text] for text in texts]
    assert rows_of(workbook([[text] for text in texts])) == [[text] for text in texts]


def test_formulas_are_told_as_formulas_whether_computed_or_not() -> None:
    rows = [
        ["姓名", "年龄"],
        ["张三", formula("1+1", 2)],
        ["李四", formula("1+1")],
        [formula('A2&"某"', "张三某"), formula('IF(1<2,"","")', "")],
        [Raw('<c r="{r}"><f t="shared" si="0"/><v>3</v></c>'), Raw('<c r="{r}" t="e"><f>1/0</f><v>#DIV/0!</v></c>')],
    ]
    book = read_here(workbook(rows))
    assert book.sheets[0].rows[1:] == [
        ["张三", Formula("=1+1")],
        ["李四", Formula("=1+1")],
        [Formula('=A2&"某"'), Formula('=IF(1<2,"","")')],
        [Formula("=…"), Formula("=1/0")],
    ]
    assert (book.sheets[0].formula_count, book.sheets[0].error_count) == (6, 0)


def test_a_row_that_holds_nothing_but_an_uncomputed_formula_is_a_row() -> None:
    assert rows_of(workbook([["姓名"], [], [None, None, formula("A1")]])) == [
        ["姓名", None, None],
        [None, None, None],
        [None, None, Formula("=A1")],
    ]


def test_formulas_that_openpyxl_and_xlsxwriter_write_are_told_too() -> None:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active.append(["=1+1", "张三", date(2014, 1, 1)])
    book.save(target)
    assert rows_of(target.getvalue()) == [[Formula("=1+1"), "张三", date(2014, 1, 1)]]
    target = io.BytesIO()
    with xlsxwriter.Workbook(target) as other:
        other.add_worksheet("名册").write_row(1, 1, ["=SUM(A1:A2)", "张三", 3])
    assert rows_of(target.getvalue()) == [[None] * 4, [None, Formula("=SUM(A1:A2)"), "张三", 3]]


def test_dates_of_a_1904_workbook_are_the_same_days() -> None:
    cell = [[Raw('<c r="{r}" s="1"><v>40178</v></c>')]]
    book = read_here(of_sheet(sheet(cell), settings='<workbookPr date1904="1"/>'))
    assert book.sheets[0].rows == [[date(2014, 1, 1)]]
    assert any("1904" in note for note in book.notes)


def test_a_day_before_1900_is_never_made_up() -> None:
    assert type(rows_of(workbook([[Raw('<c r="{r}" s="1"><v>-5</v></c>')]]))[0][0]) is not date


# --- rows -------------------------------------------------------------------------------------------------------------
def test_a_stale_dimension_hides_no_rows() -> None:
    rows = [[f"张{n}"] for n in range(500)]
    assert rows_of(workbook(rows, before='<dimension ref="A1:A10"/>')) == rows


def test_empty_rows_between_stay_and_formatted_ones_below_do_not_count() -> None:
    text = sheet([[None, "张三"], [], ["李四"]]).replace(
        "</sheetData>", '<row r="9"><c r="A9" s="1"/></row></sheetData>'
    )
    book = read_here(of_sheet(text))
    assert book.sheets[0].rows == [[None, "张三"], [None, None], ["李四", None]]
    assert book.sheets[0].row_count == 3


def test_empty_texts_and_white_space_are_no_loss() -> None:
    cells = [
        [Raw('<c r="{r}" t="s"><v>0</v></c>'), Raw('<c r="{r}" t="s"><v>1</v></c>')],
        [Raw('<c r="{r}" t="s"><v>0</v></c>')],
    ]
    rows = rows_of(of_sheet(sheet(cells), shared=["<si><t/></si>", "<si><t>张三</t></si>"]))
    assert rows == [[None, "张三"], [None, None]]


@pytest.mark.parametrize(
    "data",
    [
        '<row r="1"><c r="A1"><v>1</v></c></row><row r="1"><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1"><v>1</v></c><c r="A1"><v>2</v></c></row>',
        '<row r="1"><c r="A1" t="str"><v><![CDATA[张三]]></v></c></row>',
    ],
    ids=["two rows in one place", "two cells in one place", "text that calamine drops"],
)
def test_a_workbook_of_which_something_would_be_lost_is_refused(data: str) -> None:
    with pytest.raises(FileRefused):
        rows_of(of_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'))


def test_rows_and_cells_that_do_not_say_where_they_are_are_read_in_order() -> None:
    data = "<row><c><v>1</v></c><c><f>1+1</f></c></row><row r='4'><c><v>2</v></c></row><row><c><v>3</v></c></row>"
    rows = rows_of(of_sheet(f'<worksheet xmlns="{MAIN}"><sheetData>{data}</sheetData></worksheet>'))
    assert rows == [[1, Formula("=1+1")], [None, None], [None, None], [2, None], [3, None]]
    assert rows_of(of_sheet(PREFIXED)) == [[1, None], [None, None], [None, "张三"]]


VALUES = st.one_of(
    st.none(),
    st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=8).filter(
        lambda s: s.strip() == s
    ),
    st.integers(-(10**6), 10**18),
    st.booleans(),
    st.dates(date(1900, 3, 1), date(2100, 1, 1)),
    st.sampled_from([formula("A1+1"), formula("A1+1", 5), error("#REF!")]),
)


@settings(max_examples=1000, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=st.lists(st.lists(VALUES, max_size=5), max_size=12), stale=st.booleans(), quotes=st.booleans())
def test_of_a_thousand_workbooks_each_row_arrives(rows: list[list[Value]], stale: bool, quotes: bool) -> None:
    text = sheet(rows, before='<dimension ref="A1"/>' if stale else "")
    if quotes:  # XML that the quick scan leaves to the parser
        text = text.replace('<row r="1"', "<row r='1'")
    filled = [number for number, row in enumerate(rows) if any(value is not None for value in row)]
    read_rows = rows_of(of_sheet(text))
    assert len(read_rows) == (filled[-1] + 1 if filled else 0)
    for given_row, read_row in zip(rows, read_rows, strict=False):
        assert [_kind(value) for value in given_row if value is not None] == [
            cell for cell in read_row if cell is not None
        ]


def _kind(value: Value) -> object:
    if isinstance(value, Raw):
        return ErrorCell("#REF!") if "#REF!" in value else Formula("=A1+1")
    return float(value) if isinstance(value, int) and abs(value) > 2**53 else value


# --- what its owner should know ---------------------------------------------------------------------------------------
def test_hidden_sheets_rows_and_columns_are_read_and_told() -> None:
    hidden = sheet(
        [["甲"], ["乙"], ["丙"]], attributes={2: ' hidden="1"'}, before='<cols><col min="1" max="1" hidden="1"/></cols>'
    )
    book = read_here(pack(parts({"名册": sheet([["姓名"]]), "旧表": hidden}, states={"旧表": "veryHidden"})))
    assert [(one.name, one.hidden, one.row_count) for one in book.sheets] == [("名册", False, 1), ("旧表", True, 3)]
    assert book.notes == [
        "工作表“旧表”是隐藏的，也已读取。",
        "工作表“旧表”有 1 行是隐藏的，也已读取。",
        "工作表“旧表”有隐藏的列，也已读取。",
    ]


def test_filtered_rows_are_read_and_told() -> None:
    book = read_here(
        workbook([["姓名"], ["张三"], ["李四"]], attributes={3: ' hidden="1"'}, after='<autoFilter ref="A1:A3"/>')
    )
    assert book.sheets[0].rows == [["姓名"], ["张三"], ["李四"]]
    assert book.notes == ["工作表“名册”有 1 行是隐藏的（可能是筛选造成的），也已读取。"]


def test_a_chart_sheet_in_front_is_passed_over() -> None:
    book = read_here(pack(parts({"名册": sheet([["姓名"]])}, charts=["图表"])))
    assert [one.name for one in book.sheets] == ["名册"]
    assert book.notes == ["“图表”是图表或宏表，没有数据行，已跳过。"]


def test_macros_and_other_files_are_not_touched_but_told() -> None:
    files = parts({"名册": sheet([["姓名"]])}) | {"xl/externalLinks/externalLink1.xml": "<a/>"}
    book = read_here(pack({**files, "xl/vbaProject.bin": b"\xd0\xcf"}))
    assert book.sheets[0].rows == [["姓名"]]
    assert book.notes == ["文件带有宏：宏没有运行，只读取了单元格。", "文件引用了别的文件：没有打开被引用的文件。"]


def test_merged_cells_below_the_head_are_told_as_swallowed() -> None:
    book = read_here(
        workbook(
            [["工会", "姓名"], ["甲工会", "张三"], [None, "李四"], [None, "王五"]], after=merges("A2:A4", "A9:C99")
        )
    )
    assert book.sheets[0].merges == [Merge(1, 0, 3, 0)]
    assert merged_cells(book.sheets[0], 1) == {2: {0}, 3: {0}}


def test_merges_that_overlap_are_refused() -> None:
    rows = [["甲"] * 5 for _ in range(50)]
    with pytest.raises(FileRefused, match="合并单元格"):
        read_here(workbook(rows, after=merges(*["A1:E50"] * 30)))


def test_one_sheet_or_the_first_rows_can_be_asked_for() -> None:
    content = pack(parts({"一": sheet([["甲"]] * 30), "二": sheet([["乙"]] * 40)}))
    book = read(content, sheet=1, first=5, limits=Limits())
    assert [(one.name, one.row_count, one.rows) for one in book.sheets] == [("一", 30, []), ("二", 40, [["乙"]] * 5)]
