"""Questions to the registers of unions, each with a plain name."""

from datetime import date
from typing import Any, Self

from django.db import models
from django.db.models.expressions import RawSQL

from desk.registers.dated import DatedQuerySet
from unions.choices import COUNTED_AS_GRASSROOTS, OrgStatus, Post
from unions.scoping import ScopedQuerySet

# The branch of a union as it stood on a day: parameters are the union's id, the day, and the day again.
BRANCH_ON = """
    WITH RECURSIVE branch AS (
        SELECT union_id, name, parent_id, 0 AS depth FROM unions_standing WHERE union_id = %s AND held @> %s::date
        UNION ALL
        SELECT below.union_id, below.name, below.parent_id, branch.depth + 1
        FROM unions_standing below JOIN branch ON below.parent_id = branch.union_id WHERE below.held @> %s::date
    )"""


class DatedScopedQuerySet(DatedQuerySet, ScopedQuerySet):  # type: ignore[override]  # two as_manager, of one kind
    """Dated rows that belong to a union."""


class UnionOrgQuerySet(ScopedQuerySet):
    """Questions to the tree."""

    def standing(self) -> Self:
        """Unions that exist today: neither merged away nor dissolved."""
        return self.filter(status__in=(OrgStatus.PREPARING, OrgStatus.ACTIVE))

    def grassroots(self) -> Self:
        """Unions that statistics count as 基层工会."""
        return self.filter(org_type__in=COUNTED_AS_GRASSROOTS)

    def founded_in(self, first: date, last: date) -> Self:
        """Unions founded from `first` to `last`, both included."""
        return self.filter(founded_on__range=(first, last))

    def existing_on(self, day: date) -> Self:
        """Unions that existed on `day`, whatever became of them."""
        return self.filter(founded_on__lte=day).exclude(closed_on__lte=day)

    def branch_on(self, union: Any, day: date) -> Self:
        """Unions that stood in the branch of `union` on `day`, itself included, as far as the scope in force reaches."""
        return self.filter(pk__in=RawSQL(f"{BRANCH_ON} SELECT union_id FROM branch", [union.pk, day, day]))  # noqa: S608, S611  # nosec B608, B611  # our text

    def reelection_due(self, day: date) -> Self:
        """Standing unions whose committee's term has ended by `day`, with no later term on record."""
        terms = self.model._meta.get_field("terms").related_model.objects.filter(union=models.OuterRef("pk"))
        current, ended = terms.filter(ends_on__gt=day), terms.filter(ends_on__lte=day)
        return self.standing().filter(models.Exists(ended), ~models.Exists(current))

    def chair_vacant(self, day: date) -> Self:
        """Standing unions in whose chair nobody is on `day`."""
        officers = self.model._meta.get_field("officers").related_model.objects.filter(union=models.OuterRef("pk"))
        return self.standing().filter(~models.Exists(officers.on(day).filter(post=Post.CHAIR)))


class EmployerQuerySet(ScopedQuerySet):
    """Questions to the register of employers."""

    def covered(self) -> Self:
        """Employers that a grass-roots union covers."""
        return self.filter(union__org_type__in=COUNTED_AS_GRASSROOTS)

    def uncovered(self) -> Self:
        """Employers in business without a union: they stand at the desk of the federation that should organise them."""
        return self.filter(deregistered_on=None).exclude(union__org_type__in=COUNTED_AS_GRASSROOTS)

    def above_scale(self) -> Self:
        """规模以上 employers."""
        return self.filter(is_above_scale=True)
