"""Many rows at once: COPY into a temporary table, from there with one statement into the real one.

COPY itself would be refused where row-level security is in force; the INSERT and the UPDATE stand under its policies,
under every constraint and trigger, and the history is written by one statement too. (Statements go as text, in which
pghistory puts the context.)
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice, repeat
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg import sql


@dataclass(frozen=True)
class Same:
    """A column with the same value in all rows."""

    value: Any


Column = Sequence[Any] | Same
Field = Any  # a model's field; django-stubs does not know that a concrete one has a column
Columns = Mapping[Field, Column]
LINES = 4_000  # sent at a time
_ESCAPES = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}  # the backslash first
_ESCAPING = str.maketrans(_ESCAPES)


@dataclass(frozen=True)
class Written:
    """`count` rows of `model` in the text format of COPY, some thousand lines at a time."""

    model: Any
    fields: Sequence[Field]
    lines: Iterable[bytes]
    count: int


def keep_statistics(models: Iterable[Any]) -> None:
    """To the end of the transaction no autovacuum looks at the tables of `models`; everybody may read and write them.

    To it, rows that are not committed are none. Were it to look while an empty table is filled, each of our foreign
    keys would be checked by a plan for an empty table: minutes for a hundred thousand rows. Imports into the same
    table write one after the other.
    """
    tables = sql.SQL(", ").join(_table(model) for model in models)
    with connection.cursor() as cursor:
        cursor.execute(sql.SQL("LOCK TABLE {} IN SHARE UPDATE EXCLUSIVE MODE").format(tables).as_string())


def insert(model: Any, columns: Columns, count: int) -> None:
    """Add `count` rows. A column without values of its own gets those of the database (a counted key)."""
    insert_written(Written(model, list(columns), _lines(columns), count))


def written(model: Any, columns: Columns, count: int) -> Written:
    """The rows that `insert` would add, ready to be sent. Asks nothing of the database: may run in another thread."""
    return Written(model, list(columns), list(_lines(columns)), count)


def insert_written(rows: Written) -> None:
    """Add them."""
    with _temporary(rows.model, rows.fields) as (cursor, temporary):
        _copy(cursor, temporary, rows.fields, rows.lines, rows.count)
        names = _names(rows.fields)
        insertion = sql.SQL("INSERT INTO {} ({}) SELECT {} FROM {}")
        cursor.execute(insertion.format(_table(rows.model), names, names, temporary).as_string())


def update(model: Any, keys: Sequence[Any], columns: Columns) -> int:
    """Write `columns` into the rows with these keys, in order; gives how many there were."""
    key = model._meta.pk
    with _temporary(model, [key, *columns]) as (cursor, temporary):
        _copy(cursor, temporary, [key, *columns], _lines({key: keys, **columns}), len(keys))
        assigned: list[sql.Composable] = [
            sql.SQL("{} = {}.{}").format(sql.Identifier(f.column), temporary, sql.Identifier(f.column)) for f in columns
        ]
        change = sql.SQL("UPDATE {table} SET {assigned} FROM {temporary} WHERE {table}.{key} = {temporary}.{key}")
        cursor.execute(
            change.format(
                table=_table(model),
                assigned=sql.SQL(", ").join(assigned),
                temporary=temporary,
                key=sql.Identifier(key.column),
            ).as_string()
        )
        return int(cursor.rowcount)


class _temporary:  # noqa: N801  # a context manager, named as it reads
    """An empty temporary table with these columns of `model`."""

    def __init__(self, model: Any, fields: Iterable[Field]) -> None:
        self._model, self._fields = model, fields
        self._name = sql.Identifier(f"import_{model._meta.db_table}")

    def __enter__(self) -> tuple[Any, sql.Identifier]:
        self._cursor = connection.cursor()
        self._cursor.execute(
            sql.SQL("CREATE TEMPORARY TABLE {} ON COMMIT DROP AS SELECT {} FROM {} WITH NO DATA")
            .format(self._name, _names(self._fields), _table(self._model))
            .as_string()
        )
        return self._cursor, self._name

    def __exit__(self, kind: Any, error: Any, trace: Any) -> None:
        if kind is None:
            self._cursor.execute(sql.SQL("DROP TABLE {}").format(self._name).as_string())
        self._cursor.close()


def _copy(cursor: Any, temporary: sql.Identifier, fields: Iterable[Field], lines: Iterable[bytes], count: int) -> None:
    sent = 0
    with cursor.copy(sql.SQL("COPY {} ({}) FROM STDIN").format(temporary, _names(fields))) as copy:
        for some in lines:
            sent += some.count(b"\n")  # those within values are escaped
            copy.write(some)
    if sent != count:
        raise ValueError(f"{sent} rows where {count} were announced")


def _lines(columns: Columns) -> Iterator[bytes]:
    lines = map("\t".join, zip(*(_texts(values) for values in columns.values()), strict=False))
    while some := list(islice(lines, LINES)):
        yield ("\n".join(some) + "\n").encode()


def _texts(values: Column) -> Iterable[str]:
    """`values` in the text format of COPY. Whole columns of one type have short ways."""
    if isinstance(values, Same):
        return repeat(_text(values.value))
    kinds = set(map(type, values))
    if kinds == {str}:
        return _escaped(values)
    if kinds == {UUID}:
        return map(str, values)
    if any(kinds <= {kind, type(None)} for kind in (bool, int, date)):
        return map(_Remembered().__getitem__, values)
    return map(_text, values)


def _escaped(texts: Sequence[str]) -> Sequence[str]:
    """`texts`, escaped where any of them needs it; most columns do not."""
    whole = "".join(texts)
    for character, escape in _ESCAPES.items():
        if character in whole:
            texts = [text.replace(character, escape) for text in texts]
    return texts


class _Remembered(dict[Any, str]):
    """Values that occur again and again, as text. Of one type each: True and 1 are one key."""

    def __missing__(self, value: Any) -> str:
        text = self[value] = _text(value)
        return text


def _text(value: Any) -> str:
    if isinstance(value, str):
        return value if value.isalnum() else value.translate(_ESCAPING)
    if value is None:
        return "\\N"
    if isinstance(value, bool):
        return "t" if value else "f"
    if isinstance(value, bytes):
        return "\\\\x" + value.hex()
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, DateRange):
        return f"[{value.lower or ''},{value.upper or ''})"
    if isinstance(value, int | UUID | Decimal):
        return str(value)
    raise TypeError(f"no way to write a {type(value).__name__}")


def _names(fields: Iterable[Field]) -> sql.Composed:
    names: list[sql.Composable] = [sql.Identifier(field.column) for field in fields]
    return sql.SQL(", ").join(names)


def _table(model: Any) -> sql.Identifier:
    return sql.Identifier(model._meta.db_table)
