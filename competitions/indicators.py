"""The figures of the programme of ideas: F01 征集, F02 优秀金点子, and what became of the ideas (domain.md N1).

Each is a plain question to the tables. `union` is the head of the branch that is asked about; a day belongs to the
period when it lies from `first` to `last`, both included.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from competitions.choices import Category
from competitions.models import Award, Proposal
from competitions.querysets import IS_ADOPTED, ProposalQuerySet
from members.models import Membership
from unions.choices import Industry
from unions.models import UnionOrg

UNKNOWN = "未填单位"


@dataclass(frozen=True)
class Line:
    """The figures of one category, township or industry, or of all. `benefit`, `prizes`: yuan."""

    label: str
    collected: int = 0
    adopted: int = 0
    implemented: int = 0
    golden: int = 0
    benefit: Decimal = Decimal()

    @property
    def yuan(self) -> str:
        """The benefit as it is printed."""
        return f"{self.benefit:,.0f}"

    def __add__(self, other: "Line") -> "Line":
        return Line(
            self.label,
            self.collected + other.collected,
            self.adopted + other.adopted,
            self.implemented + other.implemented,
            self.golden + other.golden,
            self.benefit + other.benefit,
        )


@dataclass(frozen=True)
class Participation:
    """Who took part: the people behind the ideas, and what that is for a hundred members on the last day."""

    people: int
    members: int

    @property
    def per_hundred(self) -> Decimal | None:
        """People for a hundred members; None without members."""
        return (Decimal(100 * self.people) / self.members).quantize(Decimal("0.01")) if self.members else None


def collected(union: UnionOrg, first: date, last: date) -> ProposalQuerySet:
    """F01: the ideas handed in, whatever became of them."""
    found: ProposalQuerySet = Proposal.objects.from_branch(union).submitted_in(first, last)
    return found


def golden(union: UnionOrg, year: int) -> ProposalQuerySet:
    """F02: 优秀金点子 of a year."""
    found: ProposalQuerySet = Proposal.objects.from_branch(union).golden(year)
    return found


def whole(ideas: ProposalQuerySet) -> Line:
    """The figures of all of `ideas`."""
    return sum((line for _, line in _lines(ideas, "campaign_id")), Line("合计"))


def by_category(ideas: ProposalQuerySet) -> list[Line]:
    """A line for each category, also those without any."""
    found = dict(_lines(ideas, "category"))
    return [Line(str(label)) + found.get(code, Line("")) for code, label in Category.choices]


def by_industry(ideas: ProposalQuerySet) -> list[Line]:
    """A line for each industry there are ideas from; the most first."""
    names = dict(Industry.choices)
    lines = [Line(str(names.get(code or "", UNKNOWN))) + line for code, line in _lines(ideas, "employer__industry")]
    return sorted(lines, key=lambda line: -line.collected)


def by_township(ideas: ProposalQuerySet, union: UnionOrg) -> list[Line]:
    """A line for each union right below `union` there are ideas from, and one for its own; the most first."""
    below = {child.path: child.name for child in UnionOrg.objects.filter(parent=union)}
    depth = union.path.count(".") + 1
    found: dict[str, Line] = {}
    for path, line in _lines(ideas, "union__path"):
        head = ".".join(path.split(".")[:depth]) + "."
        label = below.get(head, union.name)
        found[label] = found.get(label, Line(label)) + line
    return sorted(found.values(), key=lambda line: -line.collected)


def participation(ideas: ProposalQuerySet, union: UnionOrg, last: date) -> Participation:
    """The people behind `ideas`: each name of a union once; an anonymous idea counts for one."""
    named = ideas.filter(is_anonymous=False).values_list("union", "name", "co_proposers")
    people = {
        (home, who.strip()) for home, name, others in named for who in (name, *others.splitlines()) if who.strip()
    }
    unnamed = ideas.filter(is_anonymous=True).count()
    members = Membership.objects.within(union).valid().on(last).count()
    return Participation(len(people) + unnamed, members)


def prizes(union: UnionOrg, first: date, last: date) -> Decimal:
    """The prize money given in the period, in yuan."""
    ideas = Proposal.objects.from_branch(union).values("pk")
    given = Award.objects.filter(proposal__in=ideas, awarded_on__range=(first, last))
    return given.aggregate(whole=Sum("amount"))["whole"] or Decimal()


def _lines(ideas: ProposalQuerySet, by: str) -> Iterator[tuple[str, Line]]:
    """The figures of `ideas`, by the values of a column."""
    counted = (
        ideas.order_by()
        .values(key=F(by))
        .annotate(
            collected=Count("pk"),
            adopted=Count("pk", filter=IS_ADOPTED),
            implemented=Count("pk", filter=Q(verified_benefit__isnull=False)),
            golden=Count("pk", filter=Q(is_golden=True)),
            benefit=Sum("verified_benefit"),
        )
    )
    for row in counted:
        key = row.pop("key")
        yield key, Line("", **{**row, "benefit": row["benefit"] or Decimal()})
