"""What seldom changes is asked of the database every few seconds only.

Whoever hands an idea in needs the county, the campaigns and the holidays: asked for anew they were a quarter of what a
submission costs.

    @remembered
    def county() -> UnionOrg: …

A change is seen by every web process settings.REMEMBER_SECONDS after it at the latest, without anybody telling it. So
only what may be known a little late is remembered; what ends at a certain time is compared with the clock by whoever asks.
"""

import time
from collections.abc import Callable, Hashable
from functools import wraps
from typing import Generic, TypeVar

from django.conf import settings

T = TypeVar("T")
MOST = 1_000  # answers; then all are forgotten


class Memory(Generic[T]):
    """Answers to questions of one kind, each under a key, while they are fresh."""

    def __init__(self) -> None:
        self._kept: dict[Hashable, tuple[float, T]] = {}

    def answer(self, key: Hashable, question: Callable[[], T]) -> T:
        """The answer to `question`, from memory while the last one under `key` is fresh. Shared: nobody changes it.

        What raises is not remembered. When two threads ask at once, both ask the database.
        """
        now = time.monotonic()
        known = self._kept.get(key)
        if known and now < known[0] + settings.REMEMBER_SECONDS:
            return known[1]
        found = question()
        if len(self._kept) >= MOST:
            self._kept.clear()
        self._kept[key] = (now, found)
        return found


def remembered(question: Callable[[], T]) -> Callable[[], T]:
    """`question`, answered from a Memory."""
    memory: Memory[T] = Memory()

    @wraps(question)
    def answer() -> T:
        return memory.answer(None, question)

    return answer
