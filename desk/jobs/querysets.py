"""Questions to the queue."""

from datetime import timedelta
from typing import Any, Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from desk.jobs.choices import UNFINISHED, State
from desk.vault.scope import EVERYTHING, Actor


class LiesWithin(models.Func):
    """Whether every branch of the first array lies in some branch of the second."""

    arity = 2
    arg_joiner = ") AS bound WHERE NOT EXISTS (SELECT 1 FROM unnest("
    template = "NOT EXISTS (SELECT 1 FROM unnest(%(expressions)s) AS branch WHERE starts_with(bound, branch)))"
    output_field = models.BooleanField()


class JobQuerySet(models.QuerySet[Any]):
    """Jobs, and who may know of them."""

    def visible_to(self, user: Any) -> Self:
        """One's own jobs; with the right `jobs.view_job` also those whose whole scope lies in one's branches."""
        if not user.is_authenticated:
            return self.none()
        own = models.Q(owner=user.pk)
        if not user.has_perm("jobs.view_job"):
            return self.filter(own)
        return self.filter(own | self._within(user))

    def unfinished(self) -> Self:
        """Jobs that wait or run."""
        return self.filter(state__in=UNFINISHED)

    def waiting(self) -> Self:
        """Jobs nobody has taken, the oldest first."""
        return self.filter(state=State.WAITING).order_by("queued_at", "pk")

    def held(self, job: Any) -> Self:
        """The row of `job`, if the run that `job` was claimed for still holds it: the fence before every write of a run."""
        return self.filter(pk=job.pk, token=job.token, state=State.RUNNING)

    def lapsed(self) -> Self:
        """Running jobs whose lease has ended: their process is gone, or cut off."""
        return self.filter(state=State.RUNNING, lease_until__lt=Now())

    def lost_within(self, span: timedelta) -> Self:
        """Jobs that lost the process of a run not longer than `span` ago."""
        return self.filter(lost_at__gte=Now() - span)

    @staticmethod
    def _within(user: Actor) -> models.Q:
        branches = list(user.scope())
        if EVERYTHING in branches:
            return models.Q()
        covered = LiesWithin("scope", models.Value(branches, ArrayField(models.TextField())))
        return models.Q(covered)
