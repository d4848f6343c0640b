"""Opening, changing, closing and correcting a period."""

from django import forms

from jianzhi.year_end.choices import PeriodKind
from unions.forms import DateInput


class OpenForm(forms.Form):
    """统计期 as it is opened."""

    kind = forms.ChoiceField(
        label="类别",
        choices=PeriodKind,
        help_text="自然年度：1 月 1 日至 12 月 31 日；统计年度：上年 10 月 1 日至当年 9 月 30 日。",
    )
    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    due_on = forms.DateField(label="上报截止", widget=DateInput, help_text="不早于统计期的最后一天。")


class ChangeForm(forms.Form):
    """Another last day for reports. `version`: the one the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    due_on = forms.DateField(label="上报截止", widget=DateInput, help_text="不早于统计期的最后一天。")


class CloseForm(forms.Form):
    """关账. `version`: the one the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    note = forms.CharField(
        label="关账说明",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="有未报、未审或检查错误仍要关账的，写明原因；随本版永久保存。",
    )


class CorrectForm(forms.Form):
    """更正 of a closed period."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    reason = forms.CharField(
        label="更正理由",
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="随新的一版永久保存，印在报告上。",
    )
