"""What officers fill in about members and transfers. A form checks what can be checked beside a field."""

from typing import Any

from django import forms

from desk.registers.checks import check_id_number
from members.models import Member
from members.services import transfers
from unions.choices import COUNTED_AS_GRASSROOTS
from unions.forms import DateInput, UnionField, day_field
from unions.models import Employer, UnionOrg


class BaseUnionField(UnionField):
    """A union that has members: 基层工会 or 村（社区）工会."""

    def visible(self, user: Any) -> Any:
        return super().visible(user).filter(org_type__in=COUNTED_AS_GRASSROOTS)


class EmployerField(forms.ModelChoiceField):
    """An employer of the branch of the person who fills in the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Employer.objects.none(), required=False, label="用人单位", **kwargs)

    def visible(self, user: Any) -> Any:
        """The employers that may be chosen by `user`: those in business that a grass-roots union covers."""
        return Employer.objects.visible_to(user).covered().filter(deregistered_on=None)


class MemberForm(forms.ModelForm):
    """会员. Birthday and gender come from the identity number; union and state change by actions of their own."""

    union = BaseUnionField(label="所属工会")
    employer = EmployerField()

    class Meta:
        model = Member
        fields = (
            "union",
            "name",
            "id_number",
            "phone",
            "nation",
            "education",
            "politics",
            "hukou",
            "address",
            "employer",
            "employed_from",
            "employment",
            "work_no",
            "position",
            "title",
            "skill_grade",
            "is_migrant",
            "is_dispatched",
            "is_new_form",
            "joined_on",
            "union_group",
            "consent_on",
            "note",
        )
        widgets = dict.fromkeys(("employed_from", "joined_on", "consent_on"), DateInput)
        help_texts = {"id_number": "出生日期和性别由身份证号得出"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding:
            del self.fields["union"]  # changed by 会籍接转, which keeps the days


class LeaveForm(forms.Form):
    """退会, 除名 or 保留会籍, with its reason."""

    day = day_field("日期")
    reason = forms.CharField(label="事由", max_length=200)


class PeerUnionField(forms.CharField):
    """The union on the other side, written out: most lie outside the branch of the person who fills in the form."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, help_text="填写全称或统一社会信用代码", **kwargs)

    def clean(self, value: Any) -> UnionOrg | None:
        text = super().clean(value)
        return transfers.union_called(text) if text else None


class AskOutForm(forms.Form):
    """申请转出."""

    to_union = PeerUnionField(label="转入工会")
    reason = forms.CharField(label="接转原因", max_length=200, required=False)


class AskInForm(forms.Form):
    """申请转入: the person has said name and number."""

    to_union = BaseUnionField(label="转入工会")
    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"data-sensitive": ""}))
    id_number = forms.CharField(
        label="身份证号",
        max_length=18,
        validators=[check_id_number],
        widget=forms.TextInput(attrs={"data-sensitive": "", "autocomplete": "off"}),
        help_text="与姓名都相符才能提出申请；此人现在所在的工会同意后办结",
    )
    reason = forms.CharField(label="接转原因", max_length=200, required=False)

    def clean_id_number(self) -> str:
        return str(self.cleaned_data["id_number"]).upper()


class ReceiveForm(forms.Form):
    """同意转入: where the person works now."""

    employer = EmployerField(help_text="可以以后再填")
    employed_from = day_field("入职日期", required=False, initial=None)


class AnswerForm(forms.Form):
    """不同意, with its reason."""

    answer = forms.CharField(label="理由", max_length=200)


class RemarkForm(forms.Form):
    """撤回, with a remark for the other side."""

    answer = forms.CharField(label="说明", max_length=200, required=False)
