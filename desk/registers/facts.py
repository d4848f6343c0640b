"""The facts of a record: the sections of its register, each value as it may be shown."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db import models

from desk.registers.display import shown
from desk.registers.parts import Fact, FactCard, Person, Section
from desk.vault import masks
from desk.vault.access import is_revealable

WIDE_FROM = 40  # characters


def cards(sections: Iterable[Section], obj: models.Model, user: Person) -> list[FactCard]:
    """The sections filled in for `obj`, as `user` may see it."""
    return [card(section, obj, user) for section in sections]


def card(section: Section, obj: models.Model, user: Person) -> FactCard:
    """One section filled in. A name is that of a field, or of a method with a short description."""
    return FactCard(section.title, [fact(name, obj, user) for name in section.names])


def fact(name: str, obj: models.Model, user: Person) -> Fact:
    """One value of `obj`, masked if it is personal, linked if it is a record that `user` may open."""
    try:
        field: Any = obj._meta.get_field(name)
    except FieldDoesNotExist:
        return _computed(name, obj)
    value = getattr(obj, name) if field.is_relation else masks.masked(obj, name)
    masked = value not in (None, "") and not field.is_relation and is_revealable(type(obj), name)
    text = str(value) if masked else shown(value, field)
    url = _url_of(value, user) if field.is_relation else ""
    return Fact(name, str(field.verbose_name), text, url, masked=masked, wide=len(text) >= WIDE_FROM)


def _computed(name: str, obj: models.Model) -> Fact:
    method = getattr(type(obj), name)
    getter = getattr(method, "fget", None) or method
    value = getattr(obj, name)
    text = shown(value() if callable(value) else value)
    return Fact(name, str(getattr(getter, "short_description", name)), text, wide=len(text) >= WIDE_FROM)


def _url_of(related: Any, user: Person) -> str:
    """Where a related record can be opened; "" where that is not this person's business."""
    if related is None or not hasattr(related, "get_absolute_url"):
        return ""
    meta = related._meta
    may = user.has_perm(f"{meta.app_label}.view_{meta.model_name}", related)
    return str(related.get_absolute_url()) if may else ""
