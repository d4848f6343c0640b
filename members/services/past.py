"""Where a person has been a member, as far as the reader may know."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from desk.vault.scope import everything
from members.models import Member, Membership
from unions.models import Standing, User

ELSEWHERE = "其他工会"


@dataclass(frozen=True)
class Stage:
    """One membership. `union`: its name of that time, or a word for a union the reader does not see."""

    union: str
    first_day: date
    last_day: date | None
    began: str
    ended: str
    reason: str


def career(member: Member, user: User) -> list[Stage]:
    """The memberships of `member`, the latest first. A union outside the branches of `user` is not named, nor is what
    was written down there."""
    with everything("会籍经历"):
        rows = list(Membership.objects.valid().filter(member=member).select_related("union").order_by("-held"))
        names = _names_of_the_time(rows)
    return [_stage(row, names, user) for row in rows]


def _stage(row: Membership, names: dict[int, str], user: User) -> Stage:
    is_seen = any(row.union.path.startswith(branch) for branch in user.scope())
    return Stage(
        union=names.get(row.pk, row.union.name) if is_seen else ELSEWHERE,
        first_day=row.first_day,
        last_day=row.last_day,
        began=row.get_began_display(),
        ended=row.get_ended_display(),
        reason=row.reason if is_seen else "",
    )


def _names_of_the_time(rows: list[Membership]) -> dict[int, str]:
    """How the union of each row was called when the row ended, or is called today."""
    standings = list(Standing.objects.filter(union__in={row.union_id for row in rows}))
    names = {}
    for row in rows:
        day = row.last_day or timezone.localdate()
        for standing in standings:
            if standing.union_id == row.union_id and day in standing.held:
                names[row.pk] = standing.name
    return names
