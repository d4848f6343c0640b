import gc
import io
import logging
import sys
import threading
import time
from datetime import date
from pathlib import Path
from typing import Any

import pypdf
import pytest

from desk.papers import pdf, press
from desk.papers.paper import Column, Fact, Heading, Letter, Paragraph, RecordSheet, Section, Table, TablePaper
from tests.desk.papers.pages import ink, letterforms, picture, words
from tests.desk.papers.rare import BEYOND, NAMES, RARE


def letter(*body: Paragraph | Heading | Table, **parts: Any) -> Letter:
    return Letter(
        **{
            "mark": "",
            "title": "关于表彰的决定",
            "body": body,
            "issuer": "建德市总工会",
            "day": date(2014, 12, 31),
            **parts,
        }
    )


def table(rows: int, columns: int = 8) -> Table:
    return Table([Column(f"列{n}") for n in range(columns)], [["建德"] * columns] * rows)


def reader(paper: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(paper))


@pytest.fixture(scope="module")
def long_letter() -> bytes:
    """A letter whose second page is full of running text."""
    return pdf.letter_pdf(letter(Paragraph("工" * 28 * 50), mark="建德市总工会文件", number="建工〔2014〕12号"))


# --- what a reader gets -----------------------------------------------------------------------------------------------
def test_the_parts_of_a_letter_come_in_the_order_of_the_standard() -> None:
    paper = pdf.letter_pdf(
        letter(
            Heading("一、先进工会"),
            Paragraph("予以表彰。"),
            mark="建德市总工会文件",
            number="建工〔2014〕12号",
            addressee="各乡镇总工会",
            attachments=["名单", "办法"],
            note="此件公开发布",
            copied_to="杭州市总工会",
            printed_by="建德市总工会办公室",
        )
    )
    assert words(paper) == (
        "建德市总工会文件建工〔2014〕12号关于表彰的决定各乡镇总工会：一、先进工会予以表彰。附件：1.名单2.办法"
        "建德市总工会2014年12月31日（此件公开发布）—1—抄送：杭州市总工会。建德市总工会办公室2014年12月31日印发—2—"
    )


@pytest.mark.parametrize("face", ["Paragraph", "Heading 1", "Heading 2", "title", "table"])
def test_three_hundred_rare_characters_come_back_from_the_paper_unchanged(face: str) -> None:
    papers = {
        "Paragraph": letter(Paragraph(RARE)),
        "Heading 1": letter(Heading(RARE, 1)),
        "Heading 2": letter(Heading(RARE, 2)),
        "title": letter(title=RARE),
        "table": letter(Table([Column("姓名")], [[RARE]])),
    }
    assert RARE in words(pdf.letter_pdf(papers[face]))


def test_a_rare_name_is_drawn_and_not_an_empty_box() -> None:
    nobody_has = "\ue999"
    paper = pdf.letter_pdf(letter(Paragraph(NAMES + BEYOND + nobody_has)))
    page = picture(paper)
    pictures = {form.text: ink(page, form).resize((24, 24)).tobytes() for form in letterforms(paper)}
    drawn = {pictures[name] for name in NAMES + BEYOND}
    assert len(drawn) == len(NAMES + BEYOND)
    assert pictures[nobody_has] not in drawn
    # An empty box is empty in the middle; a character has strokes there.
    assert all(min(picture[24 * 8 : 24 * 16]) < 128 for picture in drawn)


def test_what_no_font_has_is_told_to_who_asks(caplog: pytest.LogCaptureFixture) -> None:
    nobody_has = "\U000323af"
    with pdf.undrawn() as boxes:
        pdf.letter_pdf(letter(Paragraph(f"会员{nobody_has}")))
    assert boxes == [nobody_has]
    assert "no font has U+323AF" in caplog.text


def test_every_font_is_embedded_under_its_own_name() -> None:
    body = (Heading("一、表彰"), Heading("（一）名单", 2), Paragraph(f"会员{NAMES}{BEYOND}等2人"))
    names = set()
    for page in reader(pdf.letter_pdf(letter(*body))).pages:
        for font in page["/Resources"]["/Font"].values():
            descendant = font.get_object()["/DescendantFonts"][0].get_object()
            assert {"/FontFile2", "/FontFile3"} & set(descendant["/FontDescriptor"])
            names.add(descendant["/BaseFont"].partition("+")[2])
    assert names == {"FandolFang", "FandolKai", "FandolSong", "Noto-Serif-SC", "Noto-Sans-SC", "HanaMinB-Medium"}


def test_a_page_holds_22_lines_of_28_characters_in_the_type_area_of_the_standard(long_letter: bytes) -> None:
    page = [form for form in letterforms(long_letter, 1) if form.text == "工"]
    lines: dict[int, int] = {}
    for form in page:
        lines[round(form.top)] = lines.get(round(form.top), 0) + 1
    assert list(lines.values()) == [28] * 22
    # A character fills its square but for a little air.
    assert 28 <= min(form.left for form in page) <= 29
    assert 183 <= max(form.right for form in page) <= 184
    assert 37 <= min(form.top for form in page) <= 43
    assert 257 <= max(form.bottom for form in page) <= 262


