"""What stands on a paper, as plain data: drawn as PDF and as DOCX, never queried.

Whoever makes a paper has already decided what its reader may see; masks are applied before a value gets here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from desk.papers.charts import Chart

Align = Literal["left", "center", "right"]
Density = Literal["normal", "dense", "denser"]


# A U+2011 hyphen is in none of our fonts, and looking for one that has it can take a minute (speed.md). Control
# characters are nothing one can print, and no XML may hold them.
UNPRINTABLE = {ord("\u2011"): "-", **dict.fromkeys([*range(9), 11, 12, *range(14, 32), 127])}


def printable(text: str) -> str:
    """`text` without what no paper can show."""
    return text.translate(UNPRINTABLE)


class PaperRefused(RuntimeError):
    """A paper that was not made; the message says why and what to do instead."""


@dataclass(frozen=True)
class Heading:
    """A numbered heading, its number included: level 1 「一、」 in 黑体, level 2 「（一）」 in 楷体, 3 and 4 in 仿宋."""

    text: str
    level: int = 1
    kind: str = field(default="heading", init=False)


@dataclass(frozen=True)
class Paragraph:
    """A paragraph of the body, its first line indented by two characters."""

    text: str
    kind: str = field(default="paragraph", init=False)


@dataclass(frozen=True)
class Column:
    """A column of a table: `share` is its part of the width, in units of its neighbours' shares."""

    label: str
    share: float = 1
    align: Align = "left"


@dataclass(frozen=True)
class Table:
    """Rows of text under columns. `unit` is printed above it at the right (单位：万元), `total` below a rule."""

    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    caption: str = ""
    unit: str = ""
    total: Sequence[str] = ()
    kind: str = field(default="table", init=False)

    @property
    def row_count(self) -> int:
        """How many rows the table has, head and total not counted."""
        return len(self.rows)

    @property
    def shares(self) -> list[float]:
        """The part of the whole width each column takes."""
        whole = sum(column.share for column in self.columns)
        return [column.share / whole for column in self.columns]

    @property
    def widths(self) -> list[str]:
        """The same in per cent, for <col>."""
        return [f"{share:.3%}" for share in self.shares]

    @property
    def cells(self) -> list[list[tuple[str, Align]]]:
        """The rows, each cell with the alignment of its column."""
        return [self._aligned(row) for row in self.rows]

    @property
    def total_cells(self) -> list[tuple[str, Align]]:
        """The total row, likewise."""
        return self._aligned(self.total)

    def _aligned(self, row: Sequence[str]) -> list[tuple[str, Align]]:
        return [(text, column.align) for text, column in zip(row, self.columns, strict=True)]


@dataclass(frozen=True)
class Figure:
    """A chart with its table behind it; where no engine draws charts, the table alone."""

    chart: Chart
    kind: str = field(default="figure", init=False)


Block = Heading | Paragraph | Table | Figure


@dataclass(frozen=True)
class Letter:
    """An official letter (公文) after GB/T 9704-2012.

    `mark` is the red 发文机关标志 (建德市总工会文件), `number` the 发文字号 (建工〔2014〕12号), `addressee` the 主送机关，
    `attachments` the names in the 附件说明, `issuer` and `day` the signature, `copied_to`, `printed_by` and
    `printed_on` the 版记 at the foot of the last page.
    """

    mark: str
    title: str
    body: Sequence[Block]
    issuer: str
    day: date
    number: str = ""
    addressee: str = ""
    attachments: Sequence[str] = ()
    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    note: str = ""

    @property
    def row_count(self) -> int:
        """How many rows the tables of the letter have."""
        return sum(block.row_count for block in self.body if isinstance(block, Table))

    @property
    def mark_size(self) -> str:
        """How large the red mark is drawn, so that it stays on one line of the 156 mm wide type area."""
        return "large" if len(self.mark) <= 9 else "medium" if len(self.mark) <= 13 else "small"


@dataclass(frozen=True)
class TablePaper:
    """A list to be printed: landscape A4, the head repeated on each page.

    `notes` are the lines under the title (scope, filter, cut-off time, number of rows), `signatures` the places at the
    end (填报单位, 负责人, 制表人, 填报日期), `density` how small the letters have to be for the columns to fit.
    """

    title: str
    table: Table
    issuer: str = ""
    notes: Sequence[str] = ()
    signatures: Sequence[str] = ()
    density: Density = "normal"

    @property
    def row_count(self) -> int:
        """How many rows the list has."""
        return self.table.row_count


@dataclass(frozen=True)
class Fact:
    """One labelled value of a record; a `wide` one takes the whole line."""

    label: str
    value: str
    wide: bool = False


@dataclass(frozen=True)
class Section:
    """A part of a record sheet: facts two to a line, or a table."""

    title: str
    facts: Sequence[Fact] = ()
    table: Table | None = None

    @property
    def lines(self) -> list[tuple[Fact, ...]]:
        """The facts as they share lines: wide ones alone, others in twos. A lone fact becomes wide."""
        lines: list[tuple[Fact, ...]] = []
        waiting: Fact | None = None
        for fact in (*self.facts, None):
            if waiting and fact and not fact.wide:
                lines.append((waiting, fact))
                waiting = None
                continue
            if waiting:
                lines.append((waiting,))
            waiting = None
            if fact and fact.wide:
                lines.append((fact,))
            else:
                waiting = fact
        return lines


@dataclass(frozen=True)
class RecordSheet:
    """One record to be printed or filed: portrait A4, ruled boxes, places to sign."""

    title: str
    sections: Sequence[Section]
    issuer: str = ""
    number: str = ""
    notes: Sequence[str] = ()
    signatures: Sequence[str] = ()

    @property
    def row_count(self) -> int:
        """How many rows the tables of the record have."""
        return sum(section.table.row_count for section in self.sections if section.table)
