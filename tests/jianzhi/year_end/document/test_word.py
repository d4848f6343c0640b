import io

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from jianzhi.year_end.document.word import report_docx
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.document.matters import SIGNED, matter


@pytest.fixture(scope="module")
def document() -> Document:
    return docx.Document(io.BytesIO(report_docx(matter(imprint=SIGNED))))


def headings(document: Document, level: int) -> list[str]:
    return [each.text for each in document.paragraphs if each.style and each.style.name == f"Heading {level}"]


def test_headings_are_real_ones_in_the_order_of_the_review(document: Document) -> None:
    assert headings(document, 1) == [
        "编制说明与年度数字",
        "第一章\u3000服务改革发展",
        "第二章\u3000职工文化建设",
        "第三章\u3000源头权益维护",
        "第四章\u3000关爱职工群众",
        "第五章\u3000工会自身建设",
        "第六章\u3000展望",
        "附录一\u3000指标一览",
        "附录二\u3000指标解释",
        "附录三\u3000数据核查",
        "签发页",
    ]
    assert headings(document, 2)[:2] == ["一、主要指标", "二、分单位情况"]


def test_the_contents_are_a_field_that_shows_the_headings_until_word_fills_it(document: Document) -> None:
    codes = [each.text for each in document.element.body.iter(qn("w:instrText"))]
    assert codes == [' TOC \\o "1-2" \\h \\z \\u ']
    assert [each.text for each in document.paragraphs].count("第五章\u3000工会自身建设") == 2


def test_every_figure_stands_in_a_table_with_its_unit(document: Document) -> None:
    rows = {tuple(cell.text for cell in row.cells)[:4] for table in document.tables for row in table.rows}
    for row in sample.figures():
        assert (row["code"], row["name"], f"{row['value']}{row['printed_as_more_than']}", row["unit"]) in rows


def test_pages_are_numbered_and_the_sheet_is_that_of_the_standard(document: Document) -> None:
    section = document.sections[0]
    assert [round(length.mm) for length in (section.top_margin, section.left_margin, section.right_margin)] == [
        37,
        28,
        26,
    ]  # type: ignore[union-attr]  # all are set
    footer = section.footer.paragraphs[0]
    assert [each.text for each in footer._p.iter(qn("w:instrText"))] == [" PAGE "]


def test_the_sheet_of_a_base_union_is_short() -> None:
    sheet = docx.Document(io.BytesIO(report_docx(matter(union=101))))
    assert headings(sheet, 2) == ["一、年度情况", "二、指标"]
    assert headings(sheet, 1) == ["确认页"]
