"""Real Celery workers on the test database, to be started and killed by tests."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connections

from desk.jobs.models import Job
from desk.jobs.sweeping import sweep
from jianzhi.launcher import children

PACE = {
    "JOBS_LEASE_SECONDS": 3.0,
    "JOBS_BEAT_SECONDS": 0.2,
    "JOBS_HINT_AGAIN_SECONDS": 1.0,
    "JOBS_TELL_AFTER_SECONDS": 0.0,  # every job that is done has its notice
}
SWEEPS = {"JOBS_SWEEP_SECONDS": 1.0}  # of a beat that a test starts


def environment(**more: str) -> dict[str, str]:
    """That of the tests, but leading to the test database, and with a quick pulse."""
    name = connections["owner"].settings_dict["NAME"]
    databases = {
        key: urlsplit(os.environ[key])._replace(path=f"/{name}").geturl()
        for key in ("DATABASE_URL", "DATABASE_OWNER_URL")
    }
    pace = {key: str(value) for key, value in (PACE | SWEEPS).items()}
    return {**os.environ, **databases, **pace, **more}


class Celery:
    """A Celery process (`worker` with two children, or `beat`) in a session of its own."""

    def __init__(self, log: Path, *command: str, **more: str) -> None:
        self.log = log
        self._command = [sys.executable, "-m", "celery", "-A", "jianzhi", *command]
        self._environment = environment(**more)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; it is not ready at once."""
        with self.log.open("wb") as output:
            self.process = children.start(self._command, env=self._environment, output=output, cwd=settings.BASE_DIR)

    def start_and_wait(self, sign: str = " ready.") -> None:
        """Start it and wait until its log shows `sign`."""
        self.start()
        if not children.wait_until(lambda: self.says(sign), seconds=60, every=0.05):
            raise RuntimeError(self.log.read_text())

    def says(self, sign: str = " ready.") -> bool:
        """Whether its log shows `sign` since it was started last."""
        return sign in self.log.read_text()

    @property
    def pid(self) -> int:
        """The process that was started, parent of the children that work."""
        if self.process is None:
            raise RuntimeError("not started")
        return self.process.pid

    def child_pids(self) -> list[int]:
        """The processes that carry out jobs."""
        listed = Path(f"/proc/{self.pid}/task/{self.pid}/children").read_text()
        return [int(pid) for pid in listed.split()]

    def kill_tree(self) -> None:
        """SIGKILL for parent and children at once, as a power cut would."""
        if self.process is not None and self.process.poll() is None:
            children.kill_group(self.process)

    def stop(self) -> None:
        """End it; in an orderly way when it wants to."""
        if self.process is not None:
            children.stop(self.process, signal.SIGTERM, patience=5)


def a_worker(log: Path, **more: str) -> Celery:
    """A worker with two children that knows the trial kinds."""
    quiet = ("--without-gossip", "--without-mingle", "--without-heartbeat")
    return Celery(log, "worker", "-c", "2", "-l", "INFO", "-I", "tests.desk.jobs.trial_kinds", *quiet, **more)


def a_beat(log: Path, **more: str) -> Celery:
    """The schedule; it keeps its clock beside `log`."""
    return Celery(log, "beat", "-l", "INFO", "-s", f"{log}-schedule", **more)


def eventually(condition: Callable[[], bool], *, seconds: float = 60, sweeping: bool = True) -> bool:
    """Ask until it is true or the time is up; sweep meanwhile, as beat would."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        if sweeping:
            sweep()
        time.sleep(0.1)
    return True


def all_ended() -> bool:
    """Whether no job waits or runs."""
    return not Job.objects.unfinished().exists()
