"""A case of each kind in any state: what tests/desk/cases/test_every_procedure.py walks the procedures with."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from competitions.choices import ProposalState
from competitions.models import Campaign, Proposal
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn
from members.choices import OPEN_TRANSFERS, ApplicationState
from members.models import MembershipApplication, Transfer
from tests.competitions.ideas import add_campaign, add_proposal
from tests.county import County, add_transfer


def nothing(state: str) -> dict[str, Any]:
    """The state brings no facts with it."""
    return {}


@dataclass(frozen=True)
class Example:
    """How a case of one kind comes to stand in a state.

    `make(county, state)` gives one that lies in the database, whoever sees it; `facts(state)` is what is written with a
    move to it, where the table's constraints ask for something.
    """

    make: Callable[[County, str], Any]
    facts: Callable[[str], dict[str, Any]] = nothing


EARLIER = "较早的一条"


def a_proposal(county: County, state: str) -> Proposal:
    """An idea of the mill that lies with its township, beside an earlier one it may be merged into."""
    campaign = Campaign.objects.first() or add_campaign(county.federation)
    earlier = Proposal.objects.filter(title=EARLIER).first() or add_proposal(county.quarry, campaign, title=EARLIER)
    successor = earlier if state == ProposalState.MERGED else None
    return add_proposal(county.mill, campaign, state, handler=county.xinanjiang, successor=successor)


def proposal_facts(state: str) -> dict[str, Any]:
    """The benefit that is verified, and what an idea is merged into."""
    if state == ProposalState.MERGED:
        return {"successor": Proposal.objects.get(title=EARLIER)}
    return {"verified_benefit": 100} if state == ProposalState.VERIFIED else {}


def an_application(county: County, state: str) -> MembershipApplication:
    """Somebody else's application than the one the county has."""
    return MembershipApplication.objects.create(
        union=county.plant,
        name="何芳",
        id_number="330182199203040043",
        phone="13900000004",
        employer_name="建德市白沙化工有限公司",
        consent_at=timezone.now(),
        code_digest=f"nobody's, {state}",
        state=state,
        **application_facts(state),
    )


def application_facts(state: str) -> dict[str, Any]:
    """What its constraints ask for."""
    return {"answer": "不在本单位工作"} if state == ApplicationState.REFUSED else {}


def a_transfer(county: County, state: str) -> Transfer:
    """The member of the plant goes to the mill."""
    return add_transfer(county.member, county.mill, state, **transfer_facts(state))


def transfer_facts(state: str) -> dict[str, Any]:
    """What its constraints ask for."""
    return {} if state in OPEN_TRANSFERS else {"decided_on": date(2014, 6, 20)}


# By the label of the model.
def a_return(county: County, state: str) -> StatisticalReturn:
    """The plant reports to its township for a year of its own."""
    period, _ = ReportingPeriod.objects.get_or_create(
        year=2012, first=date(2012, 1, 1), last=date(2012, 12, 31), due_on=date(2013, 1, 31)
    )
    return StatisticalReturn.objects.create(
        period=period,
        union=county.plant,
        union_name=county.plant.name,
        receiver=county.xinanjiang,
        receiver_name=county.xinanjiang.name,
        state=state,
        **return_facts(state),
    )


def return_facts(state: str) -> dict[str, Any]:
    """Who signs it."""
    return {"responsible": "徐芳", "preparer": "方敏"}


EXAMPLES: dict[str, Example] = {
    "members.MembershipApplication": Example(an_application, application_facts),
    "members.Transfer": Example(a_transfer, transfer_facts),
    "competitions.Proposal": Example(a_proposal, proposal_facts),
    "year_end.StatisticalReturn": Example(a_return, return_facts),
}
