"""Charts: one ECharts option for the page and for the paper.

The page hands the option to ECharts in the browser; a paper has it drawn as SVG by the same ECharts, the same theme
file, in a JavaScript engine without browser, files or network. An option is JSON only: no functions, so that both
draw the same.
"""

import json
import re
import threading
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

Number = int | float | Decimal | None
Option = dict[str, Any]

LIBRARY = "vendor/echarts/echarts.min.js"
THEME = "charts/theme.json"
PAPER_FACE = "Paper Hei, sans-serif"
MANY = 12  # categories; above that the figures would overlap and their names are turned
PATTERNS: tuple[Option, ...] = (  # ECharts' own: dots, stripes, squares, stripes the other way, triangles
    {"symbol": "circle", "dashArrayX": [[8, 8], [0, 8, 8, 0]], "dashArrayY": [6, 0], "symbolSize": 0.8},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [2, 5], "rotation": 0.5236},
    {"symbol": "rect", "dashArrayX": [[6, 6], [0, 6, 6, 0]], "dashArrayY": [6, 0]},
    {"symbol": "rect", "dashArrayX": [1, 0], "dashArrayY": [4, 3], "rotation": -0.7854},
    {"symbol": "triangle", "dashArrayX": [[9, 9], [0, 9, 9, 0]], "dashArrayY": [7, 2], "symbolSize": 0.75},
)
DASHES = ("solid", "dashed", "dotted")


class ChartsUnavailable(RuntimeError):
    """This machine has no JavaScript engine to draw charts for paper; show the chart's table instead."""


@dataclass(frozen=True)
class Series:
    """One row of figures, a value per category; None where nothing is known."""

    name: str
    values: Sequence[Number]


@dataclass(frozen=True)
class ChartData:
    """What a chart says: its title, the unit of all its figures, and a figure per category and series.

    `grouped`: figures of thousands and more are printed with separators.
    """

    title: str
    unit: str
    categories: Sequence[str]
    series: Sequence[Series]
    grouped: bool = True

    def spoken(self, value: Number) -> str:
        """A figure as it is printed: thousands separated if they are to be, 暂无 when unknown."""
        return spoken(value) if self.grouped or value is None else f"{value}"

    @property
    def columns(self) -> list[str]:
        """The heads of the table behind the chart."""
        return ["项目", *(f"{series.name}（{self.unit}）" for series in self.series)]

    @property
    def rows(self) -> list[list[str]]:
        """The rows of the table behind the chart, as text."""
        figures = zip(*(series.values for series in self.series), strict=True)
        return [[name, *map(self.spoken, values)] for name, values in zip(self.categories, figures, strict=True)]

    @property
    def description(self) -> str:
        """The chart in words, for those who hear it."""
        parts = [
            f"{series.name}："
            + "，".join(
                f"{name} {self.spoken(value)}" for name, value in zip(self.categories, series.values, strict=True)
            )
            for series in self.series
        ]
        return f"{self.title}（单位：{self.unit}）。{'；'.join(parts)}。"


@dataclass(frozen=True)
class Chart:
    """A chart ready to be shown: what it says, the ECharts option that draws it, and its height on paper in pixels."""

    data: ChartData
    option: Option
    height: int = 320

    def svg(self, width: int = 640) -> str:
        """The chart drawn for paper. Raises ChartsUnavailable."""
        return chart_svg(self.option, width, self.height)


class Pictures(Mapping[str, str | bytes]):
    """What a paper shows, by name: `pictures` as they are, `drawings` as SVG that a thread draws while text is set.

    Asking for a drawing waits for it, and raises what drawing it raised.
    """

    def __init__(self, pictures: Mapping[str, bytes], drawings: Mapping[str, Chart]) -> None:
        self._pictures = pictures
        self._drawings = {name: _artist.submit(chart.svg) for name, chart in drawings.items()}

    def __getitem__(self, name: str) -> str | bytes:
        return self._drawings[name].result() if name in self._drawings else self._pictures[name]

    def __iter__(self) -> Iterator[str]:
        return chain(self._pictures, self._drawings)

    def __len__(self) -> int:
        return len(self._pictures) + len(self._drawings)

    def check(self) -> None:
        """Raises what drawing one of the drawings raised: a typesetter leaves out what it was not given."""
        for drawing in self._drawings.values():
            drawing.result()


