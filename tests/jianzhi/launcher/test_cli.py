"""The command line: what is the launcher's and what is passed on; exit statuses."""

from pathlib import Path

import pytest

from jianzhi.launcher import checks, cli, libraries, manage, testing
from jianzhi.launcher.checks import Check
from jianzhi.launcher.paths import DEFAULT_DATA, VENV_PYTHON


def test_what_follows_test_goes_to_pytest_in_its_order() -> None:
    asked, passed = cli._parse(["test", "-k", "trees", "--nightly", "-x", "tests/unions", "--lf", "--night"])

    assert asked.nightly is True
    assert passed == ["-k", "trees", "-x", "tests/unions", "--lf", "--night"]


def test_what_follows_the_django_command_is_django_s_even_if_we_have_an_option_of_that_name() -> None:
    asked, _ = cli._parse(["manage", "--data", "/srv/portal", "migrate", "--database", "owner", "--data", "x"])

    assert asked.data == Path("/srv/portal")
    assert asked.rest == ["migrate", "--database", "owner", "--data", "x"]


def test_up_has_defaults() -> None:
    asked, _ = cli._parse(["up"])

    assert (asked.port, asked.empty, asked.data) == (8000, False, DEFAULT_DATA)


def test_report_is_of_2014_and_goes_to_out_below_the_current_folder_unless_told_otherwise() -> None:
    asked, _ = cli._parse(["report"])
    assert (asked.period, asked.out, asked.data) == (2014, Path.cwd() / "out", DEFAULT_DATA)

    asked, _ = cli._parse(["report", "--period", "2015", "--out", "/srv/papers", "--data", "/srv/portal"])
    assert (asked.period, asked.out, asked.data) == (2015, Path("/srv/papers"), Path("/srv/portal"))


@pytest.mark.parametrize(
    "arguments",
    [
        ["report", "--period", "x"],
        ["up", "--prot", "80"],
        ["up", "--port", "0"],
        ["up", "--port", "x"],
        ["check", "all"],
        ["nonsense"],
        [],
    ],
)
def test_a_mistyped_command_line_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        cli._parse(arguments)

    assert refusal.value.code == 2
    assert "usage: ./portal" in capsys.readouterr().err


@pytest.mark.parametrize(("script", "status"), [("exit 0", 0), ("exit 5", 5), ("kill -TERM $$", 143)])
def test_the_exit_status_of_a_command_is_ours(script: str, status: int) -> None:
    assert manage.call(["/bin/sh", "-c", script], {}) == status


@pytest.mark.parametrize(("nightly", "selection"), [(False, ["-m", "not nightly"]), (True, [])])
@pytest.mark.services
def test_nightly_tests_run_only_when_asked_for(
    monkeypatch: pytest.MonkeyPatch, nightly: bool, selection: list[str]
) -> None:
    ran: list[list[str]] = []
    environments: list[dict[str, str]] = []

    def call(command: list[str], env: dict[str, str]) -> int:
        ran.append(command)
        environments.append(env)
        return 1

    monkeypatch.setattr(testing, "call", call)
    monkeypatch.setattr(libraries, "ensure_browser", lambda: "/usr/bin/chromium")
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)

    assert testing.run(["-x"], nightly=nightly) == 1
    assert ran == [[str(VENV_PYTHON), "-m", "pytest", *selection, "-x"]]
    assert environments[0]["CHROMIUM"] == "/usr/bin/chromium"
    assert environments[0]["JIANZHI_MODE"] == "test"
    assert environments[0]["DATABASE_SUPERUSER_URL"].startswith("postgres://portal:")


def test_every_check_runs_even_when_one_fails_and_only_the_failed_one_is_quoted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    bad = Check("bad", ("python", "-c", "print('what was wrong'); raise SystemExit(3)"))
    good = Check("good", ("python", "-c", "print('chatter')"))

    assert checks.run((bad, good)) == 1

    said = capsys.readouterr().out
    assert "✗ bad" in said
    assert "✓ good" in said
    assert "what was wrong" in said
    assert "chatter" not in said


def test_checks_that_all_pass_end_well(capsys: pytest.CaptureFixture[str]) -> None:
    assert checks.run((Check("good", ("python", "-c", "")),)) == 0


def test_the_gate_of_promises_j1_and_j4_is_among_the_checks() -> None:
    commands = {check.name: " ".join(check.command) for check in checks.CHECKS}

    assert commands["check --deploy"] == "python manage.py check --deploy --fail-level WARNING"
    assert commands["makemigrations --check"] == "python manage.py makemigrations --check --dry-run"
    assert commands["bandit"].startswith("bandit --quiet --recursive --severity-level medium")
    assert set(commands) == {
        "mypy",
        "djlint",
        "check --deploy",
        "makemigrations --check",
        "import-linter",
        "bandit",
        "ruff check",
        "ruff format",
    }
