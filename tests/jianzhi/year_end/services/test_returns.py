"""Returns: submitted when the checks pass and jumps are explained, examined above, reminded of when they are missing."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from desk.cases import services as cases
from desk.notices.models import Notice
from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodState, ReturnState
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn
from jianzhi.year_end.registers.returns import ReturnRegister
from jianzhi.year_end.report import Cell, Cube
from jianzhi.year_end.services import kept, returns
from jianzhi.year_end.services.kept import Kept
from tests.county import County, add_person
from tests.jianzhi.year_end.reporting import add_period, add_return, cube, definition, entered
from unions.choices import Role
from unions.models import Appointment


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """A period for which everybody has to report."""
    found = add_period(2012)
    with everything("test"):
        for union in (county.plant, county.mill, county.xinanjiang, county.meicheng, county.federation):
            add_return(found, union)
    return found


@pytest.fixture
def plant(county: County, period: ReportingPeriod) -> StatisticalReturn:
    """The return of the plant."""
    with everything("test"):
        return StatisticalReturn.objects.get(period=period, union=county.plant)


@pytest.fixture
def counts(monkeypatch: pytest.MonkeyPatch, county: County) -> Callable[[Cell], None]:
    """Lets the figure F10 of the plant be the given cell."""

    def counted(cell: Cell) -> None:
        made = cube([definition("F10", name="参赛职工")], {4: {"F10": cell}})
        nodes = [
            node if node.pk != 4 else node.__class__(**{**vars(node), "pk": county.plant.pk}) for node in made.nodes
        ]
        ours = Cube(made.term, nodes, made.definitions, {county.plant.pk: {"F10": cell}})
        monkeypatch.setattr(kept, "at_hand", lambda period: Kept(ours, timezone.now(), ()))

    return counted


def submit(county: County, name: str, obj: StatisticalReturn, **fields: Any) -> StatisticalReturn:
    """As this person, signed."""
    signed = {"responsible": "徐芳", "preparer": "方敏", **fields}
    with acting_as(county[name]):
        return returns.submit(actor=county[name], obj=obj, **signed)


def decide(county: County, name: str, obj: StatisticalReturn, slug: str, text: str = "") -> StatisticalReturn:
    """As this person."""
    with acting_as(county[name]):
        return returns.decide(actor=county[name], obj=obj, slug=slug, text=text)


def test_a_return_is_reported_sent_back_corrected_and_approved(
    county: County, plant: StatisticalReturn, counts: Callable[[Cell], None]
) -> None:
    counts(entered(40, 38))
    reported = submit(county, "base_officer", plant)
    assert (reported.state, reported.responsible, reported.preparer) == (ReturnState.REPORTED, "徐芳", "方敏")
    with pytest.raises(ValidationError, match="请写明理由"):
        decide(county, "town_officer", reported, "send_back")
    back = decide(county, "town_officer", reported, "send_back", "人次与台账不符")
    assert back.state == ReturnState.RETURNED
    again = submit(county, "base_officer", back, text="已改")
    done = decide(county, "town_officer", again, "approve")
    assert done.state == ReturnState.APPROVED
    with everything("test"):
        told = [(entry.move, entry.actor, entry.text) for entry in done.entries.order_by("at", "id")]
    base, town = county["base_officer"], county["town_officer"]
    assert told == [
        ("submit", base, ""),
        ("send_back", town, "人次与台账不符"),
        ("submit", base, "已改"),
        ("approve", town, ""),
    ]


@pytest.mark.parametrize("name", ["other_base_officer", "county_leader", "auditor", "stranger"])
def test_nobody_else_reports(
    county: County, plant: StatisticalReturn, counts: Callable[[Cell], None], name: str
) -> None:
    counts(entered(40, 38))
    with pytest.raises(PermissionDenied):
        submit(county, name, plant)


@pytest.mark.parametrize("name", ["base_officer", "other_base_officer", "auditor"])
def test_a_union_does_not_examine_its_own_return(county: County, plant: StatisticalReturn, name: str) -> None:
    with everything("test"):
        StatisticalReturn.objects.filter(pk=plant.pk).update(version=1)
        reported = add_return(add_period(2011), county.plant, ReturnState.REPORTED)
    for slug in ("approve", "send_back"):
        with pytest.raises(PermissionDenied):
            decide(county, name, reported, slug, "甲")


def test_the_county_examines_the_townships(county: County) -> None:
    with everything("test"):
        reported = add_return(add_period(2011), county.xinanjiang, ReturnState.REPORTED)
    with pytest.raises(PermissionDenied):
        decide(county, "town_officer", reported, "approve")
    assert decide(county, "county_officer", reported, "approve").state == ReturnState.APPROVED


def test_what_was_approved_is_opened_again_with_a_reason(county: County) -> None:
    with everything("test"):
        approved = add_return(add_period(2011), county.plant, ReturnState.APPROVED)
    with pytest.raises(ValidationError, match="请写明理由"):
        decide(county, "town_officer", approved, "reopen")
    assert decide(county, "town_officer", approved, "reopen", "漏报").state == ReturnState.RETURNED


# --- the county's own -------------------------------------------------------------------------------------------------
@pytest.fixture
def own(county: County, period: ReportingPeriod, monkeypatch: pytest.MonkeyPatch) -> StatisticalReturn:
    """The county's own return, handed in by its officer with every figure in order."""
    monkeypatch.setattr(returns, "findings_of", lambda obj: [])
    with everything("test"):
        mine = StatisticalReturn.objects.get(period=period, union=county.federation)
    return submit(county, "county_officer", mine)


