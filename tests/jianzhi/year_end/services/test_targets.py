"""Targets: set for a union by the county, beside what the plans of the year before promised; frozen with the books."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodKind, PeriodState
from jianzhi.year_end.models import ReportingPeriod, Target
from jianzhi.year_end.services import cubes, targets
from jianzhi.year_end.services.rows import NotSaved, Typed
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period
from unions.models import UnionOrg

Stored = dict[str, tuple[Decimal, str, int]]


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """2015, after a year with a plan for S01."""
    with everything("test"):
        add_figure(add_period(2014, PeriodKind.CALENDAR_YEAR), county.federation, "F58", 50)
    return add_period(2015, PeriodKind.CALENDAR_YEAR)


def row(code: str, value: Any, basis: str = "", version: int | None = None) -> Typed:
    return Typed(code, version, {"value": None if value is None else Decimal(value), "basis": basis})


def save(county: County, period: ReportingPeriod, *typed: Typed, name: str = "county_officer", at: Any = None) -> int:
    """As this person, at the county federation when nothing else is said."""
    with acting_as(county[name]):
        return targets.save(actor=county[name], period=period, union=at or county.federation, typed=typed)


def stored(union: UnionOrg) -> Stored:
    with everything("test"):
        return {each.code: (each.value, each.basis, each.version) for each in Target.objects.filter(union=union)}


def aimed(period: ReportingPeriod, union: UnionOrg, code: str) -> Decimal | None:
    return cubes.cube_of(period).line(union.pk, code).cell.target


def test_targets_are_set_changed_and_taken_back(county: County, period: ReportingPeriod) -> None:
    assert save(county, period, row("F01", 2000, "工作要点"), row("F55", 5000), row("F54", None)) == 2
    assert stored(county.federation) == {"F01": (2000, "工作要点", 1), "F55": (5000, "", 1)}
    assert aimed(period, county.federation, "F01") == 2000
    assert save(county, period, row("F01", 2100, "工作要点", 1), row("F55", None, version=1)) == 2
    assert stored(county.federation) == {"F01": (2100, "工作要点", 2)}


def test_a_target_is_of_one_union(county: County, period: ReportingPeriod) -> None:
    save(county, period, row("F01", 300), at=county.xinanjiang)
    assert stored(county.federation) == {}
    assert (aimed(period, county.xinanjiang, "F01"), aimed(period, county.federation, "F01")) == (300, None)


def test_the_plan_of_the_year_before_holds_until_something_else_is_set(county: County, period: ReportingPeriod) -> None:
    assert aimed(period, county.federation, "S01") == 50
    save(county, period, row("S01", 60, "主席办公会"))
    assert aimed(period, county.federation, "S01") == 60
    save(county, period, row("S01", None, version=1))
    assert aimed(period, county.federation, "S01") == 50


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (row("F58", 10), "这项指标不能定目标。"),
        (row("F99", 10), "这项指标不能定目标。"),
        (row("F01", "1.5"), "征集革新、发明、创造、设计等意见建议应为整数。"),
        (row("F01", 0), "目标须大于零。"),
    ],
)
def test_one_wrong_row_sets_nothing(county: County, period: ReportingPeriod, typed: Typed, said: str) -> None:
    with pytest.raises(NotSaved) as refused:
        save(county, period, row("F55", 5000), typed)
    assert refused.value.errors == {typed.code: [said]}
    assert stored(county.federation) == {}


def test_what_somebody_else_set_meanwhile_is_told_and_kept(county: County, period: ReportingPeriod) -> None:
    save(county, period, row("F01", 2000), row("F55", 5000))
    save(county, period, row("F01", 2100, version=1), row("F55", None, version=1))
    with pytest.raises(NotSaved) as refused:
        save(county, period, row("F01", 1900, version=1), row("F55", 5100, version=1), row("F54", 45))
    theirs = refused.value.conflicts
    assert (theirs["F01"].value, theirs["F55"]) == (2100, None)
    assert stored(county.federation) == {"F01": (2100, "", 2)}


@pytest.mark.parametrize("name", ["county_leader", "town_officer", "base_officer", "auditor"])
def test_only_the_county_officer_sets_them(county: County, period: ReportingPeriod, name: str) -> None:
    with pytest.raises(PermissionDenied):
        save(county, period, row("F01", 2000), name=name, at=county.plant)


def test_those_of_a_closed_period_stay(county: County, period: ReportingPeriod) -> None:
    save(county, period, row("F01", 2000))
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
    for typed in (row("F55", 5000), row("F01", 2100, version=1), row("F01", None, version=1)):
        with pytest.raises(ValidationError, match=r"2015 年已关账。要改，请先写明理由办理更正。"):
            save(county, period, typed)
    assert stored(county.federation) == {"F01": (2000, "", 1)}
