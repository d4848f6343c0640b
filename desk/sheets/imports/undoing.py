"""Putting back what an import wrote, for thirty days, while nothing has touched it since (promises.md B9).

New rows go, changed rows get the values they had, as the histories tell: sealed values as they lay there. Two columns
do not go back: the version, because a form opened in between would pass for a fresh one (C1), and the time of the last
change, which is now.
"""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, models
from django.db.models.expressions import RawSQL
from django.utils import timezone
from psycopg import sql

from desk.sheets.choices import ImportState
from desk.sheets.imports import loading
from desk.sheets.imports.cells import Progress
from desk.sheets.imports.footprints import events_of
from desk.sheets.models import Footprint, ImportRun
from desk.sheets.resource import SheetResource
from desk.vault.fields import Sealed
from desk.vault.history import telling
from desk.vault.scope import everything

NAMED = 10  # rows that are told by name; of the others only the number


def obstacles(run: ImportRun, resource: type[SheetResource]) -> list[str]:
    """What forbids undoing, in Chinese; nothing when it can be undone."""
    if run.state != ImportState.APPLIED:
        return ["这次导入没有写入数据，或已经撤销。"]
    if run.undo_until is None or run.undo_until < timezone.now():
        return ["已超过可撤销的三十天。"]
    found: list[str] = []
    # A row may have moved out of the branch since: that it did must be seen, where to is not told.
    with everything("an import asks whether its rows were touched since"):
        for print_ in run.footprints.all():
            found += _touched(run, print_)
            found += _referred_to(run, print_)
    return found


def undo(run: ImportRun, resource: type[SheetResource], progress: Progress) -> None:
    """Put everything back. Raises ValidationError with the obstacles; nothing was changed then."""
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    prints = list(run.footprints.order_by("pk"))
    _lock(prints)
    if found := obstacles(run, resource):
        raise ValidationError(["没有撤销，数据没有改动。", *found])
    progress(0, len(prints), "正在撤销")
    with telling(import_run=run.pk, reason=f"撤销第 {run.pk} 次导入"):
        for print_ in reversed(prints):  # what belongs to a new union goes before it, while its scope can still be told
            _remove(print_)
        for done, print_ in enumerate(prints):
            progress(done, len(prints), "正在撤销")
            _restore(run, print_)
    run.state, run.undone_at, run.undone_by = ImportState.UNDONE, timezone.now(), run.actor
    run.version += 1
    run.save()


# --- what happened since ----------------------------------------------------------------------------------------------
def _touched(run: ImportRun, print_: Footprint) -> list[str]:
    """Rows whose latest event is not this import's."""
    model = _model(print_)
    if print_.removed:
        return [f"这次导入删去过 {len(print_.removed)} 条{model._meta.verbose_name}，不能撤销。"]
    statement = sql.SQL("""
        SELECT latest.pgh_obj_id FROM (
            SELECT DISTINCT ON (pgh_obj_id) pgh_obj_id, pgh_context FROM {events}
            WHERE pgh_obj_id IN ({rows}) ORDER BY pgh_obj_id, pgh_id DESC
        ) latest WHERE latest.pgh_context->>'import_run' IS DISTINCT FROM %s
    """).format(events=_events(model), rows=_rows(model, "created || updated"))
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), [print_.pk, str(run.pk)])
        keys = [key for (key,) in cursor.fetchall()]
    return _told(model, keys, "在导入后又有改动")


def _referred_to(run: ImportRun, print_: Footprint) -> list[str]:
    """New rows that something else points to, which is not of this import."""
    model = _model(print_)
    found: list[str] = []
    for field in _pointing_at(model) if print_.created else ():
        other = field.model
        rows = other._base_manager.filter(**{f"{field.name}__in": _raw(print_, model, "created")})
        own = run.footprints.filter(model=other._meta.label_lower).first()
        if own is not None:
            rows = rows.exclude(pk__in=_raw(own, other, "created"))
        keys = list(rows.values_list(field.attname, flat=True).distinct())
        found += _told(model, keys, f"已有{other._meta.verbose_name}")
    return found


def _told(model: Any, keys: list[Any], what: str) -> list[str]:
    named = model._base_manager.in_bulk(keys[:NAMED])
    told = [f"{named.get(key, model._meta.verbose_name)}：{what}。" for key in keys[:NAMED]]
    if len(keys) > NAMED:
        told.append(f"另有 {len(keys) - NAMED:,} 条{model._meta.verbose_name}{what}。")
    return told


def _pointing_at(model: Any) -> Iterator[Any]:
    """The foreign keys that lead to `model`, those without a name too; histories point without holding."""
    for other in apps.get_models(include_auto_created=True):
        if not hasattr(other, "pgh_tracked_model"):
            for field in other._meta.concrete_fields:
                if field.is_relation and field.related_model is model:
                    yield field


