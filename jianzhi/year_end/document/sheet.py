"""The short papers: the two pages of a union without others below it, and the one-page brief of any."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desk.papers.paper import Table
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.document import tables
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.report import Line

TILES, ROW = 8, 4
ENOUGH = 110  # characters of a chapter in the brief
SENTENCE = re.compile(r"[^。]+。")


def with_figures(text: str) -> list[str]:
    """The sentences of `text` that say a figure."""
    return [sentence for sentence in SENTENCE.findall(text) if any(character.isdigit() for character in sentence)]


@dataclass(frozen=True)
class Sheet:
    """The report of a union that has no others below it."""

    matter: Matter

    @property
    def paragraphs(self) -> list[str]:
        """What the chapters say, as far as the union has figures in them."""
        said = ("".join(with_figures(text)) for text in self.matter.openings.values())
        return [text for text in said if text]

    @property
    def figures(self) -> Table:
        """Every figure that is known and not nought in both years."""
        lines = tables.known(self.matter.report.lines)
        return tables.figures([line for line in lines if line.value or line.cell.before], "")

    @property
    def notes(self) -> list[str]:
        return tables.notes(self.matter.report.lines)

    @property
    def remarks(self) -> Table:
        """What the checks found."""
        return tables.remarks(self.matter)

    @property
    def row_count(self) -> int:
        return self.figures.row_count + self.remarks.row_count


@dataclass(frozen=True)
class Brief:
    """简报: what a leader reads of the year on one page."""

    matter: Matter

    @property
    def tiles(self) -> list[list[Line]]:
        """The first figure of each chapter, then the second ones, that are known and not doubtful; four to a row."""
        found = list(self._in_turn())[:TILES]
        return [found[first : first + ROW] for first in range(0, len(found), ROW)]

    def _in_turn(self) -> Iterator[Line]:
        sure = [
            [line for line in lines if line.value and not line.cell.is_doubtful]
            for chapter, lines in self.matter.report.chapters
            if not chapter.is_outlook
        ]
        for place in range(max(map(len, sure), default=0)):
            yield from (lines[place] for lines in sure if place < len(lines))

    @property
    def parts(self) -> list[tuple[str, str]]:
        """Title and text of each chapter that has figures."""
        openings = self.matter.openings
        said = ((chapter.title, _shortened(with_figures(openings.get(chapter.code, "")))) for chapter in CHAPTERS)
        return [(title, text) for title, text in said if text]


def _shortened(sentences: Sequence[str]) -> str:
    """The first of `sentences`, as far as there is room; at least one."""
    text = ""
    for sentence in sentences:
        if text and len(text) + len(sentence) > ENOUGH:
            break
        text += sentence
    return text
