"""The dated rows of membership: one ends, the next begins and knows it.

`Member.union` and `Member.state` say how things stand today; these rows say how they stood on any day.
"""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from desk.registers.dated import ONE_DAY, span
from desk.vault.scope import everything
from members.choices import Began, Ended
from members.models import Member, Membership
from members.services.checks import check_union, refuse
from unions.services.days import check_not_future, chinese
from unions.services.saving import add, put


def write(member: Member, **changed: Any) -> Member:
    """Writes into the file of `member`, after the right was asked for; gives the saved file. Raises ValidationError.

    In the whole scope, for the employer of the file may be covered by another union by now, and then lies out of sight.
    """
    with everything("会员档案"):
        return put(member, **changed)


def current(member: Member) -> Membership:
    """The membership that goes on. Raises ValidationError when there is none."""
    found: Membership | None = Membership.objects.current().filter(member=member).first()
    if found is None:
        raise ValidationError(f"“{member}”现在没有会籍。")
    return found


def last(member: Member) -> Membership | None:
    """The latest membership, also one that has ended."""
    found: Membership | None = Membership.objects.valid().filter(member=member).order_by("held").last()
    return found


def end(row: Membership, *, day: date, why: Ended, reason: str = "") -> Membership:
    """Ends `row`; `day` is its last day. Raises ValidationError for a day after today or before `row` began."""
    check_not_future(day)
    if day < row.first_day:
        raise ValidationError({"day": f"日期不能早于现在这段会籍的起始日期（{chinese(row.first_day)}）。"})
    row.held, row.ended, row.reason = span(row.first_day, day), why, reason
    row.save(update_fields=["held", "ended", "reason"])
    return row


def end_before(row: Membership, *, day: date, why: Ended, reason: str = "") -> Membership:
    """Ends `row` on the eve of `day`, on which the next one begins. Raises ValidationError when no day were left of it."""
    check_not_future(day)
    if day <= row.first_day:
        raise ValidationError({"day": f"现在这段会籍自{chinese(row.first_day)}起，日期须晚于这一天。"})
    return end(row, day=day - ONE_DAY, why=why, reason=reason)


def begin(
    member: Member, *, day: date, why: Began, after: Membership | None = None, is_retained: bool = False
) -> Membership:
    """Opens a membership of `member` at the union of the file, from `day` on; `after`: the one it follows.

    Raises ValidationError for a day after today, or one on which there is a membership already.
    """
    check_not_future(day)
    if after is not None and after.last_day is not None and day <= after.last_day:
        raise ValidationError({"day": f"上一段会籍到{chinese(after.last_day)}为止，日期须晚于这一天。"})
    return add(
        Membership(
            union_id=member.union_id,
            member=member,
            held=span(day),
            is_retained=is_retained,
            began=why,
            predecessor=after,
        )
    )


def begin_earlier_or_later(member: Member, day: date) -> None:
    """The day of joining was wrong: the first membership begins on `day`.

    Raises ValidationError when it is kept by another union, began before that union, or would have no day left.
    """
    first = Membership.objects.valid().filter(member=member, began=Began.JOINED).first()
    if first is None:
        raise ValidationError({"joined_on": "入会日期由首次入会的工会登记，本会不能更改。请与那家工会核对。"})
    refuse(check_union(first.union, day))
    if first.last_day is not None and day > first.last_day:
        raise ValidationError({"joined_on": f"首段会籍到{chinese(first.last_day)}为止，入会日期不能晚于这一天。"})
    first.held = span(day, first.last_day)
    first.save(update_fields=["held"])
