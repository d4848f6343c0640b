"""Whether an idea may be added is asked by a function: PostgreSQL makes less ready for each."""

from typing import Any

from django.db import migrations

from unions.scoping import guard_additions


class Migration(migrations.Migration):
    dependencies = [("competitions", "0003_same_union_when_there_is_one")]

    operations: list[Any] = [guard_additions("competitions_proposal", "union_id", "handler_id")]
