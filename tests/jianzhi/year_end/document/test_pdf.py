import io
import re
import time
from dataclasses import replace
from datetime import date
from typing import Any

import pypdf
import pypdfium2
import pytest
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from desk.papers import press
from desk.papers.pdf import PaperTooLong
from jianzhi.year_end.document.book import Book
from jianzhi.year_end.document.matter import Imprint, Matter
from jianzhi.year_end.document.pdf import brief_pdf, report_pdf
from jianzhi.year_end.report import NOTHING
from tests.desk.papers.pages import words
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.document.matters import SIGNED, finding, illustrated, matter


@pytest.fixture(scope="module")
def report() -> bytes:
    """The signed report of the small county."""
    return report_pdf(matter(imprint=SIGNED, findings=[finding("F29", "warning", "上年数偏小，请核对。")]))


def pages(paper: bytes) -> list[str]:
    """The text of each page, without spaces and line ends."""
    return ["".join(page.get_textpage().get_text_range().split()) for page in pypdfium2.PdfDocument(paper)]


def page_of(paper: bytes, text: str, *, after: int = 2) -> int:
    """The number of the first page beyond the contents that begins with `text`."""
    return next(number for number, page in enumerate(pages(paper), 1) if number > after and page.startswith(text))


def test_the_chapters_come_in_the_order_of_the_review_then_the_appendices(report: bytes) -> None:
    def titles(outline: Any, depth: int = 0) -> list[Any]:
        return [titles(item, depth + 1) if isinstance(item, list) else item["/Title"] for item in outline]

    outline = pypdf.PdfReader(io.BytesIO(report)).outline
    assert [title for title in titles(outline) if isinstance(title, str)] == [
        "封面",
        "目录",
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


def test_the_contents_tell_the_page_of_each_chapter(report: bytes) -> None:
    contents = pages(report)[1]
    for title in ("第一章服务改革发展", "第五章工会自身建设", "附录三数据核查", "签发页"):
        told = re.search(re.escape(title) + r"[.·…]+(\d+)", contents)
        assert told is not None, contents
        assert int(told[1]) == page_of(report, title)


def test_every_figure_stands_in_the_paper_with_its_unit(report: bytes) -> None:
    said = words(report)
    for row in sample.figures():
        shown = f"{row['value']}{row['printed_as_more_than']}"
        assert f"{row['code']}{row['name']}{shown}{row['unit']}" in said, row["code"]


def test_the_cover_of_a_signed_report_has_number_issuer_and_days(report: bytes) -> None:
    cover = pages(report)[0]
    assert (
        cover
        == "建总工〔2015〕3号建德市总工会2014年度工作报告自然年度2014年1月1日至2014年12月31日建德市总工会2015年1月22日"
    )
    assert "送审稿" not in words(report)
    assert (
        "数据版次第1版数据摘要（SHA-256）" + "ab" * 32 + "填报单位建德市总工会负责人赵银填表人方敏"
        "签发人赵银（主席）签发日期2015年1月22日单位盖章（盖章处）"
    ) in pages(report)[-1]


def test_an_open_period_is_marked_as_a_draft_on_every_page() -> None:
    draft = pages(report_pdf(matter()))
    assert [number for number, page in enumerate(draft, 1) if "送审稿（未关账）" not in page] == []


def test_what_is_doubtful_is_said_where_it_stands(report: bytes) -> None:
    said = words(report)
    assert "15※" in said
    assert "※F43：数值存疑：约为全市人口的三成，可能为1.5万名或人次。" in said
    assert "提醒F29上年数偏小，请核对。" in said


def test_the_paper_is_archivable_tagged_and_has_its_fonts_in_it(report: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(report))
    root: Any = reader.trailer["/Root"]
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert ('pdfaid:part="2"' in metadata, 'pdfaid:conformance="A"' in metadata) == (True, True)
    assert root["/MarkInfo"]["/Marked"]
    fonts = {
        str(font.get_object()["/BaseFont"]): font.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"]
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()  # type: ignore[index]  # a dictionary, as the standard says
    }
    assert {bool({"/FontFile2", "/FontFile3"} & set(descriptor)) for descriptor in fonts.values()} == {True}


def test_rare_names_come_back_unchanged() -> None:
    paper = report_pdf(matter(imprint=replace(SIGNED, preparer="王䶮喆㛃")))
    assert "填表人王䶮喆㛃" in words(paper)


def test_nothing_is_used_that_the_typesetter_does_not_know(caplog: pytest.LogCaptureFixture) -> None:
    press.style_sheet.cache_clear()
    paper = report_pdf(matter(union=12))
    assert paper.startswith(b"%PDF-1.7")
    assert [record.getMessage() for record in caplog.records if record.name.startswith("weasyprint")] == []


# --- others -----------------------------------------------------------------------------------------------------------
def test_a_union_without_others_below_it_has_two_pages() -> None:
    sheet = pages(report_pdf(matter(union=101)))
    assert len(sheet) == 2
    assert "开展合理化建议征集，收到各类意见建议95条（比上年增长33.8%）。" in sheet[0]
    assert "M01年末会员名28332124+33.4%" in sheet[0]
    assert "签发人" not in sheet[1]  # the county alone signs
    assert "确认页" in sheet[1]


def test_a_township_has_the_chapters_it_has_figures_in_and_a_row_for_each_union() -> None:
    book = Book(matter(union=11))
    titles = ["第一章\u3000服务改革发展", "第二章\u3000关爱职工群众", "第三章\u3000工会自身建设"]
    assert [part.title for part in book.parts] == titles
    rows = book.parts[0].matrices[0].rows
    below = [node.label for node in matter(union=11).report.below]
    assert [row[0] for row in rows] == [name for name in below if name in {row[0] for row in rows}]
    assert book.parts[0].matrices[0].total[0] == "合计"


def test_the_brief_is_one_page() -> None:
    brief = pages(brief_pdf(matter(imprint=SIGNED)))
    assert len(brief) == 1
    assert "全年新增基层工会50家，新增会员5328名。" in brief[0]  # as an officer wrote it
    assert "50家新增基层工会比上年增长35.1%" in brief[0]


def test_a_matrix_stands_in_groups_that_fit_the_page() -> None:
    book = Book(matter())
    for part in book.parts:
        assert max((len(table.columns) for table in part.matrices), default=0) <= 8


def test_a_figure_nobody_knows_is_printed_as_such() -> None:
    cube = sample.county()
    row = {code: cell for code, cell in cube.cells[sample.HEAD].items() if code != "F29"}
    book = Book(matter(cube=replace(cube, cells={**cube.cells, sample.HEAD: row})))
    assert next(row for row in book.parts[2].figures[0].rows if row[0] == "F29")[3:] == [NOTHING, NOTHING, NOTHING]


def test_five_thousand_rows_are_refused_within_a_second() -> None:
    big = matter(cube=sample.large(5000, 1), union=11)
    assert Book(big).row_count > 5000
    began = time.perf_counter()
    with pytest.raises(PaperTooLong):
        report_pdf(big)
    assert time.perf_counter() - began < 1


def test_a_report_of_a_federation_says_how_many_unions_it_covers() -> None:
    book = Book(Matter(sample.county().report(sample.HEAD), Imprint(made_on=date(2015, 1, 2))))
    assert book.preface[0] == (
        "本报告反映建德市总工会2014年1月1日至2014年12月31日的工作，数据截至2014年12月31日，"
        "涵盖所属工会 11 家，其中基层工会 8 家。"
    )


def test_photos_stand_after_the_charts_with_their_words_and_fit_the_page() -> None:
    paper = report_pdf(illustrated())
    assert any("照片2-1职工书屋揭牌" in page and "照片2-2杯气排球比赛" in page for page in pages(paper))
    text = "".join(pages(paper))
    order = ["一、主要指标", "二、图示", "三、工作照片", "照片2-1职工书屋揭牌", "照片2-2杯气排球比赛"]
    chapter = text[text.rindex("第二章职工文化建设") : text.rindex("第三章源头权益维护")]
    places = [chapter.index(each) for each in order]
    assert places == sorted(places)
    heights = {
        round(top - bottom)
        for page in pypdfium2.PdfDocument(paper)
        for each in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE])
        for _, bottom, _, top in [each.get_bounds()]
    }
    assert heights == {232}  # points: 82 mm, so that two stand on a page


def test_a_photo_is_told_to_who_cannot_see_it() -> None:
    paper = pypdf.PdfReader(io.BytesIO(report_pdf(illustrated())))
    tree: list[Any] = [paper.trailer["/Root"]["/StructTreeRoot"]]
    told = set()
    while tree:
        node = tree.pop().get_object()
        if isinstance(node, list):
            tree += node
        elif isinstance(node, dict):
            told.add(node.get("/Alt"))
            tree += [node["/K"]] if "/K" in node else []
    assert {"职工书屋揭牌", "杯气排球比赛"} <= told
