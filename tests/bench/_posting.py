"""Sends prepared requests as fast as they are answered, and counts the answers that say what they should."""

import asyncio
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from urllib.parse import urlencode

CONNECTIONS = 16
CSRF = "a" * 32


def form_request(port: int, path: str, answers: dict[str, str], *, cookie: str) -> bytes:
    """A POST of a form, ready to be sent. `cookie`: the name of the cookie in which the server looks for the token."""
    body = urlencode({"csrfmiddlewaretoken": CSRF, **answers}).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nCookie: {cookie}={CSRF}\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def post(
    port: int, requests: Iterable[bytes], sign: bytes, *, connections: int = CONNECTIONS
) -> tuple[Counter[str], float]:
    """The number of answers with `sign` in them as "taken", of others by status, and the seconds it took.

    A form that is refused is answered with 200, too. A connection that the server closes is opened anew.
    """
    return asyncio.run(_post(port, iter(requests), sign, connections))


async def _post(port: int, requests: Iterator[bytes], sign: bytes, connections: int) -> tuple[Counter[str], float]:
    found: Counter[str] = Counter()
    began = time.perf_counter()
    await asyncio.gather(*(_one(port, requests, sign, found) for _ in range(connections)))
    return found, time.perf_counter() - began


async def _one(port: int, requests: Iterator[bytes], sign: bytes, found: Counter[str]) -> None:
    streams = None
    for request in requests:
        if streams is None:
            streams = await asyncio.open_connection("127.0.0.1", port)
        reader, writer = streams
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        body = await _body(reader, head)
        found["taken" if sign in body else head[9:12].decode()] += 1
        if b"connection: close" in head:
            writer.close()
            streams = None
    if streams is not None:
        streams[1].close()


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"content-length: " in head:
        return await reader.readexactly(int(head.split(b"content-length: ", 1)[1].split(b"\r\n", 1)[0]))
    if b"transfer-encoding: chunked" not in head:
        return await reader.read()
    parts = []
    while size := int(await reader.readline(), 16):
        parts.append((await reader.readexactly(size + 2))[:size])
    await reader.readline()
    return b"".join(parts)
