"""The tables of figures: those of a chapter, the plan, and the appendix."""

from collections.abc import Iterator, Sequence

from desk.papers.paper import Column, Table
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.report import NOTHING, Line, Report, printed

CODE, NAME, UNIT = Column("代码", 12, "center"), Column("指标", 58), Column("单位", 15, "center")
ALONE = (CODE, Column("指标", 96), UNIT, Column("本期", 33, "right"))
FIGURES = (CODE, NAME, UNIT, Column("本期", 22, "right"), Column("上年", 22, "right"), Column("增减", 27, "right"))
AIMED = (
    CODE,
    Column("指标", 42),
    Column("单位", 14, "center"),
    Column("本期", 18, "right"),
    Column("上年", 17, "right"),
    Column("增减", 21, "right"),
    Column("目标", 14, "right"),
    Column("完成", 18, "right"),
)
PLANS = (CODE, Column("计划指标", 62), UNIT, Column("下年计划", 22, "right"), Column("本期同类实绩", 45))
PLANS_ALONE = (CODE, Column("计划指标", 96), UNIT, Column("下年计划", 33, "right"))
REACHED = (
    CODE,
    NAME,
    UNIT,
    Column("目标", 20, "right"),
    Column("实绩", 20, "right"),
    Column("完成", 20, "right"),
    Column("结果", 11, "center"),
)
LIST = (
    Column("代码", 11, "center"),
    Column("指标", 45),
    Column("数值", 17, "right"),
    Column("单位", 12, "center"),
    Column("方式", 11, "center"),
    Column("依据", 60),
)
PUBLIC_LIST = (LIST[0], Column("指标", 88), Column("数值", 26, "right"), Column("单位", 17, "center"), LIST[4])
MEANINGS = (
    Column("代码", 11, "center"),
    Column("指标", 40),
    Column("性质", 21, "center"),
    Column("汇总方式", 24, "center"),
    Column("解释", 60),
)
REMARKS = (
    Column("序号", 10, "center"),
    Column("类别", 14, "center"),
    Column("代码", 14, "center"),
    Column("说明", 118),
)
SEVERITIES = {"error": "错误", "warning": "提醒"}


def known(lines: Sequence[Line]) -> list[Line]:
    """The lines somebody knows the value of."""
    return [line for line in lines if line.value is not None]


def figures(lines: Sequence[Line], caption: str) -> Table:
    """The figures of a chapter beside last year's, as far as that is known; with target and progress where one has a
    target.
    """
    if any(line.cell.target for line in lines):
        return Table(AIMED, [_aimed(line) for line in lines], caption=caption)
    if any(line.cell.before is not None for line in lines):
        return Table(FIGURES, [_figure(line) for line in lines], caption=caption)
    return Table(ALONE, [_figure(line)[: len(ALONE)] for line in lines], caption=caption)


def _figure(line: Line) -> list[str]:
    return [line.code, _name(line), line.unit, _value(line), line.before, line.changed]


def _aimed(line: Line) -> list[str]:
    return [*_figure(line), _target(line), NOTHING if line.progress is None else f"{line.progress}%"]


def _target(line: Line) -> str:
    return printed(line.cell.target, line.definition.decimals)


def _name(line: Line) -> str:
    inside = line.definition.part_of and not line.name.startswith("其中")
    return f"　其中：{line.name}" if inside else line.name


def _value(line: Line) -> str:
    return f"{line.printed}※" if line.cell.is_doubtful else line.printed


def plans(lines: Sequence[Line], report: Report, caption: str) -> Table:
    """What is planned for the next period, beside what this one brought of the same."""
    rows = [[line.code, line.name, line.unit, line.printed, _same_now(line, report)] for line in lines]
    if all(row[-1] == NOTHING for row in rows):
        return Table(PLANS_ALONE, [row[:-1] for row in rows], caption=caption)
    return Table(PLANS, rows, caption=caption)


def _same_now(line: Line, report: Report) -> str:
    aim = line.definition.aims_at
    if aim not in report.cube.by_code:
        return NOTHING
    now = report.line(aim)
    return f"{now.name}{now.spoken}" if now.number != NOTHING else NOTHING


def reached(lines: Sequence[Line], caption: str) -> Table:
    """How far the targets of this period were reached; without rows when there were none."""
    return Table(REACHED, [_reached(line) for line in lines if line.progress is not None], caption=caption)


def _reached(line: Line) -> list[str]:
    done = "完成" if line.progress is not None and line.progress >= 100 else "未完成"
    return [line.code, line.name, line.unit, _target(line), line.printed, f"{line.progress}%", done]


def notes(lines: Sequence[Line]) -> list[str]:
    """What has to be said under the figures: whose wording is not exact, and what is doubtful."""
    return list(_notes(lines))


def _notes(lines: Sequence[Line]) -> Iterator[str]:
    for line in lines:
        if line.cell.is_doubtful:
            yield f"※ {line.code}：{line.cell.note or '数值存疑'}。"
        elif line.closeness and line.cell.wording:
            yield f"{line.code}：原文表述为“{line.cell.wording}”。"


# --- appendix ---------------------------------------------------------------------------------------------------------
def every_figure(report: Report) -> Table:
    """附录：one row for each indicator, also those nothing is known of."""
    rows = [[n.code, n.name, n.printed, n.unit, n.origin_label, n.ground or NOTHING] for n in report.lines]
    return Table(LIST, rows)


def every_public_figure(report: Report) -> Table:
    """附录 of the public edition: without what they stand on, which was written for the office."""
    return Table(PUBLIC_LIST, [[n.code, n.name, n.printed, n.unit, n.origin_label] for n in report.lines])


def meanings(report: Report) -> Table:
    """附录：what each indicator counts."""
    found = report.cube.definitions
    return Table(MEANINGS, [[d.code, d.name, d.nature_label, d.adds_up_label, d.definition] for d in found])


def remarks(matter: Matter) -> Table:
    """附录：what the checks found, and which entered figures are doubtful."""
    found = [(SEVERITIES.get(str(each.severity), "提醒"), each.code, each.text) for each in matter.findings]
    doubtful = [("存疑", line.code, _doubt(line)) for line in matter.report.lines if line.cell.is_doubtful]
    return Table(REMARKS, [[str(number), *row] for number, row in enumerate([*found, *doubtful], 1)])


def _doubt(line: Line) -> str:
    return f"{line.name}{line.spoken}：{line.cell.note or '数值存疑'}"
