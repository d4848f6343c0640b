"""Letters as Word documents, built in code: no template file whose content nobody can review.

Word brings its own fonts, so each face is named as official papers name it; where a machine lacks one, Word takes
another of its own.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from desk.papers.charts import ChartData
from desk.papers.paper import Align, Block, Column, Figure, Heading, Letter, Paragraph, Table

FANG, HEI, KAI, TITLE, SONG = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
RED = "C7000B"
LINE = Pt(28.95)  # the customary 固定值 29 磅, so that 22 lines fit into 225 mm
TYPE_AREA = Mm(156)
BODY = 16  # 3号
NOTHING = Pt(0)
MARK_SIZES = {"large": 46, "medium": 33, "small": 24}
HEADING_FACES = {1: HEI, 2: KAI}
ALIGNMENTS: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


def render_docx(letter: Letter) -> bytes:
    """The Word document of `letter`, A4 with the margins, sizes and line pitch of GB/T 9704-2012."""
    document = _blank(letter.title)
    if letter.mark:
        _head(document, letter)
    _line(document, letter.title, face=TITLE, size=22, align="center", before=LINE, after=LINE, pitch=Pt(34))
    if letter.addressee:
        _line(document, f"{letter.addressee}：")
    for block in letter.body:
        _block(document, block)
    _attachments(document, letter.attachments)
    _signature(document, letter)
    if letter.note:
        _line(document, f"（{letter.note}）", indent=2)
    if letter.copied_to or letter.printed_by:
        _imprint(document, letter)
    file = BytesIO()
    document.save(file)
    return file.getvalue()


# --- the sheet --------------------------------------------------------------------------------------------------------
def _blank(title: str) -> Document:
    """An empty A4 document with page numbers, and nobody's name in its properties."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    properties = document.core_properties
    properties.title, properties.language = title, "zh-CN"
    properties.created = properties.modified = datetime.now(UTC)
    properties.author = properties.last_modified_by = properties.comments = ""
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer.paragraphs[0], "right")
    _number_pages(section.even_page_footer.paragraphs[0], "left")
    return document


def _number_pages(paragraph: WordParagraph, align: Align) -> None:
    """「— 1 —」 below the type area, one character from its edge."""
    paragraph.alignment = ALIGNMENTS[align]
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    _text(paragraph, "— ", face=SONG, size=14)
    field = _text(paragraph, "", face=SONG, size=14)
    field.append(_element("w:fldChar", fldCharType="begin"))
    code = _element("w:instrText")
    code.text = " PAGE "
    field.append(code)
    field.append(_element("w:fldChar", fldCharType="end"))
    _text(paragraph, " —", face=SONG, size=14)


# --- the parts of a letter --------------------------------------------------------------------------------------------
def _head(document: Document, letter: Letter) -> None:
    """The red mark 35 mm below the edge of the type area, two lines below it the number, then the red rule."""
    size = MARK_SIZES[letter.mark_size]
    mark = _line(document, letter.mark, face=TITLE, size=size, align="center", before=Mm(35), pitch=Pt(1.2 * size))
    mark.runs[0].font.color.rgb = RGBColor.from_string(RED)
    number = _line(document, letter.number, align="center", before=LINE)
    rule = _element("w:pBdr")
    rule.append(_border("bottom", 1.25, space=11, colour=RED))
    # The schema has an order: borders come before what spacing and alignment have already put here.
    number._p.get_or_add_pPr().find(qn("w:spacing")).addprevious(rule)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        face = HEADING_FACES.get(block.level, FANG)
        heading = _line(document, block.text, face=face, indent=2, keep_with_next=True)
        # An outline level, so that Word's navigation shows the heading.
        heading._p.get_or_add_pPr().append(_element("w:outlineLvl", val=str(block.level - 1)))
    elif isinstance(block, Paragraph):
        _line(document, block.text, indent=2)
    elif isinstance(block, Table):
        _table(document, block)
    elif isinstance(block, Figure):
        _table(document, _behind(block.chart.data))


def _behind(data: ChartData) -> Table:
    """The table behind a chart, for Word cannot draw the chart."""
    first, *others = data.columns
    columns = [Column(first, 2), *(Column(label, 1, "right") for label in others)]
    return Table(columns, data.rows, caption=data.title)


