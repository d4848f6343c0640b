"""The parts of a workbook around its rows (ECMA-376, SpreadsheetML): styles, page, heads. Each is small and whole.

`PARTS` and `parts_of` are files of the zip; `before_rows` and `after_rows` are the worksheet around its rows.
"""

import re
import unicodedata
from collections.abc import Iterator
from xml.sax.saxutils import escape, quoteattr

from desk.sheets.cells import escaped, string
from desk.sheets.sheet import Kind, Sheet

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
FORMAT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

EXCEL_ROWS = 1_048_576
LONGEST_TAB = 31
LONGEST_MARK = 200  # characters of the line on printed pages; Excel takes 255 with its codes

# --- styles -----------------------------------------------------------------------------------------------------------
FORMATS = {
    Kind.TEXT: "@",
    Kind.IDENTIFIER: "@",
    Kind.COUNT: "#,##0",
    Kind.NUMBER: "General",
    Kind.MONEY: "#,##0.00",
    Kind.PERCENT: "0.0%",
    Kind.DAY: "yyyy-mm-dd",
    Kind.MOMENT: "yyyy-mm-dd hh:mm",
}
CENTRED = {Kind.IDENTIFIER, Kind.DAY, Kind.MOMENT}
TITLE, NOTE, LABEL = 1, 2, 3  # 0 is the look of cells nobody wrote
FIRST_KIND = 4
STYLE_OF = {kind: FIRST_KIND + number for number, kind in enumerate(FORMATS)}

_FIRST_FORMAT = 164  # below are Excel's own
_GREY = "FF8A8A8A"
_EDGES = "".join(f'<{edge} style="thin"><color rgb="{_GREY}"/></{edge}>' for edge in ("left", "right", "top", "bottom"))


def _font(name: str, size: float, colour: str = "") -> str:
    tint = f'<color rgb="{colour}"/>' if colour else '<color theme="1"/>'
    return f'<font><sz val="{size}"/>{tint}<name val="{name}"/><charset val="134"/></font>'


def _look(kind: Kind) -> str:
    place = 'horizontal="center"' if kind in CENTRED else 'wrapText="1"' if kind is Kind.TEXT else ""
    number = _FIRST_FORMAT + list(FORMATS).index(kind)
    return (
        f'<xf numFmtId="{number}" fontId="0" fillId="0" borderId="1" xfId="0" applyNumberFormat="1" applyBorder="1"'
        f' applyAlignment="1"><alignment {place} vertical="center"/></xf>'
    )


_FONTS = [_font("宋体", 10.5), _font("黑体", 16), _font("宋体", 9, "FF444444"), _font("黑体", 10.5)]
_FILLS = [
    '<fill><patternFill patternType="none"/></fill>',
    '<fill><patternFill patternType="gray125"/></fill>',  # Excel keeps the second place for itself
    '<fill><patternFill patternType="solid"><fgColor rgb="FFF0F0F0"/><bgColor indexed="64"/></patternFill></fill>',
]
_LOOKS = [
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>',
    (
        '<xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
        '<alignment horizontal="center" vertical="center"/></xf>'
    ),
    (
        '<xf numFmtId="49" fontId="2" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
        '<alignment vertical="center"/></xf>'
    ),
    (
        '<xf numFmtId="49" fontId="3" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1"'
        ' applyAlignment="1"><alignment horizontal="center" vertical="center" wrapText="1"/></xf>'
    ),
    *(_look(kind) for kind in FORMATS),
]
_NUMBERS = [
    f'<numFmt numFmtId="{_FIRST_FORMAT + number}" formatCode="{code}"/>' for number, code in enumerate(FORMATS.values())
]
_STYLES = (
    f'{XML}<styleSheet xmlns="{MAIN}"><numFmts count="{len(_NUMBERS)}">{"".join(_NUMBERS)}</numFmts>'
    f'<fonts count="{len(_FONTS)}">{"".join(_FONTS)}</fonts><fills count="{len(_FILLS)}">{"".join(_FILLS)}</fills>'
    f'<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>{_EDGES}<diagonal/></border>'
    '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    f'<cellXfs count="{len(_LOOKS)}">{"".join(_LOOKS)}</cellXfs>'
    '<cellStyles count="1"><cellStyle name="常规" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)

# --- the package ------------------------------------------------------------------------------------------------------
SHEET = "xl/worksheets/sheet1.xml"
_TYPES = (
    f'{XML}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{FORMAT}.sheet.main+xml"/>'
    f'<Override PartName="/{SHEET}" ContentType="{FORMAT}.worksheet+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{FORMAT}.styles+xml"/>'
    '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
    "</Types>"
)
_ROOT = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{PACKAGE}/relationships/metadata/core-properties" Target="docProps/core.xml"/>'
    "</Relationships>"
)
_WORKBOOK_RELATIONS = (
    f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{RELATIONS}/styles" Target="styles.xml"/></Relationships>'
)


def parts_of(sheet: Sheet) -> dict[str, str]:
    """The files of the workbook of `sheet` by their names, all but the worksheet."""
    return {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "xl/_rels/workbook.xml.rels": _WORKBOOK_RELATIONS,
        "xl/styles.xml": _STYLES,
        "xl/workbook.xml": _workbook(sheet),
        "docProps/core.xml": _properties(sheet),
    }


