"""What somebody without an account fills in: an idea, a 查询码, a word to add. On a telephone, without JavaScript."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.datastructures import MultiValueDict

from competitions.choices import Category
from competitions.models import Campaign
from competitions.services import places
from desk.cases.judging import PICTURE_AT_MOST
from desk.registers.checks import check_mobile, half_width
from desk.vault.scope import everything
from unions.models import Employer, UnionOrg

WHY = "公开表单"
NAMED, ANONYMOUS = "named", "anonymous"
# What is not kept on the phone either (static/js/ideas.js).
_SENSITIVE = {"data-sensitive": "", "spellcheck": "false"}
_PICTURES = {"accept": "image/jpeg,image/png"}
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
MIB = 1024 * 1024


class PhoneNumberField(forms.CharField):
    """A number typed on a telephone: full-width digits, spaces and hyphens make no difference."""

    def to_python(self, value: Any) -> str:
        return "".join(half_width(super().to_python(value) or "").replace("-", "").split())


class PhotosForm(forms.Form):
    """Up to three photos, each in a field of its own: a phone's camera hands over one at a time."""

    photo_1 = forms.FileField(label="照片 1", required=False, widget=forms.FileInput(attrs=_PICTURES))
    photo_2 = forms.FileField(label="照片 2", required=False, widget=forms.FileInput(attrs=_PICTURES))
    photo_3 = forms.FileField(label="照片 3", required=False, widget=forms.FileInput(attrs=_PICTURES))

    PHOTOS = ("photo_1", "photo_2", "photo_3")

    def clean(self) -> None:
        """Looks at the first bytes only. What the picture holds is looked at when it is taken in (desk.cases.judging)."""
        super().clean()
        for name, upload in self.photos().items():
            if (upload.size or 0) > PICTURE_AT_MOST:
                self.add_error(name, f"这张照片超过 {PICTURE_AT_MOST // MIB} MB，请换一张，或在手机上缩小后再选。")
            elif not upload.read(len(_PNG)).startswith((_JPEG, _PNG)):
                self.add_error(name, "这不是 JPEG 或 PNG 照片，请重新拍摄或换一张。")
            upload.seek(0)

    def photos(self) -> dict[str, UploadedFile]:
        """The photos that were handed in, by their fields."""
        return {name: self.cleaned_data[name] for name in self.PHOTOS if self.cleaned_data.get(name)}


class Shared(dict[str, forms.Field]):
    """Fields that all forms of a class have in common: Django copies each for each form, which may then change it.

    To copy them takes as long as to look at what was typed into them. A form that wants another field puts it in place.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> dict[str, forms.Field]:
        return dict(self)


@lru_cache(maxsize=8)
def _campaign_field(choices: tuple[tuple[str, str], ...]) -> forms.ChoiceField:
    if len(choices) == 1:
        return forms.ChoiceField(label="参加的活动", choices=choices, initial=choices[0][0], widget=forms.HiddenInput)
    return forms.ChoiceField(label="参加的活动", choices=choices, widget=forms.RadioSelect)


class IdeaForm(PhotosForm):
    """金点子."""

    campaign = forms.ChoiceField()  # put in place by __init__
    category = forms.ChoiceField(label="类别", choices=Category, widget=forms.RadioSelect)
    title = forms.CharField(label="题目", max_length=60, help_text="一句话说清楚，如“给三号码头装一盏声控灯”")
    problem = forms.CharField(
        label="现状与问题",
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="现在是怎样的，有什么不便、浪费或危险",
    )
    measure = forms.CharField(
        label="改进办法", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}), help_text="您觉得可以怎样改"
    )
    expected_benefit = forms.CharField(
        label="预期效益",
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="可以不填。能省多少工时、材料、费用，或避免什么事故",
    )
    workplace = forms.CharField(
        label="单位或工会",
        max_length=120,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "organization"}),
        help_text="可以不填。写几个字再点“查找”，如“白沙化工”",
    )
    place = forms.CharField(required=False)
    identity = forms.ChoiceField(
        label="怎样署名",
        choices=((NAMED, "实名"), (ANONYMOUS, "匿名")),
        initial=NAMED,
        widget=forms.RadioSelect,
        help_text="匿名的不记姓名和共同建议人；获奖以后可以凭查询码说明身份",
    )
    name = forms.CharField(
        label="姓名",
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        help_text="实名的请填写",
    )
    co_proposers = forms.CharField(
        label="共同建议人",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="可以不填。一行写一个人",
    )
    phone = PhoneNumberField(
        label="手机",
        max_length=20,
        required=False,
        validators=[check_mobile],
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel", **_SENSITIVE}),
        help_text="可以不填。只用来通知您办理结果，加密保存",
    )
    email = forms.EmailField(
        label="电子邮箱",
        required=False,
        widget=forms.EmailInput(attrs={"autocomplete": "email", **_SENSITIVE}),
        help_text="可以不填。与手机任选一项",
    )
    consent = forms.BooleanField(
        label="我已阅读上面的说明，同意工会为办理这条建议使用我填写的内容",
        error_messages={"required": "须勾选同意，工会才能受理。"},
    )

    def __init__(
        self,
        data: Any = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        campaigns: Sequence[Campaign],
        **options: Any,
    ) -> None:
        super().__init__(data, files, **options)
        self._campaigns = {str(campaign.pk): campaign for campaign in campaigns}
        self.fields["campaign"] = _campaign_field(
            tuple((pk, campaign.title) for pk, campaign in self._campaigns.items())
        )

    def clean(self) -> None:
        """Who signs has a name; where somebody works must have been found."""
        super().clean()
        answers = self.cleaned_data
        if answers.get("identity") == NAMED and not answers.get("name"):
            self.add_error("name", "实名提交请填写姓名；不愿署名可以选“匿名”。")
        self._employer, self._union = _workplace(answers.get("place", ""))
        if answers.get("place") and not (self._employer or self._union):
            self.add_error("workplace", "所选的单位已不在册，请重新查找，或只写名称。")

    def answers(self) -> dict[str, Any]:
        """What intake.submit takes; `union` is None when none was chosen."""
        given, employer, union = self.cleaned_data, self._employer, self._union
        same = ("category", "title", "problem", "measure", "expected_benefit", "name", "co_proposers", "phone", "email")
        return {
            **{name: given[name] for name in same},
            "campaign": self._campaigns[given["campaign"]],
            "is_anonymous": given["identity"] == ANONYMOUS,
            "employer_name": union.name if union else "" if employer else given["workplace"],
            "employer": employer,
            "union": union,
        }


IdeaForm.base_fields = Shared(IdeaForm.base_fields)


def _workplace(value: str) -> tuple[Employer | None, UnionOrg | None]:
    if not value:
        return None, None
    with everything(WHY):
        return places.found(value)


class CodeForm(forms.Form):
    """查询码."""

    code = forms.CharField(
        label="查询码",
        max_length=60,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false", "data-code": ""}
        ),
        help_text="24 位字母和数字，在受理回执上；大小写和短横线不限",
    )


class WordForm(PhotosForm):
    """补充: a word, photos, or both."""

    text = forms.CharField(
        label="补充说明",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="工会看得到，也会在这里答复",
    )

    def clean(self) -> None:
        """Something has to be there."""
        super().clean()
        if not self.errors and not self.cleaned_data.get("text") and not self.photos():
            self.add_error("text", "请写点内容，或选一张照片。")
