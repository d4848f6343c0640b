"""What a file holds once it was read: plain values, and two kinds of cells that have no value of their own."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import NamedTuple


class Formula(NamedTuple):
    """A cell that computes. What it last showed is not told: nobody can say whether that was right (promises.md B4)."""

    text: str

    def __str__(self) -> str:
        return self.text


class ErrorCell(NamedTuple):
    """A cell that shows an error such as #N/A."""

    text: str

    def __str__(self) -> str:
        return self.text


# Text stays text and numbers stay numbers: an identity number typed as a number arrives as int or float, so that it
# can be refused (promises.md B3). `time` and `timedelta` are cells with a clock's format: never a day.
Cell = str | int | float | bool | date | datetime | time | timedelta | Formula | ErrorCell | None
Row = list[Cell]


class Merge(NamedTuple):
    """A merged range, from its top left to its bottom right cell; rows and columns count from 0."""

    top: int
    left: int
    bottom: int
    right: int

    def covers(self, row: int, column: int) -> bool:
        """Whether the cell lies in the range."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right


@dataclass
class Sheet:
    """One sheet. `rows[0]` is row 1 of the sheet; empty rows in between are there, rows may differ in length.

    `row_count` counts the rows up to the last one with content, also when only the first rows were asked for.
    """

    name: str
    rows: list[Row] = field(default_factory=list)
    row_count: int = 0
    column_count: int = 0
    hidden: bool = False
    merges: list[Merge] = field(default_factory=list)
    formula_count: int = 0
    error_count: int = 0


@dataclass
class Book:
    """A file. `notes` say, in Chinese, what its owner should know: hidden rows, macros, the encoding taken."""

    kind: str  # xlsx, xls or csv
    sheets: list[Sheet] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    encoding: str = ""
