"""A flood: so many requests a second, each on a connection and from an address of its own, whether or not they are answered.

    python -m tests.bench._spam PORT SECONDS RATE < request     # prints the number of answers by status

A process of its own, so that it does not get in the way of those who measure, and as light as Python can be.
"""

import errno
import json
import random
import select
import socket
import sys
import time
from collections import Counter, deque

GIVE_UP = 5.0  # seconds


class Flood:
    """Requests that are under way, and what became of the others."""

    def __init__(self, port: int, request: bytes) -> None:
        self.port, self.request = port, request
        self.answers: Counter[str] = Counter()
        self._poll = select.epoll()
        self._open: dict[int, socket.socket] = {}
        self._sent: deque[tuple[float, int, socket.socket]] = deque()

    def run(self, seconds: float, rate: float) -> None:
        """Sends at this rate, and waits for the last answers."""
        began, number, total = time.perf_counter(), 0, int(seconds * rate)
        while number < total or self._open:
            now = time.perf_counter()
            while number < total and now >= began + number / rate:
                self._begin(now)
                number += 1
            pause = max(0.0, began + number / rate - time.perf_counter()) if number < total else 0.05
            for file, event in self._poll.poll(pause):
                self._go_on(file, event)
            self._give_up(time.perf_counter())

    def _begin(self, now: float) -> None:
        connection = socket.socket()
        connection.setblocking(False)
        source = f"127.{random.randrange(1, 5)}.{random.randrange(256)}.{random.randrange(1, 255)}"
        try:
            connection.bind((source, 0))
            state = connection.connect_ex(("127.0.0.1", self.port))
        except OSError as error:
            self.answers[type(error).__name__] += 1
            connection.close()
            return
        self._open[connection.fileno()] = connection
        self._sent.append((now + GIVE_UP, connection.fileno(), connection))
        is_there = state in (0, errno.EISCONN)
        self._poll.register(connection, select.EPOLLIN if is_there else select.EPOLLOUT)
        if is_there:
            self._send(connection)

    def _go_on(self, file: int, event: int) -> None:
        connection = self._open.get(file)
        if connection is None:
            return
        if event & select.EPOLLOUT and not event & (select.EPOLLERR | select.EPOLLHUP):
            self._poll.modify(file, select.EPOLLIN)
            self._send(connection)
            return
        try:
            answer = connection.recv(4096)
            self._end(connection, answer[9:12].decode() or "closed")
        except OSError as error:
            self._end(connection, type(error).__name__)

    def _send(self, connection: socket.socket) -> None:
        try:
            connection.send(self.request)
        except OSError as error:
            self._end(connection, type(error).__name__)

    def _give_up(self, now: float) -> None:
        while self._sent and (self._sent[0][0] <= now or self._sent[0][2].fileno() < 0):
            _, file, connection = self._sent.popleft()
            if self._open.get(file) is connection:
                self._end(connection, "TimeoutError")

    def _end(self, connection: socket.socket, outcome: str) -> None:
        self.answers[outcome] += 1
        del self._open[connection.fileno()]
        connection.close()


if __name__ == "__main__":
    flood = Flood(int(sys.argv[1]), sys.stdin.buffer.read())
    flood.run(float(sys.argv[2]), float(sys.argv[3]))
    sys.stdout.write(json.dumps(flood.answers))
