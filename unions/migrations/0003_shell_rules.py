"""The rules that suspect a union, as they are set at first (unions/services/shell_rules.py says what each asks)."""

from typing import Any

from django.db import migrations

# code, kind it points to, threshold
AT_FIRST = (
    ("too-few-members", "empty_shell", 1),
    ("members-exceed-workers", "numeric_only", 0),
    ("no-employer", "numeric_only", 6),
    ("term-expired", "nameplate_only", 12),
    ("never-elected", "nameplate_only", 12),
    ("chair-vacant", "nameplate_only", 6),
    ("not-registered", "nameplate_only", 24),
    ("no-officers", "empty_shell", 6),
    ("no-account-and-books", "empty_shell", 12),
    ("employers-gone", "empty_shell", 0),
)


def add_rules(apps: Any, schema_editor: Any) -> None:
    rules = apps.get_model("unions", "ShellRule").objects.using(schema_editor.connection.alias)
    for code, kind, threshold in AT_FIRST:
        rules.get_or_create(code=code, defaults={"kind": kind, "threshold": threshold})


class Migration(migrations.Migration):
    dependencies = [("unions", "0002_scope")]

    operations = [migrations.RunPython(add_rules, migrations.RunPython.noop)]
