"""Periods: opened for every union, closed with a reason or in order, corrected; and a closed one stays as it is."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.registers.versions import Conflict
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodKind, PeriodState, ReturnState
from jianzhi.year_end.exact import as_json
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import cubes, editions, figures, periods
from members.models import Membership
from members.services import standing, transfers
from tests.county import County, add_base
from tests.jianzhi.year_end.reporting import DUE, add_figure, cube, definition, entered, open_2014, signed
from unions.models import UnionOrg
from unions.services import tree


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """The year 2014, open."""
    with acting_as(county["county_officer"]):
        return open_2014(county["county_officer"])


@pytest.fixture
def figures_are(monkeypatch: pytest.MonkeyPatch) -> Callable[[Cube], None]:
    """Lets the county count what the test says."""
    return lambda made: monkeypatch.setattr(cubes, "cube_of", lambda period, *, head=None: made)


def put_state(period: ReportingPeriod, state: str, **which: Any) -> None:
    """Returns anew in this state, past the procedure."""
    rows = period.returns.filter(**which)
    kept = list(rows.values("union_id", "union_name", "receiver_id", "receiver_name"))
    rows._raw_delete("default")
    for row in kept:
        StatisticalReturn.objects.create(period=period, state=state, **signed(state), **row)


# --- opening ----------------------------------------------------------------------------------------------------------
def test_every_union_that_stands_on_the_last_day_has_a_return(county: County, period: ReportingPeriod) -> None:
    with everything("test"):
        rows = {row.union_id: row for row in period.returns.all()}
        assert set(rows) == set(UnionOrg.objects.values_list("pk", flat=True))
        plant = rows[county.plant.pk]
        assert (plant.union_name, plant.receiver_id, plant.receiver_name) == (
            "建德市白沙化工有限公司工会",
            county.xinanjiang.pk,
            "建德市新安江街道总工会",
        )
        assert (plant.state, plant.due_on, plant.is_unread) == (ReturnState.UNREPORTED, DUE, True)
        assert rows[county.federation.pk].receiver_id == county.federation.pk  # nobody stands above it


def test_names_and_places_are_those_of_the_last_day(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        tree.rename(actor=officer, obj=county.mill, name="建德市新安江毛纺有限公司工会", day=date(2015, 2, 1))
        tree.move(actor=officer, obj=county.mill, parent=county.meicheng, day=date(2015, 2, 1))
        period = open_2014(officer)
        mine = period.returns.get(union=county.mill)
        assert (mine.union_name, mine.receiver_id) == ("建德市新安江纺织有限公司工会", county.xinanjiang.pk)


def test_a_union_that_was_gone_or_not_yet_there_has_none(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        add_base(county.meicheng, "建德市后来工会", founded_on=date(2015, 1, 1))
        gone = add_base(county.meicheng, "建德市并走工会")
        tree.merge(actor=officer, obj=gone, into=county.quarry, day=date(2014, 6, 1))
        period = open_2014(officer)
        assert not period.returns.filter(union__name__in=("建德市后来工会", "建德市并走工会")).exists()


def test_a_union_that_comes_later_is_enrolled_once(county: County, period: ReportingPeriod) -> None:
    with everything("test"):
        assert periods.enrol(period) == 0
        later = add_base(county.meicheng, "建德市补登工会")
        assert periods.enrol_newcomers() > 0
        assert periods.enrol_newcomers() == 0
        assert period.returns.filter(union=later).count() == 1


def test_who_came_since_is_asked_for_when_the_books_are_closed(
    county: County, period: ReportingPeriod, figures_are: Callable[[Cube], None]
) -> None:
    figures_are(FINE)
    with everything("test"):
        put_state(period, ReturnState.APPROVED)
        add_base(county.meicheng, "建德市补登工会")
    with pytest.raises(ValidationError, match="还有 1 家未上报"):
        close(county, period)


def test_the_statistical_year_ends_with_september(county: County) -> None:
    with acting_as(county["county_officer"]):
        period = periods.open_period(
            actor=county["county_officer"], kind=PeriodKind.STATISTICAL_YEAR, year=2014, due_on=date(2014, 10, 20)
        )
    assert (period.first, period.last) == (date(2013, 10, 1), date(2014, 9, 30))


@pytest.mark.parametrize("name", ["county_leader", "town_officer", "base_officer", "auditor", "stranger"])
def test_only_the_county_officer_opens_closes_and_corrects(county: County, period: ReportingPeriod, name: str) -> None:
    with acting_as(county[name]):
        with pytest.raises(PermissionDenied):
            periods.open_period(actor=county[name], kind=PeriodKind.CALENDAR_YEAR, year=2013, due_on=DUE)
        with pytest.raises(PermissionDenied):
            periods.close(actor=county[name], obj=period, version=1, note="甲")
        with pytest.raises(PermissionDenied):
            periods.correct(actor=county[name], obj=period, version=1, reason="甲")
        with pytest.raises(PermissionDenied):
            periods.change_period(actor=county[name], obj=period, version=1, due_on=DUE)


def test_another_last_day_holds_for_who_has_not_reported(county: County, period: ReportingPeriod) -> None:
    later = date(2015, 2, 10)
    with acting_as(county["county_officer"]):
        put_state(period, ReturnState.APPROVED, union=county.mill)
        periods.change_period(actor=county["county_officer"], obj=period, version=1, due_on=later)
        assert period.returns.get(union=county.plant).due_on == later
        assert period.returns.get(union=county.mill).due_on is None


# --- closing ----------------------------------------------------------------------------------------------------------
FINE = cube([definition("A")], {1: {"A": entered(5)}})
WRONG = cube([definition("A")], {1: {"A": entered(5)}, 2: {"A": entered(-1)}})


def close(county: County, period: ReportingPeriod, note: str = "") -> Any:
    """As the county officer."""
    officer = county["county_officer"]
    with acting_as(officer):
        return periods.close(actor=officer, obj=period, version=period.version, note=note)


def test_with_everything_approved_it_is_closed_without_a_word(
    county: County, period: ReportingPeriod, figures_are: Callable[[Cube], None]
) -> None:
    figures_are(FINE)
    with everything("test"):
        put_state(period, ReturnState.APPROVED)
    edition = close(county, period)
    period.refresh_from_db()
    assert (period.state, edition.number, edition.closing_note, edition.reason) == (PeriodState.CLOSED, 1, "", "")
    assert as_json(editions.cube_in(edition)) == as_json(FINE)


@pytest.mark.parametrize(
    ("state", "made", "said"),
    [
        (ReturnState.UNREPORTED, FINE, "还有 1 家未上报。仍要关账，请写明原因。"),
        (ReturnState.RETURNED, FINE, "还有 1 家未上报。仍要关账，请写明原因。"),
        (ReturnState.REPORTED, FINE, "还有 1 家未审核。仍要关账，请写明原因。"),
        (ReturnState.APPROVED, WRONG, "还有 1 处逻辑检查错误。仍要关账，请写明原因。"),
        (ReturnState.REPORTED, WRONG, "还有 1 家未审核、1 处逻辑检查错误。仍要关账，请写明原因。"),
    ],
)
def test_what_is_open_asks_for_a_reason(
    county: County,
    period: ReportingPeriod,
    figures_are: Callable[[Cube], None],
    state: str,
    made: Cube,
    said: str,
) -> None:
    figures_are(made)
    with everything("test"):
        put_state(period, ReturnState.APPROVED)
        put_state(period, state, union=county.mill)
    for note in ("", "  "):
        with pytest.raises(ValidationError) as refused:
            close(county, period, note)
        assert refused.value.message_dict == {"note": [said]}
        period.refresh_from_db()
        assert (period.state, period.editions.count()) == (PeriodState.OPEN, 0)
    assert close(county, period, " 厂已停产 ").closing_note == "厂已停产"


def test_a_period_is_closed_once(county: County, period: ReportingPeriod, figures_are: Callable[[Cube], None]) -> None:
    figures_are(FINE)
    close(county, period, "甲")
    with pytest.raises(Conflict):
        close(county, period, "甲")
    period.refresh_from_db()
    with pytest.raises(ValidationError, match="已关账"):
        close(county, period, "甲")


def test_a_correction_is_a_new_edition_with_the_reason(
    county: County, period: ReportingPeriod, figures_are: Callable[[Cube], None]
) -> None:
    officer = county["county_officer"]
    figures_are(FINE)
    first = close(county, period, "甲")
    period.refresh_from_db()
    with acting_as(officer):
        with pytest.raises(ValidationError, match="请写明更正理由"):
            periods.correct(actor=officer, obj=period, version=period.version, reason=" ")
        period = periods.correct(actor=officer, obj=period, version=period.version, reason="漏报一场大赛")
        with pytest.raises(ValidationError, match="没有关账"):
            periods.correct(actor=officer, obj=period, version=period.version, reason="再改")
        assert editions.edition_of(period) == first
    figures_are(WRONG)
    second = close(county, period, "甲")
    period.refresh_from_db()
    assert (second.number, second.reason, period.correcting) == (2, "漏报一场大赛", "")
    assert as_json(editions.cube_in(first)) == as_json(FINE)
    assert editions.edition_of(period) == second


def test_what_a_correction_changes_is_listed() -> None:
    before = cube([definition("A"), definition("B")], {1: {"A": entered(5), "B": entered(1)}})
    after = cube([definition("A"), definition("C")], {1: {"A": entered(6)}, 2: {"C": entered(2)}})
    assert periods.differences(before, after) == [(1, "A", 5, 6), (2, "C", None, 2)]
    assert periods.differences(before, before) == []


# --- and nothing changes it any more ----------------------------------------------------------------------------------
def test_a_closed_period_is_byte_for_byte_the_same_whatever_happens_later(county: County) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        period = open_2014(officer)
        figures.enter(
            actor=officer, period=period, union=county.federation, code="F10", value=Decimal(16000), source="大赛台账"
        )
        cubes_before = as_json(cubes.cube_of(period))
        edition = periods.close(actor=officer, obj=period, version=period.version, note="测试")
        period.refresh_from_db()
        frozen = editions.verify(edition)
        assert as_json(cubes.cube_of(period)) == cubes_before == frozen.decode()

        tree.rename(actor=officer, obj=county.plant, name="建德市白沙新材料有限公司工会", day=date(2014, 7, 1))
        transfers.agree(actor=officer, obj=transfers.ask_out(actor=officer, obj=county.member, to_union=county.quarry))
        standing.withdraw(actor=officer, obj=county.quarryman, day=date(2014, 8, 1), reason="退会")
        tree.merge(actor=officer, obj=county.school, into=county.quarry, day=date(2014, 9, 1))
        county.records["shells"].delete()
        Membership.objects.filter(member=county.record("transfers").member)._raw_delete("default")

        assert as_json(cubes.cube_of(period)) == cubes_before
        again = period.editions.get()
        assert (again.digest, bytes(again.content)) == (edition.digest, bytes(edition.content))
        assert editions.verify(again) == frozen
        # and the records themselves do tell of it, or this would prove nothing
        assert as_json(cubes.counted(period)) != cubes_before


def test_an_entered_figure_of_a_closed_period_is_refused(
    county: County, period: ReportingPeriod, figures_are: Callable[[Cube], None]
) -> None:
    figures_are(FINE)
    officer = county["county_officer"]
    with everything("test"):
        figure = add_figure(period, county.plant)
    close(county, period, "甲")
    with acting_as(officer):
        for act in (
            lambda: figures.enter(
                actor=officer, period=period, union=county.mill, code="F10", value=Decimal(1), source="甲"
            ),
            lambda: figures.change_figure(actor=officer, obj=figure, version=1, value=Decimal(1)),
            lambda: figures.withdraw(actor=officer, obj=figure, version=1),
        ):
            with pytest.raises(ValidationError, match="2014 年已关账"):
                act()
        assert EnteredFigure.objects.get(pk=figure.pk).value == 40
