"""Ideas on paper: a union collects them from those who do not use the public page, and hands them in for them."""

import secrets
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from competitions.models import Campaign, Proposal
from competitions.services.intake import RECEIPT, county
from desk.cases import services as cases
from desk.cases.choices import By
from desk.vault.scope import everything
from unions.access import demand
from unions.models import UnionOrg, User

ADD = "competitions.add_proposal"
UNCHANGED = "这条建议已登记。导入不能更改别人的建议；需要更正的，请在办理时写备注。"


@transaction.atomic
def take_in(*, actor: User, union: UnionOrg, campaign: Campaign, name: str = "", **facts: Any) -> Proposal:
    """Hands in an idea that `union` collected on paper; without a `name` it is anonymous.

    Nobody has its 查询码: the union that collected it tells the author. Raises PermissionDenied, ValidationError.
    """
    demand(actor, ADD, union)
    if not name.strip() and facts.get("co_proposers", "").strip():
        raise ValidationError({"co_proposers": "匿名建议不能填写共同建议人。"})
    with everything("登记书面建议"):
        home = county()
        proposal = Proposal(
            campaign=campaign,
            union=union,
            union_name=union.name,
            handler=home,
            handler_name=home.name,
            name=name.strip(),
            is_anonymous=not name.strip(),
            code_digest=RECEIPT.digest(secrets.token_hex(16)),
            **facts,
        )
        # Who collected it is not who deals with it, and there it is new.
        return cases.begin(proposal, by=By.VISITOR)


def refuse_change(*, actor: User, obj: Proposal, version: int, **changed: Any) -> Proposal:
    """What a sheet may do to an idea that is known: nothing. Raises ValidationError."""
    raise ValidationError(UNCHANGED)
