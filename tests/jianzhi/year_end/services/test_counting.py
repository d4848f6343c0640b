"""Figures are counted by the tree and the memberships of their own days, in one pass over each table."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from competitions.choices import ProposalState
from competitions.models import Award, Proposal
from desk.registers.dated import span
from desk.registers.indicators import Span
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.services.counting import added_up, count
from jianzhi.year_end.services.tree import Standings
from members.choices import Began, Ended
from members.models import Member, Membership
from tests.competitions.ideas import add_proposal
from tests.county import County, add_base, add_member
from unions.models import UnionOrg
from unions.services import tree

Y2013, Y2014 = Span(date(2013, 1, 1), date(2013, 12, 31)), Span(date(2014, 1, 1), date(2014, 12, 31))
Y2015 = Span(date(2015, 1, 1), date(2015, 12, 31))


def figures(code: str, year: Span, *unions: UnionOrg) -> list[Decimal]:
    """The figure of each of `unions` in a year; nought for one that has none."""
    (indicator,) = (each for each in indicators(2014) if each.code == code)
    with everything("test"):
        (tallies,) = count([indicator], year)
        nodes = Standings().tree(year, tallies[code].records.keys())
        found = added_up(nodes, indicator, tallies[code]).values
    return [found.get(union.pk, Decimal()) for union in unions]


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_current_timezone())


def idea(union: UnionOrg, county: County, when: datetime, state: str = ProposalState.NEW, **facts: Any) -> Proposal:
    with everything("test"):
        return add_proposal(union, county.record("campaigns"), state, submitted_at=when, **facts)


def pass_on(county: County, to: UnionOrg, day: date) -> None:
    """陈晓燕 goes on to another union on `day`."""
    with everything("test"):
        last = Membership.objects.get(member=county.member, held__upper_inf=True)
        last.held, last.ended = span(last.first_day, day - timedelta(days=1)), Ended.TRANSFERRED
        last.save()
        Member.objects.filter(pk=county.member.pk).update(union=to, employer=None)
        Membership.objects.create(
            union=to, member=county.member, held=span(day), began=Began.TRANSFERRED, predecessor=last
        )


@pytest.fixture
def officer(county: County) -> Any:
    return county["county_officer"]


@pytest.fixture
def act(officer: Any) -> Callable[..., Any]:
    """A verb of the tree, done by the county officer."""

    def done(verb: Callable[..., Any], **told: Any) -> Any:
        with everything("test"):
            return verb(actor=officer, **told)

    return done


class TestTransfers:
    def test_a_member_counts_where_they_were_on_the_last_day(self, county: County) -> None:
        pass_on(county, county.quarry, date(2014, 7, 1))
        places = (county.federation, county.plant, county.quarry)
        assert figures("M01", Y2013, *places) == [4, 3, 1]
        assert figures("M01", Y2014, *places) == [4, 2, 2]

    def test_one_who_was_at_two_unions_counts_once_above_both(self, county: County) -> None:
        pass_on(county, county.quarry, date(2014, 7, 1))
        places = (county.federation, county.xinanjiang, county.plant, county.meicheng, county.quarry)
        assert figures("M07", Y2014, *places) == [4, 3, 3, 2, 2]

    def test_one_who_comes_back_counts_once_at_the_union_too(self, county: County) -> None:
        pass_on(county, county.quarry, date(2014, 3, 1))
        pass_on(county, county.plant, date(2014, 6, 1))
        assert figures("M07", Y2014, county.federation, county.plant, county.quarry) == [4, 3, 2]

    def test_a_transfer_is_no_new_member_and_counts_as_one_that_came_in(self, county: County) -> None:
        pass_on(county, county.quarry, date(2014, 7, 1))
        assert figures("F55", Y2014, county.federation) == [0]
        assert figures("M05", Y2014, county.federation, county.quarry, county.plant) == [1, 1, 0]

    def test_one_who_left_counts_on_the_last_day_of_membership(self, county: County) -> None:
        with everything("test"):
            row = Membership.objects.get(member=county.member)
            row.held, row.ended = span(row.first_day, date(2014, 12, 31)), Ended.WITHDRAWN
            row.save()
        assert figures("M06", Y2014, county.federation) == [1]
        assert figures("M06", Y2015, county.federation) == [0]
        assert figures("M01", Y2014, county.plant) == [3]
        assert figures("M01", Y2015, county.plant) == [2]


class TestUnionsThatChange:
    def test_a_moved_union_counts_where_it_stood_on_the_last_day(self, county: County, act: Any) -> None:
        idea(county.quarry, county, at(2014, 5, 4))
        places = (county.xinanjiang, county.meicheng, county.quarry)
        act(tree.move, obj=county.quarry, parent=county.xinanjiang, day=date(2015, 1, 1))
        assert figures("F01", Y2014, *places) == [0, 1, 1]
        assert figures("M01", Y2014, *places) == [3, 1, 1]
        assert figures("M01", Y2015, *places) == [4, 0, 1]

    def test_a_union_moved_on_the_last_day_takes_its_whole_year_along(self, county: County, act: Any) -> None:
        idea(county.quarry, county, at(2014, 5, 4))
        act(tree.move, obj=county.quarry, parent=county.xinanjiang, day=date(2014, 12, 31))
        assert figures("F01", Y2014, county.xinanjiang, county.meicheng) == [1, 0]

    def test_a_renamed_union_has_the_name_of_the_last_day(self, county: County, act: Any) -> None:
        act(tree.rename, obj=county.plant, name="建德市白沙新材料有限公司工会", day=date(2015, 1, 1))
        with everything("test"):
            names = [
                next(node.name for node in Standings().tree(year) if node.pk == county.plant.pk)
                for year in (Y2014, Y2015)
            ]
        assert names == ["建德市白沙化工有限公司工会", "建德市白沙新材料有限公司工会"]

    def test_what_a_merged_union_did_in_its_year_is_not_lost(self, county: County, act: Any) -> None:
        idea(county.mill, county, at(2014, 5, 4))
        act(tree.merge, obj=county.mill, into=county.plant, day=date(2014, 10, 1))
        assert figures("F01", Y2014, county.federation, county.xinanjiang, county.mill, county.plant) == [1, 1, 1, 0]
        assert figures("U01", Y2014, county.federation, county.mill) == [3, 0]
        assert figures("U03", Y2014, county.federation, county.mill) == [1, 1]
        assert figures("U01", Y2013, county.federation) == [4]
        with everything("test"):
            in_2014, in_2015 = ({node.pk: node.is_closed for node in Standings().tree(year)} for year in (Y2014, Y2015))
        assert in_2014[county.mill.pk] is True
        assert county.mill.pk not in in_2015

    def test_the_members_of_a_merged_union_are_at_the_other_one(self, county: County, act: Any) -> None:
        act(tree.merge, obj=county.quarry, into=county.mill, day=date(2014, 10, 1))
        assert figures("M01", Y2013, county.meicheng, county.xinanjiang) == [1, 3]
        assert figures("M01", Y2014, county.meicheng, county.xinanjiang, county.mill) == [0, 4, 1]
        assert figures("M07", Y2014, county.federation, county.meicheng, county.xinanjiang) == [4, 1, 4]

    def test_a_record_of_a_union_that_was_gone_counts_where_the_union_stood_last(
        self, county: County, act: Any
    ) -> None:
        golden = {"is_golden": True, "golden_year": 2014, "verified_benefit": Decimal(20_000)}
        days = {"decided_on": date(2014, 2, 1), "implement_from": date(2014, 2, 1), "implement_to": date(2014, 3, 1)}
        idea(county.mill, county, at(2013, 5, 4), ProposalState.REWARDED, **golden, **days)
        act(tree.merge, obj=county.mill, into=county.plant, day=date(2013, 10, 1))
        places = (county.federation, county.xinanjiang, county.mill)
        assert figures("F02", Y2014, *places) == [1, 1, 1]
        assert figures("K06", Y2014, *places) == [1, 1, 1]
        assert figures("K08", Y2014, *places) == [2, 2, 2]
        assert figures("F02", Y2013, *places) == [0, 0, 0]

    def test_a_new_union_is_counted_by_its_day(self, county: County) -> None:
        with everything("test"):
            add_base(county.meicheng, "建德市梅城食品厂工会", founded_on=date(2014, 12, 31))
        assert figures("F54", Y2014, county.federation, county.meicheng) == [1, 1]
        assert figures("F54", Y2013, county.federation) == [4]
        assert figures("U01", Y2014, county.federation) == [5]


def test_an_idea_of_the_last_minute_of_the_year_belongs_to_it(county: County) -> None:
    with everything("test"):
        Proposal.objects.all().delete()
    idea(county.plant, county, at(2013, 12, 31, 23))
    idea(county.plant, county, at(2014, 1, 1, 0))
    idea(county.plant, county, at(2014, 12, 31, 23), category="design")
    idea(county.plant, county, at(2015, 1, 1, 0))
    assert figures("F01", Y2014, county.federation) == [2]
    assert [figures(f"K0{n}", Y2014, county.federation)[0] for n in range(1, 6)] == [0, 1, 0, 0, 1]


def test_money_is_in_its_unit_and_has_as_many_records_as_there_were(county: County) -> None:
    rewarded = idea(county.mill, county, at(2014, 5, 4), ProposalState.REWARDED)
    with everything("test"):
        Award.objects.create(
            proposal=rewarded, level="first", amount=1500, certificate_no="JDJ1", awarded_on=date(2014, 9, 1)
        )
        (award,) = (each for each in indicators(2014) if each.code == "K09")
        (tallies,) = count([award], Y2014)
        found = added_up(Standings().tree(Y2014), award, tallies["K09"])
    for union in (county.mill, county.xinanjiang, county.federation):  # where the idea came from, and all above
        assert (found.values[union.pk], found.records[union.pk]) == (Decimal("0.15"), 1)
    assert county.plant.pk not in found.records


@pytest.mark.parametrize("unions", [1, 3])
def test_seven_queries_count_two_years_of_every_union(county: County, unions: int) -> None:
    """Five tables, and for the heads of which each counts once another one for each year."""
    with everything("test"):
        for number in range(unions):
            union = add_base(county.meicheng, f"建德市第{number}食品厂工会", founded_on=date(2014, 5, 4))
            add_member(union, "何平", f"33018219880807003{number}", joined_on=date(2014, 6, 1))
        with CaptureQueriesContext(connection) as asked:
            now, _ = count(indicators(2014), Y2014, Y2013)
    assert len(asked) == 7
    assert len(now["F54"].records) == unions


def test_the_scope_in_force_says_whose_records_count(county: County) -> None:
    (members,) = (each for each in indicators(2014) if each.code == "M01")
    with acting_as(county["other_base_officer"]):
        (tallies,) = count([members], Y2014)
    assert tallies["M01"].records == {county.quarry.pk: 1}
