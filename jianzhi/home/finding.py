"""One question to all registers at once."""

from dataclasses import dataclass
from typing import Any

from django.utils.http import urlencode

from competitions import registers as competitions
from desk.registers.register import Register
from desk.registers.searching import found_by
from members import registers as members
from unions import registers as unions

ROWS_SHOWN = 8
REGISTERS = (*members.REGISTERS, *competitions.REGISTERS, *unions.REGISTERS)


@dataclass(frozen=True)
class Row:
    """A record that was found."""

    text: str
    hint: str
    url: str


@dataclass(frozen=True)
class Group:
    """What one register found."""

    title: str
    count: str
    url: str
    rows: list[Row]


def find(*, user: Any, question: str) -> list[Group]:
    """The first rows of each register that `user` may read; registers without a find are left out."""
    asked = (register for register in REGISTERS if register.search and user.has_perm(register.right("view")))
    return [group for group in (_ask(register, user, question) for register in asked) if group.rows]


def _ask(register: type[Register], user: Any, question: str) -> Group:
    matching = register.joined(found_by(register.rows(user), register.search, question))
    found = list(matching.order_by("pk")[: ROWS_SHOWN + 1])
    rows = [
        Row(register.heading(obj), register.subtitle(obj), register.url("detail", obj.pk)) for obj in found[:ROWS_SHOWN]
    ]
    count = f"{ROWS_SHOWN}+" if len(found) > ROWS_SHOWN else str(len(found))
    return Group(register.title, count, f"{register.url('list')}?{urlencode({'q': question})}", rows)
