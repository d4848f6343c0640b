"""Where a right is asked for a case."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """What stands in an attribute of a case: the union that acts next, or another part of the case that has an owner.

    It is fetched only when somebody asks where it is, for it may lie outside the scope in force. Whoever answers the
    question takes that for a no (unions.access).
    """

    case: Any
    field: str

    def owner_paths(self) -> tuple[str, ...]:
        """The paths at which a right may be held. Raises the DoesNotExist of a union outside the scope."""
        found: tuple[str, ...] = getattr(self.case, self.field).owner_paths()
        return found


def place(field: str) -> Callable[[Any], Place]:
    """For the `at` of actions: the place in this attribute of a case."""
    return lambda case: Place(case, field)
