"""The dry run: the whole file read, cleaned and compared, and what would become of each row."""

from desk.sheets import reader
from desk.sheets.choices import ImportState
from desk.sheets.imports import draft, files, plan
from desk.sheets.imports.cells import Cells, Progress, clean
from desk.sheets.imports.mapping import labels_of, remember
from desk.sheets.imports.services import original
from desk.sheets.models import ImportRun
from desk.sheets.reader import FileRefused
from desk.sheets.resource import SheetResource
from desk.sheets.undisturbed import undisturbed


def check(run: ImportRun, resource: type[SheetResource], progress: Progress) -> None:
    """Make the plan of `run` and keep it for the preview; nothing else is written.

    A file that cannot be read ends the import, with the reason in its message.
    """
    declared = resource(run.actor)
    progress(0, 0, "正在读取文件")
    with undisturbed():
        try:
            cells = read_cells(run, resource, progress)
        except FileRefused as refused:
            refuse(run, str(refused))
            return
        keep_plan(run, declared, cells, make_plan(declared, cells, progress), message="")


def read_cells(run: ImportRun, resource: type[SheetResource], progress: Progress) -> Cells:
    """The rows of the file under its confirmed columns, which are remembered for the branch. Raises FileRefused."""
    book = reader.read(original(run), sheet=run.sheet)
    if run.sheet >= len(book.sheets):
        raise FileRefused("文件里没有所选的工作表。", "请重新上传，并选择工作表。")
    sheet = book.sheets[run.sheet]
    below = run.head_row or 0
    remember(run, labels_of(sheet, below))
    rows, sheet.rows = sheet.rows[below:], []
    hidden = {number + 1: columns for number, columns in reader.merged_cells(sheet, below).items()}
    return clean(resource, rows, run.columns(), first=below + 1, hidden_below=hidden, progress=progress)


def make_plan(declared: SheetResource, cells: Cells, progress: Progress, *, lock: bool = False) -> plan.Plan:
    """The plan for `cells`, with what the writer itself would refuse."""
    made = plan.make(declared, cells, progress=progress, lock=lock)
    for i, complaint in declared.writer.rehearse(declared, made):
        made.reject(i, complaint)
    plan.seal(made)
    return made


def keep_plan(run: ImportRun, declared: SheetResource, cells: Cells, made: plan.Plan, *, message: str) -> None:
    """`made` is what the preview shows from now on."""
    files.keep(run, "plan", draft.packed(declared, cells, made))
    run.rows = len(made.numbers)
    for name, count in made.counts.items():
        setattr(run, name, count)
    run.digest, run.message, run.state = made.digest, message, ImportState.PREVIEWED
    run.version += 1
    run.save()


def refuse(run: ImportRun, reason: str) -> None:
    """The import is over, nothing was written; its files go."""
    files.forget(run)
    run.state, run.message = ImportState.REFUSED, reason[:300]
    run.version += 1
    run.save()
