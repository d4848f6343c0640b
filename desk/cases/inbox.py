"""待我处理: what waits for a person, over all kinds of cases.

A case waits at the place its step names (`Step.at`, a foreign key to a union). It waits *here* when that is the very
union of an appointment that gives the right; *below* when it is deeper in that branch, where somebody nearer should
act first. The place is always asked by a sub-select: a case of two unions would be lost by a join, when the other lies
outside the scope.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol
from urllib.parse import urlencode

from django.db.models import Count, F, Q, TextChoices, prefetch_related_objects
from django.utils import timezone

from desk.cases import workdays
from desk.cases.choices import Lamp
from desk.cases.models import CaseRecord, kinds
from desk.cases.procedure import Step
from desk.registers.parts import Person
from desk.registers.register import Register, all_registers

SHOWN = 50


class Where(TextChoices):
    """How near a case waits."""

    HERE = "here", "本级待办"
    BELOW = "below", "下级待办"


class Officer(Person, Protocol):
    """A person with appointments."""

    def branches_with(self, right: str) -> tuple[str, ...]:
        """The path prefixes of the branches in which `right` is held."""


@dataclass(frozen=True)
class Waiting:
    """The cases of one kind in one state that wait for a person: how many here and below, how many of them are late."""

    title: str
    state: str
    here: int
    below: int
    overdue: int
    url: str
    url_below: str


@dataclass(frozen=True)
class Waits:
    """One case that waits here."""

    kind: str
    heading: str
    state: str
    place: str
    is_unread: bool
    due_on: date | None
    lamp: Lamp
    left: str
    url: str


def waiting(user: Officer) -> list[Waiting]:
    """What waits for `user`, kind by kind and state by state; one query for each kind."""
    return [line for kind in kinds() for line in _of_kind(kind, user)]


def waits_for(kind: type[CaseRecord], user: Officer, where: Where = Where.HERE) -> Q:
    """The condition on cases of `kind` that wait for `user`; for none without a right."""
    here = _any(_standing(step, _places(kind, step).filter(path__in=own)) for step, own in _steps(kind, user))
    if where is Where.HERE:
        return here
    return _within(kind, user) & ~here


def nearest(user: Officer, limit: int = SHOWN) -> list[Waits]:
    """The cases that wait here, over all kinds, those that fall due first before all others."""
    today = timezone.localdate()
    found = [case for kind in kinds() for case in _first(kind, user, limit)]
    found.sort(key=lambda case: (case.due_on is None, case.due_on or date.max, case.created_at))
    return [_shown(case, today) for case in found[:limit]]


def register_of(kind: type[CaseRecord]) -> type[Register] | None:
    """The register in which cases of `kind` are kept."""
    return next((register for register in all_registers() if register.model is kind), None)


def _of_kind(kind: Any, user: Officer) -> Iterator[Waiting]:
    steps = _steps(kind, user)
    if not steps:
        return
    here = waits_for(kind, user)
    late = here & Q(due_on__lt=timezone.localdate())
    rows = kind._default_manager.filter(_within(kind, user)).order_by().values("state")
    counts = rows.annotate(all_of=Count("pk"), here=Count("pk", filter=here), late=Count("pk", filter=late))
    counted = {state: numbers for state, *numbers in counts.values_list("state", "all_of", "here", "late")}
    register = register_of(kind)
    for step, _ in steps:
        all_of, here_, overdue = counted.get(str(step.state), (0, 0, 0))
        if all_of:
            yield Waiting(
                title=register.title if register else str(kind._meta.verbose_name),
                state=str(kind.procedure.states(step.state).label),
                here=here_,
                below=all_of - here_,
                overdue=overdue,
                url=_list(register, step, Where.HERE),
                url_below=_list(register, step, Where.BELOW),
            )


def _steps(kind: type[CaseRecord], user: Officer) -> list[tuple[Step, tuple[str, ...]]]:
    """The steps that may wait for `user`, each with the branches where it does."""
    asked = {right: user.branches_with(right) for right in {step.waits_for for step in kind.procedure.steps} if right}
    return [(step, asked[step.waits_for]) for step in kind.procedure.steps if asked.get(step.waits_for)]


def _within(kind: type[CaseRecord], user: Officer) -> Q:
    """Those that wait here or below."""
    return _any(
        _standing(step, _places(kind, step).filter(_any(Q(path__startswith=branch) for branch in own)))
        for step, own in _steps(kind, user)
    )


def _places(kind: Any, step: Step) -> Any:
    return kind._meta.get_field(step.at).related_model._default_manager.order_by()


def _standing(step: Step, places: Any) -> Q:
    return Q(**{"state": step.state, f"{step.at}__in": places.values("pk")})


def _any(conditions: Iterator[Q]) -> Q:
    found = Q(pk__in=())
    for condition in conditions:
        found |= condition
    return found


def _first(kind: type[CaseRecord], user: Officer, limit: int) -> list[CaseRecord]:
    if not _steps(kind, user):
        return []
    rows = kind._default_manager.filter(waits_for(kind, user))
    found = list(rows.order_by(F("due_on").asc(nulls_last=True), "created_at")[:limit])
    for at in {step.at for step in kind.procedure.steps}:
        prefetch_related_objects([case for case in found if kind.procedure.step(case.state).at == at], at)
    return found


def _shown(case: Any, today: date) -> Waits:
    register = register_of(type(case))
    return Waits(
        kind=register.title if register else str(case._meta.verbose_name),
        heading=register.heading(case) if register else str(case),
        state=case.get_state_display(),
        place=str(getattr(case, case.procedure.step(case.state).at)),
        is_unread=case.is_unread,
        due_on=case.due_on,
        lamp=workdays.lamp(case.due_on, today),
        left=workdays.left(case.due_on, today) if case.due_on else "",
        url=case.get_absolute_url(),
    )


def _list(register: type[Register] | None, step: Step, where: Where) -> str:
    query = urlencode({"waits_for_me": where.value, "state": str(step.state)})
    return f"{register.url('list')}?{query}" if register else ""
