"""The roster at a million members, against the changelist of Django's own admin asked the same questions.

Both run in a process of their own, against the same table, and are measured from the request to the finished page. Ours
goes through the whole of the portal's middleware, as the county's officer, under row-level security; the admin's view is
called by itself, as the superuser of the database, for whom there is none. `./portal bench lists`.
"""

import json
import os
import subprocess
from collections.abc import Callable
from typing import Any

import psycopg

from jianzhi.launcher.benchmarks import Portal
from jianzhi.launcher.paths import ROOT, VENV_PYTHON
from jianzhi.launcher.postgres import SUPERUSER

MEMBERS = int(os.environ.get("BENCH_ROWS", "1000000"))


def measure(portal: Portal) -> dict[str, Any]:
    """Milliseconds for each question, the ratio of the medians, and the goals of speed.md."""
    postgres = portal.services.postgres
    assert postgres, "this benchmark fills a database of its own"
    superuser = postgres.url(SUPERUSER)
    environment = {**portal.environment, "DJANGO_SETTINGS_MODULE": "jianzhi.settings"}
    million_members = _filler(environment)
    rows = million_members(superuser, MEMBERS)
    with psycopg.connect(superuser, autocommit=True) as connection:
        connection.execute(
            "CHECKPOINT"
        )  # else what was just written goes to the disk while the first of the two is asked
    ours = _ask("portal", environment)
    stock = _ask("admin", {**environment, "DATABASE_URL": superuser, "DATABASE_OWNER_URL": superuser})
    questions = {
        name: {
            "ours": ours[name],
            "admin": stock[name],
            "ratio": round(stock[name]["median"] / ours[name]["median"], 1),
        }
        for name in stock
    }
    return {
        "members": rows,
        "questions": questions,
        "goals": {
            "first page at least 2 times": questions["first page"]["ratio"] >= 2,
            "every other question at least 10 times": all(
                q["ratio"] >= 10 for name, q in questions.items() if name != "first page"
            ),
            "p95 of every question at most 50 ms": max(q["ours"]["p95"] for q in questions.values()) <= 50,
            "page 10,000 as fast as the first": ours["page 10,000"]["median"] <= 1.2 * ours["first page"]["median"],
        },
    }


def _filler(environment: dict[str, str]) -> Callable[[str, int], int]:
    """What fills the table; it reads a few of the portal's own words, so it needs the portal's settings."""
    os.environ.update(environment)
    import django

    django.setup()
    from tests.bench._million import million_members

    return million_members


def _ask(who: str, environment: dict[str, str]) -> dict[str, dict[str, float]]:
    command = [VENV_PYTHON, "-m", "tests.bench._lists_asked", who]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(done.stderr[-3000:])
    answer: dict[str, dict[str, float]] = json.loads(done.stdout.splitlines()[-1])
    return answer
