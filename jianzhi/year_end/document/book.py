"""The annual report as a book: what stands in it, in which order, before anybody sets type."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from desk.papers.charts import Chart
from desk.papers.paper import Table
from desk.papers.word import chinese_date
from jianzhi.year_end.chapters import Chapter
from jianzhi.year_end.document import matrices, tables
from jianzhi.year_end.document.matter import Matter, Picture
from jianzhi.year_end.pictures import charts
from jianzhi.year_end.report import Line

NUMERALS = "一二三四五六七八九十"
TILES = 12
TILES_OF_CHAPTER = 3


@dataclass(frozen=True)
class Drawing:
    """A chart of a chapter with its number in the book."""

    name: str
    caption: str
    chart: Chart


@dataclass(frozen=True)
class Photograph:
    """A photo of a chapter with its number in the book."""

    name: str
    caption: str
    picture: Picture


@dataclass(frozen=True)
class Part:
    """A chapter of the book; `number` counts from 1."""

    chapter: Chapter
    number: int
    opening: str
    figures: Sequence[Table]
    notes: Sequence[str]
    drawings: Sequence[Drawing]
    photos: Sequence[Photograph]
    matrices: Sequence[Table]
    untold: str

    @property
    def title(self) -> str:
        return f"第{NUMERALS[self.number - 1]}章　{self.chapter.title}"

    @property
    def anchor(self) -> str:
        return f"chapter-{self.number}"

    @property
    def sections(self) -> list[tuple[str, str, str]]:
        """Kind, numbered heading and anchor of what the chapter has besides its opening."""
        there = (
            ("figures", "主要指标", self.figures),
            ("drawings", "图示", self.drawings),
            ("photos", "工作照片", self.photos),
            ("matrices", "分单位情况", self.matrices),
        )
        found = [(kind, title) for kind, title, content in there if content]
        return [
            (kind, f"{NUMERALS[place]}、{title}", f"{self.anchor}-{kind}") for place, (kind, title) in enumerate(found)
        ]

    @property
    def remarks(self) -> list[str]:
        """What has to be said under the matrices."""
        return [self.untold] if self.untold else []


@dataclass(frozen=True)
class Book:
    """The whole report of a union that has others below it."""

    matter: Matter

    @property
    def title(self) -> str:
        return self.matter.title

    @cached_property
    def parts(self) -> list[Part]:
        """The chapters that have figures, in the order of the review; those of the county all of them."""
        report = self.matter.report
        every = self.matter.is_county
        there = [(chapter, lines) for chapter, lines in report.chapters if every or tables.known(lines)]
        return [self._part(number, chapter, lines) for number, (chapter, lines) in enumerate(there, 1)]

    def _part(self, number: int, chapter: Chapter, lines: Sequence[Line]) -> Part:
        report = self.matter.report
        lines = lines if self.matter.is_county else tables.known(lines)
        drawn = charts(report, chapter.code)
        return Part(
            chapter=chapter,
            number=number,
            opening=self.matter.openings.get(chapter.code, ""),
            figures=self._figures(number, chapter, lines),
            notes=self._notes(lines),
            drawings=[
                Drawing(f"figure-{number}-{place}", f"图 {number}-{place}　{chart.data.title}", chart)
                for place, chart in enumerate(drawn, 1)
            ],
            photos=[
                Photograph(f"photo-{number}-{place}", f"照片 {number}-{place}　{picture.caption}", picture)
                for place, picture in enumerate(self.matter.photos.get(chapter.code, ()), 1)
            ],
            matrices=[]
            if chapter.is_outlook
            else matrices.matrices(lines, report, f"表 {number}-2　分单位{chapter.short}指标"),
            untold=self._untold(lines),
        )

    def _notes(self, lines: Sequence[Line]) -> list[str]:
        """What has to be said under the figures."""
        return tables.notes(lines)

    def _untold(self, lines: Sequence[Line]) -> str:
        """Which figures no union below has a share of."""
        codes = "、".join(line.code for line in matrices.untold(lines, self.matter.report))
        return f"{codes} 由本级统一填报，没有分单位数据。" if codes else ""

    def _figures(self, number: int, chapter: Chapter, lines: Sequence[Line]) -> list[Table]:
        report = self.matter.report
        if not chapter.is_outlook:
            return [tables.figures(lines, f"表 {number}-1　{chapter.title}指标")]
        planned = tables.plans(lines, report, f"表 {number}-1　下年计划")
        reached = tables.reached(report.lines, f"表 {number}-2　本期目标完成情况")
        return [planned, reached] if reached.rows else [planned]

    @property
    def preface(self) -> list[str]:
        """How the report was made: its period, its unions, its figures, and which edition of them it shows."""
        report, imprint = self.matter.report, self.matter.imprint
        term, lines = report.term, report.lines
        unions = list(report.cube.branch(report.union.pk))
        bases = sum(node.counts_as_base for node in unions)
        computed = sum(line.definition.is_computed for line in lines)
        standing = (
            f"本报告依据已关账数据{imprint.standing}编制，数据摘要见签发页。"
            if imprint.is_closed
            else "本期尚未关账，本报告为送审稿，数字以关账后的版次为准。"
        )
        days = f"{chinese_date(term.first)}至{chinese_date(term.last)}"
        about = (
            f"本报告反映{report.union.name}{days}的工作，数据截至{chinese_date(term.cut_off)}，"
            f"涵盖所属工会 {len(unions) - 1} 家，其中基层工会 {bases} 家。"
        )
        grounds = (
            f"全部指标 {len(lines)} 项，其中由业务记录计算 {computed} 项、由责任单位填报 {len(lines) - computed} 项；"
            "每项指标的依据见附录一，解释见附录二，核查情况见附录三。"
        )
        return [about, grounds, standing]

    @property
    def tiles(self) -> list[list[Line]]:
        """The figures to begin with, four to a row: the first ones of each chapter that are known and not doubtful."""
        found: list[Line] = []
        for chapter, lines in self.matter.report.chapters:
            sure = [line for line in lines if line.value and not line.cell.is_doubtful and not chapter.is_outlook]
            found += sure[:TILES_OF_CHAPTER]
        found = found[:TILES]
        return [found[first : first + 4] for first in range(0, len(found), 4)]

    @cached_property
    def appendices(self) -> list[tuple[str, str, str, Table]]:
        """Anchor, title, what to say above it, and the table of each appendix."""
        checks = tables.remarks(self.matter)
        said = "" if checks.rows else "逻辑核查没有发现差错，填报数据中没有存疑的。"
        return [
            (
                "appendix-1",
                "附录一　指标一览",
                "余、多、近、约为原文表述；“—”表示尚无数据。",
                tables.every_figure(self.matter.report),
            ),
            ("appendix-2", "附录二　指标解释", "", tables.meanings(self.matter.report)),
            ("appendix-3", "附录三　数据核查", said, checks),
        ]

    @property
    def drawings(self) -> dict[str, Chart]:
        """Every chart by the name its chapter shows it under."""
        return {drawing.name: drawing.chart for part in self.parts for drawing in part.drawings}

    @property
    def pictures(self) -> dict[str, bytes]:
        """Every photo by the name its chapter shows it under."""
        return {photo.name: photo.picture.content for part in self.parts for photo in part.photos}

    @property
    def row_count(self) -> int:
        """How many rows the tables have: what decides whether it can be one document."""
        of_parts = (table.row_count for part in self.parts for table in (*part.figures, *part.matrices))
        return sum(of_parts) + sum(table.row_count for *_, table in self.appendices)
