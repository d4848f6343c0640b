"""金点子征集: somebody without an account hands an idea in, and later asks what became of it.

The 查询码 holds a hundred and twenty bits, so its digest needs no slow hash (ASVS 5, 6.5.2): on a morning when a whole
works sends its ideas in, each costs little more than its INSERT. Limits per address are the caller's (desk.cases.public.visitors).
"""

from datetime import date
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from competitions.models import Campaign, Proposal
from competitions.procedure import PROCEDURE
from desk.cases import workdays
from desk.cases.public.receipts import Receipt
from desk.cases.public.writing import write
from desk.registers.integrity import refusal
from desk.registers.remembering import remembered
from desk.vault.scope import everything
from unions.models import Employer, UnionOrg

WHY = "金点子征集"
RECEIPT = Receipt(WHY, column="competitions_proposal.code", length=24)
# What is typed into the form.
ANSWERS = (
    "category",
    "title",
    "problem",
    "measure",
    "expected_benefit",
    "name",
    "co_proposers",
    "phone",
    "email",
    "employer_name",
)
NOT_TYPED = frozenset(field.name for field in Proposal._meta.concrete_fields) - {*ANSWERS}


def fresh_key() -> str:
    """A key for a form that is about to be filled in; signed, so that nobody can choose one."""
    return RECEIPT.fresh_key()


@remembered
def county() -> UnionOrg:
    """The county federation, which takes ideas in."""
    with everything(WHY):
        found: UnionOrg = UnionOrg.objects.get(parent=None)
    return found


def open_campaigns(today: date) -> list[Campaign]:
    """The campaigns that take ideas today, the one that ends first before the others. A change of their dates is seen
    a few seconds later; their beginning and their end are those of the day.
    """
    return [campaign for campaign in _campaigns() if campaign.opens_on <= today <= campaign.closes_on]


@remembered
def _campaigns() -> list[Campaign]:
    """Those that are not over, whether or not they have begun: it may be midnight before this is asked again."""
    return list(Campaign.objects.filter(closes_on__gte=timezone.localdate()).order_by("closes_on", "pk"))


def submit(
    *,
    key: str,
    campaign: Campaign,
    union: UnionOrg | None,
    is_anonymous: bool,
    employer: Employer | None = None,
    **answers: str,
) -> tuple[Proposal, str]:
    """Takes an idea in; gives it with its 查询码. Sent again, the same form gives the same and changes nothing.

    `key`: the form's (fresh_key). `union`: the proposer's; that of `employer`, which knows it, when one was chosen, and the
    county federation when neither was. `answers`: ANSWERS, each a text; those who had the idea are left out of an anonymous
    one, whatever was typed. Raises ValidationError for a key that is too old, a campaign that is not open, or what the
    fields refuse.
    """
    typed = {name: answers[name].strip() for name in ANSWERS}
    typed["co_proposers"] = "\n".join(filter(None, map(str.strip, typed["co_proposers"].splitlines())))
    if is_anonymous:
        typed |= {"name": "", "co_proposers": ""}
    if employer:
        typed["employer_name"] = typed["employer_name"] or employer.name
    chosen = (campaign.pk, union.pk if union else None, employer.pk if employer else None, is_anonymous)
    pk, code = RECEIPT.of(key, *map(str, chosen), *typed.values())
    row = Proposal(id=pk, campaign=campaign, is_anonymous=is_anonymous, employer=employer, **typed)
    try:
        _insert(row, code, union)
    except (IntegrityError, ValidationError) as error:
        return _of_the_same_form(pk, error), code
    return row, code


def find(*, code: str) -> Proposal | None:
    """The idea with this 查询码, however it is typed; None for a wrong one. To be read in the scope of everything."""
    digest = RECEIPT.digest_of(code)
    if digest is None:
        return None
    with everything(WHY):
        found: Proposal | None = Proposal.objects.filter(code_digest=digest).first()
    return found


def _insert(proposal: Proposal, code: str, union: UnionOrg | None) -> None:
    """Raises ValidationError, or IntegrityError: also when the same form came before, or comes at this moment."""
    today = timezone.localdate()
    if not proposal.campaign.opens_on <= today <= proposal.campaign.closes_on:
        raise ValidationError(f"“{proposal.campaign}”现在不征集，没有提交。您填写的内容都保留着，请选择其他活动。")
    due = PROCEDURE.step(proposal.state).due
    proposal.union = proposal.employer.union if proposal.employer else union or county()
    proposal.handler = county() if proposal.union.parent_id else proposal.union
    proposal.union_name, proposal.handler_name = proposal.union.name, proposal.handler.name
    proposal.code_digest = RECEIPT.digest(code)
    proposal.due_on = workdays.due(today, due) if due else None
    # What the rows it points to and the constraints have to say is asked by the INSERT itself; the rest is our own.
    proposal.clean_fields(exclude=NOT_TYPED)
    write(proposal, reason=WHY)


def _of_the_same_form(pk: UUID, error: IntegrityError | ValidationError) -> Proposal:
    """The row that the same form made before; without one, `error` is what there is to say."""
    with everything(WHY):
        stored: Proposal | None = Proposal.objects.filter(pk=pk).first()
    if stored is None:
        raise refusal(error) if isinstance(error, IntegrityError) else error
    return stored
