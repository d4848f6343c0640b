"""What the one who had an idea does with the code."""

import pytest
from django.core.exceptions import ValidationError

from competitions.choices import ProposalState as S
from competitions.models import Proposal
from competitions.services import moving, visitors_side
from desk.vault.scope import everything
from tests.competitions.ideas import add_proposal
from tests.county import County

pytestmark = pytest.mark.usefixtures("whole_scope")


def test_an_idea_is_taken_back_until_it_was_reviewed(county: County) -> None:
    campaign = county.record("campaigns")
    assert visitors_side.withdraw(obj=add_proposal(county.plant, campaign), text="不用了").state == S.WITHDRAWN
    with pytest.raises(ValidationError, match="不能办理“本人撤回”"):
        visitors_side.withdraw(obj=add_proposal(county.plant, campaign, S.REVIEWED))


def test_a_word_of_the_author_makes_the_idea_unread(county: County) -> None:
    idea = add_proposal(county.plant, county.record("campaigns"), is_unread=False)
    entry = visitors_side.message(obj=idea, text="我补充一点。")
    assert (entry.by, entry.actor, entry.is_public, entry.text) == ("visitor", None, True, "我补充一点。")
    assert Proposal.objects.get(pk=idea.pk).is_unread
    with pytest.raises(ValidationError, match="已经办结"):
        visitors_side.message(obj=add_proposal(county.plant, county.record("campaigns"), S.ARCHIVED), text="还有。")
    with pytest.raises(ValidationError, match="1000"):
        visitors_side.message(obj=idea, text="长" * 1001)


def test_after_a_merge_the_author_reads_on_with_the_other_idea_but_not_the_other_authors_words(county: County) -> None:
    campaign, officer = county.record("campaigns"), county["county_officer"]
    other, idea = add_proposal(county.quarry, campaign, S.SCREENED), add_proposal(county.plant, campaign)
    visitors_side.message(obj=other, text="我自己的事。")
    idea = moving.merge(actor=officer, obj=idea, successor=other, text="与较早的一条相同。")
    moving.move(actor=officer, obj=other, slug="accept", text="已受理。")
    visitors_side.message(obj=other, text="别人的话。")
    visitors_side.message(obj=idea, text="我也有同样的情况。")
    assert [entry.text for entry in visitors_side.told_to(idea)] == [
        "与较早的一条相同。",
        "我也有同样的情况。",
        "已受理。",
    ]
    with everything("test"):
        assert Proposal.objects.get(pk=other.pk).is_unread
    assert idea.followed == other
