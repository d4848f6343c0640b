"""Row-level security on every table of members, and on their histories."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_by, guard_history, guard_rows

ROWS = ("member", "membership", "membershipapplication", "duplicatehint", "merge")
BOTH_UNIONS = ("union_id", "to_union_id")


class Migration(migrations.Migration):
    dependencies = [("members", "0001_tables"), ("unions", "0002_scope")]

    operations: list[Any] = [
        *(guard_rows(f"members_{table}") for table in ROWS),
        *(guard_history(f"members_{table}event") for table in ROWS),
        guard_rows("members_transfer", *BOTH_UNIONS),
        guard_history("members_transferevent", *BOTH_UNIONS),
        guard_by("members_applicationentry", "members_membershipapplication"),
        guard_by("members_transferentry", "members_transfer"),
    ]
