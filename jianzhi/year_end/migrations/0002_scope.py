"""Row-level security on what unions report and enter. Periods, texts and editions belong to no union.

An edition holds the figures of every union: whoever reads one is given the cut of the own branch (services.cubes).
"""

from typing import Any

from django.db import migrations

from unions.scoping import guard_by, guard_history, guard_rows

OWNED = ("statisticalreturn", "enteredfigure", "target")


class Migration(migrations.Migration):
    dependencies = [("year_end", "0001_tables"), ("unions", "0002_scope")]

    operations: list[Any] = [
        *(guard_rows(f"year_end_{name}") for name in OWNED),
        *(guard_history(f"year_end_{name}event") for name in OWNED),
        guard_by("year_end_returnentry", "year_end_statisticalreturn"),
        guard_by("year_end_returnfile", "year_end_statisticalreturn"),
    ]
