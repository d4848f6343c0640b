"""What the one who had an idea does about it afterwards, with the 查询码: adds something, or takes it back."""

from django.core.exceptions import ValidationError
from django.db import transaction

from competitions.models import Proposal, ProposalEntry
from desk.cases import services as cases
from desk.cases.choices import By
from desk.cases.models import CaseEntry
from desk.vault import history
from desk.vault.scope import everything

WHY = "建议人本人办理"
LONGEST = 1000


@transaction.atomic
def withdraw(*, obj: Proposal, text: str = "") -> Proposal:
    """Takes the idea back, while nobody has decided about it. Raises ValidationError."""
    with everything(WHY), history.unnamed(WHY):
        return cases.move(actor=None, obj=obj, slug="withdraw", text=text, by=By.VISITOR)


@transaction.atomic
def message(*, obj: Proposal, text: str) -> CaseEntry:
    """Adds a word to the idea. Staff see it as unread, or the one it was merged into. Raises ValidationError."""
    if len(text) > LONGEST:
        raise ValidationError({"text": f"请不要超过 {LONGEST} 个字。"})
    with everything(WHY), history.unnamed(WHY):
        followed = obj.followed
        if not followed.is_open:
            raise ValidationError("这条建议已经办结，不能再补充。可以另提一条新的。")
        entry = cases.message(obj=obj, text=text)
        Proposal.objects.filter(pk=followed.pk).update(is_unread=True)
        return entry


def told_to(obj: Proposal) -> list[ProposalEntry]:
    """What the one who had the idea may read of its file, in order; after a merge, also what is told of the other one.

    What people wrote about the other idea themselves is theirs. To be asked in the scope of everything.
    """
    own = list(obj.entries.filter(is_public=True))
    if obj.successor_id is None:
        return own
    followed = ProposalEntry.objects.filter(case=obj.successor_id, is_public=True, by=By.STAFF)
    return [*own, *followed.filter(at__gt=obj.state_since)]
