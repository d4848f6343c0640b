"""A row from a visitor, written by one statement that is a transaction of its own.

Model.save asks the database four times for it: to begin, for the scope, for the row, to end. A crowd that hands in at the
same time feels it. Here the scope, what the history is to know and the row go in one question, which is prepared: to
plan it takes PostgreSQL as long as to carry it out.

    write(proposal, reason="金点子征集")
"""

import json
from functools import cache
from typing import Any
from uuid import uuid4

import psycopg
from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from desk.vault import history, scope


def write(row: models.Model, *, reason: str) -> None:
    """Inserts `row`. Raises IntegrityError; what the fields refuse is the caller's to ask.

    The history is told `reason` and nothing else, as by history.unnamed: nobody is signed in.
    """
    if connection.in_atomic_block:  # whose scope and history go on afterwards
        with scope.everything(reason), history.unnamed(reason):
            _insert(row, reason)
    else:
        _insert(row, reason)
    row._state.adding, row._state.db = False, connection.alias


def _insert(row: models.Model, reason: str) -> None:
    values = json.dumps(_values(row), default=str, ensure_ascii=False)
    told = json.dumps({"reason": reason})
    with connection.cursor() as cursor, connection.wrap_database_errors:
        # Django's cursors send what is to be planned anew each time.
        psycopg.Cursor(cursor.connection).execute(_statement(type(row)), [str(uuid4()), told, values], prepare=True)


def _values(row: models.Model) -> dict[str, Any]:
    """What the columns are to hold, as Model.save would have it."""
    own = connections[DEFAULT_DB_ALIAS]  # and not `connection`, which looks for it each time it is asked for anything
    return {field.column: field.get_db_prep_save(field.pre_save(row, add=True), own) for field in _fields(type(row))}


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


@cache
def _statement(model: type[models.Model]) -> str:
    """The settings are LOCAL, and what is inserted is asked whether it may only when there is a row of both."""
    table, columns = model._meta.db_table, ", ".join(f'"{field.column}"' for field in _fields(model))
    return f"""
        INSERT INTO "{table}" ({columns}) SELECT {columns} FROM (
            SELECT set_config('{scope.SETTING}', '{scope.EVERYTHING}', true),
                set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)
        ) AS settings, json_populate_record(NULL::"{table}", %s)
    """  # noqa: S608  # nosec B608  # our own names
