"""The tree and the census as pages."""

from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desk.vault import scope
from tests.county import County
from unions.models import User
from unions.services import branches, tree

SignIn = Callable[[User], Client]


def names(nodes: list[branches.Node], depth: int = 0) -> list[str]:
    """The picture as lines, indented."""
    lines = []
    for node in nodes:
        lines += ["  " * depth + node.name, *names(node.children, depth + 1)]
    return lines


def test_the_tree_of_a_past_day_shows_where_a_union_stood_then(county: County) -> None:
    officer = county["county_officer"]
    with scope.acting_as(officer):
        tree.move(actor=officer, obj=county.mill, parent=county.meicheng, day=date(2014, 6, 1))
        before = branches.picture(actor=officer, day=date(2014, 5, 31))
        after = branches.picture(actor=officer, day=date(2014, 6, 1))
    assert names(before) == [
        "建德市总工会",
        "  建德市梅城镇总工会",
        "    建德市严州石材有限公司工会",
        "  建德市新安江街道总工会",
        "    建德市白沙化工有限公司工会",
        "    建德市新安江纺织有限公司工会",
        "  建德市教育工会",
        "    建德市新安江中学工会",
    ]
    assert names(after)[1:5] == [
        "  建德市梅城镇总工会",
        "    建德市新安江纺织有限公司工会",
        "    建德市严州石材有限公司工会",
        "  建德市新安江街道总工会",
    ]
    assert [node.grassroots for node in before[0].children] == [1, 2, 1]
    assert [node.grassroots for node in after[0].children] == [2, 1, 1]


def test_the_picture_begins_at_the_top_of_ones_own_branch(county: County) -> None:
    with scope.acting_as(county["town_officer"]):
        tops = branches.picture(actor=county["town_officer"], day=date(2014, 1, 1))
    assert [top.name for top in tops] == ["建德市新安江街道总工会"]


def test_nothing_stood_before_it_was_founded(county: County) -> None:
    with scope.acting_as(county["county_officer"]):
        assert branches.picture(actor=county["county_officer"], day=date(2013, 2, 28)) == []


@pytest.mark.parametrize("day", ["2014-02-30", "2014", "today", "9999-12-31", "' OR 1=1"])
def test_what_is_no_day_of_the_past_is_not_found(county: County, sign_in: SignIn, day: str) -> None:
    assert sign_in(county["county_officer"]).get("/unions/tree/", {"day": day}).status_code == 404


@pytest.mark.parametrize("at", ["x", "-1", "0", "1e3", "99999999999999999999", "１"])
def test_what_is_no_union_is_not_found(county: County, sign_in: SignIn, at: str) -> None:
    assert sign_in(county["county_officer"]).get("/unions/tree/", {"at": at}).status_code == 404


def test_the_census_shows_a_line_for_each_branch_of_the_county(county: County, sign_in: SignIn) -> None:
    page = sign_in(county["county_officer"]).get("/unions/census/")
    assert [(row.union.name, row.unions) for row, _ in page.context["lines"]] == [
        ("建德市新安江街道总工会", 2),
        ("建德市梅城镇总工会", 1),
        ("建德市教育工会", 1),
    ]


def test_a_rule_that_somebody_else_changed_meanwhile_is_not_overwritten(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    rule = client.get("/shells/rules/").context["rules"][0].rule
    form = {f"{rule.pk}-kind": rule.kind, f"{rule.pk}-threshold": "9", "version": str(rule.version)}
    client.post(f"/shells/rules/{rule.pk}/", form)
    answer = client.post(f"/shells/rules/{rule.pk}/", {**form, f"{rule.pk}-threshold": "3"})
    rule.refresh_from_db()
    assert rule.threshold == 9
    assert "您的修改没有保存" in answer.content.decode()


def test_the_search_for_shell_unions_brings_suspicions_with_their_evidence(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    answer = client.post("/shells/suspect/", follow=True)
    assert "排查完成" in answer.content.decode()
    with scope.everything("test"):
        evidence = [item["rule"] for flag in county.mill.shell_flags.all() for item in flag.evidence]
    assert evidence == ["chair-vacant", "never-elected", "not-registered", "no-account-and-books", "no-officers"]
