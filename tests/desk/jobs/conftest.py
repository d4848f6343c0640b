"""A table for traces of committed work, and a worker shared by the tests of a module."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from desk.jobs.kinds import JobKind
from desk.jobs.models import Job
from desk.jobs.services import start
from desk.notices.models import Notice
from tests.conftest import as_superuser
from tests.county import County
from tests.desk.jobs.workers import PACE, Celery, a_worker, all_ended, eventually
from unions.models import User


@pytest.fixture(autouse=True)
def quick_pulse(settings: LazySettings) -> None:
    """The pace of the tests' workers, in this process too."""
    for name, value in PACE.items():
        setattr(settings, name, value)


@pytest.fixture
def county(county: County) -> County:
    """The small county, with an empty queue, where nothing has been told to anybody."""
    Job.objects.all().delete()
    Notice.objects.all().delete()
    return county


@pytest.fixture
def traces(transactional_db: None) -> Iterator[Callable[[], list[int]]]:
    """`traces()` lists the numbers that committed runs of trial kinds left, in order."""

    def read() -> list[int]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM trial_trace ORDER BY number")
            return [number for (number,) in cursor.fetchall()]

    with as_superuser() as superuser:
        superuser.execute("CREATE TABLE trial_trace (number integer NOT NULL)")
        superuser.execute("GRANT ALL ON trial_trace TO PUBLIC")
    yield read
    with as_superuser() as superuser:
        superuser.execute("DROP TABLE trial_trace")


@pytest.fixture
def ask(county_officer: User) -> Callable[..., Job]:
    """`ask(kind, number=7)` puts a job of the county officer into the queue."""

    def asked(kind: JobKind, owner: User | None = None, key: str = "", **args: Any) -> Job:
        return start(kind=kind, owner=owner or county_officer, args={"number": 7, **args}, key=key)

    return asked


@pytest.fixture(scope="module")
def shared_worker(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Celery]:
    """A worker for all tests of a module: starting one takes three seconds."""
    worker = a_worker(tmp_path_factory.mktemp("worker") / "log", TRIAL_GATE=os.devnull)
    worker.start_and_wait()
    yield worker
    worker.stop()


@pytest.fixture
def worker(shared_worker: Celery, transactional_db: None) -> Iterator[Celery]:
    """The shared worker; the test leaves it nothing to do."""
    yield shared_worker
    Job.objects.unfinished().update(cancel_requested=True)
    assert eventually(all_ended)
