"""How often a visitor without an account may do something, from one address and from all together.

    SUBMIT = Limit("proposal", timedelta(minutes=1), per_address=5, of_all=60)

    visitors.count(SUBMIT, address=client_address(request), once=str(pk))   # raises TooOften

Counted in Redis, where all web processes see it, in one round trip; while Redis does not answer each process counts for
itself, so that the door is neither open nor shut and nobody waits (promises.md H1, H6). Addresses are kept as digests
under a key of the day, which is drawn by lot and thrown away, so that nobody can be followed from one day to the next,
nor be found out later (H7). At midnight the counts of an address begin anew; those of all together go on.
"""

import hmac
import ipaddress
import time
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from functools import cache
from typing import NamedTuple, TypeVar

from django.conf import settings
from django.utils import timezone
from redis.exceptions import RedisError

from desk.cases.public.counting import Counts, InProcess, InRedis, Limit

__all__ = ["GUESS", "Act", "Limit", "TooOften", "count", "count_each", "forgive"]

IPV6_SITE = 64  # a visitor with IPv6 has a whole /64 of addresses
REST = 1.0  # seconds for which Redis is not asked after it did not answer
OWED = 1_000  # corrections that are kept for it, at most; in memory, and with them the address they are about

# Wrong codes, of whatever kind of case (promises.md H4).
GUESS = Limit("guess", timedelta(hours=1), per_address=5, of_all=200)

T = TypeVar("T")


class TooOften(Exception):
    """Not now, because of `limit`; the text is for the visitor."""

    def __init__(self, limit: Limit) -> None:
        wait = "一小时" if limit.window >= timedelta(hours=1) else "一分钟"
        super().__init__(f"操作过于频繁，请{wait}后再试。您填写的内容没有提交。")
        self.limit = limit


class Act(NamedTuple):
    """What a visitor does, by the limit it counts against, and who it is that does it."""

    limit: Limit
    address: str | None


class Counter:
    """The counts of this process: those of all processes, and its own for the time when Redis is away."""

    def __init__(self, shared: Counts, own: Counts) -> None:
        self.shared, self.own = shared, own
        self._ask_again_at = 0.0
        self._owed = deque[Callable[[Counts], None]](maxlen=OWED)

    def ask(self, question: Callable[[Counts], T]) -> T:
        """The answer to `question`, from Redis if it can be had."""
        if time.monotonic() >= self._ask_again_at:
            try:
                self._pay()
                return question(self.shared)
            except (RedisError, OSError):
                self._ask_again_at = time.monotonic() + REST
        return question(self.own)

    def correct(self, correction: Callable[[Counts], None]) -> None:
        """Makes a correction in both, each of which may have counted: Redis may have done so and answered too late.

        While Redis is away it is owed, and made before Redis is asked anything else.
        """
        correction(self.own)
        self._owed.append(correction)
        self.ask(lambda counts: None)

    def _pay(self) -> None:
        """Makes the corrections that Redis is owed. Raises RedisError or OSError."""
        with suppress(IndexError):  # nothing is owed, or another thread has paid the last
            while True:
                correction = self._owed.popleft()
                try:
                    correction(self.shared)
                except (RedisError, OSError):
                    self._owed.appendleft(correction)
                    raise


@cache
def counter() -> Counter:
    """The one of this process."""
    return Counter(InRedis(settings.CELERY_BROKER_URL), InProcess())


def count(limit: Limit, *, address: str | None, once: str = "") -> float:
    """The visitor at `address` does now what `limit` is for; gives the moment, by which it can be forgiven. Raises
    TooOften, and then it is not counted.

    What comes again with the same `once` within the window is not counted again, up to Limit.repeats times: a form that
    is sent twice is one form (promises.md A5).
    """
    return count_each(Act(limit, address), once=once)


def count_each(*acts: Act, once: str = "") -> float:
    """As `count`, for several acts in one round trip. What comes before the one that was too often stays counted."""
    now = timezone.now().timestamp()

    def question(counts: Counts) -> int | None:
        key = counts.key_of(timezone.localdate())
        return counts.take([(act.limit, _source(key, act.address)) for act in acts], once, now)

    refused = counter().ask(question)
    if refused is not None:
        raise TooOften(acts[refused].limit)
    return now


def forgive(limit: Limit, *, address: str | None, at: float | None = None) -> None:
    """What the visitor at `address` did `at` that moment was nothing to be counted: the code was right. Without a
    moment, what the visitor did last.

    Counted first and forgiven afterwards, so that a crowd of requests cannot slip past the count.
    """

    def correction(counts: Counts) -> None:
        counts.give_back(limit, _source(counts.key_of(timezone.localdate()), address), at)

    counter().correct(correction)


def forget() -> None:
    """Lets Redis write its file anew: what has expired, such as yesterday's key, stands there until then (H7)."""
    shared = counter().shared
    if isinstance(shared, InRedis) and shared.client.info("persistence")["aof_enabled"]:
        shared.client.bgrewriteaof()


def _source(key: bytes, address: str | None) -> str:
    network = address or ""
    if ":" in network:
        network = str(ipaddress.ip_network(f"{network}/{IPV6_SITE}", strict=False))
    return hmac.digest(key, network.encode(), "sha256").hex()
