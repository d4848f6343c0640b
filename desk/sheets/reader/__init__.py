"""Reading workbooks and CSV files that strangers made: every row, every cell with its type, or a refusal in words.

`check_before_opening(file)` refuses in the request what must not be opened; `read(file)` reads in a child process with
limits; `head(rows, known)` finds where the data begin (promises.md B1-B6, B13).
"""

from desk.sheets.reader.cells import Book, Cell, ErrorCell, Formula, Merge, Row, Sheet
from desk.sheets.reader.container import check_before_opening
from desk.sheets.reader.heads import Head, head, is_blank, merged_cells, plain
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.process import read
from desk.sheets.reader.refusals import FileRefused

__all__ = [
    "Book",
    "Cell",
    "ErrorCell",
    "FileRefused",
    "Formula",
    "Head",
    "Limits",
    "Merge",
    "Row",
    "Sheet",
    "check_before_opening",
    "head",
    "is_blank",
    "merged_cells",
    "plain",
    "read",
]
