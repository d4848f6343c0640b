"""Jobs through storms of SIGKILL and the loss of Redis (promises.md A1, A2)."""

import os
import random
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from desk.jobs.models import Job
from desk.jobs.runs import FOLDER
from desk.jobs.sweeping import sweep
from desk.notices.models import Notice
from jianzhi.celery import app
from jianzhi.launcher import children, service_user
from jianzhi.launcher.binaries import find_valkey
from jianzhi.launcher.services import temporary_folder
from jianzhi.launcher.valkey import Valkey
from tests.desk.jobs.conftest import ask, county, quick_pulse, traces
from tests.desk.jobs.rows import content
from tests.desk.jobs.trial_kinds import slow
from tests.desk.jobs.workers import Celery, a_beat, a_worker, all_ended, eventually
from unions.models import User

__all__ = ["ask", "county", "quick_pulse", "traces"]  # fixtures of the room

pytestmark = [pytest.mark.nightly, pytest.mark.services, pytest.mark.django_db(transaction=True)]

JOBS = 20
Ask = Callable[..., Job]
Traces = Callable[[], list[int]]


def results() -> list[str]:
    """The names of all result files there are."""
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    return sorted(f"{FOLDER}/{name}" for name in names)


def assert_each_exactly_once(traces: Traces) -> None:
    """Every job is done, its work was committed once, there is its file and no other, and it was told once."""
    assert list(Job.objects.values_list("state", flat=True)) == ["done"] * JOBS
    assert traces() == list(range(JOBS))
    sweep()
    assert sorted(content(job) for job in Job.objects.all()) == sorted(str(number).encode() for number in range(JOBS))
    assert sorted(job.result.name for job in Job.objects.all()) == results()
    # Beat tells officers other things too, at their hour.
    told = sorted(Notice.objects.filter(topic__startswith="job.").values_list("url", "topic"))
    assert told == sorted((job.get_absolute_url(), "job.done") for job in Job.objects.all())


@pytest.fixture(autouse=True)
def no_files() -> None:
    if default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            default_storage.delete(f"{FOLDER}/{name}")


# --- A1 ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def two_workers(transactional_db: None, tmp_path: Path) -> Iterator[list[Celery]]:
    workers = [a_worker(tmp_path / f"worker-{n}", TRIAL_GATE=os.devnull) for n in range(2)]
    for worker in workers:
        worker.start_and_wait()
    yield workers
    for worker in workers:
        worker.kill_tree()


def strike(workers: list[Celery]) -> bool:
    """Kill a random child, or one time in eight a whole tree, which is then started again. Return whether one was up."""
    up = [worker for worker in workers if worker.says() and worker.child_pids()]
    if not up:
        return False
    worker = random.choice(up)
    if random.random() < 1 / 8:
        worker.kill_tree()
        worker.start()
    else:
        os.kill(random.choice(worker.child_pids()), signal.SIGKILL)
    return True


def test_each_result_exists_exactly_once_after_a_storm_of_kills(
    ask: Ask, traces: Traces, two_workers: list[Celery]
) -> None:
    for number in range(JOBS):
        ask(slow, number=number, tenths=20)
    kills = lost = 0
    while lost < 20 and not all_ended():
        time.sleep(random.uniform(0.2, 0.9))
        if Job.objects.filter(state="running").exists():  # a storm that lets nothing begin would prove nothing
            kills += strike(two_workers)
        lost += sweep().taken_back
    assert (lost >= 20, kills >= 10) == (True, True)
    assert eventually(all_ended, seconds=60)
    assert_each_exactly_once(traces)


# --- A2 ---------------------------------------------------------------------------------------------------------------
@pytest.fixture
def valkey(monkeypatch: pytest.MonkeyPatch) -> Iterator[Valkey]:
    """A server of our own to kill; this process sends its hints there."""
    user = service_user.choose()
    folder = temporary_folder(user)
    server = Valkey(folder / "engines" / "valkey", user, find_valkey(user), "a-password", folder / "log", durable=False)
    server.create()
    server.start()
    monkeypatch.setattr(app.conf, "broker_url", server.url())
    yield server
    server.stop()


@pytest.fixture
def farm(transactional_db: None, valkey: Valkey, tmp_path: Path) -> Iterator[list[Celery]]:
    """A worker, and beat that sweeps."""
    farm = [a_worker(tmp_path / "worker", REDIS_URL=valkey.url()), a_beat(tmp_path / "beat", REDIS_URL=valkey.url())]
    farm[0].start_and_wait()
    farm[1].start_and_wait("beat: Starting...")
    yield farm
    for process in farm:
        process.kill_tree()


def flush(valkey: Valkey) -> None:
    with app.connection_for_write() as connection:
        connection.default_channel.client.flushall()


def kill(valkey: Valkey, away: float) -> None:
    """SIGKILL, and nothing for a while."""
    if valkey.process is None:
        raise RuntimeError("not started")
    children.kill_group(valkey.process)
    time.sleep(away)


def assert_people_can_work(sign_in: Callable[[User], Client], person: User) -> None:
    """Signing in, the pages, and asking for a job: with Redis down, and not slowly."""
    before = time.monotonic()
    assert Client().get(reverse("account_login")).status_code == 200
    assert sign_in(person).get(reverse("jobs:list")).status_code == 200
    assert time.monotonic() - before < 2


def test_no_job_is_lost_when_redis_is_flushed_and_killed(
    ask: Ask,
    traces: Traces,
    valkey: Valkey,
    farm: list[Celery],
    sign_in: Callable[[User], Client],
    county_officer: User,
) -> None:
    for number in range(JOBS):
        if number % 5 == 4:
            kill(valkey, away=random.uniform(0.5, 4))
            assert_people_can_work(sign_in, county_officer)
        ask(slow, number=number, tenths=5)
        if number % 5 == 4:
            valkey.start()
        elif number % 3 == 0:
            flush(valkey)
    assert eventually(all_ended, seconds=90, sweeping=False)
    assert_each_exactly_once(traces)
