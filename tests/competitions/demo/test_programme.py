"""The ideas of the demo county: as many as the article says, in every state, and true to the procedure."""

from collections import defaultdict
from datetime import date

import pytest
from django.db.models import F

from competitions import indicators
from competitions.choices import ProposalState
from competitions.models import Award, Campaign, Proposal, ProposalEntry, Review
from competitions.procedure import PROCEDURE
from desk.cases.choices import EntryKind
from unions.models import UnionOrg

FIRST, LAST = date(2014, 1, 1), date(2014, 12, 31)

pytestmark = pytest.mark.usefixtures("demo_county")


def test_2291_were_collected_in_2014_and_five_of_them_are_golden_and_published() -> None:
    county = UnionOrg.objects.get(parent=None)
    assert indicators.collected(county, FIRST, LAST).count() == 2_291
    golden = indicators.golden(county, 2014)
    assert (golden.count(), golden.published().count()) == (5, 5)
    assert Award.objects.filter(proposal__in=golden, level="special").count() == 5


def test_there_are_some_in_every_state_of_three_campaigns() -> None:
    of_2014 = Proposal.objects.submitted_in(FIRST, LAST)
    assert set(of_2014.values_list("state", flat=True)) == set(ProposalState.values)
    assert Campaign.objects.filter(title="我为建德创业再出发献一计 2014").exists()
    assert Campaign.objects.count() == 3
    assert Campaign.objects.open_on(date(2026, 11, 20)).count() == 1


def test_every_idea_walked_by_declared_moves_to_where_it_stands() -> None:
    moved: defaultdict[object, list[ProposalEntry]] = defaultdict(list)
    for entry in ProposalEntry.objects.filter(kind=EntryKind.MOVED).defer("text").order_by("case_version"):
        moved[entry.case_id].append(entry)
    passages = set(PROCEDURE.passages())
    for idea in Proposal.objects.all():
        state, last = "new", idea.submitted_at
        for number, entry in enumerate(moved[idea.pk], 2):
            assert (entry.move, entry.from_state, entry.to_state) in passages
            assert (entry.from_state, entry.case_version) == (state, number)
            assert entry.at > last
            state, last = entry.to_state, entry.at
        assert (idea.state, idea.version, idea.state_since) == (state, len(moved[idea.pk]) + 1, last)


def test_nobody_sits_on_both_sides_of_four_eyes() -> None:
    for move in PROCEDURE.moves:
        for other in move.not_by:
            both = ProposalEntry.objects.filter(
                move=move.slug, case__entries__move=other, case__entries__actor=F("actor")
            )
            assert not both.exists()


def test_what_is_said_is_said_in_many_ways_and_nothing_is_left_unfilled() -> None:
    ideas = list(Proposal.objects.values_list("title", "problem", "measure", "expected_benefit"))
    assert len(set(ideas)) == len(ideas)
    assert len({title for title, *_ in ideas}) > 1_200
    assert not any("{" in text for idea in ideas for text in idea)
    assert Review.objects.count() > 3_000


def test_what_waits_today_is_not_late() -> None:
    fresh = Proposal.objects.filter(submitted_at__year=2026)
    assert fresh.count() == 10
    assert not fresh.filter(due_on__lt=date(2026, 11, 20)).exists()
