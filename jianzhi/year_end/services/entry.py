"""A chapter of figures entered on one page, saved together: all of it, or nothing when one of them is refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.versions import Conflict
from jianzhi.year_end.models import EnteredFigure, StatisticalReturn
from jianzhi.year_end.services import figures, returns
from unions.models import User

TEXTS = ("closeness", "wording", "source", "basis", "note")


@dataclass(frozen=True)
class Typed:
    """What stood in the row of a figure. `version`: of the figure the person had before them, None for a blank one."""

    code: str
    version: int | None
    values: Mapping[str, Any]


class NotSaved(Exception):
    """Nothing was saved. `conflicts`: by code, the figure somebody else saved, None when it is gone; `errors`: by code."""

    def __init__(self, conflicts: dict[str, EnteredFigure | None], errors: dict[str, list[str]]) -> None:
        super().__init__("the chapter was not saved")
        self.conflicts, self.errors = conflicts, errors


@transaction.atomic
def save(
    *, actor: User, obj: StatisticalReturn, version: int, rows: Sequence[Typed], explanations: Mapping[str, str]
) -> int:
    """Saves the figures of one page, and why some of them jumped; gives how many figures changed.

    version: of the return, whose explanations are kept in it. Raises PermissionDenied; ValidationError when the return
    takes no figures any more; NotSaved when one of the rows is refused.
    """
    figures.demand_open(obj.period, obj.union)
    stored = {each.code: each for each in EnteredFigure.objects.filter(period=obj.period, union=obj.union)}
    conflicts: dict[str, EnteredFigure | None] = {}
    errors: dict[str, list[str]] = {}
    changed = 0
    for row in rows:
        try:
            with transaction.atomic():
                changed += _save(actor, obj, row, stored.get(row.code))
        except Conflict:
            conflicts[row.code] = stored.get(row.code)
        except ValidationError as error:
            errors[row.code] = error.messages
    if conflicts or errors:
        raise NotSaved(conflicts, errors)
    new = {code: text.strip() for code, text in explanations.items()}
    if any(obj.explanations.get(code, "") != text for code, text in new.items()):
        returns.explain(actor=actor, obj=obj, version=version, explanations=new)
    return changed


def _save(actor: User, obj: StatisticalReturn, row: Typed, stored: EnteredFigure | None) -> bool:
    """Whether the row was another one than what is stored, and saved. Raises Conflict, ValidationError."""
    value = row.values.get("value")
    if stored is None:
        if row.version is not None and value is None:
            return False  # taken back by both
        if row.version is not None:
            raise Conflict(obj)
        if value is None:
            return False
        given = {name: each for name, each in row.values.items() if each not in (None, "")}
        figures.enter(actor=actor, period=obj.period, union=obj.union, code=row.code, **given)
        return True
    if not _differs(row, stored):
        return False
    if row.version != stored.version:
        raise Conflict(stored)
    if value is None:
        figures.withdraw(actor=actor, obj=stored, version=row.version)
    else:
        figures.change_figure(actor=actor, obj=stored, version=row.version, **row.values)
    return True


def _differs(row: Typed, stored: EnteredFigure) -> bool:
    return any(getattr(stored, name) != value for name, value in row.values.items())
