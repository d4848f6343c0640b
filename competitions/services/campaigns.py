"""Campaigns and their criteria."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from competitions.models import Campaign, Criterion
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, change

FIELDS = frozenset({"title", "intro", "opens_on", "closes_on"})
# (title, weight, most): of the first paper the federation judged ideas by.
Row = tuple[str, int, int]


@transaction.atomic
def open_campaign(*, actor: User, union: UnionOrg, judged_by: Sequence[Row], **facts: Any) -> Campaign:
    """Opens a campaign that `union` runs. Raises PermissionDenied, ValidationError."""
    demand(actor, "competitions.add_campaign", union)
    campaign = add(Campaign(union=union, **facts))
    _judge_by(campaign, judged_by)
    return campaign


@transaction.atomic
def change_campaign(*, actor: User, obj: Campaign, version: int, **changed: Any) -> Campaign:
    """Changes a campaign. Score sheets keep the criteria they were filled in by.

    Raises PermissionDenied, ValidationError; desk.registers.versions.Conflict when somebody else saved in between.
    """
    demand(actor, "competitions.change_campaign", obj.union)
    judged_by = changed.pop("judged_by", None)
    campaign = change(obj, version=version, changed=changed, allowed=FIELDS)
    if judged_by is not None:
        _judge_by(campaign, judged_by)
    return campaign


def _judge_by(campaign: Campaign, criteria: Sequence[Row]) -> None:
    """Makes `criteria` those of the campaign: rows that stay as they were are left alone."""
    if len({title for title, _, _ in criteria}) < len(criteria) or not criteria:
        raise ValidationError({"judged_by": "至少写一项，同一评分项只能有一次。"})
    before = {criterion.title: criterion for criterion in campaign.criteria.all()}
    for place, (title, weight, most) in enumerate(criteria, 1):
        row = before.pop(title, None) or Criterion(campaign=campaign, title=title)
        if (row.place, row.weight, row.most) != (place, weight, most):
            row.place, row.weight, row.most = place, weight, most
            row.full_clean()
            row.save()
    for gone in before.values():
        gone.delete()
