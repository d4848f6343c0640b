"""Photos that come with a form of the public pages."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from competitions.models import Proposal
from desk.cases.choices import By
from desk.cases.files import attach
from desk.cases.judging import KEPT, PICTURE_AT_MOST

MOST = 3
LARGEST_REQUEST = MOST * PICTURE_AT_MOST + 1024 * 1024  # the photos and a mebibyte of text (promises.md H3)
TOO_LARGE = 413


def is_too_large(request: HttpRequest) -> bool:
    """Whether the request holds more than the form may; Django has dropped its photos then."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return length.isdigit() and int(length) > LARGEST_REQUEST


def too_large(request: HttpRequest) -> HttpResponse:
    """Says so, and what to do."""
    return render(request, "413.html", status=TOO_LARGE)


def hand_in(proposal: Proposal, uploads: Mapping[str, UploadedFile]) -> None:
    """Attaches the photos under names that tell nothing. In the whole scope; raises ValidationError, by fields.

    A photo tells where and with which phone it was taken, and an idea may be anonymous: desk.cases.judging draws each
    anew, without anything but the picture (promises.md H7).
    """
    there = proposal.files.count()
    for place, (field, upload) in enumerate(uploads.items(), there + 1):
        upload.name = f"照片{place}"
        try:
            attach(obj=proposal, upload=upload, by=By.VISITOR, is_public=True)
        except ValidationError as error:
            raise ValidationError({field: error.messages[0].removesuffix(KEPT)}) from None
