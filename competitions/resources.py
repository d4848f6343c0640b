"""The sheet on which a union hands in the ideas it collected on paper."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet

from competitions.choices import Category
from competitions.models import Campaign, Proposal
from competitions.services import paper
from desk.sheets.imports.by_service import ServiceWriter
from desk.sheets.resource import Complaint, SheetField, SheetResource, Values
from desk.sheets.widgets import Choice, Lookup, Mobile, Text
from unions.resources import standing_unions

SAME_TITLE = "这家工会已有同题的建议，内容不同；导入不更改已登记的建议。是另一条建议的，请换一个题目。"


def _campaigns(actor: Any) -> QuerySet[Campaign]:
    return Campaign.objects.visible_to(actor)


class ProposalResource(SheetResource):
    """书面建议, known by the title within the union that collected it. What is known is left as it is."""

    title = SheetField(
        "title",
        "题目",
        Text(),
        required=True,
        fixed=True,
        aliases=("建议题目", "名称"),
        example="反应釜加装余热回收盘管",
    )
    union = SheetField(
        "union",
        "收集工会",
        Lookup(by=("name",), among=standing_unions, missing="您的管辖范围内没有这个名称的工会，请填写全称。"),
        required=True,
        fixed=True,
        aliases=("工会", "工会名称"),
        example="建德市白沙化工有限公司工会",
    )
    campaign = SheetField(
        "campaign",
        "活动",
        Lookup(by=("title",), among=_campaigns, missing="没有这个名称的活动，请照活动名称填写。"),
        required=True,
        fixed=True,
        example="我为建德创业再出发献一计 2014",
    )
    category = SheetField("category", "类别", Choice(Category.choices), required=True, fixed=True, example="小革新")
    problem = SheetField(
        "problem",
        "现状与问题",
        Text(),
        required=True,
        fixed=True,
        aliases=("问题",),
        example="冷凝水直接排放，余热浪费。",
    )
    measure = SheetField(
        "measure",
        "改进办法",
        Text(),
        required=True,
        fixed=True,
        aliases=("措施", "建议内容"),
        example="加装盘管预热进料。",
    )
    expected_benefit = SheetField(
        "expected_benefit", "预期效益", Text(), fixed=True, aliases=("效益",), example="每年节约蒸汽费约六万元。"
    )
    name = SheetField("name", "建议人", Text(), fixed=True, aliases=("姓名",), example="方敏", help="不填为匿名。")
    co_proposers = SheetField("co_proposers", "共同建议人", Text(), fixed=True, help="一行一人。")
    employer_name = SheetField("employer_name", "工作单位", Text(), fixed=True, example="建德市白沙化工有限公司")
    phone = SheetField("phone", "手机", Mobile(), fixed=True, help="只用来通知办理情况。")

    writer = ServiceWriter(create=paper.take_in, change=paper.refuse_change)

    class Meta:
        model = Proposal
        import_id_fields = ("title", "union")

    def heading(self, values: Any) -> str:
        """What a row is called in the preview."""
        return str(values.get("title", ""))

    @classmethod
    def model_field(cls, attribute: str) -> Any:
        """The field behind a column. The telephone has none here, so that it is not compared with the one of a known
        idea: who may not read that could try numbers until one is called unchanged. The service judges a new one.
        """
        return None if attribute == "phone" else super().model_field(attribute)

    def judge(self, values: Values) -> Iterable[Complaint]:
        """Who stays unnamed names nobody beside."""
        if values.get("co_proposers") and not values.get("name"):
            yield "co_proposers", "匿名建议不能填写共同建议人。"

    def judge_change(self, before: Values, values: Values) -> Iterable[Complaint]:
        """A known idea with other words is one sentence, not one for each column."""
        if any(value != before.get(name) for name, value in values.items() if name not in ("title", "phone")):
            yield "title", SAME_TITLE
