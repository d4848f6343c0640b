"""Word documents, built in code: the A4 sheet of official papers, its paragraphs and its tables.

Word brings its own fonts, so each face is named as official papers name it; where a machine lacks one, Word takes
another of its own.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from io import BytesIO

import docx
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.shared import Length, Mm, Pt, RGBColor
from docx.table import Table as WordTable
from docx.text.paragraph import Paragraph as WordParagraph

from desk.papers.paper import Align, Table, printable

FANG, HEI, KAI, TITLE, SONG = "仿宋", "黑体", "楷体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
LINE = Pt(28.95)  # the customary 固定值 29 磅, so that 22 lines fit into 225 mm
TYPE_AREA = Mm(156)
BODY = 16  # 3号
NOTHING = Pt(0)
ALIGNMENTS: dict[Align, WD_ALIGN_PARAGRAPH] = {
    "left": WD_ALIGN_PARAGRAPH.LEFT,
    "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}


# --- the sheet --------------------------------------------------------------------------------------------------------
def blank(title: str) -> Document:
    """An empty A4 document with page numbers, and nobody's name in its properties."""
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = Mm(37), Mm(35)
    section.left_margin, section.right_margin = Mm(28), Mm(26)
    section.footer_distance = Mm(24)
    properties = document.core_properties
    properties.title, properties.language = printable(title), "zh-CN"
    properties.created = properties.modified = datetime.now(UTC)
    properties.author = properties.last_modified_by = properties.comments = ""
    document.settings.odd_and_even_pages_header_footer = True
    _number_pages(section.footer.paragraphs[0], "right")
    _number_pages(section.even_page_footer.paragraphs[0], "left")
    return document


