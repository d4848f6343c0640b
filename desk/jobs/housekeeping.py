"""Chores of the house: done again and again by whichever worker sweeps when they are due.

    @every(timedelta(hours=1))
    def empty_the_bin() -> None: ...

in an app's `tasks.py`. A chore runs in nobody's scope and outside of any transaction; it may be cut short at any point,
so it is written to be begun again. When it was begun last stands in a row, because beat forgets on every restart.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models.functions import Now

from desk.jobs.models import ChoreBegun

Task = Callable[[], object]

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Chore:
    """Something to be done again after `every`."""

    code: str
    every: timedelta
    task: Task


_chores: dict[str, Chore] = {}


def every(span: timedelta) -> Callable[[Task], Task]:
    """Declare the decorated function as a chore. Its module and name are the key of its row."""

    def declare(task: Task) -> Task:
        code = f"{task.__module__}.{task.__qualname__}"
        _chores[code] = Chore(code, span, task)
        return task

    return declare


def all_chores() -> list[Chore]:
    """Every chore that was declared."""
    return list(_chores.values())


def do_due() -> list[str]:
    """Do the chores whose time has come, each once however many ask at the same moment; gives their codes.

    One that fails is logged and tried again when it is due again; it keeps no other from being done.
    """
    done = []
    for chore in all_chores():
        if not _begin(chore):
            continue
        try:
            chore.task()
        except Exception:
            logger.exception("the chore %s failed", chore.code)
        else:
            done.append(chore.code)
    return done


def _begin(chore: Chore) -> bool:
    """Whether the chore is due, and ours: the row is written by whoever is first."""
    _, is_first_time = ChoreBegun.objects.get_or_create(code=chore.code)
    due = ChoreBegun.objects.filter(code=chore.code, at__lt=Now() - chore.every)
    return is_first_time or bool(due.update(at=Now()))
