"""What a worker fills in to join, and what the base union fills in to answer."""

from typing import Any

from django import forms

from desk.registers.checks import check_id_number, check_mobile, half_width
from members.choices import EmploymentForm
from members.forms.roster import EmployerField
from unions.forms import day_field

_SENSITIVE = {"data-sensitive": "", "autocomplete": "off"}


class CodeNumberField(forms.CharField):
    """A number typed on a telephone: full-width digits, spaces and a small x make no difference."""

    def to_python(self, value: Any) -> str:
        return "".join(half_width(super().to_python(value) or "").split()).upper()


class JoinForm(forms.Form):
    """入会申请. Only what the base union needs to know who asks (个人信息保护法 §6)."""

    name = forms.CharField(label="姓名", max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    id_number = CodeNumberField(
        label="身份证号",
        max_length=30,
        validators=[check_id_number],
        widget=forms.TextInput(attrs=_SENSITIVE),
        help_text="18 位，末位可为 X",
    )
    phone = CodeNumberField(
        label="手机",
        max_length=20,
        validators=[check_mobile],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", "data-sensitive": ""}),
        help_text="工会会用这个号码与您联系",
    )
    employer_name = forms.CharField(
        label="工作单位",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="与劳动合同上的名称一致；灵活就业可填接单的平台或站点",
    )
    consent = forms.BooleanField(
        label="我已阅读上面的说明，自愿申请加入工会，同意工会为办理入会处理我填写的个人信息（含身份证号）",
        error_messages={"required": "须勾选同意，工会才能受理。不同意也可以到单位工会当面申请。"},
    )


class CodeForm(forms.Form):
    """查询码."""

    code = forms.CharField(
        label="查询码",
        max_length=40,
        widget=forms.TextInput(attrs={**_SENSITIVE, "autocapitalize": "characters", "spellcheck": "false"}),
        help_text="16 位字母和数字，大小写和短横线不限",
    )


class MessageForm(forms.Form):
    """What the applicant has to add."""

    text = forms.CharField(
        label="给工会留言",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="补充情况或询问进度；工会的答复也显示在这里",
    )


class AcceptForm(forms.Form):
    """同意入会: what the application did not ask. The person's own answers are taken over as they are."""

    joined_on = day_field("入会日期")
    employer = EmployerField(help_text="本会覆盖的单位；可以以后再填")
    employment = forms.ChoiceField(label="用工形式", choices=[("", "未填"), *EmploymentForm.choices], required=False)
    position = forms.CharField(label="岗位", max_length=40, required=False)
    union_group = forms.CharField(label="工会小组", max_length=40, required=False)


class RefuseForm(forms.Form):
    """不同意入会."""

    answer = forms.CharField(
        label="理由", max_length=200, help_text="申请人查询时会看到", widget=forms.Textarea(attrs={"rows": 3})
    )
