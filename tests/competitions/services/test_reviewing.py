"""评分: own sheets, own ideas, and the mean."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from competitions.choices import ProposalState as S
from competitions.models import Criterion, Proposal, Review
from competitions.services import reviewing
from desk.vault.scope import acting_as, everything
from tests.competitions.ideas import add_proposal
from tests.county import County


@pytest.fixture
def idea(county: County) -> Proposal:
    """An idea of the plant that its township reviews."""
    with everything("test"):
        return add_proposal(county.plant, county.record("campaigns"), S.ASSIGNED, handler=county.xinanjiang)


def given(proposal: Proposal, *points: int) -> dict[int, int]:
    with everything("test"):
        return {row.pk: point for row, point in zip(proposal.campaign.criteria.all(), points, strict=True)}


def test_the_total_is_the_mean_of_the_shares_by_weight(county: County, idea: Proposal) -> None:
    town = county["town_officer"]
    with acting_as(town):
        # 30 parts of 9/10 and 70 parts of 10/20.
        sheet = reviewing.score(actor=town, obj=idea, points=given(idea, 9, 10), comment=" 可行 ")
    assert (sheet.total, sheet.comment) == (Decimal("62.00"), "可行")
    assert sheet.scores[0] == {"title": "创新性", "weight": 30, "most": 10, "points": 9}


def test_a_sheet_is_filled_in_anew_and_stays_one(county: County, idea: Proposal) -> None:
    town, officer = county["town_officer"], county["county_officer"]
    with acting_as(town):
        reviewing.score(actor=town, obj=idea, points=given(idea, 9, 10))
        reviewing.score(actor=town, obj=idea, points=given(idea, 10, 20))
    with acting_as(officer):
        reviewing.score(actor=officer, obj=idea, points=given(idea, 0, 0))
    with everything("test"):
        assert sorted(Review.objects.values_list("total", flat=True)) == [0, 100]


def test_criteria_that_change_later_do_not_change_a_sheet(county: County, idea: Proposal) -> None:
    town = county["town_officer"]
    with acting_as(town):
        sheet = reviewing.score(actor=town, obj=idea, points=given(idea, 9, 10))
    with everything("test"):
        Criterion.objects.update(most=5)
        assert Review.objects.get(pk=sheet.pk).total == 62


@pytest.mark.parametrize(
    "own",
    [{"name": "胡建"}, {"co_proposers": "方敏\n胡建"}, {"phone": "13900000077", "is_anonymous": True, "name": ""}],
    ids=["as the author", "as one of them", "by the telephone of an anonymous one"],
)
def test_nobody_gives_points_to_an_idea_of_theirs(county: County, own: dict[str, object]) -> None:
    town = county["town_officer"]
    town.phone = "13900000077"
    with everything("test"):
        mine = add_proposal(county.plant, county.record("campaigns"), S.ASSIGNED, handler=county.xinanjiang, **own)  # type: ignore[arg-type]  # fields of any kind
    with acting_as(town), pytest.raises(ValidationError, match="您自己提的"):
        reviewing.score(actor=town, obj=mine, points=given(mine, 1, 1))


def test_points_beyond_the_most_or_left_out_are_refused(county: County, idea: Proposal) -> None:
    town = county["town_officer"]
    first, second = given(idea, 0, 0)
    for points in ({first: 11, second: 1}, {first: -1, second: 1}, {first: 1}):
        with acting_as(town), pytest.raises(ValidationError, match="请打 0 到"):
            reviewing.score(actor=town, obj=idea, points=points)


def test_only_what_is_being_reviewed_is_given_points_and_only_at_its_handler(county: County, idea: Proposal) -> None:
    with everything("test"):
        decided = add_proposal(county.plant, county.record("campaigns"), S.ADOPTED, handler=county.xinanjiang)
    with acting_as(county["town_officer"]), pytest.raises(ValidationError, match="不在评审"):
        reviewing.score(actor=county["town_officer"], obj=decided, points=given(decided, 1, 1))
    for name in ("base_officer", "county_leader"):
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            reviewing.score(actor=county[name], obj=idea, points=given(idea, 1, 1))
