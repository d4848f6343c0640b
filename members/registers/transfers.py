"""会籍接转: the register of transfers, for both unions."""

from typing import Any

from django.db.models import Case, CharField, F, Value, When

from desk.cases import offers
from desk.cases.register import TIMELINE, CaseRegister
from desk.registers.parts import BulkAction, Panel, Preset, Section, Tone
from members import documents
from members.choices import OPEN_TRANSFERS, TransferState
from members.filters.roster import TransferFilters
from members.forms import roster as forms
from members.models import Member, Transfer
from members.procedures import TRANSFER
from members.services import attached, letters, transfers
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
        "file": Member.objects.visible_to(user).filter(pk=transfer.member_id).first(),
        "steps": [
            {"label": "申请", "state": "done", "note": f"{transfer.asked_on:%Y-%m-%d}"},
            {"label": "对方同意", "state": "now" if is_open else "done" if is_done else "stopped", "note": answer},
            {"label": "接转", "state": "done" if is_done else "todo", "note": _day(transfer) if is_done else ""},
        ],
    }


def _day(transfer: Transfer) -> str:
    return f"{transfer.decided_on:%Y-%m-%d}" if transfer.decided_on else ""


def _letter(transfer: Transfer, user: User) -> dict[str, Any]:
    may_print = user.has_perm("members.print_transfer", transfer)
    return {"transfer": transfer, "why_not": letters.why_not(transfer), "may_print": may_print}


def _left_behind(transfer: Transfer, user: User) -> list[attached.Effect]:
    return attached.effects_of_transfer(transfer.member)


class TransferRegister(CaseRegister, BranchRegister):
    """会籍接转."""

    model = Transfer
    slug, icon = "transfers", "arrows-exchange"
    no_import = "each row takes the consent of two unions; a sheet speaks for one"
    table = TransferTable
    default_columns = ("name", "union_name", "to_union_name", "state", "awaits", "due_on")
    sortings = {"due_on": "due_on", "asked_on": "asked_on"}
    default_sorting = "-asked_on"
    filters = TransferFilters
    facets = ("waits_for_me", "state")
    search = "search"
    search_hint = "姓名、工会名称、拼音首字母"
    presets = (
        Preset("mine", "待我办理", {"waits_for_me": "here"}),
        Preset("under-way", "办理中", {"under_way": "true"}),
        Preset("overdue", "已超期", {"lamp": "red"}),
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
        TIMELINE,
    )
    actions = offers.actions(
        TRANSFER,
        runs={
            "agree-out": transfers.agree,
            "agree-in": transfers.agree,
            "refuse": transfers.refuse_transfer,
            "withdraw": transfers.withdraw,
        },
        ask={"agree-in": forms.ReceiveForm, "refuse": forms.AnswerForm, "withdraw": forms.RemarkForm},
        effects={"agree-out": _left_behind},
    )
    tones = TONES
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
        return f"由{obj.awaited_name}办理"
