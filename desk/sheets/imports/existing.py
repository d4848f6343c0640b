"""The rows that exist already: found by their keys, all at once."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import connection
from django.db.models.expressions import RawSQL

from desk.sheets.resource import SheetResource, Values
from desk.vault.fields import BlindIndexField, EncryptedTextField, Sealed
from desk.vault.scope import everything

PIECE = 5_000  # rows fetched at a time


class Stand:
    """An existing row: its key in the database, its version, and its values in the order of the plan's attributes."""

    __slots__ = ("_existing", "_extra", "before", "pk", "version")

    def __init__(
        self, existing: "Existing", pk: Any, version: int, before: Sequence[Any], extra: Sequence[Any]
    ) -> None:
        self._existing, self.pk, self.version, self.before, self._extra = existing, pk, version, before, extra

    def changes(self, record: Sequence[Any]) -> Values:
        """What `record` would change. Blank never overwrites."""
        names = self._existing.compared
        if record == self.before:
            return {}
        return {
            name: new
            for name, new, old in zip(names, record, self.before, strict=True)
            if new is not None and name and new != old
        }

    def values(self) -> Values:
        """The stored values by attribute: the imported ones, and those the resource asked for."""
        own = zip(self._existing.compared, self.before, strict=True)
        extra = zip(self._existing.asked, self._extra, strict=True)
        return {name: value for name, value in (*own, *extra) if name and value is not None}


class Existing:
    """The rows that a file may change, and the knowledge which keys are taken outside the importer's reach."""

    def __init__(self, resource: SheetResource, attributes: Sequence[str]) -> None:
        self._resource = resource
        self._fields = [resource.model_field(name) for name in attributes]
        key = resource.key()
        # Compared is what lies in the model; not the key, by which the row was found.
        self.compared = [
            name if found is not None and name != key else ""
            for name, found in zip(attributes, self._fields, strict=True)
        ]
        self.asked = list(resource.asked_of_existing)
        self.fixed = {column.attribute for column in resource.columns() if column.fixed}
        self._labels = {column.attribute: column.column_name for column in resource.columns()}
        self._found: dict[Any, Stand] = {}
        self._elsewhere: set[Any] = set()
        self._lookup, self._index = _lookup(resource.model(), key)

    def label(self, attribute: str) -> str:
        """The head of a column."""
        return self._labels[attribute]

    def find(self, keys: Collection[Any], *, lock: bool) -> None:
        """Ask for all `keys` at once; `lock`: to the end of the transaction, in one order for all imports."""
        asked = {self._index(key): key for key in keys}
        if not asked:
            return
        with everything("an import asks which keys are taken in the county"):
            taken = self._resource.model().objects.filter(**self._among(list(asked)))
            known = set(map(_whole, taken.values_list(self._lookup, flat=True).iterator(PIECE)))
        if known:
            self._load(known, asked, lock=lock)
        self._elsewhere = {asked[index] for index in known} - self._found.keys()

    def _load(self, known: Collection[Any], asked: dict[Any, Any], *, lock: bool) -> None:
        rows = self._resource.existing().filter(**self._among(list(known))).order_by("pk")
        if lock:
            rows = rows.select_for_update(of=("self",), no_key=True)
        loaded = [f.attname for name, f in zip(self.compared, self._fields, strict=True) if name]
        names = ["pk", self._lookup, "version", *loaded, *self.asked]
        for pk, index, version, *rest in rows.values_list(*names).iterator(PIECE):
            stand = self._stand(pk, version, rest)
            self._found[self._key_of(stand, _whole(index), asked)] = stand

    def _key_of(self, stand: Stand, index: Any, asked: dict[Any, Any]) -> Any:
        return asked[index]

    def stand(self, key: Any) -> Stand | None:
        """The row with this key that may be changed."""
        return self._found.get(key)

    def is_elsewhere(self, key: Any) -> bool:
        """Whether the key is taken by a row out of the importer's reach."""
        return key in self._elsewhere

    def _among(self, keys: list[Any]) -> dict[str, Any]:
        """The condition to be one of `keys`. They go as one parameter, where IN would take one for each."""
        given: Any = keys
        if isinstance(keys[0], bytes):
            array, given = "SELECT decode(unnest(string_to_array(%s, ' ')), 'hex')", " ".join(key.hex() for key in keys)
        else:
            kind = self._resource.model()._meta.get_field(self._lookup).db_type(connection)
            array = f"SELECT unnest(%s::{kind}[])"
        return {f"{self._lookup}__in": RawSQL(array, [given])}  # noqa: S611  # nosec B611  # our own text

    def _stand(self, pk: Any, version: int, rest: list[Any]) -> Stand:
        values = iter(rest)
        before = tuple(self._plain(next(values), pk) if name else None for name in self.compared)
        return Stand(self, pk, version, before, list(values))

    @staticmethod
    def _plain(value: Any, pk: Any) -> Any:
        if isinstance(value, Sealed):
            return value.open(pk)
        return None if value == "" else value


class ExistingWithin(Existing):
    """Rows whose key is unique only within others, as a name is under one parent: a key is those and the name.

    Whoever sees a row sees what lies within it, so no key is taken out of sight.
    """

    def find(self, keys: Collection[Any], *, lock: bool) -> None:
        if keys:
            self._load({key[-1] for key in keys}, {}, lock=lock)

    def _key_of(self, stand: Stand, index: Any, asked: dict[Any, Any]) -> Any:
        within = self._resource.key_within()
        return (*(stand.before[self.compared.index(name)] for name in within), index)


def _lookup(model: Any, key: str) -> tuple[str, Any]:
    """The field a key is asked by, and the key as it lies there: a sealed one is found by its blind index."""
    field = model._meta.get_field(key)
    if not isinstance(field, EncryptedTextField):
        return key, lambda value: value
    index = next(f for f in model._meta.concrete_fields if isinstance(f, BlindIndexField) and f.source == key)
    return index.name, index.derive


def _whole(value: Any) -> Any:
    """A binary value as bytes."""
    return bytes(value) if isinstance(value, memoryview) else value
