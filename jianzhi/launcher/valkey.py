"""A Valkey server of our own, reachable on the loopback address with a random password only."""

import signal
import socket
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from . import children
from .console import LauncherError
from .postgres import free_port, tail
from .service_user import ServiceUser


@dataclass
class Valkey:
    """One server. `durable` keeps an append-only file; tests do without it."""

    home: Path
    user: ServiceUser
    program: Path
    password: str
    log: Path
    durable: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    name: str = "valkey"

    def create(self) -> None:
        """Make the folder of the append-only file."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.user.take(self.home, 0o700)

    def start(self) -> None:
        """Start the server and wait for its answer. Raise LauncherError with the log's tail if it dies.

        The settings go through standard input, because every user of the machine can read a command line.
        `noeviction`: a full memory must refuse a task, not drop another one.
        """
        settings = (
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\ndir {self.home}\n"
            f'save ""\nappendonly {"yes" if self.durable else "no"}\nappendfsync everysec\n'
            'maxmemory-policy noeviction\ndaemonize no\nlogfile ""\n'
        )
        with self.log.open("ab") as output:
            self.process = children.start(
                [self.program, "-"],
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
                user=self.user,
                stdin=subprocess.PIPE,
                output=output,
            )
        process = self.process
        if process.stdin:
            process.stdin.write(settings.encode())
            process.stdin.close()
        ready = children.wait_until(lambda: process.poll() is not None or self.answers(), seconds=30)
        if not ready or process.poll() is not None:
            children.kill_group(process)
            raise LauncherError(
                f"Valkey 没有启动，日志最后几行（{self.log}）：\n{tail(self.log)}",
                f"Valkey did not start; the last lines of its log are above ({self.log}).",
            )

    def answers(self) -> bool:
        """Whether it takes our password and a ping, and has read its append-only file."""
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=2) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return self._read(connection) == b"+OK\r\n+PONG\r\n"
        except OSError:
            return False

    @staticmethod
    def _read(connection: socket.socket) -> bytes:
        answer = b""
        while answer.count(b"\r\n") < 2:
            part = connection.recv(1024)
            if not part:
                break
            answer += part
        return answer

    def url(self) -> str:
        """The address as REDIS_URL wants it."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def stop(self) -> None:
        """Stop the server; it writes the rest of its append-only file first."""
        if self.process:
            children.stop(self.process, signal.SIGTERM, patience=15)
