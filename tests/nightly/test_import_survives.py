"""An import through SIGKILL, of its own process and of PostgreSQL: all of its rows, or none (promises.md A3, B13)."""

import json
import os
import random
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from jianzhi.launcher import children, services
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.paths import ROOT, VENV_PYTHON
from jianzhi.launcher.services import Environment, Services

pytestmark = [pytest.mark.nightly, pytest.mark.services]

ROWS, KILLS = 100_000, 20


class Portal:
    """A portal of its own with the demo county, whose database may be killed."""

    def __init__(self, engines: Services, environment: Environment) -> None:
        self.engines, self.environment = engines, {**os.environ, **environment, "JIANZHI_MODE": "demo"}
        for arguments in (("migrate", "--database", "owner"), ("grant_app_role",), ("seed_demo", "--if-empty")):
            subprocess.run([VENV_PYTHON, "manage.py", *arguments], env=self.environment, cwd=ROOT, check=True)

    def start(self, *way: object) -> subprocess.Popen[bytes]:
        """One way of tests.bench._importing, in a process of its own."""
        command = [str(VENV_PYTHON), "-m", "tests.bench._importing", *map(str, way)]
        return subprocess.Popen(
            command,
            env=self.environment,
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def way(self, *way: object) -> dict[str, Any]:
        """The same, waited for."""
        process = self.start(*way)
        out, error = process.communicate()
        assert process.returncode == 0, error.decode()[-2000:]
        found: dict[str, Any] = json.loads(out.decode().splitlines()[-1])
        return found

    def kill_postgres(self) -> float:
        """SIGKILL for all its processes; it is started again at once. Return the seconds until it takes connections."""
        postgres = self.engines.postgres
        assert postgres is not None
        assert postgres.process is not None
        children.kill_group(postgres.process)
        began = time.monotonic()
        while time.monotonic() - began < 60:
            with suppress(LauncherError):  # the last process of the one before may not have gone yet
                postgres.start()
                return time.monotonic() - began
            time.sleep(0.2)
        raise AssertionError("PostgreSQL did not come back")


@pytest.fixture(scope="module")
def portal() -> Iterator[Portal]:
    with pytest.MonkeyPatch.context() as environment_of_ours:
        for name in (
            "DATABASE_URL",
            "DATABASE_OWNER_URL",
            "REDIS_URL",
        ):  # those of the other tests are not to be killed
            environment_of_ours.delenv(name, raising=False)
        with services.temporary(durable=True) as (engines, environment, _):
            yield Portal(engines, environment)


@pytest.fixture
def run(portal: Portal, tmp_path: Path) -> tuple[int, float]:
    """An import of many people that is allowed and not yet written; how long writing it takes, from an earlier one."""
    portal.way("empty")
    portal.way("make", tmp_path / "roster.xlsx", ROWS)
    prepared = portal.way("prepare", tmp_path / "roster.xlsx")
    began = time.monotonic()
    portal.way("write", prepared["run"])
    took = time.monotonic() - began
    portal.way("empty")
    return portal.way("prepare", tmp_path / "roster.xlsx")["run"], took


def test_all_or_nothing_is_written_however_often_postgresql_is_killed(
    portal: Portal, run: tuple[int, float], tmp_path: Path
) -> None:
    number, took = run
    back_within = max(10, took)  # seconds; where writing takes longer than ten, the machine has other work
    interrupted = 0
    while interrupted < KILLS:
        began = time.monotonic()
        writing = portal.start("write", number)
        time.sleep(random.uniform(0.1, 1.0) * took)
        assert portal.kill_postgres() < back_within
        writing.communicate()
        found = portal.way("count")
        assert (found["members"], found["memberships"]) in {(0, 0), (ROWS, ROWS)}
        if found["members"]:  # the kill came after the commit: another import, and the next kill sooner
            took = min(took, time.monotonic() - began)
            portal.way("empty")
            number = portal.way("prepare", tmp_path / "roster.xlsx")["run"]
        else:
            interrupted += 1
    portal.way("write", number)
    assert portal.way("count") == {"members": ROWS, "memberships": ROWS, "distinct": ROWS, "states": ["applied"]}


def test_a_worker_that_is_killed_while_writing_has_written_nothing_and_the_job_can_run_again(
    portal: Portal, run: tuple[int, float], tmp_path: Path
) -> None:
    number, took = run
    shares = [0.8, 0.6, 0.4]
    while shares:
        lived = shares[-1] * took
        writing = portal.start("write", number)
        time.sleep(lived)
        writing.send_signal(signal.SIGKILL)
        writing.communicate()
        found = portal.way("count")
        if found["members"]:  # the kill came after the commit: another import, and the next kill sooner
            assert (found["members"], found["states"]) == (ROWS, ["applied"])
            took = lived
            portal.way("empty")
            number = portal.way("prepare", tmp_path / "roster.xlsx")["run"]
        else:
            assert found["states"] == ["applying"]
            shares.pop()
    portal.way("write", number)
    assert portal.way("count") == {"members": ROWS, "memberships": ROWS, "distinct": ROWS, "states": ["applied"]}
    assert portal.way("files") == {"lying": 0}
