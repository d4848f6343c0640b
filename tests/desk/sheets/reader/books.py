"""Workbooks written part by part, so that a test can write what no library would."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from datetime import date
from xml.sax.saxutils import escape

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
DAY_ZERO = date(1899, 12, 30)
STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/>'
    '<xf numFmtId="22"/><xf numFmtId="11"/></cellXfs></styleSheet>'
)


class Raw(str):
    """A cell as XML, with {r} for its reference."""

    __slots__ = ()


Value = str | int | float | bool | date | Raw | None


def formula(text: str, cached: object = None) -> Raw:
    """A formula with what it last showed, or without when it was never computed."""
    value = "" if cached is None else f"<v>{cached}</v>"
    kind = ' t="str"' if isinstance(cached, str) else ""
    return Raw(f'<c r="{{r}}"{kind}><f>{escape(text)}</f>{value}</c>')


def error(text: str) -> Raw:
    return Raw(f'<c r="{{r}}" t="e"><v>{text}</v></c>')


def letters(column: int) -> str:
    name, column = "", column + 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def cell(row: int, column: int, value: Value) -> str:
    where = f"{letters(column)}{row}"
    match value:
        case None:
            return ""
        case Raw():
            return value.replace("{r}", where)
        case bool():
            return f'<c r="{where}" t="b"><v>{int(value)}</v></c>'
        case str():
            return f'<c r="{where}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
        case date():
            return f'<c r="{where}" s="1"><v>{(value - DAY_ZERO).days}</v></c>'
        case int() | float():
            return f'<c r="{where}"><v>{value!r}</v></c>'
    raise TypeError(value)


def sheet(
    rows: Sequence[Sequence[Value]], *, before: str = "", after: str = "", attributes: Mapping[int, str] | None = None
) -> str:
    """The XML of a worksheet; `attributes` of rows, counted from 1."""
    data = "".join(
        f'<row r="{number}"{(attributes or {}).get(number, "")}>'
        + "".join(cell(number, column, value) for column, value in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=1)
    )
    return (
        f'{XML}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONS}">{before}<sheetData>{data}</sheetData>{after}</worksheet>'
    )


def merges(*ranges: str) -> str:
    inside = "".join(f'<mergeCell ref="{one}"/>' for one in ranges)
    return f'<mergeCells count="{len(ranges)}">{inside}</mergeCells>'


def parts(
    sheets: Mapping[str, str],
    *,
    states: Mapping[str, str] | None = None,
    charts: Sequence[str] = (),
    shared: Sequence[str] | None = None,
    settings: str = "",
) -> dict[str, str]:
    """The parts of a workbook, by name: change them, then `pack` them. Chart sheets come first."""
    entries, related, files = "", "", {}
    for number, name in enumerate([*charts, *sheets], start=1):
        kind, folder = ("chartsheet", "chartsheets") if name in charts else ("worksheet", "worksheets")
        state = f' state="{states[name]}"' if states and name in states else ""
        entries += f'<sheet name="{escape(name)}" sheetId="{number}"{state} r:id="rId{number}"/>'
        related += f'<Relationship Id="rId{number}" Type="{RELATIONS}/{kind}" Target="{folder}/sheet{number}.xml"/>'
        empty = f'{XML}<chartsheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0"/></sheetViews></chartsheet>'
        files[f"xl/{folder}/sheet{number}.xml"] = empty if name in charts else sheets[name]
    related += f'<Relationship Id="rId900" Type="{RELATIONS}/styles" Target="styles.xml"/>'
    if shared is not None:
        related += f'<Relationship Id="rId901" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
        files["xl/sharedStrings.xml"] = f'{XML}<sst xmlns="{MAIN}">{"".join(shared)}</sst>'
    return {
        "[Content_Types].xml": f'{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{settings}'
        f"<sheets>{entries}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}">{related}</Relationships>',
        "xl/styles.xml": STYLES,
        **files,
    }


def pack(files: Mapping[str, str | bytes], *, level: int = 6) -> bytes:
    """The zip file of these parts, the same bytes each time."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files.items():
            add(archive, name, content, level=level)
    return target.getvalue()


def add(archive: zipfile.ZipFile, name: str, content: str | bytes, *, level: int = 6) -> None:
    info = zipfile.ZipInfo(name, (2014, 1, 1, 0, 0, 0))
    archive.writestr(info, content, zipfile.ZIP_DEFLATED, level)


def workbook(rows: Sequence[Sequence[Value]], **of_sheet: object) -> bytes:
    """A workbook of one sheet."""
    return pack(parts({"名册": sheet(rows, **of_sheet)}))  # type: ignore[arg-type]  # handed on as they come