def saved(document: Document) -> bytes:
    """The file of `document`."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def _number_pages(paragraph: WordParagraph, align: Align) -> None:
    """「— 1 —」 below the type area, one character from its edge."""
    paragraph.alignment = ALIGNMENTS[align]
    paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Pt(14)
    text_run(paragraph, "— ", face=SONG, size=14)
    insert_field(text_run(paragraph, "", face=SONG, size=14), "PAGE")
    text_run(paragraph, " —", face=SONG, size=14)


def insert_field(run: BaseOxmlElement, code: str) -> None:
    """A field that Word fills, such as PAGE, in `run`."""
    run.append(element("w:fldChar", fldCharType="begin"))
    instruction = element("w:instrText")
    instruction.text = f" {code} "
    run.append(instruction)
    run.append(element("w:fldChar", fldCharType="end"))


# --- tables -----------------------------------------------------------------------------------------------------------
def ruled_table(document: Document, table: Table) -> None:
    """A ruled table whose head is repeated on each page."""
    if table.caption:
        line(document, table.caption, face=HEI, size=12, align="center", keep_with_next=True)
    if table.unit:
        unit = f"单位：{table.unit}"
        line(document, unit, face=SONG, size=10.5, align="right", pitch=Pt(16), keep_with_next=True)
    rows = [*table.cells, *([table.total_cells] if table.total else [])]
    grid = document.add_table(rows=1 + len(rows), cols=len(table.columns), style="Table Grid")
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, share in zip(grid.columns, table.shares, strict=True):
        column.width = Length(round(TYPE_AREA * share))
    for row in grid.rows:
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
    grid.rows[0]._tr.get_or_add_trPr().append(element("w:tblHeader"))
    _fill(grid, 0, [(column.label, "center") for column in table.columns], face=HEI)
    for number, row in enumerate(rows, 1):
        _fill(grid, number, row, face=SONG)
    line(document, "", pitch=Pt(8))


def _fill(grid: WordTable, number: int, texts: Sequence[tuple[str, Align]], *, face: str) -> None:
    for cell, column, (text, align) in zip(grid.rows[number].cells, grid.columns, texts, strict=True):
        cell.width = column.width
        paragraph = cell.paragraphs[0]
        set_paragraph(paragraph, align=align, pitch=Pt(17))
        text_run(paragraph, text, face=face, size=10.5)


# --- headings ---------------------------------------------------------------------------------------------------------
def heading(
    document: Document, text: str, level: int, *, face: str, size: float, align: Align = "left"
) -> WordParagraph:
    """A heading that Word counts as one: for its navigation and its table of contents."""
    paragraph = document.add_paragraph(style=f"Heading {level}")
    set_paragraph(paragraph, align=align, pitch=Pt(34) if level == 1 else LINE)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    run = text_run(paragraph, text, face=face, size=size)
    properties = run.get_or_add_rPr()
    for tag in ("w:b", "w:i"):  # the style's own, and in the order of the schema
        properties.find(qn("w:rFonts")).addnext(element(tag, val="0"))
    paragraph.runs[0].font.color.rgb = RGBColor(0, 0, 0)
    return paragraph


def contents(document: Document, entries: Sequence[tuple[int, str]], *, levels: int = 2) -> None:
    """A table of contents that Word fills when it opens the document; until then it shows `entries` (level, text)."""
    begin = document.add_paragraph()
    run = text_run(begin, "", face=SONG, size=12)
    run.append(element("w:fldChar", fldCharType="begin", dirty="true"))
    code = element("w:instrText")
    code.text = f' TOC \\o "1-{levels}" \\h \\z \\u '
    run.append(code)
    run.append(element("w:fldChar", fldCharType="separate"))
    for level, text in entries:
        entry = line(document, text, face=SONG, size=12, pitch=Pt(20))
        entry.paragraph_format.left_indent = Pt(24 * (level - 1))
    end = text_run(document.add_paragraph(), "", face=SONG, size=12)
    end.append(element("w:fldChar", fldCharType="end"))


# --- paragraphs -------------------------------------------------------------------------------------------------------
def line(
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
    set_paragraph(paragraph, align=align, pitch=pitch)
    paragraph.paragraph_format.space_before, paragraph.paragraph_format.space_after = before, after
    paragraph.paragraph_format.keep_with_next = keep_with_next
    if indent:
        paragraph.paragraph_format.first_line_indent = Pt(size * indent)
    text_run(paragraph, text, face=face, size=size)
    return paragraph


def image(document: Document, content: bytes, *, description: str, width: Length, height: Length) -> None:
    """A new paragraph with a JPEG or PNG in its middle, as large as fits into `width` and `height`."""
    paragraph = document.add_paragraph()
    paragraph.alignment = ALIGNMENTS["center"]
    paragraph.paragraph_format.keep_with_next = True  # its caption
    shape = paragraph.add_run().add_picture(BytesIO(content))
    scale = min(width / shape.width, height / shape.height)
    shape.width, shape.height = Length(int(shape.width * scale)), Length(int(shape.height * scale))
    shape._inline.docPr.set("descr", printable(description))  # what a screen reader says


def set_paragraph(paragraph: WordParagraph, *, align: Align, pitch: Length) -> None:
    paragraph.alignment = ALIGNMENTS[align]
    paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    paragraph.paragraph_format.line_spacing = pitch


def text_run(paragraph: WordParagraph, text: str, *, face: str, size: float) -> BaseOxmlElement:
    """`text` at the end of `paragraph`, Chinese in `face`, Latin in LATIN; gives the run's element."""
    run = paragraph.add_run(printable(text))
    run.font.name, run.font.size = LATIN, Pt(size)
    # python-docx sets the Latin face only; Chinese characters take another attribute.
    properties = run._r.get_or_add_rPr()
    properties.get_or_add_rFonts().set(qn("w:eastAsia"), face)
    if size == BODY:
        # 1/20 pt: 28 characters in 156 mm. The schema has an order: spacing comes before the size.
        properties.find(qn("w:sz")).addprevious(element("w:spacing", val="-4"))
    return run._r


def border(edge: str, points: float, *, space: int = 0, colour: str = "000000") -> BaseOxmlElement:
    """A rule at `edge`, `space` points away."""
    return element(f"w:{edge}", val="single", sz=str(round(points * 8)), space=str(space), color=colour)


def element(tag: str, **attributes: str) -> BaseOxmlElement:
    element = OxmlElement(tag)
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def chinese_date(day: date) -> str:
    """2014年12月31日, without leading zeros, as GB/T 9704 asks."""
    return f"{day.year}年{day.month}月{day.day}日"


def characters(text: str) -> float:
    """How many Chinese characters wide `text` is."""
    return sum(0.5 if ord(character) < 0x80 else 1 for character in text)
