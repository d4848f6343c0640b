"""Questions to the roster, each with a plain name."""

from datetime import date
from typing import Any, Self

from django.db.models import Q

from desk.vault.scope import Actor
from members.choices import ON_THE_ROSTER, OPEN_TRANSFERS, Began, HintState, MemberState
from unions.querysets import DatedScopedQuerySet
from unions.scoping import ScopedQuerySet


class MemberQuerySet(ScopedQuerySet):
    """Questions to the files of people."""

    def known(self) -> Self:
        """Files that stand for a person; one merged into another does not."""
        return self.exclude(state=MemberState.MERGED)

    def on_the_roster(self) -> Self:
        """Members today, those with retained membership too."""
        return self.filter(state__in=ON_THE_ROSTER)


class MembershipQuerySet(DatedScopedQuerySet):  # type: ignore[override]  # two as_manager, of one kind
    """Questions to the dated memberships. `on`, `during` and `in_period` answer three different ones."""

    def valid(self) -> Self:
        """Memberships that count: not those a merge found twice."""
        return self.filter(is_void=False)

    def current(self) -> Self:
        """Memberships that go on: one at most for each person."""
        return self.valid().open()

    def joined_in(self, first: date, last: date) -> Self:
        """新增会员: first memberships that began on a day from `first` to `last`; transfers are none."""
        return self.valid().in_period(first, last).filter(began=Began.JOINED)


class TransferQuerySet(ScopedQuerySet):
    """Questions to the transfers. Two unions see one: the one that is left and the one that receives."""

    def visible_to(self, user: Actor) -> Self:
        """The transfers out of and into the branches `user` is appointed to."""
        return self._of(self._unions().visible_to(user))

    def within(self, union: Any) -> Self:
        """The transfers out of and into the branch of `union`."""
        return self._of(self._unions().within(union))

    def _unions(self) -> Any:
        return self.model._meta.get_field("union").related_model.objects

    def _of(self, unions: Any) -> Self:
        # Never by a join: the union on the other side lies outside the scope, and a join would lose the row with it.
        own = unions.values("pk")
        return self.filter(Q(union__in=own) | Q(to_union__in=own))

    def open(self) -> Self:
        """Transfers that somebody still has to decide about."""
        return self.filter(state__in=OPEN_TRANSFERS)

    def lapsed_on(self, day: date) -> Self:
        """Open transfers whose thirty days have passed by `day`."""
        return self.open().filter(due_on__lt=day)


class HintQuerySet(ScopedQuerySet):
    """Questions to the review list of possible duplicates."""

    def open(self) -> Self:
        """Pairs nobody has decided about."""
        return self.filter(state=HintState.OPEN)
