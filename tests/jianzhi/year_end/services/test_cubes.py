"""The cube of a period: counted and entered figures, last year's, targets; of a closed one what was sealed."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from competitions.models import Proposal
from desk.vault.scope import everything
from jianzhi.year_end.choices import Closeness, Origin, PeriodState
from jianzhi.year_end.exact import as_json, from_json
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, Target
from jianzhi.year_end.report import Cell, Cube
from jianzhi.year_end.services import editions
from jianzhi.year_end.services.cubes import cube_of
from members.models import Membership
from tests.competitions.ideas import add_proposal
from tests.county import County
from tests.jianzhi.year_end.services.test_counting import at
from unions.models import UnionOrg
from unions.services import tree


def add_period(year: int, **other: Any) -> ReportingPeriod:
    days = {"first": date(year, 1, 1), "last": date(year, 12, 31), "due_on": date(year + 1, 1, 15)}
    with everything("test"):
        return ReportingPeriod.objects.create(year=year, **{**days, **other})


def enter(period: ReportingPeriod, union: UnionOrg, code: str, value: str, **other: Any) -> EnteredFigure:
    with everything("test"):
        facts = {"source": "县总工会办公室", **other}
        return EnteredFigure.objects.create(period=period, union=union, code=code, value=Decimal(value), **facts)


def aim(period: ReportingPeriod, union: UnionOrg, code: str, value: int) -> None:
    with everything("test"):
        Target.objects.create(period=period, union=union, code=code, value=value)


def seal(period: ReportingPeriod, county: County) -> Cube:
    """Closes the books of `period`, past the checks."""
    with everything("test"):
        cube = cube_of(period)
        editions.freeze(actor=county["county_officer"], period=period, cube=cube)
        ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
        period.refresh_from_db()
    return cube


@pytest.fixture
def y2013(county: County) -> ReportingPeriod:
    return add_period(2013)


@pytest.fixture
def y2014(county: County) -> ReportingPeriod:
    return add_period(2014)


@pytest.fixture
def y2015(county: County) -> ReportingPeriod:
    return add_period(2015)


def cell(cube: Cube, union: UnionOrg, code: str) -> Cell:
    return cube.line(union.pk, code).cell


class TestCountedFigures:
    def test_a_figure_has_last_years_and_its_records(self, county: County, y2014: ReportingPeriod) -> None:
        found = cube_of(y2014)
        assert cell(found, county.federation, "M01") == Cell(Decimal(4), before=Decimal(4), evidence=4)
        assert cell(found, county.federation, "F54") == Cell(Decimal(0), before=Decimal(4), evidence=0)
        assert cell(found, county.meicheng, "M01") == Cell(Decimal(1), before=Decimal(1), evidence=1)

    def test_a_union_without_any_has_a_nought_and_no_cell(self, county: County, y2014: ReportingPeriod) -> None:
        found = cube_of(y2014)
        assert "M01" not in found.cells.get(county.school.pk, {})
        assert cell(found, county.school, "M01") == Cell(Decimal(0), before=Decimal(0), evidence=0)

    def test_of_a_year_without_a_register_nothing_is_known(self, county: County, y2014: ReportingPeriod) -> None:
        with everything("test"):
            Proposal.objects.all().delete()
            add_proposal(county.plant, county.record("campaigns"), submitted_at=at(2014, 5, 4))
        found = cube_of(y2014)
        assert cell(found, county.federation, "F01") == Cell(Decimal(1), evidence=1)
        assert cell(found, county.mill, "F01") == Cell(Decimal(0), evidence=0)
        assert found.line(county.federation.pk, "F01").before == "—"

    def test_a_share_is_worked_out_at_each_level(self, county: County, y2014: ReportingPeriod) -> None:
        with everything("test"):
            women = Membership.objects.on(date(2014, 12, 31)).valid().filter(member__gender="2").count()
        found = cube_of(y2014)
        assert women == 1
        assert cell(found, county.federation, "M04").value == Decimal("25.0000")
        assert cell(found, county.plant, "M04").value == Decimal("33.3333")
        assert found.line(county.plant.pk, "M04").printed == "33.3"
        assert cell(found, county.school, "M04").value is None

    def test_it_goes_into_json_and_comes_back_the_same(self, county: County, y2014: ReportingPeriod) -> None:
        enter(
            y2014, county.federation, "F10", "16000", closeness=Closeness.MORE, wording="16000余人次", is_doubtful=True
        )
        found = cube_of(y2014)
        again = from_json(as_json(found))
        assert as_json(again) == as_json(found)
        assert again.lines(county.federation.pk) == found.lines(county.federation.pk)


class TestEnteredFigures:
    def test_those_of_the_unions_below_are_added(self, county: County, y2014: ReportingPeriod) -> None:
        enter(y2014, county.plant, "F35", "1.25")
        enter(y2014, county.mill, "F35", "0.50")
        enter(y2014, county.quarry, "F35", "2", closeness=Closeness.MORE)
        found = cube_of(y2014)
        values = [cell(found, u, "F35").value for u in (county.federation, county.xinanjiang, county.meicheng)]
        assert values == [Decimal("3.75"), Decimal("1.75"), Decimal(2)]
        town, whole = cell(found, county.xinanjiang, "F35"), cell(found, county.federation, "F35")
        assert (town.origin, town.source, town.closeness) == (Origin.ENTERED, "由 2 家下级工会填报数汇总", "")
        assert (whole.source, whole.closeness) == ("由 2 家下级工会填报数汇总", Closeness.ABOUT)

    def test_one_entered_at_a_federation_stands_for_its_branch(self, county: County, y2014: ReportingPeriod) -> None:
        enter(y2014, county.plant, "F35", "1.25")
        enter(y2014, county.xinanjiang, "F35", "9", wording="9万元", basis="账册")
        enter(y2014, county.quarry, "F35", "2")
        found = cube_of(y2014)
        assert cell(found, county.federation, "F35").value == Decimal(11)
        own = cell(found, county.xinanjiang, "F35")
        assert (own.value, own.wording, own.basis) == (Decimal(9), "9万元", "账册")

    def test_a_rate_is_everybodys_own(self, county: County, y2014: ReportingPeriod) -> None:
        enter(y2014, county.plant, "F26", "86")
        found = cube_of(y2014)
        assert [cell(found, u, "F26").value for u in (county.plant, county.xinanjiang)] == [Decimal(86), None]

    def test_what_nobody_entered_is_not_known(self, county: County, y2014: ReportingPeriod) -> None:
        assert cell(cube_of(y2014), county.federation, "F10") == Cell(None, Origin.ENTERED)

    def test_last_years_was_entered_last_year(
        self, county: County, y2013: ReportingPeriod, y2014: ReportingPeriod
    ) -> None:
        enter(y2013, county.plant, "F35", "4")
        enter(y2014, county.federation, "F35", "5")
        line = cube_of(y2014).line(county.federation.pk, "F35")
        assert (line.before, line.changed) == ("4", "+25.0%")
        assert cell(cube_of(y2014), county.plant, "F35").before == Decimal(4)

    def test_a_computed_figure_takes_no_entry(self, county: County, y2014: ReportingPeriod) -> None:
        enter(y2014, county.federation, "F54", "50")
        assert cell(cube_of(y2014), county.federation, "F54").value == Decimal(0)


class TestTargets:
    def test_a_target_stands_beside_its_figure(self, county: County, y2014: ReportingPeriod) -> None:
        aim(y2014, county.federation, "M01", 5)
        line = cube_of(y2014).line(county.federation.pk, "M01")
        assert (line.cell.target, line.progress) == (Decimal(5), Decimal("80.0"))

    def test_a_plan_is_the_target_of_the_year_after(
        self, county: County, y2014: ReportingPeriod, y2015: ReportingPeriod
    ) -> None:
        enter(y2014, county.federation, "F58", "40")
        enter(y2015, county.federation, "S01", "30")
        line = cube_of(y2015).line(county.federation.pk, "S01")
        assert (line.cell.target, line.progress) == (Decimal(40), Decimal("75.0"))
        aim(y2015, county.federation, "S01", 60)
        assert cube_of(y2015).line(county.federation.pk, "S01").progress == Decimal("50.0")


class TestAClosedPeriod:
    def test_later_changes_change_nothing_in_it(self, county: County, y2014: ReportingPeriod) -> None:
        sealed = as_json(seal(y2014, county))
        with everything("test"):
            tree.rename(actor=county["county_officer"], obj=county.plant, name="另一家工会", day=date(2014, 6, 1))
            tree.move(actor=county["county_officer"], obj=county.quarry, parent=county.xinanjiang, day=date(2014, 6, 1))
            Membership.objects.filter(union=county.quarry).delete()
        assert as_json(cube_of(y2014)) == sealed

    def test_last_years_figures_are_those_that_were_sealed(
        self, county: County, y2013: ReportingPeriod, y2014: ReportingPeriod
    ) -> None:
        seal(y2013, county)
        with everything("test"):
            Membership.objects.filter(union=county.quarry).delete()
        line = cube_of(y2014).line(county.federation.pk, "M01")
        assert (line.value, line.cell.before) == (Decimal(3), Decimal(4))

    def test_a_sealed_plan_is_the_target(self, county: County, y2014: ReportingPeriod, y2015: ReportingPeriod) -> None:
        enter(y2014, county.federation, "F60", "2000")
        seal(y2014, county)
        assert cell(cube_of(y2015), county.federation, "S03").target == Decimal(2000)


class TestABranch:
    def test_it_holds_nothing_of_others(self, county: County, y2014: ReportingPeriod) -> None:
        found = cube_of(y2014, head=county.xinanjiang.pk)
        assert {node.pk for node in found.nodes} == {county.xinanjiang.pk, county.plant.pk, county.mill.pk}
        assert set(found.cells) <= {node.pk for node in found.nodes}
        assert found.texts == {}
        assert found.head.pk == county.xinanjiang.pk

    def test_its_figures_are_those_of_the_whole(self, county: County, y2014: ReportingPeriod) -> None:
        whole, part = cube_of(y2014), cube_of(y2014, head=county.school.pk)
        assert part.lines(county.school.pk) == whole.lines(county.school.pk)

    def test_of_a_union_that_was_not_there_it_is_refused(self, county: County, y2014: ReportingPeriod) -> None:
        with pytest.raises(KeyError):
            cube_of(y2014, head=10**9)


@pytest.mark.parametrize("figures", [1, 3])
def test_a_cube_takes_as_many_queries_whatever_it_holds(
    county: County, y2014: ReportingPeriod, django_assert_num_queries: Any, figures: int
) -> None:
    for union in (county.plant, county.mill, county.quarry)[:figures]:
        enter(y2014, union, "F35", "1")
    cube_of(y2014)
    with django_assert_num_queries(17):
        cube_of(y2014)
