"""Questions to campaigns and ideas, each with a plain name."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models import Q

from competitions.choices import ADOPTED, ProposalState
from desk.vault.scope import Actor
from unions.scoping import ScopedQuerySet

# An idea is archived from two sides; only one that was adopted had its benefit verified before.
IS_ADOPTED = Q(state__in=ADOPTED) | Q(state=ProposalState.ARCHIVED, verified_benefit__isnull=False)


class CampaignQuerySet(models.QuerySet[Any]):
    """Questions to the campaigns, which everybody may read."""

    def visible_to(self, user: Actor) -> Self:
        """All of them: a campaign is called for on the public pages. `user` makes no difference."""
        return self.all()

    def open_on(self, day: date) -> Self:
        """Campaigns that take ideas on `day`."""
        return self.filter(opens_on__lte=day, closes_on__gte=day)


class ProposalQuerySet(ScopedQuerySet):
    """Questions to the ideas. Two unions see one: that of the person who had it, and the one that deals with it."""

    def visible_to(self, user: Actor) -> Self:
        """The ideas of the branches `user` is appointed to, and those that lie there to be dealt with."""
        return self._of(self._unions().visible_to(user))

    def within(self, union: Any) -> Self:
        """The ideas of the branch of `union`, and those that lie there to be dealt with."""
        return self._of(self._unions().within(union))

    def from_branch(self, union: Any) -> Self:
        """The ideas that people of the branch of `union` had, wherever they lie now: what statistics ask for."""
        return self.filter(union__in=self._unions().within(union).values("pk"))

    def submitted_in(self, first: date, last: date) -> Self:
        """Ideas handed in on a day from `first` to `last`."""
        return self.filter(submitted_at__date__range=(first, last))

    def adopted(self) -> Self:
        """Ideas that were adopted, whatever came after."""
        return self.filter(IS_ADOPTED)

    def golden(self, year: int) -> Self:
        """优秀金点子 of `year`."""
        return self.filter(is_golden=True, golden_year=year)

    def published(self) -> Self:
        """Adopted ideas that stand on the public pages."""
        return self.adopted().filter(published_on__isnull=False)

    def _unions(self) -> Any:
        return self.model._meta.get_field("union").related_model.objects

    def _of(self, unions: Any) -> Self:
        # Never by a join: the other union may lie outside the scope, and a join would lose the row with it.
        own = unions.values("pk")
        return self.filter(Q(union__in=own) | Q(handler__in=own))
