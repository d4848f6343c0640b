"""What higher floors hang at a union, such as its members: this floor does not know them, and must not leave them behind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from unions.models import UnionOrg, User


class HandOver(Protocol):
    """Brings what hangs at `union` to `into`, where it goes on from `day`, in the transaction of the merger."""

    def __call__(self, *, actor: User, union: UnionOrg, into: UnionOrg, day: date) -> None:
        """Raises ValidationError when it cannot be done on that day."""


@dataclass(frozen=True)
class Hanging:
    """Records of a higher floor that need a standing union.

    `count(union)`: how many would be left without one; `what`: their word with its measure, as in 名在会会员; `remedy`:
    what to do with them first; `hand_over`: takes them along when the union is merged, None = they stand in its way too.
    """

    what: str
    remedy: str
    count: Callable[[UnionOrg], int]
    hand_over: HandOver | None = None

    def obstacle(self, union: UnionOrg) -> str:
        """The sentence that forbids ending `union`; "" when nothing hangs there."""
        number = self.count(union)
        return f"还有 {number:,} {self.what}，{self.remedy}。" if number else ""


_hanging: list[Hanging] = []


def hang(*declared: Hanging) -> None:
    """Declares what a higher floor hangs at unions. Called once for each while the apps are made ready."""
    _hanging.extend(declared)


def obstacles(union: UnionOrg, *, merging: bool) -> list[str]:
    """Why `union` cannot end: what hangs at it; when it is merged, only what cannot come along."""
    asked = [each for each in _hanging if not (merging and each.hand_over)]
    return [sentence for each in asked if (sentence := each.obstacle(union))]


def coming_along(union: UnionOrg) -> Sequence[str]:
    """What a merger of `union` takes along, in words: 300 名在会会员."""
    counted = [(each.count(union), each.what) for each in _hanging if each.hand_over]
    return [f"{number:,} {what}" for number, what in counted if number]


def hand_over(*, actor: User, union: UnionOrg, into: UnionOrg, day: date) -> None:
    """Everything that comes along goes over. Raises ValidationError."""
    for each in _hanging:
        if each.hand_over:
            each.hand_over(actor=actor, union=union, into=into, day=day)
