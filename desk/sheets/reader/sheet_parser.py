"""The same look at a sheet's XML as desk.sheets.reader.sheet_xml, by a real parser: slower, and right for any XML."""

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any
from xml.etree.ElementTree import Element, ParseError, XMLPullParser  # nosec B405  # see elements()

from desk.sheets.reader.container import damaged
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.parts import refusing_declarations
from desk.sheets.reader.scans import LONGEST_FORMULA, Scan, column_number

DIGITS = "0123456789"
LONGEST_LETTERS = 3  # of a column: XFD is the last one
TRUE = ("1", "true")


def elements(blocks: Iterable[bytes]) -> Iterator[tuple[str, Element]]:
    """Each element when it ends, with its name without namespace. Raises FileRefused.

    defusedxml would do the same with a parser in Python, five times slower. What it forbids are declarations, and
    those are refused here before the parser sees them: the XML is UTF-8, so they cannot hide.
    """
    parser: Any = XMLPullParser(("end",))  # its stubs know more kinds of events than this one
    try:
        for block in refusing_declarations(blocks):
            parser.feed(block)
            for _, element in parser.read_events():
                yield local(element.tag), element
        parser.close()
    except (ParseError, ValueError) as error:
        raise damaged() from error


@cache
def local(tag: str) -> str:
    """The name of a tag without its namespace."""
    return tag.rpartition("}")[2]


def parse(blocks: Iterable[bytes], limits: Limits, blank_strings: set[int]) -> Scan:
    """What stands in the sheet whose XML is `blocks`. Raises FileRefused.

    Cells that hold nothing but white space count as empty here, as do the shared strings numbered in `blank_strings`.
    """
    walk = _Walk(limits, blank_strings)
    for name, element in elements(blocks):
        if name == "row":
            walk.row(element)
            element.clear()
        elif name == "col":
            walk.found.hidden_columns |= element.get("hidden") in TRUE
        elif name == "autoFilter":
            walk.found.filtered = True
    walk.found.rows = len(walk.rows)
    return walk.found


def blank_strings(blocks: Iterable[bytes]) -> set[int]:
    """The numbers of the shared strings that hold nothing but white space."""
    blank, number = set(), 0
    for name, element in elements(blocks):
        if name == "si":
            if not _text(element).strip():
                blank.add(number)
            number += 1
            element.clear()
    return blank


@cache
def _column(letters: str) -> int:
    if len(letters) > LONGEST_LETTERS or not (letters.isascii() and letters.isupper()):
        raise damaged()
    return column_number(letters)


class _Walk:
    """Through the rows of a sheet, which may leave out where they are."""

    def __init__(self, limits: Limits, blank: set[int]) -> None:
        self.found, self.rows = Scan(), set[int]()
        self._limits, self._blank = limits, blank
        self._row = -1

    def row(self, element: Element) -> None:
        """Look at one row and its cells."""
        given = element.get("r", "")
        self._row = int(given) - 1 if given.isascii() and given.isdigit() else self._row + 1
        self.found.hidden_rows += element.get("hidden") in TRUE
        column = -1
        for cell in element:
            if local(cell.tag) != "c":
                continue
            reference = cell.get("r", "")
            letters = reference.rstrip(DIGITS)
            column = _column(letters) if letters else column + 1
            row = int(reference[len(letters) :]) - 1 if letters else self._row
            if self._counts(cell, row, column):
                self._reach(row, column)

    def _reach(self, row: int, column: int) -> None:
        found = self.found
        self.rows.add(row)
        if row >= found.last_row or column >= found.columns:
            found.last_row, found.columns = max(found.last_row, row + 1), max(found.columns, column + 1)
            found.within(self._limits)

    def _counts(self, cell: Element, row: int, column: int) -> bool:
        """Whether the cell holds anything; notes what."""
        formula: Element | None = None
        text = ""
        for child in cell:
            name = local(child.tag)
            if name == "v":
                text = child.text or ""
            elif name == "is":
                text = _text(child)
            elif name == "f":
                formula = child
        if formula is not None:
            self.found.formulas[row, column] = "=" + ((formula.text or "")[:LONGEST_FORMULA] or "…")
            return True
        kind = cell.get("t")
        if kind == "e":
            self.found.errors[row, column] = text[:LONGEST_FORMULA]
            return True
        if not text.strip() or (kind == "s" and text.strip().isdigit() and int(text) in self._blank):
            return False
        self.found.values += 1
        return True


def _text(element: Element) -> str:
    """The text of a string element without the reading aids (rPh) that may follow it."""
    parts: list[str] = []
    for child in element:
        name = local(child.tag)
        if name == "t":
            parts.append(child.text or "")
        elif name == "r":
            parts += [piece.text or "" for piece in child if local(piece.tag) == "t"]
    return "".join(parts)
