"""Questions to the access log."""

from datetime import date
from typing import Any, Self

from django.db import models

from desk.vault.choices import AccessKind


class AccessEntryQuerySet(models.QuerySet[Any]):
    """Lines of the access log."""

    def about(self, obj: models.Model) -> Self:
        """The lines about one row: who looked at it."""
        return self.filter(model=obj._meta.label_lower, object_id=str(obj.pk))

    def revealed_by(self, user: Any, day: date) -> Self:
        """What `user` revealed on `day` (Asia/Shanghai)."""
        return self.filter(user=user, kind=AccessKind.REVEAL, at__date=day)

    def between(self, first: date | None, last: date | None) -> Self:
        """The lines of the days from `first` to `last`, both included; None leaves an end open."""
        found = self
        if first:
            found = found.filter(at__date__gte=first)
        if last:
            found = found.filter(at__date__lte=last)
        return found
