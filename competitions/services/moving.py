"""The moves of an idea that staff make, each with what belongs to it.

An idea may lie with one union and belong to another, so who acts need not see both. The right is asked where the idea
lies (desk.cases.services.move); the rest is written in the whole.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from competitions.choices import UNDECIDED, ProposalState
from competitions.models import Proposal
from competitions.services.intake import county
from desk.cases import services as cases
from desk.vault.scope import everything
from unions.models import UnionOrg, User
from unions.services.saving import put

WHY = "金点子办理"
# Into these an idea may be merged: what was decided, too, for its progress is what the author will want to read.
FOLLOWED = (
    *UNDECIDED,
    ProposalState.REVIEWED,
    ProposalState.ADOPTED,
    ProposalState.IMPLEMENTING,
    ProposalState.VERIFIED,
    ProposalState.REWARDED,
)


def move(
    *, actor: User, obj: Proposal, slug: str, text: str = "", due_on: date | None = None, **facts: Any
) -> Proposal:
    """Makes the declared move `slug` (competitions/procedure.py), with `facts`. Raises PermissionDenied, ValidationError."""
    with everything(WHY):
        return cases.move(actor=actor, obj=obj, slug=slug, text=text, due_on=due_on, **facts)


def assign(
    *, actor: User, obj: Proposal, handler: UnionOrg, department: str = "", text: str = "", due_on: date | None = None
) -> Proposal:
    """交办: `handler` has it judged, by its `department`. Raises PermissionDenied, ValidationError."""
    return move(
        actor=actor,
        obj=obj,
        slug="assign",
        text=text,
        due_on=due_on,
        handler=handler,
        handler_name=handler.name,
        department=department,
    )


def send_back(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """退回 to the county federation, with the reason. Raises PermissionDenied, ValidationError."""
    return _back_in_the_county(actor=actor, obj=obj, slug="send_back", text=text)


def reopen(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """重新受理 what was turned down, with the reason, which the author reads. Raises PermissionDenied, ValidationError."""
    return _back_in_the_county(actor=actor, obj=obj, slug="reopen", text=text, decided_on=None)


def why_not_review(obj: Proposal, user: User) -> str:
    """Why the review is not over, for whoever asks; "" when it may be."""
    with everything(WHY):
        return "" if obj.reviews.exists() else "还没有评分表，请先评分。"


def why_not_decide(obj: Proposal, user: User) -> str:
    """Why `user` does not decide about the idea: a sheet says what its giver would decide. "" for all others."""
    with everything(WHY):
        has_scored = obj.reviews.filter(reviewer=user).exists()
    return "您给这条建议评过分，不能再决定是否采纳。评分表已保留，请交另一位同事决定。" if has_scored else ""


def review(*, actor: User, obj: Proposal, text: str = "") -> Proposal:
    """评审完毕: the score sheets are in. Raises PermissionDenied, ValidationError, also without any sheet."""
    if reason := why_not_review(obj, actor):
        raise ValidationError(reason)
    return move(actor=actor, obj=obj, slug="review", text=text)


def refuse(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """不予受理, with the reason, which the author reads. Raises PermissionDenied, ValidationError."""
    return move(actor=actor, obj=obj, slug="refuse", text=text, decided_on=timezone.localdate())


def adopt(*, actor: User, obj: Proposal, text: str = "") -> Proposal:
    """采纳, by somebody who had no part in the review. Raises PermissionDenied, ValidationError."""
    return _decide(actor=actor, obj=obj, slug="adopt", text=text)


def not_adopt(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """不采纳, with the reason, which the author reads (domain.md §3.10), as `adopt`. Raises what `adopt` raises."""
    return _decide(actor=actor, obj=obj, slug="not_adopt", text=text)


def start(*, actor: User, obj: Proposal, implement_from: date, text: str = "") -> Proposal:
    """开始实施 on the day `implement_from`. Raises PermissionDenied, ValidationError."""
    return move(actor=actor, obj=obj, slug="start", text=text, implement_from=implement_from)


def verify(*, actor: User, obj: Proposal, implement_to: date, verified_benefit: Decimal, text: str = "") -> Proposal:
    """核定效益: what it brought, in yuan, by somebody who did not put it into effect. Raises as `move` does."""
    return move(
        actor=actor, obj=obj, slug="verify", text=text, implement_to=implement_to, verified_benefit=verified_benefit
    )


@transaction.atomic
def merge(*, actor: User, obj: Proposal, successor: Proposal, text: str = "") -> Proposal:
    """并案: `obj` says the same as `successor`. Its author keeps the 查询码 and reads the other's progress from now on.

    What was merged into `obj` before goes along. Raises PermissionDenied, ValidationError.
    """
    if successor.pk == obj.pk or successor.state not in FOLLOWED:
        state = successor.get_state_display()
        raise ValidationError(
            {"successor": f"不能并入“{successor}”：须是另一条，且没有被拒绝、撤回或并案（现为{state}）。"}
        )
    with everything(WHY):
        merged = move(actor=actor, obj=obj, slug="merge", text=text, successor=successor)
        for earlier in obj.predecessors.all():
            put(earlier, successor=successor)
    return merged


def _decide(*, actor: User, obj: Proposal, slug: str, text: str) -> Proposal:
    """By somebody who did not score it. The database holds it too (NoReviewerDecides)."""
    if reason := why_not_decide(obj, actor):
        raise ValidationError(reason)
    return move(actor=actor, obj=obj, slug=slug, text=text, decided_on=timezone.localdate())


def _back_in_the_county(**step: Any) -> Proposal:
    with everything(WHY):
        home = county()
        return move(**step, handler=home, handler_name=home.name, department="")
