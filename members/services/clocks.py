"""The thirty days of a transfer, as a lamp."""

from typing import NamedTuple

from django.utils import timezone

from members.choices import OPEN_TRANSFERS
from members.models import Transfer

SOON = 7  # days


class Lamp(NamedTuple):
    """What templates/desk/parts/lamp.html shows: a colour, which it says in a word too, and how long."""

    tone: str
    note: str


def days_left(transfer: Transfer) -> str:
    """How long there is to answer, in words; "" when there is nothing to answer. The last day is one of them."""
    days = _days(transfer)
    if days is None:
        return ""
    if days < 0:
        return f"已超期 {-days} 天"
    return f"还有 {days} 天" if days else "今天到期"


def lamp(transfer: Transfer) -> Lamp | None:
    """The lamp of a transfer that waits for an answer; None for one that does not."""
    days = _days(transfer)
    if days is None:
        return None
    return Lamp("red" if days < 0 else "amber" if days <= SOON else "green", days_left(transfer))


def _days(transfer: Transfer) -> int | None:
    if transfer.state not in OPEN_TRANSFERS or transfer.due_on is None:
        return None
    return (transfer.due_on - timezone.localdate()).days
