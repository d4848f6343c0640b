"""会籍接转: the register of transfers, for both unions."""

from typing import Any

from django.db.models import Case, CharField, F, Value, When

from desk.registers.parts import Action, Badge, BulkAction, Panel, Preset, Section, Tone, in_state
from members import documents
from members.choices import OPEN_TRANSFERS, TransferState
from members.filters.roster import TransferFilters
from members.forms import roster as forms
from members.models import Transfer
from members.services import attached, letters, transfers
from members.services.clocks import days_left
from members.tables.roster import TransferTable
from unions.models import User
from unions.registers.branch import BranchRegister

TONES: dict[str, Tone] = {
    TransferState.ASKED_OUT: "amber",
    TransferState.ASKED_IN: "amber",
    TransferState.DONE: "green",
    TransferState.REFUSED: "red",
}


def _steps(transfer: Transfer, user: User) -> dict[str, Any]:
    is_open = transfer.state in OPEN_TRANSFERS
    is_done = transfer.state == TransferState.DONE
    answer = transfer.awaited_name if is_open else ""
    return {
        "steps": [
            {"label": "申请", "state": "done", "note": f"{transfer.asked_on:%Y-%m-%d}"},
            {"label": "对方同意", "state": "now" if is_open else "done" if is_done else "stopped", "note": answer},
            {"label": "接转", "state": "done" if is_done else "todo", "note": _day(transfer) if is_done else ""},
        ]
    }


def _day(transfer: Transfer) -> str:
    return f"{transfer.decided_on:%Y-%m-%d}" if transfer.decided_on else ""


def _letter(transfer: Transfer, user: User) -> dict[str, Any]:
    may_print = user.has_perm("members.print_transfer", transfer)
    return {"transfer": transfer, "why_not": letters.why_not(transfer), "may_print": may_print}


class TransferRegister(BranchRegister):
    """会籍接转."""

    model = Transfer
    slug, icon = "transfers", "arrows-exchange"
    table = TransferTable
    default_columns = ("name", "union_name", "to_union_name", "state", "awaits", "due_on")
    sortings = {"due_on": "due_on", "asked_on": "asked_on"}
    default_sorting = "-asked_on"
    filters = TransferFilters
    facets = ("awaits_me", "state")
    search = "search"
    search_hint = "姓名、工会名称、拼音首字母"
    presets = (
        Preset("mine", "待我办理", {"awaits_me": "true"}),
        Preset("under-way", "办理中", {"under_way": "true"}),
        Preset("overdue", "已超期", {"overdue": "true"}),
    )
    create_title = "申请转入"
    create_form = forms.AskInForm
    create = staticmethod(transfers.ask_in)
    sections = (
        Section("接转", "name union_name to_union_name state reason"),
        Section("时限与办理", "asked_on due_on asked_by decided_on decided_by answer"),
    )
    panels = (
        Panel("steps", "进度", "members/panels/steps.html", _steps),
        Panel("letter", "介绍信", "members/panels/letter.html", _letter, place="aside"),
    )
    actions = (
        Action(
            "agree-out",
            "同意转出",
            transfers.DECIDE,
            transfers.agree,
            when=in_state(TransferState.ASKED_OUT),
            icon="check",
            explain="同意后立即接转：本会的会籍到昨天为止，档案转入对方工会。",
            done="已接转。",
            at=lambda transfer: transfer.awaited,
            effects=lambda transfer, user: attached.effects_of_transfer(transfer.member),
        ),
        Action(
            "agree-in",
            "同意转入",
            transfers.DECIDE,
            transfers.agree,
            forms.ReceiveForm,
            in_state(TransferState.ASKED_IN),
            "check",
            explain="同意后立即接转：自今天起是本会会员，档案转入本会。",
            done="已接转。",
            at=lambda transfer: transfer.awaited,
        ),
        Action(
            "refuse",
            "不同意",
            transfers.DECIDE,
            transfers.refuse_transfer,
            forms.AnswerForm,
            in_state(*OPEN_TRANSFERS),
            "x",
            danger=True,
            done="已答复不同意。",
            at=lambda transfer: transfer.awaited,
        ),
        Action(
            "withdraw",
            "撤回申请",
            transfers.ASK,
            transfers.withdraw,
            forms.RemarkForm,
            in_state(*OPEN_TRANSFERS),
            "arrow-back-up",
            done="已撤回。",
            at=lambda transfer: transfer.asking,
        ),
    )
    bulk = (
        BulkAction(
            "letters",
            "打印介绍信",
            "members.print_transfer",
            letters.check_letter,
            icon="mail",
            explain="转出工会已同意的接转，合成一份 PDF；做好后在“任务”里下载。",
            paper=documents.letters_pdf,
        ),
    )

    @classmethod
    def rows(cls, user: Any) -> Any:
        awaits = Case(
            When(state=TransferState.ASKED_OUT, then=F("union_name")),
            When(state=TransferState.ASKED_IN, then=F("to_union_name")),
            default=Value(""),
            output_field=CharField(),
        )
        return super().rows(user).annotate(awaits=awaits)

    @classmethod
    def subtitle(cls, obj: Transfer) -> str:
        if obj.state not in OPEN_TRANSFERS:
            return ""
        return f"由{obj.awaited_name}办理，{days_left(obj)}"

    @classmethod
    def badges(cls, obj: Transfer) -> list[Badge]:
        return [Badge(obj.get_state_display(), TONES.get(obj.state, "neutral"))]
