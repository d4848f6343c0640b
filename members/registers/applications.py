"""入会申请: what workers asked on the public page, for the base union to answer."""

from desk.cases import offers
from desk.cases.register import TIMELINE, CaseRegister
from desk.registers.parts import Preset, Section, Tone
from members.choices import ApplicationState
from members.filters.applications import ApplicationFilters
from members.forms.applications import AcceptForm, RefuseForm
from members.models import MembershipApplication
from members.procedures import APPLICATION
from members.services import applications
from members.tables.applications import ApplicationTable
from unions.registers.branch import BranchRegister

TONES: dict[str, Tone] = {
    ApplicationState.NEW: "amber",
    ApplicationState.ACCEPTED: "green",
    ApplicationState.REFUSED: "red",
    ApplicationState.WITHDRAWN: "neutral",
}


class ApplicationRegister(CaseRegister, BranchRegister):
    """入会申请."""

    model = MembershipApplication
    slug, icon = "applications", "inbox"
    no_import = "each row is what a worker asked for in person, with consent"
    table = ApplicationTable
    default_columns = ("name", "phone", "employer_name", "union", "state", "consent_at")
    sortings = {"consent_at": "consent_at"}
    default_sorting = "-consent_at"
    filters = ApplicationFilters
    facets = ("waits_for_me", "state")
    search = "union__search"
    search_hint = "工会名称、拼音首字母"
    search_sealed = "id_index"
    related = ("union", "member", "decided_by")
    presets = (
        Preset("new", "待审核", {"state": ApplicationState.NEW}),
        Preset("unread", "新到未读", {"unread": "true"}),
        Preset("overdue", "已超期", {"lamp": "red"}),
    )
    sections = (
        Section("申请人", "name id_number phone employer_name"),
        Section("申请", "receipt_no union consent_at state due_on decided_by decided_on answer member forgotten_on"),
    )
    panels = (TIMELINE,)
    actions = (
        *offers.actions(
            APPLICATION,
            runs={"accept": applications.accept, "refuse": applications.refuse},
            ask={"accept": AcceptForm, "refuse": RefuseForm},
        ),
        *offers.talking(APPLICATION, takes_files=False),
    )
    tones = TONES
