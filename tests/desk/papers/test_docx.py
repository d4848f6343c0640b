import io
from collections.abc import Sequence
from datetime import date
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.text.paragraph import Paragraph as WordParagraph

from desk.papers.docx import render_docx
from desk.papers.paper import Block, Column, Heading, Letter, Paragraph, Table
from desk.papers.word import chinese_date

BODY: Sequence[Block] = (
    Heading("一、先进工会"),
    Heading("（一）名单", 2),
    Heading("1.要求", 3),
    Paragraph("予以表彰。"),
    Table([Column("单位", 3), Column("金额", 1, "right")], [["新安江", "10.00"]], unit="元", total=["合计", "10.00"]),
)
LETTER = Letter(
    mark="建德市总工会文件",
    title="关于表彰的决定",
    body=BODY,
    issuer="建德市总工会",
    day=date(2014, 1, 5),
    number="建工〔2014〕12号",
    addressee="各乡镇总工会",
    attachments=["名单", "办法"],
    copied_to="杭州市总工会",
    printed_by="建德市总工会办公室",
    note="此件公开发布",
)


@pytest.fixture(scope="module")
def document() -> Document:
    return docx.Document(io.BytesIO(render_docx(LETTER)))


def line(document: Document, text: str) -> WordParagraph:
    return next(paragraph for paragraph in document.paragraphs if paragraph.text == text)


def face(paragraph: WordParagraph) -> tuple[Any, Any]:
    properties = paragraph.runs[0]._r.rPr
    return properties.rFonts.get(qn("w:eastAsia")), paragraph.runs[0].font.size.pt


def test_the_parts_of_a_letter_come_in_the_order_of_the_standard(document: Document) -> None:
    assert [paragraph.text for paragraph in document.paragraphs if paragraph.text] == [
        "建德市总工会文件",
        "建工〔2014〕12号",
        "关于表彰的决定",
        "各乡镇总工会：",
        "一、先进工会",
        "（一）名单",
        "1.要求",
        "予以表彰。",
        "单位：元",
        "附件：1.名单",
        "\u3000\u3000\u30002.办法",
        "建德市总工会",
        "2014年1月5日",
        "（此件公开发布）",
    ]
    assert [[cell.text for cell in row.cells] for row in document.tables[0].rows] == [
        ["单位", "金额"],
        ["新安江", "10.00"],
        ["合计", "10.00"],
    ]
    assert [row.cells[0].text for row in document.tables[1].rows] == [
        "抄送：杭州市总工会。",
        "建德市总工会办公室\t2014年1月5日印发",
    ]


def test_chinese_characters_are_set_in_the_faces_of_the_standard(document: Document) -> None:
    assert {
        text: face(line(document, text))
        for text in ("关于表彰的决定", "一、先进工会", "（一）名单", "1.要求", "予以表彰。")
    } == {
        "关于表彰的决定": ("方正小标宋简体", 22),
        "一、先进工会": ("黑体", 16),
        "（一）名单": ("楷体", 16),
        "1.要求": ("仿宋", 16),
        "予以表彰。": ("仿宋", 16),
    }


def test_every_run_names_a_face_for_chinese_characters(document: Document) -> None:
    runs = [
        run for part in (document.element.body, document.sections[0].footer._element) for run in part.iter(qn("w:r"))
    ]
    assert len(runs) > 20
    assert [run.text for run in runs if run.rPr.rFonts.get(qn("w:eastAsia")) is None] == []


def test_the_sheet_has_the_margins_and_the_line_pitch_of_the_standard(document: Document) -> None:
    section = document.sections[0]
    edges = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(edge.mm) for edge in (section.page_width, section.page_height, *edges)] == [210, 297, 37, 35, 28, 26]
    paragraph = line(document, "予以表彰。").paragraph_format
    assert paragraph.line_spacing == 367665  # 28.95 pt, exactly
    assert paragraph.first_line_indent.pt == 32


def test_odd_and_even_pages_are_numbered_at_their_outer_edges(document: Document) -> None:
    section = document.sections[0]
    assert document.settings.odd_and_even_pages_header_footer is True
    for footer, align in ((section.footer, 2), (section.even_page_footer, 0)):
        (paragraph,) = footer.paragraphs
        assert paragraph.alignment == align
        assert [code.text for code in paragraph._p.iter(qn("w:instrText"))] == [" PAGE "]
        assert paragraph.text == "—  —"


def test_a_table_repeats_its_head_and_tears_no_row(document: Document) -> None:
    rows = document.tables[0].rows
    assert [bool(row._tr.trPr.findall(qn("w:tblHeader"))) for row in rows] == [True, False, False]
    assert all(row._tr.trPr.findall(qn("w:cantSplit")) for row in rows)


def test_a_document_names_nobody_in_its_properties(document: Document) -> None:
    properties = document.core_properties
    assert (properties.title, properties.author, properties.last_modified_by, properties.comments) == (
        "关于表彰的决定",
        "",
        "",
        "",
    )


def test_headings_have_their_level_in_words_navigation(document: Document) -> None:
    levels = [
        paragraph._p.pPr.find(qn("w:outlineLvl")).get(qn("w:val"))
        for paragraph in document.paragraphs
        if paragraph._p.pPr.find(qn("w:outlineLvl")) is not None
    ]
    assert levels == ["0", "1", "2"]


def test_dates_are_written_without_leading_zeros() -> None:
    assert chinese_date(date(2014, 1, 5)) == "2014年1月5日"
