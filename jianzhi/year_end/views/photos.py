"""Photos of a chapter of the county's report: added, described, taken out."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from desk.registers import submitting
from desk.registers.versions import Conflict
from jianzhi.year_end.chapters import CHAPTERS, Chapter
from jianzhi.year_end.forms.photos import CaptionForm, PhotoForm
from jianzhi.year_end.models import ChapterPhoto, ReportingPeriod
from jianzhi.year_end.services import photos
from jianzhi.year_end.services.texts import RIGHT
from jianzhi.year_end.views.answering import answered
from jianzhi.year_end.views.asked import period_asked
from unions.views import person

SAVED_SINCE = "图注刚被他人改为“{}”，没有保存。您填写的内容还在，再次保存，以您填写的为准。"


@never_cache
@permission_required(RIGHT, raise_exception=True)
def chapter_photos(request: HttpRequest, pk: int, chapter: str) -> HttpResponse:
    """The photos of a chapter, and a form for another one."""
    period, found = period_asked(person(request), pk), _chapter(chapter)
    form = PhotoForm(request.POST or None, request.FILES or None)

    def answer() -> str:
        photos.add_photo(actor=person(request), obj=period, chapter=found.code, **form.cleaned_data)
        messages.success(request, "照片已添加。")
        return _address(period.pk, found.code)

    return answered(request, form, answer) or _page(request, period, found, form)


@permission_required(RIGHT, raise_exception=True)
@require_POST
def edit_photo(request: HttpRequest, pk: int, photo: int) -> HttpResponse:
    """Writes other words below a photo; with `remove`, takes it out."""
    period = period_asked(person(request), pk)
    row = get_object_or_404(ChapterPhoto.objects.select_related("period"), period=period, pk=photo)
    form = _caption_form(row, request.POST)
    try:
        done = answered(request, form, lambda: _saved(request, row, form))
    except Conflict:
        row.refresh_from_db()
        messages.error(request, SAVED_SINCE.format(row.caption))
        form, done = _caption_form(row, {"caption": form.cleaned_data["caption"], "version": row.version}), None
    return done or _page(request, period, _chapter(row.chapter), PhotoForm(), {row.pk: form})


def _saved(request: HttpRequest, row: ChapterPhoto, form: CaptionForm) -> str:
    """Does what was asked; gives the address of the page. Raises what the services raise."""
    actor, version = person(request), form.cleaned_data["version"]
    if "remove" in request.POST:
        photos.remove(actor=actor, obj=row, version=version)
        messages.success(request, "照片已删去。")
    else:
        photos.change_caption(actor=actor, obj=row, version=version, caption=form.cleaned_data["caption"])
        messages.success(request, "图注已保存。")
    return _address(row.period_id, row.chapter)


def _caption_form(row: ChapterPhoto, data: Mapping[str, Any] | None = None) -> CaptionForm:
    given = {"caption": row.caption, "version": row.version}
    return CaptionForm(data, initial=given, auto_id=f"photo-{row.pk}-%s")


def _page(
    request: HttpRequest,
    period: ReportingPeriod,
    chapter: Chapter,
    adding: PhotoForm,
    typed: dict[int, CaptionForm] | None = None,
) -> HttpResponse:
    """`typed`: the form of a photo, by its id, when it has to be shown again."""
    rows = ChapterPhoto.objects.filter(period=period, chapter=chapter.code).order_by("pk")
    forms_ = typed or {}
    context = {
        "title": f"{chapter.title}：照片",
        "period": period,
        "chapter": chapter,
        "photos": [(row, forms_.get(row.pk) or _caption_form(row)) for row in rows],
        "form": adding,
        "has_room": len(rows) < photos.MOST or adding.is_bound,
        "once": submitting.fresh_key(),
        "most": photos.MOST,
    }
    return render(request, "year_end/photos.html", context)


def _chapter(code: str) -> Chapter:
    found = next((chapter for chapter in CHAPTERS if chapter.code == code), None)
    if found is None:
        raise Http404("没有这一章。")
    return found


def _address(pk: int, chapter: str) -> str:
    return reverse("year_end:photos", args=[pk, chapter])
