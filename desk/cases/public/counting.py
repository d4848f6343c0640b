"""Where visitors are counted: in Redis, and in a process of the portal while Redis is away. Both count alike.

A window slides: a try is forgotten when the window has passed since it, and no sooner. Of each limit and address only
the last tries are kept, as many as it allows, so that nothing grows with the number of those that were refused.
"""

import secrets
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from threading import Lock, local
from typing import Any, NamedTuple, Protocol

from django.utils import timezone
from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import NoScriptError, RedisError
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

    def take(self, tries: Sequence[tuple[Limit, str]], once: str, now: float) -> int | None:
        """Counts a try of each limit and source, one after the other; the place of the first of which there were too many,
        which is not counted, nor is what comes behind it. See visitors.count for `once`.
        """

    def give_back(self, limit: Limit, source: str, at: float | None) -> None:
        """Takes the try that `source` made at that moment off the count, if it is there; without `at`, the newest."""


class Day(NamedTuple):
    """A day and its key."""

    day: date
    key: bytes


# KEYS, for each try: tries of all, tries of the address, the form. ARGV: now in microseconds; for each try, in one text:
# its window in seconds, most of all, most of the address, most repeats of the form (0 when it has no name).
TAKE = """
local now = ARGV[1]
for try = 0, #KEYS / 3 - 1 do
    local all, form, limits = 3 * try + 1, KEYS[3 * try + 3], {}
    for number in string.gmatch(ARGV[try + 2], '%d+') do limits[#limits + 1] = tonumber(number) end
    local seconds, repeats = limits[1], limits[4]
    local since = tonumber(now) - seconds * 1e6
    local sent = repeats > 0 and tonumber(redis.call('GET', form) or '0') or 0
    if sent > 0 then
        redis.call('INCR', form)
        if sent > repeats then return try end
    else
        for place = 0, 1 do
            local key, most = KEYS[all + place], limits[2 + place]
            if redis.call('LLEN', key) >= most and tonumber(redis.call('LINDEX', key, -1)) > since then return try end
        end
        for place = 0, 1 do
            local key, most = KEYS[all + place], limits[2 + place]
            if redis.call('LPUSH', key, now) > most then redis.call('LTRIM', key, 0, most - 1) end
            redis.call('EXPIRE', key, seconds)
        end
        if repeats > 0 then redis.call('SET', form, 1, 'EX', seconds) end
    end
end
return false
"""


class InRedis:
    """Counts that all processes share. Every method raises RedisError or OSError when Redis does not answer in time."""

    def __init__(self, url: str, prefix: str = "visitors") -> None:
        self.prefix = prefix
        self.client = Redis.from_url(
            url, socket_timeout=PATIENCE, socket_connect_timeout=PATIENCE, retry=Retry(NoBackoff(), 0)
        )
        self._script = self.client.register_script(TAKE)
        self._mine = local()
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

    def take(self, tries: Sequence[tuple[Limit, str]], once: str, now: float) -> int | None:
        """One round trip, and no other request of any process comes in between."""
        keys: list[str] = []
        args: list[str] = []
        for limit, source in tries:
            keys += [*self._names(limit, source), f"{self.prefix}:{limit.act}:once:{once}"]
            window, repeats = int(limit.window.total_seconds()), limit.repeats if once else 0
            args.append(f"{window} {limit.of_all} {limit.per_address} {repeats}")
        what: list[str | int] = [len(keys), *keys, _microseconds(now), *args]
        try:
            refused = self._ask("EVALSHA", self._script.sha, *what)
        except NoScriptError:
            refused = self._ask("EVAL", TAKE, *what)
        return None if refused is None else int(refused)

    def give_back(self, limit: Limit, source: str, at: float | None) -> None:
        """A try is known by its moment."""
        of_all, of_source = self._names(limit, source)
        moment = self.client.lindex(of_source, 0) if at is None else str(_microseconds(at))
        if moment is None:
            return
        with self.client.pipeline() as both:
            for name in (of_source, of_all):
                both.lrem(name, 1, moment)  # type: ignore[arg-type]  # bytes are as good
            both.execute()

    def _ask(self, *command: str | int) -> Any:
        """The answer of Redis, on a connection that this thread keeps.

        As the client's execute_command, which takes three times as long for the sake of tracing, retries and clusters.
        """
        if not hasattr(self._mine, "connection"):
            self._mine.connection = self.client.connection_pool.make_connection()
        connection = self._mine.connection
        if connection.is_connected and _has_hung_up(connection):
            connection.disconnect()
        connection.send_command(*command)  # connects, if need be
        return connection.read_response()

    def _names(self, limit: Limit, source: str) -> list[str]:
        return [f"{self.prefix}:{limit.act}:all", f"{self.prefix}:{limit.act}:from:{source}"]


class Try(NamedTuple):
    """Something a visitor did."""

    at: float
    source: str
    once: str


def _microseconds(moment: float) -> int:
    return int(moment * 1e6)


def _has_hung_up(connection: Any) -> bool:
    """Whether there is something to read, although nothing was asked."""
    try:
        return bool(connection.can_read())
    except RedisError:
        return True


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

    def take(self, tries: Sequence[tuple[Limit, str]], once: str, now: float) -> int | None:
        """As in Redis."""
        with self._lock:
            let_in = (self._let_in(limit, source, once, now) for limit, source in tries)
            return next((place for place, is_in in enumerate(let_in) if not is_in), None)

    def _let_in(self, limit: Limit, source: str, once: str, now: float) -> bool:
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

    def give_back(self, limit: Limit, source: str, at: float | None) -> None:
        """As in Redis."""
        with self._lock:
            tries = self._tries.get(limit.act, deque())
            its = (known for known in reversed(tries) if known.source == source and at in (None, known.at))
            if found := next(its, None):
                tries.remove(found)
                self._drop(limit, found)

    def _forget(self, limit: Limit, tries: deque[Try], until: float) -> None:
        while tries and tries[0].at <= until:
            self._drop(limit, tries.popleft())

    def _drop(self, limit: Limit, known: Try) -> None:
        self._sources[limit.act, known.source] -= 1
        if not self._sources[limit.act, known.source]:
            del self._sources[limit.act, known.source]
        self._sent.pop((limit.act, known.once), None)
