"""The sheets that are plain lists: all figures with what they stand on, what each means, and what the checks found."""

from collections.abc import Sequence
from dataclasses import dataclass

from jianzhi.year_end.workbook.chapter import remark
from jianzhi.year_end.workbook.page import HEAD_ROW, Book, Page


@dataclass(frozen=True)
class Check:
    """What a logic check found. `severity` in words: 错误 or 提示; `explanation`: what the union says to it."""

    union: str
    code: str
    name: str
    severity: str
    text: str
    explanation: str = ""


def draw_figures(book: Book) -> None:
    """指标: every figure in printed order, as it is printed in the report."""
    page = book.page("指标", "指标一览表", (8, 44, 14, 8, 18, 8, 11, 64))
    row = _begin(page, ("代码", "指标名称", "数值", "约数", "表述", "单位", "计算/填报", "依据"))
    for line in book.report.lines:
        page.text(row, 0, line.code, "centre")
        page.text(row, 1, line.name)
        page.number(row, 2, line.value, line.definition.decimals)
        page.text(row, 3, line.closeness, "centre")
        page.text(row, 4, line.spoken, "centre")
        page.text(row, 5, line.unit, "centre")
        page.text(row, 6, line.origin_label, "centre")
        page.text(row, 7, remark(line), "warning" if line.cell.is_doubtful else "text")
        row += 1
    page.end(row - 1)


def draw_definitions(book: Book) -> None:
    """指标解释: what each figure counts, and how it adds up over the tree."""
    page = book.page("指标解释", "指标解释", (8, 40, 8, 12, 14, 60, 12))
    row = _begin(page, ("代码", "指标名称", "单位", "指标性质", "汇总方式", "解释", "其中项属于"))
    for definition in book.report.cube.definitions:
        page.text(row, 0, definition.code, "centre")
        page.text(row, 1, definition.name)
        page.text(row, 2, definition.unit, "centre")
        page.text(row, 3, definition.nature_label, "centre")
        page.text(row, 4, definition.adds_up_label, "centre")
        page.text(row, 5, definition.definition)
        page.text(row, 6, definition.part_of, "centre")
        row += 1
    page.end(row - 1)


def draw_checks(book: Book, checks: Sequence[Check]) -> None:
    """逻辑检查: what the checks found, in the order given."""
    page = book.page("逻辑检查", "逻辑检查表", (6, 30, 8, 34, 8, 56, 40))
    row = _begin(page, ("序号", "单位", "代码", "指标", "级别", "检查结果", "情况说明"))
    for place, check in enumerate(checks, start=1):
        page.number(row, 0, place)
        look = "warning" if check.severity == "错误" else "text"
        columns = (check.union, check.code, check.name, check.severity, check.text, check.explanation)
        for column, text in enumerate(columns, start=1):
            page.text(row, column, text, look)
        row += 1
    page.text(row, 0, summary(checks), "note")
    page.end(row)


def summary(checks: Sequence[Check]) -> str:
    """How many findings there are of each severity."""
    if not checks:
        return "逻辑检查全部通过，没有发现问题。"
    counted: dict[str, int] = {}
    for check in checks:
        counted[check.severity] = counted.get(check.severity, 0) + 1
    return (
        f"共 {len(checks)} 项：" + "，".join(f"{severity} {number} 项" for severity, number in counted.items()) + "。"
    )


def _begin(page: Page, heads: Sequence[str]) -> int:
    first = page.begin(head_rows=1, kept_columns=2)
    for column, text in enumerate(heads):
        page.head(HEAD_ROW, column, text)
    return first
