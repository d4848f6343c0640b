"""入会申请: what workers asked on the public page, for the base union to answer."""

from desk.registers.parts import Action, Badge, Preset, Section, Tone, in_state
from members.choices import ApplicationState
from members.filters.applications import ApplicationFilters
from members.forms.applications import AcceptForm, RefuseForm
from members.models import MembershipApplication
from members.services import applications
from members.tables.applications import ApplicationTable
from unions.registers.branch import BranchRegister

TONES: dict[str, Tone] = {
    ApplicationState.NEW: "amber",
    ApplicationState.ACCEPTED: "green",
    ApplicationState.REFUSED: "red",
}


class ApplicationRegister(BranchRegister):
    """入会申请."""

    model = MembershipApplication
    slug, icon = "applications", "inbox"
    table = ApplicationTable
    default_columns = ("name", "phone", "employer_name", "union", "state", "consent_at")
    sortings = {"consent_at": "consent_at"}
    default_sorting = "-consent_at"
    filters = ApplicationFilters
    facets = ("state",)
    search = "union__search"
    search_hint = "工会名称、拼音首字母"
    search_sealed = "id_index"
    related = ("union", "member", "decided_by")
    presets = (Preset("new", "待审核", {"state": ApplicationState.NEW}),)
    sections = (
        Section("申请人", "name id_number phone employer_name"),
        Section("申请", "receipt_no union consent_at state decided_by decided_on answer member"),
    )
    actions = (
        Action(
            "accept",
            "同意入会",
            applications.DECIDE,
            applications.accept,
            AcceptForm,
            in_state(ApplicationState.NEW),
            "check",
            explain="同意后建立会员档案和第一段会籍；姓名、身份证号和手机照申请人填写的登记。",
            done="已同意，会员档案已建立。",
        ),
        Action(
            "refuse",
            "不同意",
            applications.DECIDE,
            applications.refuse,
            RefuseForm,
            in_state(ApplicationState.NEW),
            "x",
            danger=True,
            done="已答复不同意，申请人凭查询码可以看到理由。",
        ),
    )

    @classmethod
    def badges(cls, obj: MembershipApplication) -> list[Badge]:
        return [Badge(obj.get_state_display(), TONES[obj.state])]
