"""统计公开: the signed figures, for everybody to read."""

from dataclasses import dataclass
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
from jianzhi.year_end.report import Definition
from jianzhi.year_end.services.publishing import published, signed_editions
from jianzhi.year_end.suppression import GAP, SMALLEST, Published

EXPLAINED = f"{GAP} 表示数值小于 {SMALLEST}，或为防止由其他数值推算而不予公布。"


@dataclass(frozen=True)
class Shown:
    """A figure of the county as it is shown."""

    name: str
    number: str
    unit: str
    before: str
    changed: str


@login_not_required
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The figures of the latest period that was signed; a word of explanation while there is none."""
    editions = signed_editions()
    return _page(request, editions, editions[0] if editions else None)


@login_not_required
@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The figures of one period, by its latest signed edition."""
    editions = signed_editions()
    return _page(request, editions, _chosen(editions, pk))


@login_not_required
@require_safe
def data(request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as CSV."""
    edition = _chosen(signed_editions(), pk)
    public = published(edition)
    name = f"{public.cube.head.name}{edition.period}统计公开.csv"
    disposition = content_disposition_header(as_attachment=True, filename=name) or "attachment"
    response = HttpResponse(content_type="text/csv; charset=utf-8", headers={"Content-Disposition": disposition})
    write_csv(_sheet(public, edition), response)  # type: ignore[arg-type]  # it takes bytes as a file does
    return response


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
        }
    return render(request, "public/year_end/statistics.html", context)


def _chapters(public: Published) -> list[tuple[Chapter, list[Shown]]]:
    """The county's figures by chapter, those that are known."""
    head = public.cube.head.pk
    found = []
    for chapter in CHAPTERS:
        lines = [line for line in public.cube.lines(head, chapter.code) if line.value is not None]
        shown = [
            Shown(line.name, public.shown(head, line.code), line.unit, public.before(line), public.changed(line))
            for line in lines
        ]
        if shown:
            found.append((chapter, shown))
    return found


def _matrix(public: Published) -> list[tuple[str, list[str]]]:
    """What each union right below has of the figures, the county last."""
    rows = [*public.unions, public.cube.head]
    return [
        (node.label or node.name, [public.shown(node.pk, column.code) for column in public.columns]) for node in rows
    ]


def _sheet(public: Published, edition: Edition) -> Sheet:
    """A row for each figure that is shown on the page."""
    head = public.cube.head
    cells = [(head.name, line.definition) for line in public.cube.lines(head.pk) if line.value is not None]
    told: list[tuple[str, Definition, str]] = [(name, each, public.shown(head.pk, each.code)) for name, each in cells]
    for node in public.unions:
        told += [(node.name, each, public.shown(node.pk, each.code)) for each in public.columns]
    heads = ("统计期间", "单位", "代码", "指标", "数值", "计量单位")
    return Sheet(
        title="统计公开",
        columns=tuple(Column(label, Kind.TEXT) for label in heads),
        rows=((public.cube.term.name, name, each.code, each.name, shown, each.unit) for name, each, shown in told),
        row_count=len(told),
        cut_off=timezone.localtime(edition.made_at),
    )
