"""The indexes a list reads in order hold what row-level security asks of a row: counting never goes to the table."""

from typing import Any

from django.db import migrations, models

ORDERED = {
    "member_pinyin": ((), ()),
    "member_first_character": (("first_character",), ()),
    "member_second_character": (("second_character",), ("first_character",)),
    "member_third_character": (("third_character",), ("first_character", "second_character")),
}


class Migration(migrations.Migration):
    dependencies = [("members", "0006_cases_filled"), ("unions", "0007_import_unions")]

    operations: list[Any] = [
        *(migrations.RemoveIndex("member", name) for name in ORDERED),
        *(
            migrations.AddIndex(
                "member",
                models.Index(fields=(*first, "pinyin", "id"), include=("union", "state", *others), name=name),
            )
            for name, (first, others) in ORDERED.items()
        ),
    ]
