"""A Sheet on paper: the same title, notes, columns and rows as its workbook."""

from collections.abc import Sequence

from desk.papers import paper, pdf
from desk.sheets.sheet import Kind, Sheet, printed_text

ALIGNMENTS: dict[Kind, paper.Align] = {
    Kind.COUNT: "right",
    Kind.NUMBER: "right",
    Kind.MONEY: "right",
    Kind.PERCENT: "right",
    Kind.IDENTIFIER: "center",
    Kind.DAY: "center",
    Kind.MOMENT: "center",
}
# How many Latin characters fit side by side into 269 mm in letters of 10 and of 8.5 points.
NORMAL, DENSE = 140, 166


def sheet_pdf(sheet: Sheet, *, issuer: str = "", signatures: Sequence[str] = ()) -> bytes:
    """`sheet` as a PDF, A4 landscape, its watermark beside the issuer at the foot of every page.

    Raises pdf.PaperTooLong before the first row is read.
    """
    if sheet.row_count > pdf.MAX_ROWS:
        raise pdf.PaperTooLong(sheet.row_count)
    columns = [
        paper.Column(column.label, column.characters, ALIGNMENTS.get(column.kind, "left")) for column in sheet.columns
    ]
    rows = [
        [printed_text(value, column.kind) for value, column in zip(row, sheet.columns, strict=True)]
        for row in sheet.rows
    ]
    return pdf.table_pdf(
        paper.TablePaper(
            sheet.title,
            paper.Table(columns, rows),
            "　".join(filter(None, (issuer, sheet.watermark))),
            sheet.notes,
            signatures,
            density=_density(sheet),
        )
    )


def _density(sheet: Sheet) -> paper.Density:
    characters = sum(column.characters for column in sheet.columns)
    return "normal" if characters <= NORMAL else "dense" if characters <= DENSE else "denser"
