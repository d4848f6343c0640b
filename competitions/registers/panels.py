"""What stands beside the facts of an idea: where it is on its way, its score sheets, what was merged, its award."""

from typing import Any

from competitions.choices import ProposalState
from competitions.models import Proposal
from competitions.services import certificates
from desk.cases.register import FILES, TIMELINE
from desk.registers.parts import Panel
from unions.models import User

WAY = (
    ("征集", (ProposalState.NEW,)),
    ("受理", (ProposalState.SCREENED, ProposalState.ACCEPTED)),
    ("评审", (ProposalState.ASSIGNED, ProposalState.REVIEWED)),
    ("采纳", (ProposalState.ADOPTED,)),
    ("实施", (ProposalState.IMPLEMENTING,)),
    ("核定效益", (ProposalState.VERIFIED,)),
    ("奖励", (ProposalState.REWARDED, ProposalState.ARCHIVED)),
)
# Where the way ends before its end: at which of its steps.
STOPPED = {ProposalState.REFUSED: 1, ProposalState.NOT_ADOPTED: 3, ProposalState.WITHDRAWN: 1, ProposalState.MERGED: 1}


def _steps(proposal: Proposal, user: User) -> dict[str, Any]:
    return {"steps": way_of(proposal)}


def way_of(proposal: Proposal) -> list[dict[str, str]]:
    """The steps of the way, each done, now, still to do, or the one at which it ended."""
    state = ProposalState(proposal.state)
    if state == ProposalState.ARCHIVED and not proposal.is_adopted:
        state = ProposalState.NOT_ADOPTED
    here = STOPPED.get(state) or next(i for i, (_, states) in enumerate(WAY) if state in states)
    ended = state in STOPPED or state in (ProposalState.REWARDED, ProposalState.ARCHIVED)
    steps = []
    for i, (label, _) in enumerate(WAY):
        mark = "done" if i < here or (i == here and ended) else "now" if i == here else "todo"
        steps.append({"label": label, "state": mark, "note": ""})
    if state in STOPPED:
        steps[here] = {"label": str(state.label), "state": "stopped", "note": ""}
        del steps[here + 1 :]
    return steps


def _sheets(proposal: Proposal, user: User) -> dict[str, Any]:
    sheets = list(proposal.reviews.select_related("reviewer"))
    mean = sum(sheet.total for sheet in sheets) / len(sheets) if sheets else None
    return {"sheets": sheets, "mean": mean, "proposal": proposal}


def _merged(proposal: Proposal, user: User) -> dict[str, Any]:
    seen = Proposal.objects.visible_to(user)
    followed = seen.filter(pk=proposal.successor_id).first() if proposal.successor_id else None
    return {"followed": followed, "merged": seen.filter(successor=proposal)}


def _award(proposal: Proposal, user: User) -> dict[str, Any]:
    may_print = user.has_perm("competitions.print_proposal", proposal)
    award = getattr(proposal, "award", None)
    return {"proposal": proposal, "award": award, "may_print": may_print, "why_not": certificates.why_not(proposal)}


PANELS = (
    Panel("steps", "进度", "members/panels/steps.html", _steps),
    Panel("scores", "评分", "competitions/panels/scores.html", _sheets),
    TIMELINE,
    FILES,
    Panel("merged", "并案", "competitions/panels/merged.html", _merged, place="aside"),
    Panel("award", "奖励", "competitions/panels/award.html", _award, place="aside"),
)
