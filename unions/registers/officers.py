"""工会干部: the register of officers."""

from desk.registers.parts import Action, Preset, Section
from unions import filters, forms, tables
from unions.models import Officer
from unions.registers.branch import BranchRegister
from unions.resources import OfficerResource
from unions.services import terms


class OfficerRegister(BranchRegister):
    """工会干部."""

    model = Officer
    slug, icon = "officers", "users"
    table = tables.OfficerTable
    default_columns = ("name", "union", "post", "employment", "held", "phone")
    sortings = {"name": "pinyin"}
    default_sorting = "name"
    filters = filters.OfficerFilters
    facets = ("post", "in_post")
    search, search_sealed = "search", "id_index"
    search_hint = "姓名、拼音、首字母"
    related = ("union",)
    presets = (Preset("in-post", "在任干部", {"in_post": "true"}),)
    form = forms.OfficerForm
    create = staticmethod(terms.appoint_officer)
    change = staticmethod(terms.change_officer)
    resource = OfficerResource
    sections = (
        Section("任职", "union name post employment term held"),
        Section("个人信息", "gender id_number phone"),
    )
    actions = (
        Action(
            "end",
            "离任",
            "unions.change_officer",
            terms.end_officer,
            forms.DayForm,
            when=lambda officer: officer.last_day is None,
            icon="logout",
            explain="填写在任的最后一天。",
            done="已登记离任。",
        ),
    )
