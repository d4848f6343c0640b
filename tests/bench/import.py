# ruff: noqa: N999  # the name of the benchmark is the word people type
"""A roster of 100,000 people with all 25 columns, from the upload to the commit, beside what else there is.

- ours: what the upload and the two jobs do, each row checked, sealed, with history, undoable; members and memberships
- stock: django-import-export's own ModelResource of the same model, on fewer rows (its time grows with them alone);
  it writes the member alone, checks next to nothing and keeps no file
- copy: a bare COPY of the very rows ours wrote, members and memberships, with all indexes and keys, into the emptied
  tables, triggers of ours off
- linear: ours with five times the rows, the limits of the reader raised

Each runs in a process of its own, so that its memory is its own. Ours and COPY take turns, because other work on the
machine comes and goes; the ratios are of the best of each.
"""

import json
import subprocess
import tempfile
from pathlib import Path
from typing import Any

from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.paths import ROOT, VENV_PYTHON

ROWS, STOCK_ROWS, TIMES, ROUNDS = 100_000, 2_000, 5, 3
GOALS = {"times_stock": 25, "of_copy": 0.25, "peak_mib": 400}


def measure(portal: Any) -> dict[str, Any]:
    """What `./portal bench import` calls."""
    return run(dict(portal.environment))


def run(environment: dict[str, str], rows: int = ROWS, stock_rows: int = STOCK_ROWS) -> dict[str, Any]:
    """All of it against the portal of `environment`; gives seconds, rows per second and the ratios."""

    def way(*arguments: object) -> dict[str, Any]:
        return _measured(environment, *map(str, arguments))

    with tempfile.TemporaryDirectory() as folder:
        small, large = Path(folder) / "roster.xlsx", Path(folder) / "large.xlsx"
        size = way("make", small, rows)["bytes"]
        way("make", large, rows * TIMES)
        ours, copies, stocks = [], [], []
        for _ in range(ROUNDS):
            way("empty")
            ours.append(way("ours", small))
            copies.append(way("copy", folder))
            way("empty")
            stocks.append(way("stock", stock_rows))
        way("empty")
        linear = way("ours", large)
        way("empty")
    best, copy, stock = (min(each, key=lambda one: one["total"]) for each in (ours, copies, stocks))
    speed = {name: each["rows"] / each["total"] for name, each in (("ours", best), ("copy", copy), ("stock", stock))}
    ratios = {
        "times_stock": round(speed["ours"] / speed["stock"], 1),
        "of_copy": round(speed["ours"] / speed["copy"], 3),
        "peak_mib": max(each["peak_mib"] for each in ours),
        f"time_of_{TIMES}_times_the_rows": round(linear["total"] / best["total"], 2),
    }
    return {
        "rows": rows,
        "columns": 25,
        "file_mib": round(size / 1024 / 1024, 1),
        "ratios": ratios,
        "goals": GOALS,
        "rows_per_second": {name: round(each) for name, each in speed.items()},
        "ours": ours,
        "copy": copies,
        "stock": stocks,
        "linear": linear,
    }


def _measured(environment: dict[str, str], *arguments: str) -> dict[str, Any]:
    """What one way prints. Raises LauncherError when it fails."""
    command: list[str | Path] = [VENV_PYTHON, "-m", "tests.bench._importing", *arguments]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LauncherError(f"{arguments[0]} 没有成功", done.stderr[-3000:])
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures
