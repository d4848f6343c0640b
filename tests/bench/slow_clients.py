"""Staff keep working while 500 slow connections are open (promises.md, trap 28).

Three kinds of slow client, all on the loopback address and all counted beforehand: those that send their headers byte by byte, those
that send a body byte by byte, and those that ask for a large file and hardly read it. Meanwhile four staff browsers
ask for a page again and again. `./portal bench slow_clients` runs it against the portal; with `--port` it runs against
any server.
"""

import argparse
import asyncio
import json
import socket
import statistics
import sys
import time
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

SLOW = 500
STAFF = 4
REQUESTS_EACH = 75
PAUSE = 0.05
GIVE_UP = 5.0
DRIP_EVERY = 3.0


@dataclass(frozen=True)
class Target:
    """The server, the page staff look at, where bodies are sent, and a large file."""

    port: int
    page: str = "/"
    form: str = "/"
    large: str = "/big"
    cookie: str = ""

    def head(self, method: str, path: str, extra: str = "") -> bytes:
        """The head of a request, without the empty line that ends it."""
        cookie = f"Cookie: {self.cookie}\r\n" if self.cookie else ""
        return f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\n{cookie}{extra}".encode()


async def _connect(target: Target, receive_buffer: int = 0) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    connection = socket.socket()
    if receive_buffer:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, receive_buffer)
    connection.setblocking(False)
    await asyncio.get_running_loop().sock_connect(connection, ("127.0.0.1", target.port))
    return await asyncio.open_connection(sock=connection, limit=1024)


async def _drip(writer: asyncio.StreamWriter, letters: bytes) -> None:
    while True:
        await asyncio.sleep(DRIP_EVERY)
        writer.write(letters)
        await writer.drain()


async def slow_headers(target: Target) -> None:
    """A request whose header never ends."""
    _, writer = await _connect(target)
    writer.write(target.head("GET", target.page, "X-Slow: "))
    await _drip(writer, b"a")


async def slow_body(target: Target) -> None:
    """A form of 1,000 bytes that takes an hour to send."""
    _, writer = await _connect(target)
    kind = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000\r\n\r\n"
    writer.write(target.head("POST", target.form, kind) + b"a=")
    await _drip(writer, b"b")


async def slow_reader(target: Target) -> None:
    """A download read at one byte every three seconds through a window of 4 KB."""
    reader, writer = await _connect(target, receive_buffer=4096)
    writer.write(target.head("GET", target.large) + b"\r\n")
    while True:
        await asyncio.sleep(DRIP_EVERY)
        await reader.read(1)


SlowClient = Callable[[Target], Coroutine[Any, Any, None]]
KINDS: dict[str, SlowClient] = {"headers": slow_headers, "bodies": slow_body, "readers": slow_reader}


@asynccontextmanager
async def besieged(target: Target, kind: SlowClient, number: int) -> AsyncIterator[Callable[[], int]]:
    """Keep `number` slow clients connected; yield a function that tells how many still are."""

    async def one(delay: float) -> None:
        await asyncio.sleep(delay)
        await kind(target)

    clients = [asyncio.create_task(one(3 * index / number)) for index in range(number)]
    await asyncio.sleep(5)
    try:
        yield lambda: sum(not client.done() for client in clients)
    finally:
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)


async def _ask(target: Target) -> float:
    """Ask for the page on a fresh connection and return the seconds it took. Raise OSError for anything but a page."""
    began = time.perf_counter()
    reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
    try:
        writer.write(target.head("GET", target.page, "Connection: close\r\n") + b"\r\n")
        answer = await reader.read()
    finally:
        writer.close()
    if not answer.startswith((b"HTTP/1.1 200", b"HTTP/1.0 200")):
        raise OSError(answer[:40].decode(errors="replace") or "empty answer")
    return time.perf_counter() - began


async def staff_at_work(target: Target) -> dict[str, Any]:
    """Four people asking for pages; return how it went for them."""
    times: list[float] = []
    errors: list[str] = []

    async def person() -> None:
        for _ in range(REQUESTS_EACH):
            try:
                times.append(await asyncio.wait_for(_ask(target), GIVE_UP))
            except (OSError, TimeoutError) as error:
                errors.append(type(error).__name__)
                if len(errors) >= 5 * STAFF:  # five of these are an outage; no need to wait for the rest
                    return
            await asyncio.sleep(PAUSE)

    await asyncio.gather(*(person() for _ in range(STAFF)))
    return {
        "answers": len(times),
        "errors": len(errors),
        "p50_ms": _milliseconds(times, 50),
        "p95_ms": _milliseconds(times, 95),
        "max_ms": _milliseconds(times, 100),
    }


def _milliseconds(times: list[float], percent: int) -> float | None:
    if len(times) < 2:
        return None
    cut = max(times) if percent == 100 else statistics.quantiles(times, n=100, method="inclusive")[percent - 1]
    return round(cut * 1000, 1)


async def throughput(target: Target, connections: int = 8, seconds: float = 8) -> float:
    """Pages a second over connections that stay open."""
    answered = 0
    end = time.perf_counter() + seconds

    async def one() -> None:
        nonlocal answered
        reader, writer = await asyncio.open_connection("127.0.0.1", target.port)
        while time.perf_counter() < end:
            writer.write(target.head("GET", target.page) + b"\r\n")
            head = (await reader.readuntil(b"\r\n\r\n")).lower()
            await _skip_body(reader, head)
            answered += 1
        writer.close()

    await _ask(target)
    began = time.perf_counter()
    await asyncio.gather(*(one() for _ in range(connections)))
    return round(answered / (time.perf_counter() - began), 1)


async def _skip_body(reader: asyncio.StreamReader, head: bytes) -> None:
    if b"content-length: " in head:
        await reader.readexactly(int(head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]))
        return
    while size := int(await reader.readline(), 16):
        await reader.readexactly(size + 2)
    await reader.readline()


async def run(target: Target, *, slow: int = SLOW) -> dict[str, Any]:
    """All phases in turn: quiet, then each kind of slow client, then all three together."""
    await _ask(target)
    found: dict[str, Any] = {"pages_per_second": await throughput(target), "quiet": await staff_at_work(target)}
    for name, kind in KINDS.items():
        async with besieged(target, kind, slow) as still_there:
            found[f"slow_{name}"] = {**await staff_at_work(target), "slow_clients_left": still_there()}
        await asyncio.sleep(1)
    return found


def measure(portal: Any) -> dict[str, Any]:
    """What `./portal bench` calls: the home page of a signed-in officer, the sign-in form, the largest static file."""
    target = Target(
        port=portal.port,
        page="/",
        form="/accounts/login/",
        large=portal.largest_static_file(),
        cookie=portal.sign_in("county_officer"),
    )
    return asyncio.run(run(target))


def main() -> None:
    """Measure any server, for instance two that are to be compared."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--slow", type=int, default=SLOW)
    for name, default in (("page", "/"), ("form", "/post"), ("large", "/big")):
        parser.add_argument(f"--{name}", default=default)
    asked = parser.parse_args()
    target = Target(asked.port, asked.page, asked.form, asked.large)
    sys.stdout.write(json.dumps(asyncio.run(run(target, slow=asked.slow)), indent=1) + "\n")


if __name__ == "__main__":
    main()
