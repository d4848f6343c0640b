"""工会组织: the register of unions."""

from typing import Any

from django.utils import timezone

from desk.registers.parts import Action, Badge, Panel, Preset, Section, Tone
from unions import filters, forms, tables
from unions.choices import OrgStatus, OrgType
from unions.models import Coverage, UnionOrg, User
from unions.registers.branch import BranchRegister
from unions.resources import UnionResource
from unions.services import census, records, terms, tree


def _place(union: UnionOrg, user: User) -> dict[str, Any]:
    above = UnionOrg.objects.filter(pk__in=union.ancestor_ids()).order_by("path")
    return {
        "union": union,
        "above": above,
        "children": union.children.visible_to(user).standing().order_by("org_type", "pinyin")[:50],
    }


def _health(union: UnionOrg, user: User) -> dict[str, Any]:
    return {"findings": census.health_card(union)}


def _people(union: UnionOrg, user: User) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "union": union,
        "officers": union.officers.visible_to(user).on(today).order_by("post", "pinyin"),
        "terms": union.terms.order_by("-number"),
        "committees": union.committees.on(today),
    }


def _covered(union: UnionOrg, user: User) -> dict[str, Any]:
    on = Coverage.objects.visible_to(user).on(timezone.localdate())
    return {"coverages": on.filter(union=union).select_related("employer").order_by("employer__pinyin")}


def _changes(union: UnionOrg, user: User) -> dict[str, Any]:
    return {"changes": union.changes.select_related("old_parent", "new_parent", "other", "recorded_by")}


def _stands(union: UnionOrg) -> bool:
    return union.status in (OrgStatus.PREPARING, OrgStatus.ACTIVE)


def _stands_below(union: UnionOrg) -> bool:
    return _stands(union) and union.org_type != OrgType.COUNTY_FEDERATION


class UnionOrgRegister(BranchRegister):
    """工会组织."""

    model = UnionOrg
    slug, icon = "unions", "building-community"
    table = tables.UnionOrgTable
    default_columns = ("name", "org_type", "parent", "status", "worker_count", "member_count", "founded_on")
    sortings = {
        "name": "pinyin",
        "founded_on": "founded_on",
        "worker_count": "worker_count",
        "member_count": "member_count",
    }
    default_sorting = "name"
    filters = filters.UnionOrgFilters
    facets = ("org_type", "status", "grassroots_form")
    search = "search"
    search_hint = "名称、拼音首字母、统计编码、信用代码"
    related = ("parent",)
    presets = (
        Preset("reelection-due", "届满未换届", {"reelection_due": "true"}),
        Preset("chair-vacant", "主席空缺", {"chair_vacant": "true", "status": OrgStatus.ACTIVE}),
        Preset("no-books", "未独立建账", {"books_kept": "false", "status": OrgStatus.ACTIVE}),
    )
    form = forms.UnionOrgForm
    create_form = forms.FoundForm
    create = staticmethod(tree.found)
    change = staticmethod(records.change_union)
    resource = UnionResource
    sections = (
        Section("基本情况", "name short_name org_type grassroots_form parent status stat_code uscc region_code"),
        Section("批准成立", "founded_on approval_doc_no approved_by term_years closed_on merged_into"),
        Section(
            "职工与会员",
            "worker_count female_workers migrant_workers dispatched_workers member_count female_members migrant_members",
        ),
        Section("单位与联系", "industry unit_class has_party_org address phone"),
        Section("财务", "bank_account_opened books_kept"),
    )
    panels = (
        Panel("health", "五项普查", "unions/panels/health.html", _health, place="aside"),
        Panel("place", "隶属", "unions/panels/place.html", _place, place="aside"),
        Panel("people", "届期与干部", "unions/panels/people.html", _people, place="tab"),
        Panel("employers", "涵盖单位", "unions/panels/employers.html", _covered, place="tab"),
        Panel("changes", "组织变动", "unions/panels/changes.html", _changes, place="tab"),
    )
    actions = (
        Action(
            "rename", "更名", "unions.rename_unionorg", tree.rename, forms.RenameForm, _stands, "edit", done="已更名。"
        ),
        Action(
            "move",
            "调整隶属",
            "unions.move_unionorg",
            tree.move,
            forms.MoveForm,
            _stands_below,
            "arrows-exchange",
            explain="下级工会随同调整。生效日期之前的数字仍按原隶属统计。",
            done="已调整隶属。",
        ),
        Action(
            "elect",
            "换届",
            "unions.add_term",
            lambda *, actor, obj, **answers: terms.elect(actor=actor, union=obj, **answers),
            forms.TermForm,
            _stands,
            "users",
            explain="登记新一届委员会，届满日期按届期年数推算。",
            done="已登记新一届。",
        ),
        Action(
            "committee",
            "成立经审/女工委",
            "unions.add_committee",
            lambda *, actor, obj, **answers: terms.set_up_committee(actor=actor, union=obj, **answers),
            forms.CommitteeForm,
            _stands,
            "shield-check",
            done="已登记。",
        ),
        Action(
            "merge",
            "并入其他工会",
            "unions.merge_unionorg",
            tree.merge,
            forms.MergeForm,
            _stands_below,
            "git-merge",
            explain="下级工会、涵盖单位和会员转到并入的工会，干部任职到前一日止。此后本工会不再计入统计，历史仍可查。",
            danger=True,
            done="已并入。",
        ),
        Action(
            "dissolve",
            "撤销",
            "unions.dissolve_unionorg",
            tree.dissolve,
            forms.DissolveForm,
            _stands_below,
            "ban",
            explain="先要没有下级工会、涵盖单位和在会会员。撤销后不再计入统计，历史仍可查。",
            danger=True,
            done="已撤销。",
        ),
    )

    @classmethod
    def subtitle(cls, obj: UnionOrg) -> str:
        return obj.get_org_type_display()

    @classmethod
    def badges(cls, obj: UnionOrg) -> list[Badge]:
        tones: dict[str, Tone] = {OrgStatus.ACTIVE: "green", OrgStatus.PREPARING: "amber"}
        return [Badge(obj.get_status_display(), tones.get(obj.status, "neutral"))]