def another_officer(county: County) -> None:
    """A second officer of the county."""
    county.people["second_officer"] = add_person("second_officer", Role.COUNTY_OFFICER, county.federation, "周敏")


def test_who_handed_in_the_countys_own_is_told_who_else_may_approve_it(county: County, own: StatisticalReturn) -> None:
    another_officer(county)
    with pytest.raises(ValidationError) as refused:
        decide(county, "county_officer", own, "approve")
    assert refused.value.messages == [
        "本级报表由您上报，须由另一人审核。可以审核的有：赵银（领导（查阅））、周敏（县级工会干部）。"
    ]
    with everything("test"):
        own.refresh_from_db()
        assert own.state == ReturnState.REPORTED
        told = {
            name: ReturnRegister.action("approve").why_not(own, county[name])
            for name in ("county_officer", "county_leader", "second_officer")
        }
    assert told == {"county_officer": refused.value.messages[0], "county_leader": "", "second_officer": ""}


@pytest.mark.parametrize("name", ["county_leader", "second_officer"])
def test_the_leader_or_another_officer_approves_the_countys_own(
    county: County, own: StatisticalReturn, name: str
) -> None:
    another_officer(county)
    assert decide(county, name, own, "approve").state == ReturnState.APPROVED


def test_the_leader_is_told_that_the_countys_own_waits(county: County, own: StatisticalReturn) -> None:
    notice = Notice.objects.get(topic="year_end.own_return")
    assert (notice.to, notice.url) == (county["county_leader"], f"/year-end/returns/{own.pk}/")
    assert notice.subject == "请审核建德市总工会2012 统计年度（2011-10-01 至 2012-09-30）统计报表"
    assert notice.text == "由方敏上报，须由另一人审核。"


def test_with_nobody_else_it_is_said_what_to_do(county: County, own: StatisticalReturn) -> None:
    with everything("test"):
        county["county_leader"].appointments.all()._raw_delete("default")
    with pytest.raises(ValidationError, match="现在没有别人有权审核，请安全保密管理员任命领导或另一位县级工会干部。"):
        decide(county, "county_officer", own, "approve")


def test_it_is_the_last_word_that_counts(county: County, own: StatisticalReturn) -> None:
    another_officer(county)
    back = decide(county, "second_officer", own, "send_back", "数据有误")
    again = submit(county, "second_officer", back)
    with pytest.raises(ValidationError, match="本级报表由您上报"):
        decide(county, "second_officer", again, "approve")
    assert decide(county, "county_officer", again, "approve").state == ReturnState.APPROVED


def test_the_database_holds_it_too(county: County, own: StatisticalReturn) -> None:
    with acting_as(county["county_officer"]):
        with pytest.raises(ValidationError), transaction.atomic():
            cases.move(actor=county["county_officer"], obj=own, slug="approve")
        assert not own.entries.filter(move="approve").exists()
    with acting_as(county["county_leader"]):
        cases.move(actor=county["county_leader"], obj=own, slug="approve")
        assert own.entries.filter(move="approve").count() == 1


def test_below_the_county_whoever_may_do_both_does_both(
    county: County, plant: StatisticalReturn, counts: Callable[[Cell], None]
) -> None:
    counts(entered(40, 38))
    reported = submit(county, "town_officer", plant)
    assert decide(county, "town_officer", reported, "approve").state == ReturnState.APPROVED


# --- checks -----------------------------------------------------------------------------------------------------------
def test_an_error_stands_in_the_way(county: County, plant: StatisticalReturn, counts: Callable[[Cell], None]) -> None:
    counts(entered(-1))
    with pytest.raises(ValidationError) as refused:
        submit(county, "base_officer", plant)
    assert refused.value.messages == ["逻辑检查有 1 处错误，没有上报。F10 参赛职工为负数。请在填报页更正后再上报。"]
    with everything("test"):
        assert StatisticalReturn.objects.get(pk=plant.pk).state == ReturnState.UNREPORTED


def test_a_jump_is_explained_before_it_is_reported(
    county: County, plant: StatisticalReturn, counts: Callable[[Cell], None]
) -> None:
    counts(entered(400, 40))
    with pytest.raises(ValidationError, match=r"参赛职工由上年 40 变为 400（\+900.0%），请写明原因"):
        submit(county, "base_officer", plant)
    officer = county["base_officer"]
    with acting_as(officer):
        told = returns.explain(actor=officer, obj=plant, version=1, explanations={"F10": " 首次举办大赛 "})
        assert told.explanations == {"F10": "首次举办大赛"}
        assert [(f.is_error, f.text) for f in returns.findings_of(told)] == [
            (False, "参赛职工由上年 40 变为 400（+900.0%）。说明：首次举办大赛")
        ]
    assert submit(county, "base_officer", told).state == ReturnState.REPORTED


