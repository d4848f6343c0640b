"""What people do with lists besides reading them."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from desk.jobs.models import Job
from desk.registers.address import COUNT, PLACE, Address
from desk.registers.choices import Approval
from desk.registers.integrity import told
from desk.registers.models import Batch, ColumnChoice, SavedView
from desk.registers.versions import claim

SHARE = "registers.share_savedview"
MOST_VIEWS = 50  # of one person in one register
MOST_PICKED = 1_000
SHORTEST_REASON = 10  # characters, for taking personal data out (promises.md B11)


@transaction.atomic
def choose_columns(*, actor: Any, register: str, columns: Iterable[str]) -> ColumnChoice:
    """Remember the columns `actor` wants to see."""
    choice, _ = ColumnChoice.objects.update_or_create(
        person=actor, register=register, defaults={"columns": list(columns)}
    )
    return choice


@transaction.atomic
def save_view(*, actor: Any, register: str, name: str, address: Address, shared: bool = False) -> SavedView:
    """Keep an address under a name. Raises ValidationError for a name that is taken, PermissionDenied without the
    right to share."""
    if SavedView.objects.of(register).filter(owner=actor.pk).count() >= MOST_VIEWS:
        raise ValidationError(f"每张台账最多保存 {MOST_VIEWS} 个视图，请先删除不用的。")
    query = str(address.drop(*PLACE, COUNT))
    view = SavedView(register=register, name=name.strip(), owner=actor, query=query)
    view.shared_scope = _branch_of(actor) if shared else ""
    view.full_clean()
    with told():
        view.save()
    return view


@transaction.atomic
def share_view(*, actor: Any, view: SavedView, shared: bool) -> SavedView:
    """Share one's own view with one's branch, or take it back. Raises PermissionDenied for another's view."""
    row = _own(actor, view)
    row.shared_scope = _branch_of(actor) if shared else ""
    row.version += 1
    row.save()
    return row


@transaction.atomic
def delete_view(*, actor: Any, view: SavedView) -> None:
    """Remove one's own view. Raises PermissionDenied for another's."""
    _own(actor, view).delete()


@transaction.atomic
def make_batch(
    *,
    actor: Any,
    register: str,
    purpose: str,
    address: Address,
    picked: Iterable[str] = (),
    answers: Any = None,
    reveal: bool = False,
    reason: str = "",
    persons: int = 0,
    approval: Approval = Approval.NOT_NEEDED,
) -> Batch:
    """Write down which rows are meant and what for. Raises ValidationError, above all for a reason that is none."""
    if reveal and len(reason.strip()) < SHORTEST_REASON:
        raise ValidationError({"reason": f"导出未遮盖的个人信息须写明理由，至少 {SHORTEST_REASON} 个字。"})
    batch = Batch(
        register=register,
        owner=actor,
        purpose=purpose,
        query=str(address.drop(*PLACE)),
        picked=list(picked),
        answers=answers or {},
        reveal=reveal,
        reason=reason.strip(),
        scope=list(actor.scope()),
        persons=persons,
        approval=approval,
    )
    batch.save()
    return batch


def _own(actor: Any, view: SavedView) -> SavedView:
    row = claim(view)
    if row.owner_id != actor.pk:
        raise PermissionDenied("别人的视图只能由本人修改。")
    return row


def _branch_of(actor: Any) -> str:
    """The branch a view is shared with: the highest one its owner works for."""
    if not actor.has_perm(SHARE):
        raise PermissionDenied("您没有在本级共享视图的权限。")
    return min(actor.scope(), key=len)


@transaction.atomic
def hand_over(batch: Batch, job: Job) -> Batch:
    """The batch is carried out by `job`."""
    batch.job = job
    batch.version += 1
    batch.save()
    return batch
