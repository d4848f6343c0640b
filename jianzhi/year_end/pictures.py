"""The charts of a chapter: the same options on the dashboard and in the papers.

Figures of one unit stand in one chart: how they compare, how they changed, and what each branch has of the one that
counts most. Bars lie, because the names of indicators are long.
"""

from collections.abc import Sequence

from desk.papers.charts import Chart, ChartData, Series, bar
from jianzhi.year_end.report import Cube, Line, Node, Report

FEWEST = 3  # figures that make a picture
MOST = 4  # charts of one chapter
MOST_BRANCHES = 30
NAME_LENGTH = 20  # characters of an indicator's name that fit beside a bar
BAR, TWIN, ROOM = 23, 36, 20  # pixels of height


def charts(report: Report, chapter: str) -> list[Chart]:
    """The charts of `chapter` in the order they are read; none where there is too little to compare."""
    lines = [line for line in report.cube.lines(report.union.pk, chapter) if line.value]
    found = [_by_unit(unit, group, report) for unit, group in _units(lines).items() if len(group) >= FEWEST]
    return [*found, *_by_branch(lines, report)][:MOST]


def _units(lines: Sequence[Line]) -> dict[str, list[Line]]:
    """The lines by unit, the largest group first. Shares and rates say nothing side by side."""
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.unit != "%":
            groups.setdefault(line.unit, []).append(line)
    return dict(sorted(groups.items(), key=lambda item: -len(item[1])))


def _by_unit(unit: str, lines: Sequence[Line], report: Report) -> Chart:
    """The figures of one unit under each other, beside last year's where all but a few are known."""
    now = Series(report.term.name, [line.value for line in lines])
    before = Series("上年", [line.cell.before for line in lines])
    twins = sum(value is not None for value in before.values) * 2 > len(lines)
    subject = "计划" if lines[0].definition.chapter.startswith("O") else "主要指标"
    data = ChartData(
        title=f"{subject}（单位：{unit}）",
        unit=unit,
        categories=[_short(line.name) for line in lines],
        series=[now, before] if twins else [now],
        grouped=False,
    )
    return lying(data)


def _by_branch(lines: Sequence[Line], report: Report) -> list[Chart]:
    """What each union right below has of the figures that all of them count."""
    below = report.below[:MOST_BRANCHES]
    told = [line for line in lines if _is_told(line.code, below, report.cube)]
    return [_branches(line, below, report) for line in told[:2]]


def _is_told(code: str, below: Sequence[Node], cube: Cube) -> bool:
    return sum(bool(cube.line(node.pk, code).value) for node in below) >= FEWEST


def _branches(line: Line, below: Sequence[Node], report: Report) -> Chart:
    values = ((node.label, report.cube.line(node.pk, line.code).value) for node in below)
    rows = sorted(((name, value) for name, value in values if value), key=lambda row: -row[1])
    data = ChartData(
        title=f"各单位{line.name}（单位：{line.unit}）",
        unit=line.unit,
        categories=[_short(name) for name, _ in rows],
        series=[Series(line.name, [value for _, value in rows])],
        grouped=False,
    )
    return lying(data)


def lying(data: ChartData) -> Chart:
    """Lying bars, each with its figure; the axis of figures is left out, for the bars say them."""
    chart = bar(data, lying=True)
    label = {"show": True, "position": "right"}
    square = {"borderRadius": 0}  # a round corner that is longer than its bar is painted as a spike
    look = {"label": label, "barMaxWidth": 16}
    series = [{**each, **look, "itemStyle": {**each["itemStyle"], **square}} for each in chart.option["series"]]
    figures = {"type": "value", "show": False}
    legend = {"show": len(data.series) > 1, "top": 0}
    grid = {"left": 8, "right": 64, "top": 28 if len(data.series) > 1 else 6, "bottom": 6, "containLabel": True}
    option = {**chart.option, "series": series, "xAxis": figures, "legend": legend, "grid": grid}
    twins = len(data.series) > 1
    height = (2 * ROOM if twins else ROOM) + len(data.categories) * (TWIN if twins else BAR)
    return Chart(data, option, height)


def _short(name: str) -> str:
    return name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1]}…"
