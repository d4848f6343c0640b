"""Reading an .xlsx workbook, in the child process."""

import posixpath
from collections.abc import Iterator
from functools import partial
from xml.etree.ElementTree import Element  # nosec B405  # a type only

from desk.sheets.reader.container import WORKBOOK, damaged
from desk.sheets.reader.limits import Limits
from desk.sheets.reader.parts import Parts, refuse_declarations
from desk.sheets.reader.refusals import FileRefused
from desk.sheets.reader.scans import Scan, Seen
from desk.sheets.reader.sheet_parser import TRUE, blank_strings, elements, local, parse
from desk.sheets.reader.sheet_xml import Irregular, scan
from desk.sheets.reader.values import Wanted, frames
from desk.sheets.reader.wire import Frame

RELATIONS = "xl/_rels/workbook.xml.rels"
SHARED = "xl/sharedStrings.xml"
HIDDEN = ("hidden", "veryhidden")
OPTIONS, META = "选项", "meta"  # the sheets of our own templates that nobody fills in


def read_workbook(data: bytes, limits: Limits, wanted: Wanted) -> Iterator[Frame]:
    """The frames that tell the workbook. Raises FileRefused."""
    parts = Parts(data, limits)
    sheets, notes = _contents(parts)
    refuse_declarations(parts, skip={part for _, _, part in sheets})
    seen = [
        Seen(name, hidden, _scan(parts, part, limits), partial(_exactly, parts, part, limits))
        for name, hidden, part in sheets
    ]
    yield from frames(data, "xlsx", seen, notes, wanted)


def _contents(parts: Parts) -> tuple[list[tuple[str, bool, str]], list[str]]:
    """The sheets (name, hidden, part) in order, and notes about the workbook."""
    targets = _relations(parts)
    sheets, notes = [], []
    hidden_from_all: set[str] = set()  # no menu of Excel brings these back: those of a template are not its owner's
    for name, element in elements(parts.blocks(WORKBOOK)):
        if name == "workbookPr" and element.get("date1904") in TRUE:
            notes.append("文件使用 1904 日期系统，日期已照此换算。")
        if name == "sheet":
            title = element.get("name", "")
            kind, part = targets.get(_relation(element), ("", ""))
            if kind == "worksheet" and part in parts:
                state = element.get("state", "").lower()
                sheets.append((title, state in HIDDEN, part))
                hidden_from_all |= {title} if state == HIDDEN[1] else set()
            else:
                notes.append(f"“{title}”是图表或宏表，没有数据行，已跳过。")
    if META in hidden_from_all:
        sheets = [sheet for sheet in sheets if sheet[0] not in {META, OPTIONS}]
    if not sheets:
        raise FileRefused("工作簿里没有工作表。", "请核对选的是不是这个文件。")
    return sheets, notes


def _relations(parts: Parts) -> dict[str, tuple[str, str]]:
    """Relation id → kind and part."""
    if RELATIONS not in parts:
        raise damaged()
    found = {}
    for name, element in elements(parts.blocks(RELATIONS)):
        if name == "Relationship" and element.get("TargetMode") != "External":
            kind = element.get("Type", "").rpartition("/")[2]
            part = posixpath.normpath(posixpath.join("/xl", element.get("Target", "")))
            found[element.get("Id", "")] = kind, part.lstrip("/").lower()
    return found


def _relation(element: Element) -> str:
    """The relation id of a sheet, whichever of the two namespaces (transitional, strict) it is written in."""
    return next((value for name, value in element.items() if "}" in name and local(name) == "id"), "")


def _scan(parts: Parts, part: str, limits: Limits) -> Scan:
    try:
        return scan(parts.blocks(part), limits)
    except Irregular:
        return parse(parts.blocks(part), limits, set())


def _exactly(parts: Parts, part: str, limits: Limits) -> Scan:
    shared = blank_strings(parts.blocks(SHARED)) if SHARED in parts else set()
    return parse(parts.blocks(part), limits, shared)
