"""逻辑检查: what does not fit together in the figures of a union, and what has to be explained.

An error stands in the way of a report; a warning is to be looked at. The jump of an entered figure has to be explained;
that of a computed one is explained by its records. Pure: it reads a cube and asks nothing.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desk.registers.indicators import AddsUp, Nature
from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cube, Line, printed

JUMP = 50  # per cent against the year before
LEAST = 10  # a difference of fewer is nothing to explain: one idea and then two are no jump
HUNDRED = 100
Explanations = Mapping[str, str]  # code → why


class Severity(StrEnum):
    """Whether a finding stands in the way."""

    ERROR = "error"
    WARNING = "warning"

    @property
    def label(self) -> str:
        """The word for it."""
        return "错误" if self is Severity.ERROR else "提醒"


@dataclass(frozen=True)
class Finding:
    """Something about the figure `code` of `union`."""

    code: str
    severity: Severity
    text: str
    union: int

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR


def findings(cube: Cube, union: int, explanations: Explanations | None = None) -> list[Finding]:
    """What is to be said about the figures of `union`, errors first, in printed order.

    `explanations`: what the union wrote about its jumps. Raises KeyError for a union the cube does not know.
    """
    asked = explanations or {}
    found = [finding for line in cube.lines(union) for finding in _of_line(cube, union, line, asked)]
    return sorted(found, key=lambda finding: not finding.is_error)


def all_findings(cube: Cube, explanations: Mapping[int, Explanations] | None = None) -> list[Finding]:
    """The findings of every union of the cube, in the order of the tree. `explanations`: by union."""
    asked = explanations or {}
    return [finding for node in cube.nodes for finding in findings(cube, node.pk, asked.get(node.pk))]


def _of_line(cube: Cube, union: int, line: Line, explanations: Explanations) -> Iterator[Finding]:
    def error(text: str) -> Finding:
        return Finding(line.code, Severity.ERROR, text, union)

    def warning(text: str) -> Finding:
        return Finding(line.code, Severity.WARNING, text, union)

    if line.value is None:
        if text := _missing(cube, union, line):
            yield error(text) if _is_county(cube, union) else warning(text)
        return
    if line.value < 0:
        yield error(f"{line.name}为负数。")
    if (line.unit == "%" or line.definition.nature == Nature.RATIO) and line.value > HUNDRED:
        yield error(f"{line.name}为 {line.number}，超过 100%。")
    if text := _more_than_whole(cube, union, line):
        yield error(text)
    if line.definition.nature == Nature.CUMULATIVE and line.cell.before and line.value < line.cell.before:
        yield error(f"{line.name}是累计数，本期 {line.number} 小于上年 {line.before}。")
    yield from _cross_foot(cube, union, line)
    if is_jump(line):
        said = explanations.get(line.code, "").strip()
        text = f"{line.name}由上年 {line.before} 变为 {line.number}（{line.changed}）"
        if said:
            yield warning(f"{text}。说明：{said}")
        elif line.definition.is_computed:
            yield warning(f"{text}，由台账计算，请核对。")
        else:
            yield error(f"{text}，请写明原因。")


def is_jump(line: Line) -> bool:
    """Whether the figure differs so much from last year's that somebody has to say why."""
    if line.change is None or line.cell.before is None or line.value is None:
        return False
    if line.definition.nature in (Nature.RATIO, Nature.TARGET):
        return False
    return abs(line.change) > JUMP and abs(line.value - line.cell.before) >= LEAST


def _missing(cube: Cube, union: int, line: Line) -> str:
    """The county answers every figure; a union below it those it had last year."""
    if line.definition.is_computed:
        return ""
    if _is_county(cube, union):
        return f"{line.name}没有填报。"
    return f"{line.name}上年为 {line.before}，本期没有填报。" if line.cell.before is not None else ""


def _is_county(cube: Cube, union: int) -> bool:
    """Whether it is the county federation; the head of a cut cube may be another union."""
    return cube.by_pk[union].parent is None


def _more_than_whole(cube: Cube, union: int, line: Line) -> str:
    if not line.definition.part_of or line.value is None:
        return ""
    whole = cube.line(union, line.definition.part_of)
    if whole.value is None or line.value <= whole.value:
        return ""
    return f"{line.name} {line.number} 大于{whole.name} {whole.number}：部分不能多于全部。"


def _cross_foot(cube: Cube, union: int, line: Line) -> Iterator[Finding]:
    """What a federation entered for its branch, against what the unions right below it say."""
    if line.cell.origin != Origin.ENTERED or line.definition.adds_up != AddsUp.SUM or line.value is None:
        return
    below = [cube.line(node.pk, line.code) for node in cube.below(union)]
    total = sum((each.value for each in below if each.value is not None), Decimal())
    if not any(each.value is not None for each in below) or total == line.value:
        return
    text = f"{line.name}填报 {line.number}，下级合计 {printed(total, line.definition.decimals)}"
    if total > line.value:
        yield Finding(line.code, Severity.ERROR, f"{text}：合计不能大于本级。", union)
    else:
        yield Finding(line.code, Severity.WARNING, f"{text}，差额为本级直接办理的，请核对。", union)
