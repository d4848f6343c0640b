"""A campaign, and by what its ideas are judged."""

import re
from collections import UserList
from typing import Any

from django import forms

from competitions.models import Campaign
from competitions.services.campaigns import Row
from unions.forms import DateInput, UnionField

LINE = re.compile(r"(?P<title>\S{1,20})\s+(?P<weight>\d{1,3})\s+(?P<most>\d{1,3})")
WRONG = "第 {number} 行写法不对：应为“评分项 权重 满分”，如“创新性 30 10”，权重和满分在 1 到 100 之间。"
USUAL = "创新性 30 10\n可行性 30 10\n预期效益 30 10\n推广价值 10 10"


class Criteria(UserList[Row]):
    """The rows of a CriteriaField; in words, as they were typed."""

    def __str__(self) -> str:
        return "；".join(" ".join(map(str, row)) for row in self)


class CriteriaField(forms.CharField):
    """评分标准, one a line: what, how much it weighs, the most points there are for it."""

    widget = forms.Textarea(attrs={"rows": 6})

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value) or ""
        rows = Criteria()
        for number, line in enumerate(filter(None, map(str.strip, text.splitlines())), 1):
            match = LINE.fullmatch(line)
            weight, most = (int(match["weight"]), int(match["most"])) if match else (0, 0)
            if match is None or not (1 <= weight <= 100 and 1 <= most <= 100):
                raise forms.ValidationError(WRONG.format(number=number))
            rows.append((match["title"], weight, most))
        return rows

    def run_validators(self, value: Any) -> None:
        """Those of a text have nothing to say about rows."""


class CampaignForm(forms.ModelForm):
    """A campaign as it is changed."""

    judged_by = CriteriaField(
        label="评分标准",
        initial=USUAL,
        help_text="一行一项：评分项、权重、满分，用空格隔开。已填的评分表不随之改变。",
    )

    class Meta:
        model = Campaign
        fields: tuple[str, ...] = ("title", "intro", "opens_on", "closes_on")
        widgets = {  # as Django declares it
            "opens_on": DateInput,
            "closes_on": DateInput,
            "intro": forms.Textarea(attrs={"rows": 6}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            rows = self.instance.criteria.all()
            self.initial["judged_by"] = "\n".join(f"{row.title} {row.weight} {row.most}" for row in rows)


class NewCampaignForm(CampaignForm):
    """A campaign as it is opened: also who runs it."""

    union = UnionField(label="主办工会")

    class Meta(CampaignForm.Meta):
        fields = ("title", "union", "intro", "opens_on", "closes_on")

    def _post_clean(self) -> None:
        # The service judges the whole row.
        pass
