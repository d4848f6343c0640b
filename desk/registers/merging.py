"""Two people edited one record. The second sees both versions and decides; what only one of them touched is not lost."""

import copy
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.http import QueryDict

from desk.registers import fields
from desk.registers.display import shown
from desk.registers.parts import Person


@dataclass(frozen=True)
class Compared:
    """A field in two versions: what is saved now, and what was typed here; `untouched` when nothing was."""

    label: str
    theirs: str
    yours: str
    untouched: bool

    @property
    def differs(self) -> bool:
        """Whether one has to decide."""
        return not self.untouched and self.theirs != self.yours


class Merger:
    """Puts a form that came too late on top of the record as it is now.

    It compares three forms: the one that was sent, the one the person began with, and the one as it would begin now.
    The second is made from the history, which knows the version the person had before them. What was sent as it had
    begun was not touched, and takes the value saved in the meantime. Personal values stay masked in all three.
    """

    def __init__(self, form: Any, current: Any, *, user: Person, version: int) -> None:
        self.sent, self.current = form, current
        self.now = fields.bind(type(form), user, obj=current)
        before = _as_of(current, version)
        self.begun = fields.bind(type(form), user, obj=before) if before is not None else None

    @cached_property
    def untouched(self) -> set[str]:
        """The fields the person left as they were."""
        return {
            name for name in self.sent.fields if self._typed(name) in (_begin(self.begun, name), _begin(self.now, name))
        }

    def data(self) -> QueryDict:
        """What was sent, with the values of now in the fields that were not touched."""
        data: QueryDict = self.sent.data.copy()
        for name in self.untouched:
            data.setlist(name, _begin(self.now, name) or [])
        return data

    def compared(self) -> list[Compared]:
        """The fields that either of the two changed, side by side."""
        compared = [self._compare(name) for name in self.sent.fields if self._is_worth_a_look(name)]
        return [field for field in compared if field.differs or field.untouched]

    def _is_worth_a_look(self, name: str) -> bool:
        return name not in self.untouched or _begin(self.begun, name) not in (None, _begin(self.now, name))

    def _compare(self, name: str) -> Compared:
        theirs, yours = (self._in_words(name, form[name].value()) for form in (self.now, self.sent))
        return Compared(str(self.sent[name].label), theirs, yours, name in self.untouched)

    def _in_words(self, name: str, value: Any) -> str:
        """A value of the form as people say it; what cannot be understood, as it was typed."""
        with suppress(ValidationError):
            value = self.now.fields[name].clean(value)
        return shown(value, _model_field(self.current, name))

    def _typed(self, name: str) -> list[str]:
        return list(self.sent.data.getlist(self.sent.add_prefix(name)))


def _as_of(current: Any, version: int) -> Any:
    """The record as it was in that version, by its history; None when the history does not know."""
    history = getattr(current, "history", None)
    event = history.filter(version=version).order_by("-pgh_id").first() if history is not None else None
    if event is None:
        return None
    then = copy.copy(current)
    for field in current._meta.concrete_fields:
        if hasattr(event, field.attname) and not field.primary_key:
            setattr(then, field.attname, getattr(event, field.attname))
    return then


def _begin(form: Any, name: str) -> list[str] | None:
    """What a browser would send for the field as the form begins; nothing for a box without its tick."""
    if form is None or name not in form.fields:
        return None
    value = form[name].value()
    if isinstance(form.fields[name].widget, forms.CheckboxInput):
        return ["on"] if value else []
    many = value if isinstance(value, list | tuple | set) else [value]
    return ["" if one is None else str(one) for one in many]


def _model_field(obj: Any, name: str) -> Any:
    try:
        return obj._meta.get_field(name)
    except FieldDoesNotExist:
        return None