def test_explanations_are_kept_one_by_one(county: County, plant: StatisticalReturn) -> None:
    officer = county["base_officer"]
    with acting_as(officer):
        first = returns.explain(actor=officer, obj=plant, version=1, explanations={"F10": "甲", "F11": "乙"})
        with pytest.raises(Conflict):
            returns.explain(actor=officer, obj=plant, version=1, explanations={"F10": "丙"})
        second = returns.explain(actor=officer, obj=first, version=2, explanations={"F10": " "})
        assert second.explanations == {"F11": "乙"}
        with pytest.raises(ValidationError, match="最多 200 个字"):
            returns.explain(actor=officer, obj=second, version=3, explanations={"F10": "甲" * 201})
    with acting_as(county["county_leader"]), pytest.raises(PermissionDenied):
        returns.explain(actor=county["county_leader"], obj=second, version=3, explanations={})


def test_what_was_handed_in_is_not_explained_any_more(county: County) -> None:
    with everything("test"):
        reported = add_return(add_period(2011), county.plant, ReturnState.REPORTED)
    officer = county["base_officer"]
    with acting_as(officer), pytest.raises(ValidationError, match="不能再改"):
        returns.explain(actor=officer, obj=reported, version=1, explanations={"F10": "甲"})


def test_both_names_are_asked_for(county: County, plant: StatisticalReturn, counts: Callable[[Cell], None]) -> None:
    counts(entered(40, 38))
    with pytest.raises(ValidationError, match="上报须写明负责人和填表人"):
        submit(county, "base_officer", plant, preparer=" ")


def test_nothing_moves_when_the_books_are_closed(county: County, plant: StatisticalReturn) -> None:
    ReportingPeriod.objects.filter(pk=plant.period_id).update(state=PeriodState.CLOSED)
    with everything("test"):
        closed = StatisticalReturn.objects.get(pk=plant.pk)
    for act in (
        lambda: submit(county, "base_officer", closed),
        lambda: decide(county, "town_officer", closed, "approve"),
        lambda: remind(county, "town_officer", closed),
    ):
        with pytest.raises(ValidationError, match="已关账"):
            act()


# --- reminders --------------------------------------------------------------------------------------------------------
def remind(county: County, name: str, obj: StatisticalReturn, text: str = "") -> int:
    """As this person."""
    with acting_as(county[name]):
        return returns.remind(actor=county[name], obj=obj, text=text)


def test_the_officers_of_the_union_are_told_once_a_day(county: County, plant: StatisticalReturn) -> None:
    assert remind(county, "town_officer", plant, "请抓紧。") == 1
    assert remind(county, "town_officer", plant) == 1
    notice = Notice.objects.get(topic="year_end.remind")
    assert (notice.to, notice.count) == (county["base_officer"], 2)
    assert notice.subject == "请上报2012 统计年度（2011-10-01 至 2012-09-30）统计报表"
    assert notice.url == f"/year-end/returns/?period={plant.period_id}&missing=true"


def test_where_nobody_is_appointed_those_above_are_told(county: County, period: ReportingPeriod) -> None:
    with everything("test"):
        mill = StatisticalReturn.objects.get(period=period, union=county.mill)
        meicheng = StatisticalReturn.objects.get(period=period, union=county.meicheng)
    assert remind(county, "county_officer", mill) == 1
    assert Notice.objects.get(topic="year_end.remind").to == county["town_officer"]
    assert remind(county, "county_officer", meicheng) == 1  # nobody there: the county's own officer
    assert Notice.objects.filter(topic="year_end.remind", to=county["county_officer"]).count() == 1


def test_with_nobody_at_all_it_says_so(county: County, plant: StatisticalReturn) -> None:
    town = county["town_officer"]
    town.current_appointments()  # of today, before they end
    Appointment.objects.all()._raw_delete("default")
    with pytest.raises(ValidationError, match="都没有负责上报的账号"):
        remind(county, "town_officer", plant)


def test_who_has_reported_is_left_alone(county: County) -> None:
    with everything("test"):
        reported = add_return(add_period(2011), county.plant, ReturnState.REPORTED)
    with pytest.raises(ValidationError, match="已报，不用催报"):
        remind(county, "town_officer", reported)
    assert not Notice.objects.filter(topic="year_end.remind").exists()


@pytest.mark.parametrize("name", ["base_officer", "county_leader", "other_base_officer"])
def test_only_who_examines_reminds(county: County, plant: StatisticalReturn, name: str) -> None:
    with pytest.raises(PermissionDenied):
        remind(county, name, plant)


def test_a_union_that_was_none_in_the_period_has_nothing_to_check(county: County) -> None:
    with everything("test"):
        assert returns.findings_of(add_return(add_period(2010), county.plant)) == []
