"""The web server under clients that are slow, forged or in the middle of something when it has to go."""

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from jianzhi.launcher.postgres import free_port

ROOT = Path(__file__).resolve().parents[3]
SERVER = textwrap.dedent("""
    import logging, sys, time
    from jianzhi.launcher import serve
    logging.basicConfig(level="INFO")

    def application(environ, start_response):
        path = environ["PATH_INFO"]
        if path == "/slow":
            time.sleep(1.5)
        body = {
            "/slow": b"x" * 5_000_000,
            "/scheme": environ.get("HTTP_X_FORWARDED_PROTO", "none").encode(),
            "/body": str(len(environ["wsgi.input"].read())).encode(),
        }.get(path, b"done")
        start_response("200 OK", [("Content-Length", str(len(body)))])
        return [body]

    def refusal(method, path, head):
        if method != "POST" or path != "/ideas" or not head().startswith(b"spam"):
            return None
        size = str(len(head()))
        return f"HTTP/1.1 429 No\\r\\nContent-Length: {len(size)}\\r\\n\\r\\n{size}".encode()

    port, processes, threads, proxies = map(int, sys.argv[1:])
    limits = serve.Limits(threads, 1000, proxies)
    serve.Parent(application, serve.listen("127.0.0.1", port), processes, limits, refusal).run()
""")
Server = tuple[int, subprocess.Popen[bytes]]
Start = Callable[..., Server]


@pytest.fixture
def start() -> Iterator[Start]:
    started: list[subprocess.Popen[bytes]] = []

    def _start(*, processes: int = 1, threads: int = 1, proxies: int = 0) -> Server:
        port = free_port()
        numbers = [str(number) for number in (port, processes, threads, proxies)]
        process = subprocess.Popen([sys.executable, "-c", SERVER, *numbers], cwd=ROOT, start_new_session=True)
        started.append(process)
        wait_for(lambda: _ask(port, "/") == "done")
        return port, process

    yield _start
    for process in started:
        with suppress(ProcessLookupError):  # it went by itself, as some of these tests want
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def wait_for(condition: Callable[[], bool], seconds: float = 15) -> None:
    limit = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < limit, "it did not happen in time"
        time.sleep(0.05)


def _send(port: int, text: str) -> socket.socket:
    connection = socket.create_connection(("127.0.0.1", port), timeout=10)
    connection.sendall(text.replace("\n", "\r\n").encode())
    return connection


def _read(connection: socket.socket) -> str:
    with connection:
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode().rpartition("\r\n\r\n")[2]


def _ask(port: int, path: str, headers: str = "") -> str:
    try:
        return _read(_send(port, f"GET {path} HTTP/1.1\nHost: x\nConnection: close\n{headers}\n"))
    except OSError:
        return ""


def test_twenty_half_sent_forms_do_not_keep_the_only_thread_from_others(start: Start) -> None:
    port, _ = start(threads=1)
    half = [_send(port, "POST /body HTTP/1.1\nHost: x\nContent-Length: 9\n\nhalf") for _ in range(20)]

    assert _ask(port, "/") == "done"

    half[0].sendall(b"-rest")
    half[0].shutdown(socket.SHUT_WR)
    assert _read(half[0]).endswith("9")
    for connection in half[1:]:
        connection.close()


def test_an_answer_that_has_begun_is_finished_after_sigterm_and_nobody_new_is_let_in(start: Start) -> None:
    port, process = start(processes=2, threads=2)
    waiting = _send(port, "GET /slow HTTP/1.1\nHost: x\nConnection: close\n\n")
    time.sleep(0.3)

    process.send_signal(signal.SIGTERM)
    wait_for(lambda: _ask(port, "/") == "")
    time.sleep(2)  # the thread is done by now; most of the answer still has to go out

    assert len(_read(waiting)) == 5_000_000
    assert process.wait(15) == 0


def test_a_killed_web_process_is_replaced(start: Start) -> None:
    port, process = start(processes=1)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
    if not children.exists():
        pytest.skip("this system does not list a process's children under /proc")
    before = children.read_text()

    os.kill(int(before), signal.SIGKILL)

    wait_for(lambda: children.read_text() not in {"", before})
    wait_for(lambda: _ask(port, "/") == "done")


def test_web_processes_do_not_outlive_a_killed_parent(start: Start) -> None:
    port, process = start(processes=2)

    process.kill()
    process.wait()

    wait_for(lambda: _ask(port, "/") == "")


def test_a_forged_forwarded_header_is_dropped_when_no_proxy_is_trusted(start: Start) -> None:
    port, _ = start(proxies=0)

    assert _ask(port, "/scheme", "X-Forwarded-Proto: https\n") == "none"


def test_the_header_of_a_trusted_proxy_reaches_the_portal(start: Start) -> None:
    port, _ = start(proxies=1)

    assert _ask(port, "/scheme", "X-Forwarded-Proto: https\n") == "https"


def _post(port: int, body: str) -> str:
    request = f"POST /ideas HTTP/1.1\nHost: x\nContent-Length: {len(body)}\n\n{body}"
    with _send(port, request) as connection:
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    return b"".join(parts).decode()


def test_what_is_refused_is_answered_while_the_only_thread_is_busy_and_the_connection_is_closed(start: Start) -> None:
    port, _ = start(threads=1)
    busy = _send(port, "GET /slow HTTP/1.1\nHost: x\nConnection: close\n\n")
    time.sleep(0.3)
    began = time.monotonic()

    answers = [_post(port, "spam" + "." * 100_000) for _ in range(20)]

    assert time.monotonic() - began < 1
    assert answers == ["HTTP/1.1 429 No\r\nContent-Length: 4\r\n\r\n2048"] * 20  # it was shown so much of the body
    assert len(_read(busy)) == 5_000_000


def test_what_is_not_refused_reaches_the_application_whole(start: Start) -> None:
    port, _ = start(threads=1)

    assert _ask(port, "/") == "done"
    with _send(port, "POST /body HTTP/1.1\nHost: x\nConnection: close\nContent-Length: 4\n\nspam") as connection:
        assert _read(connection).endswith("4")


def test_of_requests_sent_behind_a_refused_one_none_is_answered(start: Start) -> None:
    port, _ = start(threads=1)
    spam = "POST /ideas HTTP/1.1\nHost: x\nContent-Length: 4\n\nspam"

    with _send(port, spam + "GET / HTTP/1.1\nHost: x\n\n") as connection:
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
    assert b"".join(parts) == b"HTTP/1.1 429 No\r\nContent-Length: 1\r\n\r\n4"
