"""Where visitors are counted: in Redis, and in a process of the portal while Redis is away. Both count alike.

A window slides: a try is forgotten when the window has passed since it, and no sooner. Of each limit and address only
the last tries are kept, as many as it allows, so that nothing grows with the number of those that were refused.
"""

import secrets
from collections import Counter, deque
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock
from typing import NamedTuple, Protocol

from django.utils import timezone
from redis import Redis
from redis.backoff import NoBackoff
from redis.retry import Retry

KEY_LENGTH = 32
PATIENCE = 0.05  # seconds that Redis is given to answer


@dataclass(frozen=True)
class Limit:
    """So many of one `act` in `window`: from one address, and from all together.

    repeats: so often the same form may come again uncounted.
    """

    act: str
    window: timedelta
    per_address: int
    of_all: int
    repeats: int = 20


class Counts(Protocol):
    """A place where visitors are counted. `source`: the digest of the address. `now`: seconds since 1970."""

    def key_of(self, day: date) -> bytes:
        """The key that turns addresses into digests on this day."""

    def take(self, limit: Limit, source: str, once: str, now: float) -> bool:
        """Counts a try and says True, or says False when there were too many; see visitors.count for `once`."""

    def give_back(self, limit: Limit, source: str) -> None:
        """Takes a try of `source` off the count."""


class Day(NamedTuple):
    """A day and its key."""

    day: date
    key: bytes


# KEYS: tries of all, tries of the address, the form. ARGV: now and window in microseconds, the window in seconds, most of
# all, most of the address, most repeats of the form ("0" when it has no name).
TAKE = """
local now, since, repeats = ARGV[1], tonumber(ARGV[1]) - tonumber(ARGV[2]), tonumber(ARGV[6])
if repeats > 0 then
    local sent = tonumber(redis.call('GET', KEYS[3]) or '0')
    if sent > 0 then
        redis.call('INCR', KEYS[3])
        return sent <= repeats and 1 or 0
    end
end
for place = 1, 2 do
    local most = tonumber(ARGV[3 + place])
    if redis.call('LLEN', KEYS[place]) >= most and tonumber(redis.call('LINDEX', KEYS[place], -1)) > since then
        return 0
    end
end
for place = 1, 2 do
    redis.call('LPUSH', KEYS[place], now)
    redis.call('LTRIM', KEYS[place], 0, ARGV[3 + place] - 1)
    redis.call('EXPIRE', KEYS[place], ARGV[3])
end
if repeats > 0 then redis.call('SET', KEYS[3], 1, 'EX', ARGV[3]) end
return 1
"""


class InRedis:
    """Counts that all processes share. Every method raises RedisError or OSError when Redis does not answer in time."""

    def __init__(self, url: str, prefix: str = "visitors") -> None:
        self.prefix = prefix
        self.client = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._take = self.client.register_script(TAKE)
        self._today: Day | None = None

    def key_of(self, day: date) -> bytes:
        """The same for all processes: the first to ask draws it. Redis drops it at midnight, a process with the next."""
        known = self._today
        if known is None or known.day != day:
            name = f"{self.prefix}:key:{day}"
            midnight = timezone.make_aware(datetime.combine(day + timedelta(days=1), datetime.min.time()))
            with self.client.pipeline() as both:
                both.set(name, secrets.token_bytes(KEY_LENGTH), nx=True, exat=int(midnight.timestamp()))
                both.get(name)
                key = both.execute()[1]
            # Gone between the two: midnight has passed. This request alone has such a key.
            known = Day(day, key or secrets.token_bytes(KEY_LENGTH))
            self._today = known if key else None
        return known.key

    def take(self, limit: Limit, source: str, once: str, now: float) -> bool:
        """One round trip, and no other request of any process comes in between."""
        window = limit.window.total_seconds()
        return bool(
            self._take(
                keys=[*self._names(limit, source), f"{self.prefix}:{limit.act}:once:{once}"],
                args=[
                    int(now * 1e6),
                    int(window * 1e6),
                    int(window),
                    limit.of_all,
                    limit.per_address,
                    limit.repeats if once else 0,
                ],
            )
        )

    def give_back(self, limit: Limit, source: str) -> None:
        """Takes off the newest: tries are counted, not told apart."""
        with self.client.pipeline() as both:
            for name in self._names(limit, source):
                both.lpop(name)
            both.execute()

    def _names(self, limit: Limit, source: str) -> list[str]:
        return [f"{self.prefix}:{limit.act}:all", f"{self.prefix}:{limit.act}:from:{source}"]


class Try(NamedTuple):
    """Something a visitor did."""

    at: float
    source: str
    once: str


class InProcess:
    """Counts of this process alone, gone with it: at worst, so many processes let through so many times as many."""

    def __init__(self) -> None:
        self._tries: dict[str, deque[Try]] = {}
        self._sources: Counter[tuple[str, str]] = Counter()
        self._sent: dict[tuple[str, str], int] = {}
        self._lock = Lock()
        self._today: Day | None = None

    def key_of(self, day: date) -> bytes:
        """Drawn by lot, and dropped for the next day's."""
        known = self._today
        if known is None or known.day != day:
            known = self._today = Day(day, secrets.token_bytes(KEY_LENGTH))
        return known.key

    def take(self, limit: Limit, source: str, once: str, now: float) -> bool:
        """As in Redis."""
        with self._lock:
            tries = self._tries.setdefault(limit.act, deque())
            self._forget(limit, tries, now - limit.window.total_seconds())
            form = (limit.act, once)
            if sent := self._sent.get(form, 0):
                self._sent[form] = sent + 1
                return sent <= limit.repeats
            if len(tries) >= limit.of_all or self._sources[limit.act, source] >= limit.per_address:
                return False
            tries.append(Try(now, source, once))
            self._sources[limit.act, source] += 1
            if once:
                self._sent[form] = 1
            return True

    def give_back(self, limit: Limit, source: str) -> None:
        """Takes off the newest of `source`."""
        with self._lock:
            tries = self._tries.get(limit.act, deque())
            last = next((known for known in reversed(tries) if known.source == source), None)
            if last:
                tries.remove(last)
                self._drop(limit, last)

    def _forget(self, limit: Limit, tries: deque[Try], until: float) -> None:
        while tries and tries[0].at <= until:
            self._drop(limit, tries.popleft())

    def _drop(self, limit: Limit, known: Try) -> None:
        self._sources[limit.act, known.source] -= 1
        if not self._sources[limit.act, known.source]:
            del self._sources[limit.act, known.source]
        self._sent.pop((limit.act, known.once), None)
