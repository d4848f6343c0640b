"""Which rows an import wrote, in whatever tables: read from the histories, which know it better than any writer."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection, models
from psycopg import sql

from desk.sheets.models import Footprint, ImportRun


@contextmanager
def followed(run: ImportRun) -> Iterator[None]:
    """What is written in the block within the context of `run` is kept as its footprints."""
    marks = {model: _mark(events_of(model)) for model in followed_models()}
    yield
    for model, mark in marks.items():
        _collect(run, model, mark)


def followed_models() -> list[type[models.Model]]:
    """The models with a history, but for the desk's own: what they hold is no record of a register."""
    return [
        model
        for model in apps.get_models()
        if hasattr(model, "pgh_event_model") and model._meta.app_label not in {"sheets", "jobs", "registers", "vault"}
    ]


def events_of(model: Any) -> type[models.Model]:
    """The model of the history of `model`."""
    events: type[models.Model] = model.pgh_event_model
    return events


def _mark(events: type[models.Model]) -> int:
    """A number all later events exceed. Asked of the sequence: the table itself shows only what lies in scope."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'pgh_id'))", [events._meta.db_table])
        return int(cursor.fetchone()[0])


def _collect(run: ImportRun, model: type[models.Model], mark: int) -> None:
    """One footprint of all rows of `model` that were written, if any; nothing of it passes through here."""
    statement = sql.SQL("""
        WITH ours AS (
            SELECT pgh_obj_id::text AS row, bool_or(pgh_label = 'insert') AS added, bool_or(pgh_label = 'delete') AS gone
            FROM {events} WHERE pgh_id > %(mark)s AND pgh_context->>'import_run' = %(run)s GROUP BY pgh_obj_id
        )
        INSERT INTO {footprints} (run_id, model, created, updated, removed)
        SELECT %(run)s::bigint, %(model)s,
            coalesce(array_agg(row) FILTER (WHERE added AND NOT gone), '{{}}'),
            coalesce(array_agg(row) FILTER (WHERE NOT added AND NOT gone), '{{}}'),
            coalesce(array_agg(row) FILTER (WHERE NOT added AND gone), '{{}}')
        FROM ours HAVING count(*) > 0
    """).format(
        events=sql.Identifier(events_of(model)._meta.db_table), footprints=sql.Identifier(Footprint._meta.db_table)
    )
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), {"mark": mark, "run": str(run.pk), "model": model._meta.label_lower})
