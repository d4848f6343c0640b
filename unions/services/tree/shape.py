"""Found, rename, move."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction

from desk.registers.dated import span
from unions.access import demand
from unions.choices import COUNTED_AS_GRASSROOTS, ChangeKind, GrassrootsForm, OrgType
from unions.models import Standing, UnionOrg, User
from unions.services.days import check_day, check_not_future, chinese
from unions.services.saving import add, check_fields, put
from unions.services.tree.standing import check_child, first_day, hold, note, put_under, restand

# What a new union may be given besides its place, name, type and day.
_DETAILS = """
    short_name grassroots_form stat_code uscc region_code address phone industry unit_class has_party_org approved_by
    status term_years worker_count female_workers migrant_workers dispatched_workers member_count female_members
    migrant_members bank_account_opened books_kept
"""
DETAILS = frozenset(_DETAILS.split())


@transaction.atomic
def found(
    *,
    actor: User,
    parent: UnionOrg,
    name: str,
    org_type: str,
    founded_on: date,
    approval_doc_no: str = "",
    **details: Any,
) -> UnionOrg:
    """Founds a union under `parent`, which has to approve it (工会法 §12); `details` are fields of `DETAILS`.

    A union that is older than its parent stands in the tree from the day the parent does.
    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.add_unionorg", parent)
    (parent,) = hold(parent)
    check_child(parent, org_type, field="org_type")
    check_not_future(founded_on, field="founded_on")
    check_fields(UnionOrg, details, DETAILS)
    if org_type in COUNTED_AS_GRASSROOTS and not details.get("grassroots_form"):
        details["grassroots_form"] = GrassrootsForm.SINGLE
    details.setdefault("region_code", parent.region_code)
    details.setdefault("approved_by", parent.name)
    pk = next_id()
    union = UnionOrg(
        pk=pk,
        parent=parent,
        path=f"{parent.path}{pk}.",
        name=name,
        org_type=org_type,
        founded_on=founded_on,
        approval_doc_no=approval_doc_no,
        **details,
    )
    add(union)
    Standing.objects.create(union=union, name=name, parent=parent, held=span(max(founded_on, first_day(parent))))
    note(union, ChangeKind.FOUNDED, founded_on, actor, new_name=name, new_parent=parent, doc_no=approval_doc_no)
    return union


@transaction.atomic
def rename(
    *,
    actor: User,
    obj: UnionOrg,
    name: str,
    day: date,
    short_name: str | None = None,
    doc_no: str = "",
    reason: str = "",
) -> UnionOrg:
    """Gives the union another name from `day` on; the old one stays in its history.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.rename_unionorg", obj)
    (union,) = hold(obj)
    check_day(union, day)
    old_name = union.name
    if name == old_name:
        raise ValidationError({"name": "新名称与现名称相同。"})
    union = put(union, name=name, short_name=union.short_name if short_name is None else short_name)
    restand(union, day)
    note(union, ChangeKind.RENAMED, day, actor, old_name=old_name, new_name=name, doc_no=doc_no, reason=reason)
    return union


@transaction.atomic
def move(*, actor: User, obj: UnionOrg, parent: UnionOrg, day: date, doc_no: str = "", reason: str = "") -> UnionOrg:
    """Puts the union, with everything below it, under another parent from `day` on.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.move_unionorg", obj)
    demand(actor, "unions.move_unionorg", parent)
    union, parent = hold(obj, parent)
    check_day(union, day)
    old_parent = union.parent
    if old_parent is None or union.org_type == OrgType.COUNTY_FEDERATION:
        raise ValidationError({"parent": "县（市）总工会不能调整隶属。"})
    if parent.path.startswith(union.path):
        raise ValidationError({"parent": "不能移到自己或自己的下级工会之下。"})
    if parent == old_parent:
        raise ValidationError({"parent": f"“{union}”已经隶属“{parent}”。"})
    check_child(parent, union.org_type, field="parent")
    _check_name_free(parent, union)
    if day < first_day(parent):
        raise ValidationError({"day": f"“{parent}”{chinese(first_day(parent))}才成立，日期不能早于这一天。"})
    put_under(union, parent, day)
    note(union, ChangeKind.MOVED, day, actor, old_parent=old_parent, new_parent=parent, doc_no=doc_no, reason=reason)
    return union


def _check_name_free(parent: UnionOrg, union: UnionOrg) -> None:
    if parent.children.filter(name=union.name, closed_on=None).exclude(pk=union.pk).exists():
        raise ValidationError({"parent": f"“{parent}”之下已有同名工会“{union.name}”。"})


def next_id() -> int:
    # The id is part of the path, so it is needed before the row is written.
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('unions_unionorg', 'id'))")
        return int(cursor.fetchone()[0])
