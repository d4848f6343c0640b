"""上报情况: who has reported what, branch by branch."""

from django.contrib.auth.decorators import permission_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianzhi.year_end.procedure import RECEIVE
from jianzhi.year_end.services.overview import by_state, overview, totals
from jianzhi.year_end.views.asked import period_asked
from unions.views import person

FEW = 30  # missing returns that are all shown at once; of more, only branches with one that was sent back


@permission_required("year_end.view_statisticalreturn", raise_exception=True)
@require_safe
def returns_overview(request: HttpRequest, pk: int) -> HttpResponse:
    """The branches, each with how many of its returns stand where, and which are missing."""
    user = person(request)
    period = period_asked(user, pk)
    counts, branches = totals(period, user), overview(period, user)
    context = {
        "title": f"{period}上报情况",
        "period": period,
        "branches": branches,
        "are_few": sum(len(branch.missing) for branch in branches) <= FEW,
        "states": by_state(counts),
        "total": counts.total(),
        "may_remind": user.has_perm(RECEIVE) and not period.is_closed,
    }
    return render(request, "year_end/returns/overview.html", context)
