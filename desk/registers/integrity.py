"""What the database refuses, said in the words of the constraint and without the values (promises.md F11)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction

FOREIGN_KEY, NOT_NULL, RAISED_BY_TRIGGER = "23503", "23502", "23000"
OTHERWISE = "没有保存：与库中已有的资料冲突。您填写的内容都保留着，请核对后再试。"
SAID_BY_STATE = {
    FOREIGN_KEY: "没有保存：所选的记录已不存在，或这条记录仍被其他记录引用。",
    RAISED_BY_TRIGGER: "没有保存：所选的记录不属于同一家单位，不能在这里引用。",
}


@contextmanager
def told() -> Iterator[None]:
    """Within the block, a savepoint, a broken constraint is raised as a ValidationError.

    PostgreSQL's own message holds the values, so it goes no further than here.
    """
    try:
        with transaction.atomic():
            yield
    except IntegrityError as error:
        raise refusal(error) from None


def refusal(error: IntegrityError) -> ValidationError:
    """`error`, for people: for a transaction of one's own, outside of which it is caught without a savepoint."""
    return ValidationError(_words(error.__cause__), code="integrity")


def _words(cause: Any) -> str:
    diag = getattr(cause, "diag", None)
    if diag is None:
        return OTHERWISE
    model = next((m for m in apps.get_models() if m._meta.db_table == diag.table_name), None)
    if model is not None:
        said = _by_constraint(model, diag.constraint_name or "") or _by_unique_field(model, diag.constraint_name or "")
        if said:
            return said
        if diag.sqlstate == NOT_NULL:
            return f"“{_label(model, diag.column_name)}”不能为空。"
    return SAID_BY_STATE.get(diag.sqlstate or "", OTHERWISE)


def _by_constraint(model: type[models.Model], name: str) -> str:
    found = next((c for c in model._meta.constraints if c.name == name), None)
    return str(found.get_violation_error_message()) if found else ""


def _by_unique_field(model: type[models.Model], name: str) -> str:
    """Fields with `unique=True` have a constraint that PostgreSQL or Django named after table and column."""
    for field in model._meta.concrete_fields:
        if field.unique and name.startswith(f"{model._meta.db_table}_{field.column}_"):
            return str(field.error_messages["unique"]) % {
                "model_name": model._meta.verbose_name,
                "field_label": field.verbose_name,
            }
    return ""


def _label(model: type[models.Model], column: str | None) -> str:
    found = next((f.verbose_name for f in model._meta.concrete_fields if f.column == column), column)
    return str(found)
