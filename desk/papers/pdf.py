"""Papers as PDF: archivable (PDF/A-2a), tagged, with embedded Chinese fonts, made only of what is handed in.

A template under templates/desk/papers/ and plain data make a paper. Nothing is fetched but our static files and the
pictures that came along; a paper that would grow too long is refused before any work is done.
"""

import ctypes
import gc
import logging
import signal
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from types import FrameType, ModuleType
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from desk.papers import charts, fonts
from desk.papers.charts import Chart, Pictures
from desk.papers.paper import Figure, Letter, PaperRefused, RecordSheet, TablePaper, printable

MAX_ROWS = 2_000  # promises.md A8: a row of eight columns costs 9 ms and 0.2 MiB
MAX_SECONDS = 120
HARFBUZZ_SUBSET = ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib")  # Linux, macOS

_one_at_a_time = threading.Lock()
_collecting: ContextVar[list[str]] = ContextVar("characters no font has")
logger = logging.getLogger(__name__)


class PaperTooLong(PaperRefused):
    """A paper has more rows than one document may have."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        super().__init__(
            f"本文书共 {rows:,} 行，超过一份 PDF 的上限 {MAX_ROWS:,} 行，没有生成文件。"
            "请加筛选条件后分份打印，或改为导出 Excel。"
        )


class PaperTooSlow(PaperRefused):
    """A paper took longer than a worker may be busy with it."""

    def __init__(self) -> None:
        super().__init__(
            f"本文书排版超过 {MAX_SECONDS} 秒，已经停止，没有生成文件。请加筛选条件后分份打印，或改为导出 Excel。"
        )


class PdfUnavailable(PaperRefused):
    """This machine lacks the system library that sets type."""

    def __init__(self) -> None:
        super().__init__("服务器缺少排版组件（Pango），不能生成 PDF。请先用网页打印，并通知系统管理员。")


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    drawings: Mapping[str, Chart] | None = None,
    pictures: Mapping[str, bytes] | None = None,
    style: Path | None = None,
) -> bytes:
    """The PDF that `template` makes of `context`, called `title`, in the style of all papers or in that of `style`.

    `drawings` are charts the template shows as `picture:NAME`, as it does with `pictures` (JPEG, PNG); `drawn` in its
    context says whether charts can be drawn here, or their tables have to do. Raises PaperRefused: PaperTooLong before
    rendering, PaperTooSlow (in the main thread of a process, where a worker runs its jobs), PdfUnavailable, or
    fonts.FontMissing.
    """
    for value in context.values():
        if (rows := _row_count(value)) > MAX_ROWS:
            raise PaperTooLong(rows)
    press = _press()
    style = style or press.STYLE_SHEET
    drawn = bool(drawings) and charts.available()
    shown = Pictures(pictures or {}, drawings or {} if drawn else {})
    page = {"title": title, "printed_at": timezone.now(), "drawn": drawn, **context}
    html = printable(render_to_string(template, page))
    if (rows := _rows_in(html)) > MAX_ROWS:
        raise PaperTooLong(rows)
    _tell(fonts.uncovered(html))
    with _one_at_a_time, _deadline(MAX_SECONDS), without_collecting():
        paper = bytes(press.typeset(html, shown, style))
    shown.check()
    return paper


@contextmanager
def undrawn() -> Iterator[list[str]]:
    """Collects what none of the fonts can draw of the papers that the block makes: boxes stand for it in the PDF."""
    found: list[str] = []
    token = _collecting.set(found)
    try:
        yield found
    finally:
        _collecting.reset(token)


def _tell(characters: list[str]) -> None:
    if characters:
        points = " ".join(f"U+{ord(each):04X}" for each in characters)
        logger.warning("no font has %s; see REPORT_FONT_DIRS", points)
        _collecting.get([]).extend(characters)


def letter_pdf(letter: Letter) -> bytes:
    """An official letter after GB/T 9704-2012. Raises as render_pdf does."""
    drawings = {f"figure-{n}": block.chart for n, block in enumerate(letter.body, 1) if isinstance(block, Figure)}
    return render_pdf("desk/papers/letter.html", {"letter": letter}, title=letter.title, drawings=drawings)


def table_pdf(paper: TablePaper) -> bytes:
    """A list, landscape. Raises as render_pdf does."""
    return render_pdf("desk/papers/table.html", {"paper": paper}, title=paper.title)


def record_pdf(sheet: RecordSheet) -> bytes:
    """One record, portrait. Raises as render_pdf does."""
    return render_pdf("desk/papers/record.html", {"sheet": sheet}, title=sheet.title)


def has_harfbuzz_subset() -> bool:
    """Whether fonts are cut down by HarfBuzz; without it papers are slow (stack.md, L3). For /healthz."""
    for name in HARFBUZZ_SUBSET:
        try:
            ctypes.CDLL(name)
        except OSError:
            continue
        return True
    return False


def _press() -> ModuleType:
    """The module that sets type. Raises PdfUnavailable on a machine without Pango."""
    try:
        from desk.papers import press
    except OSError as error:
        raise PdfUnavailable from error
    return press


def _rows_in(html: str) -> int:
    """The table rows of `html`, heads and totals not counted."""
    return html.count("<tr") - html.count("<thead") - html.count("<tfoot")


def _row_count(value: object) -> int:
    """How many rows a value of a context will become, as far as it says so without being read."""
    return len(value) if isinstance(value, list | tuple) else int(getattr(value, "row_count", 0))


@contextmanager
def _deadline(seconds: float) -> Iterator[None]:
    """Raises PaperTooSlow in the block after `seconds`. Only a main thread can be interrupted."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise PaperTooSlow

    before = signal.signal(signal.SIGALRM, stop)
    # Again each second: WeasyPrint swallows what is raised while it loads a picture.
    signal.setitimer(signal.ITIMER_REAL, seconds, 1)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def without_collecting() -> Iterator[None]:
    """No garbage collection in the block, one of what it left behind after it: a third of the time otherwise (speed.md).

    In another such block it leaves that to the outer one, which may hand the paper over first.
    """
    if not gc.isenabled():
        yield
        return
    frozen = gc.get_freeze_count()
    gc.disable()
    gc.freeze()
    try:
        yield
    finally:
        gc.collect()
        if not frozen:
            gc.unfreeze()
        gc.enable()
