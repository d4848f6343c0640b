"""`./portal up` from end to end, on a data folder of its own."""

import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jianzhi.launcher import children
from jianzhi.launcher.postgres import free_port

ROOT = Path(__file__).resolve().parents[3]
# The caller's own services and keys are not this instance's.
NOT_OURS = re.compile("DATABASE_|REDIS_URL|SECRET_KEY|VAULT_|JIANZHI_|DJANGO_")
pytestmark = [pytest.mark.nightly, pytest.mark.services]


def _heeds_ctrl_c() -> None:
    """As in a terminal: what a shell starts in the background ignores it, and so does all that it starts."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Running:
    """A `./portal up` and what it has said so far."""

    def __init__(self, data: Path, *options: str) -> None:
        self.port = free_port()
        self.log = data.with_name(f"{data.name}-{self.port}.log")
        self.began = time.monotonic()
        command = [sys.executable, ROOT / "portal", "up", "--data", data, "--port", str(self.port), *options]
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                command,
                env=environment(),
                cwd="/",
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509  # one system call, no lock taken
            )

    def said(self) -> str:
        return self.log.read_text(encoding="utf-8")

    def wait_for(self, text: str, seconds: float) -> float:
        """Wait until it has said `text`; return the seconds since it was called."""
        children.wait_until(lambda: text in self.said() or self.process.poll() is not None, seconds=seconds, every=0.05)
        assert text in self.said(), self.said()
        return time.monotonic() - self.began

    def page(self, path: str) -> int:
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            status: int = answer.status
            return status

    def leave(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(90)


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not NOT_OURS.match(name)}


@pytest.fixture
def up(tmp_path: Path) -> Iterator[Callable[..., Running]]:
    started: list[Running] = []

    def _up(*options: str, data: str = "data") -> Running:
        running = Running(tmp_path / data, *options)
        started.append(running)
        return running

    yield _up
    for running in started:
        children.stop(running.process, signal.SIGTERM, patience=90)


def manage(data: Path, *arguments: str) -> str:
    command = [sys.executable, ROOT / "portal", "manage", "--data", data, *arguments]
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=True, timeout=120)
    return done.stdout


COUNT = "from unions.models import User; print('users', User.objects.count())"
ADD = "from unions.models import User; User.objects.create_user(username='kept', password=None)"


def test_up_serves_pages_keeps_its_data_and_leaves_nothing_running(up: Callable[..., Running], tmp_path: Path) -> None:
    data = tmp_path / "data"
    first = up("--empty")
    assert first.wait_for("后可以访问", 400) < 60 * slowness()
    first.wait_for("Ctrl+C", 120)
    assert first.page("/healthz?quick") == 200
    assert first.page("/accounts/login/") == 200
    manage(data, "shell", "--no-imports", "--command", ADD)
    assert first.leave() == 0
    assert "已全部停止" in first.said()

    second = up("--empty")
    assert second.wait_for("后可以访问", 120) < 5 * slowness()
    assert "更新数据表" not in second.said()
    assert "users 1\n" in manage(data, "shell", "--no-imports", "--command", COUNT)
    group = second.process.pid
    second.leave()
    assert not any(f"{data}/" in children.command_line(int(pid.name)) for pid in Path("/proc").glob("[0-9]*"))
    assert not children.is_alive(group)

    assert "users 1\n" in manage(data, "shell", "--no-imports", "--command", COUNT)


def slowness() -> float:
    """How much busier than idle this machine is: a measured time means little while others compute on it."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1) + 1)


def test_a_second_up_on_the_same_data_is_sent_to_the_first(up: Callable[..., Running]) -> None:
    first = up("--empty")
    first.wait_for("Ctrl+C", 400)

    second = up("--empty")

    assert second.process.wait(60) == 1
    assert f"已在运行：http://127.0.0.1:{first.port}/" in second.said()
