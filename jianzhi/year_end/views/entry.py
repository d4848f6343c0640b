"""填报: the figures of a union, a chapter on a page, with what the checks say about them beside."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from desk.registers import submitting
from desk.registers.versions import Conflict
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.choices import MISSING
from jianzhi.year_end.forms.rows import ChapterSourceForm, RowForm
from jianzhi.year_end.models import EnteredFigure, StatisticalReturn
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import entry, figures
from jianzhi.year_end.services.kept import at_hand
from jianzhi.year_end.services.logic import Finding, findings, is_jump
from jianzhi.year_end.services.rows import NotSaved
from jianzhi.year_end.views import rows
from jianzhi.year_end.views.asked import period_asked, union_asked
from unions.views import person

SAVED_SINCE = "报表刚被他人改过，没有保存。您填写的内容都还在，请看过新的情况再保存。"


@dataclass
class Row(rows.Row):
    """A figure on the page, and why it jumped."""

    explanation: str = ""
    is_jump: bool = False


@dataclass
class Sheet:
    """The page of one chapter of one return."""

    obj: StatisticalReturn
    cube: Cube
    chapter: Chapter
    found: Sequence[Finding]
    source: ChapterSourceForm
    rows: list[Row]
    version: int

    @property
    def is_open(self) -> bool:
        """Whether figures may still be entered."""
        return not self.obj.period.is_closed and self.obj.state in MISSING

    @property
    def computed(self) -> list[Row]:
        """The figures that the registers hold."""
        return [row for row in self.rows if row.form is None]

    @property
    def asked(self) -> list[Row]:
        """The figures that the officer enters."""
        return [row for row in self.rows if row.form is not None]

    @property
    def tabs(self) -> list[tuple[Chapter, int, int]]:
        """Each chapter with its figures that officers enter, with the errors and warnings in it."""
        chapter_of = {each.code: each.chapter for each in self.cube.definitions}
        counted = {(chapter_of[f.code], f.is_error): 0 for f in self.found}
        for each in self.found:
            counted[chapter_of[each.code], each.is_error] += 1
        return [(c, counted.get((c.code, True), 0), counted.get((c.code, False), 0)) for c in CHAPTERS]


@never_cache
@permission_required(figures.RIGHT, raise_exception=True)
def enter(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a chapter (`?chapter=`) of the figures of a union (`?union=`); saves it as a whole."""
    user = person(request)
    period = period_asked(user, pk)
    union = union_asked(request, user, figures.RIGHT)
    mine = StatisticalReturn.objects.visible_to(user).select_related("period", "union")
    obj = get_object_or_404(mine, period=period, union=union)
    data = request.POST if request.method == "POST" else None
    sheet = _sheet(obj, rows.chapter_asked(request), data)
    if data is None:
        return _page(request, sheet)
    try:
        return redirect(submitting.once(request, lambda: _save(request, sheet)))
    except submitting.NotAnswered:
        messages.error(request, rows.NOT_SAVED)
    except NotSaved as refused:
        messages.error(request, rows.NOT_SAVED)
        sheet = _sheet(obj, sheet.chapter, rows.on_new_versions(data, refused))
        rows.tell(sheet.rows, refused)
    except ValidationError as refused:
        messages.error(request, " ".join(refused.messages))
    except Conflict:
        messages.error(request, SAVED_SINCE)
        obj.refresh_from_db()
        sheet = _sheet(obj, sheet.chapter, data)
        sheet.version = obj.version
    return _page(request, sheet)


def _sheet(obj: StatisticalReturn, chapter: Chapter, data: QueryDict | None) -> Sheet:
    """The page of the chapter; `data`: what was typed into them. Raises Http404 for a union that was none in the period."""
    try:
        cube = at_hand(obj.period).cube.cut(obj.union_id)
    except KeyError:
        raise Http404("这家工会不在本统计期内。") from None
    stored = {each.code: each for each in EnteredFigure.objects.filter(period=obj.period, union=obj.union)}
    declared, papers = figures.entered_indicators(obj.period), obj.files.all()
    lines = list(cube.lines(obj.union_id, chapter.code))
    usual = figures.usual_source(stored[line.code] for line in lines if line.code in stored)
    source = ChapterSourceForm(data, initial=usual)
    found = []
    for line in lines:
        row = Row(line)
        if line.code in declared:
            kept = stored.get(line.code)
            row.form = RowForm(
                data, indicator=declared[line.code], papers=papers, initial=_initial(kept), chapter=source
            )
            row.is_jump = is_jump(line) or line.code in obj.explanations
            said = obj.explanations.get(line.code, "")
            row.explanation = data.get(f"why-{line.code}", said) if data else said
        found.append(row)
    said = findings(cube, obj.union_id, obj.explanations)
    return Sheet(obj, cube, chapter, said, source, found, _version(obj, data))


def _version(obj: StatisticalReturn, data: QueryDict | None) -> int:
    typed = data.get("version", "") if data is not None else str(obj.version)
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 10 else 0


def _initial(kept: EnteredFigure | None) -> dict[str, Any]:
    if kept is None:
        return {}
    names = ("closeness", "source", "basis", "wording", "note", "is_doubtful", "attachment", "version")
    return {"value": f"{kept.value.normalize():f}", **{name: getattr(kept, name) for name in names}}


def _save(request: HttpRequest, sheet: Sheet) -> str:
    """Saves what was typed; gives the address of the page. Raises what entry.save raises."""
    if not (sheet.source.is_valid() and rows.are_valid(sheet.rows)):
        raise submitting.NotAnswered
    number = entry.save(
        actor=person(request),
        obj=sheet.obj,
        version=sheet.version,
        typed=rows.typed(sheet.rows),
        explanations={row.line.code: row.explanation for row in sheet.rows if row.is_jump},
    )
    messages.success(request, f"已保存，{number} 项有改动。" if number else "已保存，数据没有改动。")
    return f"{reverse('year_end:entry', args=[sheet.obj.period_id])}?union={sheet.obj.union_id}&chapter={sheet.chapter.code}"


def _page(request: HttpRequest, sheet: Sheet) -> HttpResponse:
    codes = {row.line.code for row in sheet.rows}
    context = {
        "title": f"{sheet.obj.period}填报数据",
        "period": sheet.obj.period,
        "obj": sheet.obj,
        "sheet": sheet,
        "here": [each for each in sheet.found if each.code in codes],
        "elsewhere": sum(each.code not in codes for each in sheet.found if each.is_error),
        "once": submitting.fresh_key(),
    }
    return render(request, "year_end/entry.html", context)
