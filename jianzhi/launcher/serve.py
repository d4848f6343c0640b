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

from waitress.server import create_server
from waitress.wasyncore import dispatcher, loop

Application = Callable[[dict[str, Any], Any], Iterable[bytes]]

PATIENCE_SECONDS = 10
LARGEST_REQUEST = 64 * 1024 * 1024  # a roster of 100,000 people is a tenth of that
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


class Worker:
    """One serving process."""

    def __init__(self, application: Application, listener: socket.socket, limits: Limits) -> None:
        """Take the WSGI application and the socket to accept from."""
        self.stopping = False
        self.map: dict[int, Any] = {}
        self.server: Any = create_server(
            application,
            map=self.map,
            sockets=[listener],
            threads=limits.threads,
            connection_limit=limits.connections,
            asyncore_use_poll=True,
            channel_timeout=60,
            max_request_body_size=LARGEST_REQUEST,
            clear_untrusted_proxy_headers=limits.proxies == 0,
            ident=None,
        )

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
            Worker(self.application, self.listener, self.limits).run()
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


def _portal() -> Application:
    """Load Django before the fork, so that the processes share its memory, but not a connection it opened."""
    from django.db import connections

    from jianzhi.wsgi import application

    connections.close_all()
    return application


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
    application = _portal()
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)  # a queue for a moment is no news
    Parent(application, listener, asked.processes, Limits(asked.threads, allow_many_connections(), proxies)).run()


if __name__ == "__main__":
    main()
