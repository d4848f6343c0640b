"""The places where sealed values lie, each of which can be sealed anew.

A batch is a transaction of its own: whenever the process dies, every value is sealed either under the old key or under
the new one, and the portal holds both. What is left is found by the head of the token, so a second run goes on where
the first stopped.
"""

from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from typing import Any

import pghistory.trigger
import pgtrigger
from allauth.mfa.models import Authenticator
from django.db import connections, transaction
from psycopg import sql

from desk.vault import ciphers, scope
from desk.vault.fields import EncryptedTextField
from desk.vault.keys import keyring

OWNER = "owner"
SEED_PLACE = "mfa_authenticator.data"


@dataclass
class Tally:
    """How a store stands: values sealed anew, and values that did not open and were left as they are."""

    done: int = 0
    broken: int = 0

    def reseal(self, token: str, place: str) -> str:
        """`token` under the current key; itself when it does not open."""
        ring = keyring()
        try:
            resealed = ring.seal(ring.open(token, place), place)
        except ciphers.SealBroken:
            self.broken += 1
            return token
        self.done += 1
        return resealed


class Store(ABC):
    """Sealed values of one kind."""

    label: str

    @abstractmethod
    def by_key(self) -> dict[str, int]:
        """The number of values under each key id."""

    @abstractmethod
    def remaining(self) -> int:
        """The number of values that are not under the current key and algorithm."""

    @abstractmethod
    def rotate_batch(self, tally: Tally, last: Any, batch: int) -> Any:
        """Seals the next rows after the key `last` anew, in one transaction. The last key seen; None at the end."""

    def rotate(self, batch: int) -> Iterator[Tally]:
        """Seals everything anew under the current key, `batch` rows a transaction; yields how far it is after each."""
        tally, last = Tally(), None
        while True:
            last = self.rotate_batch(tally, last, batch)
            yield tally
            if last is None:
                return


class Column(Store):
    """The column of an EncryptedTextField.

    History is append-only, yet its sealed values have to follow, or the old key could never be retired. The owner's
    role does this with exactly two kinds of triggers off: the one that refuses changes to history, and the one that
    would record the new ciphertext of an unchanged value as a change of the row.
    """

    BY_KEY = "SELECT split_part({token}, ':', 2), count(*) FROM {table} WHERE {token} IS NOT NULL GROUP BY 1"
    REMAINING = "SELECT count(*) FROM {table} WHERE {left}"
    NEXT = """
        SELECT {pk}, {row}, {token} FROM {table} WHERE {left} AND (%s::{pk_type} IS NULL OR {pk} > %s::{pk_type})
        ORDER BY {pk} LIMIT %s FOR NO KEY UPDATE
    """
    STORE = """
        UPDATE {table} SET {token} = new.token
        FROM unnest(%s::{pk_type}[], %s::text[]) AS new (pk, token) WHERE {table}.{pk} = new.pk
    """

    def __init__(self, field: EncryptedTextField) -> None:
        self.field, self.model, meta = field, field.model, field.model._meta
        self.label = f"{meta.db_table}.{field.column}"
        token = sql.Identifier(str(field.column))
        self._names = {
            "table": sql.Identifier(meta.db_table),
            "token": token,
            "pk": sql.Identifier(str(meta.pk.column)),
            # A token is bound to the row it stands in; one in a history to the row the history tells of.
            "row": sql.Identifier("pgh_obj_id" if hasattr(self.model, "pgh_tracked_model") else str(meta.pk.column)),
            "pk_type": sql.SQL(str(meta.pk.rel_db_type(connections[OWNER]))),
            "left": sql.SQL("{token} IS NOT NULL AND NOT starts_with({token}, %s)").format(token=token),
        }

    def by_key(self) -> dict[str, int]:
        with _as_owner() as cursor:
            cursor.execute(self._sql(self.BY_KEY))
            return dict(cursor.fetchall())

    def remaining(self) -> int:
        with _as_owner() as cursor:
            cursor.execute(self._sql(self.REMAINING), [keyring().header])
            return int(cursor.fetchone()[0])

    def rotate_batch(self, tally: Tally, last: Any, batch: int) -> Any:
        with _as_owner() as cursor, self._out_of_the_way():
            cursor.execute(self._sql(self.NEXT), [keyring().header, last, last, batch])
            rows = cursor.fetchall()
            resealed = [tally.reseal(token, self.field.place(row)) for _, row, token in rows]
            cursor.execute(self._sql(self.STORE), [[pk for pk, _, _ in rows], resealed])
        return rows[-1][0] if len(rows) == batch else None

    def _sql(self, text: str) -> sql.Composed:
        return sql.SQL(text).format(**self._names)

    def _out_of_the_way(self) -> AbstractContextManager[None]:
        """The triggers that have to let this pass are off within the block; all others stay on."""
        uris = [
            trigger.get_uri(self.model)
            for trigger in getattr(self.model._meta, "triggers", [])
            if isinstance(trigger, pghistory.trigger.Event) or trigger.name == "append_only"
        ]
        return pgtrigger.ignore(*uris, databases=[OWNER]) if uris else nullcontext()  # ignore() alone would mean all


class Seeds(Store):
    """The seeds of one-time codes, which allauth keeps sealed inside JSON. There are as many as people: few."""

    label = SEED_PLACE

    def by_key(self) -> dict[str, int]:
        rows = Authenticator.objects.using(OWNER).values_list("data", flat=True)
        return dict(Counter(token.split(":")[1] for data in rows for token in _tokens(data)))

    def remaining(self) -> int:
        rows = Authenticator.objects.using(OWNER).values_list("data", flat=True)
        return sum(not token.startswith(keyring().header) for data in rows for token in _tokens(data))

    def rotate_batch(self, tally: Tally, last: Any, batch: int) -> Any:
        with transaction.atomic(using=OWNER):
            rows = (
                Authenticator.objects.using(OWNER).select_for_update().filter(pk__gt=last or 0).order_by("pk")[:batch]
            )
            for row in rows:
                row.data = _resealed(row.data, tally)
                row.save(update_fields=["data"])
        return rows[len(rows) - 1].pk if len(rows) == batch else None


def _tokens(data: Any) -> list[str]:
    """All tokens inside a JSON value."""
    if isinstance(data, dict):
        return [token for value in data.values() for token in _tokens(value)]
    if isinstance(data, list):
        return [token for value in data for token in _tokens(value)]
    return [data] if isinstance(data, str) and data.split(":")[0] in ciphers.BY_TAG else []


def _resealed(data: Any, tally: Tally) -> Any:
    if isinstance(data, dict):
        return {key: _resealed(value, tally) for key, value in data.items()}
    if isinstance(data, list):
        return [_resealed(value, tally) for value in data]
    if _tokens(data) and not data.startswith(keyring().header):
        return tally.reseal(data, SEED_PLACE)
    return data


@contextmanager
def _as_owner() -> Iterator[Any]:
    """A transaction of the tables' owner over all rows: row-level security is forced upon the owner too."""
    with transaction.atomic(using=OWNER), connections[OWNER].cursor() as cursor:
        cursor.execute("SELECT set_config(%s, %s, true)", [scope.SETTING, scope.EVERYTHING])
        yield cursor
