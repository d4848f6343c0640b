"""Hints to the workers, through Celery: "this row waits".

A hint may be lost, doubled or late without harm, because a worker has to claim the row before it does anything and the
sweeper hints again. So sending never fails a request and never waits: it has a connection of its own, since Celery's
pooled one tries again for seconds while the broker is down.
"""

import logging
from collections.abc import Iterable
from datetime import timedelta

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from desk.jobs.kinds import TIME_LIMIT, kind_of
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused

RUN_JOB = "desk.jobs.run"  # the message's name; its receiver is desk.jobs.tasks.run_job
GRACE = timedelta(seconds=30)  # between asking a run to end and killing its process

_ONCE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}

logger = logging.getLogger(__name__)


def hint_on_commit(jobs: Iterable[Job]) -> None:
    """Tell the workers of `jobs` once the transaction is committed."""
    known = list(jobs)
    if known:
        transaction.on_commit(lambda: hint(known))


def hint(jobs: Iterable[Job]) -> None:
    """Tell the workers of `jobs` now. A broker that does not answer is noted, nothing more."""
    options = {**current_app.conf.broker_transport_options, **_ONCE}
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            for job in jobs:
                limit = _time_limit(job)
                current_app.send_task(
                    RUN_JOB,
                    args=(job.pk,),
                    connection=connection,
                    retry=False,
                    soft_time_limit=limit.total_seconds(),
                    time_limit=(limit + GRACE).total_seconds(),
                )
    except (OperationalError, RedisError, OSError) as error:
        logger.warning("the broker did not take a hint (%s); the sweeper will send it again", type(error).__name__)


def _time_limit(job: Job) -> timedelta:
    try:
        return kind_of(job.kind).time_limit
    except JobRefused:
        return TIME_LIMIT  # the run will say that the kind is unknown
