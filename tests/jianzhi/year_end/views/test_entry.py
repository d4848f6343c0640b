"""The entry page: a chapter is saved as a whole, conflicts are shown, jumps are explained, closed ones are only read."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodState, ReturnState
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.services import kept
from tests.access.filled import filled
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return
from unions.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cube of another test."""
    monkeypatch.setattr(kept, "_kept", {})


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """A statistical year after the one that the county has, for the plant and its township."""
    found = add_period(2014)
    with everything("test"):
        add_return(found, county.plant)
        add_return(found, county.xinanjiang)
        add_return(found, county.quarry)
    return found


def url(period: ReportingPeriod, union: Any, chapter: str = "R1") -> str:
    return f"/year-end/{period.pk}/entry/?union={union.pk}&chapter={chapter}"


def stored(period: ReportingPeriod) -> dict[str, tuple[Any, str, int]]:
    with everything("test"):
        return {row.code: (row.value, row.source, row.version) for row in EnteredFigure.objects.filter(period=period)}


def test_a_number_is_taken_as_it_is_pasted_from_a_workbook(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    shown = filled(client.get(page))
    pasted = {**shown, "F10-value": "1,600", "F10-source": "台账", "F12-value": " １６ ", "F12-source": "台账"}

    assert client.post(page, pasted).status_code == 302
    assert {code: int(value) for code, (value, _, _) in stored(period).items()} == {"F10": 1600, "F12": 16}
    assert 'type="number"' not in client.get(page).content.decode()


def test_a_chapter_is_saved_as_a_whole(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    shown = filled(client.get(page))
    typed = {
        **shown,
        "F10-value": "40",
        "F10-source": "大赛台账",
        "F10-closeness": "more",
        "F12-value": "3",
        "F12-source": "人社局",
    }
    done = client.post(page, typed)
    assert (done.status_code, done["Location"]) == (
        302,
        f"/year-end/{period.pk}/entry/?union={county.plant.pk}&chapter=R1",
    )
    assert stored(period) == {"F10": (40, "大赛台账", 1), "F12": (3, "人社局", 1)}
    again = filled(client.get(page))
    assert (again["F10-value"], again["F10-closeness"], again["F10-version"]) == ("40", "more", "1")


def test_what_stays_as_it_is_is_not_saved_again(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        add_figure(period, county.plant)
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    client.post(page, {**filled(client.get(page)), "F12-value": "3", "F12-source": "人社局"})
    assert stored(period) == {"F10": (40, "培训台账", 1), "F12": (3, "人社局", 1)}


def test_a_blank_takes_a_figure_back(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        add_figure(period, county.plant)
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    client.post(page, {**filled(client.get(page)), "F10-value": ""})
    assert stored(period) == {}


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"F10-value": "40"}, "请写明来源，这里或页首的“本章来源”都可以。"),
        ({"F10-value": "-4", "F10-source": "甲"}, "不能为负数。"),
        ({"F10-value": "1.5", "F10-source": "甲"}, "参赛职工应为整数。"),
    ],
)
def test_one_wrong_row_saves_nothing_and_loses_nothing(
    county: County, period: ReportingPeriod, sign_in: SignIn, typed: dict[str, str], message: str
) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    also = {"F12-value": "3", "F12-source": "人社局"}
    refused = client.post(page, {**filled(client.get(page)), **also, **typed})
    assert (refused.status_code, stored(period)) == (200, {})
    assert message in refused.content.decode()
    kept_ = filled(refused)
    assert {name: kept_[name] for name in {**also, **typed}} == {**also, **typed}


