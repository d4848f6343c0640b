"""What the roster and the transfers can be narrowed by. Each filter answers a question an officer asks."""

from datetime import date
from typing import Any

import django_filters as df
from django.utils import timezone

from desk.cases.filters import CaseFilters
from members.choices import (
    OPEN_TRANSFERS,
    Education,
    EmploymentForm,
    Hukou,
    MemberState,
    Politics,
    SkillGrade,
    TransferState,
)
from members.models import Member, Transfer
from unions.choices import Gender
from unions.filters import BranchFilter, YesNoFilter
from unions.models import Employer, UnionOrg


def _unions(request: Any) -> Any:
    """The unions the person who asks may see, those of the past too: their members are still on file."""
    return UnionOrg.objects.visible_to(request.user) if request else UnionOrg.objects.none()


def _employers(request: Any) -> Any:
    return Employer.objects.visible_to(request.user) if request else Employer.objects.none()


class UnionFilter(df.ModelChoiceFilter):
    """The rows of a union and of all below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=_unions, empty_label="全部", **kwargs)

    def filter(self, qs: Any, value: UnionOrg | None) -> Any:
        return qs.within(value) if value else qs


class MemberFilters(df.FilterSet):
    """Narrowing the members."""

    union = UnionFilter(label="所属工会")
    employer = df.ModelChoiceFilter(label="用人单位", queryset=_employers, empty_label="全部")
    state = df.MultipleChoiceFilter(
        label="会籍状态", choices=[choice for choice in MemberState.choices if choice[0] != MemberState.MERGED]
    )
    gender = df.ChoiceFilter(label="性别", choices=Gender)
    is_migrant = YesNoFilter(label="农民工")
    is_dispatched = YesNoFilter(label="劳务派遣")
    is_new_form = YesNoFilter(label="新就业形态")
    skill_grade = df.MultipleChoiceFilter(label="技能等级", choices=SkillGrade)
    education = df.MultipleChoiceFilter(label="学历", choices=Education)
    politics = df.MultipleChoiceFilter(label="政治面貌", choices=Politics)
    hukou = df.MultipleChoiceFilter(label="户籍", choices=Hukou)
    employment = df.MultipleChoiceFilter(label="用工形式", choices=EmploymentForm)
    joined = df.DateFromToRangeFilter(label="入会日期", field_name="joined_on")
    joined_this_year = YesNoFilter(label="本年新入会", method="filter_joined_this_year")
    # By the year, as the page shows it: by the day, a birthday could be guessed step by step.
    born = df.RangeFilter(label="出生年份", field_name="birthday__year")
    # Whether the person agreed to the processing of the data (PIPL §13).
    consented = YesNoFilter(label="已同意采集", field_name="consent_on", lookup_expr="isnull", exclude=True)
    has_card = YesNoFilter(label="已发会员证", method="filter_has_card")

    class Meta:
        model = Member
        fields: tuple[str, ...] = ()

    def filter_joined_this_year(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether the person joined in the current year."""
        year = timezone.localdate().year
        days = {"joined_on__range": (date(year, 1, 1), date(year, 12, 31))}
        return queryset.filter(**days) if value else queryset.exclude(**days)

    def filter_has_card(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether a card was issued."""
        return queryset.exclude(card_no="") if value else queryset.filter(card_no="")


class TransferFilters(CaseFilters):
    """Narrowing the transfers."""

    branch = BranchFilter()
    state = df.MultipleChoiceFilter(label="状态", choices=TransferState)
    under_way = YesNoFilter(label="办理中", method="filter_under_way")
    asked = df.DateFromToRangeFilter(label="申请日期", field_name="asked_on")

    class Meta:
        model = Transfer
        fields: tuple[str, ...] = ()

    def filter_under_way(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether somebody still has to answer."""
        return queryset.filter(state__in=OPEN_TRANSFERS) if value else queryset.exclude(state__in=OPEN_TRANSFERS)
