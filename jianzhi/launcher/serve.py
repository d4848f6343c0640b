"""The web server: waitress in several processes on one listening socket.

Waitress reads a request whole before a thread sees it, and hands an answer to slow readers without one: that is what
keeps staff working while hundreds of slow connections are open (docs/decisions/0001-web-server.md). One process has
one interpreter lock, so there are two. On SIGTERM each finishes what it has begun.
"""

import argparse
import logging
import os
import resource
import signal
import socket
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer
from waitress.task import ThreadedTaskDispatcher
from waitress.wasyncore import dispatcher, loop

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]
# Method, path and the beginning of the body of a request that has arrived: the whole answer to one that no thread shall
# see, None for all others.
Refusal = Callable[[str, str, Callable[[], bytes]], bytes | None]

PATIENCE_SECONDS = 10
LARGEST_REQUEST = 64 * 1024 * 1024  # a roster of 100,000 people, as CSV, is little more than half of that
AT_ONCE = 8  # connections that are taken each time we look: of a thousand a second none waits behind another
HEAD = 2048  # bytes of a body that a refusal may ask for
logger = logging.getLogger("jianzhi.serve")


@dataclass(frozen=True)
class Limits:
    """How one process serves. With no trusted proxy in front, forwarded headers are dropped as forged."""

    threads: int = 6
    connections: int = 1000
    proxies: int = 0


def listen(host: str, port: int) -> socket.socket:
    """The socket all processes accept from."""
    listener = socket.create_server((host, port), backlog=1024)
    listener.setblocking(False)
    return listener


def allow_many_connections() -> int:
    """Raise our limit of open files to what the system grants and return how many connections that leaves room for."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 8192 if hard == resource.RLIM_INFINITY else min(hard, 8192)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    return wanted - 256


def nothing_refused(method: str, path: str, head: Callable[[], bytes]) -> bytes | None:
    """For an application that answers everything itself."""
    return None


class Server(TcpWSGIServer):
    """Waitress, asking whether a request is refused before it queues for a thread.

    In a flood that is the difference between a third of a millisecond and several, and it leaves the threads to others.
    """

    def __init__(self, application: Application, listener: socket.socket, limits: Limits, refusal: Refusal) -> None:
        self.refusal = refusal
        threads = ThreadedTaskDispatcher()
        threads.set_thread_count(limits.threads)
        adjustments = Adjustments(
            sockets=[listener],
            threads=limits.threads,
            connection_limit=limits.connections,
            asyncore_use_poll=True,
            channel_timeout=60,
            max_request_body_size=LARGEST_REQUEST,
            clear_untrusted_proxy_headers=limits.proxies == 0,
            ident=None,
        )
        where = (listener.family, listener.type, listener.proto, listener.getsockname())
        super().__init__(
            application, {}, True, listener, dispatcher=threads, adj=adjustments, sockinfo=where, bind_socket=False
        )

    def handle_accept(self) -> None:
        """Waitress takes one connection each time it looks, and while threads compute it looks every few milliseconds."""
        for _ in range(AT_ONCE):
            before = len(self._map)
            super().handle_accept()
            if len(self._map) == before:
                break

    def add_task(self, channel: Any) -> None:
        """A request of `channel` has arrived whole. Its lock is held."""
        answer = b"" if channel.close_when_flushed else self._refused(channel.requests[0])
        if answer is None:
            super().add_task(channel)
            return
        for request in channel.requests:
            request.close()
        channel.requests.clear()
        channel.outbufs[-1].append(answer)
        channel.total_outbufs_len += len(answer)
        channel.close_when_flushed = True  # what was sent behind it is not answered

    def _refused(self, request: Any) -> bytes | None:
        if request.error:
            return None
        body = request.body_rcv
        return self.refusal(request.command, request.path, lambda: body.getbuf().get(HEAD) if body else b"")


class Worker:
    """One serving process."""

    def __init__(self, application: Application, listener: socket.socket, limits: Limits, refusal: Refusal) -> None:
        """Take the WSGI application, the socket to accept from, and who is refused."""
        self.stopping = False
        self.server: Any = Server(application, listener, limits, refusal)
        self.map: dict[int, Any] = self.server._map

    def run(self) -> None:
        """Serve until told to stop, then finish the requests that have begun."""
        signal.signal(signal.SIGTERM, self._stop)
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C on a terminal is the parent's affair
        parent = os.getppid()
        while not self.stopping and os.getppid() == parent:
            loop(timeout=0.5, use_poll=True, map=self.map, count=1)
        self.server.accepting = False
        dispatcher.close(
            self.server
        )  # the listening socket alone; the server's own close() would also silence its threads
        limit = time.monotonic() + PATIENCE_SECONDS
        while self._busy() and time.monotonic() < limit:
            loop(timeout=0.1, use_poll=True, map=self.map, count=1)
        self.server.task_dispatcher.shutdown()

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True

    def _busy(self) -> bool:
        """Whether a request is being answered or an answer is still on its way out."""
        return any(channel.requests or channel.total_outbufs_len for channel in self.server.active_channels.values())


@dataclass
class Parent:
    """Starts the serving processes, replaces those that die, and passes the end on."""

    application: Application
    listener: socket.socket
    processes: int
    limits: Limits
    refusal: Refusal = nothing_refused
    children: set[int] = field(default_factory=set)
    stopping: bool = False

    def run(self) -> None:
        """Return when every process has ended after SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._stop)
        for _ in range(self.processes):
            self._fork()
        host, port = self.listener.getsockname()[:2]
        logger.info("serving on http://%s:%s in %s processes", host, port, self.processes)
        while self.children:
            pid, status = os.wait()
            self.children.discard(pid)
            if not self.stopping:
                logger.error("a web process ended with status %s; starting another", status)
                time.sleep(0.5)  # a fault at start-up must not become a fork storm
                self._fork()

    def _fork(self) -> None:
        pid = os.fork()
        if pid:
            self.children.add(pid)
            return
        status = 1
        try:
            Worker(self.application, self.listener, self.limits, self.refusal).run()
            status = 0
        except Exception:
            logger.exception("a web process failed")
        finally:
            logging.shutdown()
            os._exit(status)

    def _stop(self, number: int, frame: FrameType | None) -> None:
        self.stopping = True
        self.listener.close()
        for pid in self.children:
            os.kill(pid, signal.SIGTERM)


def _portal() -> tuple[Application, Refusal]:
    """Load Django before the fork, so that the processes share its memory, but not a connection it opened."""
    from django.db import connections

    from jianzhi.wsgi import admitted, refusal

    connections.close_all()
    return admitted, refusal


def main() -> None:
    """Serve the portal until SIGTERM."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--processes", type=int, default=int(os.environ.get("WEB_PROCESSES") or 2))
    parser.add_argument("--threads", type=int, default=int(os.environ.get("WEB_THREADS") or 6))
    asked = parser.parse_args()
    listener = listen(asked.host, asked.port)
    proxies = int(os.environ.get("TRUSTED_PROXY_COUNT") or 0)
    application, refusal = _portal()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue for a moment is no news
    limits = Limits(asked.threads, allow_many_connections(), proxies)
    Parent(application, listener, asked.processes, limits, refusal).run()


if __name__ == "__main__":
    main()
