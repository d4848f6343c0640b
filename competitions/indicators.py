"""The figures of the programme of ideas: F01 征集, F02 优秀金点子, and what became of the ideas (domain.md N1).

Each is a plain question to the tables. `union` is the head of the branch that is asked about; a day belongs to the
period when it lies from `first` to `last`, both included.

`INDICATORS` says the same for the year end, where every union's figures are counted in one pass.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count, F, Q, Sum

from competitions.choices import Category
from competitions.models import Award, Proposal
from competitions.querysets import IS_ADOPTED, ProposalQuerySet
from desk.registers.indicators import Indicator, Nature, Source, Span
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


# --- for the year end -------------------------------------------------------------------------------------------------
YUAN_IN_WAN = 10_000
IDEAS = Source(
    Proposal.objects.all,
    register="proposals",
    title="title",
    day="submitted_at",
    right="competitions.view_proposal",
)
AWARDS = Source(
    Award.objects.all,
    union="proposal__union_id",
    register="proposals",
    title="proposal__title",
    day="awarded_on",
    link="proposal_id",
    right="competitions.view_proposal",
)


def _implemented(span: Span) -> Q:
    return Q(implement_to__range=(span.first, span.last), verified_benefit__isnull=False)


def _of(category: Category, code: str) -> Indicator:
    return Indicator(
        code,
        f"征集的{category.label}",
        "条",
        chapter="R1",
        nature=Nature.FLOW,
        definition=f"征集的意见建议中的{category.label}。",
        source=IDEAS,
        counts=lambda span: span.holds("submitted_at") & Q(category=category),
        part_of="F01",
    )


INDICATORS = (
    Indicator(
        "F01",
        "征集革新、发明、创造、设计等意见建议",
        "条",
        chapter="R1",
        nature=Nature.FLOW,
        definition="报告期内提交的合理化建议，不论办理结果，以提交时间为准，计入建议人所在工会。",
        source=IDEAS,
        counts=lambda span: span.holds("submitted_at"),
    ),
    Indicator(
        "F02",
        "优秀“金点子”",
        "个",
        chapter="R1",
        nature=Nature.FLOW,
        definition="评为报告期所属年度优秀“金点子”的建议。",
        source=IDEAS,
        counts=lambda span: Q(is_golden=True, golden_year=span.last.year),
        day="decided_on",
    ),
    *(_of(category, f"K0{place}") for place, category in enumerate(Category, 1)),
    Indicator(
        "K06",
        "采纳意见建议",
        "条",
        chapter="R1",
        nature=Nature.FLOW,
        definition="报告期内决定采纳的合理化建议，以决定日期为准。",
        source=IDEAS,
        counts=lambda span: IS_ADOPTED & Q(decided_on__range=(span.first, span.last)),
        day="decided_on",
    ),
    Indicator(
        "K07",
        "实施完成的意见建议",
        "条",
        chapter="R1",
        nature=Nature.FLOW,
        definition="报告期内实施完成并核定效益的合理化建议，以实施完成日期为准。",
        source=IDEAS,
        counts=_implemented,
        day="implement_to",
    ),
    Indicator(
        "K08",
        "核定效益",
        "万元",
        chapter="R1",
        nature=Nature.FLOW,
        definition="报告期内实施完成的合理化建议经核定的效益。",
        source=IDEAS,
        counts=_implemented,
        measure=lambda condition: Sum("verified_benefit", filter=condition),
        per=YUAN_IN_WAN,
        decimals=2,
        day="implement_to",
    ),
    Indicator(
        "K09",
        "发放建议奖金",
        "万元",
        chapter="R1",
        nature=Nature.FLOW,
        definition="报告期内发给合理化建议的奖金，以奖励日期为准。",
        source=AWARDS,
        counts=lambda span: Q(awarded_on__range=(span.first, span.last)),
        measure=lambda condition: Sum("amount", filter=condition),
        per=YUAN_IN_WAN,
        decimals=2,
    ),
)
