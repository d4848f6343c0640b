"""Programs are kept running, given up when that is hopeless, and stopped in order."""

import os
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from jianzhi.launcher import children, supervisor
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.supervisor import Program, Supervisor

RunPython = Callable[..., Program]


@pytest.fixture
def watcher() -> Iterator[Supervisor]:
    made = Supervisor()
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    yield made
    made.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)


@pytest.fixture
def python(tmp_path: Path) -> RunPython:
    def _program(name: str, source: str, patience: float = 5) -> Program:
        return Program(
            name, [sys.executable, "-u", "-c", textwrap.dedent(source)], dict(os.environ), tmp_path, patience
        )

    return _program


FOREVER = "import time; print('ready'); time.sleep(600)"


def test_a_program_that_dies_is_started_again_with_a_message(
    watcher: Supervisor, python: RunPython, capfd: pytest.CaptureFixture[str]
) -> None:
    program = python("worker", FOREVER)
    watcher.add(program)
    assert program.process
    first = program.process.pid
    program.process.kill()

    watcher.watch(1)

    assert program.process.pid != first
    assert program.process.poll() is None
    assert "worker 意外退出（状态 -9），正在重启" in capfd.readouterr().err


def test_a_program_that_dies_at_once_each_time_is_given_up(
    watcher: Supervisor, python: RunPython, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(supervisor, "RESTARTS", 2)
    watcher.add(python("web", "raise SystemExit(3)"))

    with pytest.raises(LauncherError, match=r"web 在 120 秒内退出了 3 次（状态 3）"):
        watcher.watch(20)


def test_programs_stop_in_reverse_order(watcher: Supervisor, python: RunPython, tmp_path: Path) -> None:
    source = """
        import signal, sys, time
        def leave(*_):
            open("order", "a").write(sys.argv[0] + "{name} ")
            sys.exit()
        signal.signal(signal.SIGTERM, leave)
        open("{name}-ready", "w")
        time.sleep(600)
    """
    names = ["web", "worker", "beat"]
    for name in names:
        watcher.add(python(name, source.replace("{name}", name)))
    assert children.wait_until(lambda: all((tmp_path / f"{name}-ready").exists() for name in names), seconds=10)

    watcher.stop()

    assert (tmp_path / "order").read_text().replace("-c", "") == "beat worker web "


def test_a_program_that_will_not_go_is_killed_after_its_patience(
    watcher: Supervisor, python: RunPython, capfd: pytest.CaptureFixture[str]
) -> None:
    stubborn = python("worker", "import signal; signal.signal(15, signal.SIG_IGN); " + FOREVER, patience=0.5)
    watcher.add(stubborn)
    assert stubborn.process
    time.sleep(0.5)

    watcher.stop()

    assert stubborn.process.returncode == -signal.SIGKILL
    assert "worker 没有按时结束" in capfd.readouterr().err


def test_what_programs_say_carries_their_name(
    watcher: Supervisor, python: RunPython, capfd: pytest.CaptureFixture[str]
) -> None:
    said: list[str] = []
    watcher.add(python("beat", FOREVER))

    def is_said() -> bool:
        said.append(capfd.readouterr().out)
        return "beat    │ ready\n" in "".join(said)

    assert children.wait_until(is_said, seconds=10)


def test_processes_left_behind_by_a_killed_program_are_gone_before_it_starts_again(
    watcher: Supervisor, python: RunPython, tmp_path: Path
) -> None:
    source = """
        import os, time
        child = os.fork()
        if child:
            open("child.part", "w").write(str(child))
            os.replace("child.part", "child")
        time.sleep(600)
    """
    program = python("web", source)
    watcher.add(program)
    assert children.wait_until((tmp_path / "child").exists, seconds=10)
    left_behind = int((tmp_path / "child").read_text())
    assert program.process
    program.process.kill()

    watcher.watch(1)

    assert not children.is_alive(left_behind)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells a child that its parent was killed")
def test_a_child_ends_when_its_launcher_is_killed(tmp_path: Path) -> None:
    source = f"""
        import os, sys, time
        sys.path.insert(0, {str(Path(__file__).resolve().parents[3])!r})
        from jianzhi.launcher import children
        child = children.start([sys.executable, "-c", "import time; time.sleep(600)"], env=dict(os.environ), output=1)
        print(child.pid, flush=True)
        time.sleep(600)
    """
    import subprocess

    launcher = subprocess.Popen([sys.executable, "-c", textwrap.dedent(source)], stdout=subprocess.PIPE, text=True)
    assert launcher.stdout
    child = int(launcher.stdout.readline())
    assert children.is_alive(child)

    launcher.kill()
    launcher.wait()

    assert children.wait_until(lambda: not children.is_alive(child), seconds=10)
    launcher.stdout.close()


def test_a_zombie_counts_as_dead() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    try:
        assert children.wait_until(lambda: not children.is_alive(pid), seconds=5)
    finally:
        os.waitpid(pid, 0)