def test_odd_pages_are_numbered_at_the_right_and_even_ones_at_the_left(long_letter: bytes) -> None:
    first, second = letterforms(long_letter, 0)[-3:], letterforms(long_letter, 1)[-3:]
    assert ["".join(form.text for form in forms) for forms in (first, second)] == ["—1—", "—2—"]
    assert 178 < first[-1].right < 180  # one character of 4号 from the edge at 184 mm
    assert 32 < second[0].left < 34  # and from that at 28 mm
    assert 267 < first[0].top < 275  # 7 mm below the type area, which ends at 262 mm


def test_the_red_mark_stands_35_mm_below_the_type_areas_edge(long_letter: bytes) -> None:
    mark = letterforms(long_letter, 0)[:8]
    assert "".join(form.text for form in mark) == "建德市总工会文件"
    assert 72 <= min(form.top for form in mark) <= 74
    middle = (mark[0].left + mark[-1].right) / 2
    assert 105.5 < middle < 107  # the middle of the type area, 106 mm


def test_a_list_repeats_its_head_on_every_page() -> None:
    columns = [Column("工会"), Column("会员数", align="right")]
    paper = TablePaper(
        "一览表",
        Table(columns, [["建德", "1"]] * 40, total=["合计", "40"]),
        issuer="建德市总工会",
        notes=["共 40 行"],
        signatures=["填报单位", "制表人"],
    )
    first, second = ("".join(page.extract_text().split()) for page in reader(pdf.table_pdf(paper)).pages)
    assert first.startswith("一览表共40行工会会员数建德1建德1")
    assert first.endswith("建德1建德市总工会一览表第1页，共2页")
    assert second.startswith("工会会员数建德1")
    assert second.endswith("建德1合计40填报单位：制表人：建德市总工会一览表第2页，共2页")


def test_a_record_shows_facts_in_twos_and_wide_ones_alone() -> None:
    sheet = RecordSheet(
        "登记表",
        [
            Section(
                "一、基本情况",
                [Fact("名称", "某工会", wide=True), Fact("主席", "喆赟"), Fact("会员", "12")],
                table(1, 2),
            )
        ],
        issuer="建德市总工会",
        number="12",
        signatures=["负责人"],
    )
    assert words(pdf.record_pdf(sheet)) == (
        "建德市总工会登记表编号：12一、基本情况名称某工会主席喆赟会员12列0列1建德建德负责人：建德市总工会第1页，共1页"
    )


# --- what an archive and a screen reader get ---------------------------------------------------------------------------
def test_a_paper_says_that_it_is_archivable_and_tagged() -> None:
    paper = reader(pdf.letter_pdf(letter(Paragraph("表彰"), table(1, 2))))
    metadata = paper.trailer["/Root"]["/Metadata"].get_data().decode()
    assert 'pdfaid:part="2"' in metadata
    assert 'pdfaid:conformance="A"' in metadata
    root = paper.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "zh-CN"
    assert root["/OutputIntents"][0]["/S"] == "/GTS_PDFA1"
    tags = _tags(root["/StructTreeRoot"]["/K"])
    assert [tag for tag in tags if tag in {"/H1", "/P", "/Table", "/TH", "/TD"}][:8] == [
        "/H1",
        "/P",
        "/Table",
        "/TH",
        "/TH",
        "/TD",
        "/TD",
        "/P",
    ]


def _tags(node: Any) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        return [tag for child in node for tag in _tags(child)]
    return [node["/S"], *_tags(node.get("/K", []))] if isinstance(node, dict) and "/S" in node else []


def test_a_paper_names_nobody_in_its_properties() -> None:
    paper = reader(pdf.letter_pdf(letter(Paragraph("王晓明"))))
    assert paper.metadata is not None
    assert set(paper.metadata) == {"/Producer", "/Title", "/Creator", "/CreationDate"}
    assert paper.metadata["/Title"] == "关于表彰的决定"
    assert paper.metadata["/Creator"] == "建职"
    assert "王晓明" not in paper.trailer["/Root"]["/Metadata"].get_data().decode()


def test_headings_become_bookmarks() -> None:
    paper = reader(pdf.letter_pdf(letter(Heading("一、表彰"), Heading("（一）名单", 2), Heading("二、要求"))))

    def titles(outline: Any) -> list[Any]:
        return [titles(item) if isinstance(item, list) else item["/Title"] for item in outline]

    assert titles(paper.outline) == ["关于表彰的决定", ["一、表彰", ["（一）名单"], "二、要求"]]


def test_our_papers_use_nothing_the_typesetter_does_not_know(caplog: pytest.LogCaptureFixture) -> None:
    press.style_sheet.cache_clear()
    with caplog.at_level(logging.WARNING, "weasyprint"):
        pdf.letter_pdf(letter(Paragraph("表彰"), table(2), mark="文件", copied_to="市委", printed_by="办公室"))
        pdf.table_pdf(TablePaper("一览表", table(2), issuer="建德"))
        pdf.record_pdf(RecordSheet("登记表", [Section("一", [Fact("名称", "某工会")])]))
    assert caplog.messages == []


