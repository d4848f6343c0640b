"""金点子: the register of ideas."""

from functools import partial
from typing import Any

from django.db.models import Avg, DecimalField, OuterRef, QuerySet, Subquery

from competitions import documents
from competitions.choices import ProposalState as S
from competitions.filters import ProposalFilters
from competitions.forms import proposals as forms
from competitions.models import Proposal, Review
from competitions.procedure import PROCEDURE, REVIEW
from competitions.registers import panels
from competitions.resources import ProposalResource
from competitions.services import certificates, honouring, moving, paper, reviewing
from competitions.tables import ProposalTable
from desk.cases import offers
from desk.cases.place import place
from desk.cases.register import CaseRegister
from desk.registers.parts import Action, Badge, BulkAction, Preset, Run, Section, Tone, in_state
from unions.models import User
from unions.registers.branch import BranchRegister

PRINT = "competitions.print_proposal"
TONES: dict[str, Tone] = {
    S.NEW: "amber",
    S.SCREENED: "amber",
    S.ACCEPTED: "amber",
    S.ASSIGNED: "blue",
    S.REVIEWED: "blue",
    S.ADOPTED: "green",
    S.IMPLEMENTING: "green",
    S.VERIFIED: "green",
    S.REWARDED: "green",
    S.REFUSED: "red",
    S.NOT_ADOPTED: "red",
}


def _score(*, actor: User, obj: Proposal, comment: str = "", **points: int) -> Review:
    """The answers of a ScoreForm, to the service."""
    given = {int(name.removeprefix("criterion_")): number for name, number in points.items()}
    return reviewing.score(actor=actor, obj=obj, points=given, comment=comment)


RUNS: dict[str, Run] = {
    **{slug: partial(moving.move, slug=slug) for slug in ("screen", "accept", "review_again", "archive")},
    "refuse": moving.refuse,
    "merge": moving.merge,
    "assign": moving.assign,
    "send_back": moving.send_back,
    "review": moving.review,
    "adopt": moving.adopt,
    "not_adopt": moving.not_adopt,
    "reopen": moving.reopen,
    "start": moving.start,
    "verify": moving.verify,
    "reward": honouring.reward,
}
ASK = {
    "merge": forms.MergeForm,
    "assign": forms.AssignForm,
    "start": forms.StartForm,
    "verify": forms.VerifyForm,
    "reward": forms.RewardForm,
}
WHY_NOT = {
    "review": moving.why_not_review,
    **dict.fromkeys(("adopt", "not_adopt"), moving.why_not_decide),
}
HONOURS = (
    Action(
        "publish",
        "公开",
        honouring.PUBLISH,
        honouring.publish,
        when=lambda idea: idea.is_adopted and not idea.published_on,
        icon="speakerphone",
        explain="题目、办法、进展和效益将在公众页面展示；署名的显示姓名，联系方式不公开。",
        done="已公开。",
    ),
    Action(
        "unpublish",
        "撤下公开",
        honouring.PUBLISH,
        honouring.unpublish,
        forms.ReasonForm,
        lambda idea: bool(idea.published_on),
        "eye-off",
        done="已从公众页面撤下。",
    ),
    Action(
        "golden",
        "评为优秀金点子",
        honouring.GOLDEN,
        honouring.name_golden,
        forms.GoldenForm,
        lambda idea: idea.is_adopted and not idea.is_golden,
        "star",
        done="已评为优秀金点子。",
    ),
    Action(
        "not-golden",
        "撤销优秀金点子",
        honouring.GOLDEN,
        honouring.unname_golden,
        forms.ReasonForm,
        lambda idea: idea.is_golden,
        "x",
        done="已撤销优秀金点子。",
    ),
)


class ProposalRegister(CaseRegister, BranchRegister):
    """金点子."""

    model, tones = Proposal, TONES
    slug, icon = "proposals", "bulb"
    table = ProposalTable
    default_columns = ("title", "name", "union_name", "state", "due_on", "handler_name", "submitted_at")
    sortings = {"submitted_at": "submitted_at", "due_on": "due_on"}
    default_sorting = "-submitted_at"
    filters = ProposalFilters
    facets = ("waits_for_me", "unread", "category", "state")
    search = "search"
    search_hint = "题目、内容、拼音首字母"
    related = ("campaign",)
    presets = (
        Preset("mine", "待我办理", {"waits_for_me": "here"}),
        Preset("unread", "新到未读", {"unread": "true"}),
        Preset("overdue", "已超期", {"lamp": "red"}),
        Preset("golden", "优秀金点子", {"is_golden": "true"}),
    )
    create_form, create_title = forms.PaperForm, "登记书面建议"
    create = staticmethod(paper.take_in)
    resource = ProposalResource
    buttons = "competitions/proposals_buttons.html"
    sections = (
        Section("建议", "title category campaign receipt_no submitted_at problem measure expected_benefit"),
        Section("建议人", "name is_anonymous co_proposers phone email union_name employer_name"),
        Section("办理", "state handler_name department due_on decided_on published_on"),
        Section("实施与效益", "implement_from implement_to verified_benefit is_golden golden_year"),
    )
    panels = panels.PANELS
    actions = (
        Action(
            "score",
            "评分",
            REVIEW,
            _score,
            forms.ScoreForm,
            in_state(S.ASSIGNED),
            "list-check",
            explain="每人一张评分表；再次评分会替换您原来的那张。自己提的建议不能自己评。",
            done="已记入评分表。",
            at=place("handler"),
            why_not=reviewing.why_not,
        ),
        *offers.actions(PROCEDURE, runs=RUNS, ask=ASK, why_not=WHY_NOT),
        *offers.talking(PROCEDURE),
        *HONOURS,
    )
    bulk = (
        *offers.bulk(PROCEDURE, "screen", "accept", "refuse", "assign", runs=RUNS, ask=ASK),
        BulkAction(
            "certificates",
            "打印荣誉证书",
            PRINT,
            certificates.check,
            icon="certificate",
            explain="已奖励的金点子，一页一证，合成一份 PDF；做好后在“任务”里下载。",
            paper=documents.certificates_pdf,
        ),
        BulkAction(
            "reward-list",
            "打印奖励名册",
            PRINT,
            certificates.check,
            icon="printer",
            explain="已奖励的金点子，列成一张名册，供领取奖金时签字；做好后在“任务”里下载。",
            paper=documents.reward_list_pdf,
        ),
    )

    @classmethod
    def rows(cls, user: Any) -> QuerySet[Any]:
        sheets = Review.objects.filter(proposal=OuterRef("pk")).order_by().values("proposal")
        mean = Subquery(sheets.annotate(mean=Avg("total")).values("mean"), DecimalField(max_digits=5, decimal_places=2))
        return super().rows(user).annotate(points=mean)

    @classmethod
    def subtitle(cls, obj: Proposal) -> str:
        return f"{obj.receipt_no} · {obj.author} · {obj.union_name}"

    @classmethod
    def badges(cls, obj: Proposal) -> list[Badge]:
        badges = super().badges(obj)
        if obj.is_golden:
            badges.append(Badge(f"{obj.golden_year} 年度优秀金点子", "amber", "star"))
        if obj.published_on:
            badges.append(Badge("已公开", "blue", "speakerphone"))
        return badges