def _workbook(sheet: Sheet) -> str:
    tab = _tab_name(sheet.title)
    quoted = escape(f"'{tab}'")
    head, last = head_rows(sheet), _last_row(sheet)
    return (
        f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><bookViews><workbookView/></bookViews>'
        f'<sheets><sheet name={quoteattr(tab)} sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{quoted}!$A${head}:'
        f"${letters(len(sheet.columns))}${last}</definedName>"
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">{quoted}!${head}:${head}</definedName>'
        "</definedNames></workbook>"
    )


def _properties(sheet: Sheet) -> str:
    """What the file says of itself: its title and head, and nobody's name."""
    return (
        f'{XML}<cp:coreProperties xmlns:cp="{PACKAGE}/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>'
        f"{escape(_visible(sheet.title))}</dc:title><dc:creator/><dc:description>"
        f"{escape(_visible(' '.join(sheet.notes)))}</dc:description><cp:lastModifiedBy/></cp:coreProperties>"
    )


# --- the worksheet around its rows ------------------------------------------------------------------------------------
def head_rows(sheet: Sheet) -> int:
    """How many rows stand above the first row: the title, the notes, the heads of the columns."""
    return 2 + len(_note_lines(sheet))


def before_rows(sheet: Sheet) -> Iterator[str]:
    """The worksheet up to its rows: A4 landscape, as wide as the page, the head kept in view."""
    head, width = head_rows(sheet), len(sheet.columns)
    yield (
        f'{XML}<worksheet xmlns="{MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<dimension ref="A1:{letters(width)}{_last_row(sheet)}"/><sheetViews>'
        f'<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="{head}" topLeftCell="A{head + 1}"'
        ' activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    )
    for number, column in enumerate(sheet.columns, 1):
        yield f'<col min="{number}" max="{number}" width="{column.characters + 0.7}" customWidth="1"/>'
    yield "</cols><sheetData>"
    yield _across(sheet, 1, sheet.title, TITLE, height=30)
    for row, line in enumerate(_note_lines(sheet), 2):
        yield _across(sheet, row, line, NOTE)
    labels = [
        f'<c r="{letters(number)}{head}" s="{LABEL}" t="inlineStr"><is>{string(column.label)}</is></c>'
        for number, column in enumerate(sheet.columns, 1)
    ]
    yield f'<row r="{head}" ht="22" customHeight="1">{"".join(labels)}</row>'


def after_rows(sheet: Sheet) -> Iterator[str]:
    """The worksheet after its rows: the filter, what is merged, and how it is printed."""
    head, last_column = head_rows(sheet), letters(len(sheet.columns))
    yield f'</sheetData><autoFilter ref="A{head}:{last_column}{_last_row(sheet)}"/>'
    if len(sheet.columns) > 1:
        merged = [f'<mergeCell ref="A{row}:{last_column}{row}"/>' for row in range(1, head)]
        yield f'<mergeCells count="{len(merged)}">{"".join(merged)}</mergeCells>'
    # No green corner at identifiers, which are text on purpose.
    yield (
        '<printOptions horizontalCentered="1"/><pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3"'
        ' footer="0.3"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/><headerFooter>'
        f"{_printed_mark(sheet)}<oddFooter>&amp;C第 &amp;P 页，共 &amp;N 页</oddFooter></headerFooter>"
        f'<ignoredErrors><ignoredError sqref="A1:XFD{EXCEL_ROWS}" numberStoredAsText="1"/></ignoredErrors></worksheet>'
    )


def letters(number: int) -> str:
    """The name of the column `number`: 1 is A, 27 is AA."""
    name = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        name = chr(ord("A") + rest) + name
    return name or "A"


def _last_row(sheet: Sheet) -> int:
    return head_rows(sheet) + sheet.row_count


def _across(sheet: Sheet, row: int, text: str, style: int, height: int = 0) -> str:
    tall = f' ht="{height}" customHeight="1"' if height else ""
    return f'<row r="{row}"{tall}><c r="A{row}" s="{style}" t="inlineStr"><is>{string(text)}</is></c></row>'


def _note_lines(sheet: Sheet) -> list[str]:
    """The notes, two to a line; the watermark has one of its own."""
    notes = [note for note in sheet.notes if note != sheet.watermark]
    lines = ["        ".join(notes[n : n + 2]) for n in range(0, len(notes), 2)]
    return [*lines, sheet.watermark] if sheet.watermark else lines


def _printed_mark(sheet: Sheet) -> str:
    """The watermark at the head of every printed page."""
    if not sheet.watermark:
        return ""
    mark = _visible(sheet.watermark)[:LONGEST_MARK].replace("&", "&&")
    return f"<oddHeader>{escape(f'&R&9{mark}')}</oddHeader>"


def _visible(text: str) -> str:
    """`text` without control characters, which would make properties and tabs unreadable; in cells they are escaped."""
    shown = "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)
    return escaped(shown)


def _tab_name(title: str) -> str:
    """`title` as Excel allows it on a tab."""
    return re.sub(r"[\[\]:*?/\\']", " ", _visible(title)).strip()[:LONGEST_TAB] or "Sheet1"
