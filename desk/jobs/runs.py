"""What a handler holds in its hands while its job runs."""

import io
import secrets
import tempfile
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any, Protocol

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.files.storage import default_storage

from desk.jobs.models import Job
from desk.vault.files import SealedWriter

FOLDER = "jobs"  # of result files, within the private storage
Write = Callable[[Any], object]


class JobRefused(Exception):
    """The job cannot be carried out; the text, in Chinese and without personal data, tells its owner why and what to do."""


class RunStopped(Exception):
    """This run must not go on: it was cancelled, another run has taken its place, or its owner has lost a right, which
    the text then says. What it wrote is rolled back."""


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
    once: bool = False


class Run:
    """One run of a job, in one transaction, in the scope of the person who asked for it.

    `afterwards` is left when it is written that the job is done: for what nobody should wait for.
    """

    def __init__(self, job: Job, actor: Any, pulse: Pulse, afterwards: ExitStack) -> None:
        self._job = job
        self._pulse = pulse
        self.actor = actor
        self.afterwards = afterwards
        self.rights: list[str] = []

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

    def demand(self, right: str) -> None:
        """Ask for `right` besides the kind's own: now, until the run ends, and of whoever fetches its result.

        Raises PermissionDenied when the person does not hold it.
        """
        if not self.actor.has_perm(right):
            raise PermissionDenied(f"needs {right}")
        self.rights.append(right)

    def file(self, name: str, content: bytes | Write, message: str = "", *, once: bool = False) -> Result:
        """Keep `content` as the file of the job, to be downloaded as `name`; return the Result that names it.

        `content`: the bytes, or a function that writes them into the file it is given. `once`: it can be fetched once,
        by the owner of the job. The file lies sealed under a random name in the private storage, and no part of it
        touches the disk unsealed. The name carries job and run, so that the sweeper can tell the files of runs that
        never ended well (desk.jobs.sweeping).
        """
        with tempfile.TemporaryFile() as sealed:
            with SealedWriter(sealed, place=place_of(self._job)) as target, Stream(target) as out:
                content(out) if callable(content) else out.write(content)
            sealed.seek(0)
            stored = default_storage.save(
                f"{FOLDER}/{self._job.pk}-{self._job.token}-{secrets.token_hex(16)}", File(sealed)
            )
        return Result(message=message, stored_as=stored, download_name=name, once=once)


def place_of(job: Job) -> str:
    """What the result file of a job is sealed for: the run that made it."""
    return f"jobs_job.result:{job.pk}-{job.token}"


class Stream(io.RawIOBase):
    """A SealedWriter as a file that writers of all sorts take; it cannot be rewound, and closing it leaves it open."""

    def __init__(self, target: SealedWriter) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:
        """Pass `part` on whole."""
        return self._target.write(part)
