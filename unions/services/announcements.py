"""公示公告: what a union tells everybody."""

from typing import Any

from django.db import transaction

from unions.access import demand
from unions.models import Announcement, UnionOrg, User
from unions.services.saving import add, change

FIELDS = frozenset({"kind", "title", "body", "published_on", "until"})


@transaction.atomic
def announce(*, actor: User, union: UnionOrg, **facts: Any) -> Announcement:
    """Has `union` issue an announcement; `facts` are FIELDS. Raises PermissionDenied, ValidationError."""
    demand(actor, "unions.add_announcement", union)
    return add(Announcement(union=union, **facts))


@transaction.atomic
def change_announcement(*, actor: User, obj: Announcement, version: int, **changed: Any) -> Announcement:
    """Changes an announcement; what it said stays in its history. A `until` that has passed takes it off the pages.

    Raises PermissionDenied, ValidationError; desk.registers.versions.Conflict when somebody else saved in between.
    """
    demand(actor, "unions.change_announcement", obj.union)
    return change(obj, version=version, changed=changed, allowed=FIELDS)
