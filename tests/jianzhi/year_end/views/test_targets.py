"""The page of the targets: read by everybody who reports, saved as a whole by the county, told of by whom they come."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, PeriodState
from jianzhi.year_end.models import ReportingPeriod, Target
from jianzhi.year_end.services import kept
from tests.access.filled import filled
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period
from unions.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


@pytest.fixture(autouse=True)
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """No cube of another test."""
    monkeypatch.setattr(kept, "_kept", {})


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2015, after a year with a plan for S01."""
    with everything("test"):
        add_figure(add_period(2014, PeriodKind.CALENDAR_YEAR), county.federation, "F58", 50)
    return add_period(2015, PeriodKind.CALENDAR_YEAR)


def url(period: ReportingPeriod, union: Any, chapter: str = "R1") -> str:
    return f"/year-end/{period.pk}/targets/?union={union.pk}&chapter={chapter}"


def stored() -> dict[str, tuple[Any, str, int]]:
    with everything("test"):
        return {each.code: (each.value, each.basis, each.version) for each in Target.objects.all()}


def cells(response: Any, code: str) -> list[str]:
    """What stands in the row of a figure."""
    row = re.search(rf'<tr id="row-{code}">(.*?)</tr>', response.content.decode(), re.DOTALL)
    assert row is not None
    return [re.sub(r"<[^>]+>|\s", "", cell) for cell in re.findall(r"<td.*?</td>", row[1], re.DOTALL)]


def test_the_county_sets_targets_and_reads_where_each_comes_from(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["county_officer"]), url(period, county.federation)
    shown = client.get(page)
    assert cells(shown, "S01")[-1] == "上年计划50名F58计划资助优秀外来务工人员上大学"
    done = client.post(page, {**filled(shown), "F01-value": "2000", "F01-basis": "工作要点"})
    assert (done.status_code, done["Location"]) == (302, page)
    assert stored() == {"F01": (2000, "工作要点", 1)}
    again = client.get(page)
    assert (filled(again)["F01-value"], filled(again)["F01-version"], cells(again, "F01")[-1]) == ("2000", "1", "登记")
    assert re.search(r'改革发展 <span class="count" title="有目标的指标">2</span>', again.content.decode())
    client.post(page, {**filled(again), "F01-value": ""})
    assert stored() == {}


def test_the_plans_for_the_year_after_have_no_target(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client = sign_in(county["county_officer"])
    tabs = re.findall(r'chapter=(\w\d)"', client.get(url(period, county.federation)).content.decode())
    assert set(tabs) == {"R1", "R2", "R3", "R4", "R5"}
    assert client.get(url(period, county.federation, "O1")).status_code == 404


def test_the_second_of_two_sees_what_the_first_set_and_may_set_it_then(
    county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client, page = sign_in(county["county_officer"]), url(period, county.federation)
    begun = filled(client.get(page))
    client.post(page, {**begun, "F01-value": "2000", "F01-basis": "工作要点"})
    late = client.post(page, {**begun, "F01-value": "1900", "F02-value": "5"})
    text = late.content.decode()
    assert "他人刚保存为 2000（依据：工作要点）。再次保存，以您填写的为准。" in text
    assert "没有保存：下面标出的行需要核对。您填写的内容都还在。" in text
    assert stored() == {"F01": (2000, "工作要点", 1)}
    typed = filled(late)
    assert (typed["F01-value"], typed["F02-value"]) == ("1900", "5")
    client.post(page, typed)
    assert stored() == {"F01": (1900, "", 2), "F02": (5, "", 1)}


@pytest.mark.parametrize(("value", "message"), [("1.5", "应为整数。"), ("-1", "不能为负数。"), ("0", "目标须大于零。")])
def test_a_wrong_row_is_told_beside_it(
    county: County, period: ReportingPeriod, sign_in: SignIn, value: str, message: str
) -> None:
    client, page = sign_in(county["county_officer"]), url(period, county.federation)
    refused = client.post(page, {**filled(client.get(page)), "F01-value": value, "F02-value": "5"})
    assert (refused.status_code, stored()) == (200, {})
    assert message in cells(refused, "F01")[3]
    assert filled(refused)["F02-value"] == "5"


def test_a_closed_period_is_only_read(county: County, period: ReportingPeriod, sign_in: SignIn) -> None:
    client, page = sign_in(county["county_officer"]), url(period, county.federation)
    begun = filled(client.get(page))
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    late = client.post(page, {**begun, "F01-value": "2000"}).content.decode()
    assert ("已关账。要改，请先写明理由办理更正。" in late, 'name="F01-value"' in late, stored()) == (True, False, {})


@pytest.mark.parametrize(
    ("name", "at", "status"),
    [
        ("county_leader", "federation", 200),
        ("town_officer", "plant", 200),
        ("base_officer", "plant", 200),
        ("base_officer", "xinanjiang", 404),
        ("auditor", "federation", 403),
    ],
)
def test_who_reports_reads_them_and_does_not_set_them(
    county: County, period: ReportingPeriod, sign_in: SignIn, name: str, at: str, status: int
) -> None:
    client, page = sign_in(county[name]), url(period, getattr(county, at))
    shown = client.get(page)
    assert (shown.status_code, 'name="F01-value"' in shown.content.decode()) == (status, False)
    set_anyway = client.post(page, {"union": getattr(county, at).pk, "F01-value": "2000"})
    assert (set_anyway.status_code, stored()) == (403 if status == 200 else status, {})
