"""What Celery workers receive. All long work goes through these two doors (promises.md D7)."""

from celery import shared_task

from desk.jobs import chores, housekeeping  # chores: declared by being imported
from desk.jobs.execution import execute
from desk.jobs.hints import RUN_JOB
from desk.jobs.sweeping import sweep

__all__ = ["chores", "run_job", "sweep_jobs"]


@shared_task(name=RUN_JOB)
def run_job(job_id: int) -> None:
    """Run one job, in the scope of the person who asked for it. The message is acknowledged before: the row is the record."""
    execute(job_id)


@shared_task(name="desk.jobs.sweep")
def sweep_jobs() -> None:
    """Sweep the queue and do the chores that are due; beat sends this every few seconds."""
    sweep()
    housekeeping.do_due()
