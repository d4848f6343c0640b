"""What the roster tells at year's end. Everything is counted from the dated memberships: each stays with the union it
was at, so who transfers later changes no figure of a past year.
"""

from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery

from desk.registers.indicators import AddsUp, Indicator, Nature, Source, Span
from members.choices import Began, Ended
from members.models import Member, Membership
from unions.choices import Gender

# The file may lie at another union by now, and a join would lose the membership with it.
_NAME = Subquery(Member.objects.filter(pk=OuterRef("member_id")).values("name"))
MEMBERSHIPS = Source(
    Membership.objects.valid,
    register="members",
    title=_NAME,
    day="held__startswith",
    link="member_id",
    right="members.view_member",
)
LEFT = (Ended.WITHDRAWN, Ended.EXPELLED, Ended.DECEASED)


def _began(span: Span) -> Q:
    return Q(held__startswith__gte=span.first, held__startswith__lte=span.last)


def _ended(span: Span) -> Q:
    # The end of a range is the day after the last.
    day = timedelta(days=1)
    return Q(held__endswith__gte=span.first + day, held__endswith__lte=span.last + day)


def _on_the_last_day(span: Span) -> Q:
    return Q(held__contains=span.last)


INDICATORS = (
    Indicator(
        "F55",
        "新增会员",
        "名",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内首次入会的会员；接转、恢复会籍和重新入会的不计。",
        source=MEMBERSHIPS,
        counts=lambda span: _began(span) & Q(began=Began.JOINED),
    ),
    Indicator(
        "M01",
        "期末会员",
        "名",
        chapter="R5",
        nature=Nature.STOCK,
        definition="报告期最后一天在会的会员，含保留会籍的会员。",
        source=MEMBERSHIPS,
        counts=_on_the_last_day,
        grows_by="F55 M05",
        shrinks_by="M06",
    ),
    Indicator(
        "M02",
        "其中女会员",
        "名",
        chapter="R5",
        nature=Nature.STOCK,
        definition="期末会员中的女会员。",
        source=MEMBERSHIPS,
        counts=lambda span: _on_the_last_day(span) & Q(member__gender=Gender.FEMALE),
        part_of="M01",
    ),
    Indicator(
        "M03",
        "其中农民工会员",
        "名",
        chapter="R5",
        nature=Nature.STOCK,
        definition="期末会员中的农民工会员。",
        source=MEMBERSHIPS,
        counts=lambda span: _on_the_last_day(span) & Q(member__is_migrant=True),
        part_of="M01",
    ),
    Indicator(
        "M04",
        "女会员占比",
        "%",
        chapter="R5",
        nature=Nature.RATIO,
        definition="女会员占期末会员的百分比。",
        adds_up=AddsUp.RATIO,
        numerator="M02",
        denominator="M01",
        decimals=1,
    ),
    Indicator(
        "M05",
        "转入会员",
        "人次",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内由其他工会接转来的会籍，县内各工会之间的接转也计入。",
        source=MEMBERSHIPS,
        counts=lambda span: _began(span) & Q(began=Began.TRANSFERRED),
    ),
    Indicator(
        "M06",
        "退会、除名和去世",
        "名",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内因退会、除名或去世而终止的会籍，以会籍的最后一天为准。",
        source=MEMBERSHIPS,
        counts=lambda span: _ended(span) & Q(ended__in=LEFT),
        day="held__endswith",
    ),
    Indicator(
        "M07",
        "期内在会过的会员",
        "名",
        chapter="R5",
        nature=Nature.FLOW,
        definition="报告期内任何一天在会的会员，一人只计一次；在几家工会都在会过的，在它们共同的上级也只计一次。",
        adds_up=AddsUp.DISTINCT,
        source=MEMBERSHIPS,
        counts=lambda span: (
            Q(held__startswith__lte=span.last) & (Q(held__endswith__isnull=True) | Q(held__endswith__gt=span.first))
        ),
        key="member_id",
        includes="M01",
    ),
)
