"""Twenty reports while workers are killed and the broker forgets everything (promises.md A1, A2)."""

import os
import random
import signal
import time

import pytest
from redis import Redis

from desk.jobs.models import Job
from desk.jobs.sweeping import sweep
from jianzhi.year_end.models import ReportingPeriod
from tests.county import County
from tests.desk.jobs.workers import Celery, all_ended, eventually
from tests.jianzhi.year_end.test_workers import (
    JOBS,
    ask_for_twenty,
    assert_each_exactly_once,
    county,
    no_files,
    period,
    quick_pulse,
    worker,
)
from unions.models import User

__all__ = ["county", "no_files", "period", "quick_pulse", "worker"]  # fixtures of the same worker

pytestmark = [pytest.mark.nightly, pytest.mark.services, pytest.mark.django_db(transaction=True)]

KILLS, FLUSHES = 20, 5


def test_twenty_reports_survive_killed_workers_and_a_flushed_broker(
    worker: Celery, county: County, county_officer: User, period: ReportingPeriod
) -> None:
    ask_for_twenty(county_officer, period)
    assert Job.objects.count() == JOBS
    broker = Redis.from_url(os.environ["REDIS_URL"])
    kills = flushes = 0
    while (kills < KILLS or flushes < FLUSHES) and not all_ended():
        time.sleep(random.uniform(0.3, 1.2))
        if random.random() < 0.25:
            broker.flushall()
            flushes += 1
        elif Job.objects.filter(state="running").exists():
            kills += strike(worker)
        sweep()
    assert kills >= KILLS / 2
    assert flushes >= 2
    assert eventually(all_ended, seconds=300)
    assert_each_exactly_once()


def strike(worker: Celery) -> bool:
    """Kill a child, or one time in eight the whole tree, which is then started again. Return whether one was up."""
    if not (worker.says() and worker.child_pids()):
        return False
    if random.random() < 1 / 8:
        worker.kill_tree()
        worker.start()
    else:
        os.kill(random.choice(worker.child_pids()), signal.SIGKILL)
    return True
