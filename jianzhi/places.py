"""The menu: the places of the portal that a person may enter."""

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import reverse


@dataclass(frozen=True)
class Place:
    """An entry of the menu. `right` is asked before it is shown; `key` follows `g` on the keyboard."""

    view: str
    label: str
    icon: str
    key: str
    right: str = ""
    group: str = ""


@dataclass(frozen=True)
class PlaceShown:
    """An entry as the template draws it."""

    url: str
    label: str
    icon: str
    key: str
    active: bool
    group: str


PLACES = (
    Place("home", "工作台", "home", "h"),
    Place("cases:inbox", "待我处理", "inbox", "w"),
    Place("unions:tree", "组织树", "sitemap", "t", "unions.view_unionorg", "组织"),
    Place("unions:list", "工会组织", "building-community", "u", "unions.view_unionorg", "组织"),
    Place("employers:list", "用人单位", "building-factory", "e", "unions.view_employer", "组织"),
    Place("officers:list", "工会干部", "users", "o", "unions.view_officer", "组织"),
    Place("registrations:list", "法人登记", "certificate", "r", "unions.view_legalpersonregistration", "组织"),
    Place("announcements:list", "公示公告", "speakerphone", "g", "unions.view_announcement", "组织"),
    Place("members:list", "会员", "id", "m", "members.view_member", "会员"),
    Place("transfers:list", "会籍接转", "arrows-exchange", "f", "members.view_transfer", "会员"),
    Place("applications:list", "入会申请", "inbox", "p", "members.view_membershipapplication", "会员"),
    Place("duplicates:list", "疑似重复", "git-merge", "d", "members.view_duplicatehint", "会员"),
    Place("proposals:list", "金点子", "bulb", "k", "competitions.view_proposal", "建议"),
    Place("campaigns:list", "活动", "speakerphone", "v", "competitions.view_campaign", "建议"),
    Place("year_end:list", "年终统计", "chart-bar", "y", "year_end.view_reportingperiod", "统计"),
    Place("unions:census", "五项普查", "clipboard-check", "c", "unions.view_unionorg", "排查"),
    Place("shells:list", "空壳排查", "flag", "s", "unions.view_shellflag", "排查"),
    Place("shells:rules", "排查规则", "settings", "x", "unions.view_shellrule", "排查"),
    Place("accounts:list", "账号与任职", "key", "a", "unions.view_user", "管理"),
    Place("jobs:list", "任务", "list-check", "j", "", "管理"),
    Place("notices:list", "通知", "bell", "n", "", "管理"),
    Place("notices:outbox", "待发通知", "send", "b", "notices.view_notice", "管理"),
    Place("approvals:list", "导出审批", "clipboard-check", "q", "registers.approve_export", "管理"),
    Place("vault:access_log", "访问记录", "eye", "l", "vault.view_accessentry", "管理"),
    Place("sign_in_log", "登录记录", "login", "i", "unions.view_loginevent", "管理"),
)


@cache
def _address(view: str) -> str:
    """The address of a place, looked up once: a page has two dozen of them."""
    return reverse(view)


def places_for(user: Any, path: str) -> tuple[PlaceShown, ...]:
    """The places `user` may enter; the one `path` lies in is active."""
    shown = [(_address(p.view), p) for p in PLACES if not p.right or user.has_perm(p.right)]
    here = max((url for url, _ in shown if path.startswith(url)), key=len, default="")
    return tuple(PlaceShown(url, p.label, p.icon, p.key, url == here, p.group) for url, p in shown)


@lru_cache(maxsize=1_000)  # some thirty for each kind of appointment
def menu_of(places: tuple[PlaceShown, ...]) -> str:
    """The menu as HTML. Drawn once for whoever may enter the same places: it was a twentieth of the work of a page."""
    return render_to_string("desk/parts/places.html", {"places": places})
