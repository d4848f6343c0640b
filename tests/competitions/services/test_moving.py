"""The moves of staff: who may make them, where the idea then lies, and who is told."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from competitions.choices import ProposalState as S
from competitions.models import Proposal, ProposalEntry
from competitions.services import honouring, moving, reviewing
from desk.cases import services as cases
from desk.notices.models import Notice
from desk.vault.scope import acting_as, everything
from tests.competitions.ideas import add_proposal
from tests.county import County
from unions.models import User


def idea(county: County, state: str = S.NEW, **fields: object) -> Proposal:
    with everything("test"):
        return add_proposal(county.plant, county.record("campaigns"), state, **fields)  # type: ignore[arg-type]  # fields of any kind


def points(proposal: Proposal) -> dict[int, int]:
    with everything("test"):
        return {row.pk: row.most // 2 for row in proposal.campaign.criteria.all()}


def test_an_idea_goes_from_the_public_page_to_an_award(county: County) -> None:
    officer, town = county["county_officer"], county["town_officer"]
    other = _second_officer(county)
    today = timezone.localdate()
    case = idea(county)
    with acting_as(officer):
        case = moving.move(actor=officer, obj=case, slug="screen")
        case = moving.move(actor=officer, obj=case, slug="accept", text="已受理。")
        case = moving.assign(actor=officer, obj=case, handler=county.xinanjiang, department="技术科", due_on=today)
    assert (case.handler_name, case.department, case.due_on) == ("建德市新安江街道总工会", "技术科", today)
    with acting_as(town):
        reviewing.score(actor=town, obj=case, points=points(case))
        case = moving.review(actor=town, obj=case, text="可行")
    with acting_as(officer):
        case = moving.adopt(actor=officer, obj=case, text="采纳。")
    with acting_as(town):
        case = moving.start(actor=town, obj=case, implement_from=date(2014, 5, 1))
    with acting_as(other):
        case = moving.verify(
            actor=other, obj=case, implement_to=date(2014, 6, 1), verified_benefit=Decimal("36000"), text="属实。"
        )
        case = honouring.reward(actor=other, obj=case, level="first", amount=Decimal(1000), awarded_on=date(2014, 7, 1))
        case = moving.move(actor=other, obj=case, slug="archive")
    with everything("test"):
        case = Proposal.objects.get(pk=case.pk)
        assert (case.state, case.decided_on, case.verified_benefit, case.is_adopted) == ("archived", today, 36000, True)
        assert (case.award.certificate_no, case.award.level) == ("JDJ20140001", "first")
        assert [entry.move for entry in case.entries.all()] == [
            "screen", "accept", "assign", "review", "adopt", "start", "verify", "reward", "archive",
        ]  # fmt: skip


def _second_officer(county: County) -> User:
    from tests.county import add_person

    with everything("test"):
        return add_person("second_officer", "county_officer", county.federation, "童远")


def test_only_who_holds_the_right_where_the_idea_lies_moves_it(county: County) -> None:
    case = idea(county)
    for name in ("town_officer", "base_officer", "county_leader", "auditor", "stranger"):
        with acting_as(county[name]), pytest.raises(PermissionDenied):
            moving.move(actor=county[name], obj=case, slug="screen")
    there = idea(county, S.ASSIGNED, handler=county.meicheng)
    with acting_as(county["town_officer"]), pytest.raises(PermissionDenied):
        moving.send_back(actor=county["town_officer"], obj=there, text="不归我们")


def test_a_union_far_from_the_author_deals_with_it_and_sends_it_back(county: County) -> None:
    """The quarry's officer sees nothing of the plant, but the idea that was sent there."""
    officer = county["other_base_officer"]
    case = idea(county, S.ASSIGNED, handler=county.quarry)
    with acting_as(officer):
        seen = Proposal.objects.visible_to(officer).get()
        assert seen.pk == case.pk
        moving.send_back(actor=officer, obj=seen, text="请交有技术力量的单位。")
        assert not Proposal.objects.visible_to(officer).exists()
    with everything("test"):
        assert Proposal.objects.get(pk=case.pk).handler == county.federation


def test_a_review_is_not_closed_without_a_sheet(county: County) -> None:
    town = county["town_officer"]
    case = idea(county, S.ASSIGNED, handler=county.xinanjiang)
    with acting_as(town), pytest.raises(ValidationError, match="还没有评分表"):
        moving.review(actor=town, obj=case)


def test_who_closed_the_review_does_not_decide(county: County) -> None:
    officer, other = county["county_officer"], _second_officer(county)
    case = idea(county, S.ASSIGNED)
    with acting_as(other):
        reviewing.score(actor=other, obj=case, points=points(case))
    with acting_as(officer):
        case = moving.review(actor=officer, obj=case)
        with pytest.raises(ValidationError, match="不能由同一人办理"):
            moving.adopt(actor=officer, obj=case)


