"""会员: the roster."""

from typing import Any

from desk.registers.parts import Action, Badge, BulkAction, Panel, Preset, Section, Tone, in_state
from members import documents
from members.choices import ON_THE_ROSTER, MemberState
from members.filters.roster import MemberFilters
from members.forms import roster as forms
from members.models import Member, Transfer
from members.procedures import ASK_TRANSFER
from members.resources import MemberResource
from members.services import attached, cards, enrolment, standing, transfers
from members.services.past import career
from members.tables.roster import MemberTable
from unions.forms import DayForm
from unions.models import User
from unions.registers.branch import BranchRegister

TONES: dict[str, Tone] = {
    MemberState.ACTIVE: "green",
    MemberState.RETAINED: "amber",
    MemberState.EXPELLED: "red",
}


def _career(member: Member, user: User) -> dict[str, Any]:
    return {"steps": career(member, user)}


def _card(member: Member, user: User) -> dict[str, Any]:
    return {"member": member, "may_print": user.has_perm("members.print_member", member)}


def _transfers(member: Member, user: User) -> dict[str, Any]:
    return {"transfers": Transfer.objects.visible_to(user).filter(member=member).order_by("-asked_on", "-pk")}


def _has_no_card(member: Member) -> bool:
    return member.state in ON_THE_ROSTER and not member.card_no


class MemberRegister(BranchRegister):
    """会员."""

    model = Member
    slug, icon = "members", "id"
    table = MemberTable
    default_columns = (
        "name",
        "id_number",
        "gender",
        "union",
        "employer",
        "phone",
        "skill_grade",
        "joined_on",
        "state",
    )
    sortings = {"name": "pinyin", "joined_on": "joined_on"}
    default_sorting = "name"
    filters = MemberFilters
    facets = ("state", "gender", "is_migrant", "consented")
    search, search_sealed = "search", "id_index"
    search_hint = "姓名、拼音、首字母"
    related = ("union", "employer")
    related_fields = ("union__name", "employer__name")
    presets = (
        Preset("active", "在会会员", {"state": MemberState.ACTIVE}),
        Preset("migrant", "农民工会员", {"state": MemberState.ACTIVE, "is_migrant": "true"}),
        Preset("joined-this-year", "本年新入会", {"joined_this_year": "true"}),
        Preset("retained", "保留会籍", {"state": MemberState.RETAINED}),
        Preset("without-consent", "未同意采集", {"consented": "false"}),
    )
    form = forms.MemberForm
    create = staticmethod(enrolment.enrol)
    change = staticmethod(enrolment.change_member)
    resource = MemberResource
    sections = (
        Section("会籍", "union state joined_on union_group card_no consent_on"),
        Section("个人信息", "name id_number gender birthday phone nation education politics hukou address"),
        Section("工作", "employer employed_from employment work_no position title skill_grade"),
        Section("身份", "is_migrant is_dispatched is_new_form note"),
    )
    panels = (
        Panel("card", "会员证", "members/panels/card.html", _card, place="aside"),
        Panel("career", "会籍经历", "members/panels/career.html", _career, place="aside"),
        Panel("transfers", "接转", "members/panels/transfers.html", _transfers, place="tab"),
    )
    actions = (
        Action(
            "transfer",
            "申请转出",
            ASK_TRANSFER,
            transfers.ask_out,
            forms.AskOutForm,
            in_state(*transfers.MAY_MOVE),
            "arrows-exchange",
            explain="转入工会三十天内同意后办结；在此之前什么也不变。",
            done="已申请转出，等转入工会答复。",
            effects=lambda member, user: attached.effects_of_transfer(member),
        ),
        Action(
            "issue-card",
            "发会员证",
            "members.change_member",
            cards.issue_card,
            when=_has_no_card,
            icon="certificate",
            explain="编入会员证号，此后可以打印会员证。证号随人，接转后不变。",
            done="已编会员证号。",
        ),
        Action(
            "retain",
            "保留会籍",
            standing.END,
            standing.retain,
            forms.LeaveForm,
            in_state(MemberState.ACTIVE),
            "bookmark",
            explain="退休、失业、参军等情形：自该日起保留会籍。",
            done="已转为保留会籍。",
        ),
        Action(
            "resume",
            "恢复会籍",
            standing.END,
            standing.resume,
            DayForm,
            in_state(MemberState.RETAINED),
            "refresh",
            explain="自该日起恢复为在会会员。",
            done="已恢复会籍。",
        ),
        Action(
            "withdraw",
            "退会",
            standing.END,
            standing.withdraw,
            forms.LeaveForm,
            in_state(*ON_THE_ROSTER),
            "logout",
            explain="填写会籍的最后一天。档案保留，以后可以重新入会。",
            danger=True,
            done="已办理退会。",
        ),
        Action(
            "expel",
            "除名",
            standing.END,
            standing.expel,
            forms.LeaveForm,
            in_state(*ON_THE_ROSTER),
            "ban",
            explain="须经工会小组讨论、工会基层委员会决定。填写会籍的最后一天和事由。",
            danger=True,
            done="已办理除名。",
        ),
        Action(
            "death",
            "登记去世",
            standing.END,
            standing.record_death,
            DayForm,
            in_state(*ON_THE_ROSTER),
            "flag",
            explain="会籍到去世之日为止。",
            danger=True,
            done="已登记。",
        ),
        Action(
            "rejoin",
            "重新入会",
            standing.END,
            standing.rejoin,
            DayForm,
            in_state(*standing.MAY_COME_BACK),
            "user-plus",
            explain="自该日起重新成为本工会会员，接续原档案。",
            done="已重新入会。",
        ),
    )
    bulk = (
        BulkAction(
            "cards",
            "打印会员证",
            "members.change_member",
            cards.issue_card,
            icon="certificate",
            explain="没有证号的先编号，再合成一份 PDF，每页八张；做好后在“任务”里下载。",
            paper=documents.cards_pdf,
        ),
        BulkAction("retain", "保留会籍", standing.END, standing.retain, forms.LeaveForm, "bookmark"),
        BulkAction("withdraw", "退会", standing.END, standing.withdraw, forms.LeaveForm, "logout", danger=True),
    )

    @classmethod
    def rows(cls, user: Any) -> Any:
        return Member.objects.visible_to(user).known()

    @classmethod
    def subtitle(cls, obj: Member) -> str:
        return str(obj.union)

    @classmethod
    def badges(cls, obj: Member) -> list[Badge]:
        badges = [Badge(obj.get_state_display(), TONES.get(obj.state, "neutral"))]
        if obj.is_migrant:
            badges.append(Badge("农民工", "blue"))
        if obj.is_new_form:
            badges.append(Badge("新就业形态", "blue"))
        if obj.consent_on is None:
            badges.append(Badge("未同意采集", "amber"))
        return badges
