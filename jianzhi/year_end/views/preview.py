"""The report on screen, before anybody makes a paper of it."""

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from jianzhi.year_end.document.book import Book
from jianzhi.year_end.document.sheet import Sheet
from jianzhi.year_end.tasks.matters import UnionUnknown, matter_at_hand
from jianzhi.year_end.views.asked import VIEW, period_asked, union_asked
from unions.views import person


@permission_required(VIEW, raise_exception=True)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The chapters of a union's report with their texts, tables and charts. Raises Http404 for a union of another time."""
    user = person(request)
    period = period_asked(user, pk)
    union = union_asked(request, user)
    try:
        matter = matter_at_hand(user, period, union)
    except UnionUnknown:
        raise Http404("这家工会在本统计期内不存在。") from None
    context = {
        "title": matter.title,
        "period": period,
        "union": union,
        "matter": matter,
        "book": Book(matter) if matter.is_whole else None,
        "sheet": None if matter.is_whole else Sheet(matter),
    }
    return render(request, "year_end/preview.html", context)
