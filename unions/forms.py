"""What officers fill in. A form checks what can be checked beside a field; the services judge the rest."""

from typing import Any

from django import forms
from django.utils import timezone

from unions.choices import CHILDREN, GrassrootsForm, OrgType, Role
from unions.models import (
    Announcement,
    Appointment,
    Committee,
    Employer,
    LegalPersonRegistration,
    Officer,
    ShellRule,
    UnionOrg,
    User,
)


class DateInput(forms.DateInput):
    """The browser's own date picker."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


def day_field(label: str, **kwargs: Any) -> forms.DateField:
    """A day; today unless said otherwise."""
    return forms.DateField(label=label, widget=DateInput, **{"initial": timezone.localdate, **kwargs})


DATE_WIDGETS = dict.fromkeys(
    ("founded_on", "elected_on", "ends_on", "registered_on", "deregistered_on", "issued_on", "valid_until"), DateInput
)


class UnionField(forms.ModelChoiceField):
    """A union of the branch of the person who fills in the form, found as one types."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("queryset", UnionOrg.objects.none())
        super().__init__(**kwargs)

    def visible(self, user: Any) -> Any:
        """The unions that may be chosen by `user`."""
        return UnionOrg.objects.visible_to(user).standing()


class ParentField(UnionField):
    """A union under which others may stand."""

    def visible(self, user: Any) -> Any:
        return super().visible(user).filter(org_type__in=[kind for kind, below in CHILDREN.items() if below])


class UnionOrgForm(forms.ModelForm):
    """The union record. Name, place and life in the tree change by actions of their own, which keep history."""

    class Meta:
        model = UnionOrg
        fields: tuple[str, ...] = (
            "short_name",
            "grassroots_form",
            "approval_doc_no",
            "approved_by",
            "region_code",
            "stat_code",
            "industry",
            "unit_class",
            "term_years",
            "worker_count",
            "female_workers",
            "migrant_workers",
            "dispatched_workers",
            "member_count",
            "female_members",
            "migrant_members",
            "address",
            "phone",
            "has_party_org",
            "bank_account_opened",
            "books_kept",
        )
        widgets = DATE_WIDGETS


class FoundForm(UnionOrgForm):
    """建立工会: the union and where it stands."""

    parent = ParentField(label="上级工会")

    class Meta(UnionOrgForm.Meta):
        fields = ("parent", "name", "org_type", "founded_on", *UnionOrgForm.Meta.fields)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("org_type") == OrgType.GRASSROOTS and not data.get("grassroots_form"):
            self.add_error("grassroots_form", f"基层工会要选择建会形式：{'、'.join(map(str, GrassrootsForm.labels))}。")
        return data


class RenameForm(forms.Form):
    """更名."""

    name = forms.CharField(label="新名称", max_length=120)
    short_name = forms.CharField(label="新简称", max_length=40, required=False)
    day = day_field("生效日期")
    doc_no = forms.CharField(label="文号", max_length=60, required=False)
    reason = forms.CharField(label="原因", max_length=200, required=False)


class MoveForm(forms.Form):
    """调整隶属."""

    parent = ParentField(label="新的上级工会")
    day = day_field("生效日期")
    doc_no = forms.CharField(label="文号", max_length=60, required=False)
    reason = forms.CharField(label="原因", max_length=200, required=False)


class MergeForm(forms.Form):
    """并入另一家工会."""

    into = UnionField(label="并入")
    day = day_field("生效日期")
    doc_no = forms.CharField(label="文号", max_length=60, required=False)
    reason = forms.CharField(label="原因", max_length=200)


class DissolveForm(forms.Form):
    """撤销."""

    day = day_field("撤销日期")
    doc_no = forms.CharField(label="文号", max_length=60, required=False)
    reason = forms.CharField(label="原因", max_length=200)


