"""The history of a row: what changed, when, by whom and why.

`@tracked()` gives a model a table of events, written by triggers, so that imports, bulk updates and plain SQL are
recorded too. Sealed fields enter it sealed, as they are; columns that are computed from others stay out. Each event
carries the context in force: who, from which address, in which request, on which page, and the reason given.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import TypedDict, TypeVar, Unpack, cast

import pghistory
import pgtrigger
from django.db import connection, models
from psycopg.pq import TransactionStatus

from desk.vault import append_only

M = TypeVar("M", bound=models.Model)


class Context(TypedDict, total=False):
    """What is known about the act that is going on. `page` is the name of a URL, never its query string."""

    user: int | None
    address: str
    request: str
    page: str
    reason: str
    import_run: int  # the import that writes (desk.sheets)


def tracked(*, exclude: Iterable[str] = (), level: pgtrigger.Level = pghistory.Row) -> Callable[[type[M]], type[M]]:
    """A class decorator: keep the history of this model, append-only, in `instance.history`.

    `exclude`: fields that are not kept, such as a password. Left out anyway: fields kept from other fields
    (`derived = True` on the field class) and the time of the last change, which is the event's own. `level`: Statement
    for a table that is filled by the thousand, so that its history is written by one INSERT too.
    """

    def decorate(model: type[M]) -> type[M]:
        left_out = {*exclude, *(f.name for f in model._meta.local_fields if _is_derived(f))}
        name = str(model._meta.verbose_name)
        track = pghistory.track(
            pghistory.InsertEvent(),
            pghistory.UpdateEvent(),
            pghistory.DeleteEvent(),
            exclude=sorted(left_out),
            obj_field=pghistory.ObjForeignKey(related_name="history"),
            context_field=pghistory.ContextJSONField(),
            level=level,
            append_only=False,  # ours below refuse TRUNCATE as well
            attrs={
                "pgh_id": models.BigAutoField("编号", primary_key=True),
                "pgh_created_at": models.DateTimeField("时间", auto_now_add=True),
                "pgh_label": models.TextField("动作"),
            },
            meta={
                "verbose_name": f"{name}变更记录",
                "verbose_name_plural": f"{name}变更记录",
                "triggers": append_only.triggers(),
            },
        )
        return track(model)

    return decorate


@contextmanager
def telling(**context: Unpack[Context]) -> Iterator[Context]:
    """Within the block, changes and accesses are recorded with this context, on top of what is known already."""
    with pghistory.context() as known:
        before = dict(known.metadata)
        known.metadata.update(context)
        try:
            yield known.metadata
        finally:
            known.metadata.clear()
            known.metadata.update(before)
            if not before:
                _forget()


def _forget() -> None:
    """The context was set for the transaction; when that outlives the block, it must not pass for the next act's."""
    open_still = connection.in_atomic_block and not connection.needs_rollback
    if open_still and connection.connection.info.transaction_status == TransactionStatus.INTRANS:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('pghistory.context_metadata', '', true), set_config('pghistory.context_id', '', true)"
            )


def add(**context: Unpack[Context]) -> None:
    """What becomes known later about the act that is going on. Nothing outside `telling`."""
    pghistory.context(**context)


def current() -> Context:
    """The context in force; empty outside a request or a task."""
    with pghistory.context() as known:
        return cast("Context", dict(known.metadata))


def because(reason: str) -> AbstractContextManager[Context]:
    """Within the block, changes are recorded with this reason."""
    return telling(reason=reason)


@contextmanager
def unnamed(reason: str) -> Iterator[None]:
    """Within the block, changes are recorded with this reason alone: not by whom, whence and in which request.

    For somebody who acts without an account and may stay anonymous (promises.md H7), also in a browser in which an
    officer is signed in.
    """
    with telling() as known:
        before = dict(known)
        known.clear()  # type: ignore[attr-defined]  # a dict, of which a TypedDict hides that it can be emptied
        known["reason"] = reason
        try:
            yield
        finally:
            known.clear()  # type: ignore[attr-defined]  # as above
            known.update(before)  # type: ignore[typeddict-item]  # what was there


def _is_derived(field: models.Field) -> bool:
    return getattr(field, "derived", False) or getattr(field, "auto_now", False)
