"""The columns of campaigns and ideas, in the order in which officers read them."""

from typing import Any

import django_tables2 as tables
from django.template.loader import render_to_string
from django.utils import timezone

from competitions.models import Campaign, Proposal
from desk.cases import workdays


class ProposalTable(tables.Table):
    """Columns of the ideas."""

    campaign = tables.Column(accessor="campaign__title", verbose_name="活动")
    union_name = tables.Column(verbose_name="所属工会")
    handler_name = tables.Column(verbose_name="承办工会")
    points = tables.Column(verbose_name="平均分")

    class Meta:
        model = Proposal
        fields = (
            "title",
            "category",
            "name",
            "is_anonymous",
            "employer_name",
            "union_name",
            "campaign",
            "state",
            "due_on",
            "handler_name",
            "department",
            "points",
            "submitted_at",
            "is_unread",
            "decided_on",
            "published_on",
            "implement_from",
            "implement_to",
            "verified_benefit",
            "is_golden",
            "golden_year",
            "co_proposers",
            "phone",
            "problem",
            "measure",
            "expected_benefit",
        )

    def render_due_on(self, value: Any, record: Proposal) -> str:
        """The last day, with the lamp of how near it is."""
        if value is None:
            return ""
        today = timezone.localdate()
        context = {"due_on": value, "lamp": workdays.lamp(value, today), "left": workdays.left(value, today)}
        return render_to_string("competitions/due.html", context)


class CampaignTable(tables.Table):
    """Columns of the campaigns."""

    union = tables.Column(accessor="union__name", verbose_name="主办工会")
    ideas = tables.Column(verbose_name="征集条数")

    class Meta:
        model = Campaign
        fields = ("title", "union", "opens_on", "closes_on", "ideas", "intro")
