"""会员证: each card has a number of its own, in the county."""

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from desk.registers.versions import claim
from desk.vault.scope import everything
from members.choices import ON_THE_ROSTER
from members.models import Member
from unions.access import demand
from unions.models import User
from unions.services.saving import put

_LOCK = 0x63617264  # "card": numbers are given one after the other
SEQUENCE = 6  # places


@transaction.atomic
def issue_card(*, actor: User, obj: Member) -> Member:
    """Gives a member without a card the next number: the six digits of the county, the year, a sequence in it.

    Who has a number keeps it, at another union too. Raises PermissionDenied, ValidationError.
    """
    demand(actor, "members.change_member", obj)
    member = claim(obj)
    if member.state not in ON_THE_ROSTER:
        raise ValidationError(f"“{member}”的会籍状态是“{member.get_state_display()}”，不能发会员证。")
    if member.card_no:
        return member
    with everything("会员证编号"):
        return put(member, card_no=_next_number(f"{member.union.region_code[:6]}{timezone.localdate():%Y}"))


def _next_number(prefix: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    given = Member.objects.filter(card_no__startswith=prefix).order_by("-card_no").values_list("card_no", flat=True)
    last = given.first()
    return f"{prefix}{(int(last[len(prefix) :]) if last else 0) + 1:0{SEQUENCE}}"
