"""The dashboard in plain data: tiles with target and last year, and three pictures of a figure."""

from dataclasses import replace
from decimal import Decimal

from jianzhi.year_end import dashboard
from jianzhi.year_end.report import Cell, Cube, Report
from tests.jianzhi.year_end import sample

HEAD = sample.HEAD


def address(code: str) -> str:
    return f"/figures/{code}/"


def report(year: int = 2014, **cells: Cell) -> Report:
    """The sample's county, with some of its own figures put in place of the sample's."""
    cube = sample.county(year=year)
    rows = {**cube.cells, HEAD: {**cube.cells[HEAD], **cells}}
    return replace(cube, cells=rows).report(HEAD)


def tile(of: Report, code: str) -> dashboard.Tile:
    return dashboard.Tile(of.line(code), address(code))


def test_a_tile_says_target_last_year_and_where_it_comes_from() -> None:
    found = tile(report(F01=Cell(Decimal(2291), before=Decimal(2000), target=Decimal(2500), evidence=2291)), "F01")
    assert (found.target, found.percent, found.last_year) == ("2500条", "91.6", "2000")
    assert (found.change, found.direction, found.note) == ("+14.6%", "up", "计算")


def test_a_tile_without_last_year_or_target_says_neither() -> None:
    found = tile(report(F43=Cell(Decimal(15), "entered", is_doubtful=True)), "F43")
    assert (found.target, found.percent, found.last_year, found.change) == ("", None, "", "")
    assert (found.direction, found.note) == ("flat", "填报 · 存疑")


def test_a_share_changes_by_points_and_not_by_per_cent() -> None:
    assert tile(report(F26=Cell(Decimal("86"), "entered", before=Decimal("80"))), "F26").change == "+6.0百分点"


def test_the_first_page_shows_four_figures_of_each_chapter_those_with_a_target_first() -> None:
    found = dashboard.groups(report(), address)
    assert [(group.chapter.code, len(group.tiles), group.number) for group in found] == [
        ("R1", 4, 12),
        ("R2", 4, 11),
        ("R3", 4, 10),
        ("R4", 4, 20),
        ("R5", 4, 6),
        ("O1", 3, 3),
    ]
    assert [each.line.code for each in found[0].tiles] == ["F01", "F02", "F03", "F04"]
    aimed = dashboard.groups(report(F12=Cell(Decimal(289), "entered", target=Decimal(300))), address)
    assert [each.line.code for each in aimed[0].tiles] == ["F01", "F12", "F02", "F03"]


def test_a_chapter_shows_all_its_figures() -> None:
    (found,) = dashboard.groups(report(), address, chapter="R3")
    assert [each.line.code for each in found.tiles] == [f"F{n}" for n in range(24, 34)]
    assert found.tiles[0].url == "/figures/F24/"


def test_the_trend_begins_with_last_years_figure_of_the_first_year() -> None:
    first = report(2014, F55=Cell(Decimal(5328), before=Decimal(4000), evidence=5328))
    second = report(2015, F55=Cell(Decimal(6000), before=Decimal(5328), evidence=6000))
    trend = next(picture for picture in dashboard.pictures([first, second], "F55") if picture.slug == "trend")
    assert trend.chart.data.categories == ["2013年", "2014年", "2015年"]
    assert trend.chart.data.series[0].values == [4000, 5328, 6000]


def test_one_year_alone_is_no_trend() -> None:
    alone = report(F10=Cell(Decimal(16000), "entered"))
    assert [picture.slug for picture in dashboard.pictures([alone], "F10")] == []


def test_the_unions_below_are_compared_the_largest_first() -> None:
    found = next(picture for picture in dashboard.pictures([report()], "F55") if picture.slug == "branches")
    values = list(found.chart.data.series[0].values)
    assert sorted(found.chart.data.categories) == ["寿昌镇", "新安江街道", "梅城镇"]
    assert values == sorted(values, reverse=True)
    assert sum(values) == 5328


def parts(of: Report, code: str) -> dict[str, object] | None:
    found = next((picture for picture in dashboard.pictures([of], code) if picture.slug == "parts"), None)
    return found and dict(zip(found.chart.data.categories, found.chart.data.series[0].values, strict=True))


def test_parts_that_make_up_the_whole_are_its_composition() -> None:
    assert parts(report(), "F36") == {"困难女职工免费办理": 1000, "其他": 19231}


def test_a_whole_without_declared_parts_is_made_of_its_branches() -> None:
    found = parts(report(), "F55")
    assert found is not None
    assert set(found) == {"新安江街道", "梅城镇", "寿昌镇"}
    assert sum(found.values()) == 5328  # type: ignore[arg-type]  # numbers


def test_a_share_has_no_parts() -> None:
    assert parts(report(), "F26") is None


def test_a_picture_prints_no_more_places_than_a_table() -> None:
    cube: Cube = sample.county()
    rows = {
        **cube.cells,
        HEAD: {**cube.cells[HEAD], "F35": Cell(Decimal("94.8600"), "entered", before=Decimal("90.0000"))},
    }
    (trend,) = dashboard.pictures([replace(cube, cells=rows).report(HEAD)], "F35")
    assert trend.chart.data.rows == [["2013年", "90"], ["2014年", "94.86"]]


def test_the_figure_that_is_drawn_first_is_the_one_that_most_branches_tell_about() -> None:
    of = report()
    choices = dashboard.worth_a_picture(of, "R5")
    assert dashboard.default_code(choices, of) == "F54"
    assert dashboard.default_code([], of) == ""


def test_what_is_scattered_over_many_branches_has_no_composition() -> None:
    many = [f"第{number}镇" for number in range(20)]
    cube = sample.county(townships=many, bases=[[f"{name}水泥厂"] for name in many])
    assert [picture.slug for picture in dashboard.pictures([cube.report(HEAD)], "F55")] == ["trend", "branches"]


def test_the_axis_of_figures_has_no_separators_either() -> None:
    trend, branches = (
        picture.chart.option for picture in dashboard.pictures([report()], "F55") if picture.slug != "parts"
    )
    assert trend["yAxis"]["axisLabel"] == branches["xAxis"]["axisLabel"] == {"formatter": "{value}"}
