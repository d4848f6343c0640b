"""The independent look at a sheet's XML: how many rows and cells hold something, which are formulas or errors.

calamine reads the values; this scan says what there was to read, and both must agree (promises.md B2). It looks at
bytes, many times faster than a parser, and therefore only at XML written the way all common programs write it:
anything else raises Irregular, and desk.sheets.reader.sheet_parser gives the same answer more slowly.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from desk.sheets.reader.limits import MIB, Limits
from desk.sheets.reader.scans import LONGEST_FORMULA, Scan, column_number

LONGEST_ROW = 16 * MIB
LETTERS = re.compile(rb"[A-Z]{1,3}(?=[0-9])")
NUMBER = re.compile(rb'<row r="([0-9]{1,7})"')
FORMULA = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"<f(?:/>|>([^<]*)</f>| [^>]*/>| [^>]*>([^<]*)</f>)(<v>[^<]|<is>)?"
)
ERROR = re.compile(rb'<c r="([A-Z]{1,3})([0-9]{1,7})"[^>]* t="e"[^>]*><v>([^<]*)</v>')


class Irregular(Exception):
    """The XML is not written the way this scan expects; it may be perfectly right all the same."""


def scan(blocks: Iterable[bytes], limits: Limits) -> Scan:
    """What stands in the sheet whose XML is `blocks`. Raises Irregular, FileRefused."""
    found = Scan()
    for part, rows in _parts(blocks):
        if not rows:
            _surroundings(part, found)
            continue
        _demand_regular(part)
        part = part.replace(b"<v></v>", b"<v/>")  # noqa: PLW2901  # empty values are none
        found.values += part.count(b"<v>") + part.count(b"<is>")
        if b"<f" in part:
            _formulas(part, found)
        if b' t="e"' in part:
            _errors(part, found)
        _rows(part, found, limits)
    return found


def _parts(blocks: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The XML in pieces: what precedes the rows (False), whole rows (True), what follows them (False)."""
    waiting, started = b"", False
    for block in blocks:
        waiting += block
        if not started:
            start = waiting.find(b"<sheetData")
            if start < 0 and len(waiting) > LONGEST_ROW:
                raise Irregular
            if start < 0:
                continue
            yield waiting[:start], False
            waiting, started = waiting[start + len(b"<sheetData") :], True
        end = waiting.rfind(b"</row>") + len(b"</row>")
        if end >= len(b"</row>"):
            yield waiting[:end], True
            waiting = waiting[end:]
        elif len(waiting) > LONGEST_ROW:
            raise Irregular
    if not started:
        raise Irregular
    if b"<c " in waiting:
        raise Irregular
    yield waiting, False


def _surroundings(part: bytes, found: Scan) -> None:
    if b"<!" in part:
        raise Irregular
    found.hidden_columns |= re.search(rb'<col [^>]*hidden="(?:1|true)"', part) is not None
    found.filtered |= b"<autoFilter" in part


def _demand_regular(part: bytes) -> None:
    """Raises Irregular unless cells say where they are and are written in the one common way."""
    regular = (
        (b"!" not in part or b"<!" not in part)  # a single byte is found ten times faster
        and part.count(b"<c") == part.count(b'<c r="')
        and b"<v " not in part
        and b"<is " not in part
    )
    if not regular:
        raise Irregular


def _formulas(part: bytes, found: Scan) -> None:
    matches = list(FORMULA.finditer(part))
    if len(matches) != part.count(b"<f"):
        raise Irregular
    for match in matches:
        letters, row, plain, attributed, value = match.groups()
        text = unescape((plain or attributed or b"").decode("utf-8", "replace"))
        found.formulas[int(row) - 1, column_number(letters)] = "=" + (text[:LONGEST_FORMULA] or "…")
        found.values -= value is not None


def _errors(part: bytes, found: Scan) -> None:
    for match in ERROR.finditer(part):
        letters, row, text = match.groups()
        found.errors[int(row) - 1, column_number(letters)] = text.decode("utf-8", "replace")[:LONGEST_FORMULA]
        found.values -= text != b""


def _rows(part: bytes, found: Scan, limits: Limits) -> None:
    previous, hidden = found.last_row, b' hidden="' in part
    for row in part.split(b"</row>"):
        start = row.rfind(b"<row")
        if start < 0 and b"<c " not in row:
            continue  # what follows the last row of the part
        number = NUMBER.match(row, max(start, 0))
        if number is None or int(number[1]) <= previous:
            raise Irregular
        previous = int(number[1])
        if hidden and re.match(rb'<row [^>]*hidden="(?:1|true)"', row[start:]):
            found.hidden_rows += 1
        last = max(row.rfind(b"<v>"), row.rfind(b"<is>"), row.rfind(b"<f"))
        if last >= 0:
            found.rows += 1
            found.last_row = previous
            letters = LETTERS.match(row, row.rfind(b'<c r="', 0, last) + 6)
            if letters is None:
                raise Irregular
            found.columns = max(found.columns, column_number(letters[0]) + 1)
            found.within(limits)
