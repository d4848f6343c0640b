"""What an export job does: the list of the screen as a file, with the rights of the moment it is written.

Unmasked personal data leave with a reason, above a number of persons with a second person's approval, marked with who
took them out, and for one download (promises.md B11, B12).
"""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from django.conf import settings
from django.utils import timezone

from desk.jobs.runs import JobRefused, Result, Run
from desk.papers.pdf import PaperRefused
from desk.registers import batches, documents
from desk.registers.address import BadAddress
from desk.registers.choices import Approval, Format
from desk.registers.models import Batch
from desk.sheets.prints import sheet_pdf
from desk.sheets.sheet import Sheet, SheetRefused, moment_text
from desk.sheets.writer import write_csv, write_xlsx
from desk.vault.choices import AccessKind
from desk.vault.services import record_access

if TYPE_CHECKING:
    from desk.registers.register import Register

EVERY = 1_000  # rows between two reports of progress


def carry_out(register: "type[Register]", batch: Batch, run: Run) -> Result:
    """The file of an export; what leaves the portal is written to the access log.

    Raises JobRefused when the list is no more, or more people than it was asked for; PermissionDenied.
    """
    try:
        listing = batches.listing_of(register, batch)
    except BadAddress as bad:
        raise JobRefused(f"没有导出：{bad}") from None
    rows = batches.rows_of(listing, batch.picked)
    number = rows.count()
    if batch.reveal:
        _admit(register, batch, run, number)
    written = _counted(documents.cells(listing.columns, rows, reveal=batch.reveal), run, number)
    sheet = documents.sheet(listing, written, number, watermark=watermark(batch) if batch.reveal else "")
    name = f"{register.title}-{timezone.localtime(batch.created_at):%Y%m%d}-{batch.pk}.{batch.purpose}"
    said = f"共 {number:,} 条，{len(listing.columns)} 列。"
    try:
        result = run.file(name, lambda out: WRITERS[batch.purpose](sheet, out), said, once=batch.reveal)
    except (SheetRefused, PaperRefused) as refused:
        raise JobRefused(str(refused)) from None
    record_access(user=run.actor, kind=AccessKind.EXPORT, model=register.model, rows=number, reason=batch.reason)
    return result


def watermark(batch: Batch) -> str:
    """Who took unmasked data out, when and what for; the approval too, when there was one."""
    approved = f"，{batch.decided_by} 批准" if batch.approval == Approval.APPROVED else ""
    return (
        f"含未遮盖的个人信息，仅限所述用途：{batch.owner} 于 {moment_text(timezone.now())} 导出（第 {batch.pk} 号{approved}），"
        f"用途：{batch.reason}"
    )


def _admit(register: "type[Register]", batch: Batch, run: Run, number: int) -> None:
    """Raise unless these unmasked data may leave now: the right, the approval, and not more people than asked for."""
    run.demand(register.right("reveal"))
    if batch.approval not in {Approval.NOT_NEEDED, Approval.APPROVED}:
        raise JobRefused("这次导出还没有批准，没有生成文件。")
    if number > batch.persons:
        raise JobRefused(f"提交后人数由 {batch.persons:,} 变为 {number:,}，没有生成文件。请重新导出。")


def _write_pdf(sheet: Sheet, out: BinaryIO) -> None:
    out.write(sheet_pdf(sheet, issuer=settings.FEDERATION_NAME, signatures=documents.LIST_SIGNATURES))


def _counted(rows: Iterable[Any], run: Run, number: int) -> Iterator[Any]:
    """`rows` as they pass, the progress of the job told now and then."""
    for done, row in enumerate(rows, start=1):
        if done % EVERY == 0:
            run.progress(done, number, "正在写出")
        yield row


WRITERS: dict[str, Callable[[Sheet, BinaryIO], object]] = {
    Format.XLSX: write_xlsx,
    Format.CSV: write_csv,
    Format.PDF: _write_pdf,
}
