"""逻辑检查: each rule finds what it is for, and stays silent otherwise."""

from typing import Any

import pytest

from jianzhi.year_end.report import Cell, Cube, Definition
from jianzhi.year_end.services.logic import all_findings, findings, is_jump
from tests.jianzhi.year_end.reporting import cube, definition, entered

COUNTY, TOWN, OTHER_TOWN, BASE = 1, 2, 3, 4


def said(made: Cube, union: int = COUNTY, **explanations: str) -> list[tuple[str, str, str]]:
    """The findings as tuples."""
    return [(f.code, str(f.severity), f.text) for f in findings(made, union, explanations)]


def one(*cells: Cell, nature: str = "flow", **fields: Any) -> Cube:
    """A figure A of the county, and of its first township when there is a second cell."""
    return cube([definition("A", nature, **fields)], {pk: {"A": cell} for pk, cell in zip((1, 2), cells, strict=False)})


def test_figures_that_fit_together_are_not_mentioned() -> None:
    assert said(one(entered(120, 100), entered(120, 100))) == []


def test_a_negative_figure_is_an_error() -> None:
    assert said(one(entered(-1))) == [("A", "error", "A为负数。")]


@pytest.mark.parametrize("fields", [{"unit": "%"}, {"nature": "ratio"}])
def test_a_ratio_above_a_hundred_is_an_error(fields: dict[str, str]) -> None:
    made = one(entered("100.5"), **{"nature": "flow", "adds_up": "last", **fields})
    assert said(made) == [("A", "error", "A为 100.5，超过 100%。")]


def test_a_hundred_per_cent_is_fine() -> None:
    assert said(one(entered(100), adds_up="last", unit="%", nature="ratio")) == []


def whole_and_part(whole: Any, part: Any) -> Cube:
    """B is a part of A."""
    definitions: list[Definition] = [definition("A"), definition("B", part_of="A")]
    return cube(definitions, {1: {"A": entered(whole), "B": entered(part)}})


def test_a_part_is_not_more_than_the_whole() -> None:
    assert said(whole_and_part(20, 21)) == [("B", "error", "B 21 大于A 20：部分不能多于全部。")]
    assert said(whole_and_part(20, 20)) == []


def test_the_unions_below_do_not_have_more_than_the_federation_says() -> None:
    assert said(one(entered(100), entered(101))) == [("A", "error", "A填报 100，下级合计 101：合计不能大于本级。")]


def test_less_below_is_to_be_looked_at() -> None:
    assert said(one(entered(100), entered(60))) == [
        ("A", "warning", "A填报 100，下级合计 60，差额为本级直接办理的，请核对。")
    ]


def test_what_is_not_added_up_is_not_compared_with_the_sum() -> None:
    assert said(one(entered(100), entered(101), adds_up="last")) == []


@pytest.mark.parametrize(
    ("now", "before", "jumps"),
    [
        (151, 100, True),
        (150, 100, False),
        (49, 100, True),
        (50, 100, False),
        (12, 3, False),
        (13, 3, True),
        (9, 0, False),
    ],
)
def test_a_jump_is_more_than_half_and_more_than_a_few(now: int, before: int, jumps: bool) -> None:
    assert is_jump(one(entered(now, before)).line(COUNTY, "A")) is jumps


def test_an_entered_jump_has_to_be_explained() -> None:
    made = one(entered(300, 100))
    assert said(made) == [("A", "error", "A由上年 100 变为 300（+200.0%），请写明原因。")]
    assert said(made, A=" ") == [("A", "error", "A由上年 100 变为 300（+200.0%），请写明原因。")]
    assert said(made, A="新办三期") == [("A", "warning", "A由上年 100 变为 300（+200.0%）。说明：新办三期")]


def test_a_computed_jump_is_only_to_be_looked_at() -> None:
    made = one(Cell(entered(300).value, before=entered(100).value), is_computed=True)
    assert said(made) == [("A", "warning", "A由上年 100 变为 300（+200.0%），由台账计算，请核对。")]


@pytest.mark.parametrize("nature", ["ratio", "target"])
def test_a_ratio_and_a_plan_do_not_jump(nature: str) -> None:
    assert said(one(entered(80, 20), nature=nature)) == []


def test_a_cumulative_figure_does_not_fall() -> None:
    assert said(one(entered(99, 100), nature="cumulative")) == [("A", "error", "A是累计数，本期 99 小于上年 100。")]


def test_the_county_answers_every_entered_figure() -> None:
    assert said(one(entered(None))) == [("A", "error", "A没有填报。")]
    assert said(one(Cell(None), is_computed=True)) == []


def test_a_township_answers_what_it_answered_last_year() -> None:
    assert said(one(entered(5), entered(None, 5)), TOWN) == [("A", "warning", "A上年为 5，本期没有填报。")]
    assert said(one(entered(5), entered(None)), TOWN) == []
    alone = one(entered(5), entered(None, 5)).cut(TOWN)  # as the township itself sees it
    assert said(alone, TOWN) == [("A", "warning", "A上年为 5，本期没有填报。")]


def test_errors_come_first() -> None:
    definitions = [definition("A"), definition("B")]
    made = cube(definitions, {1: {"A": entered(5), "B": entered(-1)}, 2: {"A": entered(4)}})
    assert [(code, severity) for code, severity, _ in said(made)] == [("B", "error"), ("A", "warning")]


def test_the_whole_tree_is_checked_in_its_order_with_each_ones_own_explanations() -> None:
    made = cube([definition("A")], {1: {"A": entered(600)}, 2: {"A": entered(300, 100)}, 3: {"A": entered(300, 100)}})
    found = all_findings(made, {OTHER_TOWN: {"A": "新办"}})
    assert [(f.union, f.is_error) for f in found] == [(TOWN, True), (OTHER_TOWN, False)]


def test_a_union_the_cube_does_not_know_is_no_union() -> None:
    with pytest.raises(KeyError):
        findings(one(entered(1)), 99)
    assert said(one(entered(1)), BASE) == []
