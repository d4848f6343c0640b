"""看板: the figures of a period as a leader reads them, and the way from each of them down to its records."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from jianzhi.year_end import dashboard
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Line, Node, Report, printed
from jianzhi.year_end.services import evidence
from jianzhi.year_end.services.kept import all_at_hand
from jianzhi.year_end.views.asked import VIEW, period_asked, union_asked
from unions.models import UnionOrg, User
from unions.views import person

YEARS = 5  # in the trend


@dataclass(frozen=True)
class Reading:
    """What somebody reads: the report of a union for a period, cut to its branch, and those of the years before."""

    period: ReportingPeriod
    union: UnionOrg
    user: User
    reports: Sequence[Report]
    counted_at: datetime

    @property
    def report(self) -> Report:
        """The report of the period itself."""
        return self.reports[-1]

    def address(self, code: str = "", union: int | None = None, **query: str) -> str:
        """Where the page of a figure is, or the dashboard, for this union or another."""
        place = [self.period.pk, code] if code else [self.period.pk]
        where = {"union": str(union or self.union.pk), **query}
        return f"{reverse('year_end:figure' if code else 'year_end:figures', args=place)}?{urlencode(where)}"

    @cached_property
    def open_to(self) -> set[int]:
        """The unions right above and below whose report the reader may read too: by today's tree."""
        near = {node.pk for node in self.report.below} | set(self.union.ancestor_ids())
        return set(UnionOrg.objects.visible_to(self.user).filter(pk__in=near).values_list("pk", flat=True))

    @property
    def above(self) -> list[UnionOrg]:
        """The unions above that the reader may go back to, the highest first."""
        return list(UnionOrg.objects.filter(pk__in=self.open_to & set(self.union.ancestor_ids())).order_by("path"))

    @property
    def below(self) -> list[Node]:
        """The unions right below that the reader may go on to."""
        return [node for node in self.report.below if node.pk in self.open_to]

    def context(self, **more: Any) -> dict[str, Any]:
        """What both pages show about what is read."""
        edition = self.period.editions.order_by("-number").first() if self.period.is_closed else None
        return {"reading": self, "period": self.period, "report": self.report, "edition": edition, **more}


def reading_asked(request: HttpRequest, pk: int) -> Reading:
    """The report of `?union=`, of the reader's own union without it.

    Raises Http404 for a union outside the branch, or of another time; PermissionDenied without the right there.
    """
    user = person(request)
    period, union = period_asked(user, pk), union_asked(request, user)
    earlier = ReportingPeriod.objects.filter(kind=period.kind, year__lt=period.year).order_by("-year")[: YEARS - 1]
    kept = all_at_hand([*reversed(earlier), period])
    if union.pk not in kept[-1].cube.by_pk:
        raise Http404("这家工会不在这一统计期内。")
    reports = [each.cube.cut(union.pk).report(union.pk) for each in kept if union.pk in each.cube.by_pk]
    return Reading(period, union, user, reports, kept[-1].counted_at)


@require_safe
@permission_required(VIEW, raise_exception=True)
def figures(request: HttpRequest, pk: int) -> HttpResponse:
    """The dashboard of a period. `?union=`, `?chapter=`, and the figure that is drawn, `?by=`."""
    reading = reading_asked(request, pk)
    chapter = request.GET.get("chapter", "")
    if chapter and chapter not in {each.code for each in CHAPTERS}:
        raise Http404("没有这一章。")
    choices = dashboard.worth_a_picture(reading.report, chapter)
    drawn = request.GET.get("by", "")
    if drawn not in {line.code for line in choices}:  # another chapter or union has other figures
        drawn = dashboard.default_code(choices, reading.report)
    context = reading.context(
        groups=dashboard.groups(reading.report, reading.address, chapter=chapter),
        chapter=chapter,
        chapters=CHAPTERS,
        choices=choices,
        drawn=drawn,
        pictures=dashboard.pictures(reading.reports, drawn) if drawn else [],
    )
    return render(request, "year_end/figures.html", context)


@require_safe
@permission_required(VIEW, raise_exception=True)
def figure(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """One figure: what it means, which unions make it up, and the records or the papers behind it."""
    reading = reading_asked(request, pk)
    if code not in reading.report.cube.by_code:
        raise Http404("没有这项指标。")
    line = reading.report.line(code)
    context = reading.context(
        line=line,
        tile=dashboard.Tile(line, ""),
        parts=_parts(reading, line),
        pictures=dashboard.pictures(reading.reports, code),
        **_ground(request, reading, line),
    )
    return render(request, "year_end/figure.html", context)


def _parts(reading: Reading, line: Line) -> list[tuple[Node, Line, str]]:
    """What each union right below has of it, and where to read on; the largest first."""
    found = [
        (node, reading.report.cube.line(node.pk, line.code), reading.address(line.code, node.pk))
        for node in reading.report.below
    ]
    told = [(node, part, url if node.pk in reading.open_to else "") for node, part, url in found if part.value]
    return sorted(told, key=lambda row: -(row[1].value or 0))


def _ground(request: HttpRequest, reading: Reading, line: Line) -> dict[str, Any]:
    """What the figure stands on: a page of its records, the figures it is worked out from, or what was entered."""
    period, cube = reading.period, reading.report.cube
    declared = evidence.indicator_of(period, line.code)
    if not line.definition.is_computed:
        return {"entries": [_entry(row, line) for row in evidence.entries_of(period, line.code, cube)]}
    if declared is None or declared.source is None:
        codes = (declared.numerator, declared.denominator) if declared else ()
        return {"made_of": [(reading.report.line(code), reading.address(code)) for code in codes]}
    source, after = declared.source, request.GET.get("after", "")
    if source.right and not reading.user.has_perm(source.right, reading.union):
        return {"is_sealed": True}
    try:
        page = evidence.page_of(period, declared, cube, after)
    except ValueError:
        raise Http404("没有这一页。") from None
    seen = evidence.number_seen(period, declared, cube)
    more = reading.address(line.code, after=page.next_after) if page.next_after else ""
    listed = [(row, reverse(f"{source.register}:detail", args=[row.key]) if row.title else "") for row in page.rows]
    unseen = max((line.cell.evidence or 0) - seen, 0)
    first = reading.address(line.code) if after else ""
    return {"records": listed, "seen": seen, "unseen": unseen, "more": more, "first": first}


def _entry(row: EnteredFigure, line: Line) -> tuple[EnteredFigure, str, str]:
    """An entered figure, how it is printed, and where its paper lies."""
    closeness = Closeness(row.closeness)
    number = printed(row.value, line.definition.decimals) + (str(closeness.label) if row.closeness else "")
    slug = StatisticalReturn.procedure.slug
    return row, number, reverse("cases:file", args=[slug, row.attachment_id]) if row.attachment_id else ""
