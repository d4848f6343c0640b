"""What stood before there were cases gets its day and its place; and the files of the cases are guarded."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_by

# Rows are seen within a scope only, by their owner too. What is filled in here is no change that somebody made, so the
# history is not told of it. Ten working days are a fortnight; holidays are not looked for. There is no way back: the
# entries would be lost.
FILL = """
    SET LOCAL jianzhi.scope = '*';
    ALTER TABLE {table} DISABLE TRIGGER USER;
    UPDATE {table} SET state_since = updated_at, is_unread = ({is_open}), due_on = CASE WHEN {is_open} THEN {due_on} END;
    ALTER TABLE {table} ENABLE TRIGGER USER;
    SET LOCAL jianzhi.scope = '';
"""


def fill(table: str, *, is_open: str, due_on: str) -> migrations.RunSQL:
    """The operation that fills the new columns of `table`."""
    return migrations.RunSQL(FILL.format(table=table, is_open=is_open, due_on=due_on))


class Migration(migrations.Migration):
    dependencies = [("members", "0005_cases"), ("unions", "0002_scope")]

    operations: list[Any] = [
        fill(
            "members_membershipapplication",
            is_open="state = 'new'",
            due_on="(consent_at AT TIME ZONE 'Asia/Shanghai')::date + 14",
        ),
        fill("members_transfer", is_open="state IN ('asked_out', 'asked_in')", due_on="due_on"),
        guard_by("members_applicationentry", "members_membershipapplication"),
        guard_by("members_transferentry", "members_transfer"),
    ]
