"""Who has the ideas, and who deals with them."""

import random
from collections import defaultdict
from dataclasses import dataclass

from competitions.demo.drawing import trade_of
from competitions.demo.trades import Trade
from desk.registers.dated import span
from members.models import Member
from unions.choices import OrgType, Post, Role
from unions.demo.accounts import SINCE
from unions.models import Appointment, Officer, UnionOrg, User

OTHER_HANDLER = "建德市新安江街道总工会"  # of the unions that stand right below the county
HANDLERS = (OrgType.TOWNSHIP_FEDERATION, OrgType.PARK_UNION, OrgType.INDUSTRIAL_UNION)


@dataclass
class Author:
    """A member who has an idea."""

    name: str
    phone: str
    union: UnionOrg
    employer_id: int | None
    employer_name: str
    trade: Trade
    colleagues: list[str]


@dataclass
class Desk:
    """A union that deals with ideas, and who does it there."""

    union: UnionOrg
    officer: User


def authors(number: int, chance: random.Random) -> list[Author]:
    """So many members, anywhere in the county; now and then the same one twice."""
    found = Member.objects.on_the_roster().filter(joined_on__year__lte=2014).order_by("pk")
    rows = found.values_list(
        "name", "phone", "union_id", "employer_id", "employer__union_id", "employer__name", "employer__industry"
    )
    unions = UnionOrg.objects.in_bulk(field_name="pk")
    at_work: defaultdict[int, list[str]] = defaultdict(list)
    for name, _, union, *_ in rows:
        at_work[union].append(name)
    made = []
    for name, phone, union, employer, covered_by, employer_name, industry in chance.choices(list(rows), k=number):
        colleagues = [other for other in chance.choices(at_work[union], k=2) if other != name]
        is_at_home = covered_by == union
        place = employer_name if is_at_home else unions[union].name.removesuffix("工会")
        trade = trade_of(place or "", industry or "")
        made.append(
            Author(name, phone, unions[union], employer if is_at_home else None, place or "", trade, colleagues)
        )
    return made


def desks(unions: list[UnionOrg]) -> dict[int, Desk]:
    """The union that deals with the ideas of each of these, with an officer who has an account there."""
    heads = {head.pk: head for head in UnionOrg.objects.filter(org_type__in=HANDLERS)}
    other = next(head for head in heads.values() if head.name == OTHER_HANDLER)
    chosen = {union.pk: _head_of(union, heads) or other for union in unions}
    officers = _officers({head.pk: head for head in chosen.values()})
    return {pk: Desk(head, officers[head.pk]) for pk, head in chosen.items()}


def reviewer_at(home: UnionOrg) -> User:
    """Who fills in score sheets for the county federation; the account cannot sign in."""
    user = User.objects.create(username="county_reviewer", full_name="童远", password="!")  # noqa: S106  # no password fits it
    Appointment.objects.create(user=user, union=home, role=Role.COUNTY_OFFICER, held=span(SINCE))
    return user


def _head_of(union: UnionOrg, heads: dict[int, UnionOrg]) -> UnionOrg | None:
    return next((heads[pk] for pk in map(int, union.path.split(".")[:-1]) if pk in heads), None)


def _officers(heads: dict[int, UnionOrg]) -> dict[int, User]:
    """Who has an account at each of `heads`; where nobody has, the chair gets one that cannot sign in."""
    appointed = Appointment.objects.filter(union__in=heads, role=Role.TOWN_OFFICER).select_related("user")
    found = {appointment.union_id: appointment.user for appointment in appointed}
    chairs = dict(Officer.objects.filter(union__in=heads, post=Post.CHAIR).values_list("union_id", "name"))
    missing = sorted(heads.keys() - found.keys())
    users = User.objects.bulk_create(
        User(username=f"town_{number:02}", full_name=chairs.get(pk, "办事员"), password="!")  # noqa: S106  # no password fits it
        for number, pk in enumerate(missing, 1)
    )
    found |= dict(zip(missing, users, strict=True))
    Appointment.objects.bulk_create(
        Appointment(user=found[pk], union=heads[pk], role=Role.TOWN_OFFICER, held=span(SINCE)) for pk in missing
    )
    return found
