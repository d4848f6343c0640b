"""Taking a list out, and the second person that unmasked data of many people need (promises.md B11).

An export of unmasked data of more than 500 people waits for somebody else: who holds the right to approve, in a branch
that covers the whole scope of the person who asks. Small exports of one day count together, so that a long list cannot
leave in slices.
"""

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from desk.jobs.models import Job
from desk.jobs.services import start
from desk.registers import services, tasks
from desk.registers.choices import Approval, Format
from desk.registers.listing import Listing
from desk.registers.models import APPROVE, WAITS_AT_MOST, Batch
from desk.registers.versions import claim
from desk.vault.scope import Scope

if TYPE_CHECKING:
    from desk.registers.register import Register

SECOND_PERSON_ABOVE = 500  # persons
A_DAY = timedelta(days=1)


@transaction.atomic
def ask_export(*, actor: Any, listing: Listing, form: str, reveal: bool = False, reason: str = "") -> Batch:
    """Have the list written to a file: at once, or when a second person has approved.

    Raises PermissionDenied without the right, ValidationError for a reason that is none.
    """
    register = listing.register
    if not actor.has_perm(register.right("export")) or (reveal and not actor.has_perm(register.right("reveal"))):
        raise PermissionDenied(f"needs {register.right('reveal' if reveal else 'export')}")
    if reveal and form == Format.CSV:
        raise ValidationError({"format": "未遮盖的个人信息只能导出为 Excel 或 PDF：CSV 里放不下水印。"})
    persons = listing.rows().count() if reveal else 0
    batch = services.make_batch(
        actor=actor,
        register=register.slug,
        purpose=form,
        address=listing.address.put(columns=",".join(column.name for column in listing.columns)),
        reveal=reveal,
        reason=reason,
        persons=persons,
        approval=Approval.WAITING if reveal and needs_second_person(actor, persons) else Approval.NOT_NEEDED,
    )
    return batch if batch.approval == Approval.WAITING else _begin(register, batch)


def needs_second_person(actor: Any, persons: int) -> bool:
    """Whether data of so many people, with what `actor` took out since yesterday, are too much for one person."""
    return persons + Batch.objects.revealed_since(actor, timezone.now() - A_DAY) > SECOND_PERSON_ABOVE


@transaction.atomic
def approve_export(*, actor: Any, obj: Batch, register: "type[Register]", answer: str = "") -> Batch:
    """Let the export begin, in the name of the person who asked.

    Raises PermissionDenied for who may not decide, ValidationError when there is nothing to decide any more or the
    person who asked may not have it done any more.
    """
    batch = _decided(actor, obj, Approval.APPROVED, answer)
    try:
        return _begin(register, batch)
    except PermissionDenied:
        raise ValidationError("申请人已没有导出的权限，不能批准。") from None


@transaction.atomic
def refuse_export(*, actor: Any, obj: Batch, answer: str) -> Batch:
    """Refuse the export. Raises PermissionDenied for who may not decide, ValidationError without a reason."""
    if not answer.strip():
        raise ValidationError({"answer": "不批准须写明理由，申请人会看到。"})
    return _decided(actor, obj, Approval.REFUSED, answer)


def may_decide(user: Any, batch: Batch) -> bool:
    """Whether `user` is the second person: the right, another person, and the whole scope of the one who asked."""
    theirs = Scope(user.scope())
    is_other: bool = batch.owner_id != user.pk
    return is_other and user.has_perm(APPROVE) and all(theirs.covers(branch) for branch in batch.scope)


def _decided(actor: Any, obj: Batch, approval: Approval, answer: str) -> Batch:
    batch: Batch = claim(obj)
    if not may_decide(actor, batch):
        raise PermissionDenied(f"needs {APPROVE}, in another person's branch or above")
    if batch.approval != Approval.WAITING:
        raise ValidationError(f"这项申请已处理：{batch.get_approval_display()}。")
    if timezone.now() - batch.created_at > WAITS_AT_MOST:
        raise ValidationError("这项申请已超过 7 天，请申请人重新提交。")
    batch.approval, batch.answer = approval, answer.strip()
    batch.decided_by, batch.decided_at = actor, timezone.now()
    batch.version += 1
    batch.save()
    return batch


def _begin(register: "type[Register]", batch: Batch) -> Batch:
    job: Job = start(kind=tasks.export_kind(register), owner=batch.owner, args={"batch": batch.pk})
    return services.hand_over(batch, job)
