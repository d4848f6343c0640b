"""What stands in a sheet according to the file itself, independent of the library that reads the values."""

from collections.abc import Callable
from dataclasses import dataclass, field

from desk.sheets.reader.limits import Limits
from desk.sheets.reader.refusals import COPY_TO_NEW, SPLIT, FileRefused

LONGEST_FORMULA = 200  # characters shown

Places = dict[tuple[int, int], str]  # (row, column) from 0 → text


@dataclass
class Scan:
    """What stands in a sheet. `values` counts the cells that hold a value and are neither formula nor error."""

    rows: int = 0  # with at least one value, formula or error
    values: int = 0
    last_row: int = 0  # counting from 1
    columns: int = 0
    formulas: Places = field(default_factory=dict)
    errors: Places = field(default_factory=dict)
    hidden_rows: int = 0
    hidden_columns: bool = False
    filtered: bool = False

    def within(self, limits: Limits) -> None:
        """Raises FileRefused when the sheet is longer or wider than allowed."""
        if self.last_row > limits.last_row:
            raise FileRefused(
                f"表格有内容的行超过 {limits.rows:,} 行（已看到第 {self.last_row:,} 行）。",
                SPLIT + "如果只是下方很远处有零星内容，请删除那些行。",
            )
        if self.columns > limits.columns:
            raise FileRefused(f"表格有内容的列超过 {limits.columns} 列（已看到第 {self.columns:,} 列）。", COPY_TO_NEW)

    def notes(self, name: str) -> list[str]:
        """What the owner should know of the sheet called `name`."""
        notes = []
        if self.hidden_rows:
            why = "（可能是筛选造成的）" if self.filtered else ""
            notes.append(f"工作表“{name}”有 {self.hidden_rows:,} 行是隐藏的{why}，也已读取。")
        elif self.filtered:
            notes.append(f"工作表“{name}”设有筛选，所有行都已读取。")
        if self.hidden_columns:
            notes.append(f"工作表“{name}”有隐藏的列，也已读取。")
        return notes


@dataclass(frozen=True)
class Seen:
    """A sheet before its values are read. `exactly` scans once more, slowly, knowing which texts are empty."""

    name: str
    hidden: bool
    scan: Scan
    exactly: Callable[[], Scan]

    def notes(self) -> list[str]:
        """What the owner should know of it."""
        hidden = [f"工作表“{self.name}”是隐藏的，也已读取。"] if self.hidden else []
        return hidden + self.scan.notes(self.name)


def column_number(letters: bytes | str) -> int:
    """`A` is 0, `AA` is 26."""
    number = 0
    for letter in letters if isinstance(letters, bytes) else letters.encode():
        number = number * 26 + letter - 64
    return number - 1
