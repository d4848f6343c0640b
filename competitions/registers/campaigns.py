"""活动: the register of campaigns."""

from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from competitions.filters import CampaignFilters
from competitions.forms.campaigns import CampaignForm, NewCampaignForm
from competitions.models import Campaign, Proposal
from competitions.services import campaigns
from competitions.tables import CampaignTable
from desk.registers.parts import Badge, Panel, Preset, Section
from unions.models import User
from unions.registers.branch import BranchRegister


def _criteria(campaign: Campaign, user: User) -> dict[str, Any]:
    return {"criteria": campaign.criteria.all()}


class CampaignRegister(BranchRegister):
    """活动."""

    model = Campaign
    slug, icon = "campaigns", "speakerphone"
    no_import = "each campaign is called for by itself, with criteria of its own"
    table = CampaignTable
    default_columns = ("title", "union", "opens_on", "closes_on", "ideas")
    sortings = {"opens_on": "opens_on"}
    default_sorting = "-opens_on"
    filters = CampaignFilters
    facets = ("when",)
    search = "search"
    search_hint = "活动名称、拼音首字母"
    related = ("union",)
    presets = (Preset("open", "正在征集", {"when": "open"}),)
    form, create_form = CampaignForm, NewCampaignForm
    create_title = "发起活动"
    create = staticmethod(campaigns.open_campaign)
    change = staticmethod(campaigns.change_campaign)
    sections = (Section("活动", "title union opens_on closes_on intro"),)
    panels = (Panel("criteria", "评分标准", "competitions/panels/criteria.html", _criteria, place="aside"),)

    @classmethod
    def rows(cls, user: Any) -> QuerySet[Any]:
        seen = Proposal.objects.visible_to(user).filter(campaign=OuterRef("pk")).order_by()
        counted = seen.values("campaign").annotate(n=Count("pk")).values("n")
        return super().rows(user).annotate(ideas=Coalesce(Subquery(counted, IntegerField()), 0))

    @classmethod
    def badges(cls, obj: Campaign) -> list[Badge]:
        today = timezone.localdate()
        if today < obj.opens_on:
            return [Badge("未开始", "neutral")]
        return [Badge("正在征集", "green") if today <= obj.closes_on else Badge("已结束", "neutral")]