def spoken(value: Number) -> str:
    """A figure as it is printed: thousands separated, 暂无 when unknown."""
    return "暂无" if value is None else f"{value:,}"


def bar(data: ChartData, *, stacked: bool = False, lying: bool = False) -> Chart:
    """Bars side by side, or `stacked` on top of each other; `lying` where the categories have long names."""
    extra: Option = {"stack": "all"} if stacked else {}
    option = _on_axes(data, {"type": "bar", "barMaxWidth": 36, **extra}, apart=_patterned)
    return Chart(data, _laid_down(option) if lying else option)


def line(data: ChartData) -> Chart:
    """Lines over the categories, for what goes on in time. Gaps stay gaps."""
    return Chart(data, _on_axes(data, {"type": "line", "symbolSize": 8, "connectNulls": False}, apart=_dashed))


def pie(data: ChartData) -> Chart:
    """A ring of the first series' parts, each with name, figure and share."""
    words = "{{b}}\n{value}{unit}（{{d}}%）"
    known = [each for each in zip(data.categories, data.series[0].values, strict=True) if each[1] is not None]
    parts = [
        {
            "name": name,
            "value": _json_number(value),
            "label": {"formatter": words.format(value=data.spoken(value), unit=data.unit)},
            **_patterned(place),
        }
        for place, (name, value) in enumerate(known)
    ]
    ring = {
        "type": "pie",
        "name": data.series[0].name,
        "radius": ["38%", "66%"],
        "percentPrecision": 1,
        "data": parts,
        "label": {"lineHeight": 16},
    }
    return Chart(data, {**_common(data), "tooltip": {"trigger": "item", "renderMode": "richText"}, "series": [ring]})


def _on_axes(data: ChartData, look: Option, *, apart: Callable[[int], Option]) -> Option:
    """The option of a chart with categories below and figures at the left. `apart` tells the series from each other."""
    few = len(data.categories) * len(data.series) <= MANY
    label: Option = {"show": few and look.get("stack") is None, "position": "top"}
    series = [
        {
            **look,
            "name": each.name,
            "data": [_point(value, data) for value in each.values],
            "label": label,
            **apart(place),
        }
        for place, each in enumerate(data.series)
    ]
    turned = {"interval": 0, "rotate": 45 if len(data.categories) > MANY else 0}
    return {
        **_common(data),
        "tooltip": {"trigger": "axis", "renderMode": "richText"},
        "legend": {"show": len(data.series) > 1, "top": 0},
        "grid": {"left": 8, "right": 16, "top": 44, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "category", "data": list(data.categories), "axisLabel": turned},
        "yAxis": {"type": "value", "name": f"单位：{data.unit}", "nameTextStyle": {"align": "left"}},
        "series": series,
    }


def _laid_down(option: Option) -> Option:
    """The option with the categories at the left, the first on top, and the figures along the foot."""
    names = {**option["xAxis"], "axisLabel": {"interval": 0}, "inverse": True}
    figures = {**option["yAxis"], "nameLocation": "end", "nameTextStyle": {"align": "right"}}
    series = [{**each, "label": {**each["label"], "position": "right"}} for each in option["series"]]
    return {**option, "xAxis": figures, "yAxis": names, "series": series}


def _common(data: ChartData) -> Option:
    """What every chart has: no movement, and words for those who hear it."""
    return {"animation": False, "aria": {"enabled": True, "label": {"description": data.description}}}


# For those who see no colours. The first is plain: others are told from it, and where it is alone there is nothing to tell.
def _patterned(place: int) -> Option:
    """How the bar or the slice at this place is filled."""
    return {"itemStyle": {"decal": PATTERNS[(place - 1) % len(PATTERNS)]} if place else {}}


def _dashed(place: int) -> Option:
    """How the line at this place is drawn."""
    return {"lineStyle": {"type": DASHES[place % len(DASHES)]}}


def _point(value: Number, data: ChartData) -> Option:
    """A figure of a series, with the words that stand at it; a formatter function could not go through JSON."""
    return {"value": _json_number(value), "label": {"formatter": data.spoken(value)}}


