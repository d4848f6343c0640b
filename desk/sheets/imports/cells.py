"""From the cells of a file to typed values, a whole column at a time, without asking the database."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from desk.sheets.choices import EXAMPLE
from desk.sheets.reader import Cell, ErrorCell, Formula, Row
from desk.sheets.resource import Complaint, SheetField, SheetResource

Progress = Callable[[int, int, str], object]  # done, total, what is going on

FORMULA = "单元格是公式，不能确定它的结果。请复制后“选择性粘贴”为“值”，再上传。"
ERROR = "单元格显示错误值（如 #N/A），请填写实际内容。"
CLOCK = "单元格是时间，不是日期或文字。"
EMPTY = "不能为空。"
MERGED = "单元格被合并，看不出这一行填的是什么。请取消合并，每行都填写。"
FOOT = re.compile(
    r"(?:合计|总计|小计)$|(?:制表|填表|填报|审核|复核|负责)(?:人|单位|日期|时间)?[：:]"
)  # below a list of one's own
_REFUSED: Mapping[type, str] = {Formula: FORMULA, ErrorCell: ERROR}
_PLAIN = (str, bool, int, float, date)
_TELLING = {str, date, datetime, type(None)}  # cells of these types are equal only when they say the same


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row. Rows count from 1 as in Excel, columns from 0; a column is None for the row as a whole."""

    row: int
    column: int | None
    attribute: str
    label: str
    message: str


@dataclass
class Cells:
    """The rows of a file as typed values: `columns` by attribute, None for what was left blank or is wrong.

    `numbers` are those of the rows in the file; all else counts rows from 0.
    """

    numbers: Sequence[int]
    columns: dict[str, list[Any]] = field(default_factory=dict)
    faults: dict[int, list[Complaint]] = field(default_factory=dict)
    blank: set[int] = field(default_factory=set)


class Cleaner:
    """One column. Each distinct cell is cleaned once: most cells of a roster say what another one said before."""

    def __init__(self, resource: type[SheetResource], column: SheetField) -> None:
        self._widget, self._fault = column.widget, resource.fault_finder(column.attribute)
        self._empty = EMPTY if column.required else ""

    def clean(self, found: Sequence[Cell]) -> tuple[list[Any], dict[int, str]]:
        """The values of the cells, None for blank and for wrong ones, and what is wrong by place."""
        kinds = set(map(type, found))
        keys: Sequence[Any] = found
        if not kinds <= _TELLING:  # 1, 1.0 and True are equal, and three different cells
            keys = list(zip(map(type, found), found, strict=True))
        known: dict[Any, Any] = {}
        wrong: dict[Any, str] = {}
        for key, cell in dict(zip(keys, found, strict=True)).items():
            try:
                known[key] = self._value(cell)
            except ValueError as error:
                known[key], wrong[key] = None, str(error)
            else:
                if known[key] is None and self._empty:
                    wrong[key] = self._empty
        faults = {i: wrong[key] for i, key in enumerate(keys) if key in wrong} if wrong else {}
        return [known[key] for key in keys], faults

    def _value(self, cell: Any) -> Any:
        """The value of a cell; None for a blank one. Raises ValueError in Chinese."""
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            return None
        if (refused := _REFUSED.get(type(cell))) is not None:
            raise ValueError(refused)
        if not isinstance(cell, _PLAIN):
            raise ValueError(CLOCK)  # noqa: TRY004  # ValueError is what widgets raise
        value = self._widget.clean(cell)
        if fault := self._fault(value):
            raise ValueError(fault)
        return None if value == "" else value


def clean(
    resource: type[SheetResource],
    rows: Sequence[Row],
    mapping: Mapping[int, str],
    *,
    first: int,
    hidden_below: Mapping[int, set[int]],
    progress: Progress,
) -> Cells:
    """The values of `rows`, which are used up; the first is row `first` of the file. `mapping`: column → attribute.

    `hidden_below`: by row of the file, the columns in which a cell merged from above hides what the row itself says.
    """
    cells = Cells(range(first, first + len(rows)))
    faults: defaultdict[int, list[Complaint]] = defaultdict(list)
    cells.blank = {i for i, row in enumerate(rows) if _is_blank(row) and first + i not in hidden_below}
    columns = {column.attribute: column for column in resource.columns()}
    for done, (index, attribute) in enumerate(sorted(mapping.items())):
        progress(done * len(rows) // len(mapping), len(rows), "正在逐列检查")
        found = [_take(row, index) for row in rows]
        cells.columns[attribute], wrong = Cleaner(resource, columns[attribute]).clean(found)
        for i, message in wrong.items():
            if i not in cells.blank:
                faults[i].append((attribute, message))
    for number, merged in hidden_below.items():
        hidden = [mapping[index] for index in sorted(merged) if index in mapping]
        others = [fault for fault in faults[number - first] if fault[0] not in hidden]
        faults[number - first] = others + [(attribute, MERGED) for attribute in hidden]
    cells.faults = {i: found for i, found in faults.items() if found}
    return cells


def _take(row: Row, index: int) -> Cell:
    """The cell, which is then forgotten here: what was cleaned is not kept twice."""
    if index >= len(row):
        return None
    cell, row[index] = row[index], None
    return cell


def _is_blank(row: Row) -> bool:
    """Whether the row is nobody's data: empty, the filled example of a template, or the foot of a list."""
    first = next((cell for cell in row if cell is not None and (not isinstance(cell, str) or cell.strip())), None)
    if not isinstance(first, str):
        return first is None
    return first.lstrip().startswith(EXAMPLE) or FOOT.match("".join(first.split())) is not None
