"""The figures of the programme, counted by hand beside."""

from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from competitions import indicators
from competitions.choices import ProposalState as S
from competitions.models import Award, Proposal
from desk.vault.scope import everything
from tests.competitions.ideas import add_proposal
from tests.county import County

FIRST, LAST = date(2014, 1, 1), date(2014, 12, 31)


def at(year: int, month: int, day: int, hour: int = 12) -> datetime:
    return datetime(year, month, day, hour, tzinfo=timezone.get_current_timezone())


@pytest.fixture
def year(county: County) -> County:
    """Five ideas of 2014, and one handed in an hour before it and one after it."""
    with everything("test"):
        Proposal.objects.all().delete()
        campaign = county.record("campaigns")

        def add(union: Any, when: datetime, state: str = S.NEW, **fields: Any) -> Proposal:
            return add_proposal(union, campaign, state, submitted_at=when, **fields)

        add(county.plant, at(2013, 12, 31, 23))
        add(county.plant, at(2015, 1, 1, 0))
        add(county.plant, at(2014, 1, 1, 0), employer=county.chemical_works, co_proposers="方敏\n王伟")
        add(county.plant, at(2014, 12, 31, 23), S.WITHDRAWN)
        add(county.mill, at(2014, 5, 4), S.ADOPTED, category="design", is_anonymous=True)
        golden = {"is_golden": True, "golden_year": 2014, "category": "design"}
        rewarded = add(county.quarry, at(2014, 5, 4), S.REWARDED, handler=county.xinanjiang, **golden)
        Award.objects.create(
            proposal=rewarded, level="first", amount=1000, certificate_no="JDJ20140001", awarded_on=date(2014, 9, 1)
        )
        add(county.federation, at(2014, 5, 4), S.ARCHIVED, name="方敏", verified_benefit=Decimal("0"))
    return county


def figures(line: indicators.Line) -> tuple[int, int, int, int, int]:
    return line.collected, line.adopted, line.implemented, line.golden, int(line.benefit)


def test_the_ideas_of_a_year_are_counted_by_the_days_of_this_country(year: County) -> None:
    with everything("test"):
        ideas = indicators.collected(year.federation, FIRST, LAST)
        assert figures(indicators.whole(ideas)) == (5, 3, 2, 1, 5000)
        assert indicators.golden(year.federation, 2014).count() == 1
        assert indicators.golden(year.federation, 2013).count() == 0
        assert indicators.prizes(year.federation, FIRST, LAST) == 1000
        assert indicators.prizes(year.federation, FIRST, date(2014, 8, 31)) == 0


def test_an_idea_counts_where_it_came_from_and_not_where_it_lies(year: County) -> None:
    with everything("test"):
        assert figures(indicators.whole(indicators.collected(year.xinanjiang, FIRST, LAST))) == (3, 1, 0, 0, 0)
        assert figures(indicators.whole(indicators.collected(year.meicheng, FIRST, LAST))) == (1, 1, 1, 1, 5000)
        lines = indicators.by_township(indicators.collected(year.federation, FIRST, LAST), year.federation)
    assert {line.label: line.collected for line in lines} == {
        "建德市新安江街道总工会": 3,
        "建德市梅城镇总工会": 1,
        "建德市总工会": 1,
    }


def test_each_category_and_industry_has_a_line(year: County) -> None:
    with everything("test"):
        ideas = indicators.collected(year.federation, FIRST, LAST)
        categories = {line.label: line.collected for line in indicators.by_category(ideas)}
        industries = {line.label: line.collected for line in indicators.by_industry(ideas)}
    assert categories == {"小建议": 0, "小革新": 3, "小发明": 0, "小改造": 0, "小设计": 2}
    assert industries == {"制造业": 1, "未填单位": 4}


def test_who_took_part_counts_once_in_a_union_and_an_unnamed_one_for_one(year: County) -> None:
    """陈晓燕 twice at the plant and once at the quarry, 方敏 at the plant and at the county, 王伟, and one unnamed."""
    with everything("test"):
        found = indicators.participation(indicators.collected(year.federation, FIRST, LAST), year.federation, LAST)
        nobody = indicators.Participation(0, 0)
    assert (found.people, found.members) == (6, 4)
    assert (found.per_hundred, nobody.per_hundred) == (Decimal("150.00"), None)


def test_the_page_shows_the_figures_of_the_own_branch(year: County, sign_in: Callable[..., Client]) -> None:
    pages = {
        name: sign_in(year[name]).get("/proposals/statistics/?year=2014").content.decode()
        for name in ("county_officer", "other_base_officer")
    }
    assert '<span class="figure-value">5<small>条' in pages["county_officer"]
    assert '<span class="figure-value">1<small>条' in pages["other_base_officer"]
    client = sign_in(year["county_officer"])
    assert [client.get(f"/proposals/statistics/?year={asked}").status_code for asked in ("2012", "x", "2013")] == [
        404,
        404,
        200,
    ]
