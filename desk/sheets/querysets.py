"""Questions to the imports."""

from datetime import datetime
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models

from desk.jobs.querysets import LiesWithin
from desk.sheets.choices import GOING_ON
from desk.vault.scope import EVERYTHING


class ImportRunQuerySet(models.QuerySet[Any]):
    """Imports, and who may know of them."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those whose whole scope lies in the branches one works for."""
        branches = list(user.scope())
        if EVERYTHING in branches:
            return self.all()
        covered = LiesWithin("scope", models.Value(branches, ArrayField(models.TextField())))
        return self.filter(models.Q(owner=user.pk) | models.Q(covered))

    def of(self, register: str) -> Self:
        """Those of one register, the newest first."""
        return self.filter(register=register).order_by("-id")

    def with_files(self) -> Self:
        """Those whose file or plan is still there."""
        return self.exclude(upload="", plan="")

    def left_lying(self, since: datetime) -> Self:
        """Those that nobody has touched since `since`, their files still there."""
        return self.with_files().filter(updated_at__lt=since)

    def going_on(self) -> Self:
        """Those that may still be written."""
        return self.filter(state__in=GOING_ON)


class MappingMemoryQuerySet(models.QuerySet[Any]):
    """Which column was what, the last time."""

    def remembered(self, register: str, scope: str) -> dict[str, str]:
        """The heads of columns that were mapped for this register in this scope, each with its field."""
        found = self.filter(register=register, scope=scope).values_list("fields", flat=True).first()
        return dict(found or {})
