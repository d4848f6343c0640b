"""The public edition of the annual report gives no small figure away (promises.md D13)."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from desk.papers import charts, pdf, press
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.document.pdf import report_pdf
from jianzhi.year_end.document.public import PublicBook
from jianzhi.year_end.report import GAP, Cell, Cube
from jianzhi.year_end.services.texts import openings_of
from jianzhi.year_end.suppression import EXPLAINED, publish
from tests.desk.papers.pages import words
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.document.matters import SIGNED

PUBLIC = replace(SIGNED, digest="", responsible="", preparer="")
TOWNSHIPS = (11, 12, 13)


def county(*, unions: tuple[int, int, int], ideas: tuple[int, int, int], hired: int, share: str, skilled: int) -> Cube:
    """The small county with these figures in it, each of which is to be left out, and its evidence beside it."""
    small = sample.county()
    cells: dict[int, dict[str, Cell]] = {pk: dict(row) for pk, row in small.cells.items()}
    for code, figures in {"F54": unions, "F02": ideas}.items():
        for pk, value in zip(TOWNSHIPS, figures, strict=True):
            cells[pk][code] = Cell(Decimal(value), evidence=value)
    own = cells[sample.HEAD]
    note = f"其中 {hired} 名为大学生"
    own["F56"] = replace(own["F56"], value=Decimal(hired), wording=f"招录 {hired} 名", note=note, basis=note)
    own["F26"] = replace(own["F26"], value=Decimal(share))
    own["F11"] = replace(own["F11"], before=Decimal(skilled))
    own["F57"] = replace(own["F57"], note=note, basis=note)
    return replace(small, cells=cells)


ONE = county(unions=(1, 27, 22), ideas=(2, 0, 3), hired=3, share="86", skilled=4)
OTHER = county(unions=(3, 27, 20), ideas=(1, 1, 3), hired=4, share="79", skilled=2)


def public(cube: Cube, texts: Mapping[str, str] | None = None) -> Matter:
    """What the public edition is made from."""
    report = replace(publish(cube).cube, texts=texts or {}).report(sample.HEAD)
    return Matter(report, PUBLIC, openings_of(report), is_public=True)


@pytest.fixture(scope="module")
def said() -> str:
    """All text of the paper, without spaces."""
    return words(report_pdf(public(ONE)))


def test_the_paper_is_the_same_whatever_the_gaps_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its text, its tables, its charts and the words read out for them: so nobody can learn from it what they hold."""
    printed: list[tuple[Any, ...]] = []

    def typeset(html: str, pictures: Mapping[str, str | bytes], style: Path) -> bytes:
        printed.append((html, dict(pictures)))
        return b""

    monkeypatch.setattr(press, "typeset", typeset)
    monkeypatch.setattr(
        charts, "chart_svg", lambda option, width, height: json.dumps(option)
    )  # ECharts numbers its parts
    monkeypatch.setattr(pdf.timezone, "now", lambda: datetime(2015, 2, 1, tzinfo=UTC))
    assert publish(ONE).cube == publish(OTHER).cube
    for cube in (ONE, OTHER):
        report_pdf(public(cube))
    assert printed[0] == printed[1]
    assert len(printed[0][1]) > 5  # charts


def test_a_gap_is_printed_as_on_the_page_of_statistics_and_explained(said: str) -> None:
    assert "F56招录乡镇（街道）总工会工作者名＊" in said
    assert "F56招录乡镇（街道）总工会工作者＊名填报" in said  # in the appendix
    assert said.count("".join(EXPLAINED.split())) > 3


def test_the_row_of_a_township_has_gaps_and_the_own_share_of_the_county_is_not_worked_out() -> None:
    book = PublicBook(public(ONE))
    own = book.parts[0].matrices[0]
    assert [row[0] for row in own.rows] == ["新安江街道", "梅城镇", "寿昌镇"]
    assert [row[2] for row in own.rows] == [GAP, GAP, GAP]
    last = book.parts[4].matrices[0]
    place = next(number for number, column in enumerate(last.columns) if column.label.startswith("新增基层工会"))
    assert [row[place] for row in last.rows] == [GAP, "27", GAP]
    assert last.total[place] == "50"


def test_what_was_written_for_the_office_is_not_in_it(said: str) -> None:
    assert "公开版" in said
    for text in ("大学生", "市总工会办公室", "填表人", "数据核查", "原文表述为", "SHA-256", "条记录计算"):
        assert text not in said, text


def test_an_opening_without_a_figure_reads_on() -> None:
    opening = public(ONE).openings["R5"]
    assert (
        "全年新增基层工会50家（比上年增长35.1%），新增会员5328名（比上年增长33.3%）。充实干部队伍，培训工会干部1415人次。"
        in opening
    )
    assert GAP not in opening


def test_charts_have_no_bar_for_a_gap() -> None:
    names = [
        name for part in PublicBook(public(ONE)).parts for each in part.drawings for name in each.chart.data.categories
    ]
    assert "优秀“金点子”" in names
    assert "招录乡镇（街道）总工会工作者" not in names
