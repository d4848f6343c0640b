"""A table that leaves the portal, as plain data: what it is called, what it shows, of when, and its rows.

Export is what you see (experience.md): whoever makes a sheet hands over the rows, columns and order of the page, with
masks already applied.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from django.utils import timezone

Value = str | int | float | Decimal | bool | date | datetime | None


class Kind(StrEnum):
    """What a column holds; it decides format, alignment and width."""

    TEXT = "text"
    IDENTIFIER = "identifier"  # digits that are no number: identity numbers, credit codes, telephones
    COUNT = "count"
    NUMBER = "number"
    MONEY = "money"
    PERCENT = "percent"
    DAY = "day"
    MOMENT = "moment"


# In Latin characters; a Chinese one is two wide.
WIDTHS = {
    Kind.TEXT: 20,
    Kind.IDENTIFIER: 22,
    Kind.COUNT: 10,
    Kind.NUMBER: 12,
    Kind.MONEY: 14,
    Kind.PERCENT: 10,
    Kind.DAY: 12,
    Kind.MOMENT: 17,
}


@dataclass(frozen=True)
class Column:
    """A column: its head, what it holds, and how wide it is when not as wide as such columns are."""

    label: str
    kind: Kind = Kind.TEXT
    width: int = 0

    @property
    def characters(self) -> int:
        """The width in Latin characters, never narrower than the head."""
        return self.width or max(WIDTHS[self.kind], 2 * len(self.label) + 4)


@dataclass(frozen=True)
class Sheet:
    """A table to be written. `rows` are tuples of plain values, one per column, read once and in order.

    `row_count` is said in the head of the table, before the rows are read; the writers refuse the file when the rows
    turn out to be more or fewer. `watermark` says who took unmasked personal data out, when and what for; it stands in
    the head and on every printed page (promises.md B11).
    """

    title: str
    columns: tuple[Column, ...]
    rows: Iterable[tuple[Value, ...]]
    row_count: int
    cut_off: datetime
    scope: str = ""
    filters: str = ""
    watermark: str = ""

    @property
    def notes(self) -> list[str]:
        """What stands under the title: scope, filter, cut-off time, number of rows, and the watermark."""
        said = [f"范围：{self.scope}"] if self.scope else []
        said += [f"筛选：{self.filters}"] if self.filters else []
        said += [f"数据截止：{moment_text(self.cut_off)}", f"共 {self.row_count:,} 行"]
        return [*said, self.watermark] if self.watermark else said


class SheetRefused(RuntimeError):
    """A sheet that was not written; the message says why and what to do."""


class RowsChanged(SheetRefused):
    """Between counting and writing, rows came or went, so the head of the table would not tell the truth."""

    def __init__(self, said: int) -> None:
        super().__init__(f"导出期间数据有变化，行数不再是 {said:,} 行。没有生成文件，请重新导出。")


class SheetTooLong(SheetRefused):
    """More rows than a worksheet can hold."""

    def __init__(self, rows: int, limit: int) -> None:
        super().__init__(
            f"共 {rows:,} 行，超过 Excel 一张表的上限 {limit:,} 行。没有生成文件，请加筛选条件，或改为导出 CSV。"
        )


class SheetTooLarge(SheetRefused):
    """More text than a workbook can hold without the extension of ZIP that makes Excel offer a repair."""

    def __init__(self) -> None:
        super().__init__("内容太多，Excel 文件放不下。没有生成文件，请减少列、加筛选条件，或改为导出 CSV。")


def moment_text(moment: datetime) -> str:
    """`moment` to the minute, in the portal's time zone."""
    return f"{local(moment):%Y-%m-%d %H:%M}"


def local(moment: datetime) -> datetime:
    """`moment` without zone, as clocks show it here."""
    return timezone.make_naive(moment) if timezone.is_aware(moment) else moment


def plain_text(value: Value) -> str:
    """`value` for machines: ISO dates, no thousands separators, 是 and 否, nothing for nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return f"{local(value):%Y-%m-%d %H:%M:%S}"
    return str(value)


def printed_text(value: Value, kind: Kind) -> str:
    """`value` as a reader expects it in a column of `kind`."""
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or kind is Kind.IDENTIFIER:
        return plain_text(value)
    if kind is Kind.PERCENT:
        return f"{value:.1%}"
    return f"{value:,.2f}" if kind is Kind.MONEY else f"{value:,}"