def test_what_people_typed_is_printed_and_never_run() -> None:
    typed = '<img src="file:///etc/passwd"><b>{{ title }}</b>&amp;'
    assert typed.replace(" ", "") in words(pdf.letter_pdf(letter(Paragraph(typed))))


def test_a_hyphen_that_no_font_has_becomes_one_that_all_have() -> None:
    assert "A-B" in words(pdf.letter_pdf(letter(Paragraph("A\u2011B\x00\x1f"))))


# --- limits -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "make",
    [
        lambda: pdf.table_pdf(TablePaper("一览表", table(5_000))),
        lambda: pdf.letter_pdf(letter(table(3_000), table(2_000))),
        lambda: pdf.record_pdf(RecordSheet("登记表", [Section("一", table=table(5_000))])),
        lambda: pdf.render_pdf("desk/papers/table.html", {"rows": [()] * 5_000}, title="一览表"),
    ],
    ids=["list", "letter", "record", "any template"],
)
def test_five_thousand_rows_are_refused_at_once(make: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "typeset", lambda *_: pytest.fail("the press was started"))
    began = time.monotonic()
    with pytest.raises(pdf.PaperTooLong, match="本文书共 5,000 行，超过一份 PDF 的上限 2,000 行，没有生成文件。"):
        make()
    assert time.monotonic() - began < 1


def test_rows_that_only_a_template_knows_of_are_counted_before_typesetting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(press, "typeset", lambda *_: b"set")
    monkeypatch.setattr(TablePaper, "row_count", 0)
    assert pdf.table_pdf(TablePaper("一览表", table(2_000, 1))) == b"set"
    with pytest.raises(pdf.PaperTooLong, match="共 2,001 行"):
        pdf.table_pdf(TablePaper("一览表", table(2_001, 1)))


def test_a_paper_that_takes_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "MAX_SECONDS", 0.3)
    press.faces()
    began = time.monotonic()
    with pytest.raises(pdf.PaperTooSlow, match="已经停止，没有生成文件"):
        pdf.table_pdf(TablePaper("一览表", table(1_500)))
    assert time.monotonic() - began < 3


def test_two_people_may_print_at_once_but_only_one_paper_is_set_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    busy, most, made = [0], [0], []

    def typeset(html: str, pictures: dict[str, str], style: Path) -> bytes:
        busy[0] += 1
        most[0] = max(most[0], busy[0])
        time.sleep(0.05)
        busy[0] -= 1
        return b"set"

    monkeypatch.setattr(press, "typeset", typeset)
    threads = [threading.Thread(target=lambda: made.append(pdf.letter_pdf(letter()))) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert made == [b"set"] * 3
    assert most == [1]


def test_a_paper_can_be_set_outside_the_main_thread() -> None:
    made: list[bytes] = []
    thread = threading.Thread(target=lambda: made.append(pdf.letter_pdf(letter())))
    thread.start()
    thread.join()
    assert words(made[0]) == "关于表彰的决定建德市总工会2014年12月31日—1—"


def test_garbage_collection_is_off_while_a_paper_is_set_and_on_again_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gc.unfreeze()  # as in a worker; the suite keeps out of sight what it begins with
    seen = []
    monkeypatch.setattr(press, "typeset", lambda *_: seen.append((gc.isenabled(), gc.get_freeze_count() > 0)) or b"")
    pdf.letter_pdf(letter())
    assert seen == [(False, True)]
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)
    gc.freeze()


def test_who_has_a_paper_to_hand_over_may_have_the_garbage_collected_after_that(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    collected = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(1))
    with pdf.without_collecting():
        pdf.letter_pdf(letter())
        assert (gc.isenabled(), collected) == (False, [])
    assert (gc.isenabled(), collected) == (True, [1])


# --- the machine ------------------------------------------------------------------------------------------------------
def test_a_machine_without_pango_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr("desk.papers.press")
    monkeypatch.delitem(sys.modules, "desk.papers.press")
    monkeypatch.setattr("weasyprint.text.ffi.pangoft2", None)
    monkeypatch.setitem(sys.modules, "weasyprint", _Broken())
    with pytest.raises(pdf.PdfUnavailable, match="服务器缺少排版组件（Pango），不能生成 PDF。请先用网页打印"):
        pdf.letter_pdf(letter())


class _Broken:
    """A module whose shared library does not load."""

    def __getattr__(self, name: str) -> Any:
        raise OSError("cannot load library 'libpango-1.0-0'")


def test_harfbuzz_is_found_exactly_where_the_typesetter_finds_it(monkeypatch: pytest.MonkeyPatch) -> None:
    from weasyprint.text.ffi import harfbuzz_subset

    assert pdf.has_harfbuzz_subset() == (harfbuzz_subset is not None)
    monkeypatch.setattr(pdf, "HARFBUZZ_SUBSET", ("no-such-library.so",))
    assert pdf.has_harfbuzz_subset() is False
