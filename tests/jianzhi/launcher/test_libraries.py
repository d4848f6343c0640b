"""What comes from the system: installed where we may, named with the exact line where we may not."""

import pytest

from jianzhi.launcher import libraries


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A machine on which nothing is there until apt has installed it; return what apt has installed."""
    packages: list[str] = []

    def install(names: list[str]) -> bool:
        packages.extend(names)
        return True

    monkeypatch.setattr(libraries, "install", install)
    monkeypatch.setattr(libraries, "_is_there", lambda library: libraries._LIBRARIES[library] in packages)
    monkeypatch.setattr(libraries.sys, "platform", "linux")
    monkeypatch.setattr(libraries, "_MAC_BROWSERS", ())
    which = {"chromium": "/usr/bin/chromium"}
    monkeypatch.setattr(libraries.shutil, "which", lambda name: which.get(name) if name in packages else None)
    return packages


def test_root_on_debian_installs_what_pdfs_need(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries, "can_install", lambda: True)

    libraries.ensure()

    assert installed == ["libpango-1.0-0", "libpangoft2-1.0-0", "libharfbuzz-subset0"]
    assert "缺少" not in capsys.readouterr().err


def test_others_are_told_the_line_and_go_on(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries, "can_install", lambda: False)

    libraries.ensure()

    line = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
    assert line in capsys.readouterr().err
    assert installed == []


def test_on_a_mac_the_line_is_homebrews(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries, "can_install", lambda: False)
    monkeypatch.setattr(libraries.sys, "platform", "darwin")

    libraries.ensure()

    assert "brew install pango" in capsys.readouterr().err


def test_a_missing_browser_is_installed_by_root(installed: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libraries, "can_install", lambda: True)

    assert libraries.ensure_browser() == "/usr/bin/chromium"
    assert installed == ["chromium"]


def test_without_a_browser_it_is_said_that_its_tests_are_skipped(
    installed: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(libraries, "can_install", lambda: False)

    assert libraries.ensure_browser() == ""
    assert "浏览器测试将跳过" in capsys.readouterr().err
