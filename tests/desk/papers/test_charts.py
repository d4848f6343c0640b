import json
import re
import threading
from datetime import date
from decimal import Decimal
from xml.etree import ElementTree as ET

import pytest
from django.conf import settings

from desk.papers import charts, pdf
from desk.papers.charts import Chart, ChartData, Series
from desk.papers.paper import Figure, Letter
from tests.desk.papers.pages import ink, letterforms, picture, words

MEMBERS = ChartData(
    "会员人数",
    "人",
    ["新安江", "洋溪", "更楼"],
    [Series("会员", [12034, 8120, 5410]), Series("女会员", [5034, None, 2410])],
)
KINDS = {"bar": charts.bar(MEMBERS), "line": charts.line(MEMBERS), "pie": charts.pie(MEMBERS)}
LABELS = {
    "bar": {"单位：人", "会员", "女会员", "新安江", "洋溪", "更楼", "12,034", "8,120", "5,410", "5,034", "2,410"},
    "line": {"单位：人", "会员", "女会员", "新安江", "洋溪", "更楼", "12,034", "8,120", "5,410", "5,034", "2,410"},
    "pie": {
        "新安江",
        "洋溪",
        "更楼",
        "12,034人（47.1%）",
        "8,120人（31.8%）",
        "5,410人（21.1%）",
    },  # shares add up to 100
}


def letter_with(chart: Chart) -> bytes:
    return pdf.letter_pdf(Letter("", "统计", [Figure(chart)], "建德市总工会", date(2014, 12, 31)))


def texts(svg: str) -> set[str]:
    root = ET.fromstring(svg)  # noqa: S314  # our own engine drew it
    return {text.text or "" for text in root.iter("{http://www.w3.org/2000/svg}text")}


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_on_paper_says_its_categories_figures_and_unit(kind: str) -> None:
    assert LABELS[kind] <= texts(KINDS[kind].svg())


@pytest.mark.parametrize("kind", KINDS)
def test_the_words_of_a_chart_can_be_read_and_seen_in_the_pdf(kind: str) -> None:
    paper = letter_with(KINDS[kind])
    said = words(paper)
    assert all(label in said for label in LABELS[kind])
    # ECharts paints a white outline over the letters of a pie; without care they are there and cannot be seen.
    page = picture(paper)
    for form in letterforms(paper):
        if form.text in "新安江洋溪更楼":
            assert ink(page, form).getextrema()[0] < 130, form


@pytest.mark.parametrize("kind", KINDS)
def test_an_option_is_json_and_nothing_else(kind: str) -> None:
    option = KINDS[kind].option
    assert json.loads(json.dumps(option)) == option


@pytest.mark.parametrize("kind", KINDS)
def test_a_chart_is_told_in_words(kind: str) -> None:
    aria = KINDS[kind].option["aria"]
    assert aria["enabled"] is True
    assert aria["label"]["description"] == (
        "会员人数（单位：人）。会员：新安江 12,034，洋溪 8,120，更楼 5,410；女会员：新安江 5,034，洋溪 暂无，更楼 2,410。"
    )
    assert KINDS[kind].option["animation"] is False


@pytest.mark.parametrize(("kind", "patterns"), [("bar", 1), ("line", 0), ("pie", 2)])
def test_patterns_tell_the_others_from_the_first_colour(kind: str, patterns: int) -> None:
    assert KINDS[kind].svg().count("<pattern") == patterns


def test_the_second_line_is_dashed() -> None:
    assert KINDS["line"].svg().count("stroke-dasharray") >= 1
    assert [each["lineStyle"]["type"] for each in KINDS["line"].option["series"]] == ["solid", "dashed"]


def test_where_there_is_one_colour_there_is_no_pattern() -> None:
    alone = ChartData("会员人数", "人", ["新安江", "洋溪"], [Series("会员", [12_034, 8_120])])
    assert "<pattern" not in charts.bar(alone).svg()


def test_the_table_behind_a_chart_has_the_same_figures() -> None:
    assert MEMBERS.columns == ["项目", "会员（人）", "女会员（人）"]
    assert MEMBERS.rows == [["新安江", "12,034", "5,034"], ["洋溪", "8,120", "暂无"], ["更楼", "5,410", "2,410"]]


