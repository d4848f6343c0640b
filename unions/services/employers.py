"""Employers: register, keep, cover by a union, uncover, deregister."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.dated import span
from desk.registers.versions import claim
from unions.access import demand
from unions.choices import COUNTED_AS_GRASSROOTS, OrgType
from unions.models import Coverage, Employer, UnionOrg, User
from unions.services.days import ONE_DAY, check_day, check_not_future, check_open, chinese, end_before
from unions.services.saving import add, change, check_fields, put

_CHANGEABLE = """
    name uscc unit_class industry is_above_scale is_two_new headcount female_headcount migrant_headcount contact phone
    address registered_on deregistered_on
"""
CHANGEABLE = frozenset(_CHANGEABLE.split())
# Where an employer may wait for a union: the federations that organise, not the base.
ORGANISERS = frozenset(
    {
        OrgType.COUNTY_FEDERATION,
        OrgType.TOWNSHIP_FEDERATION,
        OrgType.INDUSTRIAL_UNION,
        OrgType.PARK_UNION,
        OrgType.WORK_COMMITTEE,
        OrgType.REGIONAL_JOINT,
        OrgType.SECTORAL_JOINT,
    }
)


@transaction.atomic
def register_employer(
    *, actor: User, union: UnionOrg, name: str, uscc: str, unit_class: str, industry: str, **details: Any
) -> Employer:
    """Registers an employer at the desk of `union`. A grass-roots union covers it from its founding on, or from the
    employer's own; any other federation shall organise it.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.add_employer", union)
    check_open(union, field="union")
    if union.org_type not in ORGANISERS | set(COUNTED_AS_GRASSROOTS):
        raise ValidationError(
            {"union": f"“{union.get_org_type_display()}”不负责用人单位，请选基层工会或它的上级工会。"}
        )
    check_fields(Employer, details, CHANGEABLE)
    _check_days(details)
    employer = add(Employer(union=union, name=name, uscc=uscc, unit_class=unit_class, industry=industry, **details))
    if union.org_type in COUNTED_AS_GRASSROOTS:
        since = max(union.founded_on, employer.registered_on or union.founded_on)
        add(Coverage(union=union, employer=employer, held=span(since, _last_day(employer, since))))
    return employer


@transaction.atomic
def change_employer(*, actor: User, obj: Employer, version: int, **changed: Any) -> Employer:
    """Changes fields of `CHANGEABLE`; gives the saved employer. The day it was deregistered ends its coverage.

    Raises PermissionDenied, ValidationError, Conflict.
    """
    demand(actor, "unions.change_employer", obj)
    _check_days(changed)
    current = claim(obj, version)  # what the form holds may be typed into `obj` already
    if (day := changed.get("deregistered_on")) and current.deregistered_on is None:
        end_before(Coverage.objects.filter(employer=current), day, what="该单位的覆盖")
    return change(obj, version=version, changed=changed, allowed=CHANGEABLE)


@transaction.atomic
def cover(*, actor: User, obj: Employer, union: UnionOrg, day: date) -> Employer:
    """From `day` on the grass-roots union `union` covers the employer; an earlier coverage ends on the eve.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.cover_employer", obj)
    demand(actor, "unions.cover_employer", union)
    employer = claim(obj)
    _check_in_business(employer)
    check_open(union, field="union")
    if union.org_type not in COUNTED_AS_GRASSROOTS:
        raise ValidationError({"union": "覆盖用人单位的是基层工会，请选基层工会或村（社区）工会。"})
    if employer.union_id == union.pk and Coverage.objects.filter(employer=employer, union=union).open().exists():
        raise ValidationError({"union": f"“{employer}”已由“{union}”覆盖。"})
    check_day(union, day)
    end_before(Coverage.objects.filter(employer=employer), day, what="该单位的覆盖")
    employer = put(employer, union=union)
    add(Coverage(union=union, employer=employer, held=span(day)))
    return employer


@transaction.atomic
def uncover(*, actor: User, obj: Employer, day: date) -> Employer:
    """From `day` on no union covers the employer; it goes back to the desk of the nearest federation above.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "unions.cover_employer", obj)
    employer = claim(obj)
    covered = Coverage.objects.filter(employer=employer).open()
    if not covered.exists():
        raise ValidationError(f"“{employer}”现在没有工会覆盖。")
    check_not_future(day)
    end_before(covered, day, what="该单位的覆盖")
    return put(employer, union=_organiser_above(employer.union))


def _check_days(given: dict[str, Any]) -> None:
    for field in ("registered_on", "deregistered_on"):
        if given.get(field):
            check_not_future(given[field], field=field)


def _last_day(employer: Employer, since: date) -> date | None:
    """The last day an employer can be covered, when it has gone already."""
    return max(since, employer.deregistered_on - ONE_DAY) if employer.deregistered_on else None


def _check_in_business(employer: Employer) -> None:
    if employer.deregistered_on:
        raise ValidationError(f"“{employer}”已于{chinese(employer.deregistered_on)}注销，不能再办理。")


def _organiser_above(union: UnionOrg) -> UnionOrg:
    above = UnionOrg.objects.filter(pk__in=union.ancestor_ids(), org_type__in=ORGANISERS, closed_on=None)
    return above.latest("path")
