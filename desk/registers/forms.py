"""The forms of the registers' own pages."""

from typing import Any

from django import forms

from desk.registers.choices import Approval, Format
from desk.registers.services import SHORTEST_REASON
from desk.sheets.reader.limits import MIB, configured


class ExportForm(forms.Form):
    """How a list is to be exported. `may_reveal`: personal values may be written out, for a reason."""

    format = forms.ChoiceField(label="格式", choices=Format, initial=Format.XLSX, widget=forms.RadioSelect)
    reveal = forms.BooleanField(
        label="写出未遮盖的个人信息",
        required=False,
        help_text="需要说明理由，并记入访问记录；文件带水印，只能下载一次。超过 500 人须由另一人批准。不勾选时与屏幕上一样遮盖。",
    )
    reason = forms.CharField(
        label="理由", required=False, max_length=200, help_text=f"写明用于哪项工作，至少 {SHORTEST_REASON} 个字。"
    )

    def __init__(self, *args: Any, may_reveal: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not may_reveal:
            del self.fields["reveal"], self.fields["reason"]


class UploadForm(forms.Form):
    """A workbook to be taken in. `length` is that of the request: a file that is too long never arrives at all."""

    file = forms.FileField(
        label="文件",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        error_messages={"required": "没有收到文件，请选择要导入的文件。", "empty": "文件是空的，请选择有内容的文件。"},
    )

    def __init__(self, *args: Any, length: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        file, most = self.fields["file"], configured().size  # promises.md B6
        file.help_text = f"xlsx、xls 或 csv，不超过 {most // MIB} MB。可以把文件拖到框里。"
        if length.isdecimal() and int(length) > most:
            file.error_messages["required"] = f"文件超过 {most // MIB} MB，没有接收。请分成几个文件导入。"


class DecisionForm(forms.Form):
    """What the second person decides about an export."""

    decision = forms.ChoiceField(
        label="是否批准",
        choices=[(Approval.APPROVED, "批准"), (Approval.REFUSED, "不批准")],
        widget=forms.RadioSelect,
    )
    answer = forms.CharField(label="意见", required=False, max_length=200, help_text="不批准时必填，申请人会看到。")
