"""The report as plain data: every figure of every union of a period. Page, workbook and papers are drawn from it.

A Cube holds all unions; a Report is what one union reads of it. Neither knows a model or asks a question: an open
period makes its cube from the records (services.cubes), a closed one reads it from its sealed edition (exact.py).
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from functools import cached_property

from desk.registers.indicators import AddsUp, Indicator, Nature
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.choices import Closeness, Origin

NOTHING = "—"
GAP = "＊"  # a figure that is known and not told


@dataclass(frozen=True)
class Term:
    """The period: what it is called and its days, both included. `cut_off` is the day its records were read."""

    name: str  # 2014 年
    kind: str  # 自然年度
    year: int
    first: date
    last: date
    cut_off: date


@dataclass(frozen=True)
class Node:
    """A union as it stood on the last day of the period. `path` is by that day's tree and ends with a dot.

    One that was merged or dissolved by then (`is_closed`) stands where it stood last: what it did in the period counts.
    """

    pk: int
    name: str
    label: str  # the short name
    parent: int | None
    path: str
    org_type: str
    stat_code: str = ""
    region_code: str = ""
    counts_as_base: bool = False  # 基层工会
    is_closed: bool = False

    @property
    def depth(self) -> int:
        """0 for the county federation, 1 for what stands right below it."""
        return self.path.count(".") - 1


@dataclass(frozen=True)
class Definition:
    """An indicator as it was declared when the figures were made."""

    code: str
    name: str
    unit: str
    chapter: str
    nature: str
    adds_up: str
    definition: str
    decimals: int
    part_of: str = ""
    includes: str = ""
    grows_by: str = ""
    shrinks_by: str = ""
    aims_at: str = ""
    is_computed: bool = False
    register: str = ""

    @classmethod
    def of(cls, indicator: Indicator) -> "Definition":
        """What a reader needs of `indicator`."""
        same = {each.name: getattr(indicator, each.name) for each in fields(cls) if each.name != "register"}
        texts = {"nature": str(indicator.nature), "adds_up": str(indicator.adds_up)}
        return cls(**{**same, **texts}, register=indicator.source.register if indicator.source else "")

    @property
    def nature_label(self) -> str:
        return str(Nature(self.nature).label)

    @property
    def adds_up_label(self) -> str:
        return str(AddsUp(self.adds_up).label)


@dataclass(frozen=True, slots=True)  # there are tens of thousands
class Cell:
    """A figure of one union. `evidence`: how many records stand behind it; None for an entered one.

    `wording` is the review's own phrase, `source` and `basis` say where an entered figure comes from, `note` what is
    doubtful about it. `before`, `target`: of the year before, and what was aimed at; None when not known. `is_withheld`,
    `was_withheld`: the figure, or that of the year before, is not told to who reads this (suppression).
    """

    value: Decimal | None
    origin: str = Origin.COMPUTED
    before: Decimal | None = None
    target: Decimal | None = None
    evidence: int | None = None
    closeness: str = Closeness.EXACT
    is_doubtful: bool = False
    wording: str = ""
    source: str = ""
    basis: str = ""
    note: str = ""
    is_withheld: bool = False
    was_withheld: bool = False


@dataclass(frozen=True)
class Line:
    """A figure as it is read: its definition and its cell."""

    definition: Definition
    cell: Cell

    @property
    def code(self) -> str:
        return self.definition.code

    @property
    def name(self) -> str:
        return self.definition.name

    @property
    def unit(self) -> str:
        return self.definition.unit

    @property
    def value(self) -> Decimal | None:
        return self.cell.value

    @property
    def number(self) -> str:
        """The figure alone: 16000, 94.86, — when nothing is known."""
        return GAP if self.cell.is_withheld else printed(self.cell.value, self.definition.decimals)

    @property
    def printed(self) -> str:
        """The figure with the review's own 余 or 多, as the tables print it: 16000余."""
        return self.number + self.closeness if self.cell.value is not None else self.number

    @property
    def spoken(self) -> str:
        """The figure with its unit, as a sentence says it: 16000余人次, 400多万元, 86%."""
        return self.number if self.cell.value is None else f"{self.number}{self.closeness}{self.unit}"

    @property
    def closeness(self) -> str:
        """余, 多, 近, 约, or nothing."""
        chosen = Closeness(self.cell.closeness)
        return "" if chosen == Closeness.EXACT else str(chosen.label)

    @property
    def before(self) -> str:
        """The figure of the year before."""
        return GAP if self.cell.was_withheld else printed(self.cell.before, self.definition.decimals)

    @property
    def change(self) -> Decimal | None:
        """The change against the year before in per cent, one decimal; None when there is nothing to compare."""
        now, then = self.cell.value, self.cell.before
        if now is None or not then:
            return None
        return ((now - then) / then * 100).quantize(Decimal("0.1"))

    @property
    def points(self) -> Decimal | None:
        """The change of a share in percentage points, one decimal; None of anything else, and with nothing to compare."""
        now, then = self.cell.value, self.cell.before
        if self.unit != "%" or now is None or then is None:
            return None
        return (now - then).quantize(Decimal("0.1"))

    @property
    def changed(self) -> str:
        """The change as it is printed: +12.5%, 持平; of a share in points: +0.2百分点."""
        if (self.cell.is_withheld or self.cell.was_withheld) and self.before != NOTHING:
            return GAP
        change, unit = (self.points, "百分点") if self.unit == "%" else (self.change, "%")
        if change is None:
            return NOTHING
        return f"{change:+}{unit}" if change else "持平"

    @property
    def compared(self) -> str:
        """The change as a sentence says it: 比上年增长12.5%, 比上年下降3.0%, 与上年持平, 上年无可比数; of a share
        比上年提高0.2个百分点.
        """
        is_share = self.unit == "%"
        change = self.points if is_share else self.change
        if change is None:
            return "上年无可比数"
        if not change:
            return "与上年持平"
        more, unit = ("提高", "个百分点") if is_share else ("增长", "%")
        return f"比上年{more if change > 0 else '下降'}{abs(change)}{unit}"

    @property
    def progress(self) -> Decimal | None:
        """How much of the target was reached, in per cent, one decimal; None without a target."""
        if self.cell.value is None or not self.cell.target:
            return None
        return (self.cell.value / self.cell.target * 100).quantize(Decimal("0.1"))

    @property
    def origin_label(self) -> str:
        """计算 or 填报."""
        return str(Origin(self.cell.origin).label)

    @property
    def ground(self) -> str:
        """What the figure stands on, for the appendix: the records behind it, or who said it by which paper."""
        if self.cell.origin == Origin.COMPUTED:
            return f"由 {self.cell.evidence} 条记录计算" if self.cell.evidence is not None else "由其他指标计算"
        return "；".join(filter(None, (self.cell.source, self.cell.basis, self.cell.note)))


