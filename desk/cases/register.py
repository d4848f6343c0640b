"""What every register of cases shows beside its own: the lamp, the timeline, the attachments."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.urls import reverse
from django.utils import timezone

from desk.cases import services, workdays
from desk.cases.choices import By, EntryKind, Lamp
from desk.cases.models import CaseEntry, CaseRecord
from desk.cases.place import Place
from desk.registers.parts import Badge, Panel, Person, Tone
from desk.registers.register import Register

TONES: Mapping[str, Tone] = {Lamp.RED: "red", Lamp.AMBER: "amber", Lamp.GREEN: "green", Lamp.GREY: "neutral"}
TONE_OF_KIND = {EntryKind.NOTE: "amber", EntryKind.REPLY: "green", EntryKind.MESSAGE: "blue"}


class CaseRegister(Register):
    """A register of cases: inherited before any other base. `tones`: the colours of its states."""

    tones: ClassVar[Mapping[str, Tone]] = {}

    @classmethod
    def badges(cls, obj: Any) -> list[Badge]:
        found = [Badge(obj.get_state_display(), cls.tones.get(obj.state, "neutral"))]
        if obj.due_on and obj.is_open:
            today = timezone.localdate()
            found.append(Badge(workdays.left(obj.due_on, today), TONES[workdays.lamp(obj.due_on, today)], "clock"))
        if obj.is_unread:
            found.append(Badge("新到未读", "blue"))
        return found

    @classmethod
    def opened(cls, obj: Any, user: Person) -> None:
        """Whoever may act on it now has looked at it."""
        step = obj.procedure.step(obj.state)
        if not step.waits_for or user.has_perm(step.waits_for, Place(obj, step.at)):
            services.mark_read(obj)


def timeline(obj: CaseRecord, user: Person) -> dict[str, Any]:
    """What was done and said, the last first, for templates/desk/parts/timeline.html."""
    entries = obj.entries.select_related("actor").order_by("-at", "-id")
    return {"events": [_event(obj, entry) for entry in entries]}


def attachments(obj: CaseRecord, user: Person) -> dict[str, Any]:
    """What was handed in."""
    slug = obj.procedure.slug
    return {"files": [(row, reverse("cases:file", args=[slug, row.pk])) for row in obj.files.select_related("actor")]}


TIMELINE = Panel("timeline", "办理过程", "desk/cases/timeline.html", timeline)
FILES = Panel("files", "附件", "desk/cases/files.html", attachments, place="aside")


def _event(obj: CaseRecord, entry: CaseEntry) -> dict[str, Any]:
    is_move = entry.kind == EntryKind.MOVED
    move = obj.procedure.move(entry.move) if is_move else None
    what = move.title if move else entry.get_kind_display()
    return {
        "when": entry.at,
        "who": str(entry.actor) if entry.by == By.STAFF else By(entry.by).label,
        "what": what + ("（本人可见）" if entry.is_public and entry.by == By.STAFF else ""),
        "why": entry.text,
        "tone": ("red" if move.danger else "") if move else TONE_OF_KIND[EntryKind(entry.kind)],
    }
