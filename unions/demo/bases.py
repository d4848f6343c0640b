"""The grass-roots unions of the demo county, and the employers they cover or do not."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice
from typing import Any

from unions.choices import GrassrootsForm, OrgType
from unions.demo.codes import ENTERPRISE, credit_code, mobile
from unions.demo.draft import Draft
from unions.demo.federations import Branch, townships
from unions.demo.founding import FoundingDays
from unions.demo.institutions import Unit, units
from unions.models import Employer, UnionOrg
from unions.services.days import ONE_DAY

EMPLOYERS = 1_600
ABOVE_SCALE_WITHOUT_UNION = 24
# Only unions of the single form have a trouble, and only as many of them.
MAY_HAVE_TROUBLE = 900
# The unions that the base officers of the cast work for, with the headcounts of their employers.
NAMED: dict[str, tuple[Unit, int]] = {
    "新安江街道": (("建德市白沙化工有限公司", "C", "159", ENTERPRISE), 320),
    "梅城镇": (("建德市严州石材有限公司", "C", "170", ENTERPRISE), 40),
}
NAMED_FOUNDED_ON = date(2013, 3, 1)
ABOVE_SCALE_FROM = 60  # workers; 规模以上 goes by turnover, which we do not keep: the larger firms stand for it
FEW, MANY = (4, 24), (80, 420)
DAYS_BEFORE_ITS_UNION = (40, 2_000)  # an employer is there before its union
FIRST_UNCOVERED = date(1999, 1, 8)
IN_TOWNS = (OrgType.TOWNSHIP_FEDERATION, OrgType.PARK_UNION)


class Trouble(StrEnum):
    """What is wrong with a union, for the census and the search for shell unions to find."""

    NO_MEMBERS = "no_members"
    TOO_MANY_MEMBERS = "too_many_members"
    EMPLOYER_GONE = "employer_gone"
    NO_EMPLOYER = "no_employer"
    EMPTY = "empty"
    OVERDUE = "overdue"
    CHAIR_LEFT = "chair_left"


# How many unions have which trouble.
TROUBLES = {
    Trouble.NO_MEMBERS: 8,
    Trouble.TOO_MANY_MEMBERS: 10,
    Trouble.EMPLOYER_GONE: 12,
    Trouble.NO_EMPLOYER: 12,
    Trouble.EMPTY: 9,
    Trouble.OVERDUE: 60,
    Trouble.CHAIR_LEFT: 20,
}


@dataclass
class Base:
    """A grass-roots union as drawn up, with the troubles it has."""

    union: UnionOrg
    trouble: Trouble | None = None


@dataclass
class Lots:
    """What is dealt out among the unions, each drawn once: founding days, troubles, numbers."""

    draft: Draft
    founding: FoundingDays
    troubles: list[Trouble | None]
    number: int = 0
    bases: list[Base] = field(default_factory=list)

    def next_trouble(self) -> Trouble | None:
        """The trouble of the next union of the single form; none for most."""
        return self.troubles.pop() if self.troubles else None

    def next_number(self) -> int:
        """The next number for a code, a telephone or a document."""
        self.number += 1
        return self.number


def draw_up(draft: Draft, branches: list[Branch]) -> list[Base]:
    """All grass-roots unions and employers."""
    total = sum(branch.size for branch in branches)
    founding = FoundingDays(draft, total, named={NAMED_FOUNDED_ON.year: len(NAMED)})
    lots = Lots(draft, founding, _troubles(draft))
    for branch in branches:
        if branch.federation.org_type in IN_TOWNS:
            _draw_up_town(lots, branch)
        else:
            _draw_up_industry(lots, branch)
    _draw_up_uncovered(lots, [b for b in branches if b.federation.org_type in IN_TOWNS])
    return lots.bases


def _troubles(draft: Draft) -> list[Trouble | None]:
    found: list[Trouble | None] = [trouble for trouble, count in TROUBLES.items() for _ in range(count)]
    found += [None] * (MAY_HAVE_TROUBLE - len(found))
    draft.chance.shuffle(found)
    return found


# --- townships and parks ----------------------------------------------------------------------------------------------
def _draw_up_town(lots: Lots, branch: Branch) -> None:
    villages: list[UnionOrg] = []
    named = NAMED.get(branch.area)
    if named:
        _named(lots, branch, *named)
    for parent in _parents(branch, without=1 if named else 0):
        kind = lots.draft.chance.random()
        in_sector = parent.org_type == OrgType.SECTORAL_JOINT
        if kind < 0.13 and not in_sector and branch.federation.org_type == OrgType.TOWNSHIP_FEDERATION:
            villages.append(_village(lots, branch, parent))
        elif kind < 0.26:
            _joint(lots, branch, parent)
        else:
            # 小三级: township, village, enterprise
            unit = _firm(lots, branch, parent)
            day = lots.founding.next_day(parent, unit[2])
            older = [] if in_sector else [v for v in villages if v.founded_on <= day]
            place = lots.draft.chance.choice(older) if older and lots.draft.happens(0.15) else parent
            _single(lots, branch, place, unit, day)


def _parents(branch: Branch, *, without: int) -> Iterator[UnionOrg]:
    for joint, size in branch.joints:
        yield from [joint] * size
    yield from [branch.federation] * (branch.size - without - sum(size for _, size in branch.joints))


def _village(lots: Lots, branch: Branch, parent: UnionOrg) -> UnionOrg:
    name = lots.draft.names.village(branch.area)
    day = lots.founding.next_day(parent)
    base = _found(lots, branch, parent, f"建德市{name}工会", OrgType.VILLAGE_UNION, day, form=GrassrootsForm.JOINT)
    for _ in range(lots.draft.chance.choice((1, 1, 1, 2))):
        _employ(lots, base.union, _shop(lots, branch), heads=FEW)
    _count(lots, base)
    return base.union


def _joint(lots: Lots, branch: Branch, parent: UnionOrg) -> None:
    where = branch.area if branch.place else "经济开发区"
    name = f"建德市{lots.draft.names.village(where).removesuffix('村').removesuffix('社区')}企业联合工会"
    day = lots.founding.next_day(parent)
    base = _found(lots, branch, parent, name, OrgType.GRASSROOTS, day, form=GrassrootsForm.JOINT)
    for _ in range(lots.draft.chance.choice((2, 2, 2, 3, 3))):
        _employ(lots, base.union, _firm(lots, branch, parent), heads=FEW)
    _count(lots, base)


def _firm(lots: Lots, branch: Branch, parent: UnionOrg) -> Unit:
    sector = parent.name if parent.org_type == OrgType.SECTORAL_JOINT else ""
    name, industry, unit_class = lots.draft.names.firm(branch.place, branch.area, sector)
    return name, industry, unit_class, ENTERPRISE


def _shop(lots: Lots, branch: Branch) -> Unit:
    return lots.draft.names.shop(branch.place), "O", "600", "92"


def _draw_up_industry(lots: Lots, branch: Branch) -> None:
    for unit in islice(units(branch.area, lots.draft.names), branch.size):
        _single(lots, branch, branch.federation, unit, lots.founding.next_day(branch.federation, unit[2]))


# --- one union --------------------------------------------------------------------------------------------------------
def _named(lots: Lots, branch: Branch, unit: Unit, headcount: int) -> None:
    """A union that has no trouble, because somebody of the cast keeps its books."""
    name, parent, single = f"{unit[0]}工会", branch.federation, GrassrootsForm.SINGLE
    base = _found(lots, branch, parent, name, OrgType.GRASSROOTS, NAMED_FOUNDED_ON, form=single, unit=unit)
    base.union.bank_account_opened = base.union.books_kept = True
    _employ(lots, base.union, unit, heads=(headcount, headcount))
    _count(lots, base)


def _single(lots: Lots, branch: Branch, parent: UnionOrg, unit: Unit, founded_on: date) -> None:
    trouble, single = lots.next_trouble(), GrassrootsForm.SINGLE
    base = _found(lots, branch, parent, f"{unit[0]}工会", OrgType.GRASSROOTS, founded_on, form=single, unit=unit)
    base.trouble = trouble
    if trouble == Trouble.EMPTY:
        base.union.bank_account_opened = base.union.books_kept = False
    if trouble != Trouble.NO_EMPLOYER:
        employer = _employ(lots, base.union, unit)
        if trouble == Trouble.EMPLOYER_GONE:
            first = max(date(2015, 1, 5), base.union.founded_on + ONE_DAY)
            employer.deregistered_on = lots.draft.day_in(first, date(2015, 12, 20))
    _count(lots, base)


def _found(
    lots: Lots,
    branch: Branch,
    parent: UnionOrg,
    name: str,
    org_type: OrgType,
    founded_on: date,
    *,
    form: GrassrootsForm,
    unit: Unit | None = None,
) -> Base:
    draft, number = lots.draft, lots.next_number()
    is_approved = not draft.happens(0.02)
    union = draft.union(
        parent,
        name,
        org_type,
        founded_on,
        grassroots_form=form,
        stat_code=f"330182{number:06d}",
        approval_doc_no=f"{branch.sign}〔{founded_on.year}〕{number % 180 + 1}号" if is_approved else "",
        industry=unit[1] if unit else "",
        unit_class=unit[2] if unit else "",
        term_years=draft.chance.choice((3, 5, 5)),
        has_party_org=draft.happens(0.35),
        bank_account_opened=not draft.happens(0.05),
        books_kept=not draft.happens(0.07),
        phone=f"0571-647{number:05d}",
        address=_address(parent, number),
    )
    lots.bases.append(Base(union))
    return lots.bases[-1]


def _address(union: UnionOrg, number: int) -> str:
    """An address in the town whose code the union has."""
    town = next((name for name, code in townships().items() if code == union.region_code), "新安江街道")
    return f"建德市{town}工业路{number % 300 + 1}号"


def _employ(lots: Lots, union: UnionOrg, unit: Unit, *, heads: tuple[int, int] | None = None, **facts: Any) -> Employer:
    draft, number = lots.draft, lots.next_number()
    name, industry, unit_class, code = unit
    headcount = draft.chance.randint(*heads) if heads else _headcount(draft)
    contact, _ = draft.names.person()
    return draft.employer(
        union,
        **{
            "name": name,
            "uscc": credit_code(code, number),
            "unit_class": unit_class,
            "industry": industry,
            "headcount": headcount,
            "female_headcount": int(headcount * draft.chance.uniform(0.2, 0.7)),
            "migrant_headcount": int(headcount * draft.chance.uniform(0, 0.6)) if code == ENTERPRISE else 0,
            "is_above_scale": code == ENTERPRISE and industry in "BCDE" and headcount >= ABOVE_SCALE_FROM,
            "is_two_new": unit_class in {"159", "170"} and draft.happens(0.6),
            "contact": contact,
            "phone": mobile(number),
            "address": _address(union, number),
            "registered_on": union.founded_on - timedelta(days=draft.chance.randint(*DAYS_BEFORE_ITS_UNION)),
            **facts,
        },
    )


def _headcount(draft: Draft) -> int:
    """Many small firms, few large ones."""
    return max(6, min(1_500, int(draft.chance.lognormvariate(3.6, 0.95))))


def _count(lots: Lots, base: Base) -> None:
    """The numbers the union reports: from its employers, or out of the air when there is trouble."""
    draft, union = lots.draft, base.union
    own = [e for e in draft.employers[-3:] if e.union is union]
    workers = sum(e.headcount for e in own) or draft.chance.randint(12, 60)
    women, migrants = sum(e.female_headcount for e in own), sum(e.migrant_headcount for e in own)
    share = draft.chance.uniform(0.5, 0.88) if draft.happens(0.06) else draft.chance.uniform(0.92, 1)
    if base.trouble == Trouble.NO_MEMBERS:
        share = 0
    union.worker_count, union.female_workers, union.migrant_workers = workers, women, migrants
    union.dispatched_workers = int(workers * 0.1) if draft.happens(0.1) else 0
    union.member_count = round(workers * share)
    union.female_members, union.migrant_members = int(women * share), int(migrants * share)
    if base.trouble == Trouble.TOO_MANY_MEMBERS:
        union.member_count = round(workers * draft.chance.uniform(1.1, 1.6)) + 1


# --- employers without a union ----------------------------------------------------------------------------------------
def _draw_up_uncovered(lots: Lots, branches: list[Branch]) -> None:
    for place in range(EMPLOYERS - len(lots.draft.employers)):
        branch = lots.draft.chance.choice(branches)
        is_large = place < ABOVE_SCALE_WITHOUT_UNION
        _employ(
            lots,
            branch.federation,
            _firm(lots, branch, branch.federation),
            heads=MANY if is_large else FEW,
            is_above_scale=is_large,
            registered_on=lots.draft.day_in(FIRST_UNCOVERED, date(2015, 11, 30)),
        )
