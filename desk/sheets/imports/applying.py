"""Writing what the preview showed: exactly that, in one transaction, or nothing.

The plan is made again from the kept cells while the rows it changes are locked. If it is another one than the person
saw, nothing is written and the new one is shown. Killed at any point, nothing was written either, and the job runs again.
"""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from desk.sheets.choices import ImportState
from desk.sheets.imports import draft, files, footprints
from desk.sheets.imports.cells import Cells, Progress
from desk.sheets.imports.checking import keep_plan, make_plan, refuse
from desk.sheets.imports.plan import Plan
from desk.sheets.models import ImportRun
from desk.sheets.resource import SheetResource
from desk.sheets.undisturbed import undisturbed
from desk.vault.history import telling

KEEP_UNDO = timedelta(days=30)  # promises.md B9
CHANGED = "数据已变化，没有写入任何数据。请按新的预览重新核对。"
CONFLICT = "没有写入任何数据：其中有号码已被其他资料占用，而您看不到那份资料。请核对号码，或联系上级工会。"
GONE = "检查结果已不在服务器上（保留不超过一小时），没有写入任何数据。请重新上传。"


def apply(run: ImportRun, resource: type[SheetResource], progress: Progress) -> None:
    """Write the plan of `run`. Raises ValidationError when the import is not to be written (any more).

    When the data have changed since the preview the import goes back to it, with a message.
    """
    run = ImportRun.objects.select_for_update(of=("self",)).get(pk=run.pk)
    if run.state != ImportState.APPLYING:
        raise ValidationError(f"这次导入的状态是“{run.get_state_display()}”，没有写入任何数据。")
    with undisturbed():
        _apply(run, resource, progress)


def _apply(run: ImportRun, resource: type[SheetResource], progress: Progress) -> None:
    declared = resource(run.actor)
    made = _plan_as_shown(run, declared, progress, lock=True)
    if made is None:
        return
    if _written(run, declared, made, progress):
        _finish(run)
        return
    # Somebody was quicker with the same key. What they wrote can be seen now, unless it is out of sight.
    if _plan_as_shown(run, resource(run.actor), progress, lock=False) is not None:
        refuse(run, CONFLICT)


def _plan_as_shown(run: ImportRun, declared: SheetResource, progress: Progress, *, lock: bool) -> Plan | None:
    """The plan, made again; None when it is another one than the preview showed, and is shown from now on."""
    cells = _kept_cells(run, declared)
    made = make_plan(declared, cells, progress, lock=lock)
    if made.digest == run.digest:
        return made
    keep_plan(run, declared, cells, made, message=CHANGED)
    return None


def _kept_cells(run: ImportRun, declared: SheetResource) -> Cells:
    try:
        return draft.cells_in(declared, files.lines(run, "plan"))
    except FileNotFoundError:
        raise ValidationError(GONE) from None


def _written(run: ImportRun, declared: SheetResource, made: Plan, progress: Progress) -> bool:
    """Whether the rows are in, all of them; else none."""
    try:
        with transaction.atomic(), telling(import_run=run.pk), footprints.followed(run):
            declared.writer.write(declared, made, progress)
    except (IntegrityError, ValidationError):  # the text of an IntegrityError holds values (promises.md F11)
        return False
    return True


def _finish(run: ImportRun) -> None:
    files.forget(run)
    run.state, run.message = ImportState.APPLIED, ""
    run.applied_at = timezone.now()
    run.undo_until = run.applied_at + KEEP_UNDO
    run.version += 1
    run.save()
