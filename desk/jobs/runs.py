"""What a handler holds in its hands while its job runs."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any, Protocol

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

from desk.jobs.models import Job

FOLDER = "jobs"  # of result files, within the private storage


class JobRefused(Exception):
    """The job cannot be carried out; the text, in Chinese and without personal data, tells its owner why and what to do."""


class RunStopped(Exception):
    """This run must not go on: it was cancelled, or another run has taken its place. What it wrote is rolled back."""


class Pulse(Protocol):
    """Where a run leaves its progress, to be written down beside its transaction."""

    def report(self, done: int, total: int, message: str) -> None: ...

    def note(self, text: str) -> None: ...

    def check(self) -> None:
        """Raise RunStopped when the run must not go on."""


@dataclass(frozen=True)
class Result:
    """What a job leaves: a sentence for its owner, and perhaps a file (made by `Run.file`)."""

    message: str = ""
    stored_as: str = ""
    download_name: str = ""


class Run:
    """One run of a job, in one transaction, in the scope of the person who asked for it."""

    def __init__(self, job: Job, actor: Any, pulse: Pulse) -> None:
        self._job = job
        self._pulse = pulse
        self.actor = actor

    @property
    def args(self) -> Mapping[str, Any]:
        """The ids the job was asked with."""
        return dict(self._job.args)

    def progress(self, done: int, total: int = 0, message: str = "") -> None:
        """Say how far the work is; visible at once, long before the transaction ends. Raises RunStopped."""
        self._pulse.report(done, total, message)
        self._pulse.check()

    def log(self, text: str) -> None:
        """Add a short line, in Chinese and without personal data, to the record shown under the job."""
        self._pulse.note(text)

    def check_cancelled(self) -> None:
        """Raise RunStopped when the run was cancelled or superseded; for loops that report no progress."""
        self._pulse.check()

    def file(self, name: str, content: bytes | IO[bytes], message: str = "") -> Result:
        """Keep `content` as the file of the job, to be downloaded as `name`; return the Result that names it.

        The file lies under a random name in the private storage. The name carries job and run, so that the sweeper
        can tell the files of runs that never ended well (desk.jobs.sweeping).
        """
        stored = default_storage.save(
            f"{FOLDER}/{self._job.pk}-{self._job.token}-{secrets.token_hex(16)}",
            ContentFile(content) if isinstance(content, bytes) else File(content),
        )
        return Result(message=message, stored_as=stored, download_name=name)
