"""Rows of figures typed on one page, saved together: all of them, or nothing when one of them is refused."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.record import Record


@dataclass(frozen=True)
class Typed:
    """What stood in the row of a figure. `version`: of the record the person had before them, None for a blank row."""

    code: str
    version: int | None
    values: Mapping[str, Any]


class NotSaved(Exception):
    """Nothing was saved. `conflicts`: by code, the record somebody else saved, None when it is gone; `errors`: by code."""

    def __init__(self, conflicts: Mapping[str, Any], errors: Mapping[str, list[str]]) -> None:
        super().__init__("the rows were not saved")
        self.conflicts, self.errors = conflicts, errors


@transaction.atomic
def save(
    typed: Sequence[Typed],
    stored: Mapping[str, Record],
    *,
    add: Callable[..., Any],
    change: Callable[..., Any],
    withdraw: Callable[..., Any],
) -> int:
    """Saves the rows that differ from what is `stored`, by code; gives how many did.

    A row without a value says nothing: its record is withdrawn. To be called with the records locked. Raises NotSaved.
    """
    conflicts, errors, changed = dict[str, Any](), dict[str, list[str]](), 0
    for row in typed:
        theirs = stored.get(row.code)
        if not _differs(row, theirs):
            continue
        if row.version != (theirs.version if theirs else None):
            conflicts[row.code] = theirs
            continue
        try:
            with transaction.atomic():
                _save(row, theirs, add, change, withdraw)
        except ValidationError as refusal:
            errors[row.code] = refusal.messages
        changed += 1
    if conflicts or errors:
        raise NotSaved(conflicts, errors)
    return changed


def _differs(row: Typed, stored: Record | None) -> bool:
    if stored is None:
        return row.values.get("value") is not None
    return any(getattr(stored, name) != value for name, value in row.values.items())


def _save(
    row: Typed,
    stored: Record | None,
    add: Callable[..., Any],
    change: Callable[..., Any],
    withdraw: Callable[..., Any],
) -> None:
    if stored is None:
        add(code=row.code, **{name: value for name, value in row.values.items() if value not in (None, "")})
    elif row.values.get("value") is None:
        withdraw(obj=stored, version=row.version)
    else:
        change(obj=stored, version=row.version, **row.values)
