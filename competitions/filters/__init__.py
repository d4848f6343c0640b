"""What campaigns and ideas can be narrowed by. Each filter answers a question an officer asks."""

from typing import Any

import django_filters as df
from django.utils import timezone

from competitions.choices import Category, ProposalState
from competitions.models import Campaign, Proposal
from desk.cases.filters import CaseFilters
from unions.filters import BranchFilter, YesNoFilter
from unions.models import UnionOrg

WHEN = (("open", "正在征集"), ("past", "已结束"), ("coming", "未开始"))


def _unions(request: Any) -> Any:
    return UnionOrg.objects.visible_to(request.user) if request else UnionOrg.objects.none()


class ProposalFilters(CaseFilters):
    """Narrowing the ideas."""

    state = df.MultipleChoiceFilter(label="状态", choices=ProposalState)
    category = df.MultipleChoiceFilter(label="类别", choices=Category)
    campaign = df.ModelChoiceFilter(label="活动", queryset=lambda request: Campaign.objects.all(), empty_label="全部")
    branch = BranchFilter()
    handler = df.ModelChoiceFilter(label="承办工会", queryset=_unions, empty_label="全部", method="filter_handler")
    submitted = df.DateFromToRangeFilter(label="提交日期", field_name="submitted_at")
    is_anonymous = YesNoFilter(label="匿名")
    is_golden = YesNoFilter(label="优秀金点子")
    published = YesNoFilter(label="已公开", field_name="published_on", lookup_expr="isnull", exclude=True)

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()

    def filter_handler(self, queryset: Any, name: str, value: UnionOrg) -> Any:
        """The ideas that lie with a union or below it."""
        return queryset.filter(handler__in=UnionOrg.objects.within(value).values("pk"))


class CampaignFilters(df.FilterSet):
    """Narrowing the campaigns."""

    when = df.ChoiceFilter(label="时间", choices=WHEN, empty_label="全部", method="filter_when")

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ()

    def filter_when(self, queryset: Any, name: str, value: str) -> Any:
        """Whether it takes ideas today."""
        today = timezone.localdate()
        if value == "open":
            return queryset.open_on(today)
        return queryset.filter(closes_on__lt=today) if value == "past" else queryset.filter(opens_on__gt=today)
