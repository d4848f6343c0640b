"""数字工会、牌子工会、空壳工会: which union is suspected, by which rule, and what becomes of the suspicion.

What each rule means stands in unions/services/shell_rules.py; how it is set, in the ShellRule rows.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from desk.registers.versions import claim
from unions.access import demand
from unions.choices import ShellState
from unions.models import ShellFlag, ShellRule, UnionOrg, User
from unions.models.shells import OPEN_SHELL_STATES, SHELL_MOVES
from unions.services.saving import change, put
from unions.services.shell_rules import RULES, Rule

__all__ = ["RULES", "Rule", "cancel", "change_rule", "clear", "confirm", "reactivate", "rectify", "suspect", "verify"]

S = ShellState
SHELL_LOCK = "jianzhi.unions.shells"
# What was looked into, and cleared or put right, is not brought up again for as long, unless something new is found.
REST = timedelta(days=365)

Evidence = list[dict[str, Any]]


@transaction.atomic
def suspect(*, actor: User, union: UnionOrg | None = None) -> list[ShellFlag]:
    """Applies the rules that are on to the grass-roots unions `actor` sees, or to those of the branch of `union`; gives
    the new suspicions. Raises PermissionDenied.
    """
    demand(actor, "unions.decide_shellflag", union)
    with connection.cursor() as cursor:  # one search at a time, or a union would be suspected twice
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext(%s))", [SHELL_LOCK])
    today = timezone.localdate()
    unions = UnionOrg.objects.visible_to(actor).standing().grassroots()
    if union is not None:
        unions = unions.within(union)
    found: dict[tuple[int, str], Evidence] = defaultdict(list)
    for setting in ShellRule.objects.filter(is_on=True).order_by("code"):
        rule = RULES[setting.code]
        for pk, fact in rule.find(unions, setting.threshold, today):
            item = {"rule": rule.code, "title": rule.title, "fact": fact, "threshold": setting.threshold}
            found[pk, setting.kind].append(item)
    known = _already_known(today)
    flags = [
        ShellFlag(union_id=pk, kind=kind, evidence=evidence, found_on=today)
        for (pk, kind), evidence in sorted(found.items())
        if not {item["rule"] for item in evidence} <= known[pk, kind]
    ]
    return ShellFlag.objects.bulk_create(flags)


def verify(*, actor: User, obj: ShellFlag, note: str = "") -> ShellFlag:
    """疑似 → 核查中. Raises PermissionDenied, ValidationError."""
    return _move(actor, obj, S.VERIFYING, note, needs_note=False)


def confirm(*, actor: User, obj: ShellFlag, note: str) -> ShellFlag:
    """核查中 → 已确认; `note` says what was seen. Raises PermissionDenied, ValidationError."""
    return _move(actor, obj, S.CONFIRMED, note)


def clear(*, actor: User, obj: ShellFlag, note: str) -> ShellFlag:
    """核查中 → 已排除; `note` says why. Raises PermissionDenied, ValidationError."""
    return _move(actor, obj, S.CLEARED, note)


def rectify(*, actor: User, obj: ShellFlag, note: str) -> ShellFlag:
    """已确认 → 整改中; `note` says what has to be put right. Raises PermissionDenied, ValidationError."""
    return _move(actor, obj, S.RECTIFYING, note)


def reactivate(*, actor: User, obj: ShellFlag, note: str) -> ShellFlag:
    """整改中 → 已恢复; `note` says what was put right. Raises PermissionDenied, ValidationError."""
    return _move(actor, obj, S.REACTIVATED, note)


def cancel(*, actor: User, obj: ShellFlag, note: str) -> ShellFlag:
    """整改中 → 已注销: the union could not be brought to life and has been closed.

    Raises PermissionDenied, ValidationError while the union stands.
    """
    if obj.union.closed_on is None:
        raise ValidationError(f"“{obj.union}”还没有撤并。请先办理撤销或并入，再把排查标为注销。")
    return _move(actor, obj, S.CANCELLED, note)


@transaction.atomic
def change_rule(*, actor: User, obj: ShellRule, version: int, **changed: Any) -> ShellRule:
    """Sets a rule: its kind, its threshold, on or off. Raises PermissionDenied, ValidationError, Conflict."""
    demand(actor, "unions.change_shellrule", obj)
    return change(obj, version=version, changed=changed, allowed={"kind", "threshold", "is_on"})


@transaction.atomic
def _move(actor: User, obj: ShellFlag, state: S, note: str, *, needs_note: bool = True) -> ShellFlag:
    demand(actor, "unions.decide_shellflag", obj)
    if needs_note and not note.strip():
        raise ValidationError({"note": "请写明理由。"})
    current = claim(obj)
    if (current.state, state) not in SHELL_MOVES:
        raise ValidationError(f"排查现为“{current.get_state_display()}”，不能变为“{state.label}”。")
    return put(current, state=state, note=note, decided_on=timezone.localdate())


def _already_known(today: date) -> dict[tuple[int, str], set[str]]:
    """The rules that need not raise a suspicion: all of them while one of the kind is open, those that were looked
    into while the matter rests.
    """
    known: dict[tuple[int, str], set[str]] = defaultdict(set)
    for pk, kind in ShellFlag.objects.filter(state__in=OPEN_SHELL_STATES).values_list("union_id", "kind"):
        known[pk, kind] |= set(RULES)
    settled = ShellFlag.objects.filter(state__in=(S.CLEARED, S.REACTIVATED), decided_on__gt=today - REST)
    for pk, kind, evidence in settled.values_list("union_id", "kind", "evidence"):
        known[pk, kind] |= {item["rule"] for item in evidence}
    return known
