"""What is made of an adopted idea: it is published, named 优秀金点子 of a year, and rewarded."""

from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from competitions.models import Award, Proposal
from competitions.services.moving import WHY, move
from desk.cases import services as cases
from desk.vault.scope import everything
from unions.access import demand
from unions.models import User
from unions.services.saving import add, put

PUBLISH, GOLDEN = "competitions.publish_proposal", "competitions.golden_proposal"
NOT_ADOPTED = "只有已采纳的金点子才能{done}，这一条现为“{state}”。"
_LOCK = 0x61776172  # "awar": numbers are given one after the other


@transaction.atomic
def publish(*, actor: User, obj: Proposal) -> Proposal:
    """Puts an adopted idea on the public pages, with its progress and without contacts. Raises PermissionDenied,
    ValidationError.
    """
    demand(actor, PUBLISH, obj)
    _demand_adopted(obj, "公开")
    return _noted(actor, obj, "已在公众页面公开。", published_on=timezone.localdate())


@transaction.atomic
def unpublish(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """Takes an idea off the public pages; `text` says why. Raises PermissionDenied, ValidationError."""
    demand(actor, PUBLISH, obj)
    if not text.strip():
        raise ValidationError({"text": "请写明撤下的理由。"})
    return _noted(actor, obj, f"已从公众页面撤下：{text.strip()}", published_on=None)


@transaction.atomic
def name_golden(*, actor: User, obj: Proposal, golden_year: int) -> Proposal:
    """Names an adopted idea 优秀金点子 of `golden_year`. Raises PermissionDenied, ValidationError."""
    demand(actor, GOLDEN, obj)
    _demand_adopted(obj, "评为优秀")
    if not timezone.localdate(obj.submitted_at).year <= golden_year <= timezone.localdate().year:
        raise ValidationError({"golden_year": "年度不能早于提交的那一年，也不能晚于今年。"})
    return _noted(actor, obj, f"已评为 {golden_year} 年度优秀金点子。", is_golden=True, golden_year=golden_year)


@transaction.atomic
def unname_golden(*, actor: User, obj: Proposal, text: str) -> Proposal:
    """Takes the name 优秀金点子 back; `text` says why. Raises PermissionDenied, ValidationError."""
    demand(actor, GOLDEN, obj)
    if not text.strip():
        raise ValidationError({"text": "请写明撤销的理由。"})
    return _noted(actor, obj, f"已撤销优秀金点子：{text.strip()}", is_golden=False, golden_year=None)


@transaction.atomic
def reward(*, actor: User, obj: Proposal, level: str, amount: Decimal, awarded_on: date, text: str = "") -> Proposal:
    """奖励, with the next certificate number of that year. Raises PermissionDenied, ValidationError."""
    if awarded_on > timezone.localdate():
        raise ValidationError({"awarded_on": "奖励日期不能晚于今天。"})
    with everything(WHY):
        rewarded = move(actor=actor, obj=obj, slug="reward", text=text)
        number = _next_number(awarded_on.year)
        add(Award(proposal=rewarded, level=level, amount=amount, certificate_no=number, awarded_on=awarded_on))
    return rewarded


def certificate_no(year: int, number: int) -> str:
    """The number on a certificate: JDJ, the year, and its place in it."""
    return f"JDJ{year}{number:04}"


def _next_number(year: int) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    given = Award.objects.filter(certificate_no__startswith=f"JDJ{year}").order_by("-certificate_no")
    last = given.values_list("certificate_no", flat=True).first()
    return certificate_no(year, int(last[-4:]) + 1 if last else 1)


def _demand_adopted(proposal: Proposal, done: str) -> None:
    if not proposal.is_adopted:
        raise ValidationError(NOT_ADOPTED.format(done=done, state=proposal.get_state_display()))


def _noted(actor: User, obj: Proposal, text: str, **changed: object) -> Proposal:
    """Writes `changed`, and a line about it in the file."""
    with everything(WHY):
        cases.note(actor=actor, obj=obj, text=text)
        return put(obj, **changed)
