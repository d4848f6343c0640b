"""What the dashboard shows, as plain data: the figures of a report as tiles, and three pictures of one of them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from desk.papers.charts import Chart, ChartData, Series, bar, line, pie
from jianzhi.year_end.chapters import Chapter
from jianzhi.year_end.report import NOTHING, Line, Report, printed

HEADLINES = 4  # figures of a chapter on the first page
MOST_BRANCHES = 16  # in the comparison
MANY_BRANCHES = 8  # for a card of common height
MOST_PARTS = 5  # in the composition, beside what is left
OTHERS = "其他"


@dataclass(frozen=True)
class Tile:
    """A figure as it is read at a glance."""

    line: Line
    url: str

    @property
    def target(self) -> str:
        """What was aimed at, with its unit; "" without a target."""
        target = self.line.cell.target
        return "" if target is None else f"{_plain(target)}{self.line.unit}"

    @property
    def percent(self) -> str | None:
        """How much of the target was reached."""
        return None if self.line.progress is None else _plain(self.line.progress)

    @property
    def last_year(self) -> str:
        """The figure of the year before; "" when it is not known."""
        return "" if self.line.cell.before is None else self.line.before

    @property
    def change(self) -> str:
        """The change against the year before; "" when there is nothing to compare."""
        return "" if self.line.changed == NOTHING else self.line.changed

    @property
    def direction(self) -> str:
        """Which way the arrow points."""
        now, then = self.line.value, self.line.cell.before
        if now is None or then is None or now == then:
            return "flat"
        return "up" if now > then else "down"

    @property
    def note(self) -> str:
        """Where it comes from, and whether it is doubtful."""
        return f"{self.line.origin_label} · 存疑" if self.line.cell.is_doubtful else self.line.origin_label


@dataclass(frozen=True)
class Group:
    """The tiles of a chapter, and how many figures the chapter has."""

    chapter: Chapter
    tiles: Sequence[Tile]
    number: int


@dataclass(frozen=True)
class Picture:
    """A chart with the heading of its card."""

    slug: str
    title: str
    chart: Chart

    @property
    def is_tall(self) -> bool:
        """Whether it has more rows than fit beside others."""
        return self.slug == "branches" and len(self.chart.data.categories) > MANY_BRANCHES


Address = Callable[[str], str]


def groups(report: Report, address: Address, *, chapter: str = "") -> list[Group]:
    """The figures of every chapter, the first few known ones of each; all of them of the `chapter` that is asked for.

    `address` gives where a figure is drilled down, by its code.
    """
    found = []
    for each, lines in report.chapters:
        if chapter in ("", each.code) and lines:
            shown = lines if chapter else _headlines(lines)
            found.append(Group(each, [Tile(line, address(line.code)) for line in shown], len(lines)))
    return found


def _headlines(lines: Sequence[Line]) -> list[Line]:
    """The first figures that are known; those with a target before the others."""
    known = [line for line in lines if line.value is not None] or list(lines)
    return sorted(known, key=lambda line: line.cell.target is None)[:HEADLINES]


def worth_a_picture(report: Report, chapter: str = "") -> list[Line]:
    """The figures that can be drawn: there is one, and something to see it against."""
    told = _branches_telling(report)
    lines = report.cube.lines(report.union.pk, chapter)
    return [line for line in lines if line.value and (line.cell.before is not None or told[line.code])]


def default_code(lines: Sequence[Line], report: Report) -> str:
    """The figure that is drawn when nobody chose one: the first that the unions below tell most about."""
    if not lines:
        return ""
    told = _branches_telling(report)
    return max(lines, key=lambda line: told[line.code]).code  # the first of several


def _branches_telling(report: Report) -> Counter[str]:
    """How many of the unions right below have each figure, by code."""
    rows = (report.cube.cells.get(node.pk, {}) for node in report.below)
    return Counter(code for row in rows for code, cell in row.items() if cell.value)


def pictures(reports: Sequence[Report], code: str) -> list[Picture]:
    """The pictures of one figure: over the years, by the unions below, and what it is made of.

    `reports`: those of the same union for as many years as there are, the one that is looked at last.
    """
    report = reports[-1]
    drawn = (
        ("trend", "历年变化", _trend(reports, code)),
        ("parts", "构成", _parts(report, code)),
        ("branches", "下级比较", _branches(report, code)),
    )
    return [Picture(slug, title, chart) for slug, title, chart in drawn if chart is not None]


def _trend(reports: Sequence[Report], code: str) -> Chart | None:
    known = [report for report in reports if code in report.cube.by_code]
    points = [(report.term.year, _drawn(report.line(code), report.line(code).value)) for report in known]
    points.insert(0, (known[0].term.year - 1, _drawn(known[0].line(code), known[0].line(code).cell.before)))
    points = points[next((n for n, (_, value) in enumerate(points) if value is not None), len(points)) :]
    if len(points) < 2:
        return None
    name, unit = known[-1].line(code).name, known[-1].line(code).unit
    series = Series(name, [value for _, value in points])
    data = ChartData(f"{name}：历年变化", unit, [f"{year}年" for year, _ in points], [series], grouped=False)
    return _plain_axis(line(data))


def _plain_axis(chart: Chart) -> Chart:
    """The chart with few figures along its axis, for a narrow screen, and these without separators, as all others are."""
    label = {"splitNumber": 3, "axisLabel": {"formatter": "{value}"}}
    axes = {name: chart.option[name] for name in ("xAxis", "yAxis") if chart.option[name]["type"] == "value"}
    return Chart(chart.data, {**chart.option, **{name: {**axis, **label} for name, axis in axes.items()}})


def _told_below(report: Report, code: str) -> list[tuple[str, Decimal]]:
    """The unions right below that have the figure, by name."""
    found = ((node.label, report.cube.line(node.pk, code)) for node in report.below)
    return [(label, value) for label, line in found if (value := _drawn(line, line.value))]


def _drawn(line: Line, value: Decimal | None) -> Decimal | None:
    """`value` as it is printed: a picture shows no more places than a table."""
    return None if value is None else Decimal(printed(value, line.definition.decimals))


def _branches(report: Report, code: str) -> Chart | None:
    rows = sorted(_told_below(report, code), key=lambda row: -row[1])[:MOST_BRANCHES]
    if len(rows) < 2:
        return None
    about = report.line(code)
    series = Series(about.name, [value for _, value in rows])
    data = ChartData(f"{about.name}：下级比较", about.unit, [name for name, _ in rows], [series], grouped=False)
    return _plain_axis(bar(data, lying=True))


def _parts(report: Report, code: str) -> Chart | None:
    about = report.line(code)
    whole = _drawn(about, about.value)
    if not whole or about.unit == "%":
        return None
    parts = _declared_parts(report, code, whole) or _branch_parts(report, code, whole)
    if len(parts) < 2:
        return None
    series = Series(about.name, [value for _, value in parts])
    data = ChartData(f"{about.name}：构成", about.unit, [name for name, _ in parts], [series], grouped=False)
    return _for_phones(pie(data))


def _for_phones(chart: Chart) -> Chart:
    """The ring with room for its words on a narrow screen: a smaller ring, and shorter lines."""
    (ring,) = chart.option["series"]
    parts = [
        {**part, "label": {"formatter": part["label"]["formatter"].replace("（", "\n（")}} for part in ring["data"]
    ]
    label = {**ring["label"], "alignTo": "edge", "edgeDistance": 2}
    ring = {**ring, "radius": ["22%", "40%"], "data": parts, "label": label}
    return Chart(chart.data, {**chart.option, "series": [ring]})


def _declared_parts(report: Report, code: str, whole: Decimal) -> list[tuple[str, Decimal]]:
    """The figures that are parts of it, when they make up the whole; else the first of them and the rest."""
    unit = report.cube.by_code[code].unit
    lines = (report.line(d.code) for d in report.cube.definitions if d.part_of == code and d.unit == unit)
    parts = [(line.name.removeprefix("其中"), _drawn(line, line.value)) for line in lines if line.value]
    told = [(name, value) for name, value in parts if value is not None]
    is_all = not told or sum(value for _, value in told) == whole
    return told if is_all else _shares(told[:1], whole)


def _branch_parts(report: Report, code: str, whole: Decimal) -> list[tuple[str, Decimal]]:
    """What the largest unions below have of it; nothing where most of it lies with the many others."""
    parts = _shares(_told_below(report, code), whole)
    return [] if dict(parts).get(OTHERS, Decimal()) * 2 > whole else parts


def _shares(rows: Sequence[tuple[str, Decimal]], whole: Decimal) -> list[tuple[str, Decimal]]:
    """The largest of `rows`, and what is left of the whole."""
    largest = sorted(rows, key=lambda row: -row[1])[:MOST_PARTS]
    rest = whole - sum(value for _, value in largest)
    return [*largest, (OTHERS, rest)] if rest > 0 else largest


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
