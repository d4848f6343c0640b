"""The reason for looking, and the filters of the access log."""

from django import forms

from desk.vault.choices import AccessKind
from desk.vault.services import SHORTEST_REASON

_DAY = forms.DateInput(attrs={"type": "date"})


class ReasonForm(forms.Form):
    """Why a masked value has to be seen."""

    reason = forms.CharField(
        label="查看理由",
        min_length=SHORTEST_REASON,
        max_length=200,
        help_text="写明为哪项工作查看，如“核对法人登记材料”。理由与您的姓名一起记入访问记录。",
        error_messages={"min_length": f"请写明查看理由，至少 {SHORTEST_REASON} 个字。", "required": "请写明查看理由。"},
    )


class AccessFilterForm(forms.Form):
    """Filters of the access log. Each is optional."""

    person = forms.CharField(label="登录名", required=False, max_length=40)
    kind = forms.ChoiceField(label="行为", required=False, choices=[("", "全部"), *AccessKind.choices])
    first = forms.DateField(label="自", required=False, widget=_DAY)
    last = forms.DateField(label="至", required=False, widget=_DAY)
