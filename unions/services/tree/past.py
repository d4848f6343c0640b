"""The tree of a past day: what figures about that day are counted over."""

from dataclasses import dataclass
from datetime import date

from django.db import connection

from desk.vault.scope import everything
from unions.access import demand
from unions.choices import COUNTED_AS_GRASSROOTS
from unions.models import UnionOrg, User
from unions.querysets import BRANCH_ON


@dataclass(frozen=True)
class Place:
    """How a union stood in the tree on a day: its name and parent of that day."""

    union_id: int
    name: str
    parent_id: int | None
    org_type: str
    depth: int


def tree_on(*, actor: User, union: UnionOrg, day: date) -> list[Place]:
    """The branch of `union` as it stood on `day`, itself first, each union after its parent.

    The answer is the same whoever asks: unions that have left the branch since are part of it, with nothing but their
    name and place. Raises PermissionDenied.
    """
    demand(actor, "unions.view_unionorg", union)
    query = f"""{BRANCH_ON}
        SELECT branch.union_id, branch.name, branch.parent_id, u.org_type, branch.depth
        FROM branch JOIN unions_unionorg u ON u.id = branch.union_id
        ORDER BY branch.depth, branch.union_id"""  # noqa: S608  # nosec B608  # the text is ours, the values are parameters
    with everything("the tree of a past day"), connection.cursor() as cursor:
        cursor.execute(query, [union.pk, day, day])
        return [Place(*row) for row in cursor.fetchall()]


def grassroots_on(*, actor: User, union: UnionOrg, day: date) -> int:
    """How many 基层工会 stood in the branch of `union` on `day`. Raises PermissionDenied."""
    return sum(place.org_type in COUNTED_AS_GRASSROOTS for place in tree_on(actor=actor, union=union, day=day))
