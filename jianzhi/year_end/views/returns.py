"""上报情况: who has reported what, by who examines it."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianzhi.year_end.choices import ReturnState
from jianzhi.year_end.procedure import DECIDE
from jianzhi.year_end.services.overview import overview, totals
from jianzhi.year_end.views.asked import period_asked
from unions.views import person


@permission_required("year_end.view_statisticalreturn", raise_exception=True)
@require_safe
def returns_overview(request: HttpRequest, pk: int) -> HttpResponse:
    """A row for each union that examines returns, with how many of them stand where."""
    user = person(request)
    period = period_asked(user, pk)
    rows = overview(period, user)
    counts = totals(rows)
    context = {
        "title": f"{period}上报情况",
        "period": period,
        "rows": rows,
        "states": [(state.value, str(state.label), counts[state.value]) for state in ReturnState],
        "total": sum(counts.values()),
        "may_remind": user.has_perm(DECIDE) and not period.is_closed,
    }
    return render(request, "year_end/returns/overview.html", context)
