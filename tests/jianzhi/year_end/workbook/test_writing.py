"""The workbook as a file: it opens in every reader, prints on A4, and nothing in it executes."""

import csv
import io
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from openpyxl.utils.escape import unescape
from python_calamine import CalamineWorkbook

from desk.sheets.writer import write_csv
from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Cube
from jianzhi.year_end.workbook import Check, Cover, figures_table
from jianzhi.year_end.workbook.page import shown_decimals, tab_name
from tests.desk.papers.packages import faults
from tests.desk.sheets.payloads import PAYLOADS
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.workbook.opening import opened, written

OURS = re.compile(r"=SUM\([A-Z]+\d+(:[A-Z]+\d+)?\)|=SUMIF\(\$D\$\d+(:\$D\$\d+)?,1,[A-Z]+\d+(:[A-Z]+\d+)?\)")


@pytest.fixture(scope="module")
def content() -> bytes:
    return written(sample.county().report(1))


def typed() -> Cube:
    """A county in which whatever a person can type is a payload: a township and a union for each."""
    cube = sample.county(townships=PAYLOADS, bases=[[payload] for payload in PAYLOADS])
    said = dict(zip([node.pk for node in cube.nodes[1:]], [text for text in PAYLOADS for _ in range(2)], strict=True))
    nodes = [
        replace(node, name=said[node.pk], label=said[node.pk], stat_code=said[node.pk]) if node.pk in said else node
        for node in cube.nodes
    ]
    entered = {
        pk: Cell(Decimal(7), Origin.ENTERED, is_doubtful=True, wording=text, source=text, basis=text, note=text)
        for pk, text in said.items()
    }
    return replace(
        cube, nodes=nodes, cells={pk: {**cube.cells.get(pk, {}), "F03": cell} for pk, cell in entered.items()}
    )


def test_every_part_has_a_type_and_every_link_leads_somewhere(content: bytes) -> None:
    assert faults(content) == []


def test_what_somebody_typed_is_no_formula_and_no_link_and_comes_back_unchanged() -> None:
    checks = [Check(text, "F03", text, "错误", text, text) for text in PAYLOADS]
    made = written(typed().report(1), cover=Cover(PAYLOADS[0], PAYLOADS[1], None, PAYLOADS[2]), checks=checks)
    book = opened(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    formulas = [str(cell.value) for cell in cells if cell.data_type == "f"]
    assert len(formulas) > len(PAYLOADS)
    assert [formula for formula in formulas if not OURS.fullmatch(formula)] == []
    assert [cell.hyperlink.target for cell in cells if cell.hyperlink and cell.hyperlink.target] == []
    shown = [
        [unescape(str(cell.value)) for cell in row[1:]] for row in book["逻辑检查"].iter_rows(min_row=4, max_row=43)
    ]
    assert shown == [[text, "F03", text, "错误", text, text] for text in PAYLOADS]
    names = CalamineWorkbook.from_filelike(io.BytesIO(made)).get_sheet_by_name("分单位汇总表").to_python()
    assert [row[1] for row in names if isinstance(row[0], float)] == list(PAYLOADS)


def test_in_the_csv_what_looks_like_a_formula_has_an_apostrophe_before_it() -> None:
    file = io.BytesIO()
    write_csv(figures_table(typed().report(1)), file)
    assert file.getvalue().startswith(b"\xef\xbb\xbf")
    head, *lines = csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline=""), strict=True)
    harmless = {'";=1+1;"', "张三;=1+1\r\n=2+2,\t=3+3"}  # inside the quotes that every cell has
    expected = [text if text in harmless else f"'{text}" for text in PAYLOADS]
    assert list(dict.fromkeys(line[head.index("单位")] for line in lines)) == expected


