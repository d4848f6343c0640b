"""年度目标: what a union means to reach in a period, a chapter on a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from desk.registers import submitting
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.forms.rows import TargetForm
from jianzhi.year_end.models import ReportingPeriod, Target
from jianzhi.year_end.report import Cube, Node, printed
from jianzhi.year_end.services import targets
from jianzhi.year_end.services.kept import at_hand
from jianzhi.year_end.services.rows import NotSaved
from jianzhi.year_end.views import rows
from jianzhi.year_end.views.asked import period_asked, union_asked
from unions.models import UnionOrg
from unions.views import person


@dataclass
class TargetRow(rows.Row):
    """A figure with its target. `plan`: the plan of the year before that promised it, where nothing else was set."""

    stored: Target | None = None
    plan: str = ""

    @property
    def target(self) -> str:
        """The target as it is printed."""
        return printed(self.line.cell.target, self.line.definition.decimals)


@dataclass
class Page:
    """The targets of one chapter of a union. `numbers`: how many of its figures have one, by chapter; `below`: the unions
    right below it.
    """

    period: ReportingPeriod
    union: UnionOrg
    chapter: Chapter
    rows: list[TargetRow]
    numbers: list[tuple[Chapter, int]]
    below: Sequence[Node]
    is_open: bool


@never_cache
@permission_required(targets.VIEW, raise_exception=True)
def year_targets(request: HttpRequest, pk: int) -> HttpResponse:
    """The targets of a union (`?union=`), a chapter (`?chapter=`) on a page; saves them as a whole."""
    user = person(request)
    period, union = period_asked(user, pk), union_asked(request, user, targets.VIEW)
    may_change = user.has_perm(targets.RIGHT, union)
    if request.method != "POST":
        return _shown(request, _page(request, period, union, may_change, None))
    page = _page(request, period, union, may_change, request.POST)
    try:
        return redirect(submitting.once(request, lambda: _save(request, page)))
    except submitting.NotAnswered:
        messages.error(request, rows.NOT_SAVED)
    except NotSaved as refused:
        messages.error(request, rows.NOT_SAVED)
        page = _page(request, period, union, may_change, rows.on_new_versions(request.POST, refused))
        rows.tell(page.rows, refused)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    return _shown(request, page)


def _page(
    request: HttpRequest, period: ReportingPeriod, union: UnionOrg, may_change: bool, data: QueryDict | None
) -> Page:
    """`data`: what was typed. Raises Http404 for a union that was none in the period, and for the plans of the next."""
    chapter, declared = rows.chapter_asked(request), targets.aimable(period)
    if chapter.is_outlook:
        raise Http404("计划是下一年的目标，不在这里定。")
    try:
        cube = at_hand(period).cube.cut(union.pk)
    except KeyError:
        raise Http404("这家工会不在本统计期内。") from None
    stored = {each.code: each for each in Target.objects.filter(period=period, union=union)}
    plans = {each.aims_at: f"{each.code} {each.name}" for each in cube.definitions if each.aims_at}
    is_open = may_change and not period.is_closed
    found = []
    for line in cube.lines(union.pk, chapter.code):
        if line.code not in declared:
            continue
        row = TargetRow(line, stored=stored.get(line.code))
        if row.stored is None and line.cell.target is not None:
            row.plan = plans.get(line.code, "")
        if is_open:
            row.form = TargetForm(data, indicator=declared[line.code], initial=_initial(row.stored))
        found.append(row)
    return Page(period, union, chapter, found, _numbers(cube, union.pk), cube.below(union.pk), is_open)


def _numbers(cube: Cube, union: int) -> list[tuple[Chapter, int]]:
    """The chapters that look back; what is planned for the year after has no target yet."""
    return [
        (chapter, sum(line.cell.target is not None for line in cube.lines(union, chapter.code)))
        for chapter in CHAPTERS
        if not chapter.is_outlook
    ]


def _initial(stored: Target | None) -> dict[str, Any]:
    if stored is None:
        return {}
    return {"value": f"{stored.value.normalize():f}", "basis": stored.basis, "version": stored.version}


def _save(request: HttpRequest, page: Page) -> str:
    """Saves what was typed; gives the address of the page. Raises what targets.save raises."""
    if not rows.are_valid(page.rows):
        raise submitting.NotAnswered
    number = targets.save(actor=person(request), period=page.period, union=page.union, typed=rows.typed(page.rows))
    messages.success(request, f"已保存，{number} 项目标有改动。" if number else "已保存，目标没有改动。")
    address = reverse("year_end:targets", args=[page.period.pk])
    return f"{address}?union={page.union.pk}&chapter={page.chapter.code}"


def _shown(request: HttpRequest, page: Page) -> HttpResponse:
    context = {"title": "年度目标", "period": page.period, "page": page, "once": submitting.fresh_key()}
    return render(request, "year_end/targets.html", context)
