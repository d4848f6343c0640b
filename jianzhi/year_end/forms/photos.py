"""Photos of a chapter, and the words below them."""

from django import forms

from jianzhi.year_end.models import ChapterPhoto

CAPTION = ChapterPhoto._meta.get_field("caption")


class PhotoForm(forms.Form):
    """A photo as it is added."""

    upload = forms.FileField(
        label="照片",
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png"}),
        help_text="JPG 或 PNG，不超过 5 MB。拍摄地点等信息和原来的文件名会去除。",
    )
    caption = forms.CharField(
        label="图注", max_length=CAPTION.max_length, help_text="印在照片下面，如：“五一”技能大赛焊工决赛。"
    )


class CaptionForm(forms.Form):
    """The words below a photo. `version`: of the photo the person has read."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    caption = forms.CharField(label="图注", max_length=CAPTION.max_length)
