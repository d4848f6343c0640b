"""Row-level security on every table whose rows belong to a union, and on their histories."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_history, guard_rows, guard_tree

ROWS = (
    "standing",
    "orgchange",
    "employer",
    "coverage",
    "term",
    "officer",
    "committee",
    "legalpersonregistration",
    "shellflag",
)
HISTORIES = (
    "standingevent",
    "orgchangeevent",
    "employerevent",
    "coverageevent",
    "termevent",
    "officerevent",
    "committeeevent",
    "legalpersonregistrationevent",
    "shellflagevent",
)


class Migration(migrations.Migration):
    dependencies = [("unions", "0001_tables")]

    operations: list[Any] = [
        guard_tree("unions_unionorg"),
        guard_history("unions_unionorgevent", "id"),
        *(guard_rows(f"unions_{table}") for table in ROWS),
        *(guard_history(f"unions_{table}") for table in HISTORIES),
    ]
