"""Where a member stands: 保留会籍, 恢复, 退会, 除名, 去世, 重新入会 (中国工会章程 §5 to §7).

Each verb ends the dated row with its reason and, where the person stays on the roster, opens the next. Whoever leaves
the roster leaves it after `day`, the last day of membership; what begins, begins on `day`.
"""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.versions import claim
from members.choices import ON_THE_ROSTER, Began, Ended, MemberState
from members.models import Member
from members.services import holding, transfers
from members.services.checks import check_union, refuse
from unions.access import demand
from unions.models import User

END = "members.end_member"
MAY_COME_BACK = (MemberState.WITHDRAWN, MemberState.EXPELLED)


@transaction.atomic
def retain(*, actor: User, obj: Member, day: date, reason: str = "") -> Member:
    """保留会籍 from `day` on: for the retired, the laid-off, those who serve. Raises PermissionDenied, ValidationError."""
    member = _claim(actor, obj, MemberState.ACTIVE)
    before = holding.end_before(holding.current(member), day=day, why=Ended.RETAINED, reason=reason)
    transfers.close(member, actor=actor, answer="会员转为保留会籍，接转终止。")
    member = holding.write(member, state=MemberState.RETAINED)
    holding.begin(member, day=day, why=Began.RETAINED, after=before, is_retained=True)
    return member


@transaction.atomic
def resume(*, actor: User, obj: Member, day: date, reason: str = "") -> Member:
    """A retained membership becomes a full one again from `day` on. Raises PermissionDenied, ValidationError."""
    member = _claim(actor, obj, MemberState.RETAINED)
    refuse(check_union(member.union))
    before = holding.end_before(holding.current(member), day=day, why=Ended.RESUMED, reason=reason)
    member = holding.write(member, state=MemberState.ACTIVE)
    holding.begin(member, day=day, why=Began.RESUMED, after=before)
    return member


@transaction.atomic
def withdraw(*, actor: User, obj: Member, day: date, reason: str = "") -> Member:
    """退会; `day` is the last day of membership. Raises PermissionDenied, ValidationError."""
    return _leave(actor, obj, day, Ended.WITHDRAWN, MemberState.WITHDRAWN, reason)


@transaction.atomic
def expel(*, actor: User, obj: Member, day: date, reason: str) -> Member:
    """除名, for a `reason` that is written down (中国工会章程 §7). Raises PermissionDenied, ValidationError."""
    if not reason.strip():
        raise ValidationError({"reason": "除名须写明事由。"})
    return _leave(actor, obj, day, Ended.EXPELLED, MemberState.EXPELLED, reason)


@transaction.atomic
def record_death(*, actor: User, obj: Member, day: date) -> Member:
    """The member died on `day`. Raises PermissionDenied, ValidationError."""
    return _leave(actor, obj, day, Ended.DECEASED, MemberState.DECEASED, "")


@transaction.atomic
def rejoin(*, actor: User, obj: Member, day: date) -> Member:
    """Who withdrew or was expelled becomes a member of the same union again. Raises PermissionDenied, ValidationError."""
    member = _claim(actor, obj, *MAY_COME_BACK)
    refuse(check_union(member.union))
    transfers.close(member, actor=actor, answer="此人已在原工会重新入会，接转终止。")
    member = holding.write(member, state=MemberState.ACTIVE)
    holding.begin(member, day=day, why=Began.REJOINED, after=holding.last(member))
    return member


def _leave(actor: User, obj: Member, day: date, why: Ended, state: MemberState, reason: str) -> Member:
    member = _claim(actor, obj, *ON_THE_ROSTER)
    holding.end(holding.current(member), day=day, why=why, reason=reason)
    transfers.close(member, actor=actor, answer=f"会籍已因{why.label}结束，接转终止。")
    return holding.write(member, state=state)


def _claim(actor: User, obj: Member, *states: MemberState) -> Member:
    """The file, locked, so that two verbs on one person come one after the other."""
    demand(actor, END, obj)
    member = claim(obj)
    if member.state not in states:
        raise ValidationError(f"“{member}”的会籍状态是“{member.get_state_display()}”，不能办理这一项。")
    return member
