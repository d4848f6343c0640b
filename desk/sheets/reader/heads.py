"""Finding the header row under titles, notes and merged heads."""

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from desk.sheets.reader.cells import Cell, Merge, Row, Sheet
from desk.sheets.reader.limits import HEADING_ROWS

JOINT = "/"
TALLEST = 3  # rows of a head
DECORATION = re.compile(r"[\s*:]|\((?:必填|选填|可选|必填项|选填项)\)")


@dataclass(frozen=True)
class Head:
    """Where the table begins; rows count from 0. The head ends with row `row`, the data are `rows[first_row:]`.

    `last_row` is the last of them that holds something (`row` when there is none); `blank` counts those that hold
    nothing, also behind `last_row`.
    """

    row: int
    first_row: int
    last_row: int
    labels: tuple[str, ...]
    blank: int


def head(rows: Sequence[Row], known: Collection[str], merges: Sequence[Merge] = (), at: int | None = None) -> Head:
    """The head of `rows`: the row among the first ones that holds the most `known` labels, or the row `at`.

    `known` are labels and aliases of the fields. Where none is found it is the row with the most texts. The rows of a
    merged head are joined: “联系方式” above “手机” becomes “联系方式/手机”.
    """
    if at is None:
        best = _best(rows[:HEADING_ROWS], {plain(label) for label in known})
        upper, lower = _upper(rows, best, merges), _lower(rows, best, merges)
    else:
        upper, lower = _upper(rows, at, merges), at
    width = max((len(row) for row in rows[upper : lower + 1]), default=0)
    labels = tuple(_label(rows, column, upper, lower, merges) for column in range(width))
    filled = [number for number in range(lower + 1, len(rows)) if not is_blank(rows[number])]
    blank = max(len(rows) - lower - 1, 0) - len(filled)
    return Head(lower, lower + 1, filled[-1] if filled else lower, labels, blank)


def merged_cells(sheet: Sheet, first_row: int) -> dict[int, set[int]]:
    """Row → columns of the cells from `first_row` on that a merge has swallowed: all of a merge but its top left cell.

    They look filled on the screen and hold nothing, so their rows must say so (promises.md, trap 17).
    """
    found: dict[int, set[int]] = {}
    for merge in sheet.merges:
        for row in range(max(merge.top, first_row), merge.bottom + 1):
            start = merge.left + 1 if row == merge.top else merge.left
            found.setdefault(row, set()).update(range(start, merge.right + 1))
    return {row: columns for row, columns in found.items() if columns}


def is_blank(row: Row) -> bool:
    """Whether the row holds nothing but white space."""
    return not any(cell is not None and (not isinstance(cell, str) or cell.strip()) for cell in row)


def plain(label: str) -> str:
    """A label for comparison: half-width, without spaces, colons and the marks of required fields."""
    return DECORATION.sub("", unicodedata.normalize("NFKC", label)).casefold()


def _best(rows: Sequence[Row], wanted: set[str]) -> int:
    def worth(row: Row) -> tuple[int, int]:
        texts = {plain(cell) for cell in row if isinstance(cell, str)} - {""}
        return len(texts & wanted), len(texts)

    worths = [worth(row) for row in rows]
    return worths.index(max(worths)) if worths else 0


def _upper(rows: Sequence[Row], row: int, merges: Sequence[Merge]) -> int:
    """The first row of the head that ends in `row`."""
    tall = [m.top for m in merges if m.top < row <= m.bottom and row - m.top < TALLEST and m.bottom == row]
    if tall:
        return min(tall)
    groups = [m for m in merges if m.top == m.bottom == row - 1 and m.right > m.left]
    # A title is merged over the whole table; a head groups some columns, beside other cells.
    if groups and sum(_text(cell) != "" for cell in rows[row - 1]) > 1:
        return row - 1
    return row


def _lower(rows: Sequence[Row], row: int, merges: Sequence[Merge]) -> int:
    """The last row of the head whose best row is `row`."""
    tall = [m.bottom for m in merges if m.top <= row < m.bottom and m.bottom - m.top < TALLEST]
    if tall:
        return min(max(tall), len(rows) - 1)
    groups = [m for m in merges if m.top == m.bottom == row and m.right > m.left]
    if groups and row + 1 < len(rows):
        below = [column for column, cell in enumerate(rows[row + 1]) if _text(cell)]
        if below and all(any(m.left <= column <= m.right for m in groups) for column in below):
            return row + 1
    return row


def _label(rows: Sequence[Row], column: int, upper: int, lower: int, merges: Sequence[Merge]) -> str:
    parts: list[str] = []
    for row in range(upper, lower + 1):
        merge = next((m for m in merges if m.covers(row, column)), Merge(row, column, row, column))
        text = _text(_at(rows, merge.top, merge.left)) if merge.top >= upper else ""
        if text and text not in parts[-1:]:
            parts.append(text)
    return JOINT.join(parts)


def _at(rows: Sequence[Row], row: int, column: int) -> Cell:
    return rows[row][column] if column < len(rows[row]) else None


def _text(cell: Cell) -> str:
    return " ".join(str(cell).split()) if cell is not None else ""
