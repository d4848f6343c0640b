"""The periods: which there are, opening one, and what is done with one: another last day, closing, correcting."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.registers import submitting
from desk.registers.versions import Conflict
from desk.vault.scope import everything
from jianzhi.year_end.forms.periods import ChangeForm, CloseForm, CorrectForm, OpenForm
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services import cubes, editions, overview, periods
from jianzhi.year_end.views.answering import answered
from jianzhi.year_end.views.asked import VIEW, period_asked
from unions.views import person

ERRORS_SHOWN = 100
SAVED_SINCE = "这个统计期刚被他人改过，没有办理。请看过下面的新情况，再决定是否办理；您填写的内容还在。"


@permission_required(VIEW, raise_exception=True)
@require_safe
def period_list(request: HttpRequest) -> HttpResponse:
    """All periods, the last first, with how many of the returns one may see were handed in."""
    user = person(request)
    rows = [
        (period, editions.edition_of(period), overview.totals(period, user))
        for period in ReportingPeriod.objects.visible_to(user)
    ]
    lines = [(period, edition, counts, counts.total()) for period, edition, counts in rows]
    return render(request, "year_end/periods.html", {"lines": lines})


@permission_required("year_end.add_reportingperiod", raise_exception=True)
def open_period(request: HttpRequest) -> HttpResponse:
    """Opens a period for every union."""
    last_year = timezone.localdate().year - 1
    form = OpenForm(request.POST or None, initial={"year": last_year})

    def answer() -> str:
        period = periods.open_period(actor=person(request), **form.cleaned_data)
        messages.success(request, f"{period}已开启，{period.returns.count()} 家工会可以开始填报。")
        return period.get_absolute_url()

    return answered(request, form, answer) or _form_page(
        request, form, "开启统计期", "为每家在册工会建立一份待报的报表"
    )


# --- what is done with one --------------------------------------------------------------------------------------------
@permission_required("year_end.change_reportingperiod", raise_exception=True)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Sets another last day for reports."""
    period = period_asked(person(request), pk)
    if period.is_closed:
        return _told_closed(request, period)

    def put_off(**typed: Any) -> str:
        changed = periods.change_period(**typed)
        return f"上报截止已改为 {changed.due_on:%Y-%m-%d}，尚未上报的工会都按这一天。"

    form, done = _done(request, period, ChangeForm, put_off)
    explain = f"现为 {period.due_on:%Y-%m-%d}；改后对尚未上报的工会生效"
    return done or _form_page(request, form, "修改截止日期", explain, period)


@never_cache
@permission_required("year_end.close_reportingperiod", raise_exception=True)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a period; lists what is still open and asks why it is closed all the same."""
    period = period_asked(person(request), pk)
    if period.is_closed:
        return _told_closed(request, period)

    def freeze(**typed: Any) -> str:
        return f"{periods.close(**typed)}已关账。此后台账的任何变动都不再改变这一期的数据。"

    form, done = _done(request, period, CloseForm, freeze)
    return done or render(request, "year_end/close.html", {**_open_matters(period), "period": period, "form": form})


@permission_required("year_end.correct_reportingperiod", raise_exception=True)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a closed period again, for a reason."""
    period = period_asked(person(request), pk)

    def reopen(**typed: Any) -> str:
        return f"{periods.correct(**typed)}已重新打开。改好后再次关账，成为新的一版；原来的一版不变。"

    form, done = _done(request, period, CorrectForm, reopen)
    explain = "更正期间可以退回报表、修改填报数据；原来的一版永久保存。"
    return done or _form_page(request, form, f"更正{period}", explain, period)


def _done(
    request: HttpRequest, period: ReportingPeriod, form_class: type[forms.Form], verb: Callable[..., str]
) -> tuple[forms.Form, HttpResponse | None]:
    """The form of what is done with `period`, and where it leads to; None while it has to be shown (again).

    `verb` does it and says so. When somebody else saved the period meanwhile, `period` is read anew, and the form keeps
    what was typed, on the new version.
    """
    form = form_class(request.POST or None, initial={"version": period.version, "due_on": period.due_on})

    def answer() -> str:
        messages.success(request, verb(actor=person(request), obj=period, **form.cleaned_data))
        return period.get_absolute_url()

    try:
        return form, answered(request, form, answer)
    except Conflict:
        messages.error(request, SAVED_SINCE)
        period.refresh_from_db()
        return form_class({**request.POST.dict(), "version": str(period.version)}), None


def _told_closed(request: HttpRequest, period: ReportingPeriod) -> HttpResponse:
    messages.warning(request, f"{period}已关账。")
    return redirect(period)


def _form_page(
    request: HttpRequest, form: forms.Form, title: str, explain: str, period: ReportingPeriod | None = None
) -> HttpResponse:
    context = {"form": form, "title": title, "explain": explain, "period": period, "once": submitting.fresh_key()}
    return render(request, "year_end/period_form.html", context)


def _open_matters(period: ReportingPeriod) -> dict[str, Any]:
    """What speaks against closing, and what a correction would change."""
    with everything("年终统计：关账前的核对"):
        cube = cubes.cube_of(period)
        against = periods.obstacles(period, cube)
        earlier = editions.edition_of(period)
        changes = periods.differences(editions.cube_in(earlier), cube) if earlier else []
    named = [(cube.by_pk[f.union], f) for f in against.errors[:ERRORS_SHOWN]]
    return {
        "against": against,
        "words": periods.words(against) if against else "",
        "errors": named,
        "more": max(len(against.errors) - ERRORS_SHOWN, 0),
        "earlier": earlier,
        "changes": [
            (cube.by_pk[pk], cube.by_code[code], before, after) for pk, code, before, after in changes[:ERRORS_SHOWN]
        ],
        "changed": len(changes),
        "once": submitting.fresh_key(),
    }
