"""What the registers of unions can be narrowed by. Each filter answers a question an officer asks."""

from typing import Any

import django_filters as df
from django.utils import timezone

from unions.choices import (
    COUNTED_AS_GRASSROOTS,
    AnnouncementKind,
    Employment,
    GrassrootsForm,
    Industry,
    OrgStatus,
    OrgType,
    Post,
    RegistrationKind,
    RegistrationState,
    Role,
    ShellKind,
    ShellState,
    UnitClass,
)
from unions.models import Announcement, Employer, LegalPersonRegistration, Officer, ShellFlag, UnionOrg, User

WHEN_PUBLIC = (("public", "正在公开"), ("past", "已下线"), ("coming", "未到发布日期"))
YES_NO = (("true", "是"), ("false", "否"))


class YesNoField(df.fields.ChoiceField):
    """是, 否 or neither."""

    def clean(self, value: Any) -> Any:
        return {"true": True, "false": False}.get(super().clean(value))


class YesNoFilter(df.ChoiceFilter):
    """Asks a question that is answered by 是 or 否, as a choice that shows as a pill."""

    field_class = YesNoField

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=YES_NO, empty_label="全部", **kwargs)


def _branches(request: Any) -> Any:
    """The unions under which others stand, as far as the person who asks may see."""
    if request is None:
        return UnionOrg.objects.none()
    upper = UnionOrg.objects.exclude(org_type__in=(*COUNTED_AS_GRASSROOTS, OrgType.SUB_UNION, OrgType.UNION_GROUP))
    return upper.visible_to(request.user).standing()


class BranchFilter(df.ModelChoiceFilter):
    """The rows of a union and of all below it."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(queryset=_branches, label="所属上级", empty_label="全部", **kwargs)

    def filter(self, qs: Any, value: UnionOrg | None) -> Any:
        return qs.within(value) if value else qs


class UnionOrgFilters(df.FilterSet):
    """Narrowing the unions."""

    branch = BranchFilter()
    org_type = df.MultipleChoiceFilter(label="组织类型", choices=OrgType)
    status = df.ChoiceFilter(label="状态", choices=OrgStatus)
    grassroots_form = df.ChoiceFilter(label="建会形式", choices=GrassrootsForm)
    industry = df.ChoiceFilter(label="所属行业", choices=Industry)
    unit_class = df.ChoiceFilter(label="单位类别", choices=UnitClass)
    founded = df.DateFromToRangeFilter(label="成立日期", field_name="founded_on")
    members = df.RangeFilter(label="会员人数", field_name="member_count")
    reelection_due = YesNoFilter(label="届满未换届", method="filter_reelection_due")
    chair_vacant = YesNoFilter(label="主席空缺", method="filter_chair_vacant")
    bank_account_opened = YesNoFilter(label="已开立账户")
    books_kept = YesNoFilter(label="已独立建账")

    class Meta:
        model = UnionOrg
        fields: tuple[str, ...] = ()

    def filter_reelection_due(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether the committee's term has ended with no later one."""
        due = UnionOrg.objects.reelection_due(timezone.localdate())
        return queryset.filter(pk__in=due) if value else queryset.exclude(pk__in=due)

    def filter_chair_vacant(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether nobody is in the chair today."""
        vacant = UnionOrg.objects.chair_vacant(timezone.localdate())
        return queryset.filter(pk__in=vacant) if value else queryset.exclude(pk__in=vacant)


class EmployerFilters(df.FilterSet):
    """Narrowing the employers."""

    branch = BranchFilter()
    is_above_scale = YesNoFilter(label="规模以上")
    covered = YesNoFilter(label="已建会", method="filter_covered")
    is_two_new = YesNoFilter(label="两新组织")
    unit_class = df.MultipleChoiceFilter(label="单位类别", choices=UnitClass)
    industry = df.MultipleChoiceFilter(label="所属行业", choices=Industry)
    headcount = df.RangeFilter(label="职工人数")
    registered = df.DateFromToRangeFilter(label="设立日期", field_name="registered_on")
    deregistered = YesNoFilter(label="已注销", method="filter_deregistered")

    class Meta:
        model = Employer
        fields: tuple[str, ...] = ()

    def filter_covered(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether a grass-roots union covers the employer."""
        return queryset.covered() if value else queryset.uncovered()

    def filter_deregistered(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether the employer has left the business register."""
        return queryset.filter(deregistered_on__isnull=not value)


class OfficerFilters(df.FilterSet):
    """Narrowing the officers."""

    branch = BranchFilter()
    post = df.MultipleChoiceFilter(label="职务", choices=Post)
    employment = df.ChoiceFilter(label="任职方式", choices=Employment)
    in_post = YesNoFilter(label="在任", method="filter_in_post")

    class Meta:
        model = Officer
        fields: tuple[str, ...] = ()

    def filter_in_post(self, queryset: Any, name: str, value: bool) -> Any:
        """Whether the officer holds the post today."""
        today = timezone.localdate()
        return queryset.on(today) if value else queryset.exclude(held__contains=today)


class RegistrationFilters(df.FilterSet):
    """Narrowing the registrations of legal persons."""

    branch = BranchFilter()
    kind = df.ChoiceFilter(label="登记事项", choices=RegistrationKind)
    state = df.MultipleChoiceFilter(label="状态", choices=RegistrationState)
    valid_until = df.DateFromToRangeFilter(label="有效期至")

    class Meta:
        model = LegalPersonRegistration
        fields: tuple[str, ...] = ()


class ShellFlagFilters(df.FilterSet):
    """Narrowing the suspicions."""

    branch = BranchFilter()
    kind = df.ChoiceFilter(label="类别", choices=ShellKind)
    state = df.MultipleChoiceFilter(label="状态", choices=ShellState)
    found = df.DateFromToRangeFilter(label="发现日期", field_name="found_on")

    class Meta:
        model = ShellFlag
        fields: tuple[str, ...] = ()


class UserFilters(df.FilterSet):
    """Narrowing the accounts."""

    is_active = YesNoFilter(label="启用")
    role = df.ChoiceFilter(label="角色", choices=Role, method="filter_role")

    class Meta:
        model = User
        fields: tuple[str, ...] = ()

    def filter_role(self, queryset: Any, name: str, value: str) -> Any:
        """Accounts that hold the role today."""
        today = timezone.localdate()
        return queryset.filter(appointments__role=value, appointments__held__contains=today).distinct()


class AnnouncementFilters(df.FilterSet):
    """Narrowing the announcements."""

    when = df.ChoiceFilter(label="时间", choices=WHEN_PUBLIC, empty_label="全部", method="filter_when")
    kind = df.ChoiceFilter(label="类别", choices=AnnouncementKind, empty_label="全部")

    class Meta:
        model = Announcement
        fields: tuple[str, ...] = ()

    def filter_when(self, queryset: Any, name: str, value: str) -> Any:
        """Whether everybody can read it today."""
        today = timezone.localdate()
        if value == "public":
            return queryset.public_on(today)
        return queryset.filter(until__lt=today) if value == "past" else queryset.filter(published_on__gt=today)
