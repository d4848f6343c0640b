"""Keeps the portal's programs running, prints what they say, and stops them in order."""

import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Protocol

from . import children
from .console import LauncherError, say

RESTARTS = 5
WITHIN_SECONDS = 120


class Runnable(Protocol):
    """Something the supervisor keeps alive: one of our programs, or an engine."""

    name: str
    process: subprocess.Popen[bytes] | None

    def start(self) -> None:
        """Start it. Raise LauncherError if it will not."""

    def stop(self) -> None:
        """Stop it, waiting for a clean end first."""


@dataclass
class Program:
    """A program of the portal. Its output goes through a pipe to the supervisor."""

    name: str
    command: Sequence[str | Path]
    env: Mapping[str, str]
    cwd: Path
    patience: float = 10
    process: subprocess.Popen[bytes] | None = None

    def start(self, output: IO[bytes] | int = subprocess.PIPE) -> None:
        """Start it, its output going to the supervisor unless the caller has another place for it.

        A program that was killed may have left processes of its own behind, on our port; they go first.
        """
        if self.process:
            children.kill_group(self.process)
        self.process = children.start(self.command, env=self.env, cwd=self.cwd, output=output)

    def stop(self) -> None:
        """SIGTERM, which web server and worker take as: finish what you have begun, then go."""
        if self.process and not children.stop(self.process, signal.SIGTERM, patience=self.patience):
            say(f"{self.name} 没有按时结束，已强制停止", f"{self.name} did not end in time and was killed")


@dataclass
class Supervisor:
    """The running programs, in the order they were started."""

    running: list[Runnable] = field(default_factory=list)
    _deaths: dict[str, list[float]] = field(default_factory=dict)
    _printers: list[threading.Thread] = field(default_factory=list)

    def add(self, item: Runnable) -> None:
        """Start something and keep it."""
        self.running.append(item)
        item.start()
        self._listen(item)

    def adopt(self, item: Runnable) -> None:
        """Keep something that was started already."""
        self.running.append(item)

    def watch(self, seconds: float) -> None:
        """For this long, start again whatever dies. Raise LauncherError when something dies over and over."""
        limit = time.monotonic() + seconds
        while time.monotonic() < limit:
            time.sleep(0.25)
            for item in self.running:
                if item.process and item.process.poll() is not None:
                    self._restart(item)

    def stop(self) -> None:
        """Stop everything, last started first. Whoever presses Ctrl+C again does not want to wait."""

        def now(number: int, frame: object) -> None:
            for item in self.running:
                if item.process and item.process.poll() is None and not _is_engine(item):
                    children.kill_group(item.process)

        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, now)
        while self.running:
            self.running[-1].stop()
            self.running.pop()
        for printer in self._printers:
            printer.join(timeout=1)

    def _listen(self, item: Runnable) -> None:
        if item.process and item.process.stdout:
            printer = threading.Thread(target=_print_lines, args=(item.name, item.process.stdout), daemon=True)
            printer.start()
            self._printers.append(printer)

    def _restart(self, item: Runnable) -> None:
        """Start a dead program again, a little later each time; give up when it dies over and over."""
        now = time.monotonic()
        deaths = [moment for moment in self._deaths.get(item.name, []) if now - moment < WITHIN_SECONDS]
        self._deaths[item.name] = [*deaths, now]
        status = item.process.returncode if item.process else None
        if len(deaths) >= RESTARTS:
            raise LauncherError(
                f"{item.name} 在 {WITHIN_SECONDS} 秒内退出了 {len(deaths) + 1} 次（状态 {status}），不再重启。原因见上面的输出。",
                f"{item.name} ended {len(deaths) + 1} times in {WITHIN_SECONDS} s (status {status}); giving up. See above.",
            )
        say(
            f"{item.name} 意外退出（状态 {status}），正在重启",
            f"{item.name} ended (status {status}), starting it again",
        )
        time.sleep(min(0.5 * 2 ** len(deaths), 5) if deaths else 0)
        item.start()
        self._listen(item)


def _print_lines(name: str, output: IO[bytes]) -> None:
    with output:
        for line in output:
            print(f"{name:<8}│ {line.decode('utf-8', 'replace').rstrip()}", flush=True)


def _is_engine(item: Runnable) -> bool:
    return not isinstance(item, Program)
