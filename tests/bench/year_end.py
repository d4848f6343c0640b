"""The year end at a million members and 300,000 ideas, part by part; `./portal bench year-end`.

Each part is a file of its own, `_year_end_NAME.py`, with a function `measure(portal) -> dict`. They share the one large
county that is made first. BENCH_ROWS and BENCH_IDEAS make a smaller one, BENCH_PART=figures measures one part alone.
"""

import importlib
import os
from pathlib import Path
from typing import Any

from jianzhi.launcher.benchmarks import Portal
from jianzhi.launcher.postgres import SUPERUSER
from tests.bench import _large_county

MEMBERS = int(os.environ.get("BENCH_ROWS", "1000000"))
IDEAS = int(os.environ.get("BENCH_IDEAS", "300000"))
PART = os.environ.get("BENCH_PART", "*")


def measure(portal: Portal) -> dict[str, Any]:
    """The figures of every part, and the rows they were measured on."""
    postgres = portal.services.postgres
    assert postgres, "this benchmark fills a database of its own"
    os.environ.update({**portal.environment, "DJANGO_SETTINGS_MODULE": "jianzhi.settings"})
    rows = _large_county.fill(postgres.url(SUPERUSER), members=MEMBERS, ideas=IDEAS)
    parts = sorted(path.stem for path in Path(__file__).parent.glob(f"_year_end_{PART}.py"))
    measured = {
        part.removeprefix("_year_end_"): importlib.import_module(f"tests.bench.{part}").measure(portal)
        for part in parts
    }
    return {"rows": rows, **measured}
