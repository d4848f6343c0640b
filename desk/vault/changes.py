"""Reading the history of a row: what the history tab of a register shows."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import DateRangeField
from django.db import models
from django.utils import timezone

from desk.vault import masks
from desk.vault.ciphers import SealBroken

ACTIONS = {"insert": "登记", "update": "修改", "delete": "删除"}
UNTOLD = {"version"}  # the counter of the optimistic lock says nothing to a reader
OUT_OF_SIGHT = "（范围以外）"
Row = Mapping[str, Any]


@dataclass(frozen=True)
class Change:
    """A field before and after, as text, masked where the model's `privacy` says so. None for empty."""

    label: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class Event:
    """One act on a row. The names are those of templates/desk/parts/timeline.html."""

    when: datetime
    who: str
    what: str
    why: str
    page: str
    changes: list[Change] = field(default_factory=list)


def history_of(obj: models.Model) -> list[Event]:
    """The events of `obj` within the scope in force, newest first. An act that changed nothing to be seen is left out."""
    rows = list(obj.history.order_by("pgh_id"))  # type: ignore[attr-defined]  # of @tracked() models
    told = _told_fields(obj)
    names = _names_of_related(told, rows)
    people = _people(rows)
    events: list[Event] = []
    before: Any = None
    for row in rows:
        changes = _changes(obj, told, before, row, names) if before is not None else []
        if row.pgh_label != "update" or changes or before is None:
            context = row.pgh_context or {}
            events.append(
                Event(
                    when=timezone.localtime(row.pgh_created_at),
                    who=people.get(context.get("user"), "系统"),
                    what=ACTIONS.get(row.pgh_label, row.pgh_label),
                    why=context.get("reason", ""),
                    page=context.get("page", ""),
                    changes=changes,
                )
            )
        before = row
    return events[::-1]


def _told_fields(obj: models.Model) -> list[models.Field]:
    """The fields that are kept and that a reader wants to be told of."""
    kept = {f.name for f in obj.pgh_event_model._meta.fields}  # type: ignore[attr-defined]  # of @tracked() models
    return [
        f
        for f in obj._meta.concrete_fields
        if f.name in kept and not f.primary_key and f.name not in UNTOLD and not getattr(f, "auto_now_add", False)
    ]


def _changes(obj: models.Model, told: list[models.Field], before: Any, after: Any, names: Row) -> list[Change]:
    changes: list[Change] = []
    for one in told:
        old, new = _value(before, one), _value(after, one)
        if old != new:
            old_text, new_text = _text(obj, one, old, names), _text(obj, one, new, names)
            if old_text == new_text and new_text is not None:
                new_text += "（已改，所改部分不显示）"
            changes.append(Change(str(one.verbose_name), old_text, new_text))
    return changes


def _value(event: Any, one: models.Field) -> Any:
    try:
        return getattr(event, one.attname)
    except SealBroken:
        return masks.BROKEN


def _text(obj: models.Model, one: models.Field, value: Any, names: Row) -> str | None:
    if value is None or value in ("", []):
        return None
    privacy = getattr(obj, "privacy", None)
    mask = privacy.mask(one.name) if privacy else "hidden"
    text = _plain_text(one, value, names)
    return masks.mask(mask, text) if mask else text


def _plain_text(one: models.Field, value: Any, names: Row) -> str:
    if one.is_relation:
        return str(names.get(f"{one.name}:{value}", OUT_OF_SIGHT))
    if one.flatchoices:
        return str(dict(one.flatchoices).get(value, value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(one, DateRangeField):
        last = (value.upper - timedelta(days=1)).isoformat() if value.upper else "今"
        return f"{value.lower} 至 {last}"
    if isinstance(value, list):
        return "、".join(map(str, value))
    return str(value)


def _names_of_related(told: list[models.Field], rows: Iterable[Any]) -> dict[str, str]:
    """`field:id` to the name of the row it points to, for all foreign keys at once; only of rows in scope."""
    names: dict[str, str] = {}
    for one in told:
        if one.is_relation:
            ids = {getattr(row, one.attname) for row in rows} - {None}
            found = one.related_model._base_manager.in_bulk(ids) if ids else {}  # type: ignore[union-attr]  # a class
            names |= {f"{one.name}:{pk}": str(related) for pk, related in found.items()}
    return names


def _people(rows: Iterable[Any]) -> dict[Any, str]:
    ids = {(row.pgh_context or {}).get("user") for row in rows} - {None}
    return {pk: str(user) for pk, user in get_user_model()._base_manager.in_bulk(ids).items()} if ids else {}
