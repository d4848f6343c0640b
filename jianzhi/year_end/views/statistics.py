"""统计公开: the signed figures, for everybody to read."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from desk.sheets.sheet import Column, Kind, Sheet
from desk.sheets.writer import write_csv
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.models import Edition
from jianzhi.year_end.report import NOTHING, Line
from jianzhi.year_end.services.publishing import (
    content_of,
    is_corrected,
    public_report,
    published,
    published_editions,
)
from jianzhi.year_end.suppression import EXPLAINED, Published


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The figures of the latest period that was published; a word of explanation while there is none."""
    editions = published_editions()
    return _page(request, editions, editions[0] if editions else None)


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of one period, by its latest published edition."""
    editions = published_editions()
    return _page(request, editions, _chosen(editions, pk))


@login_not_required
@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as CSV."""
    edition = _chosen(published_editions(), pk)
    public = published(edition)
    response = _attachment(f"{public.cube.head.name}{edition.period}统计公开.csv", "text/csv; charset=utf-8")
    write_csv(_sheet(public, edition), response)  # type: ignore[arg-type]  # it takes bytes as a file does
    return response


@login_not_required
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """The public edition of the annual report."""
    edition = _chosen(published_editions(), pk)
    made = public_report(edition)
    if made is None:
        raise Http404("这个统计期的年度工作报告还没有公布。")
    name = f"{published(edition).cube.head.name}{edition.period.year}年度工作报告（公开版）.pdf"
    return _attachment(name, "application/pdf", content_of(made))


def _attachment(name: str, kind: str, content: bytes = b"") -> HttpResponse:
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _chosen(editions: list[Edition], period: int) -> Edition:
    found = next((edition for edition in editions if edition.period_id == period), None)
    if found is None:
        raise Http404("没有这个统计期，或它的统计数据还没有公布。")
    return found


def _page(request: HttpRequest, editions: list[Edition], edition: Edition | None) -> HttpResponse:
    context: dict[str, Any] = {"editions": editions, "edition": edition, "explained": EXPLAINED}
    if edition is not None:
        public = published(edition)
        context |= {
            "term": public.cube.term,
            "chapters": _chapters(public),
            "columns": public.columns,
            "matrix": _matrix(public),
            "report": public_report(edition),
            "is_corrected": is_corrected(edition),
        }
    return render(request, "public/year_end/statistics.html", context)


def _chapters(public: Published) -> list[tuple[Chapter, list[Line]]]:
    """The county's figures by chapter, those that are known."""
    found = []
    for chapter in CHAPTERS:
        lines = [line for line in public.cube.lines(public.cube.head.pk, chapter.code) if line.number != NOTHING]
        if lines:
            found.append((chapter, lines))
    return found


def _matrix(public: Published) -> list[tuple[str, list[str]]]:
    """What each union right below has of the figures, the county last."""
    cube = public.cube
    rows = [*cube.below(cube.head.pk), cube.head]
    return [
        (node.label or node.name, [cube.line(node.pk, column.code).printed for column in public.columns])
        for node in rows
    ]


def _sheet(public: Published, edition: Edition) -> Sheet:
    """A row for each figure that is shown on the page."""
    cube = public.cube
    told = [(cube.head.name, line) for line in cube.lines(cube.head.pk) if line.number != NOTHING]
    for node in cube.below(cube.head.pk):
        told += [(node.name, cube.line(node.pk, column.code)) for column in public.columns]
    heads = ("统计期间", "单位", "代码", "指标", "数值", "计量单位")
    return Sheet(
        title="统计公开",
        columns=tuple(Column(label, Kind.TEXT) for label in heads),
        rows=((cube.term.name, name, line.code, line.name, line.printed, line.unit) for name, line in told),
        row_count=len(told),
        cut_off=timezone.localtime(edition.made_at),
    )
