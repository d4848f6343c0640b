"""Rows by the ten thousand, written as an import writes them."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from desk.sheets.imports import loading


def fill(rows: Sequence[models.Model]) -> None:
    """Inserts `rows`, all of one model, as `bulk_create` would, in a quarter of the time. Rows get their keys here."""
    model = type(rows[0])
    if isinstance(model._meta.pk, models.AutoField):
        for row, key in zip(rows, next_keys(model, len(rows)), strict=True):
            row.pk = key
    fields = [field for field in model._meta.concrete_fields if not field.generated]
    loading.insert(model, {field: [_value(field, row) for row in rows] for field in fields}, len(rows))


def next_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys of rows to come."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]


def _value(field: "models.Field[Any, Any]", row: models.Model) -> Any:
    """As it goes into the row: sealed, indexed or derived as the field does it."""
    return field.get_prep_value(field.pre_save(row, add=True))
