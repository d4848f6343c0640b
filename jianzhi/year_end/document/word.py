"""The annual report as a Word document, for the office that has to edit it: the same book, its charts Word's own."""

from docx.document import Document
from docx.shared import Length, Mm, Pt, RGBColor

from desk.papers.paper import Column, Table
from desk.papers.word import (
    HEI,
    KAI,
    LINE,
    TITLE,
    TYPE_AREA,
    blank,
    chinese_date,
    contents,
    heading,
    image,
    line,
    ruled_table,
    saved,
)
from desk.papers.word_charts import native_chart
from jianzhi.year_end.document.book import Book, Part
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.document.sheet import Sheet

RED = RGBColor(0xC7, 0x00, 0x0B)
TALLEST = Mm(82)  # of a photo: two to a page
SIGNATURE = (Column("项目", 46, "center"), Column("内容", 110))


def report_docx(matter: Matter) -> bytes:
    """年度工作报告 as DOCX: a book for a union that has others below it, else two pages."""
    document = blank(matter.title)
    if matter.is_whole:
        _book(document, Book(matter))
    else:
        _sheet(document, Sheet(matter))
    _signature(document, matter)
    return saved(document)


def _book(document: Document, book: Book) -> None:
    _cover(document, book.matter)
    _title(document, "目录")
    contents(document, _entries(book))
    _chapter(document, "编制说明与年度数字")
    for text in book.preface:
        line(document, text, indent=2)
    for part in book.parts:
        _part(document, part)
    for _, title, said, table in book.appendices:
        _chapter(document, title)
        if said:
            _note(document, said)
        if table.rows:
            ruled_table(document, table)


def _entries(book: Book) -> list[tuple[int, str]]:
    """The headings of the book, as they stand in the contents until Word has counted the pages."""
    found = [(1, "编制说明与年度数字")]
    for part in book.parts:
        found += [(1, part.title), *((2, title) for _, title, _ in part.sections)]
    return [*found, *((1, title) for _, title, _, _ in book.appendices), (1, book.matter.last_page)]


def _cover(document: Document, matter: Matter) -> None:
    imprint, term = matter.imprint, matter.report.term
    line(document, imprint.doc_no, align="right")
    if not imprint.is_closed:
        draft = line(document, imprint.standing, face=HEI, align="right")
        draft.runs[0].font.color.rgb = RED
    issuer = line(
        document, matter.report.union.name, face=TITLE, size=30, align="center", before=Length(3 * LINE), pitch=Pt(44)
    )
    issuer.runs[0].font.color.rgb = RED
    for text, before in ((f"{term.year} 年度", 2 * LINE), ("工作报告", 0)):
        line(document, text, face=TITLE, size=36, align="center", before=Length(before), pitch=Pt(54))
    days = f"{term.kind}　{chinese_date(term.first)}至{chinese_date(term.last)}"
    line(document, days, face=KAI, align="center", before=LINE)
    line(document, matter.report.union.name, align="center", before=Length(5 * LINE))
    line(document, chinese_date(imprint.signed_on or imprint.made_on), align="center")
    document.add_page_break()


def _part(document: Document, part: Part) -> None:
    _chapter(document, part.title)
    if part.opening:
        line(document, part.opening, indent=2)
    for kind, title, _ in part.sections:
        heading(document, title, 2, face=HEI, size=16)
        if kind == "photos":
            _photos(document, part)
            continue
        if kind == "drawings":
            for drawing in part.drawings:
                native_chart(document, drawing.chart, caption=drawing.caption)
            continue
        for table in part.figures if kind == "figures" else part.matrices:
            ruled_table(document, table)
        for note in part.notes if kind == "figures" else part.remarks:
            _note(document, note)


def _photos(document: Document, part: Part) -> None:
    for photo in part.photos:
        shown = photo.picture
        image(document, shown.content, description=shown.caption, width=TYPE_AREA, height=TALLEST)
        line(document, photo.caption, face=HEI, size=12, align="center")


def _sheet(document: Document, sheet: Sheet) -> None:
    matter = sheet.matter
    term = matter.report.term
    _title(document, f"{matter.report.union.name}\n{term.year} 年度工作报告")
    line(document, f"{term.name}　{matter.imprint.standing}", face=KAI, size=14, align="center")
    heading(document, "一、年度情况", 2, face=HEI, size=16)
    for text in sheet.paragraphs or ["本期各项指标均为 0 或尚无数据。"]:
        line(document, text, indent=2)
    heading(document, "二、指标", 2, face=HEI, size=16)
    ruled_table(document, sheet.figures)
    for note in sheet.notes:
        _note(document, note)
    if sheet.remarks.rows:
        heading(document, "三、数据核查", 2, face=HEI, size=16)
        ruled_table(document, sheet.remarks)


def _signature(document: Document, matter: Matter) -> None:
    _chapter(document, matter.last_page)
    ruled_table(document, Table(SIGNATURE, [*matter.signature, ("单位盖章", "")]))


def _note(document: Document, text: str) -> None:
    line(document, text, size=9.5, pitch=Pt(16))


def _title(document: Document, text: str) -> None:
    line(document, text, face=TITLE, size=22, align="center", after=LINE, pitch=Pt(34))


def _chapter(document: Document, text: str) -> None:
    """A chapter begins on a page of its own."""
    first = heading(document, text, 1, face=TITLE, size=22, align="center")
    first.paragraph_format.page_break_before = True
