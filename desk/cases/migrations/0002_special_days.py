"""The calendar of working days, for all years whose notice is known."""

from typing import Any

from django.db import migrations

from desk.cases.holidays import published, special_days


def fill(apps: Any, schema_editor: Any) -> None:
    days = apps.get_model("cases", "SpecialDay").objects.using(schema_editor.connection.alias)
    days.bulk_create(
        days.model(day=day, is_working=is_working, name=name) for day, is_working, name in special_days(published())
    )


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations: list[Any] = [migrations.RunPython(fill, migrations.RunPython.noop)]
