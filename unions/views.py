"""Pages of the first floor that are no register: the tree, the census, the rules of the shell search."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required, permission_required
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_POST, require_safe

from desk.registers.versions import Conflict
from desk.vault.scope import everything
from unions.forms import ShellRuleForm
from unions.models import Announcement, ShellRule, UnionOrg, User
from unions.models.announcements import AnnouncementQuerySet
from unions.services import branches, census, shells

PUBLIC = "公示公告"
ANNOUNCEMENTS_SHOWN = 20
LARGEST_KEY = 2**63


def person(request: HttpRequest) -> User:
    """Who asks. The middleware lets nobody else reach these pages."""
    return cast("User", request.user)


def day_asked(request: HttpRequest) -> date:
    """The day in `?day=`, today without one. Raises Http404 for what is no day, or lies ahead."""
    text = request.GET.get("day", "")
    today = timezone.localdate()
    if not text:
        return today
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or day > today:
        raise Http404("日期应写作 2014-12-31，且不晚于今天。")
    return day


@permission_required("unions.view_unionorg", raise_exception=True)
def tree(request: HttpRequest) -> HttpResponse:
    """The tree on a day; `?at=` opens the way to a union."""
    day, at = day_asked(request), request.GET.get("at", "")
    if at and not (at.isascii() and at.isdigit() and len(at) < 19):  # a bigint has 19 digits
        raise Http404("没有这个工会。")
    here = get_object_or_404(UnionOrg.objects.visible_to(person(request)), pk=at) if at else None
    tops = branches.picture(actor=person(request), day=day, at=here.pk if here else None)
    context = {"tops": tops, "day": day, "here": here, "is_past": day != timezone.localdate()}
    return render(request, "unions/tree.html", context)


@permission_required("unions.view_unionorg", raise_exception=True)
def branch(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands below a union, for the tree that opens as one clicks."""
    day = day_asked(request)
    get_object_or_404(UnionOrg.objects.visible_to(person(request)), pk=pk)
    node = branches.find(branches.picture(actor=person(request), day=day, at=pk), pk)
    if node is None:
        raise Http404("这一天没有这个工会。")
    return render(request, "unions/branch.html", {"node": node, "day": day})


@permission_required("unions.view_unionorg", raise_exception=True)
def census_overview(request: HttpRequest) -> HttpResponse:
    """The census of five matters, a row per township or industry."""
    rows = census.county_overview(actor=person(request))
    labels = [matter.label for matter in census.MATTERS]
    lines = [(row, list(zip(labels, row.matters.values(), strict=True))) for row in rows]
    return render(request, "unions/census.html", {"lines": lines, "labels": labels})


@dataclass(frozen=True)
class RuleLine:
    """A rule on the page of the rules. `version`: the one its form began with; `saved_since`: somebody else saved it."""

    rule: ShellRule
    about: shells.Rule
    form: ShellRuleForm
    version: int
    saved_since: bool = False


@permission_required("unions.view_shellrule", raise_exception=True)
def shell_rules(request: HttpRequest) -> HttpResponse:
    """The rules that suspect a union, with their thresholds."""
    return _rules_page(request)


@permission_required("unions.change_shellrule", raise_exception=True)
@require_POST
def change_shell_rule(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves one rule. What is wrong is said on the page; nothing is saved then, and what was typed stays in its form.

    So it is for the second of two people, who sees what the first has saved (promises.md C1).
    """
    rule = get_object_or_404(ShellRule, pk=pk)
    title = shells.RULES[rule.code].title
    form = ShellRuleForm(request.POST, instance=rule, prefix=str(pk))
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise Http404("表单缺少版本号。") from None
    if not form.is_valid():
        told = " ".join(str(message) for errors in form.errors.values() for message in errors)
        messages.error(request, f"规则没有保存：{told}")
        return _rules_page(request, kept=form, version=version)
    try:
        shells.change_rule(actor=person(request), obj=rule, version=version, **form.cleaned_data)
    except Conflict:
        messages.error(request, f"“{title}”刚被他人改过，您的修改没有保存。请看过新的设置，再决定是否保存。")
        return _rules_page(request, kept=form)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return _rules_page(request, kept=form, version=version)
    messages.success(request, f"已保存规则“{title}”。")
    return redirect("shells:rules")


def _rules_page(request: HttpRequest, *, kept: ShellRuleForm | None = None, version: int | None = None) -> HttpResponse:
    """All rules; one of them with the form that could not be saved: on the `version` it began with, or, without one,
    on what somebody else has saved."""
    lines = []
    for rule in _rules():
        line = RuleLine(rule, shells.RULES[rule.code], ShellRuleForm(instance=rule, prefix=str(rule.pk)), rule.version)
        if kept is not None and kept.instance.pk == rule.pk:
            line = replace(line, form=kept, version=version or rule.version, saved_since=version is None)
        lines.append(line)
    return render(request, "unions/shell_rules.html", {"rules": lines})


@permission_required("unions.decide_shellflag", raise_exception=True)
@require_POST
def suspect(request: HttpRequest) -> HttpResponse:
    """Runs the rules over the branch of the person who asks."""
    found: list[Any] = shells.suspect(actor=person(request))
    messages.success(request, f"排查完成，新增疑似 {len(found)} 家次。" if found else "排查完成，没有新的疑似。")
    return redirect("shells:list")


def _rules() -> Any:
    return ShellRule.objects.order_by("code")


# --- for everybody ----------------------------------------------------------------------------------------------------
@login_not_required
@require_safe
def public_announcements(request: HttpRequest) -> HttpResponse:
    """What stands on the public pages today, newest first; `?page=` turns."""
    with everything(PUBLIC):
        page = Paginator(_public(), ANNOUNCEMENTS_SHOWN).get_page(request.GET.get("page"))
        rows = list(page)
    turned = {
        "prev_url": f"?page={page.previous_page_number()}" if page.has_previous() else "",
        "next_url": f"?page={page.next_page_number()}" if page.has_next() else "",
        "text": f"第 {page.number} 页，共 {page.paginator.num_pages} 页",
    }
    return render(request, "public/unions/announcements.html", {"announcements": rows, **turned})


@login_not_required
@require_safe
def public_announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """One announcement that stands on the public pages today."""
    with everything(PUBLIC):
        found = _public().filter(pk=pk).first() if pk < LARGEST_KEY else None
    if found is None:
        raise Http404("没有这条公告，或它已经下线。")
    return render(request, "public/unions/announcement.html", {"announcement": found})


def _public() -> AnnouncementQuerySet:
    rows: AnnouncementQuerySet = Announcement.objects.public_on(timezone.localdate()).select_related("union")
    return rows