# --- every reader opens it --------------------------------------------------------------------------------------------
def test_both_readers_see_the_same_numbers_and_the_totals_without_calculating(content: bytes) -> None:
    ours, theirs = opened(content, calculated=True), CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert ours.sheetnames == theirs.sheet_names
    for name in ("分单位汇总表", "新安江街道明细", "指标"):
        mine = [
            [cell for cell in row if isinstance(cell, int | float)] for row in ours[name].iter_rows(values_only=True)
        ]
        other = [
            [cell for cell in row if isinstance(cell, float)] for row in theirs.get_sheet_by_name(name).to_python()
        ]
        assert [row for row in mine if row] == [row for row in other if row]
    assert opened(content)["新安江街道明细"]["F11"].value == "=SUMIF($D$7:$D$10,1,F7:F10)"
    assert ours["新安江街道明细"]["F11"].value == 1


def test_every_part_is_whole_xml_and_no_two_merged_areas_overlap(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in archive.namelist():
            if name.endswith((".xml", ".rels")):
                ET.fromstring(archive.read(name))  # noqa: S314 - our own file
    for sheet in opened(content):
        taken: set[tuple[int, int]] = set()
        for area in sheet.merged_cells.ranges:
            cells = {(row, column) for row, column in area.cells}
            assert not cells & taken
            taken |= cells


def test_the_same_figures_make_the_same_bytes() -> None:
    assert written(sample.county().report(1)) == written(sample.county().report(1))


def test_the_charts_are_native_and_hold_the_figures_of_the_table_beside_them(content: bytes) -> None:
    book = opened(content, calculated=True)
    sheet = book["图表"]
    charts = sheet._charts
    assert len(charts) == 12
    series = charts[0].series[0]
    assert [point.v for point in series.val.numRef.numCache.pt] == [5, 15, 4, 7]
    assert series.val.numRef.f == "图表!$B$5:$B$8"
    assert [sheet.cell(row, 2).value for row in range(5, 9)] == [5, 15, 4, 7]


# --- on paper ---------------------------------------------------------------------------------------------------------
def test_every_sheet_prints_on_a4_landscape_with_its_heads_on_each_page(content: bytes) -> None:
    for sheet in opened(content):
        assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape"), sheet.title
        assert sheet.print_area, sheet.title
    book = opened(content)
    assert (book["指标"].print_title_rows, book["指标"].freeze_panes) == ("$1:$3", "C4")
    assert (book["分单位汇总表"].print_title_rows, book["分单位汇总表"].print_title_cols) == ("$1:$6", "$A:$B")
    assert book["分单位汇总表"].freeze_panes == "C7"


def test_each_chapter_of_the_matrix_begins_a_page(content: bytes) -> None:
    sheet = opened(content)["分单位汇总表"]
    titles = [cell.value for cell in sheet[3] if cell.value and cell.column > 2]
    ends = [mark.id for mark in sheet.col_breaks.brk]
    assert [sheet.cell(3, end + 1).value for end in ends] == titles[1:]
    assert sheet.page_setup.scale == 59


# --- names of sheets, and decimals ------------------------------------------------------------------------------------
def test_a_tab_has_a_name_that_excel_takes_and_no_other_has() -> None:
    taken: set[str] = set()
    assert tab_name("a/b:c*?[d]'\\", taken) == "a b c   d"
    assert tab_name("A/B C   D", taken) == "A B C   D（2）"
    assert len(tab_name("长" * 40, taken)) == 31
    assert tab_name("长" * 40, taken) == "长" * 28 + "（2）"
    assert tab_name("'", taken) == "表"


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        ("94.86", 2, (94.86, 2)),
        ("37.30", 2, (37.3, 1)),
        ("10", 2, (10.0, 0)),
        ("16000", 0, (16000.0, 0)),
        ("0.5", 0, (0.0, 0)),
    ],
)
def test_a_number_shows_the_decimals_that_the_report_prints(
    value: str, decimals: int, shown: tuple[float, int]
) -> None:
    assert shown_decimals(Decimal(value), decimals) == shown
