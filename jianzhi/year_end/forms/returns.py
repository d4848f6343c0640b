"""Reporting, and entering figures one by one."""

from django import forms

from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.forms.rows import CLOSENESS
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod
from jianzhi.year_end.services.figures import LATEST
from unions.forms import UnionField


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
