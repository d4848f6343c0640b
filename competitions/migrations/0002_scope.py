"""Row-level security on the ideas and on what belongs to them. Campaigns are public and need none."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_by, guard_history, guard_rows

IDEAS = "competitions_proposal"
BOTH_UNIONS = ("union_id", "handler_id")
JUDGING = ("competitions_review", "competitions_reviewevent", "competitions_award", "competitions_awardevent")


class Migration(migrations.Migration):
    dependencies = [("competitions", "0001_tables"), ("unions", "0002_scope")]

    operations: list[Any] = [
        guard_rows(IDEAS, *BOTH_UNIONS),
        guard_history("competitions_proposalevent", *BOTH_UNIONS),
        guard_by("competitions_proposalentry", IDEAS),
        guard_by("competitions_proposalfile", IDEAS),
        *(guard_by(table, IDEAS, "proposal_id") for table in JUDGING),
    ]