def test_the_second_of_two_sees_what_the_first_saved_and_may_save_then(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    with everything("test"):
        add_figure(period, county.plant)
    first, second = sign_in(county["base_officer"]), sign_in(county["town_officer"])
    page = url(period, county.plant)
    begun = filled(second.get(page))
    first.post(page, {**filled(first.get(page)), "F10-value": "41"})

    late = second.post(page, {**begun, "F10-value": "42", "F12-value": "3", "F12-source": "人社局"})

    assert stored(period) == {"F10": (41, "培训台账", 2)}
    assert "他人刚保存为 41（来源：培训台账）" in late.content.decode()
    kept_ = filled(late)
    assert (kept_["F10-value"], kept_["F12-value"], kept_["F10-version"]) == ("42", "3", "2")
    assert second.post(page, kept_).status_code == 302
    assert stored(period) == {"F10": (42, "培训台账", 3), "F12": (3, "人社局", 1)}


def test_both_add_the_same_figure(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    first, second = sign_in(county["base_officer"]), sign_in(county["town_officer"])
    page = url(period, county.plant)
    begun = filled(second.get(page))
    first.post(page, {**filled(first.get(page)), "F10-value": "41", "F10-source": "甲"})
    late = second.post(page, {**begun, "F10-value": "42", "F10-source": "乙"})
    assert stored(period) == {"F10": (41, "甲", 1)}
    assert "他人刚保存为 41（来源：甲）" in late.content.decode()


def test_what_the_other_removed_is_told(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        figure = add_figure(period, county.plant)
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    begun = filled(client.get(page))
    with everything("test"):
        figure.delete()
    late = client.post(page, {**begun, "F10-value": "42"})
    assert "他人刚删去了这一项" in late.content.decode()
    assert client.post(page, filled(late)).status_code == 302
    assert stored(period) == {"F10": (42, "培训台账", 1)}


def test_a_jump_asks_for_its_reason_beside_the_figure(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        add_figure(period, county.plant, value=400)  # 40 in the statistical year before
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    shown = client.get(page)
    assert "参赛职工由上年 40 变为 400（+900.0%），请写明原因。" in shown.content.decode()
    client.post(page, {**filled(shown), "why-F10": "首次举办大赛"})
    with everything("test"):
        assert StatisticalReturn.objects.get(period=period, union=county.plant).explanations == {"F10": "首次举办大赛"}
    assert "参赛职工由上年 40 变为 400（+900.0%）。说明：首次举办大赛" in client.get(page).content.decode()


def test_a_computed_figure_is_read_and_not_entered(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    page = sign_in(county["base_officer"]).get(url(period, county.plant, "R5")).content.decode()
    assert re.search(r'由台账计算，不用填报.*?id="row-F55"', page, re.DOTALL)
    assert 'name="F55-value"' not in page
    assert 'name="F57-value"' in page


@pytest.mark.parametrize("state", [ReturnState.REPORTED, ReturnState.APPROVED])
def test_what_was_handed_in_is_only_read(county: County, sign_in: SignIn, state: str) -> None:
    period = add_period(2015)
    with everything("test"):
        add_figure(period, county.plant)
        add_return(period, county.plant, state)
    page = sign_in(county["base_officer"]).get(url(period, county.plant)).content.decode()
    assert 'name="F10-value"' not in page
    assert f"报表{ReturnState(state).label}，数据不能再改。" in page


def test_a_closed_period_refuses_what_was_typed_before(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    begun = filled(client.get(page))
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    late = client.post(page, {**begun, "F10-value": "1", "F10-source": "甲"})
    assert (late.status_code, stored(period)) == (200, {})
    assert "已关账，不能再填报或修改。" in late.content.decode()


@pytest.mark.parametrize(
    ("name", "at", "status"),
    [
        ("county_officer", "plant", 200),
        ("town_officer", "xinanjiang", 200),
        ("base_officer", "xinanjiang", 404),
        ("other_base_officer", "plant", 404),
        ("base_officer", "mill", 404),  # has no return
        ("county_leader", "plant", 403),
        ("auditor", "plant", 403),
    ],
)
def test_the_page_opens_for_who_enters_there(
    county: County, period: ReportingPeriod, sign_in: SignIn, name: str, at: str, status: int
) -> None:
    assert sign_in(county[name]).get(url(period, getattr(county, at))).status_code == status


@pytest.mark.parametrize("query", ["chapter=R9", "union=abc", "union=99999999"])
def test_what_is_not_there_is_not_found(county: County, period: ReportingPeriod, sign_in: SignIn, query: str) -> None:
    assert sign_in(county["county_officer"]).get(f"/year-end/{period.pk}/entry/?{query}").status_code == 404


def test_figures_without_a_source_of_their_own_stand_on_that_of_the_chapter(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    typed = {**filled(client.get(page)), "chapter-source": "大赛台账", "chapter-basis": "竞赛通知"}
    typed |= {"F10-value": "40", "F12-value": "3", "F12-source": "人社局"}
    assert client.post(page, typed).status_code == 302
    with everything("test"):
        found = EnteredFigure.objects.filter(period=period).order_by("code").values_list("code", "source", "basis")
        assert list(found) == [("F10", "大赛台账", "竞赛通知"), ("F12", "人社局", "")]

    again = filled(client.get(page))
    assert (again["chapter-source"], again["chapter-basis"]) == ("大赛台账", "竞赛通知")


def test_a_source_of_the_chapter_that_is_too_long_saves_nothing(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["base_officer"]), url(period, county.plant)
    too_long = client.post(
        page, {**filled(client.get(page)), "chapter-source": "台" * 121, "F10-value": "4", "F10-source": "台账"}
    )
    assert "最多 120 个字，现在 121 个。" in too_long.content.decode()
    assert stored(period) == {}