# --- putting back -----------------------------------------------------------------------------------------------------
def _lock(prints: list[Footprint]) -> None:
    for print_ in prints:
        model = _model(print_)
        statement = sql.SQL("SELECT 1 FROM {table} WHERE {key} IN ({rows}) ORDER BY {key} FOR UPDATE").format(
            table=_table(model), key=_key(model), rows=_rows(model, "created || updated")
        )
        with connection.cursor() as cursor:
            cursor.execute(statement.as_string(), [print_.pk])


def _remove(print_: Footprint) -> None:
    """The rows the import added. Foreign keys are checked at the end of the transaction."""
    model = _model(print_)
    statement = sql.SQL("DELETE FROM {table} WHERE {key} IN ({rows})").format(
        table=_table(model), key=_key(model), rows=_rows(model, "created")
    )
    _do(statement, [print_.pk], len(print_.created))


def _restore(run: ImportRun, print_: Footprint) -> None:
    """The rows the import changed get what the event before its first one tells."""
    model, count = _model(print_), len(print_.updated)
    if not count:
        return
    columns = [sql.Identifier(str(field.column)) for field in _kept(model)]
    statement = sql.SQL("""
        UPDATE {table} SET {assignments} FROM (
            SELECT DISTINCT ON (past.pgh_obj_id) past.* FROM {events} past JOIN (
                SELECT pgh_obj_id, min(pgh_id) AS first FROM {events}
                WHERE pgh_obj_id IN ({rows}) AND pgh_context->>'import_run' = %s GROUP BY pgh_obj_id
            ) ours ON ours.pgh_obj_id = past.pgh_obj_id AND past.pgh_id < ours.first
            ORDER BY past.pgh_obj_id, past.pgh_id DESC
        ) before WHERE {table}.{key} = before.pgh_obj_id
    """).format(
        table=_table(model),
        events=_events(model),
        rows=_rows(model, "updated"),
        key=_key(model),
        assignments=sql.SQL(", ").join(
            [sql.SQL("{} = before.{}").format(column, column) for column in columns] + _counted(model)
        ),
    )
    _do(statement, [print_.pk, str(run.pk)], count)
    _derive_again(print_, model)


def _derive_again(print_: Footprint, model: Any) -> None:
    """Columns that are computed from others are in no history: they follow what was put back."""
    for field in model._meta.concrete_fields:
        if needs := getattr(field, "needs", ()):
            rows = model._base_manager.filter(pk__in=_raw(print_, model, "updated"))
            found: dict[Any, Any] = {}
            for pk, stored, *values in rows.values_list("pk", field.attname, *needs).iterator(5_000):
                derived = field.derive(*(value.open(pk) if isinstance(value, Sealed) else value for value in values))
                if derived != (bytes(stored) if isinstance(stored, memoryview) else stored):
                    found[pk] = derived
            if found:
                loading.update(model, list(found), {field: list(found.values())})


def _kept(model: Any) -> list[models.Field]:
    """The columns that the history keeps and that are put back."""
    kept = {field.name for field in events_of(model)._meta.concrete_fields}
    return [
        field
        for field in model._meta.concrete_fields
        if field.name in kept and not field.primary_key and not field.generated and field.name != "version"
    ]


def _counted(model: Any) -> list[sql.Composable]:
    fields = {field.name: field for field in model._meta.concrete_fields}
    told: list[sql.Composable] = []
    if "version" in fields:
        told.append(sql.SQL("version = {}.version + 1").format(_table(model)))
    return told + [
        sql.SQL("{} = now()").format(sql.Identifier(field.column))
        for field in fields.values()
        if getattr(field, "auto_now", False)
    ]


def _do(statement: sql.Composable, parameters: list[Any], expected: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement.as_string(), parameters)
        if cursor.rowcount != expected:
            raise ValidationError("没有撤销：有些记录已不在，或没有导入以前的资料可以恢复。数据没有改动。")


# --- names in SQL -----------------------------------------------------------------------------------------------------
def _model(print_: Footprint) -> Any:
    return apps.get_model(print_.model)


def _rows(model: Any, which: str) -> sql.Composed:
    """The keys of a footprint (the one parameter is its id) in the type of the model's key."""
    kind = sql.SQL(model._meta.pk.rel_db_type(connection))
    return sql.SQL("SELECT unnest({})::{} FROM sheets_footprint WHERE id = %s").format(sql.SQL(which), kind)


def _raw(print_: Footprint, model: Any, which: str) -> RawSQL:
    return RawSQL(_rows(model, which).as_string(), [print_.pk])  # noqa: S611  # nosec B611  # our own text


def _table(model: Any) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)


def _events(model: Any) -> sql.Identifier:
    return sql.Identifier(events_of(model)._meta.db_table)


def _key(model: Any) -> sql.Identifier:
    return sql.Identifier(model._meta.pk.column)
