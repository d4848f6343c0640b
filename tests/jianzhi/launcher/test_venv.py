"""The virtual environment: when it is made anew, from where, and what is said when it cannot be."""

import importlib.util
import os
import subprocess
import sys
from pathlib import Path

import pytest

from jianzhi.launcher import venv
from jianzhi.launcher.console import LauncherError

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def checkout(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A checkout with two lock files and, once installed, a Python."""
    for name in ("requirements.txt", "requirements-dev.txt"):
        (tmp_path / name).write_text(f"{name}: one\n")
    monkeypatch.setattr(venv, "REQUIREMENTS", tmp_path / "requirements.txt")
    monkeypatch.setattr(venv, "REQUIREMENTS_DEV", tmp_path / "requirements-dev.txt")
    monkeypatch.setattr(venv, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(venv, "VENV_PYTHON", Path(sys.executable))
    monkeypatch.setattr(venv, "_MARK", tmp_path / ".venv" / "installed")
    monkeypatch.setattr(venv, "WHEELHOUSE", tmp_path / "wheelhouse")
    monkeypatch.delenv("PIP_INDEX_URL", raising=False)
    return tmp_path


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that would have been run; all of them succeed."""
    ran: list[list[str]] = []

    def succeed(command: list[str], *, quiet: bool = False) -> bool:
        ran.append(command)
        return True

    monkeypatch.setattr(venv, "_succeeds", succeed)
    monkeypatch.setattr(venv.shutil, "which", lambda name: "/bin/uv" if name == "uv" else None)
    return ran


def installed(commands: list[list[str]]) -> list[str]:
    return [Path(part).name for command in commands for part in command if part.endswith(".txt")]


def test_a_second_run_installs_nothing(checkout: Path, commands: list[list[str]]) -> None:
    venv._make(dev=False)
    assert installed(commands) == ["requirements.txt"]

    assert venv._is_current(dev=False) is True


def test_the_tools_for_tests_bring_everything_the_portal_needs(checkout: Path, commands: list[list[str]]) -> None:
    venv._make(dev=False)
    assert venv._is_current(dev=True) is False

    venv._make(dev=True)

    assert installed(commands) == ["requirements.txt", "requirements-dev.txt"]
    assert venv._is_current(dev=True) is True
    assert venv._is_current(dev=False) is True


def test_a_changed_lock_file_is_installed(checkout: Path, commands: list[list[str]]) -> None:
    venv._make(dev=True)
    (checkout / "requirements.txt").write_text("two\n")

    assert venv._is_current(dev=False) is False
    assert venv._is_current(dev=True) is True


def test_an_environment_whose_python_is_gone_is_not_used(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    venv._make(dev=False)
    monkeypatch.setattr(venv, "VENV_PYTHON", checkout / ".venv" / "bin" / "python")

    assert venv._is_current(dev=False) is False


def test_every_installation_checks_hashes(
    checkout: Path, commands: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    venv._make(dev=False)
    monkeypatch.setattr(venv.shutil, "which", lambda name: None)
    venv._make(dev=True)

    installs = [command for command in commands if "install" in command]
    assert [Path(command[0]).name for command in installs] == ["uv", Path(sys.executable).name]
    assert all("--require-hashes" in command for command in installs)


def test_an_environment_of_another_user_is_named_as_such(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, mode: False)

    with pytest.raises(LauncherError, match="当前用户不能写"):
        venv._make(dev=False)


def test_a_debian_without_python3_venv_is_told_the_one_line(checkout: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    monkeypatch.setattr(venv, "can_install", lambda: False)
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"

    with pytest.raises(LauncherError, match=f"sudo apt-get install -y {package}"):
        venv._make_with_venv()


def test_a_wheelhouse_is_enough_without_a_network(checkout: Path) -> None:
    (checkout / "wheelhouse").mkdir()

    assert list(venv._sources([])) == [
        ["--no-index", "--find-links", str(checkout / "wheelhouse")],
        ["--find-links", str(checkout / "wheelhouse")],
    ]


def test_a_mirror_that_was_named_is_asked_together_with_the_wheelhouse(
    checkout: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (checkout / "wheelhouse").mkdir()
    monkeypatch.setenv("PIP_INDEX_URL", "https://mirror.example/simple")

    assert list(venv._sources(["--default-index", "https://mirror.example/simple"])) == [
        ["--default-index", "https://mirror.example/simple", "--find-links", str(checkout / "wheelhouse")]
    ]


def test_the_launcher_needs_nothing_but_the_standard_library_to_begin() -> None:
    source = f"import sys; sys.path.insert(0, {str(ROOT)!r}); import jianzhi.launcher.cli; print('begun')"

    done = subprocess.run([sys.executable, "-I", "-S", "-c", source], capture_output=True, text=True, check=False)

    assert (done.stdout, done.stderr) == ("begun\n", "")


def test_an_old_python_is_told_so_in_both_languages() -> None:
    portal = str(ROOT / "portal")
    source = f"import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = [{portal!r}]; runpy.run_path({portal!r})"
    environment = {"PATH": "/nowhere", "PYTHONUTF8": "1"}

    done = subprocess.run([sys.executable, "-c", source], env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert "需要 Python 3.11 或更新的版本" in done.stderr
    assert "Python 3.11 or newer is needed" in done.stderr
