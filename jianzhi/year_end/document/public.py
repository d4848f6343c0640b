"""The public edition of the annual report: the same book, made of figures that everybody may read.

Its matter holds no others (suppression), so nothing drawn from them can give one away: no table, no chart, no words
read out for a chart, no opening. What the book says besides its figures is left out where it was said for the office:
who entered them and by which paper, what the checks found, and the digest of the whole, by which somebody could try out
what a gap may have been.
"""

from collections.abc import Sequence
from functools import cached_property

from desk.papers.paper import Table
from desk.papers.word import chinese_date
from jianzhi.year_end.document import matrices, tables
from jianzhi.year_end.document.book import Book
from jianzhi.year_end.report import Line
from jianzhi.year_end.suppression import EXPLAINED


class PublicBook(Book):
    """The book for everybody."""

    @property
    def preface(self) -> list[str]:
        """What it is, from which edition it was made, and why figures are missing."""
        report, imprint = self.matter.report, self.matter.imprint
        term, lines = report.term, report.lines
        days = f"{chinese_date(term.first)}至{chinese_date(term.last)}"
        about = f"本报告反映{report.union.name}{days}的工作，数据截至{chinese_date(term.cut_off)}。"
        edition = f"本公开版由已签发的年度工作报告（{imprint.doc_no}，数据{imprint.standing}）生成，供社会公众查阅。"
        grounds = f"全部指标 {len(lines)} 项，数值见附录一，解释见附录二。"
        return [about, edition, EXPLAINED, grounds]

    @cached_property
    def appendices(self) -> list[tuple[str, str, str, Table]]:
        """Every figure, and what each counts."""
        report = self.matter.report
        said = f"余、多、近、约为原文表述；“—”表示尚无数据；{EXPLAINED}"
        return [
            ("appendix-1", "附录一　指标一览", said, tables.every_public_figure(report)),
            ("appendix-2", "附录二　指标解释", "", tables.meanings(report)),
        ]

    def _notes(self, lines: Sequence[Line]) -> list[str]:
        """The notes, and why figures are missing."""
        return [*tables.notes(lines), *([EXPLAINED] if self._has_gaps(lines) else [])]

    def _untold(self, lines: Sequence[Line]) -> str:
        """Which figures are published for the county alone."""
        codes = "、".join(line.code for line in matrices.untold(lines, self.matter.report))
        return f"{codes} 不分单位公布。" if codes else ""

    def _has_gaps(self, lines: Sequence[Line]) -> bool:
        cube = self.matter.report.cube
        cells = [cube.line(node.pk, line.code).cell for node in cube.nodes for line in lines]
        return any(cell.is_withheld or cell.was_withheld for cell in cells)
