"""章首文字: the opening of each chapter, edited with places for its figures, and tried at once."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from desk.registers.versions import Conflict
from desk.vault.scope import everything
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.report import Report, fill
from jianzhi.year_end.services import texts, wording
from jianzhi.year_end.services.kept import at_hand
from jianzhi.year_end.services.texts import Wording
from jianzhi.year_end.views.asked import period_asked
from unions.models import UnionOrg
from unions.views import person

CHANGE = "year_end.change_chaptertext"


class TextForm(forms.Form):
    """The opening of a chapter. `version`: of the text the form began with; 0 for a generated one."""

    text = forms.CharField(label="开头段", widget=forms.Textarea(attrs={"rows": 10}), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@permission_required(CHANGE, raise_exception=True)
@require_safe
def chapter_texts(request: HttpRequest, pk: int) -> HttpResponse:
    """Every chapter with its opening as it stands."""
    period = period_asked(person(request), pk)
    context = {
        "title": "文字与照片",
        "period": period,
        "wordings": texts.wordings(period, _report(request, period)),
    }
    return render(request, "year_end/texts.html", context)


@permission_required(CHANGE, raise_exception=True)
def edit_text(request: HttpRequest, pk: int, chapter: str) -> HttpResponse:
    """Writes the opening of one chapter anew. What another person saved meanwhile is shown, and nothing is lost."""
    period = period_asked(person(request), pk)
    report = _report(request, period)
    now = _wording(period, report, chapter)
    form = TextForm(request.POST or None, initial={"text": now.text, "version": now.version})
    if form.is_valid():
        try:
            texts.set_text(actor=person(request), obj=period, report=report, chapter=chapter, **form.cleaned_data)
        except ValidationError as refusal:
            form.add_error(None if not hasattr(refusal, "error_dict") else "text", _said(refusal))
        except Conflict:
            return _page(request, period, now, form, saved_since=True)
        else:
            messages.success(request, f"“{now.chapter.title}”的开头段已保存。")
            return redirect("year_end:texts", pk=period.pk)
    return _page(request, period, now, form)


def _said(refusal: ValidationError) -> list[str]:
    return [str(message) for message in refusal.messages]


def _page(
    request: HttpRequest, period: ReportingPeriod, now: Wording, form: TextForm, *, saved_since: bool = False
) -> HttpResponse:
    report = _report(request, period)
    context: dict[str, Any] = {
        "title": f"{now.chapter.title}：开头段",
        "period": period,
        "now": now,
        "form": form,
        "saved_since": saved_since,
        "lines": [line for line in report.lines if line.definition.chapter == now.chapter.code],
        "others": [line for line in report.lines if line.definition.chapter != now.chapter.code],
        **_tried(form["text"].value() or "", report),
    }
    return render(request, "year_end/text.html", context, status=409 if saved_since else 200)


@permission_required(CHANGE, raise_exception=True)
@require_POST
def try_text(request: HttpRequest, pk: int, chapter: str) -> HttpResponse:
    """How the text that is being typed will read, or what is wrong with it. Nothing is saved."""
    period = period_asked(person(request), pk)
    report = _report(request, period)
    _wording(period, report, chapter)
    return render(request, "year_end/text.html#result", _tried(request.POST.get("text", ""), report))


def _tried(text: str, report: Report) -> dict[str, Any]:
    try:
        wording.check(text, report)
    except ValidationError as refusal:
        return {"result": "", "faults": _said(refusal)}
    return {"result": fill(text, report), "faults": []}


@permission_required(CHANGE, raise_exception=True)
@require_POST
def restore_text(request: HttpRequest, pk: int, chapter: str) -> HttpResponse:
    """Takes what was written away; the figures make the opening again."""
    period = period_asked(person(request), pk)
    try:
        version = int(request.POST.get("version", ""))
    except ValueError:
        raise Http404("表单缺少版本号。") from None
    try:
        texts.clear_text(actor=person(request), obj=period, chapter=chapter, version=version)
    except Conflict:
        messages.error(request, "开头段刚被他人改过，没有恢复。请看过新的文字再决定。")
    except ValidationError as refusal:
        messages.error(request, "；".join(refusal.messages))
    else:
        messages.success(request, "已恢复自动生成的开头段。")
    return redirect("year_end:texts", pk=period.pk)


def _report(request: HttpRequest, period: ReportingPeriod) -> Report:
    """The county's report: whose right was asked at the county federation. Raises PermissionDenied elsewhere."""
    with everything("year end texts"):
        county = UnionOrg.objects.get(parent=None)
    texts.demand(person(request), CHANGE, county)
    cube = at_hand(period).cube
    return cube.report(cube.head.pk)


def _wording(period: ReportingPeriod, report: Report, chapter: str) -> Wording:
    found = next((each for each in texts.wordings(period, report) if each.chapter.code == chapter), None)
    if found is None:
        raise Http404("没有这一章。")
    return found
