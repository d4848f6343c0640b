"""The annual report as PDF: ours in a warm process, from figures to file, beside a plain WeasyPrint call on the same HTML.

The plain call is what the manual shows: HTML, style sheet with @font-face rules for the same fonts, the same kind of PDF.
Both have made one report before they are measured. Ours collects its garbage when the job is done and its file can be
fetched (tasks.papers), so the clock of the book has stopped by then; that of the sheets, as in a batch, has not. A book is the county's report of 1,300 unions, a sheet the two pages
of one of them. Each part runs in a process of its own, so that its peak of memory is its own.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import Any
from unittest.mock import patch

from jianzhi.launcher.paths import ROOT, VENV_PYTHON

UNIONS, SHEETS, BOOKS, ROUNDS = 1_300, 60, 3, 2
TIMES_BOOK, TIMES_SHEET, TIMES_TWO, MOST_MB = 1.6, 1.4, 1.8, 400
Figures = dict[str, Any]


def measure(portal: Any) -> Figures:
    """What `./portal bench year-end` calls for this part."""
    rounds = [_round(portal.environment) for _ in range(ROUNDS)]
    run = {name: _best(each[name] for each in rounds) for name in rounds[0]}
    two = run.pop("two_workers")
    books = round(run["plain_book"]["seconds"] / run["book"]["seconds"], 2)
    sheets = round(run["sheets"]["a_second"] / run["plain_sheets"]["a_second"], 2)
    doubled = round(two["a_second"] / run["sheets"]["a_second"], 2)
    peak = max(run[name]["peak_mb"] for name in ("book", "sheets"))
    return {
        **run,
        "two_workers": two,
        "goals": {
            f"book at least {TIMES_BOOK} x plain": {"reached": books, "met": books >= TIMES_BOOK},
            f"sheets at least {TIMES_SHEET} x plain": {"reached": sheets, "met": sheets >= TIMES_SHEET},
            f"two workers at least {TIMES_TWO} x one": {"reached": doubled, "met": doubled >= TIMES_TWO},
            f"at most {MOST_MB} MB": {"reached": peak, "met": peak <= MOST_MB},
        },
    }


def _round(environment: dict[str, str]) -> dict[str, Figures]:
    """Every part once, one after the other: a machine is not equally fast all the time."""
    parts = {name: _part(name, environment) for name in ("book", "plain_book", "sheets", "plain_sheets")}
    return {**parts, "two_workers": _two(environment)}


def _best(rounds: Iterable[Figures]) -> Figures:
    return max(rounds, key=lambda one: one["a_second"] if "a_second" in one else 1 / one["seconds"])


def _two(environment: dict[str, str]) -> Figures:
    """Two processes at once, each with all of the sheets."""
    both = [_start("sheets", environment) for _ in range(2)]
    ended = [json.loads(one.communicate()[0].splitlines()[-1]) for one in both]
    return {"a_second": round(sum(one["a_second"] for one in ended), 2)}


def _part(name: str, environment: dict[str, str]) -> Figures:
    """One part in a fresh process; its last line is its figures."""
    out = _start(name, environment).communicate()[0]
    figures: Figures = json.loads(out.splitlines()[-1])
    return figures


def _start(name: str, environment: dict[str, str]) -> subprocess.Popen[str]:
    command = [str(VENV_PYTHON), "-m", "tests.bench._year_end_reports", name]
    return subprocess.Popen(command, env={**os.environ, **environment}, cwd=ROOT, stdout=subprocess.PIPE, text=True)


# --- in a process of their own ----------------------------------------------------------------------------------------
def book() -> Figures:
    """The county's report, from the cube to the file."""
    from desk.papers.pdf import without_collecting
    from jianzhi.year_end.document.pdf import report_pdf

    cube = _county()
    return _books(lambda: report_pdf(_matter(cube, cube.head.pk)), without_collecting)


