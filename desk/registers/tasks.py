"""Long work with lists: exports, and bulk actions on many records.

A job runs with the right its kind names, so each register has kinds of its own. They are declared when the registers
are (apps.py); the arguments of a job hold the number of its batch and nothing else.
"""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desk.jobs.kinds import JobKind, job_kind
from desk.jobs.runs import JobRefused, Result, Run
from desk.papers.pdf import PaperRefused
from desk.registers import batches, exporting
from desk.registers.importing import given_back, sum_words, undone_words
from desk.registers.models import Batch
from desk.registers.parts import BulkAction
from desk.sheets.imports import applying, checking, undoing
from desk.sheets.models import ImportRun
from desk.sheets.reader import FileRefused

if TYPE_CHECKING:
    from desk.registers.register import Register

KEEP_ANNOTATED = timedelta(hours=1)  # as long as the file it was made of (promises.md B13)
KEEP_EXPORT = timedelta(hours=24)  # promises.md B11
_kinds: dict[tuple[str, str], JobKind] = {}


def declare(register: "type[Register]") -> None:
    """Declare the kinds of jobs of `register`."""
    title = register.title
    code = f"{register.slug}.export"

    @job_kind(code, title=f"导出{title}", permission=register.right("export"), keep_result=KEEP_EXPORT)
    def export(run: Run) -> Result:
        return exporting.carry_out(register, _batch(register, run), run)

    _kinds[register.slug, "export"] = export
    for action in register.bulk:
        _kinds[register.slug, action.slug] = _bulk_kind(register, action)
    if register.resource is not None:
        _declare_imports(register)


def export_kind(register: "type[Register]") -> JobKind:
    """The kind of job that exports the list."""
    return _kinds[register.slug, "export"]


def bulk_kind(register: "type[Register]", action: BulkAction) -> JobKind:
    """The kind of job that does `action` to many records."""
    return _kinds[register.slug, action.slug]


def import_kind(register: "type[Register]", step: str) -> JobKind:
    """The kind of job that does a `step` of an import: check, apply, undo, annotate."""
    return _kinds[register.slug, f"import.{step}"]


def _bulk_kind(register: "type[Register]", action: BulkAction) -> JobKind:
    @job_kind(f"{register.slug}.bulk.{action.slug}", title=f"批量{action.title}", permission=action.right)
    def act(run: Run) -> Result:
        batch = _batch(register, run)
        done: list[Any] = []

        def progress(at: int) -> None:
            run.progress(at, message="正在逐条办理")

        batches.run(register, batch, action, progress=progress, on_done=done.append)
        said = f"成功 {batch.done:,} 条，失败 {batch.failed:,} 条。"
        if action.paper is None or not done:
            return Result(message=said)
        return run.file(
            f"{action.title}-{batch.created_at:%Y%m%d}-{batch.pk}.pdf", _paper(register, run, action.paper, done), said
        )

    return act


def _declare_imports(register: "type[Register]") -> None:
    """The steps of an import. Each asks for the right to import again (promises.md B12)."""
    steps: dict[str, tuple[str, Callable[..., object]]] = {
        "check": (f"导入{register.title}：检查", checking.check),
        "apply": (f"导入{register.title}：写入", applying.apply),
        "undo": (f"导入{register.title}：撤销", undoing.undo),
    }
    for step, (title, work) in steps.items():
        _kinds[register.slug, f"import.{step}"] = _import_kind(register, step, title, work)
    _kinds[register.slug, "import.annotate"] = _annotate_kind(register)


def _import_kind(register: "type[Register]", step: str, title: str, work: Callable[..., object]) -> JobKind:
    @job_kind(f"{register.slug}.import.{step}", title=title, permission=register.right("import"))
    def carry_out(run: Run) -> Result:
        imported = _imported(register, run)
        work(imported, register.resource, run.progress)
        imported.refresh_from_db()
        return Result(message=imported.message or (undone_words if step == "undo" else sum_words)(imported))

    return carry_out


def _annotate_kind(register: "type[Register]") -> JobKind:
    """Of a large file, what the page itself makes of a small one (desk.registers.views.imports_files)."""

    @job_kind(
        f"{register.slug}.import.annotate",
        title=f"标注导入{register.title}的文件",
        permission=register.right("import"),
        keep_result=KEEP_ANNOTATED,
    )
    def annotate(run: Run) -> Result:
        imported = _imported(register, run)
        if imported.owner_id != run.actor.pk:
            raise JobRefused("文件只交还给上传的人，任务没有执行。")
        try:
            name, content = given_back(register, imported, only_bad=run.args["only"] == "bad")
        except FileRefused as refused:
            raise JobRefused(str(refused)) from None
        return run.file(name, content, message=f"标出错误 {imported.rejected:,} 行。", once=True)

    return annotate


def _imported(register: "type[Register]", run: Run) -> ImportRun:
    """The import a job is for. Raises JobRefused when the person may not know of it (any more)."""
    found: ImportRun | None = (
        ImportRun.objects.visible_to(run.actor).of(register.slug).filter(pk=run.args["import"]).first()
    )
    if found is None:
        raise JobRefused("这次导入已不存在，或不在您的管辖范围内，任务没有执行。")
    return found


def _paper(register: "type[Register]", run: Run, draw: Callable[[Sequence[Any]], bytes], keys: list[Any]) -> bytes:
    """The paper of the records with these keys, as they are now and in this order."""
    rows = {row.pk: row for row in register.joined(register.rows(run.actor)).filter(pk__in=keys)}
    try:
        return draw([rows[key] for key in keys if key in rows])
    except PaperRefused as refused:
        raise JobRefused(str(refused)) from None


def _batch(register: "type[Register]", run: Run) -> Batch:
    """The batch a job is for, owned by the person it runs as. Raises JobRefused when it is gone."""
    found = Batch.objects.visible_to(run.actor).filter(register=register.slug, pk=run.args["batch"]).first()
    if found is None:
        raise JobRefused("这批记录的选择已不存在，任务没有执行。")
    found.owner = run.actor
    batch: Batch = found
    return batch
