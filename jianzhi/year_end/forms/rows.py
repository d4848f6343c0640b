"""One figure among others on a page: its value, and what it stands on."""

import re
from typing import Any

from django import forms

from desk.registers.checks import half_width
from desk.registers.indicators import Indicator
from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models import ReturnFile

CLOSENESS = [("", "确数"), *((value, label) for value, label in Closeness.choices if value)]


class AmountField(forms.DecimalField):
    """A number as it is typed and pasted from a workbook: 1,600 or １６００. An input for numbers takes neither."""

    widget = forms.TextInput

    def to_python(self, value: Any) -> Any:
        return super().to_python(re.sub(r"[\s,，]", "", half_width(value)) if isinstance(value, str) else value)


class LineForm(forms.Form):
    """The value of a figure. A blank one takes back what was saved; `version` is of that."""

    value = AmountField(
        label="本期数",
        required=False,
        max_digits=16,
        decimal_places=4,
        min_value=0,
        error_messages={"min_value": "不能为负数。"},
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, indicator: Indicator, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix=indicator.code, initial=initial)
        for name, field in self.fields.items():
            if name != "version":
                field.widget.attrs["aria-label"] = f"{indicator.name} {field.label}"
        self.fields["value"].widget.attrs["inputmode"] = "decimal" if indicator.decimals else "numeric"


class ChapterSourceForm(forms.Form):
    """The source of the figures of a chapter that name none of their own."""

    source = forms.CharField(label="本章来源", required=False, max_length=120)
    basis = forms.CharField(label="本章依据", required=False, max_length=200)

    def __init__(self, data: Any, *, initial: dict[str, Any]) -> None:
        super().__init__(data, prefix="chapter", initial=initial)


class RowForm(LineForm):
    """A figure as it is entered, with its source; without one, on that of its chapter."""

    closeness = forms.ChoiceField(label="约数", choices=CLOSENESS, required=False)
    source = forms.CharField(label="来源", required=False, max_length=120)
    basis = forms.CharField(label="依据", required=False, max_length=200)
    wording = forms.CharField(label="原文表述", required=False, max_length=120)
    note = forms.CharField(label="备注", required=False, max_length=200)
    is_doubtful = forms.BooleanField(label="存疑", required=False)
    attachment = forms.ModelChoiceField(
        label="附件", queryset=ReturnFile.objects.none(), required=False, empty_label="无"
    )

    def __init__(
        self, data: Any, *, indicator: Indicator, papers: Any, initial: dict[str, Any], chapter: ChapterSourceForm
    ) -> None:
        super().__init__(data, indicator=indicator, initial=initial)
        self.chapter = chapter
        for name in ("source", "basis"):
            self.fields[name].widget.attrs["placeholder"] = "同本章"
        self.fields["attachment"].queryset = papers  # type: ignore[attr-defined]  # a ModelChoiceField

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("value") is not None and not cleaned.get("source"):
            cleaned |= self.chapter.cleaned_data if self.chapter.is_valid() else {}
            if not cleaned.get("source"):
                self.add_error("source", "请写明来源，这里或页首的“本章来源”都可以。")
        return cleaned


class TargetForm(LineForm):
    """A target, and the paper that set it."""

    basis = forms.CharField(label="依据", required=False, max_length=200)

    def __init__(self, data: Any, *, indicator: Indicator, initial: dict[str, Any]) -> None:
        super().__init__(data, indicator=indicator, initial=initial)
        self.fields["value"].label = "目标"
        self.fields["value"].widget.attrs["aria-label"] = f"{indicator.name} 目标"
