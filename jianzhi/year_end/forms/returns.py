"""Reporting, and entering figures one by one or a chapter at a time."""

from typing import Any

from django import forms

from desk.registers.indicators import Indicator
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, ReturnFile
from jianzhi.year_end.services.figures import LATEST
from unions.forms import UnionField

CLOSENESS = [("", "确数"), *((value, label) for value, label in Closeness.choices if value)]


class SubmitForm(forms.Form):
    """上报: with two names."""

    responsible = forms.CharField(label="负责人", max_length=40)
    preparer = forms.CharField(label="填表人", max_length=40)
    text = forms.CharField(
        label="说明", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}), help_text="可以不填。"
    )


class RemindForm(forms.Form):
    """催报: a word beside the day it was due."""

    text = forms.CharField(label="附言", required=False, max_length=100, help_text="随通知发给填报工会的经办人。")


class FigureForm(forms.ModelForm):
    """An entered figure as it is changed."""

    closeness = forms.ChoiceField(label="约数", choices=CLOSENESS, required=False)

    class Meta:
        model = EnteredFigure
        fields: tuple[str, ...] = ("value", "closeness", "wording", "is_doubtful", "source", "basis", "note")


def _choices() -> list[tuple[str, str]]:
    found = (each for each in indicators(LATEST) if not each.is_computed)
    return [(each.code, f"{each.code} {each.name}（{each.unit}）") for each in found]


class NewFigureForm(FigureForm):
    """An entered figure as it is added: also whose, of which period, and which."""

    period = forms.ModelChoiceField(label="统计期", queryset=ReportingPeriod.objects.open())
    union = UnionField(label="填报工会")
    code = forms.ChoiceField(label="指标", choices=_choices)

    class Meta(FigureForm.Meta):
        fields = ("period", "union", "code", *FigureForm.Meta.fields)

    def _post_clean(self) -> None:
        # The service judges the whole row.
        pass


class RowForm(forms.Form):
    """One figure on the page of a chapter. A blank value takes back what was entered."""

    value = forms.DecimalField(
        label="本期数",
        required=False,
        max_digits=16,
        decimal_places=4,
        min_value=0,
        error_messages={"min_value": "不能为负数。"},
    )
    closeness = forms.ChoiceField(label="约数", choices=CLOSENESS, required=False)
    source = forms.CharField(label="来源", required=False, max_length=120)
    basis = forms.CharField(label="依据", required=False, max_length=200)
    wording = forms.CharField(label="原文表述", required=False, max_length=120)
    note = forms.CharField(label="备注", required=False, max_length=200)
    is_doubtful = forms.BooleanField(label="存疑", required=False)
    attachment = forms.ModelChoiceField(
        label="附件", queryset=ReturnFile.objects.none(), required=False, empty_label="无"
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, indicator: Indicator, papers: Any, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=indicator.code, initial=initial)
        self.indicator = indicator
        self.fields["attachment"].queryset = papers  # type: ignore[attr-defined]  # a ModelChoiceField
        step = "1" if not indicator.decimals else str(10**-indicator.decimals)
        for name, field in self.fields.items():
            if name != "version":
                field.widget.attrs["aria-label"] = f"{indicator.name} {field.label}"
        self.fields["value"].widget.attrs |= {"step": step, "inputmode": "decimal"}

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("value") is not None and not cleaned.get("source"):
            self.add_error("source", "请写明来源。")
        return cleaned
