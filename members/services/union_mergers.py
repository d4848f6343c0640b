"""When unions are merged their members come along, and who has asked to join; a union with members is not dissolved.

Set-based: a union may have thousands. The membership at the merged union ends on the eve, and the next one begins at the
other, so figures of a past day stay where they were. Who left the roster earlier stays on file at the union of that time.
"""

from datetime import date
from uuid import UUID

from django.contrib.postgres.fields import DateRangeField
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

from desk.registers.dated import span
from desk.vault.scope import everything
from members.choices import ApplicationState, Began, Ended
from members.models import Member, Membership, MembershipApplication, Transfer
from members.services import transfers
from unions.models import UnionOrg, User
from unions.services import tree
from unions.services.days import chinese

PIECE = 2_000  # memberships written at a time


def declare() -> None:
    """Tells the tree what hangs at a union; when the apps are made ready."""
    tree.hang(
        tree.Hanging("名在会会员（含保留会籍）", "请先办理接转或会籍变动", _members, hand_over),
        tree.Hanging("份待审核的入会申请", "请先答复", _applications, hand_over_applications),
    )


def _members(union: UnionOrg) -> int:
    return Membership.objects.current().filter(union=union).count()


def _applications(union: UnionOrg) -> int:
    return MembershipApplication.objects.filter(union=union, state=ApplicationState.NEW).count()


def hand_over(*, actor: User, union: UnionOrg, into: UnionOrg, day: date) -> None:
    """The members of `union` are members of `into` from `day` on. The right to merge was asked for both.

    Raises ValidationError when a membership began on `day` or later: it would have no day left.
    """
    with everything("工会合并：会员随同转入"):
        going_on = Membership.objects.current().filter(union=union)
        late = going_on.filter(held__startswith__gte=day).aggregate(day=models.Max("held__startswith"))["day"]
        if late:
            raise ValidationError({"day": f"有自{chinese(late)}起的会籍，日期须晚于这一天。"})
        rows = list(going_on.select_for_update().order_by("pk").values_list("pk", "member_id", "is_retained"))
        _close_transfers(actor, union, into)
        _end(going_on, day, into)
        _move_files([member for _, member, _ in rows], into)
        Membership.objects.bulk_create(
            (
                Membership(
                    union=into,
                    member_id=member,
                    held=span(day),
                    is_retained=is_retained,
                    began=Began.MERGED,
                    predecessor_id=pk,
                )
                for pk, member, is_retained in rows
            ),
            batch_size=PIECE,
        )


def hand_over_applications(*, actor: User, union: UnionOrg, into: UnionOrg, day: date) -> None:
    """Who asked to join `union` and was not answered yet is answered by `into`, whatever the day."""
    with everything("工会合并：入会申请随同转入"):
        waiting = MembershipApplication.objects.filter(union=union, state=ApplicationState.NEW)
        waiting.update(union=into, version=models.F("version") + 1, updated_at=timezone.now())


def _close_transfers(actor: User, union: UnionOrg, into: UnionOrg) -> None:
    """Nobody is left to answer for `union`. Before the files move: a transfer lies where its file lies (SameUnion)."""
    for transfer in Transfer.objects.open().filter(models.Q(union=union) | models.Q(to_union=union)):
        transfers.end(transfer, actor=actor, answer=f"“{union}”并入“{into}”，接转终止。"[:200])


def _end(going_on: "models.QuerySet[Membership]", day: date, into: UnionOrg) -> None:
    held = models.Func(
        models.F("held__startswith"), models.Value(day), function="daterange", output_field=DateRangeField()
    )
    going_on.update(held=held, ended=Ended.MERGED, reason=f"并入{into}"[:200])


def _move_files(members: list[UUID], into: UnionOrg) -> None:
    """The files go over with the work of their people; an employer that did not come along is left behind."""
    files = Member.objects.filter(pk__in=members)
    now = timezone.now()
    files.filter(employer__isnull=False).exclude(employer__union=into).update(employer=None)
    files.update(union=into, version=models.F("version") + 1, updated_at=now)