def _json_number(value: Number) -> int | float | None:
    return float(value) if isinstance(value, Decimal) else value


def available() -> bool:
    """Whether charts can be drawn for paper on this machine."""
    return find_spec("quickjs") is not None and finders.find(LIBRARY) is not None


def chart_svg(option: Mapping[str, Any], width: int, height: int) -> str:
    """`option` drawn as SVG, `width` × `height` pixels, ready for a PDF. Raises ChartsUnavailable."""
    if not available():
        raise ChartsUnavailable("no JavaScript engine (quickjs-ng) or no ECharts: the chart cannot be drawn on paper")
    if not hasattr(_of_this_thread, "engine"):
        _of_this_thread.engine = _Engine()
    return _for_paper(_of_this_thread.engine.draw(option, width, height))


def _for_paper(svg: str) -> str:
    """`svg` without what WeasyPrint paints wrongly: outlines over their own letters (stack.md, L4), hover styles."""
    svg = re.sub(r"<style.*?</style>", "", svg, flags=re.DOTALL)

    def text_tag(match: re.Match[str]) -> str:
        tag = re.sub(r' (?:stroke|stroke-width|stroke-miterlimit|paint-order)="[^"]*"', "", match[0])
        tag = re.sub(r"font-family:[^;\"]*", f"font-family:{PAPER_FACE}", tag)
        # A style would be parsed as a sheet for every text (a tenth of the time of a drawing), attributes are read.
        return re.sub(r' style="([^"]*)"', lambda style: re.sub(r"([\w-]+):([^;]*);?", r' \1="\2"', style[1]), tag)

    return _patterned_at_once(re.sub(r"<text [^>]*>", text_tag, svg))


_PATTERNED = re.compile(r'<path d="([^"]*)" fill="(url\(#[^)]*\))" class="[^"]*"></path>')


def _patterned_at_once(svg: str) -> str:
    """`svg` with all bars of a pattern as one shape, where the last one was: WeasyPrint draws a pattern for each shape
    anew, a twentieth of the time of a report.
    """
    left = Counter(fill for _, fill in _PATTERNED.findall(svg))
    outlines: defaultdict[str, str] = defaultdict(str)

    def shape(match: re.Match[str]) -> str:
        outline, fill = match.groups()
        outlines[fill] += outline
        left[fill] -= 1
        return "" if left[fill] else match[0].replace(outline, outlines[fill])

    return _PATTERNED.sub(shape, svg)


# ECharts schedules animations through timers; on paper nothing moves, so they never fire. The engine cannot hand over
# a string that was put together from pieces; as JSON it is one piece.
_BEFORE = "var setTimeout = () => 0, clearTimeout = () => {};"
_AFTER = """
function draw(option, theme, width, height) {
  const chart = echarts.init(null, JSON.parse(theme), {renderer: "svg", ssr: true, width, height});
  chart.setOption(JSON.parse(option));
  const svg = chart.renderToSVGString();
  chart.dispose();
  return JSON.stringify(svg);
}
"""


class _Engine:
    """ECharts, loaded (0.1 s) and kept. A JavaScript runtime belongs to the thread that made it."""

    def __init__(self) -> None:
        import quickjs  # not on every machine, and it starts a thread when imported

        self._context = quickjs.Context()
        self._context.set_memory_limit(256 * 1024 * 1024)
        self._context.set_time_limit(10)
        for script in (_BEFORE, _read(LIBRARY), _AFTER):
            self._context.eval(script)
        self._draw = self._context.get("draw")
        self._theme = json.dumps({**json.loads(_read(THEME)), "backgroundColor": "transparent"})

    def draw(self, option: Mapping[str, Any], width: int, height: int) -> str:
        """The SVG that ECharts makes of `option`."""
        return str(json.loads(self._draw(json.dumps(option), self._theme, width, height)))


def _read(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        raise ChartsUnavailable(f"{name} is not among the static files")
    return Path(found).read_text(encoding="utf-8")


_of_this_thread = threading.local()
# Draws the charts of papers: the engine lets go of Python's lock while it draws.
_artist = ThreadPoolExecutor(1, "charts")
