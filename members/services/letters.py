"""Whether a letter of introduction can be written for a transfer (会员组织关系接转介绍信)."""

from django.core.exceptions import ValidationError

from members.choices import TransferState
from members.models import Transfer
from unions.access import demand
from unions.models import User

# The union that is left has agreed: it asked itself, or the person has gone.
WRITTEN_IN = (TransferState.ASKED_IN, TransferState.DONE)


def why_not(transfer: Transfer) -> str:
    """Why there is no letter yet, in a sentence; "" when there is."""
    if transfer.state in WRITTEN_IN:
        return ""
    return f"这项接转现为“{transfer.get_state_display()}”，转出工会同意后才有介绍信。"


def check_letter(*, actor: User, obj: Transfer) -> Transfer:
    """Raises PermissionDenied, and ValidationError when there is no letter for `obj`."""
    demand(actor, "members.print_transfer", obj)
    if said := why_not(obj):
        raise ValidationError(said)
    return obj
