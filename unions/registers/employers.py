"""用人单位: the register of employers."""

from typing import Any

from desk.registers.parts import Action, Badge, BulkAction, Panel, Preset, Section
from unions import filters, forms, tables
from unions.choices import COUNTED_AS_GRASSROOTS
from unions.models import Employer, User
from unions.registers.branch import BranchRegister
from unions.resources import EmployerResource
from unions.services import employers


def _coverage_history(employer: Employer, user: User) -> dict[str, Any]:
    return {"coverages": employer.coverages.select_related("union").order_by("-held")}


class EmployerRegister(BranchRegister):
    """用人单位."""

    model = Employer
    slug, icon = "employers", "building-factory"
    table = tables.EmployerTable
    default_columns = ("name", "uscc", "union", "unit_class", "headcount", "is_above_scale")
    sortings = {"name": "pinyin", "headcount": "headcount"}
    default_sorting = "name"
    filters = filters.EmployerFilters
    facets = ("is_above_scale", "covered", "unit_class")
    search = "search"
    search_hint = "名称、拼音首字母、信用代码"
    related = ("union",)
    presets = (
        Preset("above-scale-without-union", "规上企业未建会", {"is_above_scale": "true", "covered": "false"}),
        Preset("deregistered", "已注销单位", {"deregistered": "true"}),
    )
    form = forms.EmployerForm
    create = staticmethod(employers.register_employer)
    change = staticmethod(employers.change_employer)
    resource = EmployerResource
    sections = (
        Section("基本情况", "name uscc union unit_class industry is_above_scale is_two_new"),
        Section("职工", "headcount female_headcount migrant_headcount"),
        Section("登记与联系", "registered_on deregistered_on contact phone address"),
    )
    panels = (Panel("coverage", "覆盖工会", "unions/panels/coverage.html", _coverage_history, place="aside"),)
    actions = (
        Action(
            "cover",
            "确定覆盖工会",
            "unions.cover_employer",
            employers.cover,
            forms.CoverForm,
            icon="link",
            explain="从起始日期起，由所选基层工会覆盖本单位。",
            done="已确定覆盖工会。",
        ),
        Action(
            "uncover",
            "解除覆盖",
            "unions.cover_employer",
            employers.uncover,
            forms.DayForm,
            when=lambda employer: employer.union.org_type in COUNTED_AS_GRASSROOTS,
            icon="x",
            explain="自该日起不再由原工会覆盖，单位回到上一级工会名下。",
            done="已解除覆盖。",
        ),
    )
    bulk = (BulkAction("cover", "确定覆盖工会", "unions.cover_employer", employers.cover, forms.CoverForm, "link"),)

    @classmethod
    def badges(cls, obj: Employer) -> list[Badge]:
        covered = obj.union.org_type in COUNTED_AS_GRASSROOTS
        badges = [Badge("已建会", "green") if covered else Badge("未建会", "red" if obj.is_above_scale else "amber")]
        if obj.is_above_scale:
            badges.append(Badge("规模以上", "blue"))
        return badges
