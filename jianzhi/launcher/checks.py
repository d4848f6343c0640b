"""`./portal check`: what can be known about the code without running it. Every check runs, whatever the others say."""

import os
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from .paths import ROOT, VENV
from .services import Environment, application_keys, new_secrets

_NOWHERE = "127.0.0.1:9"  # the discard port: nothing here may need a database


@dataclass(frozen=True)
class Check:
    """One check: what it is called in the report and its command, a program of the virtual environment."""

    name: str
    command: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """How a check ended; `output` is shown only if it failed."""

    check: Check
    passed: bool
    seconds: float
    output: str


CHECKS = (
    # The slow ones first, so that the two lanes end at about the same time.
    Check("mypy", ("mypy",)),
    Check("djlint", ("djlint", "--lint", "--quiet", "templates")),
    Check("check --deploy", ("python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")),
    Check("makemigrations --check", ("python", "manage.py", "makemigrations", "--check", "--dry-run")),
    Check("import-linter", ("lint-imports",)),
    Check(
        "bandit",
        ("bandit", "--quiet", "--recursive", "--severity-level", "medium", "--configfile", "pyproject.toml", "."),
    ),
    Check("ruff check", ("ruff", "check")),
    Check("ruff format", ("ruff", "format", "--check")),
)


def run(checks: tuple[Check, ...] = CHECKS) -> int:
    """Run the checks two at a time, print a line for each, and return 1 if any failed."""
    env = {**os.environ, **_production_like()}
    with ThreadPoolExecutor(max_workers=2) as lanes:
        outcomes = list(lanes.map(lambda check: _run_one(check, env), checks))
    failed = [outcome for outcome in outcomes if not outcome.passed]
    for outcome in failed:
        print(f"\n── {outcome.check.name} {'─' * (76 - len(outcome.check.name))}\n{outcome.output}", flush=True)
    if failed:
        print(f"\n✗ {len(failed)}/{len(outcomes)} 项未通过 · failed: {', '.join(each.check.name for each in failed)}")
        return 1
    print(f"✓ {len(outcomes)} 项检查全部通过 · all passed")
    return 0


def _run_one(check: Check, env: Environment) -> Outcome:
    program, *arguments = check.command
    began = time.monotonic()
    done = subprocess.run(
        [VENV / "bin" / program, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    outcome = Outcome(check, done.returncode == 0, time.monotonic() - began, done.stdout.rstrip())
    print(f"{'✓' if outcome.passed else '✗'} {check.name:<24}{outcome.seconds:6.1f} s", flush=True)
    return outcome


def _production_like() -> Environment:
    """An environment as production has it, so that `check --deploy` judges production; the keys are made up."""
    return {
        **application_keys(new_secrets()),
        "JIANZHI_MODE": "production",
        "DJANGO_SETTINGS_MODULE": "jianzhi.settings",
        "DATABASE_URL": f"postgres://jianzhi_app:none@{_NOWHERE}/jianzhi",
        "DATABASE_OWNER_URL": f"postgres://jianzhi_owner:none@{_NOWHERE}/jianzhi",
        "REDIS_URL": f"redis://{_NOWHERE}/0",
        "ALLOWED_HOSTS": "portal.example",
        "CSRF_TRUSTED_ORIGINS": "https://portal.example",
        "TRUSTED_PROXY_COUNT": "1",
        "PYTHONWARNINGS": "ignore:Got an error checking a consistent migration history:RuntimeWarning",
    }
