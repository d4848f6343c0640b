"""Reports by real workers that are killed: each is made exactly once (promises.md A1)."""

import os
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.files.storage import default_storage

from desk.jobs.models import Job
from desk.jobs.runs import FOLDER
from desk.jobs.services import start
from desk.jobs.sweeping import sweep
from desk.notices.models import Notice
from desk.vault.scope import everything
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.tasks import papers
from tests.county import County
from tests.desk.jobs.conftest import county, quick_pulse
from tests.desk.jobs.rows import content
from tests.desk.jobs.workers import Celery, a_worker, all_ended, eventually
from tests.jianzhi.year_end.reporting import open_2014
from unions.models import UnionOrg, User

__all__ = ["county", "quick_pulse"]  # fixtures of the room of jobs

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.services]

JOBS, KILLS = 20, 6
KINDS = (papers.brief, papers.docx, papers.report)


@pytest.fixture
def period(county_officer: User) -> ReportingPeriod:
    return open_2014(county_officer)


@pytest.fixture
def worker(transactional_db: None, tmp_path: Path) -> Iterator[Celery]:
    worker = a_worker(tmp_path / "worker", TRIAL_GATE=os.devnull)
    worker.start_and_wait()
    yield worker
    worker.kill_tree()


@pytest.fixture(autouse=True)
def no_files() -> None:
    for name in results():
        default_storage.delete(name)


def results() -> list[str]:
    """The names of all result files there are."""
    names = default_storage.listdir(FOLDER)[1] if default_storage.exists(FOLDER) else []
    return sorted(f"{FOLDER}/{name}" for name in names)


def ask_for_twenty(officer: User, period: ReportingPeriod) -> None:
    """Papers of each kind for one union after the other."""
    with everything("tests"):
        unions = list(UnionOrg.objects.order_by("-path"))
    asked = [(kind, union) for kind in KINDS for union in unions][:JOBS]
    assert len(asked) == JOBS
    for kind, union in asked:
        args = {"period": period.pk, "union": union.pk}
        for _ in range(2):  # somebody presses twice
            start(kind=kind, owner=officer, args=args, key=papers.key_of(period, union))


def assert_each_exactly_once() -> None:
    """Every job is done, there is its file and no other, which can be read, and it was told once."""
    assert list(Job.objects.values_list("state", flat=True)) == ["done"] * JOBS
    sweep()
    assert sorted(job.result.name for job in Job.objects.all()) == results()
    for job in Job.objects.all():
        assert content(job)[:4] == (b"PK\x03\x04" if job.kind.endswith("docx") else b"%PDF")
    told = sorted(Notice.objects.filter(topic__startswith="job.").values_list("url", "topic"))
    assert told == sorted((job.get_absolute_url(), "job.done") for job in Job.objects.all())


def test_twenty_reports_are_each_made_exactly_once_while_workers_are_killed(
    worker: Celery, county: County, county_officer: User, period: ReportingPeriod
) -> None:
    ask_for_twenty(county_officer, period)
    assert Job.objects.count() == JOBS
    kills = 0
    while kills < KILLS and not all_ended():
        time.sleep(random.uniform(0.3, 1.0))
        if Job.objects.filter(state="running").exists() and worker.child_pids():
            os.kill(random.choice(worker.child_pids()), signal.SIGKILL)
            kills += 1
        sweep()
    assert kills == KILLS
    assert eventually(all_ended, seconds=240)
    assert_each_exactly_once()
