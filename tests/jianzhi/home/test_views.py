"""The home page of each role: work first, each line leading to the records it counts."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client

from desk.vault import scope
from jianzhi.home import board, public
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services import kept
from tests.county import County
from tests.jianzhi.year_end.reporting import add_period
from unions.models import User

SignIn = Callable[[User], Client]


def built(county: County, person: str) -> board.Board:
    with scope.acting_as(county[person]):
        return board.build(actor=county[person], today=date(2026, 11, 22), year=2013)


def test_the_county_officer_sees_what_needs_somebody(county: County) -> None:
    needs = {need.text: need.count for need in built(county, "county_officer").needs}
    assert needs == {
        "疑似空壳工会待核查": 1,
        "金点子待初审": 1,
    }


def test_the_base_officer_sees_only_the_needs_of_the_own_union(county: County) -> None:
    assert {need.text: need.count for need in built(county, "base_officer").needs} == {
        "入会申请待审核": 1,
        "统计报表未报": 1,
    }


def test_what_is_not_as_it_should_be_waits_for_nobody_and_stands_apart(county: County, sign_in: SignIn) -> None:
    """Told as 待我处理 it would be work that the page of that name does not know of."""
    seen = {
        person: {worry.text: worry.count for worry in built(county, person).worries}
        for person in ("county_officer", "county_leader", "base_officer")
    }
    assert seen == {
        "county_officer": {"规上企业未建会": 1, "届满未换届": 1, "主席空缺": 3},
        "county_leader": {"届满未换届": 1, "主席空缺": 3},
        "base_officer": {"届满未换届": 1},
    }
    page = sign_in(county["county_leader"]).get("/").content.decode()
    assert page.index("待我处理</h2>") < page.index("没有等您处理的事项。") < page.index("需要关注</h2>")


@pytest.mark.parametrize("person", ["county_officer", "town_officer", "base_officer"])
def test_each_need_leads_to_as_many_records_as_it_counts(county: County, sign_in: SignIn, person: str) -> None:
    client = sign_in(county[person])
    found = built(county, person)
    for need in (*found.needs, *found.worries):
        page = client.get(need.url)
        assert page.status_code == 200, need
        assert f"共 {need.count} 条" in page.content.decode(), need


def test_each_figure_leads_to_a_list_that_opens(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    figures = built(county, "county_officer").figures
    assert {figure.label: figure.shown for figure in figures} == {
        "新增基层工会": "4",
        "年末基层工会": "4",
        "年末会员": "4",
        "年末涵盖单位": "3",
    }
    assert [client.get(figure.url).status_code for figure in figures] == [200, 200, 200, 200]


def test_the_figures_of_a_year_are_those_of_its_year_end(county: County) -> None:
    """A leader who reads both must not find two numbers of members."""
    period = add_period(2014)
    with scope.everything("test"):
        cube = kept.at_hand(period).cube
        totals = {line.name: line.number for line in cube.lines(county.federation.pk, "R5")}
    with scope.acting_as(county["county_officer"]):
        shown = {
            figure.label.replace("年末", "期末"): str(figure.value)
            for figure in board.build(actor=county["county_officer"], today=date(2015, 1, 4), year=2014).figures
        }
    assert shown == {name: totals[name] for name in ("新增基层工会", "期末基层工会", "期末会员", "期末涵盖单位")}


def test_the_public_page_counts_the_members_of_the_roster(county: County) -> None:
    """Not what the unions say of themselves (545): the annual report beside it counts files."""
    with scope.everything("test"):
        assert {tally.label: tally.value for tally in public._tallies()}["工会会员"] == 4


def test_a_figure_is_compared_with_the_year_before() -> None:
    said = [
        board.Figure("年末会员", now, "人", "/", "users", before).change for now, before in ((5, 3), (1, 1200), (3, 3))
    ]
    assert said == ["+2", "-1,199", "持平"]


def test_every_year_since_the_first_union_can_be_chosen(county: County) -> None:
    """Of the quarry, founded in 2013, too: not only the years in which a union was founded."""
    add_period(2015)
    with scope.acting_as(county["other_base_officer"]):
        assert board.years(county["other_base_officer"]) == [2015, 2014, 2013]


def test_the_chart_of_the_townships_counts_each_branch(county: County) -> None:
    chart = built(county, "county_officer").charts[1]
    assert dict(zip(chart.data.categories, chart.data.series[0].values, strict=True)) == {
        "建德市新安江街道总工会": 2,
        "建德市梅城镇总工会": 1,
        "建德市教育工会": 1,
    }


def test_a_year_without_records_and_a_year_that_is_none_are_not_found(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    answers = {year: client.get(f"/?year={year}").status_code for year in ("2013", "1999", "abc", "２０１３", "-1")}
    assert answers == {"2013": 200, "1999": 404, "abc": 404, "２０１３": 404, "-1": 404}


def test_a_person_without_an_appointment_is_told_whom_to_ask(county: County, sign_in: SignIn) -> None:
    page = sign_in(county["stranger"]).get("/").content.decode()
    assert "您的账号还没有任职" in page
    assert "安全保密管理员" in page


@pytest.mark.parametrize(
    ("person", "places"),
    [
        ("base_officer", ["/", "/inbox/", "/unions/tree/", "/unions/", "/employers/", "/officers/", "/registrations/", "/announcements/",
                          "/members/", "/transfers/", "/applications/", "/duplicates/", "/proposals/", "/campaigns/", "/year-end/",
                          "/unions/census/", "/shells/", "/jobs/", "/notices/"]),
        ("auditor", ["/", "/inbox/", "/jobs/", "/notices/", "/vault/access/", "/accounts/log/"]),
        ("security_admin", ["/", "/inbox/", "/people/", "/jobs/", "/notices/"]),
        ("system_admin", ["/", "/inbox/", "/jobs/", "/notices/", "/notices/outbox/"]),
        ("stranger", ["/", "/inbox/", "/jobs/", "/notices/"]),
    ],
)  # fmt: skip
def test_the_menu_shows_the_places_a_person_may_enter(
    county: County, sign_in: SignIn, person: str, places: list[str]
) -> None:
    client = sign_in(county[person])
    assert menu(client.get("/")) == [(url, url == "/") for url in places]
    for place in places:  # each of them is there, and marks itself and no other
        assert menu(client.get(place)) == [(url, url == place) for url in places]


def menu(page: Any) -> list[tuple[str, bool]]:
    """The addresses in the menu of a page, and whether each is where one is."""
    nav = re.search(r'<nav class="places".*?</nav>', page.content.decode(), re.DOTALL)
    assert nav, page
    found = re.findall(r'<li><a href="([^"]+)"( aria-current="page")?', nav[0])
    return [(url, bool(here)) for url, here in found]


def test_the_figures_of_a_year_lead_to_its_year_end_once_there_is_one(county: County) -> None:
    assert built(county, "county_officer").dashboard == ""
    with scope.everything("test"):
        period = ReportingPeriod.objects.create(
            year=2013, first=date(2013, 1, 1), last=date(2013, 12, 31), due_on=date(2014, 1, 15)
        )
    assert built(county, "county_officer").dashboard == f"/year-end/{period.pk}/figures/"
