"""Two files that look like one person: found, and put on a review list that forgets no decision.

An identity number cannot be held twice (its blind index is unique), so what is left is a number that was mistyped. A
hint stands at the lowest union whose branch holds both files: who works there may look at both.
"""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from desk.registers.versions import claim
from members.choices import HintState, MemberState
from members.models import DuplicateHint, Member
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, put

DECIDE, ADD = "members.decide_duplicatehint", "members.add_duplicatehint"
LOCK = "jianzhi.members.duplicates"
# How two files may match, in the order in which the grounds are told.
GROUNDS = {
    "birthday": "姓名和出生日期相同",
    "phone": "姓名和手机相同",
    "sound": "姓名同音，出生日期和工会相同",
}
BY_HAND = "人工提出"

# Parameters: the path of the branch, and the state of a file that stands for nobody any more. Each way of matching is a
# join on equality, so that it stays linear for a million files.
_PAIRS = """
    WITH files AS MATERIALIZED (
        SELECT f.id, f.name, f.pinyin, f.birthday, f.phone, f.union_id, u.path
        FROM members_member f JOIN unions_unionorg u ON u.id = f.union_id
        WHERE u.path ^@ %s AND f.state <> %s
    ), matches AS (
        SELECT a.id AS one, b.id AS other, 'birthday' AS way
        FROM files a JOIN files b ON a.name = b.name AND a.birthday = b.birthday AND a.id < b.id
        UNION ALL
        SELECT a.id, b.id, 'phone'
        FROM files a JOIN files b ON a.name = b.name AND a.phone = b.phone AND a.id < b.id
        WHERE a.phone <> ''
        UNION ALL
        SELECT a.id, b.id, 'sound'
        FROM files a JOIN files b
            ON a.pinyin = b.pinyin AND a.birthday = b.birthday AND a.union_id = b.union_id AND a.id < b.id
        WHERE a.name <> b.name
    )
    SELECT one, other, array_agg(way), min(a.path), min(b.path)
    FROM matches JOIN files a ON a.id = one JOIN files b ON b.id = other
    WHERE NOT EXISTS (
        SELECT 1 FROM members_duplicatehint h WHERE h.one_id = matches.one AND h.other_id = matches.other
    )
    GROUP BY one, other ORDER BY one, other
"""


@transaction.atomic
def look_for(*, actor: User, union: UnionOrg | None = None) -> list[DuplicateHint]:
    """Searches the files of the branches of `actor`, or of the branch of `union`; gives the new hints.

    A pair that is on the list already, decided or not, is not put there again. Raises PermissionDenied.
    """
    demand(actor, DECIDE, union)
    with connection.cursor() as cursor:  # one search at a time, or a pair would be found twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [LOCK])
    branches = [union.path] if union else _outermost(actor.scope())
    hints = [hint for branch in branches for hint in _found_in(branch)]
    return DuplicateHint.objects.bulk_create(hints)


@transaction.atomic
def propose(*, actor: User, one: Member, other: Member) -> DuplicateHint:
    """Puts two files on the list that no search has found. Raises PermissionDenied, ValidationError."""
    demand(actor, ADD, one)
    demand(actor, ADD, other)
    if one.pk == other.pk:
        raise ValidationError({"other": "这是同一份档案，请选另一份。"})
    for field, member in (("one", one), ("other", other)):
        if member.state == MemberState.MERGED:
            raise ValidationError({field: "这份档案已并入另一份。"})
    first, second = sorted((one, other), key=lambda member: member.pk)
    union = _lowest_above(first.union.path, second.union.path)
    return add(DuplicateHint(union_id=union, one=first, other=second, grounds=BY_HAND))


@transaction.atomic
def not_same(*, actor: User, obj: DuplicateHint) -> DuplicateHint:
    """待核对 → 不是同一人; no search brings the pair up again. Raises PermissionDenied, ValidationError."""
    demand(actor, DECIDE, obj)
    current = claim(obj)
    if current.state != HintState.OPEN:
        raise ValidationError(f"这一对档案现为“{current.get_state_display()}”，不能再核对。")
    return put(current, state=HintState.NOT_SAME, decided_by=actor, decided_on=timezone.localdate())


def _found_in(branch: str) -> Iterable[DuplicateHint]:
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS, [branch, MemberState.MERGED])
        pairs: list[tuple[UUID, UUID, list[str], str, str]] = cursor.fetchall()
    for one, other, ways, path, other_path in pairs:
        grounds = "；".join(text for way, text in GROUNDS.items() if way in ways)
        yield DuplicateHint(union_id=_lowest_above(path, other_path), one_id=one, other_id=other, grounds=grounds)


def _lowest_above(path: str, other_path: str) -> int:
    """The union whose branch holds both paths and that lies lowest: the last step that they share."""
    shared: list[Any] = []
    for step, other_step in zip(path.split(".")[:-1], other_path.split(".")[:-1], strict=False):
        if step != other_step:
            break
        shared.append(step)
    return int(shared[-1])


def _outermost(branches: Iterable[str]) -> list[str]:
    """`branches` without those that lie in another of them."""
    found: list[str] = []
    for branch in sorted(set(branches)):
        if not any(branch.startswith(other) for other in found):
            found.append(branch)
    return found
