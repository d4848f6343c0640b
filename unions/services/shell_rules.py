"""The rules that suspect a union. No source defines the three kinds of shell unions, so every rule can be set, switched
off, or told to point to another kind (domain.md §3.2); what it found is shown with the suspicion.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, F, Max, OuterRef, Q, Subquery

from desk.registers.dated import span
from unions.choices import Post, RegistrationState, ShellKind
from unions.models import Employer, LegalPersonRegistration, Officer, Term
from unions.querysets import UnionOrgQuerySet
from unions.services.days import months_before

Found = Iterable[tuple[int, str]]


@dataclass(frozen=True)
class Rule:
    """A rule: what it is called, what its threshold counts, what it is set to at first, and the question it asks.

    `find(unions, threshold, day)` gives the unions it strikes, each with the fact in words.
    """

    code: str
    title: str
    unit: str
    default_kind: ShellKind
    default_threshold: int
    explain: str
    find: Callable[[UnionOrgQuerySet, int, date], Found]


def _too_few_members(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    for pk, members in unions.filter(member_count__lt=threshold).values_list("pk", "member_count"):
        yield pk, f"会员 {members} 人，不足 {threshold} 人。"


def _more_members_than_workers(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    above = unions.filter(member_count__gt=F("worker_count") * (100 + threshold) / 100.0)
    for pk, members, workers in above.values_list("pk", "member_count", "worker_count"):
        yield pk, f"填报会员 {members} 人，多于职工 {workers} 人。"


def _term_expired(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    last = Term.objects.filter(union=OuterRef("pk"), elected_on__lte=day).order_by("-elected_on").values("ends_on")[:1]
    expired = unions.annotate(ends_on=Subquery(last)).filter(ends_on__lte=months_before(day, threshold))
    for pk, ends_on in expired.values_list("pk", "ends_on"):
        yield pk, f"本届已于 {ends_on} 届满，没有换届记录。"


def _never_elected(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    without = unions.filter(~Exists(Term.objects.filter(union=OuterRef("pk"))))
    for pk, founded_on in without.filter(founded_on__lte=months_before(day, threshold)).values_list("pk", "founded_on"):
        yield pk, f"{founded_on} 成立，没有任何届期记录。"


def _chair_vacant(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    chairs = Officer.objects.filter(union=OuterRef("pk"), post=Post.CHAIR)
    since = chairs.order_by().values("union").annotate(day=Max("held__endswith")).values("day")
    long_ago = months_before(day, threshold)
    vacant = unions.filter(~Exists(chairs.on(day))).annotate(vacant_since=Subquery(since))
    struck = vacant.filter(Q(vacant_since__lte=long_ago) | Q(vacant_since=None, founded_on__lte=long_ago))
    for pk, vacant_since in struck.values_list("pk", "vacant_since"):
        yield pk, f"主席自 {vacant_since} 起空缺。" if vacant_since else "从未有主席任职记录。"


def _no_officers(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    recent = Officer.objects.filter(union=OuterRef("pk"), held__overlap=span(months_before(day, threshold), day))
    for (pk,) in unions.filter(~Exists(recent)).values_list("pk"):
        yield pk, f"近 {threshold} 个月没有任何干部在任。" if threshold else "没有任何干部在任。"


def _not_registered(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    certificates = LegalPersonRegistration.objects.filter(union=OuterRef("pk"), state=RegistrationState.ISSUED)
    without = unions.filter(~Exists(certificates), founded_on__lte=months_before(day, threshold))
    for pk, founded_on in without.values_list("pk", "founded_on"):
        yield pk, f"{founded_on} 成立，没有法人资格证书。"


def _no_account_and_books(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    without = unions.filter(bank_account_opened=False, books_kept=False, founded_on__lte=months_before(day, threshold))
    for pk, founded_on in without.values_list("pk", "founded_on"):
        yield pk, f"{founded_on} 成立，未开立账户，也未独立建账。"


def _employers_gone(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    at_its_desk = Employer.objects.filter(union=OuterRef("pk"))
    in_business = at_its_desk.filter(Q(deregistered_on=None) | Q(deregistered_on__gt=months_before(day, threshold)))
    last = at_its_desk.order_by().values("union").annotate(day=Max("deregistered_on")).values("day")
    struck = unions.filter(Exists(at_its_desk), ~Exists(in_business)).annotate(gone_on=Subquery(last))
    for pk, gone_on in struck.values_list("pk", "gone_on"):
        yield pk, f"涵盖单位已全部注销，最后一家注销于 {gone_on}。"


def _no_employer(unions: UnionOrgQuerySet, threshold: int, day: date) -> Found:
    without = unions.filter(~Exists(Employer.objects.filter(union=OuterRef("pk"))))
    for pk, members in without.filter(founded_on__lte=months_before(day, threshold)).values_list("pk", "member_count"):
        yield pk, f"填报会员 {members} 人，但没有登记任何涵盖单位。"


_NUMERIC, _NAMEPLATE, _EMPTY = ShellKind.NUMERIC_ONLY, ShellKind.NAMEPLATE_ONLY, ShellKind.EMPTY_SHELL

_ALL = (
    Rule("too-few-members", "会员过少", "人", _EMPTY, 1, "填报的会员人数少于阈值。", _too_few_members),
    Rule(
        "members-exceed-workers",
        "会员多于职工",
        "%",
        _NUMERIC,
        0,
        "填报的会员人数超过职工人数达到阈值比例。",
        _more_members_than_workers,
    ),
    Rule("no-employer", "没有涵盖单位", "个月", _NUMERIC, 6, "成立超过阈值，仍没有登记任何用人单位。", _no_employer),
    Rule("term-expired", "届满未换届", "个月", _NAMEPLATE, 12, "届满超过阈值，没有换届。", _term_expired),
    Rule("never-elected", "没有届期记录", "个月", _NAMEPLATE, 12, "成立超过阈值，没有选举记录。", _never_elected),
    Rule("chair-vacant", "主席空缺", "个月", _NAMEPLATE, 6, "主席空缺超过阈值。", _chair_vacant),
    Rule("not-registered", "未办法人登记", "个月", _NAMEPLATE, 24, "成立超过阈值，没有法人资格证书。", _not_registered),
    Rule("no-officers", "没有干部", "个月", _EMPTY, 6, "在阈值期间没有任何干部在任。", _no_officers),
    Rule(
        "no-account-and-books",
        "无账户且未建账",
        "个月",
        _EMPTY,
        12,
        "成立超过阈值，既无账户也未建账。",
        _no_account_and_books,
    ),
    Rule("employers-gone", "涵盖单位已注销", "个月", _EMPTY, 0, "涵盖单位全部注销，且超过阈值。", _employers_gone),
)

RULES: dict[str, Rule] = {rule.code: rule for rule in _ALL}
