"""Writing rows by the hundred thousand: whole columns, no row objects, few statements.

The new rows go in parts. While PostgreSQL writes one (two thirds of the time) the next is sealed and put into words.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeVar

from django.db import IntegrityError
from django.utils import timezone

from desk.sheets.choices import Outcome
from desk.sheets.imports import loading
from desk.sheets.imports.cells import Progress
from desk.sheets.imports.loading import Column, Field, Same, Written
from desk.sheets.imports.plan import Plan
from desk.sheets.resource import Complaint, SheetResource
from desk.vault.fields import EncryptedTextField
from desk.vault.keys import keyring

PART = 10_000  # new rows that are written at a time
T = TypeVar("T")


@dataclass(frozen=True)
class New:
    """The rows that were just added: their keys, and their values by attribute, column by column."""

    keys: Sequence[Any]
    values: Mapping[str, Sequence[Any]]

    def __getitem__(self, attribute: str) -> Sequence[Any]:
        """One column."""
        return self.values[attribute]


@dataclass(frozen=True)
class Companion:
    """Rows of another model, one for each new row: a member's first membership. `columns` gives field → values; it asks
    nothing of the database, because it is called in another thread."""

    model: Any
    columns: Callable[[New], Mapping[str, Column]]


class CopyWriter:
    """For models whose rows need nothing but their values: what is computed from them is computed here.

    The key is the field's own default (a UUID made here), sealed fields are sealed, derived fields derived.
    """

    def __init__(self, *companions: Companion) -> None:
        self.companions = companions

    def rehearse(self, resource: SheetResource, plan: Plan) -> Iterable[tuple[int, Complaint]]:
        """Nothing: all that can be said of a row was said by the plan."""
        return ()

    def write(self, resource: SheetResource, plan: Plan, progress: Progress) -> None:
        """Add the new rows and their companions, then change the others."""
        created, updated = plan.those(Outcome.CREATED), plan.those(Outcome.UPDATED)
        total, done = len(created) + len(updated), 0
        progress(done, total, "正在写入")
        loading.keep_statistics([resource.model(), *(companion.model for companion in self.companions)])
        parts = [created[start : start + PART] for start in range(0, len(created), PART)]
        made = one_ahead([partial(self._made, resource.model(), plan, part) for part in parts])
        for part, tables in zip(parts, made, strict=True):
            for rows in tables:
                loading.insert_written(rows)
            done += len(part)
            progress(done, total, "正在写入")
        if updated:
            self._change(resource, plan, updated)

    def _made(self, model: Any, plan: Plan, rows: list[int]) -> list[Written]:
        """New rows and their companions, table by table, as they will be sent. Runs in a thread of its own."""
        columns = _new_columns(model, plan, rows)
        tables = [loading.written(model, columns, len(rows))]
        new = New(columns[model._meta.pk], {field.name: values for field, values in columns.items()})
        for companion in self.companions:
            given = companion.columns(new)
            meta = companion.model._meta
            beside = {field: _default(field) for field in _concrete(companion.model) if not field.primary_key}
            beside |= {meta.get_field(name): values for name, values in given.items()}
            tables.append(loading.written(companion.model, beside, len(rows)))
        return tables

    def _change(self, resource: SheetResource, plan: Plan, rows: list[int]) -> None:
        """All changed columns of all changed rows: where a row keeps its value, it gets the one it has."""
        model = resource.model()
        changed = sorted({name for i in rows for name in plan.changes[i]})
        keys = [plan.stands[i].pk for i in rows]
        after = {name: _after(plan, rows, name) for name in _with_needs(model, changed)}
        columns: dict[Field, Any] = {}
        for name in changed:
            field = model._meta.get_field(name)
            columns[field] = _sealed(field, keys, after[name]) if isinstance(field, EncryptedTextField) else after[name]
        columns |= _derived(model, after)
        columns |= {field: Same(timezone.now()) for field in _concrete(model) if getattr(field, "auto_now", False)}
        columns[model._meta.get_field("version")] = [plan.stands[i].version + 1 for i in rows]
        # Columns that hold no NULL get what stands for nothing in them.
        filled = {field: _without_none(field, values) for field, values in columns.items()}
        if loading.update(model, keys, filled) != len(rows):
            raise IntegrityError("rows that were to be changed are gone")


def one_ahead(work: Sequence[Callable[[], T]]) -> Iterator[T]:
    """What each of `work` gives, in order; the next is being made while the caller is busy with the one before."""
    with ThreadPoolExecutor(max_workers=1) as worker:
        waiting: deque[Future[T]] = deque()
        for each in work:
            waiting.append(worker.submit(each))
            if len(waiting) > 1:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _after(plan: Plan, rows: list[int], name: str) -> list[Any]:
    """The values of a column in `rows` when they are changed."""
    place = plan.attributes.index(name)
    return [plan.changes[i].get(name, plan.stands[i].before[place]) for i in rows]


def _with_needs(model: Any, changed: Iterable[str]) -> set[str]:
    """The `changed` fields, and those that are needed beside them for the derived ones."""
    names = set(changed)
    for field in _concrete(model):
        needs = set(getattr(field, "needs", ()))
        if needs & names:
            names |= needs
    return names


def _new_columns(model: Any, plan: Plan, rows: list[int]) -> dict[Field, Any]:
    """All columns of the new rows; what the file does not say gets the model's default."""
    places = {name: place for place, name in enumerate(plan.attributes)}
    records: list[Any] = [plan.records[i] for i in rows]
    pk = model._meta.pk
    keys = [pk.get_default() for _ in rows]
    columns: dict[Field, Any] = {pk: keys}
    plain: dict[str, Sequence[Any]] = {}
    for field in _concrete(model):
        if field.name in places:
            place = places[field.name]
            plain[field.name] = [record[place] for record in records]
            sealed = isinstance(field, EncryptedTextField)
            columns[field] = _sealed(field, keys, plain[field.name]) if sealed else plain[field.name]
        elif field not in columns:
            columns[field] = _default(field)
    columns |= _derived(model, plain)
    return {field: _without_none(field, values) for field, values in columns.items()}


def _sealed(field: EncryptedTextField, keys: Sequence[Any], values: Sequence[Any]) -> list[str | None]:
    ring, column = keyring(), field.place(keys[0]).removesuffix(str(keys[0]))
    return [ring.seal(v, f"{column}{key}") if v else None for key, v in zip(keys, values, strict=True)]


def _derived(model: Any, plain: Mapping[str, Sequence[Any]]) -> dict[Field, list[Any]]:
    """The columns that are computed from `plain` ones (`derived` fields with `needs` and `derive`)."""
    found: dict[Field, list[Any]] = {}
    for field in _concrete(model):
        needs = getattr(field, "needs", ())
        if needs and any(name in plain for name in needs):
            found[field] = list(map(field.derive, *(plain[name] for name in needs)))
    return found


def _default(field: Field) -> Same:
    if getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False):
        return Same(timezone.now())
    return Same(field.get_default())


def _without_none(field: Field, values: Any) -> Any:
    """`values` with what stands for nothing in a column that holds no NULL."""
    if field.null or isinstance(values, Same):
        return values
    empty = field.get_default()
    return [empty if value is None else value for value in values]


def _concrete(model: Any) -> list[Field]:
    """The columns that are written; not those PostgreSQL computes."""
    return [field for field in model._meta.concrete_fields if not field.generated]
