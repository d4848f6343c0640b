"""Charts in Word documents: Word's own, each with the workbook it is drawn from, so that the office can edit them.

A chart is written in the same language in Word and in Excel (ECMA-376, DrawingML). So XlsxWriter draws it into a workbook,
and what it wrote goes into the document, beside a workbook that has the figures alone.
"""

from collections.abc import Mapping
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from docx.document import Document
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part, XmlPart
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Pt
from xlsxwriter import Workbook

from desk.papers.charts import Chart, ChartData, Number
from desk.papers.paper import printable
from desk.papers.word import HEI, LATIN, SONG, TYPE_AREA, line

SHEET = "数据"
PAPER_WIDTH = 640  # pixels of a chart in a PDF, to which its height belongs
COLOURS = ("#2464A8", "#E0A030", "#2A9D9B", "#B04A5A", "#6C7A89")
FONT = {"name": SONG, "size": 9}
CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def native_chart(document: Document, chart: Chart, *, caption: str = "") -> None:
    """`chart` under its caption, as wide as the type area. Screen readers say its figures."""
    line(document, caption or chart.data.title, face=HEI, size=12, align="center", keep_with_next=True)
    paragraph = document.add_paragraph()
    height = Length(round(TYPE_AREA * chart.height / PAPER_WIDTH))
    number = document.part.next_id
    link = document.part.relate_to(_chart_part(document, chart, number), RELATIONSHIP_TYPE.CHART)
    paragraph.add_run()._r.append(_frame(chart.data, link, number, height))
    paragraph.paragraph_format.space_after = Pt(8)


def _chart_part(document: Document, chart: Chart, number: int) -> Part:
    """The part that holds the chart, which refers to the part that holds its workbook."""
    package = document.part.package
    figures = Part(PackURI(f"/word/embeddings/figures{number}.xlsx"), CONTENT_TYPE.SML_SHEET, _workbook(chart), package)
    with ZipFile(BytesIO(_workbook(chart, is_drawn=True))) as archive:
        drawing = parse_xml(archive.read("xl/charts/chart1.xml"))
    part = XmlPart(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, drawing, package)
    source, still, square = (OxmlElement(tag) for tag in ("c:externalData", "c:autoUpdate", "c:roundedCorners"))
    source.set(qn("r:id"), part.relate_to(figures, RELATIONSHIP_TYPE.PACKAGE))
    source.append(still)
    drawing.replace(drawing.find(qn("c:printSettings")), source)  # that of a sheet
    drawing.find(qn("c:lang")).addnext(square)  # Word rounds the frame of a chart that says nothing
    for each in (still, square):
        each.set("val", "0")
    return part


def _frame(data: ChartData, link: str, number: int, height: Length) -> BaseOxmlElement:
    """The place in the text where the chart stands."""
    frame = parse_xml(
        f'<w:drawing {nsdecls("w", "wp", "a", "r")}><wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{int(TYPE_AREA)}" cy="{int(height)}"/><wp:docPr id="{number}" name="图表 {number}"/>'
        f'<wp:cNvGraphicFramePr/><a:graphic><a:graphicData uri="{CHART}">'
        f'<c:chart xmlns:c="{CHART}" r:id="{link}"/></a:graphicData></a:graphic></wp:inline></w:drawing>'
    )
    said = frame.find(f".//{qn('wp:docPr')}")
    said.set("title", printable(data.title))
    said.set("descr", printable(data.description))
    return frame


def _workbook(chart: Chart, *, is_drawn: bool = False) -> bytes:
    """The figures on a sheet; with the chart of them if it `is_drawn`."""
    file, data = BytesIO(), chart.data
    with Workbook(file, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(SHEET)
        sheet.set_column(0, 0, 32)
        for column, series in enumerate(data.series, 1):
            sheet.write_string(0, column, printable(series.name))
            for row, value in enumerate(series.values, 1):
                _write(sheet, row, column, value)
        for row, name in enumerate(data.categories, 1):
            sheet.write_string(row, 0, printable(name))
        if is_drawn:
            sheet.insert_chart(0, len(data.series) + 2, _drawn(book, chart))
    return file.getvalue()


def _write(sheet: Any, row: int, column: int, value: Number) -> None:
    if value is not None:
        sheet.write_number(row, column, float(value))


def _drawn(book: Workbook, chart: Chart) -> Any:
    """What the chart's option says, in the words of a workbook."""
    data, kind = chart.data, _kind(chart.option)
    drawn = book.add_chart(kind)
    last = len(data.categories)
    labels = {"value": True, "font": FONT, "num_format": _number_format(data)}
    for column in range(1, len(data.series) + 1):
        colour = COLOURS[(column - 1) % len(COLOURS)]
        look = {} if kind["type"] == "pie" else {"fill": {"color": colour}, "line": {"color": colour}}
        source = {"categories": [SHEET, 1, 0, last, 0], "values": [SHEET, 1, column, last, column]}
        drawn.add_series({"name": [SHEET, 0, column], **source, **look, "data_labels": labels, "gap": 50})
    drawn.set_title({"none": True})
    one = len(data.series) == 1 and kind["type"] != "pie"
    drawn.set_legend({"none": True} if one else {"position": "bottom", "font": FONT})
    if kind["type"] == "bar":  # the first on top; the axis of figures is left out, for the bars say them
        drawn.set_y_axis({"num_font": FONT, "reverse": True})
        drawn.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    elif kind["type"] != "pie":
        drawn.set_x_axis({"num_font": FONT})
        drawn.set_y_axis({"num_font": {**FONT, "name": LATIN}})
    return drawn


def _number_format(data: ChartData) -> str:
    if not data.grouped:
        return "General"
    whole = all(value is None or value == int(value) for series in data.series for value in series.values)
    return "#,##0" if whole else "#,##0.00"


def _kind(option: Mapping[str, Any]) -> dict[str, str]:
    """Bars lie or stand, beside or upon each other; lines; a pie."""
    first = option["series"][0]
    if first["type"] != "bar":
        return {"type": first["type"]}
    kind = "bar" if option["yAxis"]["type"] == "category" else "column"
    return {"type": kind, "subtype": "stacked"} if first.get("stack") else {"type": kind}
