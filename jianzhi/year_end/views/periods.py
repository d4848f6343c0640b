"""The periods: which there are, opening one, closing and correcting it."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from desk.registers import submitting
from desk.registers.versions import Conflict
from desk.vault.scope import everything
from jianzhi.year_end.forms.periods import CloseForm, CorrectForm, OpenForm
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services import cubes, editions, overview, periods
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
        (period, editions.edition_of(period), overview.totals(overview.overview(period, user)))
        for period in ReportingPeriod.objects.visible_to(user)
    ]
    lines = [(period, edition, counts, sum(counts.values())) for period, edition, counts in rows]
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

    return _answered(request, form, answer) or _form_page(
        request, form, "开启统计期", "为每家在册工会建立一份待报的报表"
    )


@never_cache
@permission_required("year_end.close_reportingperiod", raise_exception=True)
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Closes a period; lists what is still open and asks why it is closed all the same."""
    period = period_asked(person(request), pk)
    if period.is_closed:
        messages.warning(request, f"{period}已关账。")
        return redirect(period)
    form = CloseForm(request.POST or None, initial={"version": period.version})

    def answer() -> str:
        edition = periods.close(actor=person(request), obj=period, **form.cleaned_data)
        messages.success(request, f"{edition}已关账。此后台账的任何变动都不再改变这一期的数据。")
        return period.get_absolute_url()

    try:
        answered = _answered(request, form, answer)
    except Conflict:
        period.refresh_from_db()
        form = _again(request, form, period)
        answered = None
    return answered or render(request, "year_end/close.html", {**_open_matters(period), "period": period, "form": form})


@permission_required("year_end.correct_reportingperiod", raise_exception=True)
def correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Opens a closed period again, for a reason."""
    period = period_asked(person(request), pk)
    form = CorrectForm(request.POST or None, initial={"version": period.version})

    def answer() -> str:
        periods.correct(actor=person(request), obj=period, **form.cleaned_data)
        messages.success(request, f"{period}已重新打开。改好后再次关账，成为新的一版；原来的一版不变。")
        return period.get_absolute_url()

    try:
        answered = _answered(request, form, answer)
    except Conflict:
        period.refresh_from_db()
        form = _again(request, form, period)
        answered = None
    explain = "更正期间可以退回报表、修改填报数据；原来的一版永久保存。"
    return answered or _form_page(request, form, f"更正{period}", explain, back=period.get_absolute_url())


def _answered(request: HttpRequest, form: forms.Form, answer: Any) -> HttpResponse | None:
    """Where a valid form leads to; None when it has to be shown (again)."""
    if not form.is_valid():
        return None
    try:
        return redirect(submitting.once(request, answer))
    except ValidationError as refused:
        for field, told in _by_field(refused, form).items():
            form.add_error(field, told)
        return None


def _by_field(refused: ValidationError, form: forms.Form) -> dict[str | None, list[str]]:
    if not hasattr(refused, "error_dict"):
        return {None: refused.messages}
    found: dict[str | None, list[str]] = {}
    for name, told in refused.message_dict.items():
        found.setdefault(name if name in form.fields else None, []).extend(told)
    return found


def _again(request: HttpRequest, form: Any, period: ReportingPeriod) -> Any:
    """The form with what was typed, on the version that somebody else has saved."""
    messages.error(request, SAVED_SINCE)
    data = request.POST.copy()
    data["version"] = str(period.version)
    return type(form)(data)


def _form_page(request: HttpRequest, form: forms.Form, title: str, explain: str, back: str = "") -> HttpResponse:
    context = {"form": form, "title": title, "explain": explain, "back": back, "once": submitting.fresh_key()}
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
