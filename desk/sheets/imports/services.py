"""The verbs of an import that a person says. Each is one transaction; the long work between them is done by jobs.

upload → (the columns are confirmed) confirm → job `check` → preview → allow → job `apply` → for thirty days: job `undo`.
"""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from desk.jobs.models import Job
from desk.sheets import reader
from desk.sheets.choices import GOING_ON, ImportState
from desk.sheets.imports import files
from desk.sheets.imports.cells import Problem
from desk.sheets.imports.mapping import FoundColumn, Look, check_mapping, look_at
from desk.sheets.imports.preview import Change, PreviewRow, preview, problems
from desk.sheets.models import ImportRun
from desk.sheets.resource import SheetResource

__all__ = [
    "Change",
    "FoundColumn",
    "Look",
    "PreviewRow",
    "Problem",
    "allow",
    "confirm",
    "discard",
    "hand_over",
    "look",
    "original",
    "preview",
    "problems",
    "upload",
]
HEAD = 300  # rows that are read to find the head and some samples
GONE = "上传的文件已不在服务器上（保留不超过一小时）。没有写入任何数据，请重新上传。"


@transaction.atomic
def upload(*, actor: Any, register: str, resource: type[SheetResource], file: UploadedFile) -> ImportRun:
    """Take a file in, sealed. Raises PermissionDenied, and FileRefused for a file that must not be opened."""
    _demand(actor, resource)
    content = file.read()
    kind = reader.check_before_opening(content)
    run = ImportRun.objects.create(owner=actor, register=register, scope=list(actor.scope()), kind=kind.name)
    files.keep(run, "upload", [content])
    run.save()
    return run


def look(
    *, run: ImportRun, resource: type[SheetResource], sheet: int | None = None, head_row: int | None = None
) -> Look:
    """The columns of a file, each with what it is taken for.

    Without `sheet` it is the first one that is not hidden and holds something. Raises FileRefused, and ValidationError
    when the file is gone or there is no such sheet.
    """
    book = reader.read(original(run), first=max(HEAD, head_row or 0))
    if not book.sheets:
        raise ValidationError("这个文件里没有工作表，请核对选的是不是这个文件。")
    if sheet is None:
        filled = [number for number, each in enumerate(book.sheets) if each.row_count and not each.hidden]
        sheet = filled[0] if filled else 0
    if sheet >= len(book.sheets) or (head_row is not None and not 0 < head_row <= book.sheets[sheet].row_count):
        raise ValidationError("文件里没有所选的工作表或表头行，请重新选择。")
    return look_at(book, sheet, head_row, run=run, resource=resource)


@transaction.atomic
def confirm(
    *,
    actor: Any,
    run: ImportRun,
    resource: type[SheetResource],
    sheet: int | None,
    head_row: int | None,
    mapping: Mapping[int, str],
) -> ImportRun:
    """Say which column is which field; all rows shall be checked now. Without `sheet` or `head_row` they are looked for.

    Raises ValidationError when a required column is missing or a field stands twice, PermissionDenied, FileRefused.
    """
    _demand(actor, resource)
    run = _claim(run, ImportState.UPLOADED, ImportState.PREVIEWED)
    check_mapping(resource, mapping)
    if sheet is None or head_row is None:
        found = look(run=run, resource=resource, sheet=sheet, head_row=head_row)
        sheet, head_row = found.sheet, found.head_row
    run.sheet, run.head_row = sheet, head_row
    run.mapping = {str(index): name for index, name in sorted(mapping.items()) if name}
    run.state, run.message = ImportState.CHECKING, ""
    _save(run)
    return run


@transaction.atomic
def allow(*, actor: Any, run: ImportRun, only_good: bool) -> ImportRun:
    """Say that what the preview shows shall be written: all rows, or by an explicit choice the good ones alone.

    Raises ValidationError when rows are wrong and nobody chose to leave them out (promises.md B8), or when there is
    nothing to write. The right is asked for by the job that writes.
    """
    run = _claim(run, ImportState.PREVIEWED)
    if run.rejected and not only_good:
        raise ValidationError(
            f"有 {run.rejected:,} 行错误，没有写入任何数据。请改正后重新上传，或选择“只写入无误的行”。"
        )
    if not run.created + run.updated:
        raise ValidationError("没有需要写入的行。")
    run.only_good = bool(run.rejected) and only_good
    run.state, run.message = ImportState.APPLYING, ""
    _save(run)
    return run


@transaction.atomic
def discard(*, actor: Any, run: ImportRun) -> ImportRun:
    """Give the import up; its files go. Raises ValidationError when it is over already, or being written."""
    run = _claim(run, *GOING_ON)
    if run.job and run.job.is_unfinished:
        raise ValidationError("任务正在执行，请先在“任务”中取消它。")
    files.forget(run)
    run.state, run.message = ImportState.DISCARDED, ""
    _save(run)
    return run


def hand_over(*, run: ImportRun, job: Job) -> ImportRun:
    """The work on the import is done by `job`, in its owner's name."""
    run.job = job
    run.save(update_fields=["job", "updated_at"])
    return run


def original(run: ImportRun) -> bytes:
    """The file as it was uploaded. Raises ValidationError when it is gone."""
    try:
        return b"".join(files.opened(run, "upload"))
    except FileNotFoundError:
        raise ValidationError(GONE) from None


def _demand(actor: Any, resource: type[SheetResource]) -> None:
    if not actor.has_perm(resource.right()):
        raise PermissionDenied(f"an import needs {resource.right()}")


def _claim(run: ImportRun, *states: ImportState) -> ImportRun:
    """The row of `run`, locked, if it is in one of `states`. Raises ValidationError otherwise."""
    current: ImportRun = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if current.state not in states:
        raise ValidationError(f"这次导入的状态是“{current.get_state_display()}”，不能这样办理。")
    return current


def _save(run: ImportRun) -> None:
    run.version += 1
    run.save()
