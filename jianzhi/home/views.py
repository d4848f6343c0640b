"""The home page of each role, and the search over all registers."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from desk.jobs.models import Job
from jianzhi.home import board, finding, public
from unions.views import person

JOBS_SHOWN = 5


@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    """Who has not signed in sees the public page. All others, work first: what needs me, what falls due, my jobs; then
    the figures of a year."""
    if not request.user.is_authenticated:
        return public.home(request)
    user = person(request)
    jobs = Job.objects.filter(owner=user).order_by("-created_at")[:JOBS_SHOWN]
    context: dict[str, object] = {"jobs": jobs, "appointments": user.current_appointments()}
    if user.has_perm("unions.view_unionorg"):
        years = board.years(user)
        year = _year_asked(request, years)
        context |= {
            "board": board.build(actor=user, today=timezone.localdate(), year=year),
            "years": years[:6],
        }
    return render(request, "home/home.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Every register of the person who asks, by Chinese, 拼音, initials or code."""
    question = request.GET.get("q", "").strip()[:80]
    found = finding.find(user=person(request), question=question) if question else []
    return render(request, "home/search.html", {"question": question, "found": found})


def _year_asked(request: HttpRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if not asked:
        return years[0] if years else timezone.localdate().year
    if not (asked.isascii() and asked.isdigit() and int(asked) in years):
        raise Http404("没有这一年的记录。")
    return int(asked)
