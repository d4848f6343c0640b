"""What can be done to any case. Each is one transaction, and each leaves an entry in the file of the case.

The verbs of a programme call `move` and add what is theirs; a move that has nothing of its own is offered as it is
(offers.actions).
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone

from desk.cases import workdays
from desk.cases.choices import By, EntryKind, Reason
from desk.cases.models import CaseEntry, CaseRecord
from desk.cases.place import Place
from desk.cases.procedure import Move
from desk.registers.integrity import told
from desk.registers.parts import Person
from desk.registers.versions import claim

C = TypeVar("C", bound=CaseRecord)


@transaction.atomic
def begin(case: C, *, by: By = By.STAFF) -> C:
    """Inserts `case`, with the day by which its first step is due. Raises ValidationError."""
    case.due_on = _due_on(case, case.state)
    case.is_unread = by is not By.STAFF
    case.full_clean()
    with told():
        case.save(force_insert=True)
    return case


@transaction.atomic
def move(
    *,
    actor: Person | None,
    obj: C,
    slug: str,
    text: str = "",
    due_on: date | None = None,
    by: By = By.STAFF,
    **facts: Any,
) -> C:
    """Makes the declared move `slug`, and writes `facts` with it; gives the case as it stands now.

    text: why, or the answer. due_on: the day by which the next step is due, where the move lets it be set. by: VISITOR
    and CLOCK have no `actor` and make only the moves declared for them. Raises PermissionDenied, ValidationError.
    """
    declared = obj.procedure.move(slug)
    current = claim(obj)
    _check_state(current, declared)
    _check_person(current, declared, actor, by)
    _check_answers(declared, text, due_on)
    with told():
        entry = _write_down(current, declared, by, actor, text)
        written = {
            "state": declared.target,
            "state_since": entry.at,
            "due_on": due_on or _due_on(current, declared.target),
            "is_unread": _is_news(current, declared, by, facts),
        }
        _save(current, {**facts, **written})
    if declared.told and by is not By.VISITOR:  # who made the move needs no notice of it
        current.told(entry)
    return current


@transaction.atomic
def note(*, actor: Person, obj: CaseRecord, text: str) -> CaseEntry:
    """A remark that stays inside. Raises PermissionDenied; ValidationError for an empty one."""
    demand_talk(actor, obj)
    return _say(obj, EntryKind.NOTE, By.STAFF, actor, text, is_public=False)


@transaction.atomic
def reply(*, actor: Person, obj: CaseRecord, text: str) -> CaseEntry:
    """An answer that the person outside reads. Raises PermissionDenied; ValidationError for an empty one."""
    demand_talk(actor, obj)
    entry = _say(obj, EntryKind.REPLY, By.STAFF, actor, text, is_public=True)
    obj.told(entry)
    return entry


@transaction.atomic
def message(*, obj: CaseRecord, text: str) -> CaseEntry:
    """What the person outside writes. The case is unread again. Raises ValidationError for an empty one."""
    entry = _say(obj, EntryKind.MESSAGE, By.VISITOR, None, text, is_public=True)
    type(obj)._default_manager.filter(pk=obj.pk).update(is_unread=True)
    return entry


def demand_talk(actor: Person, obj: CaseRecord) -> None:
    """Raises PermissionDenied unless `actor` may add notes, answers and files to the case."""
    right, at = obj.procedure.talk, obj.procedure.talk_at
    if not right or not actor.has_perm(right, Place(obj, at)):
        raise PermissionDenied(f"{right or 'no right to talk'} is not held at {at}")


def mark_read(obj: CaseRecord) -> None:
    """Somebody who may act on the case has looked at it."""
    if obj.is_unread:
        type(obj)._default_manager.filter(pk=obj.pk, is_unread=True).update(is_unread=False)


def why_not(actor: Person, obj: CaseRecord, declared: Move) -> str:
    """Why `actor` cannot make this move on `obj` as it stands, though the right may be held; "" when it is open."""
    if obj.state not in declared.froms:
        return f"现为“{obj.get_state_display()}”，不能办理“{declared.title}”。"  # type: ignore[attr-defined]  # a field with choices
    if declared.not_by and obj.entries.filter(actor=actor.pk, move__in=declared.not_by).exists():
        titles = "、".join(obj.procedure.move(slug).title for slug in declared.not_by)
        return f"“{declared.title}”与“{titles}”不能由同一人办理，请交另一位同事。"
    return ""


def _check_state(case: CaseRecord, declared: Move) -> None:
    if case.state not in declared.froms:
        state = case.get_state_display()  # type: ignore[attr-defined]  # a field with choices
        raise ValidationError(f"“{case}”现为“{state}”，不能办理“{declared.title}”。")


def _check_person(case: CaseRecord, declared: Move, actor: Person | None, by: By) -> None:
    if declared.by != by or (by is By.STAFF) != (actor is not None):
        raise PermissionDenied(f"{declared.slug} is made by {declared.by}")
    if actor is None:
        return
    right, at = case.procedure.right(declared)
    if not actor.has_perm(right, Place(case, at)):
        raise PermissionDenied(f"{right} is not held at {at}")
    if reason := why_not(actor, case, declared):
        raise ValidationError(reason)


def _check_answers(declared: Move, text: str, due_on: date | None) -> None:
    if declared.reason is Reason.REQUIRED and not text.strip():
        raise ValidationError({"text": f"请写明{declared.label or '理由'}。"})
    if due_on is None:
        return
    if not declared.deadline:
        raise ValidationError({"due_on": "这一步不能另定期限。"})
    if due_on < timezone.localdate():
        raise ValidationError({"due_on": "办理期限不能早于今天。"})


def _save(case: CaseRecord, changed: Mapping[str, Any]) -> None:
    """Writes `changed` into the row, which is locked. Raises ValidationError."""
    for name, value in changed.items():
        setattr(case, name, value)
    case.version += 1
    # A union that stays as it was may lie outside the scope, where it would not be found.
    unchanged = {f.name for f in case._meta.concrete_fields if f.is_relation and not {f.name, f.attname} & {*changed}}
    case.full_clean(exclude=unchanged)
    case.save()


def _is_news(case: CaseRecord, declared: Move, by: By, facts: Mapping[str, Any]) -> bool:
    """Whether it is new for those who look after it: the person outside made the move, or it waits at another place now."""
    step = case.procedure.step(declared.target)
    before = getattr(case, f"{step.at}_id", None)
    after = facts[step.at].pk if step.at in facts else before
    return by is By.VISITOR or bool(step.waits_for and before != after)


def _due_on(case: CaseRecord, state: str) -> date | None:
    days = case.procedure.step(state).due
    return workdays.due(timezone.localdate(), days) if days else None


def _write_down(case: CaseRecord, declared: Move, by: By, actor: Person | None, text: str) -> CaseEntry:
    """The entry of a move, before the case is changed: the database looks for it then."""
    return _write(
        case,
        EntryKind.MOVED,
        by=by,
        actor=actor,
        text=text,
        is_public=declared.told,
        move=declared.slug,
        from_state=case.state,
        to_state=str(declared.target),
        case_version=case.version + 1,
    )


def _say(obj: CaseRecord, kind: EntryKind, by: By, actor: Person | None, text: str, *, is_public: bool) -> CaseEntry:
    if not text.strip():
        raise ValidationError({"text": "请写点内容。"})
    return _write(obj, kind, by=by, actor=actor, text=text, is_public=is_public)


def _write(obj: CaseRecord, kind: EntryKind, **told_of: Any) -> CaseEntry:
    entry: CaseEntry = obj.entries.model(case=obj, kind=kind, **{**told_of, "text": told_of["text"].strip()})
    entry.full_clean()
    entry.save(force_insert=True)
    return entry
