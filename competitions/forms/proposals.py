"""What staff fill in about an idea, step by step."""

from typing import Any

from django import forms
from django.utils import timezone

from competitions.choices import AwardLevel, Category
from competitions.models import Campaign, Proposal
from competitions.services.moving import FOLLOWED
from desk.cases.offers import LONGEST
from desk.registers.checks import check_mobile
from unions.forms import DateInput, UnionField, day_field

INSIDE, TOLD = "只在工会内部可见。", "建议人凭查询码可以看到。"


def text_field(label: str, help_text: str, *, required: bool = False) -> forms.CharField:
    """What is said with a step."""
    area = forms.Textarea(attrs={"rows": 4})
    return forms.CharField(label=label, required=required, max_length=LONGEST, widget=area, help_text=help_text)


class PaperForm(forms.Form):
    """登记书面建议: an idea that a union collected on paper."""

    union = UnionField(label="收集工会")
    campaign = forms.ModelChoiceField(label="活动", queryset=Campaign.objects.all())
    category = forms.ChoiceField(label="类别", choices=Category)
    title = forms.CharField(label="题目", max_length=60)
    problem = forms.CharField(label="现状与问题", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    measure = forms.CharField(label="改进办法", max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))
    expected_benefit = forms.CharField(
        label="预期效益", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label="建议人", max_length=40, required=False, help_text="不填为匿名")
    co_proposers = forms.CharField(
        label="共同建议人",
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一人",
    )
    employer_name = forms.CharField(label="工作单位", max_length=120, required=False)
    phone = forms.CharField(
        label="手机",
        max_length=11,
        required=False,
        validators=[check_mobile],
        help_text="只用来通知办理情况",
        widget=forms.TextInput(attrs={"data-sensitive": "", "autocomplete": "off"}),
    )


class AssignForm(forms.Form):
    """交办."""

    handler = UnionField(label="承办工会")
    department = forms.CharField(
        label="承办部门", max_length=60, required=False, help_text="如：生产技术科、经济工作部"
    )
    due_on = forms.DateField(label="办理期限", required=False, widget=DateInput, help_text="不填，为十五个工作日。")
    text = text_field("交办意见", INSIDE)


class MergeForm(forms.Form):
    """并案."""

    class IdeaField(forms.ModelChoiceField):
        """Another idea, found as one types."""

        def visible(self, user: Any) -> Any:
            """The ideas one may be merged into."""
            return Proposal.objects.visible_to(user).filter(state__in=FOLLOWED)

        def label_from_instance(self, obj: Any) -> str:
            return f"{obj.title}（{obj.receipt_no}）"

    successor = IdeaField(label="并入", queryset=Proposal.objects.none(), help_text="按题目或内容查找")
    text = text_field("说明", TOLD)


class ScoreForm(forms.ModelForm):
    """评分: a number for each criterion of the campaign."""

    class Meta:
        model = Proposal
        fields: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in self.instance.campaign.criteria.all():
            self.fields[f"criterion_{row.pk}"] = forms.IntegerField(
                label=f"{row.title}（0—{row.most} 分，权重 {row.weight}）", min_value=0, max_value=row.most
            )
        self.fields["comment"] = forms.CharField(
            label="评语", max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3}), help_text=INSIDE
        )


class StartForm(forms.Form):
    """开始实施."""

    implement_from = day_field("实施开始")
    text = text_field("实施安排", TOLD)


class VerifyForm(forms.Form):
    """核定效益."""

    implement_to = day_field("实施完成")
    verified_benefit = forms.DecimalField(
        label="核定效益（元）",
        min_value=0,
        max_digits=12,
        decimal_places=2,
        help_text="第一年增收或节约的金额；没有经济效益的填 0",
    )
    text = text_field("核定意见", TOLD)


class RewardForm(forms.Form):
    """奖励."""

    level = forms.ChoiceField(label="奖励等级", choices=AwardLevel)
    amount = forms.DecimalField(label="奖金（元）", min_value=0, max_digits=9, decimal_places=2)
    awarded_on = day_field("奖励日期")
    text = text_field("颁奖词", TOLD)


class GoldenForm(forms.Form):
    """评为优秀金点子."""

    golden_year = forms.IntegerField(
        label="年度", min_value=2000, max_value=2100, initial=lambda: timezone.localdate().year
    )


class ReasonForm(forms.Form):
    """Why something is taken back."""

    text = text_field("理由", INSIDE, required=True)
