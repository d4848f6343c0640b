"""Two people edited one record. The second sees both versions and decides; what only one of them touched is not lost."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms
from django.core.exceptions import FieldDoesNotExist
from django.http import QueryDict

from desk.registers.display import shown
from desk.vault import masks


@dataclass(frozen=True)
class Compared:
    """A field in two versions: what is saved now, and what was typed here ("" when nothing was).

    `moved`: somebody else saved another value in the meantime.
    """

    label: str
    theirs: str
    yours: str
    untouched: bool
    moved: bool

    @property
    def differs(self) -> bool:
        """Whether one has to decide."""
        return not self.untouched and self.theirs != self.yours


class Merger:
    """Puts a form that came too late on top of the record as it is now.

    `base_version` is the version the person had before them. The history knows it; a field that is in the form as it
    was then was not touched, and takes the value saved in the meantime.
    """

    def __init__(self, form: Any, fresh: Any, current: Any, *, base_version: int) -> None:
        """`form` is what was sent, `fresh` the form of the record `current` as one would begin with it now."""
        self.form, self.fresh, self.current = form, fresh, current
        history = getattr(current, "history", None)
        self.base = history.filter(version=base_version).order_by("-pgh_id").first() if history is not None else None

    @cached_property
    def untouched(self) -> set[str]:
        """The fields the person left as they were."""
        names = [bound.name for bound in self.form.visible_fields()]
        return {name for name in names if name not in self.form.changed_data or self._is_as_before(name)}

    def data(self) -> QueryDict:
        """The form's data, with the values of now in the fields that were not touched."""
        data = self.form.data.copy()
        for name in self.untouched:
            value = self._as_typed(name)
            data.setlist(name, value)
            if not value:
                del data[name]
        return data

    def compared(self) -> list[Compared]:
        """The fields that either of the two changed, side by side."""
        fields = [self._compare(bound) for bound in self.form.visible_fields() if hasattr(self.current, bound.name)]
        return [field for field in fields if field.differs or field.moved]

    def _is_as_before(self, name: str) -> bool:
        return hasattr(self.base, name) and getattr(self.base, name) == self.form.cleaned_data.get(name)

    def _as_typed(self, name: str) -> list[str]:
        """The value of now as a browser would send it; nothing for a box without its tick."""
        field = self.form.fields[name]
        value = self.fresh[name].value()
        if isinstance(field.widget, forms.CheckboxInput):
            return ["on"] if value else []
        many = value if isinstance(value, list | tuple | set) else [value]
        return ["" if one is None else str(one) for one in many]

    def _compare(self, bound: Any) -> Compared:
        untouched = bound.name in self.untouched
        field = _field(self.current, bound.name)
        now = getattr(self.current, bound.name)
        if field is not None and not field.is_relation:
            now = masks.masked(self.current, bound.name)
        yours = "" if untouched else shown(self.form.cleaned_data.get(bound.name), field)
        moved = not hasattr(self.base, bound.name) or getattr(self.base, bound.name) != getattr(
            self.current, bound.name
        )
        return Compared(str(bound.label), shown(now, field), yours, untouched, moved)


def _field(obj: Any, name: str) -> Any:
    try:
        return obj._meta.get_field(name)
    except FieldDoesNotExist:
        return None
