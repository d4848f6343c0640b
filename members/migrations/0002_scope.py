"""Row-level security on every table of members, and on their histories."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_history, guard_rows

ROWS = ("member", "membership", "membershipapplication", "duplicatehint", "merge")
BOTH_UNIONS = ("union_id", "to_union_id")


class Migration(migrations.Migration):
    dependencies = [("members", "0001_initial"), ("unions", "0002_scope")]

    operations: list[Any] = [
        *(guard_rows(f"members_{table}") for table in ROWS),
        *(guard_history(f"members_{table}event") for table in ROWS),
        guard_rows("members_transfer", *BOTH_UNIONS),
        guard_history("members_transferevent", *BOTH_UNIONS),
    ]