class EmployerForm(forms.ModelForm):
    """用人单位."""

    union = UnionField(
        label="责任工会", help_text="已建会的填覆盖它的基层工会，未建会的填应当组建的乡镇（园区、产业）工会"
    )

    class Meta:
        model = Employer
        fields = (
            "union",
            "name",
            "uscc",
            "unit_class",
            "industry",
            "is_above_scale",
            "is_two_new",
            "headcount",
            "female_headcount",
            "migrant_headcount",
            "registered_on",
            "deregistered_on",
            "contact",
            "phone",
            "address",
        )
        widgets = DATE_WIDGETS

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["union"]  # changed by 确定覆盖工会, which keeps the days


class CoverForm(forms.Form):
    """确定覆盖工会."""

    union = UnionField(label="覆盖的基层工会")
    day = day_field("起始日期")


class DayForm(forms.Form):
    """An act that takes effect on a day."""

    day = day_field("日期")


class OfficerForm(forms.ModelForm):
    """工会干部."""

    union = UnionField(label="工会")
    since = day_field("任职日期")
    until = day_field("离任日期", required=False, initial=None, help_text="在任的不填")

    class Meta:
        model = Officer
        fields = ("union", "name", "id_number", "gender", "phone", "post", "employment")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.held:
            del self.fields["union"]
            self.initial.setdefault("since", self.instance.first_day)
            self.initial.setdefault("until", self.instance.last_day)


class TermForm(forms.Form):
    """换届: the election that begins a new term."""

    elected_on = day_field("选举日期")
    approval_doc_no = forms.CharField(label="批复文号", max_length=60, required=False)


class CommitteeForm(forms.ModelForm):
    """成立经审委或女工委."""

    since = day_field("成立日期")

    class Meta:
        model = Committee
        fields = ("kind", "members")


class RegistrationForm(forms.ModelForm):
    """申请法人登记."""

    union = UnionField(label="工会")

    class Meta:
        model = LegalPersonRegistration
        fields = ("union", "kind", "legal_rep", "address", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["union"]


class IssueForm(forms.ModelForm):
    """发证."""

    class Meta:
        model = LegalPersonRegistration
        fields = ("uscc", "cert_no", "issued_on", "valid_until")
        widgets = DATE_WIDGETS
        labels = {"uscc": "统一社会信用代码", "cert_no": "证书编号"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("uscc", "cert_no", "issued_on"):
            self.fields[name].required = True


class NoteForm(forms.Form):
    """A step that needs its reason."""

    note = forms.CharField(label="说明", max_length=400, widget=forms.Textarea(attrs={"rows": 3}))


class ShellRuleForm(forms.ModelForm):
    """The settings of a rule."""

    class Meta:
        model = ShellRule
        fields = ("kind", "threshold", "is_on")


class AccountForm(forms.ModelForm):
    """账号."""

    class Meta:
        model = User
        fields = ("username", "full_name", "phone", "email")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["username"]


class AppointForm(forms.ModelForm):
    """任命: a role at a union from a day on."""

    union = UnionField(label="工会")
    since = day_field("起始日期")
    until = day_field("终止日期", required=False, initial=None, help_text="长期的不填")
    role = forms.ChoiceField(label="角色", choices=Role)

    class Meta:
        model = Appointment
        fields = ("union", "role", "doc_no")


class PasswordForm(forms.Form):
    """A first or new password, which its owner must change at the next sign-in."""

    password = forms.CharField(
        label="初始密码", widget=forms.PasswordInput, help_text="至少 12 位，含大小写字母、数字、符号中的三类"
    )


class AnnouncementForm(forms.ModelForm):
    """An announcement as it is changed."""

    class Meta:
        model = Announcement
        fields: tuple[str, ...] = ("kind", "title", "body", "published_on", "until")
        widgets = {  # as Django declares it
            "published_on": DateInput,
            "until": DateInput,
            "body": forms.Textarea(attrs={"rows": 12}),
        }


class NewAnnouncementForm(AnnouncementForm):
    """An announcement as it is issued: also by whom."""

    union = UnionField(label="发布工会")

    class Meta(AnnouncementForm.Meta):
        fields = ("union", "kind", "title", "body", "published_on", "until")
