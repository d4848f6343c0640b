"""Values as the XML of worksheet cells, whole columns at a time.

A list of a million members has twelve million cells, and most of them say what another one said before. So a cell
that was drawn is remembered, and looking it up is the work of a dictionary. What stands in the file is decided by the
type of a value and the kind of its column, never by what a text looks like, so no text becomes a formula.
"""

import math
import re
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from desk.sheets.sheet import Column, Kind, Value, local, plain_text

EXCEL_TEXT = 32_767  # characters of a cell, counted in UTF-16
CUT_OFF = "…[原文过长，以下略]"
EXACT = 10**15  # from here on Excel rounds
FIRST_DAY = date(1900, 3, 1)  # Excel's calendar has a 29 February 1900, so earlier days would be off by one
EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001  # Excel knows no zones
SECONDS_OF_DAY = 86_400
REMEMBERED, SHORT = 8_192, 160  # cells of a column; characters of one that is worth it

# Characters XML cannot hold, or changes on the way; and texts that already look like the escape for one (ECMA-376,
# ST_Xstring). Tab and line feed stay as they are.
_ESCAPED = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]|_(?=x[0-9A-Fa-f]{4}_)")
# What makes a text need care: any of these, a mark of XML, or a space that may not be lost.
_CARE = re.compile(r"[\s\x00-\x1f&<>_\ud800-\udfff\ufffe\uffff]")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


class Cells(dict[Value, str]):
    """The cells of a column: `self[value]` is the XML that follows the cell's place, `<c r="A5"`."""

    def __init__(self, column: Column, style: int) -> None:
        super().__init__()
        self._kind, self._look = column.kind, f' s="{style}"'

    def __missing__(self, value: Value) -> str:
        drawn = self._drawn(value)
        # Numbers are not remembered: 1, 1.0 and True are one key and three cells.
        if isinstance(value, str | date) and len(drawn) <= SHORT:
            if len(self) >= REMEMBERED:
                self.clear()
            self[value] = drawn
        return drawn

    def of(self, values: Iterable[Value]) -> Iterable[str]:
        """The cells of `values`."""
        return map(self.__getitem__, values)

    def _drawn(self, value: Value) -> str:
        if value is None or value == "":
            return f'"{self._look}/>'
        if isinstance(value, str | bool) or self._kind is Kind.IDENTIFIER:
            return self._text(plain_text(value))
        number = self._serial(value) if isinstance(value, date) else _number(value)
        return self._text(plain_text(value)) if number is None else f'"{self._look}><v>{number}</v></c>'

    def _text(self, text: str) -> str:
        return f'"{self._look} t="inlineStr"><is>{string(text)}</is></c>'

    def _serial(self, value: date) -> float | None:
        """A day or moment as Excel counts it; None where it would be shown wrongly or as a bare number."""
        if self._kind not in {Kind.DAY, Kind.MOMENT}:
            return None
        if not isinstance(value, datetime):
            return None if value < FIRST_DAY else (value - EPOCH.date()).days
        moment = local(value)
        since = moment - EPOCH
        return None if moment.date() < FIRST_DAY else since.days + since.seconds / SECONDS_OF_DAY


def string(text: str) -> str:
    """`text` as a `<t>` element from which the very same text is read; cut with a mark when a cell cannot hold it."""
    if (text.isalnum() or not _CARE.search(text)) and len(text) <= EXCEL_TEXT // 2:  # most texts
        return f"<t>{text}</t>"
    return f'<t xml:space="preserve">{escaped(_fitting(text)).translate(_MARKUP)}</t>'


def escaped(text: str) -> str:
    """`text` with `_xHHHH_` for what XML cannot hold, and for a `_` that would begin such an escape by chance."""
    return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def _number(value: float | Decimal) -> float | Decimal | None:
    """`value`; None for what Excel would round or does not know."""
    return value if math.isfinite(value) and -EXACT < value < EXACT else None


def _fitting(text: str) -> str:
    """`text`, or as much of it as a cell holds with a mark that it was cut; Excel would cut it in silence."""
    if len(text) <= EXCEL_TEXT // 2:
        return text
    units = text.encode("utf-16-le", "surrogatepass")
    if len(units) <= 2 * EXCEL_TEXT:
        return text
    kept = units[: 2 * (EXCEL_TEXT - len(CUT_OFF))]
    return kept.decode("utf-16-le", "ignore") + CUT_OFF
