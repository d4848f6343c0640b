"""The pages of the periods: the list, opening, closing with what is still open, correcting."""

import re
from collections.abc import Callable
from datetime import date

import pytest
from django.test import Client

from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, PeriodState, ReturnState
from jianzhi.year_end.models import Edition, ReportingPeriod
from jianzhi.year_end.views import returns
from tests.access.filled import filled
from tests.county import County, add_base
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return
from unions.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2014, with one return missing and one to be examined."""
    found = add_period(2014, PeriodKind.CALENDAR_YEAR)
    with everything("test"):
        add_return(found, county.plant)
        add_return(found, county.mill, ReturnState.REPORTED)
        add_return(found, county.quarry, ReturnState.APPROVED)
    return found


def test_the_list_tells_how_many_of_ones_own_were_handed_in(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    said = {"county_officer": "已审 1 · 已报 1 · 退回 0 · 未报 1", "base_officer": "已审 0 · 已报 0 · 退回 0 · 未报 1"}
    for name, words in said.items():
        page = sign_in(county[name]).get("/year-end/").content.decode()
        assert f'<a href="/year-end/{period.pk}/returns/">{words}</a>' in page
        assert ("开启统计期" in page) == (name == "county_officer")


def test_a_period_is_opened_for_every_union(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    typed = {**filled(client.get("/year-end/new/")), "kind": "calendar_year", "year": "2014", "due_on": "2015-01-20"}
    done = client.post("/year-end/new/", typed)
    period = ReportingPeriod.objects.get(year=2014)
    assert (done.status_code, done["Location"]) == (302, f"/year-end/{period.pk}/")
    with everything("test"):
        assert period.returns.count() == 8
    assert client.post("/year-end/new/", typed).status_code == 302  # sent twice, opened once
    assert ReportingPeriod.objects.filter(year=2014).count() == 1


def test_a_period_that_is_there_is_refused_on_the_form(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(county["county_officer"])
    typed = {**filled(client.get("/year-end/new/")), "kind": "calendar_year", "year": "2014", "due_on": "2015-01-20"}
    refused = client.post("/year-end/new/", typed)
    assert refused.status_code == 200
    assert "这一年度的统计期已经有了。" in refused.content.decode()


def test_closing_lists_what_is_open_and_asks_why(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), f"/year-end/{period.pk}/close/"
    shown = client.get(page)
    text = shown.content.decode()
    assert "还有 1 家未上报、1 家未审核" in text
    assert "建德市白沙化工有限公司工会" in text
    assert "建德市严州石材有限公司工会" not in text
    refused = client.post(page, filled(shown))
    assert refused.status_code == 200
    assert "仍要关账，请写明原因。" in refused.content.decode()
    assert not Edition.objects.exists()
    done = client.post(page, {**filled(refused), "note": "厂已停产"})
    assert (done.status_code, done["Location"]) == (302, f"/year-end/{period.pk}/")
    period.refresh_from_db()
    assert (period.state, Edition.objects.get().closing_note) == (PeriodState.CLOSED, "厂已停产")


def test_what_another_saved_meanwhile_is_looked_at_first(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["county_officer"]), f"/year-end/{period.pk}/close/"
    begun = filled(client.get(page))
    ReportingPeriod.objects.filter(pk=period.pk).update(version=2)
    late = client.post(page, {**begun, "note": "厂已停产"})
    assert "这个统计期刚被他人改过" in late.content.decode()
    assert not Edition.objects.exists()
    kept = filled(late)
    assert (kept["note"], kept["version"]) == ("厂已停产", "2")
    assert client.post(page, kept).status_code == 302
    assert Edition.objects.count() == 1


def test_the_county_officer_sets_another_last_day(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), f"/year-end/{period.pk}/change/"
    assert f'href="{page}"' in client.get(f"/year-end/{period.pk}/").content.decode()
    begun = filled(client.get(page))
    assert begun["due_on"] == "2014-12-31"
    early = client.post(page, {**begun, "due_on": "2014-12-01"})
    assert "上报截止不能早于统计期的最后一天。" in early.content.decode()
    done = client.post(page, {**begun, "due_on": "2015-02-10"}, follow=True)
    assert "上报截止已改为 2015-02-10，尚未上报的工会都按这一天。" in done.content.decode()
    with everything("test"):
        assert period.returns.get(union=county.plant).due_on == date(2015, 2, 10)

    late = client.post(page, {**begun, "due_on": "2015-03-01"})
    text = late.content.decode()
    assert ("这个统计期刚被他人改过" in text, "现为 2015-02-10" in text) == (True, True)
    assert (filled(late)["due_on"], filled(late)["version"]) == ("2015-03-01", "2")
    client.post(page, filled(late))
    period.refresh_from_db()
    assert period.due_on == date(2015, 3, 1)


def test_the_last_day_of_a_closed_period_stays(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), f"/year-end/{period.pk}/change/"
    begun = filled(client.get(page))
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    assert page not in client.get(f"/year-end/{period.pk}/").content.decode()
    late = client.post(page, {**begun, "due_on": "2015-02-10"}, follow=True)
    assert "已关账。" in late.content.decode()
    period.refresh_from_db()
    assert period.due_on == date(2014, 12, 31)


def test_a_correction_shows_what_it_changes(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    close, correct = f"/year-end/{period.pk}/close/", f"/year-end/{period.pk}/correct/"
    client.post(close, {**filled(client.get(close)), "note": "甲"})
    assert client.get(close).status_code == 302  # closed already
    empty = client.post(correct, {**filled(client.get(correct)), "reason": ""})
    assert empty.status_code == 200
    client.post(correct, {**filled(client.get(correct)), "reason": "漏报一场大赛"})
    period.refresh_from_db()
    assert (period.state, period.correcting) == (PeriodState.OPEN, "漏报一场大赛")
    with everything("test"):
        add_figure(period, county.plant, "F09", 1)
    shown = client.get(close)
    assert "正在更正：漏报一场大赛。再次关账成为第 2 版，与第 1 版相比有 3 处不同。" in shown.content.decode()
    client.post(close, {**filled(shown), "note": "甲"})
    assert Edition.objects.get(number=2).reason == "漏报一场大赛"


def told(client: Client, period: ReportingPeriod) -> dict[str, tuple[int, int, int, list[str]]]:
    """What the overview says of each branch: its returns, those handed in, in per cent, and which are missing."""
    page = client.get(f"/year-end/{period.pk}/returns/")
    return {
        branch.own.union_name: (
            branch.total,
            branch.handed_in,
            branch.percent,
            [row.union_name.removeprefix("建德市") for row in branch.missing],
        )
        for branch in page.context["branches"]
    }


def test_who_reported_what_is_told_by_township(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    with everything("test"):
        add_return(period, county.federation)
        add_return(period, county.xinanjiang, ReturnState.RETURNED)
        add_return(period, county.meicheng, ReturnState.REPORTED)
        add_return(period, county.education, ReturnState.APPROVED)  # nobody below it reports
        group = add_base(county.plant, "建德市白沙化工一车间分工会")
        add_return(period, group)
    xinanjiang = (4, 1, 25, ["白沙化工有限公司工会", "新安江街道总工会", "白沙化工一车间分工会"])
    assert told(sign_in(county["county_officer"]), period) == {
        "建德市总工会": (2, 1, 50, ["总工会"]),
        "建德市新安江街道总工会": xinanjiang,
        "建德市梅城镇总工会": (2, 2, 100, []),
    }
    assert told(sign_in(county["town_officer"]), period) == {"建德市新安江街道总工会": xinanjiang}
    plant = sign_in(county["base_officer"])
    assert told(plant, period) == {
        "建德市白沙化工有限公司工会": (2, 0, 0, ["白沙化工有限公司工会", "白沙化工一车间分工会"])
    }


def test_branches_with_missing_returns_are_unfolded_and_of_many_those_with_returned_ones(
    county: County, period: ReportingPeriod, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with everything("test"):
        for union, state in (
            (county.federation, "approved"),
            (county.xinanjiang, "approved"),
            (county.meicheng, "approved"),
        ):
            add_return(period, union, state)
    client = sign_in(county["county_officer"])

    def unfolded() -> list[str]:
        page = client.get(f"/year-end/{period.pk}/returns/").content.decode()
        return re.findall(r'<details class="card branch" open>.*?card-title">(.*?)</h2>', page, re.DOTALL)

    assert unfolded() == ["建德市新安江街道总工会"]
    monkeypatch.setattr(returns, "FEW", 0)
    assert unfolded() == []
    with everything("test"):
        add_return(period, county.education, ReturnState.RETURNED)
    assert unfolded() == ["建德市总工会（本级及直属）"]


@pytest.mark.parametrize("name", ["county_leader", "town_officer", "base_officer", "auditor"])
def test_only_the_county_officer_opens_changes_closes_and_corrects(
    county: County, period: ReportingPeriod, sign_in: SignIn, name: str
) -> None:
    client = sign_in(county[name])
    for page in ("new", *(f"{period.pk}/{verb}" for verb in ("change", "close", "correct"))):
        assert client.get(f"/year-end/{page}/").status_code == 403
        assert client.post(f"/year-end/{page}/").status_code == 403
