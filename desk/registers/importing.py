"""What the pages and the jobs of an import both say and make."""

from typing import TYPE_CHECKING

from django.utils import timezone

from desk.sheets import reader
from desk.sheets.annotated import Table, annotated
from desk.sheets.choices import Outcome
from desk.sheets.imports import services
from desk.sheets.models import ImportRun

if TYPE_CHECKING:
    from desk.registers.register import Register


def sum_words(run: ImportRun) -> str:
    """The rows and what becomes of them, as a sum to be checked by eye (promises.md B2); "" before the check."""
    parts = " + ".join(f"{outcome.label} {getattr(run, outcome):,}" for outcome in Outcome)
    return f"{run.rows:,} 行 = {parts}" if run.rows else ""


def undone_words(run: ImportRun) -> str:
    """What undoing did."""
    return f"已撤销：新增的 {run.created:,} 条已删除，更新的 {run.updated:,} 条已恢复原样。"


def given_back(register: "type[Register]", run: ImportRun, *, only_bad: bool) -> tuple[str, bytes]:
    """The uploaded file with what is wrong marked in it, and its name, in which nobody's name stands (promises.md F7).

    Raises ValidationError when the file is gone.
    """
    content = services.original(run)
    resource = register.resource
    assert resource is not None, "only a register with a resource has imports"  # noqa: S101  # for the type checker
    sheet = reader.read(content, sheet=run.sheet).sheets[run.sheet]
    table = Table(sheet.name, sheet.rows, run.head_row or 1, sheet.merges)
    file = annotated(content, run.kind, table, services.problems(run, resource), only_bad=only_bad)
    words = "错误行" if only_bad else "标注"
    return f"{register.title}-{words}-{timezone.localdate():%Y%m%d}-{run.pk}.xlsx", file
