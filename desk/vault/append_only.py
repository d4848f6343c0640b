"""Tables to which rows are added and from which nothing is ever taken (promises.md G3).

Two locks: the application's role has no right to change them (desk.vault.grants), and for everybody else these
triggers refuse. Whoever owns the tables can take a trigger off; that is why there are two.
"""

import pgtrigger
from django.apps import apps
from django.db import models


def triggers() -> list[pgtrigger.Trigger]:
    """The triggers of such a table, for the Meta of its model."""
    refuse = "RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';"
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="never_emptied",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]


def is_append_only(model: type[models.Model]) -> bool:
    """Whether the table of `model` carries these triggers."""
    return any(trigger.name == "append_only" for trigger in getattr(model._meta, "triggers", ()))


def tables() -> list[str]:
    """The names of all such tables."""
    return sorted(model._meta.db_table for model in apps.get_models(include_auto_created=True) if is_append_only(model))
