"""Visitors are counted in Redis, and go on being counted without it; nobody can be found out later."""

import os
import threading
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.utils import timezone
from redis import Redis

from desk.cases.public import visitors
from desk.cases.public.counting import Counts, InProcess, InRedis, Limit
from desk.cases.public.visitors import GUESS, Counter, TooOften, count, forgive
from jianzhi.launcher import children, services
from jianzhi.launcher.valkey import Valkey

SEND = Limit("send", timedelta(minutes=1), per_address=5, of_all=60)
HOME, NEIGHBOUR = "203.0.113.7", "203.0.113.8"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The time of the portal, which stands still: noon of today, for Redis has a clock of its own for the key."""
    now = [timezone.localtime().replace(hour=12)]
    monkeypatch.setattr(timezone, "now", lambda: now[0])
    return now


@pytest.fixture(params=["redis", "process"])
def either(request: pytest.FixtureRequest, fresh_counts: Counter) -> Counter:
    """Counted in Redis, or in the process because Redis is away: the same must be true."""
    if request.param == "process":
        fresh_counts.shared = InRedis("redis://127.0.0.1:1/0")
    return fresh_counts


def let_in(number: int, limit: Limit = SEND, address: str = HOME, once: str = "") -> list[bool]:
    """Whether each of `number` tries was let in."""
    answers = []
    for _ in range(number):
        try:
            count(limit, address=address, once=once)
        except TooOften:
            answers.append(False)
        else:
            answers.append(True)
    return answers


def test_five_a_minute_come_from_one_address_and_no_more(either: Counter) -> None:
    assert let_in(7) == [True] * 5 + [False] * 2


def test_two_addresses_do_not_slow_each_other(either: Counter) -> None:
    let_in(9)
    assert let_in(5, address=NEIGHBOUR) == [True] * 5


def test_all_together_are_counted_too(either: Counter) -> None:
    answers = [let_in(1, address=f"198.51.100.{number}") == [True] for number in range(64)]
    assert answers == [True] * 60 + [False] * 4


def test_one_act_is_not_counted_for_another(either: Counter) -> None:
    let_in(5)
    assert let_in(6, GUESS) == [True] * 5 + [False]


def test_the_window_slides(either: Counter, clock: list[datetime]) -> None:
    start = clock[0]
    let_in(3)
    clock[0] = start + timedelta(seconds=40)
    assert let_in(3) == [True, True, False]
    clock[0] = start + timedelta(seconds=61)  # the first three are forgotten, the other two are not
    assert let_in(4) == [True, True, True, False]


def test_what_was_refused_does_not_make_anybody_wait_longer(either: Counter, clock: list[datetime]) -> None:
    let_in(5)
    clock[0] += timedelta(seconds=59)
    let_in(50)
    clock[0] += timedelta(seconds=2)
    assert let_in(1) == [True]


def test_a_right_code_is_not_counted(either: Counter) -> None:
    for _ in range(20):
        forgive(GUESS, address=HOME, at=count(GUESS, address=HOME))
    assert let_in(6, GUESS) == [True] * 5 + [False]


def test_a_right_code_forgives_no_wrong_one(either: Counter, clock: list[datetime]) -> None:
    let_in(4, GUESS)
    clock[0] += timedelta(seconds=1)
    right = count(GUESS, address=HOME)
    for _ in range(3):
        forgive(GUESS, address=HOME, at=right)
    assert let_in(2, GUESS) == [True, False]


def test_the_same_form_sent_again_is_counted_once_but_not_without_end(either: Counter) -> None:
    assert let_in(30, once="form") == [True] * 21 + [False] * 9
    assert let_in(5) == [True] * 4 + [False]


def test_a_form_that_was_refused_is_no_way_in(either: Counter) -> None:
    let_in(5)
    assert let_in(3, once="form") == [False] * 3


def test_several_acts_are_counted_in_turn_up_to_the_one_that_is_too_often(either: Counter) -> None:
    both = (visitors.Act(SEND, HOME), visitors.Act(GUESS, HOME))
    let_in(3)
    visitors.count_each(*both)
    let_in(4, GUESS)
    with pytest.raises(TooOften) as refused:  # the fifth of the one is counted, of the other there were five
        visitors.count_each(*both)
    assert refused.value.limit is GUESS
    with pytest.raises(TooOften) as refused:
        visitors.count_each(*both)
    assert refused.value.limit is SEND
    forgive(GUESS, address=HOME)
    assert let_in(2, GUESS) == [True, False]


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
    ],
)
def test_an_address_with_ipv6_is_a_whole_site(either: Counter, one: str, other: str, together: bool) -> None:
    let_in(5, address=one)
    assert let_in(1, address=other) == [not together]


def test_an_hour_is_called_an_hour(either: Counter) -> None:
    let_in(5, GUESS)
    with pytest.raises(TooOften, match="一小时后再试。您填写的内容没有提交"):
        count(GUESS, address=HOME)


def test_fifty_at_once_do_not_slip_past_the_count(either: Counter) -> None:
    count(SEND, address=NEIGHBOUR)  # the connections and the key are there
    answers: list[bool] = []
    threads = [threading.Thread(target=lambda: answers.extend(let_in(1))) for _ in range(50)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (answers.count(True), answers.count(False)) == (5, 45)


# --- nobody is found out ------------------------------------------------------------------------------------------------
def names_in_redis(counter: Counter) -> list[bytes]:
    shared = counter.shared
    assert isinstance(shared, InRedis)
    return sorted(shared.client.scan_iter(f"{shared.prefix}:*"))


def test_no_address_is_kept_and_nothing_outlives_its_window(fresh_counts: Counter) -> None:
    let_in(3, once="form")
    names = names_in_redis(fresh_counts)
    assert len(names) == 4  # all together, the address, the form, the key of the day
    assert not [name for name in names if b"203.0.113" in name]
    client = fresh_counts.shared.client  # type: ignore[attr-defined]  # it is InRedis
    assert all(0 < client.ttl(name) <= 60 for name in names if b":key:" not in name)


def test_the_key_of_the_day_ends_with_the_day(fresh_counts: Counter) -> None:
    day = timezone.localdate()
    key = fresh_counts.shared.key_of(day)
    name = next(name for name in names_in_redis(fresh_counts) if b":key:" in name)
    client = fresh_counts.shared.client  # type: ignore[attr-defined]  # it is InRedis
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    assert client.get(name) == key
    assert client.expiretime(name) == int(midnight.timestamp())


@pytest.mark.parametrize("place", ["shared", "own"])
def test_the_key_of_the_day_is_gone_tomorrow_and_nothing_gives_it_back(fresh_counts: Counter, place: str) -> None:
    counts: Counts = getattr(fresh_counts, place)
    today = timezone.localdate()
    key = counts.key_of(today)
    assert counts.key_of(today) == key
    assert counts.key_of(today + timedelta(days=1)) != key
    assert key not in repr(vars(counts)).encode("latin-1", "backslashreplace")
    if isinstance(counts, InRedis):
        for name in names_in_redis(fresh_counts):
            counts.client.delete(name)  # as Redis does at midnight
    assert counts.key_of(today) != key


def test_two_processes_use_one_key(fresh_counts: Counter) -> None:
    shared = fresh_counts.shared
    assert isinstance(shared, InRedis)
    assert _beside(shared).key_of(timezone.localdate()) == shared.key_of(timezone.localdate())


def test_two_processes_count_together(fresh_counts: Counter) -> None:
    let_in(3)
    shared = fresh_counts.shared
    assert isinstance(shared, InRedis)
    fresh_counts.shared = _beside(shared)
    assert let_in(4) == [True, True, False, False]


def _beside(shared: InRedis) -> InRedis:
    return InRedis(os.environ["REDIS_URL"], prefix=shared.prefix)


# --- Redis goes away ----------------------------------------------------------------------------------------------------
@pytest.fixture
def valkey(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with services.temporary(durable=getattr(request, "param", False)) as (running, _, _):
        assert running.valkey
        yield running.valkey


@pytest.mark.services
def test_redis_killed_in_the_middle_leaves_the_door_neither_open_nor_shut(
    valkey: Valkey, fresh_counts: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(visitors, "REST", 0.0)
    fresh_counts.shared = InRedis(valkey.url())
    assert let_in(6) == [True] * 5 + [False]

    assert valkey.process
    children.kill_group(valkey.process)
    started = time.monotonic()
    assert let_in(8) == [True] * 5 + [False] * 3
    assert time.monotonic() - started < 1

    valkey.start()
    assert let_in(6) == [True] * 5 + [False]


def test_a_redis_that_hung_up_and_forgot_the_script_is_asked_all_the_same(fresh_counts: Counter) -> None:
    shared = fresh_counts.shared
    assert isinstance(shared, InRedis)
    del fresh_counts.own  # it would be asked in its place
    let_in(3)
    shared.client.script_flush()
    shared.client.client_kill_filter(_id=shared._ask("CLIENT", "ID"))
    assert let_in(3) == [True, True, False]


@pytest.mark.services
@pytest.mark.parametrize("valkey", [True], indirect=True, ids=["with a file"])
def test_what_has_expired_is_gone_from_the_file_of_redis_too(valkey: Valkey, fresh_counts: Counter) -> None:
    shared = fresh_counts.shared = InRedis(valkey.url())
    key = shared.key_of(timezone.localdate())
    shared.client.delete(f"visitors:key:{timezone.localdate()}")  # as Redis does at midnight

    def on_disk() -> bool:
        return any(key in path.read_bytes() for path in valkey.home.rglob("*.aof"))

    assert children.wait_until(on_disk, seconds=5)
    visitors.forget()
    assert children.wait_until(lambda: not on_disk(), seconds=5)


def test_a_redis_that_hangs_is_left_alone_for_a_second(fresh_counts: Counter) -> None:
    class Hanging(InProcess):
        asked = 0

        def take(self, tries: Sequence[tuple[Limit, str]], once: str, now: float) -> int | None:
            Hanging.asked += 1
            time.sleep(0.05)
            raise TimeoutError

    fresh_counts.shared = Hanging()
    started = time.monotonic()
    assert let_in(8) == [True] * 5 + [False] * 3
    assert time.monotonic() - started < 0.2
    assert Hanging.asked == 1


def test_what_a_slow_redis_has_counted_is_forgiven_when_it_answers_again(
    fresh_counts: Counter, clock: list[datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who asks with the right code again and again while the disk is busy is not taken for one who guesses."""

    class Slow(InRedis):
        is_slow = True

        def take(self, tries: Sequence[tuple[Limit, str]], once: str, now: float) -> int | None:
            taken = super().take(tries, once, now)
            if self.is_slow:
                raise TimeoutError
            return taken

    shared = fresh_counts.shared
    assert isinstance(shared, InRedis)
    monkeypatch.setattr(visitors, "REST", 60.0)
    for _ in range(5):
        fresh_counts.shared = slow = Slow(os.environ["REDIS_URL"], prefix=shared.prefix)
        fresh_counts._ask_again_at = 0.0
        forgive(GUESS, address=HOME, at=count(GUESS, address=HOME))
        clock[0] += timedelta(seconds=1)
    assert len(fresh_counts._owed) == 1  # the others were paid before Redis was asked again
    slow.is_slow, fresh_counts._ask_again_at = False, 0.0
    assert let_in(6, GUESS) == [True] * 5 + [False]


def test_a_redis_without_an_answer_costs_no_more_than_fifty_milliseconds() -> None:
    client = InRedis("redis://127.0.0.1:1/0").client
    options = client.connection_pool.connection_kwargs
    assert isinstance(client, Redis)
    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (0.05, 0.05)
    assert options["retry"].get_retries() == 0


def test_the_process_keeps_no_more_than_the_limit_lets_in() -> None:
    counts = InProcess()
    for number in range(10_000):
        counts.take([(SEND, f"source {number}")], f"form {number}", 1000.0)
    assert len(counts._sources) == len(counts._sent) == 60
    counts.take([(SEND, "source")], "form", 1061.0)
    assert len(counts._sources) == len(counts._sent) == 1
