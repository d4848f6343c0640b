"""Merge and dissolve: how a union ends, and what becomes of what stands at it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone

from desk.registers.dated import span
from unions.access import demand
from unions.choices import CHILDREN, COUNTED_AS_GRASSROOTS, ChangeKind, OrgStatus, OrgType, RegistrationState
from unions.models import (
    Appointment,
    Committee,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    Standing,
    UnionOrg,
    User,
)
from unions.services.days import check_day, check_over_by, chinese, end_before
from unions.services.saving import put
from unions.services.tree import hanging
from unions.services.tree.standing import first_day, hold, note, put_under

# Unions of these types stand for each other when they merge.
_ALIKE: tuple[frozenset[OrgType], ...] = (
    frozenset(COUNTED_AS_GRASSROOTS),
    frozenset({OrgType.REGIONAL_JOINT, OrgType.SECTORAL_JOINT}),
)


@dataclass(frozen=True)
class MergeEffects:
    """What a merger would do; shown before it is confirmed. `coming_along`: what of higher floors goes over, in words;
    `obstacles`: why it cannot be done; empty when it can."""

    children: Sequence[UnionOrg]
    employers: Sequence[Employer]
    officers: Sequence[Officer]
    committees: Sequence[Committee]
    appointments: Sequence[Appointment]
    coming_along: Sequence[str]
    obstacles: Sequence[str]


def merge_effects(*, actor: User, obj: UnionOrg, into: UnionOrg) -> MergeEffects:
    """What merging `obj` into `into` would do. Raises PermissionDenied."""
    demand(actor, "unions.merge_unionorg", obj)
    demand(actor, "unions.merge_unionorg", into)
    children = list(obj.children.standing())
    return MergeEffects(
        children=children,
        employers=list(obj.employers.all()),
        officers=list(obj.officers.open()),
        committees=list(obj.committees.open()),
        appointments=list(obj.appointments.open().select_related("user")),
        coming_along=hanging.coming_along(obj),
        obstacles=_merge_obstacles(obj, into, children),
    )


@transaction.atomic
def merge(*, actor: User, obj: UnionOrg, into: UnionOrg, day: date, doc_no: str = "", reason: str = "") -> UnionOrg:
    """Ends `obj` on `day`; its children, employers and members go on at `into`, which is given back.

    Terms of office, committees and appointments of `obj` end; its certificate is cancelled. The reported numbers of
    `into` stay as they are until `into` reports anew. Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.merge_unionorg", obj)
    demand(actor, "unions.merge_unionorg", into)
    union, into = hold(obj, into)
    children = list(union.children.standing().order_by("pk"))
    obstacles = _merge_obstacles(union, into, children)
    if obstacles:
        raise ValidationError({"into": list(obstacles)})
    check_day(union, day)
    if day < first_day(into):
        raise ValidationError({"day": f"“{into}”{chinese(first_day(into))}才成立，日期不能早于这一天。"})
    for child in children:
        put_under(child, into, day)
        note(child, ChangeKind.MOVED, day, actor, old_parent=union, new_parent=into, doc_no=doc_no, reason=reason)
    _hand_over_employers(union, into, day)
    hanging.hand_over(actor=actor, union=union, into=into, day=day)
    union = _close(union, day, status=OrgStatus.MERGED, merged_into=into)
    note(union, ChangeKind.MERGED, day, actor, other=into, old_name=union.name, doc_no=doc_no, reason=reason)
    return into


def dissolve_obstacles(union: UnionOrg) -> list[str]:
    """Why `union` cannot be dissolved, in sentences; none when it can."""
    found = []
    if union.org_type == OrgType.COUNTY_FEDERATION:
        found.append("县（市）总工会不能撤销。")
    if children := union.children.standing().count():
        found.append(f"还有 {children} 家下级工会，请先调整隶属、合并或撤销。")
    if employers := union.employers.filter(deregistered_on=None).count():
        found.append(f"还有 {employers} 家用人单位，请先改由其他工会覆盖或登记注销。")
    return found + hanging.obstacles(union, merging=False)


@transaction.atomic
def dissolve(*, actor: User, obj: UnionOrg, day: date, doc_no: str = "", reason: str = "") -> UnionOrg:
    """Ends `obj` on `day`, when nothing stands below it any more and nobody belongs to it.

    Terms of office, committees, coverages and appointments end; its certificate is cancelled.
    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.dissolve_unionorg", obj)
    (union,) = hold(obj)
    if obstacles := dissolve_obstacles(union):
        raise ValidationError(obstacles)
    check_day(union, day)
    _end_coverages(union, day)
    union = _close(union, day, status=OrgStatus.DISSOLVED)
    note(union, ChangeKind.DISSOLVED, day, actor, old_name=union.name, doc_no=doc_no, reason=reason)
    return union


def _merge_obstacles(union: UnionOrg, into: UnionOrg, children: Sequence[UnionOrg]) -> list[str]:
    if union.pk == into.pk:
        return ["不能并入自己。"]
    if union.org_type == OrgType.COUNTY_FEDERATION:
        return ["县（市）总工会不能并入其他工会。"]
    found = []
    if into.closed_on is not None:
        found.append(f"“{into}”{into.get_status_display()}。")
    if union.path.startswith(into.path) or into.path.startswith(union.path):
        found.append("上下级工会之间不能合并，请先调整隶属。")
    if not _alike(union, into):
        found.append(f"“{union.get_org_type_display()}”不能并入“{into.get_org_type_display()}”。")
    names = set(into.children.standing().values_list("name", flat=True))
    for child in children:
        if OrgType(child.org_type) not in CHILDREN[OrgType(into.org_type)]:
            found.append(f"下级“{child}”（{child.get_org_type_display()}）不能设在“{into}”之下。")
        if child.name in names:
            found.append(f"“{into}”之下已有同名工会“{child}”。")
    return found + hanging.obstacles(union, merging=True)


def _alike(union: UnionOrg, into: UnionOrg) -> bool:
    return union.org_type == into.org_type or any({union.org_type, into.org_type} <= types for types in _ALIKE)


def _hand_over_employers(union: UnionOrg, into: UnionOrg, day: date) -> None:
    covered = list(Coverage.objects.filter(union=union).open().values_list("employer_id", flat=True))
    _end_coverages(union, day)
    union.employers.update(union=into, **_changed_now())
    # The new coverages come last: they may stand only where their employer stands.
    Coverage.objects.bulk_create(Coverage(union=into, employer_id=pk, held=span(day)) for pk in covered)


def _end_coverages(union: UnionOrg, day: date) -> None:
    coverages = Coverage.objects.filter(union=union)
    check_over_by(coverages, day, what="覆盖关系")
    end_before(coverages, day, what="覆盖关系")


def _close(union: UnionOrg, day: date, **end: Any) -> UnionOrg:
    check_over_by(Standing.objects.filter(parent=union), day, what="下级工会的隶属")
    end_before(Standing.objects.filter(union=union), day, what="该工会")
    end_before(Officer.objects.filter(union=union), day, what="干部任职")
    end_before(Committee.objects.filter(union=union), day, what="专门委员会")
    end_before(Appointment.objects.filter(union=union), day, what="账号任职")
    certificates = LegalPersonRegistration.objects.filter(union=union, state=RegistrationState.ISSUED)
    certificates.update(state=RegistrationState.CANCELLED, **_changed_now())
    return put(union, closed_on=day, **end)


def _changed_now() -> dict[str, Any]:
    return {"version": models.F("version") + 1, "updated_at": timezone.now()}
