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
from django.db import DEFAULT_DB_ALIAS, connections, models
from django.db.backends.base.base import BaseDatabaseWrapper

from desk.vault import history, scope


def write(row: models.Model, *, reason: str) -> None:
    """Inserts `row`. Raises IntegrityError; what the fields refuse is the caller's to ask.

    The history is told `reason` and nothing else, as by history.unnamed: nobody is signed in.
    """
    own = connections[DEFAULT_DB_ALIAS]  # and not `connection`, which looks for it each time it is asked for anything
    if own.in_atomic_block:  # whose scope and history go on afterwards
        with scope.everything(reason), history.unnamed(reason):
            _insert(own, row, reason)
    else:
        _insert(own, row, reason)
    row._state.adding, row._state.db = False, own.alias


def _insert(own: BaseDatabaseWrapper, row: models.Model, reason: str) -> None:
    told = json.dumps({"reason": reason})
    own.close_if_health_check_failed()
    own.ensure_connection()
    with own.wrap_database_errors:
        # Django's cursors send what is to be planned anew each time.
        psycopg.Cursor(own.connection).execute(_statement(type(row)), [*_values(row), str(uuid4()), told], prepare=True)


def _values(row: models.Model) -> list[str | None]:
    """What the columns are to hold, as Model.save would have it. As text: PostgreSQL knows what the columns are, and a
    statement is prepared once for all rows only if what is given to it is always of one type.
    """
    values = (field.get_prep_value(field.pre_save(row, add=True)) for field in _fields(type(row)))
    return [None if value is None else str(value) for value in values]


@cache
def _fields(model: type[models.Model]) -> list[Any]:
    return [field for field in model._meta.concrete_fields if not field.generated]


@cache
def _statement(model: type[models.Model]) -> str:
    """The settings are LOCAL, and what is inserted is asked whether it may only when they are there."""
    table, columns = model._meta.db_table, [f'"{field.column}"' for field in _fields(model)]
    return f"""
        INSERT INTO "{table}" ({", ".join(columns)}) SELECT {", ".join("%s" for _ in columns)} FROM (
            SELECT set_config('{scope.SETTING}', '{scope.EVERYTHING}', true),
                set_config('pghistory.context_id', %s, true), set_config('pghistory.context_metadata', %s, true)
        ) AS settings
    """  # noqa: S608  # nosec B608  # our own names
