"""统计: what a year of ideas came to, for the branch of the person who asks."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from competitions import indicators
from competitions.indicators import Line
from competitions.models import Proposal
from desk.papers.charts import Chart, ChartData, Series, bar
from unions.models import User
from unions.views import person

VIEW = "competitions.view_proposal"
YEARS_SHOWN, MOST = 6, 12  # MOST: of the unions, in the chart


@permission_required(VIEW, raise_exception=True)
def statistics(request: HttpRequest) -> HttpResponse:
    """The figures of `?year=`, of the last year with ideas without one."""
    user = person(request)
    union = next(a.union for a in user.current_appointments() if user.has_perm(VIEW, a.union))
    years = _years(user)
    year = _year_asked(request, years)
    first, last = date(year, 1, 1), date(year, 12, 31)
    ideas = indicators.collected(union, first, last)
    categories, townships = indicators.by_category(ideas), indicators.by_township(ideas, union)
    context = {
        "union": union,
        "year": year,
        "years": years[:YEARS_SHOWN],
        "whole": indicators.whole(ideas),
        "golden": indicators.golden(union, year).count(),
        "participation": indicators.participation(ideas, union, min(last, timezone.localdate())),
        "prizes": f"{indicators.prizes(union, first, last):,.0f}",
        "tables": (
            ("category", "按类别", "类别", categories, _chart(f"{year} 年各类建议", categories)),
            ("township", "按地区和系统", "工会", townships, _chart(_most(year), townships[:MOST], lying=True)),
            ("industry", "按行业", "行业", indicators.by_industry(ideas), None),
        ),
    }
    return render(request, "competitions/statistics.html", context)


def _most(year: int) -> str:
    return f"{year} 年建议最多的地区和系统"


def _chart(title: str, lines: Sequence[Line], *, lying: bool = False) -> Chart | None:
    """Collected and adopted, side by side; None for nothing."""
    if not any(line.collected for line in lines):
        return None
    series = (
        Series("征集", [line.collected for line in lines]),
        Series("采纳", [line.adopted for line in lines]),
    )
    return bar(ChartData(title, "条", [line.label for line in lines], series), lying=lying)


def _years(user: User) -> list[int]:
    """The years with ideas, the last first; this year when there are none."""
    found: Any = Proposal.objects.visible_to(user).order_by().dates("submitted_at", "year", order="DESC")
    return [day.year for day in found] or [timezone.localdate().year]


def _year_asked(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return years[0]
    if not (asked.isascii() and asked.isdigit() and int(asked) in years):
        raise Http404("没有这一年的记录。")
    return int(asked)