@pytest.mark.parametrize("slug", ["adopt", "not_adopt"])
def test_who_gave_points_does_not_decide_and_the_database_holds_it_too(county: County, slug: str) -> None:
    town, officer, other = county["town_officer"], county["county_officer"], _second_officer(county)
    case = idea(county, S.ASSIGNED, handler=county.xinanjiang)
    for giver in (town, officer):
        with acting_as(giver):
            reviewing.score(actor=giver, obj=case, points=points(case))
    with acting_as(town):
        case = moving.review(actor=town, obj=case)
    with acting_as(officer), pytest.raises(ValidationError, match="评过分"):
        getattr(moving, slug)(actor=officer, obj=case, text="理由。")
    with everything("test"), pytest.raises(ValidationError, match="没有保存"):
        cases.move(actor=officer, obj=case, slug=slug, text="理由。")
    with acting_as(other):
        assert getattr(moving, slug)(actor=other, obj=case, text="理由。").state in ("adopted", "not_adopted")


@pytest.mark.parametrize("slug", ["refuse", "not_adopt"])
def test_whoever_turns_an_idea_down_says_why(county: County, slug: str) -> None:
    officer = county["county_officer"]
    case = idea(county, S.SCREENED if slug == "refuse" else S.REVIEWED)
    with acting_as(officer), pytest.raises(ValidationError, match="理由"):
        getattr(moving, slug)(actor=officer, obj=case, text=" ")


def test_an_idea_that_was_turned_down_can_be_taken_up_again(county: County) -> None:
    officer = county["county_officer"]
    case = idea(county, S.NOT_ADOPTED, handler=county.xinanjiang, decided_on=date(2014, 5, 1))
    with acting_as(officer):
        case = moving.reopen(actor=officer, obj=case, text="条件已经具备。")
    assert (case.state, case.handler_name, case.decided_on) == ("accepted", "建德市总工会", None)


def test_a_deadline_does_not_lie_in_the_past(county: County) -> None:
    officer, yesterday = county["county_officer"], timezone.localdate() - timedelta(days=1)
    with acting_as(officer), pytest.raises(ValidationError, match="不能早于今天"):
        moving.assign(actor=officer, obj=idea(county, S.ACCEPTED), handler=county.plant, due_on=yesterday)


class TestMerging:
    def test_what_was_merged_before_goes_along(self, county: County) -> None:
        officer = county["county_officer"]
        first, second, third = idea(county), idea(county), idea(county)
        with acting_as(officer):
            moving.merge(actor=officer, obj=first, successor=second)
            moving.merge(actor=officer, obj=second, successor=third)
        with everything("test"):
            assert {row.state for row in third.predecessors.all()} == {"merged"}
            assert set(third.predecessors.all()) == {first, second}

    @pytest.mark.parametrize("state", [S.WITHDRAWN, S.REFUSED, S.NOT_ADOPTED])
    def test_nothing_is_merged_into_what_leads_nowhere(self, county: County, state: str) -> None:
        officer, gone = county["county_officer"], idea(county, state)
        with acting_as(officer), pytest.raises(ValidationError, match="不能并入"):
            moving.merge(actor=officer, obj=idea(county), successor=gone)

    def test_an_idea_is_not_merged_into_itself(self, county: County) -> None:
        officer, case = county["county_officer"], idea(county)
        with acting_as(officer), pytest.raises(ValidationError, match="不能并入"):
            moving.merge(actor=officer, obj=case, successor=case)


class TestTelling:
    def told(self) -> set[tuple[str, str]]:
        return {(notice.channel, notice.address) for notice in Notice.objects.filter(topic="competitions.told")}

    def test_who_left_an_address_is_told_there_is_something_to_read(self, county: County) -> None:
        officer = county["county_officer"]
        case = idea(county, S.SCREENED, phone="13900000009", email="a@example.cn")
        with acting_as(officer):
            moving.move(actor=officer, obj=case, slug="accept", text="陈晓燕您好，已受理。")
        assert self.told() == {("sms", "13900000009"), ("mail", "a@example.cn")}
        text = Notice.objects.filter(topic="competitions.told")[0].text
        assert case.receipt_no in text
        assert "陈晓燕" not in text

    def test_a_step_inside_tells_nobody(self, county: County) -> None:
        officer = county["county_officer"]
        with acting_as(officer):
            moving.move(actor=officer, obj=idea(county, phone="13900000009"), slug="screen")
        assert self.told() == set()

    def test_the_authors_of_merged_ideas_are_told_as_well(self, county: County) -> None:
        officer = county["county_officer"]
        other, case = idea(county, S.SCREENED), idea(county, phone="13900000008")
        with acting_as(officer):
            moving.merge(actor=officer, obj=case, successor=other)
            moving.move(actor=officer, obj=other, slug="accept", text="已受理。")
        with everything("test"):
            accepted = ProposalEntry.objects.get(move="accept")
        assert Notice.objects.filter(key__startswith=str(accepted.pk)).count() == 1
        assert self.told() == {("sms", "13900000008")}
