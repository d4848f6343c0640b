"""评分: each reviewer fills in a sheet of their own. Nobody gives points to an idea of theirs."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from competitions.choices import ProposalState
from competitions.models import Criterion, Proposal, Review
from competitions.procedure import REVIEW
from desk.cases.place import Place
from desk.registers.versions import claim
from desk.vault.scope import everything
from unions.models import User
from unions.services.saving import add, put

WHY = "金点子评分"
HUNDREDTH = Decimal("0.01")


@transaction.atomic
def score(*, actor: User, obj: Proposal, points: Mapping[int, int], comment: str = "") -> Review:
    """Fills in `actor`'s sheet for the idea, or fills it in anew; `points` by the key of the criterion.

    Raises PermissionDenied; ValidationError when it is not being reviewed, is the actor's own, or a criterion is left
    out or given more than there is.
    """
    if not actor.has_perm(REVIEW, Place(obj, "handler")):
        raise PermissionDenied(f"{REVIEW} is not held at the handler")
    with everything(WHY):
        proposal = claim(obj)
        if reason := why_not(proposal, actor):
            raise ValidationError(reason)
        scores = _scores(proposal.campaign.criteria.all(), points)
        answers = {
            "scores": scores,
            "total": total_of(scores),
            "comment": comment.strip(),
            "reviewed_at": timezone.now(),
        }
        sheet = proposal.reviews.filter(reviewer=actor).first()
        return put(sheet, **answers) if sheet else add(Review(proposal=proposal, reviewer=actor, **answers))


def why_not(proposal: Proposal, user: User) -> str:
    """Why `user` cannot give points to this idea, though the right is held; "" when it is open."""
    if proposal.state != ProposalState.ASSIGNED:
        return f"现为“{proposal.get_state_display()}”，不在评审。"
    if is_own(user, proposal):
        return "这是您自己提的建议，请由其他评审人评分。"
    return "" if proposal.campaign.criteria.exists() else "这次活动还没有评分标准，请主办工会先填写。"


def is_own(actor: User, proposal: Proposal) -> bool:
    """Whether `actor` had the idea, or a part in it: by name, or by the telephone left for notices."""
    return actor.full_name in proposal.people or bool(actor.phone and actor.phone == proposal.phone)


def total_of(scores: Iterable[Mapping[str, Any]]) -> Decimal:
    """The mean of the shares reached, by weight, out of a hundred.

    >>> total_of([{"weight": 3, "most": 10, "points": 8}, {"weight": 1, "most": 20, "points": 10}])
    Decimal('72.50')
    """
    rows = list(scores)
    reached = sum(Decimal(row["weight"]) * row["points"] / row["most"] for row in rows)
    return (100 * reached / sum(row["weight"] for row in rows)).quantize(HUNDREDTH, ROUND_HALF_UP)


def _scores(criteria: Iterable[Criterion], points: Mapping[int, int]) -> list[dict[str, Any]]:
    scores = []
    for criterion in criteria:
        given = points.get(criterion.pk)
        if given is None or not 0 <= given <= criterion.most:
            raise ValidationError(f"“{criterion}”请打 0 到 {criterion.most} 分。")
        scores.append({f: getattr(criterion, f) for f in ("title", "weight", "most")} | {"points": given})
    return scores
