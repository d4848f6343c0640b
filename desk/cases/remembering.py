"""What seldom changes is asked of the database every few seconds only.

Whoever hands an idea in needs the county, the campaigns and the holidays: asked for anew they were a quarter of what a
submission costs.

    @remembered
    def county() -> UnionOrg: …

A change is seen by every web process settings.REMEMBER_SECONDS after it at the latest, without anybody telling it. So
only what may be known a little late is remembered; what ends at a certain time is compared with the clock by whoever asks.
"""

import time
from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from django.conf import settings

T = TypeVar("T")


def remembered(question: Callable[[], T]) -> Callable[[], T]:
    """`question`, answered from memory while the last answer is fresh. The answer is shared: nobody changes it.

    What raises is not remembered. When two threads ask at once, both ask the database.
    """
    kept: list[tuple[float, T]] = []

    @wraps(question)
    def answer() -> T:
        now = time.monotonic()
        if kept and now < kept[0][0] + settings.REMEMBER_SECONDS:
            return kept[0][1]
        found = question()
        kept[:] = [(now, found)]
        return found

    return answer
