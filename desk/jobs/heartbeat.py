"""The pulse of a run: a thread that keeps the lease and writes down the progress.

The work of a run is one transaction, invisible until it ends. The thread has a database connection of its own, so the
bar on the jobs page moves meanwhile and the lease of a healthy run never ends. Now and then it asks whether the person
may still have this done: a right that was taken back stops a run within the minute (promises.md D9).
"""

import logging
import time
from collections.abc import Callable
from threading import Event, Lock, Thread
from types import TracebackType
from typing import Any, Self

from django.conf import settings
from django.db import DatabaseError, connections
from django.db.models import F, Value
from django.db.models.functions import Concat, Now, Right
from django.utils import timezone

from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, RunStopped
from desk.jobs.services import lease

_LOG_LENGTH = 20_000  # characters; the oldest lines go first
_MESSAGE_LENGTH = Job._meta.get_field("message").max_length
ASK_EVERY = 15.0  # seconds

logger = logging.getLogger(__name__)


class Heartbeat:
    """The pulse of the run that `job` was claimed for; a context manager around the run."""

    def __init__(self, job: Job) -> None:
        self._job = job
        self._lock = Lock()
        self._news: dict[str, Any] = {}
        self._lines: list[str] = []
        self._stopped = Event()
        self._must_not_go_on = Event()
        self._ask: Callable[[], object] | None = None
        self._asked_at = time.monotonic()
        self._refusal = ""
        self._thread = Thread(target=self._keep_beating, name=f"heartbeat-{job.pk}", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Write the last news and end the thread; before `finish`, whose row lock the next beat would wait for."""
        self._stopped.set()
        self._thread.join(timeout=lease().total_seconds())

    def ask(self, entitled: Callable[[], object]) -> None:
        """From now on call `entitled` now and then; when it raises JobRefused, the run must not go on."""
        self._ask = entitled

    # --- what the run says, on its own thread -------------------------------------------------------------------------
    def report(self, done: int, total: int, message: str) -> None:
        """Take down how far the work is."""
        with self._lock:
            self._news = {"done": max(0, done), "total": max(0, total), "message": message[:_MESSAGE_LENGTH]}

    def note(self, text: str) -> None:
        """Take down a line for the log."""
        with self._lock:
            self._lines.append(f"{timezone.localtime():%H:%M:%S} {' '.join(text.split())}\n")

    def check(self) -> None:
        """Raise RunStopped when the job was cancelled or is no longer ours, or its owner may not have it done now."""
        if self._must_not_go_on.is_set():
            raise RunStopped(self._refusal)

    # --- the thread ---------------------------------------------------------------------------------------------------
    def _keep_beating(self) -> None:
        try:
            while not self._stopped.wait(settings.JOBS_BEAT_SECONDS):
                self._beat()
            self._beat()
        finally:
            connections.close_all()

    def _beat(self) -> None:
        """Prolong the lease, write the news, and see whether the run may go on. A database that is away is waited for."""
        try:
            held = Job.objects.held(self._job)
            may_go_on = held.update(**self._take_news()) and not held.filter(cancel_requested=True).exists()
            may_go_on = may_go_on and self._is_entitled()
        except DatabaseError as error:
            logger.warning("job %s: no heartbeat (%s)", self._job.pk, type(error).__name__)
            connections.close_all()
            return
        if not may_go_on:
            self._must_not_go_on.set()

    def _is_entitled(self) -> bool:
        """Whether the owner of the job may have it done, as far as it is time to ask."""
        if self._ask is None or time.monotonic() - self._asked_at < ASK_EVERY:
            return True
        self._asked_at = time.monotonic()
        try:
            self._ask()
        except JobRefused as refusal:
            self._refusal = str(refusal)
        return not self._refusal

    def _take_news(self) -> dict[str, Any]:
        with self._lock:
            news, self._news = self._news, {}
            lines, self._lines = "".join(self._lines), []
        if lines:
            news["log"] = Right(Concat(F("log"), Value(lines)), _LOG_LENGTH)
        return {**news, "heartbeat_at": Now(), "lease_until": Now() + lease()}
