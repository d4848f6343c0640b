import io

import docx
import pytest
from docx.document import Document
from docx.enum.shape import WD_INLINE_SHAPE
from docx.oxml.ns import qn

from jianzhi.year_end.document.book import Book
from jianzhi.year_end.document.word import report_docx
from tests.desk.papers.packages import faults
from tests.desk.sheets.payloads import PAYLOADS
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.document.matters import SIGNED, illustrated, matter

CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


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
    assert headings(document, 2)[:3] == ["一、主要指标", "二、图示", "三、分单位情况"]


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


def test_photos_stand_with_their_words_and_fit_the_page() -> None:
    illustrated_one = docx.Document(io.BytesIO(report_docx(illustrated())))
    photos = [shape for shape in illustrated_one.inline_shapes if shape.type == WD_INLINE_SHAPE.PICTURE]
    assert [(round(shape.width.mm), round(shape.height.mm)) for shape in photos] == [(123, 82), (27, 82)]
    assert [shape._inline.docPr.get("descr") for shape in photos] == [
        "职工书屋揭牌",
        "杯气排球比赛",
    ]
    assert headings(illustrated_one, 2)[3:6] == ["一、主要指标", "二、图示", "三、工作照片"]
    texts = [paragraph.text for paragraph in illustrated_one.paragraphs]
    assert "照片 2-1\u3000职工书屋揭牌" in texts


def test_every_part_has_a_type_and_every_link_leads_somewhere() -> None:
    assert faults(report_docx(matter(imprint=SIGNED))) == []


def test_every_chart_of_the_report_is_words_own_under_its_number(document: Document) -> None:
    links = [each.get(qn("r:id")) for each in document.element.body.iter(f"{CHART}chart")]
    captions = [each.text for each in document.paragraphs if each.text.startswith("图 ")]
    assert captions[0] == "图 1-1\u3000主要指标（单位：个）"
    assert len(links) == len(set(links)) == len(captions) == len(Book(matter()).drawings)
    said = [each.get("descr") for each in document.element.body.iter(qn("wp:docPr"))]
    assert said == [chart.data.description for chart in Book(matter()).drawings.values()]


def test_what_somebody_typed_is_no_field_and_no_link() -> None:
    named = sample.county(townships=PAYLOADS, bases=[[payload] for payload in PAYLOADS])
    report = docx.Document(io.BytesIO(report_docx(matter(cube=named))))
    assert [each.text for each in report.element.body.iter(qn("w:instrText"))] == [' TOC \\o "1-2" \\h \\z \\u ']
    assert [each.target_ref for each in report.part.rels.values() if each.is_external] == []


def test_each_chapter_begins_on_a_page_of_its_own(document: Document) -> None:
    first = [each for each in document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert [each.paragraph_format.page_break_before for each in first] == [True] * 11


def test_what_is_not_closed_is_marked_as_a_draft(document: Document) -> None:
    draft = docx.Document(io.BytesIO(report_docx(matter())))
    for made, is_marked in ((document, False), (draft, True)):
        assert ("送审稿（未关账）" in [each.text for each in made.paragraphs]) is is_marked


def test_the_last_table_is_signed_and_sealed_by_hand(document: Document) -> None:
    rows = [[cell.text for cell in row.cells] for row in document.tables[-1].rows]
    assert ["签发人", "赵银（主席）"] in rows
    assert rows[-1] == ["单位盖章", ""]
