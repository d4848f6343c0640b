"""会籍接转: the union that is left and the one that receives both agree within thirty days, and then all moves at once.

Either of the two may ask; to ask is to agree. The receiving union asks by name and identity number, as the person
gives them, and learns nothing when both do not fit. Nothing moves before the other side has answered.
The row of the other union and, for the receiving one, the file itself lie outside the scope of who acts. So each verb
asks for the right first, in that scope, and then works in the whole.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.cases import services as cases
from desk.cases.choices import By
from desk.registers.versions import claim
from desk.vault.scope import everything
from members.choices import ON_THE_ROSTER, Began, Ended, MemberState, TransferState
from members.models import Member, Membership, Transfer
from members.procedures import ASK_TRANSFER, DECIDE_TRANSFER
from members.services import holding
from members.services.checks import check_employer, check_union, refuse
from unions.access import demand
from unions.choices import COUNTED_AS_GRASSROOTS
from unions.models import Employer, UnionOrg, User
from unions.services.days import chinese
from unions.services.saving import put

# Who withdrew or was expelled may be taken up by another union; the file then goes there.
MAY_MOVE = (*ON_THE_ROSTER, MemberState.WITHDRAWN, MemberState.EXPELLED)
# What belongs to the work at the old place, and what it becomes.
LEFT_BEHIND: dict[str, Any] = {
    "employer": None,
    "employed_from": None,
    "employment": "",
    "work_no": "",
    "position": "",
    "union_group": "",
}
NOT_FOUND = "没有找到姓名和身份证号都相符、可以接转的会员。请核对；如果此人还没有入会，请按新会员登记。"
NAMES_OFFERED = 5


# --- asking ------------------------------------------------------------------------------------------------------------
def union_called(text: str) -> UnionOrg:
    """The standing 基层工会 with this name, short name or credit code, anywhere in the county.

    Names of unions are no secret, but most lie outside the scope of who asks. Raises ValidationError, with the names
    that come near.
    """
    text = text.strip()
    with everything("会籍接转：查找对方工会"):
        standing = UnionOrg.objects.standing().filter(org_type__in=COUNTED_AS_GRASSROOTS)
        for lookup in ("name", "uscc", "short_name"):
            found = list(standing.filter(**{lookup: text})[:2]) if text else []
            if len(found) == 1:
                return found[0]
        near = list(standing.filter(name__contains=text).order_by("pinyin").values_list("name", flat=True))
    if not near:
        raise ValidationError("没有找到这家基层工会。请填写全称或统一社会信用代码。")
    more = "等" if len(near) > NAMES_OFFERED else ""
    raise ValidationError(f"找到 {len(near)} 家：{'、'.join(near[:NAMES_OFFERED])}{more}。请填写其中一家的全称。")


@transaction.atomic
def ask_out(*, actor: User, obj: Member, to_union: UnionOrg, reason: str = "") -> Transfer:
    """The union that is left asks `to_union` to receive the person. Raises PermissionDenied, ValidationError."""
    demand(actor, ASK_TRANSFER, obj)
    with everything("会籍接转：申请转出"):
        return _ask(actor, claim(obj), to_union, TransferState.ASKED_IN, reason)


@transaction.atomic
def ask_in(*, actor: User, to_union: UnionOrg, name: str, id_number: str, reason: str = "") -> Transfer:
    """The receiving union asks the union where the person is to let go. Raises PermissionDenied, ValidationError.

    A number that is on no file, one of somebody else and one of the dead are answered with the same words.
    """
    demand(actor, ASK_TRANSFER, to_union)
    with everything("会籍接转：申请转入"):
        known = Member.objects.filter(id_index=id_number, name=name.strip(), state__in=MAY_MOVE).first()
        if known is None:
            raise ValidationError({"id_number": NOT_FOUND})
        return _ask(actor, claim(known), to_union, TransferState.ASKED_OUT, reason)


def _ask(actor: User, member: Member, to_union: UnionOrg, state: TransferState, reason: str) -> Transfer:
    if member.state not in MAY_MOVE:
        raise ValidationError(f"“{member}”的会籍状态是“{member.get_state_display()}”，不能接转。")
    if member.union_id == to_union.pk:
        raise ValidationError({"to_union": f"“{member}”已在这家工会。"})
    refuse(("to_union", message) for _, message in check_union(to_union))
    today = timezone.localdate()
    lapse(today, member=member)
    return cases.begin(
        Transfer(
            union_id=member.union_id,
            to_union=to_union,
            member=member,
            name=member.name,
            union_name=member.union.name,
            to_union_name=to_union.name,
            state=state,
            reason=reason,
            asked_on=today,
            asked_by=actor,
        )
    )


# --- answering ---------------------------------------------------------------------------------------------------------
@transaction.atomic
def agree(
    *, actor: User, obj: Transfer, employer: Employer | None = None, employed_from: date | None = None
) -> Transfer:
    """The side that was asked agrees, and the person moves today, in this transaction.

    `employer`, `employed_from`: at the receiving union, when that is known. Raises PermissionDenied, ValidationError.
    """
    demand(actor, DECIDE_TRANSFER, obj.awaited)
    today = timezone.localdate()
    with everything("会籍接转：办结"):
        transfer = claim(obj)
        slug = "agree-out" if transfer.state == TransferState.ASKED_OUT else "agree-in"
        if transfer.is_open and transfer.due_on and transfer.due_on < today:
            raise ValidationError(f"这项接转已于{chinese(transfer.due_on)}到期，没有办理。请重新申请。")
        refuse(check_union(transfer.to_union))
        refuse(check_employer(transfer.to_union, employer))
        member = claim(transfer.member)
        # Written while the file still lies where the transfer says (SameUnion).
        done = cases.move(actor=actor, obj=transfer, slug=slug, decided_on=today, decided_by=actor)
        _move(member, done, today, employer=employer, employed_from=employed_from)
        return done


@transaction.atomic
def refuse_transfer(*, actor: User, obj: Transfer, answer: str) -> Transfer:
    """The side that was asked does not agree; `answer` says why. Raises PermissionDenied, ValidationError."""
    demand(actor, DECIDE_TRANSFER, obj.awaited)
    if not answer.strip():
        raise ValidationError({"answer": "不同意须写明理由。"})
    return _close(obj, "refuse", actor, answer)


@transaction.atomic
def withdraw(*, actor: User, obj: Transfer, answer: str = "") -> Transfer:
    """The side that asked takes it back. Raises PermissionDenied, ValidationError."""
    demand(actor, ASK_TRANSFER, obj.asking)
    return _close(obj, "withdraw", actor, answer)


@transaction.atomic
def lapse(day: date | None = None, *, member: Member | None = None) -> int:
    """Closes the transfers whose thirty days have passed by `day`, of all members or of one; says how many.

    Called daily by the housekeeping; who is not answered in time is told so even before that, for `agree` looks at the
    day itself.
    """
    day = day or timezone.localdate()
    with everything("会籍接转：逾期失效"):
        overdue = Transfer.objects.lapsed_on(day)
        if member is not None:
            overdue = overdue.filter(member=member)
        # One that somebody is just answering is left to them.
        rows = list(overdue.select_for_update(skip_locked=True))
        for row in rows:
            _close_by_clock(row, "lapse", "三十天内没有答复，自动失效。", day)
        return len(rows)


@transaction.atomic
def close(member: Member, *, actor: User, answer: str) -> None:
    """Closes the open transfer of `member`, whose membership changes otherwise. The file is locked already.

    Raises ValidationError while somebody answers it: who answers holds the transfer and waits for the file, and would
    wait for ever.
    """
    with everything("会籍接转：会籍另有变动"):
        found = Transfer.objects.open().filter(member=member)
        free = list(found.select_for_update(skip_locked=True))
        if len(free) != found.count():
            raise ValidationError("此人的会籍接转正由他人办理，请稍后再试。")
        for row in free:
            end(row, actor=actor, answer=answer)


def end(transfer: Transfer, *, actor: User, answer: str) -> Transfer:
    """Ends an open transfer that nobody can answer any more; in the scope of everything. No right is asked: it follows
    from what `actor` did, who had the right to that. Raises ValidationError for one that is not open.
    """
    return _close_by_clock(transfer, "end", answer, timezone.localdate(), decided_by=actor)


def _move(member: Member, transfer: Transfer, day: date, **work: Any) -> None:
    """The order matters: the old row ends, the file goes over, and the new row is opened where the file then lies."""
    if member.union_id != transfer.union_id or member.state not in MAY_MOVE:
        raise ValidationError("申请以后此人的会籍已有变动，没有办理。请撤回后重新申请。")
    if member.state in ON_THE_ROSTER:
        before: Membership | None = holding.end_before(
            holding.current(member), day=day, why=Ended.TRANSFERRED, reason=f"转入{transfer.to_union_name}"
        )
        why = Began.TRANSFERRED
    else:
        before, why = holding.last(member), Began.REJOINED
    moved = put(
        member,
        union=transfer.to_union,
        state=MemberState.ACTIVE,
        **(LEFT_BEHIND | {name: value for name, value in work.items() if value}),
    )
    holding.begin(moved, day=day, why=why, after=before)


def _close(obj: Transfer, slug: str, actor: User, answer: str) -> Transfer:
    decided: dict[str, Any] = {"decided_on": timezone.localdate(), "decided_by": actor}
    with everything("会籍接转：终止"):
        return cases.move(actor=actor, obj=obj, slug=slug, text=answer, answer=answer.strip(), **decided)


def _close_by_clock(transfer: Transfer, slug: str, answer: str, day: date, **decided: Any) -> Transfer:
    return cases.move(
        actor=None, obj=transfer, slug=slug, by=By.CLOCK, text=answer, answer=answer, decided_on=day, **decided
    )