def test_series_of_another_length_than_the_categories_are_refused() -> None:
    with pytest.raises(ValueError, match="zip"):
        ChartData("会员", "人", ["新安江"], [Series("会员", [1, 2])]).rows  # noqa: B018  # reading it is the test


def test_amounts_keep_their_decimals() -> None:
    chart = charts.bar(ChartData("慰问金", "万元", ["2014"], [Series("发放", [Decimal("1234.50")])]))
    assert chart.data.rows == [["2014", "1,234.50"]]
    assert chart.option["series"][0]["data"] == [{"value": 1234.5, "label": {"formatter": "1,234.50"}}]
    assert "1,234.50" in texts(chart.svg())


def test_paper_has_the_colours_of_the_page() -> None:
    theme = json.loads((settings.BASE_DIR / "static/charts/theme.json").read_text())
    assert f'fill="{theme["color"][0]}"' in KINDS["bar"].svg()


@pytest.mark.parametrize("kind", KINDS)
def test_nothing_is_left_in_the_drawing_that_the_typesetter_paints_wrongly(kind: str) -> None:
    svg = KINDS[kind].svg()
    tags = re.findall("<text [^>]*>", svg)
    assert tags
    assert not [tag for tag in tags if "stroke" in tag]
    assert {face for tag in tags for face in re.findall('font-family="([^"]*)"', tag)} == {"Paper Hei, sans-serif"}
    assert {size for tag in tags for size in re.findall('font-size="([^"]*)"', tag)} == {"12px"}
    assert "style" not in svg


def test_the_bars_of_a_pattern_are_one_shape_over_their_colours() -> None:
    svg = KINDS["bar"].svg()
    bars, legend = re.findall(r'<path d="([^"]*)"[^>]* fill="url[^>]*>', svg)
    coloured = re.findall(r'<path d="([^"]*)"[^>]* ecmeta_series_index="1"[^>]*_type="chart"', svg)
    assert len(coloured) == 2  # 女会员 of 洋溪 is not known
    assert bars == "".join(coloured)
    assert svg.index(bars) > svg.index(coloured[-1])
    assert legend not in bars


def test_the_pictures_of_a_paper_are_what_was_given_and_what_was_drawn() -> None:
    shown = charts.Pictures({"photo": b"jpeg"}, {"bar": KINDS["bar"], "line": KINDS["line"]})
    assert list(shown) == ["photo", "bar", "line"]
    assert shown["photo"] == b"jpeg"
    assert LABELS["bar"] <= texts(str(shown["bar"]))
    assert (len(shown), "bar" in shown, "pie" in shown) == (3, True, False)


def test_a_chart_that_cannot_be_drawn_is_told_and_not_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "THEME", "charts/no-such-theme.json")
    monkeypatch.setattr(charts, "_of_this_thread", threading.local())  # as in a process that has drawn none yet
    with pytest.raises(charts.ChartsUnavailable, match="no-such-theme"):
        letter_with(KINDS["bar"])


def test_names_people_typed_cannot_leave_the_drawing() -> None:
    typed = '</text><script>alert(1)</script>"&'
    chart = charts.bar(ChartData("会员", "人", [typed], [Series("会员", [1])]))
    assert typed in texts(chart.svg())


def test_the_engine_is_kept_and_each_thread_has_its_own() -> None:
    engines = []

    def draw() -> None:
        KINDS["bar"].svg()
        first = charts._of_this_thread.engine
        KINDS["bar"].svg()
        engines.append((first, charts._of_this_thread.engine))

    draw()
    thread = threading.Thread(target=draw)
    thread.start()
    thread.join()
    (mine, mine_again), (theirs, theirs_again) = engines
    assert mine is mine_again
    assert theirs is theirs_again
    assert mine is not theirs


def test_without_an_engine_a_letter_has_the_table_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(charts, "available", lambda: False)
    with pytest.raises(charts.ChartsUnavailable):
        KINDS["bar"].svg()
    assert "会员人数项目会员（人）女会员（人）新安江12,0345,034洋溪8,120暂无更楼5,4102,410" in words(
        letter_with(KINDS["bar"])
    )
