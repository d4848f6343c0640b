"""法人登记: the register of legal persons."""

from desk.registers.parts import Action, Badge, Preset, Section, Tone, in_state
from unions import filters, forms, tables
from unions.choices import RegistrationState
from unions.models import LegalPersonRegistration
from unions.registers.branch import BranchRegister
from unions.services import registration


class RegistrationRegister(BranchRegister):
    """法人登记."""

    model = LegalPersonRegistration
    slug, icon = "registrations", "certificate"
    no_import = "each row is an application that is examined and decided, and ends in a certificate"
    table = tables.RegistrationTable
    default_columns = ("union", "kind", "state", "uscc", "cert_no", "issued_on", "valid_until")
    sortings = {"union": "union__pinyin", "issued_on": "issued_on", "valid_until": "valid_until"}
    default_sorting = "union"
    filters = filters.RegistrationFilters
    facets = ("state", "kind")
    search = "union__search"
    search_hint = "工会名称、拼音首字母"
    related = ("union",)
    presets = (Preset("to-decide", "待审核", {"state": RegistrationState.SUBMITTED}),)
    form = forms.RegistrationForm
    create = staticmethod(registration.apply)
    change = staticmethod(registration.change_registration)
    sections = (
        Section("申请", "union kind state legal_rep address submitted_on note"),
        Section("证书", "uscc cert_no issued_on valid_until"),
    )
    actions = (
        Action(
            "submit",
            "提交",
            "unions.change_legalpersonregistration",
            registration.submit,
            when=in_state(RegistrationState.DRAFT, RegistrationState.SUPPLEMENT),
            icon="send",
            done="已提交。",
        ),
        Action(
            "supplement",
            "要求补正",
            "unions.decide_legalpersonregistration",
            registration.ask_supplement,
            forms.NoteForm,
            in_state(RegistrationState.SUBMITTED),
            "arrow-back-up",
            done="已退回补正。",
        ),
        Action(
            "approve",
            "核准",
            "unions.decide_legalpersonregistration",
            registration.approve,
            when=in_state(RegistrationState.SUBMITTED),
            icon="check",
            done="已核准。",
        ),
        Action(
            "issue",
            "发证",
            "unions.decide_legalpersonregistration",
            registration.issue,
            forms.IssueForm,
            in_state(RegistrationState.APPROVED),
            "certificate",
            done="已发证。",
        ),
        Action(
            "cancel",
            "注销",
            "unions.decide_legalpersonregistration",
            registration.cancel,
            forms.NoteForm,
            in_state(RegistrationState.ISSUED),
            "ban",
            danger=True,
            done="已注销。",
        ),
    )

    @classmethod
    def heading(cls, obj: LegalPersonRegistration) -> str:
        return f"{obj.union.name} · {obj.get_kind_display()}"

    @classmethod
    def badges(cls, obj: LegalPersonRegistration) -> list[Badge]:
        tones: dict[str, Tone] = {
            RegistrationState.SUBMITTED: "blue",
            RegistrationState.SUPPLEMENT: "amber",
            RegistrationState.ISSUED: "green",
        }
        return [Badge(obj.get_state_display(), tones.get(obj.state, "neutral"))]
