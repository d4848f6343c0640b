"""统计报表: the register of returns."""

from functools import partial
from typing import Any

from desk.cases import offers
from desk.cases.place import place
from desk.cases.register import FILES, TIMELINE, CaseRegister
from desk.registers.parts import BulkAction, Panel, Preset, Run, Section, Tone
from jianzhi.year_end.choices import ReturnState as S
from jianzhi.year_end.filters import ReturnFilters
from jianzhi.year_end.forms.returns import RemindForm, SubmitForm
from jianzhi.year_end.models import StatisticalReturn
from jianzhi.year_end.procedure import PROCEDURE, RECEIVE
from jianzhi.year_end.services import returns
from jianzhi.year_end.tables import ReturnTable
from unions.models import User
from unions.registers.branch import BranchRegister

TONES: dict[str, Tone] = {S.UNREPORTED: "amber", S.REPORTED: "blue", S.RETURNED: "red", S.APPROVED: "green"}
RUNS: dict[str, Run] = {
    "submit": returns.submit,
    **{slug: partial(returns.decide, slug=slug) for slug in ("approve", "send_back", "reopen")},
}


def _checks(obj: StatisticalReturn, user: User) -> dict[str, Any]:
    """What the checks say; of a closed period, about its frozen figures."""
    return {"obj": obj, "findings": returns.findings_of(obj), "explanations": obj.explanations}


class ReturnRegister(CaseRegister, BranchRegister):
    """统计报表."""

    model, tones = StatisticalReturn, TONES
    slug, icon = "returns", "clipboard-list"
    table = ReturnTable
    default_columns = ("union_name", "year", "receiver_name", "state", "due_on", "state_since", "preparer")
    sortings = {"union_name": "union_name", "due_on": "due_on", "state_since": "state_since"}
    default_sorting = "-state_since"
    filters = ReturnFilters
    facets = ("waits_for_me", "unread", "state", "missing")
    search = "search"
    search_hint = "工会名称、拼音首字母"
    related = ("period",)
    no_import = "报表由各级工会逐级上报，不从工作簿导入；填报的数据可在“填报数据”里导入。"
    presets = (
        Preset("mine", "待我办理", {"waits_for_me": "here"}),
        Preset("missing", "未上报", {"missing": "true"}),
        Preset("overdue", "已超期", {"lamp": "red"}),
    )
    buttons = "year_end/returns/buttons.html"
    sections = (Section("报表", "union_name period receiver_name state due_on responsible preparer"),)
    panels = (
        Panel("checks", "逻辑检查", "year_end/returns/checks.html", _checks),
        TIMELINE,
        FILES,
    )
    actions = (
        *offers.actions(
            PROCEDURE,
            runs=RUNS,
            ask={"submit": SubmitForm},
            known={"submit": returns.signers},
            why_not={"approve": returns.why_not_approve},
        ),
        *offers.talking(PROCEDURE, has_visitor=False),
    )
    bulk = (
        *offers.bulk(PROCEDURE, "approve", "send_back", runs=RUNS),
        BulkAction(
            "remind",
            "催报",
            RECEIVE,
            returns.remind,
            RemindForm,
            "bell",
            "给未报和退回的工会的经办人发一条通知；没有经办人的，通知它的上级工会。",
            at=place("receiver"),
        ),
    )

    @classmethod
    def heading(cls, obj: StatisticalReturn) -> str:
        return obj.union_name

    @classmethod
    def subtitle(cls, obj: StatisticalReturn) -> str:
        return f"{obj.period}统计报表 · 由{obj.receiver_name}审核"
