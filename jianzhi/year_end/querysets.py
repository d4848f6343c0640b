"""Questions to the periods and the returns, each with a plain name."""

from typing import Any, Self

from django.db import models

from desk.vault.scope import Actor
from jianzhi.year_end.choices import MISSING, PeriodState
from unions.scoping import ScopedQuerySet


class ReportingPeriodQuerySet(models.QuerySet[Any]):
    """Questions to the periods, which everybody who reports may read."""

    def visible_to(self, user: Actor) -> Self:
        """All of them: a period is announced to every union. `user` makes no difference."""
        return self.all()

    def open(self) -> Self:
        """Periods whose figures may still change."""
        return self.filter(state=PeriodState.OPEN)


class StatisticalReturnQuerySet(ScopedQuerySet):
    """Questions to the returns."""

    def missing(self) -> Self:
        """Returns that their unions have still to hand in, or to hand in again."""
        return self.filter(state__in=MISSING)

    def handed_in(self) -> Self:
        """Returns that were reported, whether somebody has looked at them or not."""
        return self.exclude(state__in=MISSING)