def plain_book() -> Figures:
    """A plain call on the HTML and the pictures of the same report."""
    cube = _county()
    html, pictures = _html(cube, cube.head.pk)
    return _books(lambda: _plainly(html, pictures))


def sheets() -> Figures:
    """The two pages of one union after the other."""
    from jianzhi.year_end.document.pdf import report_pdf

    cube = _county()
    return _sheets(lambda pk: report_pdf(_matter(cube, pk)), _bases(cube))


def plain_sheets() -> Figures:
    """A plain call for each on the same HTML."""
    cube = _county()
    pages = {pk: _html(cube, pk)[0] for pk in _bases(cube)}
    return _sheets(lambda pk: _plainly(pages[pk], {}), list(pages))


def _books(make: Callable[[], bytes], job: Callable[[], AbstractContextManager[None]] = nullcontext) -> Figures:
    paper = make()
    took = statistics.median(_timed(make, job) for _ in range(BOOKS))
    return {"seconds": round(took, 3), "bytes": len(paper), "pages": _pages(paper), "peak_mb": _peak()}


def _sheets(make: Callable[[int], bytes], unions: list[int]) -> Figures:
    paper = make(unions[0])
    took = sum(_timed(lambda pk=pk: make(pk)) for pk in unions[1:])  # type: ignore[misc]  # a default binds it
    return {
        "sheets": len(unions) - 1,
        "a_second": round((len(unions) - 1) / took, 2),
        "pages": _pages(paper),
        "peak_mb": _peak(),
    }


def _timed(make: Callable[[], bytes], job: Callable[[], AbstractContextManager[None]] = nullcontext) -> float:
    """Seconds of the clock until the bytes of the file are there: what somebody waits for, not what `job` does after it."""
    with job():
        began = time.perf_counter()
        make()
        return time.perf_counter() - began


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


def _pages(paper: bytes) -> int:
    import pypdfium2

    return len(pypdfium2.PdfDocument(paper))


def _county() -> Any:
    from tests.jianzhi.year_end import sample

    return sample.large(UNIONS)


def _bases(cube: Any) -> list[int]:
    return [node.pk for node in cube.nodes if node.counts_as_base][: SHEETS + 1]


def _matter(cube: Any, union: int) -> Any:
    from tests.jianzhi.year_end.document.matters import SIGNED, matter

    return matter(cube=cube, union=union, imprint=SIGNED)


def _html(cube: Any, union: int) -> tuple[str, dict[str, str]]:
    """What our own press is given for the report of a union."""
    from desk.papers import press
    from jianzhi.year_end.document.pdf import report_pdf

    given: dict[str, Any] = {}

    def taken(html: str, pictures: Any, style: Any) -> bytes:
        given.update(html=html, pictures=dict(pictures))
        return b""

    with patch.object(press, "typeset", taken):
        report_pdf(_matter(cube, union))
    return given["html"], given["pictures"]


def _plainly(html: str, pictures: dict[str, str]) -> bytes:
    """As the manual of WeasyPrint shows it."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from desk.papers import fonts, press
    from jianzhi.year_end.document.pdf import STYLE

    faces = "".join(
        f'@font-face {{ font-family: "{role.family}"; src: url("{path.as_uri()}"); }}\n'
        for role, path in fonts.resolve().items()
    )
    configuration = FontConfiguration()
    rules = "".join(sheet.read_text(encoding="utf-8") for sheet in (press.FACES, STYLE))
    style = CSS(string=faces + rules, font_config=configuration)
    document = HTML(string=html, url_fetcher=press.PaperFetcher(pictures))
    return bytes(
        document.write_pdf(
            stylesheets=[style],
            font_config=configuration,
            pdf_variant=press.ARCHIVABLE_AND_TAGGED,
        )
    )


if __name__ == "__main__":
    import django

    django.setup()
    parts = {"book": book, "plain_book": plain_book, "sheets": sheets, "plain_sheets": plain_sheets}
    sys.stdout.write(json.dumps(parts[sys.argv[1]]()) + "\n")
