import io
from datetime import date
from decimal import Decimal
from typing import Any

import docx
import openpyxl
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.part import Part
from docx.oxml.ns import qn
from lxml import etree

from desk.papers.charts import Chart, ChartData, Series, bar, line, pie
from desk.papers.docx import render_docx
from desk.papers.paper import Figure, Letter
from tests.desk.papers.packages import faults

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
DATA = ChartData(
    "会员人数", "人", ["新安江", "=1+1"], [Series("会员", [1204, 8]), Series("上年", [Decimal("1100"), None])]
)


def made(*drawn: Chart) -> bytes:
    return render_docx(Letter("", "统计", [Figure(each) for each in drawn], "工会", date(2014, 1, 1)))


def parts(content: bytes) -> list[Part]:
    """The charts of a document in the order of its text."""
    document = docx.Document(io.BytesIO(content))
    links = [each.get(qn("r:id")) for each in document.element.body.iter(f"{C}chart")]
    return [document.part.related_parts[link] for link in links]


def texts(tree: Any, tag: str) -> list[str]:
    return [str(each.text) for each in tree.iter(f"{C}{tag}")]


def test_a_chart_is_words_own_with_every_figure_in_it() -> None:
    (part,) = parts(made(bar(DATA, lying=True)))
    tree = etree.fromstring(part.blob)
    assert tree.find(f".//{C}barDir").get("val") == "bar"
    assert texts(tree, "v") == ["会员", "新安江", "=1+1", "1204", "8", "上年", "新安江", "=1+1", "1100"]


def test_the_office_finds_its_figures_in_a_workbook_inside_the_document() -> None:
    (part,) = parts(made(bar(DATA)))
    (link,) = [each for each in part.rels.values() if each.reltype == RELATIONSHIP_TYPE.PACKAGE]
    sheet = openpyxl.load_workbook(io.BytesIO(link.target_part.blob)).active
    assert [list(row) for row in sheet.iter_rows(values_only=True)] == [
        [None, "会员", "上年"],
        ["新安江", 1204, 1100],
        ["=1+1", 8, None],
    ]
    assert sheet["A3"].data_type == "s"  # no formula
    tree = etree.fromstring(part.blob)
    assert tree[-1].tag == f"{C}externalData"
    assert tree[-1].get(qn("r:id")) == link.rId


def test_a_screen_reader_says_what_it_shows() -> None:
    document = docx.Document(io.BytesIO(made(bar(DATA))))
    (said,) = document.element.body.iter(qn("wp:docPr"))
    assert said.get("descr") == "会员人数（单位：人）。会员：新安江 1,204，=1+1 8；上年：新安江 1,100，=1+1 暂无。"
    assert "会员人数" in [paragraph.text for paragraph in document.paragraphs]


@pytest.mark.parametrize(
    ("chart", "kind", "grouping"),
    [
        (bar(DATA), "barChart", ["clustered"]),
        (bar(DATA, stacked=True), "barChart", ["stacked"]),
        (line(DATA), "lineChart", ["standard"]),
        (pie(ChartData("构成", "人", ["男", "女"], [Series("会员", [7, 8])])), "pieChart", []),
    ],
)
def test_each_kind_of_chart_is_the_same_in_word(chart: Chart, kind: str, grouping: list[str]) -> None:
    (part,) = parts(made(chart))
    area = etree.fromstring(part.blob).find(f".//{C}plotArea")
    assert [each.tag for each in area if each.tag.endswith("Chart")] == [f"{C}{kind}"]
    assert [each.get("val") for each in area.iter(f"{C}grouping")] == grouping


def test_a_document_with_many_charts_is_whole() -> None:
    content = made(bar(DATA), line(DATA), bar(DATA, lying=True))
    assert len(parts(content)) == 3
    assert faults(content) == []
