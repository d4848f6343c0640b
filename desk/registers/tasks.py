"""Long work with lists: exports, and bulk actions on many records.

A job runs with the right its kind names, so each register has kinds of its own. They are declared when the registers
are (apps.py); the arguments of a job hold the number of its batch and nothing else.
"""

import tempfile
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied

from desk.jobs.kinds import JobKind, job_kind
from desk.jobs.runs import JobRefused, Result, Run
from desk.papers.pdf import PaperRefused
from desk.registers import batches, documents
from desk.registers.address import BadAddress
from desk.registers.choices import Format
from desk.registers.models import Batch
from desk.registers.parts import BulkAction
from desk.sheets.prints import sheet_pdf
from desk.sheets.sheet import Sheet, SheetRefused
from desk.sheets.writer import write_csv, write_xlsx
from desk.vault.choices import AccessKind
from desk.vault.services import record_access

if TYPE_CHECKING:
    from desk.registers.register import Register

EVERY = 1_000  # rows between two reports of progress
KEEP_EXPORT = timedelta(hours=24)  # promises.md B11
_kinds: dict[tuple[str, str], JobKind] = {}


def declare(register: "type[Register]") -> None:
    """Declare the kinds of jobs of `register`."""
    title = register.title
    code = f"{register.slug}.export"

    @job_kind(code, title=f"导出{title}", permission=register.right("export"), keep_result=KEEP_EXPORT)
    def export(run: Run) -> Result:
        return _export(register, run)

    _kinds[register.slug, "export"] = export
    for action in register.bulk:
        _kinds[register.slug, action.slug] = _bulk_kind(register, action)


def export_kind(register: "type[Register]") -> JobKind:
    """The kind of job that exports the list."""
    return _kinds[register.slug, "export"]


def bulk_kind(register: "type[Register]", action: BulkAction) -> JobKind:
    """The kind of job that does `action` to many records."""
    return _kinds[register.slug, action.slug]


def _bulk_kind(register: "type[Register]", action: BulkAction) -> JobKind:
    @job_kind(f"{register.slug}.bulk.{action.slug}", title=f"批量{action.title}", permission=action.right)
    def act(run: Run) -> Result:
        batch = _batch(register, run)
        batches.run(register, batch, action, progress=lambda done: run.progress(done, message="正在逐条办理"))
        return Result(message=f"成功 {batch.done:,} 条，失败 {batch.failed:,} 条。")

    return act


def _export(register: "type[Register]", run: Run) -> Result:
    """The file of an export; what leaves the portal is written to the access log."""
    batch = _batch(register, run)
    try:
        listing = batches.listing_of(register, batch)
    except BadAddress as bad:
        raise JobRefused(f"没有导出：{bad}") from None
    if batch.reveal and not run.actor.has_perm(register.right("reveal")):
        raise PermissionDenied(f"needs {register.right('reveal')}")
    rows = batches.rows_of(listing, batch.picked)
    number = rows.count()
    written = documents.cells(listing.columns, rows, reveal=batch.reveal)
    sheet = documents.sheet(listing, _counted(written, run, number), number)
    name = f"{register.title}-{batch.created_at:%Y%m%d}-{batch.pk}.{batch.purpose}"
    with tempfile.TemporaryFile() as out:
        try:
            WRITERS[batch.purpose](sheet, out)
        except (SheetRefused, PaperRefused) as refused:
            raise JobRefused(str(refused)) from None
        out.seek(0)
        record_access(user=run.actor, kind=AccessKind.EXPORT, model=register.model, rows=number, reason=batch.reason)
        return run.file(name, out, message=f"共 {number:,} 条，{len(listing.columns)} 列。")


def _write_pdf(sheet: Sheet, out: BinaryIO) -> None:
    out.write(sheet_pdf(sheet, issuer=settings.FEDERATION_NAME, signatures=documents.LIST_SIGNATURES))


def _counted(rows: Iterable[Any], run: Run, number: int) -> Iterator[Any]:
    """`rows` as they pass, the progress of the job told now and then."""
    for done, row in enumerate(rows, start=1):
        if done % EVERY == 0:
            run.progress(done, number, "正在写出")
        yield row


def _batch(register: "type[Register]", run: Run) -> Batch:
    """The batch a job is for, owned by the person it runs as. Raises JobRefused when it is gone."""
    found = Batch.objects.visible_to(run.actor).filter(register=register.slug, pk=run.args["batch"]).first()
    if found is None:
        raise JobRefused("这批记录的选择已不存在，任务没有执行。")
    found.owner = run.actor
    batch: Batch = found
    return batch


WRITERS: dict[str, Callable[[Sheet, BinaryIO], object]] = {
    Format.XLSX: write_xlsx,
    Format.CSV: write_csv,
    Format.PDF: _write_pdf,
}