def printed(value: Decimal | None, decimals: int) -> str:
    """`value` with at most `decimals` places and no idle zeros: 94.86, 37.3, 2291; 「—」 when nothing is known."""
    if value is None:
        return NOTHING
    text = f"{value.quantize(Decimal(1).scaleb(-decimals)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@dataclass(frozen=True)
class Photo:
    """A picture in a chapter: the id of its file, the SHA-256 of its content, and the words below it."""

    file: str
    digest: str
    caption: str


@dataclass(frozen=True)
class Cube:
    """Every figure of every union of a period.

    `nodes` stand in the order of the tree, `definitions` in printed order. `cells` leaves out what is nought or not
    known for a union below the county: `line` gives a computed nought for it. `texts` are the opening paragraphs by
    chapter, with places such as {F01} for the figures, `photos` its pictures; only the county's.
    """

    term: Term
    nodes: Sequence[Node]
    definitions: Sequence[Definition]
    cells: Mapping[int, Mapping[str, Cell]]
    texts: Mapping[str, str] = field(default_factory=dict)
    photos: Mapping[str, Sequence[Photo]] = field(default_factory=dict)

    @cached_property
    def by_pk(self) -> dict[int, Node]:
        return {node.pk: node for node in self.nodes}

    @cached_property
    def by_code(self) -> dict[str, Definition]:
        return {definition.code: definition for definition in self.definitions}

    @cached_property
    def _below(self) -> dict[int, list[Node]]:
        found: dict[int, list[Node]] = {}
        for node in self.nodes:
            if node.parent is not None:
                found.setdefault(node.parent, []).append(node)
        return found

    @property
    def head(self) -> Node:
        """The county federation."""
        return self.nodes[0]

    def below(self, union: int) -> list[Node]:
        """The unions right below one."""
        return self._below.get(union, [])

    def branch(self, union: int) -> Iterator[Node]:
        """`union` and every one below it, in the order of the tree."""
        path = self.by_pk[union].path
        return (node for node in self.nodes if node.path.startswith(path))

    def line(self, union: int, code: str) -> Line:
        """The figure `code` of a union. Raises KeyError for a code or union the cube does not know."""
        definition = self.by_code[code]
        return Line(definition, self.cells.get(self.by_pk[union].pk, {}).get(code) or self._idle(definition))

    def _idle(self, definition: Definition) -> Cell:
        """The cell of a union that has none: a nought where records are counted, nothing where somebody has to say it."""
        if not definition.is_computed:
            return Cell(None, Origin.ENTERED)
        if definition.adds_up == AddsUp.RATIO:
            return Cell(None)
        head = self.cells.get(self.head.pk, {}).get(definition.code)
        return Cell(Decimal(), before=None if head is None or head.before is None else Decimal(), evidence=0)

    def lines(self, union: int, chapter: str = "") -> list[Line]:
        """The figures of a union in printed order, of one chapter or of all."""
        return [self.line(union, d.code) for d in self.definitions if chapter in ("", d.chapter)]

    def cut(self, union: int) -> "Cube":
        """The part of it that is the branch of `union`, nothing else. Raises KeyError for a union it does not know."""
        if union == self.head.pk:
            return self
        nodes = list(self.branch(union))
        cells = {node.pk: self.cells[node.pk] for node in nodes if node.pk in self.cells}
        cells[union] = {line.code: line.cell for line in self.lines(union)}  # a head leaves nothing out
        return Cube(self.term, nodes, self.definitions, cells)

    def report(self, union: int) -> "Report":
        """What `union` reads. Raises KeyError for a union that did not exist in the period."""
        return Report(self, self.by_pk[union])


