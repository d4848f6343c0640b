"""Rows of the queue, as tests want them."""

from datetime import timedelta
from unittest.mock import Mock

from django.db.models.functions import Now

from desk.jobs.models import Job
from desk.jobs.runs import Run, place_of
from desk.jobs.services import claim, finish
from desk.vault.files import open_stream
from unions.models import User


def a_job(owner: User, state: str = "waiting", **fields: object) -> Job:
    fields = {"kind": "trial.quick", "title": "快的任务", "scope": ["1."], **fields}
    return Job.objects.create(owner=owner, state=state, **facts_of(state), **fields)


def facts_of(state: str) -> dict[str, object]:
    """What the constraints want of a row in `state`."""
    return {
        "lease_until": Now() if state == "running" else None,
        "finished_at": Now() if state in {"done", "failed", "cancelled"} else None,
        "reason": "因为" if state == "failed" else "",
    }


def claimed(job: Job) -> Job:
    """The job as the run sees it that claims it now."""
    run = claim(job.pk)
    assert run is not None
    return run


def lapse(run: Job) -> None:
    """Let the lease be over."""
    Job.objects.filter(pk=run.pk).update(lease_until=Now() - timedelta(seconds=1))


def content(job: Job) -> bytes:
    """What the result file of the job holds; on disk it lies sealed."""
    with job.result.open("rb") as file:
        return b"".join(open_stream(file, place=place_of(job)))


def finished(job: Job, *, once: bool = False) -> Job:
    """The job after a run that left a small file."""
    run = claimed(job)
    result = Run(run, job.owner, Mock(), Mock()).file("工会名册.pdf", b"%PDF-1.7 trial", "共 7 页", once=once)
    finish(job=run, result=result, keep_result=timedelta(days=7))
    job.refresh_from_db()
    return job
