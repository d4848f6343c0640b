"""Where the person who has an idea works: an employer or a grass-roots union, found by its name."""

from typing import NamedTuple

from desk.registers.searching import found_by
from unions.models import Employer, UnionOrg
from unions.querysets import EmployerQuerySet, UnionOrgQuerySet

OFFERED = 8  # of each kind


class Workplace(NamedTuple):
    """What was found. `value` stands for it in a form."""

    value: str
    text: str
    hint: str


def search(text: str) -> list[Workplace]:
    """Employers and unions by their name or its pinyin. To be asked in the scope of everything."""
    employers = found_by(_employers(), "search", text).select_related("union").order_by("pinyin", "pk")[:OFFERED]
    unions = found_by(_unions(), "search", text).select_related("parent").order_by("pinyin", "pk")[:OFFERED]
    return [*map(_of_employer, employers), *map(_of_union, unions)]


def found(value: str) -> tuple[Employer | None, UnionOrg | None]:
    """What `value` stands for: an employer, a union, or neither. To be asked in the scope of everything."""
    kind, number = value[:1], value[1:]
    if not (number.isascii() and number.isdigit() and len(number) <= 18):  # the digits of a bigint
        return None, None
    if kind == "e":
        return _employers().select_related("union").filter(pk=number).first(), None
    return None, _unions().select_related("parent").filter(pk=number).first() if kind == "u" else None


def chosen(value: str) -> Workplace | None:
    """What `value` stands for, to be offered again."""
    employer, union = found(value)
    return _of_employer(employer) if employer else _of_union(union) if union else None


def _of_employer(employer: Employer) -> Workplace:
    return Workplace(f"e{employer.pk}", employer.name, f"单位 · {employer.union.name}")


def _of_union(union: UnionOrg) -> Workplace:
    return Workplace(f"u{union.pk}", union.name, f"工会 · {union.parent.name if union.parent else ''}")


def _employers() -> EmployerQuerySet:
    still_there: EmployerQuerySet = Employer.objects.filter(deregistered_on=None)
    return still_there


def _unions() -> UnionOrgQuerySet:
    standing: UnionOrgQuerySet = UnionOrg.objects.standing().grassroots()
    return standing