@dataclass(frozen=True)
class Report:
    """The report of one union: what page, workbook and papers are drawn from."""

    cube: Cube
    union: Node

    @property
    def term(self) -> Term:
        return self.cube.term

    @property
    def title(self) -> str:
        """新安江街道总工会2014年度工作报告, without a space, as GB/T 9704 writes figures."""
        return f"{self.union.name}{self.term.year}年度工作报告"

    @property
    def chapters(self) -> list[tuple[Chapter, list[Line]]]:
        """The chapters in printed order, each with its figures."""
        return [(chapter, self.cube.lines(self.union.pk, chapter.code)) for chapter in CHAPTERS]

    @property
    def lines(self) -> list[Line]:
        """Every figure in printed order."""
        return self.cube.lines(self.union.pk)

    def line(self, code: str) -> Line:
        """The figure `code`."""
        return self.cube.line(self.union.pk, code)

    @property
    def below(self) -> list[Node]:
        """The unions right below: the rows of its matrix."""
        return self.cube.below(self.union.pk)


PLACE = re.compile(r"\{(\w+?)(同比)?\}")


def fill(text: str, report: Report) -> str:
    """`text` with each place filled: {F01} by the figure and its unit, {F01同比} by how it changed.

    Raises KeyError for an unknown code. Not str.format: officers write these texts, and a format string reaches into
    objects.
    """

    def said(place: re.Match[str]) -> str:
        line = report.line(place[1])
        return line.compared if place[2] else line.spoken

    return PLACE.sub(said, text)
