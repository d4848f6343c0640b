"""Opens a file of Office as the standard says (ECMA-376, part 2), and says what is wrong with it."""

import posixpath
from collections import Counter
from collections.abc import Iterator
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
WORD = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
EXCEL = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}cNvPr"


def faults(content: bytes) -> list[str]:
    """Everything that Word and Excel repair or refuse: parts without a type, links that lead nowhere, ids used twice."""
    with ZipFile(BytesIO(content)) as archive:
        return list(_faults(archive))


def _faults(archive: ZipFile) -> Iterator[str]:
    names = archive.namelist()
    yield from (f"{name} is there twice" for name, count in Counter(names).items() if count > 1)
    types = etree.fromstring(archive.read("[Content_Types].xml"))
    endings = {each.get("Extension").lower() for each in types.iter(f"{TYPES}Default")}
    parts = [each.get("PartName").lstrip("/") for each in types.iter(f"{TYPES}Override")]
    yield from (f"{name} has a type and is not there" for name in parts if name not in names)
    for name in names:
        if name != "[Content_Types].xml" and name not in parts and name.rpartition(".")[2].lower() not in endings:
            yield f"{name} has no type"
        if name.endswith((".xml", ".rels")):
            yield from _of_part(archive, name)


def _of_part(archive: ZipFile, name: str) -> Iterator[str]:
    root = etree.fromstring(archive.read(name))
    if name.endswith(".rels"):
        home = posixpath.dirname(posixpath.dirname(name))
        for each in root.iter(f"{RELATIONS}Relationship"):
            target = posixpath.normpath(posixpath.join("/", home, each.get("Target"))).lstrip("/")
            if each.get("TargetMode") != "External" and target not in archive.namelist():
                yield f"{name}: {each.get('Id')} leads to {target}, which is not there"
        return
    links = f"{posixpath.dirname(name)}/_rels/{posixpath.basename(name)}.rels"
    known = set()
    if links in archive.namelist():
        known = {each.get("Id") for each in etree.fromstring(archive.read(links)).iter(f"{RELATIONS}Relationship")}
    used = {value for each in root.iter() for key, value in each.attrib.items() if str(key).startswith(LINK)}
    yield from (f"{name}: {each} is no relationship" for each in sorted(used - known))
    ids = Counter(each.get("id") for each in root.iter(WORD, EXCEL))
    yield from (f"{name}: two drawings have the id {each}" for each, count in ids.items() if count > 1)
