"""The forms of the registers' own pages."""

from typing import Any

from django import forms

from desk.registers.choices import Format
from desk.registers.services import SHORTEST_REASON


class ExportForm(forms.Form):
    """How a list is to be exported. `may_reveal`: personal values may be written out, for a reason."""

    format = forms.ChoiceField(label="格式", choices=Format, initial=Format.XLSX, widget=forms.RadioSelect)
    reveal = forms.BooleanField(
        label="写出未遮盖的个人信息",
        required=False,
        help_text="需要说明理由，并记入访问记录。不勾选时与屏幕上一样遮盖。",
    )
    reason = forms.CharField(
        label="理由", required=False, max_length=200, help_text=f"写明用于哪项工作，至少 {SHORTEST_REASON} 个字。"
    )

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            del self.fields["reveal"], self.fields["reason"]
