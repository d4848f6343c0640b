"""What every verb of the tree does: hold the tree still, re-date the standing, write down what happened."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import connection, models
from django.db.models.functions import Concat, Substr
from django.utils import timezone

from desk.registers.dated import span
from unions.choices import CHILDREN, ChangeKind, OrgType
from unions.models import OrgChange, Standing, UnionOrg, User
from unions.services.days import ONE_DAY, check_open, chinese

TREE_LOCK = "jianzhi.unions.tree"


def hold(*unions: UnionOrg) -> list[UnionOrg]:
    """Waits for any other change of the tree to end, then gives `unions` as they are now, locked, in the given order.

    Raises PermissionDenied for one that has left the scope meanwhile, ValidationError for one that is closed.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [TREE_LOCK])
    rows = UnionOrg.objects.select_for_update().order_by("pk").in_bulk([union.pk for union in unions])
    if len(rows) < len({union.pk for union in unions}):
        raise PermissionDenied("a union is not in the scope")
    held = [rows[union.pk] for union in unions]
    for union in held:
        check_open(union)
    return held


def check_child(parent: UnionOrg, org_type: str, *, field: str) -> None:
    """Raises ValidationError unless a union of `org_type` may stand under `parent` (工会法 §11, §12)."""
    if OrgType(org_type) not in CHILDREN[OrgType(parent.org_type)]:
        child = OrgType(org_type).label
        raise ValidationError({field: f"“{child}”不能设在“{parent.get_org_type_display()}”之下。"})


def first_day(union: UnionOrg) -> date:
    """The first day on which the place of `union` in the tree is known."""
    return Standing.objects.filter(union=union).earliest("held").first_day


def restand(union: UnionOrg, day: date) -> None:
    """From `day` on `union` stands in the tree with the name and the parent it has now.

    Raises ValidationError when it changed on a later day already: the past is not written over.
    """
    current = Standing.objects.select_for_update().filter(union=union).open().get()
    if day < current.first_day:
        raise ValidationError({"day": f"“{union}”自{chinese(current.first_day)}起已有变动，日期不能早于这一天。"})
    if day == current.first_day:
        current.name, current.parent = union.name, union.parent
        current.save(update_fields=["name", "parent"])
        return
    current.held = span(current.first_day, day - ONE_DAY)
    current.save(update_fields=["held"])
    Standing.objects.create(union=union, name=union.name, parent=union.parent, held=span(day))


def put_under(union: UnionOrg, parent: UnionOrg, day: date) -> None:
    """Moves the branch of `union` under `parent` from `day` on, in one UPDATE, and re-dates the standing."""
    path = f"{parent.path}{union.pk}."
    UnionOrg.objects.filter(path__startswith=union.path).update(
        path=Concat(models.Value(path), Substr("path", len(union.path) + 1)),
        parent_id=_for(union, "parent_id", parent.pk, models.BigIntegerField()),
        version=_for(union, "version", union.version + 1, models.IntegerField()),
        updated_at=_for(union, "updated_at", timezone.now(), models.DateTimeField()),
    )
    union.parent, union.path = parent, path
    union.version += 1
    restand(union, day)


def _for(union: UnionOrg, column: str, value: Any, kind: "models.Field[Any, Any]") -> models.Case:
    """`value` for `union` itself; for every union below, what it has."""
    itself = models.When(pk=union.pk, then=models.Value(value))
    return models.Case(itself, default=models.F(column), output_field=kind)


def note(union: UnionOrg, kind: ChangeKind, day: date, actor: User, **facts: Any) -> OrgChange:
    """Writes down what happened to `union` on `day`."""
    return OrgChange.objects.create(union=union, kind=kind, day=day, recorded_by=actor, **facts)
