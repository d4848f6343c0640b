"""What is filled in about two files of one person."""

from typing import Any

from django import forms

from members.models import Member


class FileField(forms.ModelChoiceField):
    """A file of the branch of the person who fills in the form, found as one types."""

    def __init__(self, label: str) -> None:
        super().__init__(queryset=Member.objects.none(), label=label, help_text="按姓名或拼音首字母查找")

    def visible(self, user: Any) -> Any:
        """The files that may be chosen by `user`: those that stand for a person."""
        return Member.objects.visible_to(user).known().select_related("union")

    def label_from_instance(self, obj: Member) -> str:
        return f"{obj.name} · {obj.union.name} · {obj.joined_on:%Y-%m-%d} 入会"


class PairForm(forms.Form):
    """Two files that may be one person, though no search has found them."""

    one = FileField("档案一")
    other = FileField("档案二")


class MergeForm(forms.Form):
    """Why two files are one person."""

    reason = forms.CharField(label="理由", max_length=200, help_text="如：本人到场核对，身份证号录入有误")
