"""What the register of unions tells at year's end: new unions, those that stand, and the employers they cover."""

from django.db.models import Q

from desk.registers.indicators import Indicator, Nature, Source, Span
from unions.models import Coverage, UnionOrg

UNIONS = Source(
    UnionOrg.objects.grassroots,
    union="id",
    register="unions",
    title="name",
    day="founded_on",
    right="unions.view_unionorg",
)
COVERAGES = Source(
    Coverage.objects.all,
    register="employers",
    title="employer__name",
    day="held__startswith",
    link="employer_id",
    right="unions.view_employer",
)


def _founded(span: Span) -> Q:
    return Q(founded_on__range=(span.first, span.last))


def _stands(span: Span) -> Q:
    return Q(founded_on__lte=span.last) & (Q(closed_on__isnull=True) | Q(closed_on__gt=span.last))


INDICATORS = (
    Indicator(
        "F54",
        "新增基层工会",
        "家",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内成立的基层工会（含村、社区工会），以批复的成立日期为准；期内又撤并的也计入。",
        source=UNIONS,
        counts=_founded,
    ),
    Indicator(
        "U01",
        "期末基层工会",
        "家",
        chapter="R5",
        nature=Nature.STOCK,
        definition="报告期最后一天存续的基层工会（含村、社区工会）。",
        source=UNIONS,
        counts=_stands,
        grows_by="F54",
        shrinks_by="U03",
    ),
    Indicator(
        "U02",
        "期末涵盖单位",
        "家",
        chapter="R5",
        nature=Nature.STOCK,
        definition="报告期最后一天由基层工会覆盖的用人单位，一家单位只由一家工会覆盖。",
        source=COVERAGES,
        counts=lambda span: Q(held__contains=span.last),
    ),
    Indicator(
        "U03",
        "撤并基层工会",
        "家",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内撤销或并入其他工会的基层工会，以撤并日期为准。",
        source=UNIONS,
        counts=lambda span: Q(closed_on__range=(span.first, span.last)),
        day="closed_on",
    ),
)
