"""How the services write a row: checked first, refused in Chinese, never half."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import models

from desk.registers.integrity import told
from desk.registers.record import Record
from desk.registers.versions import claim, save_changes

M = TypeVar("M", bound=models.Model)
R = TypeVar("R", bound=Record)


def add(obj: M) -> M:
    """Checks `obj` and inserts it. Raises ValidationError."""
    obj.full_clean()
    with told():  # what only the database sees, such as a code held by a row outside the scope
        obj.save(force_insert=True)
    return obj


def change(obj: R, *, version: int, changed: Mapping[str, Any], allowed: Collection[str]) -> R:
    """Writes `changed` into the row of `obj`, if its version is still `version`; gives the saved row.

    Raises ValidationError, also for a field that is not `allowed`; desk.registers.versions.Conflict when somebody
    else saved in between.
    """
    check_fields(type(obj), changed, allowed)
    with told():
        return save_changes(obj, version=version, changed=changed)


def put(obj: R, **changed: Any) -> R:
    """Writes `changed` into the row of `obj` as it is now; gives the saved row. Raises ValidationError.

    For verbs, which say what shall happen and not what the row was when it was read.
    """
    current = claim(obj)
    with told():
        return save_changes(current, version=current.version, changed=changed)


def check_fields(model: type[models.Model], given: Collection[str], allowed: Collection[str]) -> None:
    """Raises ValidationError when a field is `given` that is not `allowed` here."""
    labels = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    foreign = sorted(set(given) - set(allowed))
    if foreign:
        raise ValidationError(f"这里不能填写或修改：{'、'.join(labels.get(name, name) for name in foreign)}。")
