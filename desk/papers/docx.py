"""Letters as Word documents (GB/T 9704-2012)."""

from collections.abc import Sequence

from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Length, Mm, Pt, RGBColor

from desk.papers.paper import Block, Figure, Heading, Letter, Paragraph, Table
from desk.papers.word import (
    BODY,
    FANG,
    HEI,
    KAI,
    LINE,
    NOTHING,
    TITLE,
    TYPE_AREA,
    blank,
    border,
    characters,
    chinese_date,
    element,
    line,
    ruled_table,
    saved,
    set_paragraph,
    text_run,
)
from desk.papers.word_charts import native_chart

RED = "C7000B"
MARK_SIZES = {"large": 46, "medium": 33, "small": 24}
HEADING_FACES = {1: HEI, 2: KAI}


def render_docx(letter: Letter) -> bytes:
    """The Word document of `letter`, A4 with the margins, sizes and line pitch of GB/T 9704-2012."""
    document = blank(letter.title)
    if letter.mark:
        _head(document, letter)
    line(document, letter.title, face=TITLE, size=22, align="center", before=LINE, after=LINE, pitch=Pt(34))
    if letter.addressee:
        line(document, f"{letter.addressee}：")
    for block in letter.body:
        _block(document, block)
    _attachments(document, letter.attachments)
    _signature(document, letter)
    if letter.note:
        line(document, f"（{letter.note}）", indent=2)
    if letter.copied_to or letter.printed_by:
        _imprint(document, letter)
    return saved(document)


# --- the parts of a letter --------------------------------------------------------------------------------------------
def _head(document: Document, letter: Letter) -> None:
    """The red mark 35 mm below the edge of the type area, two lines below it the number, then the red rule."""
    size = MARK_SIZES[letter.mark_size]
    mark = line(document, letter.mark, face=TITLE, size=size, align="center", before=Mm(35), pitch=Pt(1.2 * size))
    mark.runs[0].font.color.rgb = RGBColor.from_string(RED)
    number = line(document, letter.number, align="center", before=LINE)
    rule = element("w:pBdr")
    rule.append(border("bottom", 1.25, space=11, colour=RED))
    # The schema has an order: borders come before what spacing and alignment have already put here.
    number._p.get_or_add_pPr().find(qn("w:spacing")).addprevious(rule)


def _block(document: Document, block: Block) -> None:
    if isinstance(block, Heading):
        face = HEADING_FACES.get(block.level, FANG)
        heading = line(document, block.text, face=face, indent=2, keep_with_next=True)
        # An outline level, so that Word's navigation shows the heading.
        heading._p.get_or_add_pPr().append(element("w:outlineLvl", val=str(block.level - 1)))
    elif isinstance(block, Paragraph):
        line(document, block.text, indent=2)
    elif isinstance(block, Table):
        ruled_table(document, block)
    elif isinstance(block, Figure):
        native_chart(document, block.chart)


def _attachments(document: Document, names: Sequence[str]) -> None:
    """附件说明: below the body after a blank line, the names under each other."""
    for number, name in enumerate(names, 1):
        label = "附件：" if number == 1 else "\u3000\u3000\u3000"
        numbered = f"{number}.{name}" if len(names) > 1 else name
        line(document, label + numbered, indent=2, before=LINE if number == 1 else NOTHING)


def _signature(document: Document, letter: Letter) -> None:
    """The issuer above the date, on one axis, four characters from the right edge."""
    day = chinese_date(letter.day)
    # One character more at each side, for Word puts air between Chinese characters and figures.
    wide = Pt(BODY * (2 + max(characters(letter.issuer), characters(day))))
    for text, before in ((letter.issuer, LINE * 2), (day, 0)):
        paragraph = line(document, text, align="center", before=Length(before), keep_with_next=bool(before))
        paragraph.paragraph_format.right_indent = Pt(BODY * 3)
        paragraph.paragraph_format.left_indent = Length(max(TYPE_AREA - Pt(BODY * 3) - wide, 0))


def _imprint(document: Document, letter: Letter) -> None:
    """版记: whom it is copied to, who printed it and when, between rules as wide as the type area."""
    line(document, "")
    day = chinese_date(letter.printed_on or letter.day)
    copied = f"抄送：{letter.copied_to}。" if letter.copied_to else ""
    lines = [text for text in (copied, letter.printed_by and f"{letter.printed_by}\t{day}印发") if text]
    grid = document.add_table(rows=len(lines), cols=1)
    borders = element("w:tblBorders")
    for edge, points in (("top", 1), ("bottom", 1), ("insideH", 0.75)):
        borders.append(border(edge, points))
    grid.alignment = WD_TABLE_ALIGNMENT.CENTER
    grid._tbl.tblPr.find(qn("w:tblLook")).addprevious(borders)
    for row, text in zip(grid.rows, lines, strict=True):
        paragraph = row.cells[0].paragraphs[0]
        set_paragraph(paragraph, align="left", pitch=Mm(8))
        paragraph.paragraph_format.keep_with_next = text is not lines[-1]
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        place = paragraph.paragraph_format
        place.left_indent, place.right_indent = Pt(14 * 4), Pt(14)
        place.first_line_indent = Pt(-14 * 3)  # the names of 抄送 stand under each other
        place.tab_stops.add_tab_stop(Length(TYPE_AREA - Pt(14 * 2)), WD_TAB_ALIGNMENT.RIGHT)
        text_run(paragraph, text, face=FANG, size=14)
