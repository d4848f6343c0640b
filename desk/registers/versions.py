"""The optimistic lock: no edit is lost because somebody else saved in between (promises.md C1)."""

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db import models, transaction

from desk.registers.record import Record
from desk.sheets.stale import Stale

R = TypeVar("R", bound=Record)


class Conflict(Stale):
    """The row was saved by somebody else since it was read. `current` is the row as it is now."""

    def __init__(self, current: models.Model) -> None:
        super().__init__(f"{current._meta.label} was saved by somebody else")
        self.current = current


def claim(obj: R, version: int | None = None) -> R:
    """The row of `obj` as it is now, locked to the end of the transaction.

    Raises Conflict when `version` is given and is not the row's, and the model's DoesNotExist when the row is gone.
    """
    current: R = type(obj)._default_manager.select_for_update(of=("self",)).get(pk=obj.pk)
    if version is not None and current.version != version:
        raise Conflict(current)
    return current


@transaction.atomic
def save_changes(obj: R, *, version: int, changed: Mapping[str, Any]) -> R:
    """Write `changed` into the row of `obj` and count its version; gives the saved row.

    Raises Conflict when the row has moved on from `version`, and ValidationError for what the model refuses.
    """
    current = claim(obj, version)
    for name, value in changed.items():
        setattr(current, name, value)
    current.version += 1
    current.full_clean()
    current.save()
    return current