def _table(document: Document, table: Table) -> None:
    """A ruled table whose head is repeated on each page."""
    if table.caption:
        _line(document, table.caption, face=HEI, size=12, align="center", keep_with_next=True)
    if table.unit:
        unit = f"单位：{table.unit}"
        _line(document, unit, face=SONG, size=10.5, align="right", pitch=Pt(16), keep_with_next=True)
    rows = [*table.cells, *([table.total_cells] if table.total else [])]
    grid = document.add_table(rows=1 + len(rows), cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(grid.columns, table.shares, strict=True):
        column.width = Length(round(TYPE_AREA * share))
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    _fill(grid, 0, [(column.label, "center") for column in table.columns], face=HEI)
    for number, row in enumerate(rows, 1):
        _fill(grid, number, row, face=SONG)
    _line(document, "", pitch=Pt(8))


def _fill(grid: WordTable, number: int, texts: Sequence[tuple[str, Align]], *, face: str) -> None:
    for cell, column, (text, align) in zip(grid.rows[number].cells, grid.columns, texts, strict=True):
        cell.width = column.width
        paragraph = cell.paragraphs[0]
        _set(paragraph, align=align, pitch=Pt(17))
        _text(paragraph, text, face=face, size=10.5)


def _attachments(document: Document, names: Sequence[str]) -> None:
    """附件说明: below the body after a blank line, the names under each other."""
    for number, name in enumerate(names, 1):
        label = "附件：" if number == 1 else "\u3000\u3000\u3000"
        numbered = f"{number}.{name}" if len(names) > 1 else name
        _line(document, label + numbered, indent=2, before=LINE if number == 1 else NOTHING)


def _signature(document: Document, letter: Letter) -> None:
    """The issuer above the date, on one axis, four characters from the right edge."""
    day = chinese_date(letter.day)
    # One character more at each side, for Word puts air between Chinese characters and figures.
    wide = Pt(BODY * (2 + max(_characters(letter.issuer), _characters(day))))
    for text, before in ((letter.issuer, LINE * 2), (day, 0)):
        paragraph = _line(document, text, align="center", before=Length(before), keep_with_next=bool(before))
        paragraph.paragraph_format.right_indent = Pt(BODY * 3)
        paragraph.paragraph_format.left_indent = Length(max(TYPE_AREA - Pt(BODY * 3) - wide, 0))


def _imprint(document: Document, letter: Letter) -> None:
    """版记: whom it is copied to, who printed it and when, between rules as wide as the type area."""
    _line(document, "")
    day = chinese_date(letter.printed_on or letter.day)
    copied = f"抄送：{letter.copied_to}。" if letter.copied_to else ""
    lines = [text for text in (copied, letter.printed_by and f"{letter.printed_by}\t{day}印发") if text]
    grid = document.add_table(rows=len(lines), cols=1)
    borders = _element("w:tblBorders")
    for edge, points in (("top", 1), ("bottom", 1), ("insideH", 0.75)):
        borders.append(_border(edge, points))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(borders)
    for row, text in zip(grid.rows, lines, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        _set(paragraph, align="left", pitch=Mm(8))
        paragraph.paragraph_format.keep_with_next = text is not lines[-1]
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        place = paragraph.paragraph_format
        place.left_indent, place.right_indent = Pt(14 * 4), Pt(14)
        place.first_line_indent = Pt(-14 * 3)  # the names of 抄送 stand under each other
        place.tab_stops.add_tab_stop(Length(TYPE_AREA - Pt(14 * 2)), WD_TAB_ALIGNMENT.RIGHT)
        _text(paragraph, text, face=FANG, size=14)


def chinese_date(day: date) -> str:
    """2014年12月31日, without leading zeros, as GB/T 9704 asks."""
    return f"{day.year}年{day.month}月{day.day}日"


def _characters(text: str) -> float:
    """How many Chinese characters wide `text` is."""
    return sum(0.5 if ord(character) < 0x80 else 1 for character in text)


# --- paragraphs -------------------------------------------------------------------------------------------------------
def _line(
    document: Document,
    text: str,
    *,
    face: str = FANG,
    size: float = BODY,
    align: Align = "left",
    indent: int = 0,
    before: Length = NOTHING,
    after: Length = NOTHING,
    pitch: Length = LINE,
    keep_with_next: bool = False,
) -> WordParagraph:
    """A new paragraph; `indent` in characters. Line breaks in `text` stay."""
    paragraph = document.add_paragraph()
    _set(paragraph, align=align, pitch=pitch)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = before, after
    paragraph.paragraph_format.keep_with_next = keep_with_next
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * indent)
    _text(paragraph, text, face=face, size=size)
    return paragraph


def _set(paragraph: WordParagraph, *, align: Align, pitch: Length) -> None:
    paragraph.alignment = ALIGNMENTS[align]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = pitch


def _text(paragraph: WordParagraph, text: str, *, face: str, size: float) -> BaseOxmlElement:
    """`text` at the end of `paragraph`, Chinese in `face`, Latin in LATIN; gives the run's element."""
    run = paragraph.add_run(text)
    run.font.name, run.font.size = LATIN, Pt(size)
    # python-docx sets the Latin face only; Chinese characters take another attribute.
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if size == BODY:
        # 1/20 pt: 28 characters in 156 mm. The schema has an order: spacing comes before the size.
        properties.find(qn("w:sz")).addprevious(_element("w:spacing", val="-4"))
    return run._r


def _border(edge: str, points: float, *, space: int = 0, colour: str = "000000") -> BaseOxmlElement:
    """A rule at `edge`, `space` points away."""
    return _element(f"w:{edge}", val="single", sz=str(round(points * 8)), space=str(space), color=colour)


def _element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element
