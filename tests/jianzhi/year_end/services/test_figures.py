"""填报: who enters what, where and while, and what is refused."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import Closeness, ReturnState
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod
from jianzhi.year_end.services import figures
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """A period for which the plant, its township and the county have to report."""
    found = add_period(2012)
    with everything("test"):
        for union in (county.plant, county.xinanjiang, county.federation):
            add_return(found, union)
    return found


def enter(county: County, name: str, at: str, period: ReportingPeriod, **fields: Any) -> EnteredFigure:
    """As this person, at this union."""
    facts = {"code": "F10", "value": Decimal(40), "source": "培训台账", **fields}
    with acting_as(county[name]):
        return figures.enter(actor=county[name], period=period, union=getattr(county, at), **facts)


@pytest.mark.parametrize(
    ("name", "at", "may"),
    [
        ("county_officer", "federation", True),
        ("county_officer", "plant", True),
        ("town_officer", "xinanjiang", True),
        ("town_officer", "plant", True),
        ("town_officer", "federation", False),
        ("base_officer", "plant", True),
        ("base_officer", "xinanjiang", False),
        ("other_base_officer", "plant", False),
        ("county_leader", "plant", False),
        ("auditor", "plant", False),
    ],
)
def test_each_enters_for_the_own_branch(county: County, period: ReportingPeriod, name: str, at: str, may: bool) -> None:
    if may:
        assert enter(county, name, at, period).value == 40
    else:
        with pytest.raises(PermissionDenied):
            enter(county, name, at, period)


def test_a_figure_keeps_what_it_stands_on(county: County, period: ReportingPeriod) -> None:
    entered = enter(
        county,
        "base_officer",
        "plant",
        period,
        value=Decimal(16000),
        closeness=Closeness.MORE,
        wording=" 参赛职工16000余人次 ",
        is_doubtful=True,
        basis="2014 年工作总结第 3 段",
        note="人次",
    )
    with everything("test"):
        kept = EnteredFigure.objects.get(pk=entered.pk)
    assert (kept.value, kept.closeness, kept.wording, kept.is_doubtful, kept.source, kept.basis, kept.note) == (
        Decimal(16000),
        "more",
        "参赛职工16000余人次",
        True,
        "培训台账",
        "2014 年工作总结第 3 段",
        "人次",
    )


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"code": "F99"}, "没有这个代码的指标。"),
        ({"code": "F55"}, "这项指标由台账计算，不用填报。"),
        ({"value": Decimal("1.5")}, "参赛职工应为整数。"),
        ({"code": "F17", "value": Decimal("1.555")}, "赠书出资最多 2 位小数。"),
        ({"value": Decimal(-1)}, "数值不能为负。"),
        ({"source": "  "}, "此项必填。"),
        ({"value": None}, "请填写数值。"),
        ({"version": 9}, "这里不能填写：version。"),
    ],
)
def test_what_cannot_be_is_refused(county: County, period: ReportingPeriod, fields: Any, message: str) -> None:
    with pytest.raises(ValidationError) as refused:
        enter(county, "base_officer", "plant", period, **fields)
    assert refused.value.messages == [message]


def test_money_may_have_cents(county: County, period: ReportingPeriod) -> None:
    assert enter(county, "base_officer", "plant", period, code="F35", value=Decimal("94.86")).value == Decimal("94.86")


def test_a_union_without_a_return_enters_nothing(county: County, period: ReportingPeriod) -> None:
    with pytest.raises(ValidationError, match=r"在2012 统计年度.*没有报表"):
        enter(county, "county_officer", "mill", period)


@pytest.mark.parametrize(
    ("state", "open_"), [("unreported", True), ("returned", True), ("reported", False), ("approved", False)]
)
def test_what_was_handed_in_stays_as_it_is(county: County, state: str, open_: bool) -> None:
    period = add_period(2011)
    with everything("test"):
        add_return(period, county.plant, state)
    if open_:
        assert enter(county, "base_officer", "plant", period).value == 40
    else:
        label = ReturnState(state).label
        with pytest.raises(ValidationError, match=f"的报表{label}，不能再改"):
            enter(county, "base_officer", "plant", period)


def test_a_change_is_made_once_and_told_to_the_other(county: County, period: ReportingPeriod) -> None:
    officer = county["base_officer"]
    with acting_as(officer):
        figure = add_figure(period, county.plant)
        changed = figures.change_figure(actor=officer, obj=figure, version=1, value=Decimal(41), note="更正")
        assert (changed.value, changed.note, changed.version) == (Decimal(41), "更正", 2)
        with pytest.raises(Conflict):
            figures.change_figure(actor=officer, obj=figure, version=1, value=Decimal(42))
        with pytest.raises(Conflict):
            figures.withdraw(actor=officer, obj=figure, version=1)
        with pytest.raises(ValidationError, match="应为整数"):
            figures.change_figure(actor=officer, obj=figure, version=2, value=Decimal("0.5"))
        with pytest.raises(ValidationError, match="这里不能填写：code"):
            figures.change_figure(actor=officer, obj=figure, version=2, code="F11")
        figures.withdraw(actor=officer, obj=figure, version=2)
        assert not EnteredFigure.objects.filter(pk=figure.pk).exists()


@pytest.mark.parametrize("name", ["other_base_officer", "county_leader", "stranger"])
def test_nobody_else_changes_it(county: County, period: ReportingPeriod, name: str) -> None:
    with everything("test"):
        figure = add_figure(period, county.plant)
    with acting_as(county[name]):
        with pytest.raises(PermissionDenied):
            figures.change_figure(actor=county[name], obj=figure, version=1, value=Decimal(1))
        with pytest.raises(PermissionDenied):
            figures.withdraw(actor=county[name], obj=figure, version=1)
