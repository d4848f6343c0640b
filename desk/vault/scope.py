"""Whose rows may be touched now.

A scope is a tuple of path prefixes in a tree of owners ("1.5." means that owner and all below it), or everything. It
stands in two places at once: in a context variable, where managers of scoped models look before they query, and in
PostgreSQL's `jianzhi.scope`, where row-level security looks. The setting is always LOCAL to a transaction, because a
session-level one would leak to the next request on a kept-open connection (promises.md, finding 3).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Protocol

from django.db import connection, transaction

SETTING = "jianzhi.scope"
EVERYTHING = "*"


class ScopeMissing(RuntimeError):
    """A scoped table was asked for rows while nobody had said whose."""


class Actor(Protocol):
    """Anyone who may act: a user, signed in or not."""

    def scope(self) -> tuple[str, ...]:
        """The path prefixes of the branches this person works for; empty for nobody."""


class Nobody:
    """A visitor who has not signed in."""

    def scope(self) -> tuple[str, ...]:
        return ()


@dataclass(frozen=True)
class Scope:
    """The branches that are open, and why."""

    branches: tuple[str, ...]
    reason: str = ""

    @property
    def is_everything(self) -> bool:
        return EVERYTHING in self.branches

    def covers(self, path: str) -> bool:
        """Whether the owner at `path` lies in one of the branches. Paths and prefixes end with their delimiter."""
        return self.is_everything or any(path.startswith(branch) for branch in self.branches)


_current: ContextVar[Scope | None] = ContextVar("scope", default=None)


def current() -> Scope | None:
    """The scope that is in force, or None."""
    return _current.get()


def require() -> Scope:
    """The scope that is in force. Raises ScopeMissing when there is none."""
    scope = _current.get()
    if scope is None:
        raise ScopeMissing("no scope: use acting_as(user) or everything(reason) around this query")
    return scope


@contextmanager
def acting_as(actor: Actor) -> Iterator[Scope]:
    """Within the block, one transaction, only rows of the branches of `actor` exist."""
    # The person's own appointments are read before any scope is in force, hence not a scoped table.
    with _in_force(Scope(actor.scope())) as scope:
        yield scope


@contextmanager
def everything(reason: str) -> Iterator[Scope]:
    """Within the block, one transaction, all rows exist: for work that belongs to no person (`reason` says which)."""
    with _in_force(Scope((EVERYTHING,), reason)) as scope:
        yield scope


@contextmanager
def _in_force(scope: Scope) -> Iterator[Scope]:
    is_inside = connection.in_atomic_block
    with transaction.atomic():
        # Outside any transaction nobody's rows are open, for Nobody as well.
        before = _set(" ".join(scope.branches)) if is_inside or scope.branches else ""
        token = _current.set(scope)
        try:
            yield scope
        finally:
            _current.reset(token)
        # On an exception the savepoint takes the setting back, and the end of our own transaction always does; when all
        # went well and we stand inside another transaction, it would stay, so it is put back by hand.
        if is_inside and not connection.needs_rollback:
            _set(before)


def _set(branches: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT coalesce(current_setting(%s, true), ''), set_config(%s, %s, true)", [SETTING, SETTING, branches]
        )
        return str(cursor.fetchone()[0])
