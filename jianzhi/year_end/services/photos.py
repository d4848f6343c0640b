"""Photos in the chapters of the county's report: attachments of its own return, each with the words below it."""

import hashlib
from collections.abc import Iterable
from pathlib import PurePath
from typing import cast

from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from desk.cases import files
from desk.cases.choices import FileKind
from desk.registers.versions import claim
from desk.vault.ciphers import SealBroken
from desk.vault.scope import everything
from jianzhi.year_end.models import ChapterPhoto, ReportingPeriod, ReturnFile, StatisticalReturn
from jianzhi.year_end.report import Photo
from jianzhi.year_end.services.texts import demand_writing
from unions.models import User
from unions.services.saving import add, change

MOST = 3  # of one chapter
ENDINGS = (".jpg", ".jpeg", ".png")  # nothing else of a name is kept: it may be somebody's
PICTURES = (FileKind.JPEG, FileKind.PNG)


class PictureBroken(Exception):
    """A photo of the report is gone, or is not the one that was put there."""


def photos_of(period: ReportingPeriod) -> dict[str, list[Photo]]:
    """The photos of `period` by chapter, in the order they were put there. To be asked in the scope of everything."""
    found: dict[str, list[Photo]] = {}
    for row in ChapterPhoto.objects.filter(period=period).select_related("file").order_by("pk"):
        found.setdefault(row.chapter, []).append(Photo(str(row.file_id), row.file.digest, row.caption))
    return found


def contents(photos: Iterable[Photo]) -> dict[str, bytes]:
    """The pictures of `photos` by their digest. Raises PictureBroken."""
    wanted = {photo.file: photo.digest for photo in photos}
    with everything("年终统计：报告照片"):
        rows = {str(row.pk): row for row in ReturnFile.objects.filter(pk__in=wanted)}
        return {digest: _content(rows.get(file), digest) for file, digest in wanted.items()}


def _content(row: ReturnFile | None, digest: str) -> bytes:
    try:
        content = b"".join(files.content(row)) if row else b""
    except (SealBroken, FileNotFoundError) as error:
        raise PictureBroken(f"the picture {digest} does not open") from error
    if hashlib.sha256(content).hexdigest() != digest:
        raise PictureBroken(f"the picture {digest} is not what it was")
    return content


@transaction.atomic
def add_photo(*, actor: User, obj: ReportingPeriod, chapter: str, upload: UploadedFile, caption: str) -> ChapterPhoto:
    """Puts a photo into a chapter. Kept are its pixels, and nothing of its name.

    Raises PermissionDenied; ValidationError for a closed period, a full chapter, and what is no picture.
    """
    demand_writing(actor, obj)
    if ChapterPhoto.objects.filter(period=obj, chapter=chapter).count() >= MOST:
        raise ValidationError(f"每章最多 {MOST} 张照片。请先删去一张。")
    own = StatisticalReturn.objects.filter(period=obj, union__parent=None).first()
    if own is None:
        raise ValidationError(f"县（市）总工会在{obj}没有报表，照片没有地方存放。")
    ending = PurePath(upload.name or "").suffix.lower()
    upload.name = f"{chapter}-照片{ending if ending in ENDINGS else ''}"
    file = cast("ReturnFile", files.attach(obj=own, upload=upload, actor=actor))
    if file.kind not in PICTURES:
        raise ValidationError({"upload": "这里只能添加照片（JPG、PNG）。这个文件没有保存，其他内容不受影响。"})
    return add(ChapterPhoto(period=obj, chapter=chapter, file=file, caption=caption.strip()))


@transaction.atomic
def change_caption(*, actor: User, obj: ChapterPhoto, version: int, caption: str) -> ChapterPhoto:
    """Writes other words below a photo. Raises PermissionDenied, ValidationError; Conflict (desk.registers.versions)
    when somebody else saved in between.
    """
    demand_writing(actor, obj.period)
    return change(obj, version=version, changed={"caption": caption.strip()}, allowed=("caption",))


@transaction.atomic
def remove(*, actor: User, obj: ChapterPhoto, version: int) -> None:
    """Takes a photo out of its chapter. The picture itself stays in the file of the return when an edition shows it.

    Raises as `change_caption` does.
    """
    demand_writing(actor, obj.period)
    claim(obj, version).delete()
    if not obj.period.editions.exists() and not obj.file.figures.exists():
        obj.file.delete()
