"""The census of five matters: 组建、入会、法人登记、财务建账、队伍建设 (the article, line 83).

Each matter of a grass-roots union is in order, needs attention, or is missing. SQL judges, over as many unions as are
asked for, so that the card of one union and the overview of the county cannot disagree; Python only tells the facts.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import BigIntegerField, Case, Exists, F, Func, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import LessThan
from django.utils import timezone

from unions.access import demand
from unions.choices import (
    COUNTED_AS_GRASSROOTS,
    CommitteeKind,
    Health,
    Matter,
    OrgStatus,
    OrgType,
    Post,
    RegistrationState,
)
from unions.models import Committee, Coverage, LegalPersonRegistration, Officer, Term, UnionOrg, User
from unions.querysets import UnionOrgQuerySet

MATTERS = tuple(Matter)
# The national aim of 2011 to 2013 for the share of workers who are members, in per cent (domain.md §3.1).
MEMBERSHIP_AIM = 90
# 工会法 §11: from this many women members on, a women's committee.
WOMEN_FOR_A_COMMITTEE = 25
CERTIFICATE_ENDS_SOON = timedelta(days=90)
# A federation is in order in a matter when this share of the unions below it is, in per cent.
FEDERATION_AIM = 90

_ON_ITS_WAY = (RegistrationState.SUBMITTED, RegistrationState.SUPPLEMENT, RegistrationState.APPROVED)
_TONES = {Health.OK: "green", Health.ATTENTION: "amber", Health.MISSING: "red"}


@dataclass(frozen=True)
class Finding:
    """One matter of a union: how it stands, and the facts that say so."""

    matter: Matter
    health: Health
    evidence: str

    @property
    def label(self) -> str:
        return str(self.matter.label)

    @property
    def tone(self) -> str:
        """The colour of its lamp."""
        return _TONES[self.health]


@dataclass
class Counts:
    """How many unions stand how in one matter."""

    ok: int = 0
    attention: int = 0
    missing: int = 0

    def add(self, health: int, unions: int) -> None:
        """Counts `unions` more that stand so."""
        name = Health(health).name.lower()
        setattr(self, name, getattr(self, name) + unions)


@dataclass
class TownRow:
    """A line of the overview: the grass-roots unions of the branch of `union`, and how they stand in each matter."""

    union: UnionOrg
    unions: int = 0
    matters: dict[Matter, Counts] = field(default_factory=lambda: {matter: Counts() for matter in MATTERS})

    def add(self, healths: tuple[int, ...], unions: int) -> None:
        """Counts `unions` more that stand so in the five matters."""
        self.unions += unions
        for matter, health in zip(MATTERS, healths, strict=True):
            self.matters[matter].add(health, unions)


def health_card(union: UnionOrg, day: date | None = None) -> list[Finding]:
    """The five matters of `union` on `day`, today without one.

    Of a federation: how many unions below it are in order. Of a part of a union, which has no books or committee of
    its own: nothing.
    """
    day = day or timezone.localdate()
    if union.org_type in COUNTED_AS_GRASSROOTS:
        row = judged(UnionOrg.objects.filter(pk=union.pk), day).get()
        return [Finding(matter, Health(getattr(row, matter.value)), _FACTS[matter](row)) for matter in MATTERS]
    if union.org_type in (OrgType.SUB_UNION, OrgType.UNION_GROUP):
        return []
    below = TownRow(union)
    for *healths, unions in _tally(UnionOrg.objects.within(union), day, *MATTERS):
        below.add(tuple(healths), unions)
    return [_of_federation(matter, below.matters[matter], below.unions) for matter in MATTERS]


def county_overview(*, actor: User, day: date | None = None) -> list[TownRow]:
    """The census of the branches of `actor` on `day`: a line per township, industry or park, in the order of the tree;
    unions that stand right under the county are counted in its own line. Raises PermissionDenied.
    """
    demand(actor, "unions.view_unionorg", None)
    day = day or timezone.localdate()
    below_county = Cast(Func(F("path"), Value("."), Value(2), function="split_part"), BigIntegerField())
    visible = UnionOrg.objects.visible_to(actor).exclude(parent=None).annotate(top=below_county)
    tally = _tally(visible, day, "top", *MATTERS)
    tops = UnionOrg.objects.select_related("parent").in_bulk([top for top, *_ in tally])
    rows: dict[int, TownRow] = {}
    for top, *healths, unions in tally:
        head = tops[top]
        if head.org_type in COUNTED_AS_GRASSROOTS and head.parent is not None:
            head = head.parent
        rows.setdefault(head.pk, TownRow(head)).add(tuple(healths), unions)
    return sorted(
        rows.values(), key=lambda row: (list(OrgType).index(OrgType(row.union.org_type)), row.union.region_code)
    )


def judged(unions: UnionOrgQuerySet, day: date) -> UnionOrgQuerySet:
    """The grass-roots `unions`, with the facts of the census on `day`, and how each matter stands under its name."""
    covered = Coverage.objects.on(day).filter(union=OuterRef("pk"))
    in_business = Q(employer__deregistered_on=None) | Q(employer__deregistered_on__gt=day)
    registrations = LegalPersonRegistration.objects.filter(union=OuterRef("pk"))
    certificates = registrations.filter(state=RegistrationState.ISSUED)
    terms = Term.objects.filter(union=OuterRef("pk"), elected_on__lte=day).order_by("-elected_on")
    chairs = Officer.objects.on(day).filter(union=OuterRef("pk"), post=Post.CHAIR)
    committees = Committee.objects.on(day).filter(union=OuterRef("pk"))
    with_facts = unions.grassroots().annotate(
        has_employer=Exists(covered.filter(in_business)),
        has_certificate=Exists(certificates),
        certificate_until=Subquery(certificates.values("valid_until")[:1]),
        is_applying=Exists(registrations.filter(state__in=_ON_ITS_WAY)),
        term_ends_on=Subquery(terms.values("ends_on")[:1]),
        has_chair=Exists(chairs),
        has_audit=Exists(committees.filter(kind=CommitteeKind.AUDIT)),
        has_women=Exists(committees.filter(kind=CommitteeKind.WOMEN)),
    )
    return with_facts.annotate(**_judgements(day))


def _judgements(day: date) -> dict[str, Case]:
    few_joined = LessThan(F("member_count") * 100, F("worker_count") * MEMBERSHIP_AIM)
    term_over = Q(term_ends_on=None) | Q(term_ends_on__lte=day)
    women_without = Q(female_members__gte=WOMEN_FOR_A_COMMITTEE, has_women=False)
    return {
        Matter.FORMATION.value: _worst(
            Q(status=OrgStatus.PREPARING) | Q(has_employer=False),
            Q(approval_doc_no=""),
        ),
        Matter.JOINING.value: _worst(Q(member_count=0), Q(member_count__gt=F("worker_count")) | Q(few_joined)),
        Matter.REGISTRATION.value: _worst(
            Q(has_certificate=False, is_applying=False),
            Q(has_certificate=False) | Q(certificate_until__lt=day + CERTIFICATE_ENDS_SOON),
        ),
        Matter.FINANCE.value: _worst(
            Q(bank_account_opened=False, books_kept=False), Q(bank_account_opened=False) | Q(books_kept=False)
        ),
        Matter.TEAM.value: _worst(Q(has_chair=False), term_over | Q(has_audit=False) | women_without),
    }


def _worst(missing: Q, attention: Q) -> Case:
    return Case(
        When(missing, then=Value(Health.MISSING.value)),
        When(attention, then=Value(Health.ATTENTION.value)),
        default=Value(Health.OK.value),
        output_field=IntegerField(),
    )


def _tally(unions: UnionOrgQuerySet, day: date, *columns: str) -> list[tuple[Any, ...]]:
    """The different answers in `columns` over the standing ones of `unions`, each with the number of unions."""
    answers = judged(unions.standing(), day).order_by().values_list(*columns)
    return [(*answer, unions) for answer, unions in Counter(answers).items()]


def _of_federation(matter: Matter, counts: Counts, unions: int) -> Finding:
    health = Health.OK if counts.ok * 100 >= unions * FEDERATION_AIM else Health.ATTENTION
    said = f"下属基层工会 {unions} 家：正常 {counts.ok}，需关注 {counts.attention}，缺失 {counts.missing}。"
    return Finding(matter, health, said)


# --- the facts in words -----------------------------------------------------------------------------------------------
def _formation(row: Any) -> str:
    approval = f"批复文号 {row.approval_doc_no}" if row.approval_doc_no else "没有批复文号"
    return f"{row.get_status_display()}，{approval}，{'有' if row.has_employer else '没有'}在营的涵盖单位。"


def _joining(row: Any) -> str:
    if not row.worker_count:
        return f"会员 {row.member_count} 人，没有填报职工人数。"
    share = 100 * row.member_count / row.worker_count
    return f"会员 {row.member_count} 人，职工 {row.worker_count} 人，入会率 {share:.1f}%（目标 {MEMBERSHIP_AIM}%）。"


def _registration(row: Any) -> str:
    if row.has_certificate:
        return f"证书有效期至 {row.certificate_until}。" if row.certificate_until else "有证书，未填有效期。"
    return "登记正在办理。" if row.is_applying else "没有办理法人登记。"


def _finance(row: Any) -> str:
    return f"{'已' if row.bank_account_opened else '未'}开立账户，{'已' if row.books_kept else '未'}独立建账。"


def _team(row: Any) -> str:
    chair = "主席在任" if row.has_chair else "主席空缺"
    term = f"本届 {row.term_ends_on} 届满" if row.term_ends_on else "没有届期记录"
    audit = "有经审委" if row.has_audit else "没有经审委"
    women = "有女工委" if row.has_women else "没有女工委"
    return f"{chair}，{term}，{audit}，{women}（女会员 {row.female_members} 人）。"


_FACTS = {
    Matter.FORMATION: _formation,
    Matter.JOINING: _joining,
    Matter.REGISTRATION: _registration,
    Matter.FINANCE: _finance,
    Matter.TEAM: _team,
}
