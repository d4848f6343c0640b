"""The papers of the year end as PDF: archivable, tagged, with bookmarks."""

from pathlib import Path

from desk.papers.pdf import MAX_ROWS, PaperTooLong, render_pdf
from jianzhi.year_end.document.book import Book
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.document.public import PublicBook
from jianzhi.year_end.document.sheet import Brief, Sheet

STYLE = Path(__file__).parent / "report.css"


def report_pdf(matter: Matter) -> bytes:
    """年度工作报告: a book for a union that has others below it, else two pages. Raises PaperRefused."""
    return _book(matter) if matter.is_whole else _sheet(matter)


def brief_pdf(matter: Matter) -> bytes:
    """简报: the year on one page. Raises PaperRefused."""
    context = {"brief": Brief(matter), "matter": matter}
    return render_pdf("year_end/document/brief.html", context, title=f"{matter.title}（简报）", style=STYLE)


def _book(matter: Matter) -> bytes:
    if (rows := len(matter.report.below)) > MAX_ROWS:  # said before anything is put together
        raise PaperTooLong(rows)
    book = PublicBook(matter) if matter.is_public else Book(matter)
    context = {"book": book, "matter": matter}
    return render_pdf(
        "year_end/document/book.html",
        context,
        title=book.title,
        drawings=book.drawings,
        pictures=book.pictures,
        style=STYLE,
    )


def _sheet(matter: Matter) -> bytes:
    context = {"sheet": Sheet(matter), "matter": matter}
    return render_pdf("year_end/document/sheet.html", context, title=matter.title, style=STYLE)
