"""The workbook to fill in: made from the same declaration that reads it back, so that the two cannot disagree.

Heads with a comment each, drop-downs where there is a code set, text format where Excel would take digits for a number,
one filled row that says it is an example and is passed over by the import, and a sheet of instructions.
"""

import hashlib
from collections.abc import Sequence
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name, xl_range_abs
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from desk.sheets.choices import EXAMPLE
from desk.sheets.reader.workbook import META, OPTIONS
from desk.sheets.resource import SheetField, SheetResource
from desk.sheets.sheet import WIDTHS, Kind

REQUIRED = "*"
DATA, GUIDE = "数据", "填写说明"
LAST_ROW = 100_001  # the longest file the import takes, under its head
FORMATS = {Kind.DAY: "yyyy-mm-dd", Kind.COUNT: "0", Kind.NUMBER: "General"}
AS_TEXT = "@"
FACE = {"font_name": "宋体", "font_size": 10.5, "valign": "vcenter"}
BOX = {"border": 1, "border_color": "#8a8a8a"}
STEPS = (
    f"一、在“{DATA}”表第 3 行起填写，一行一条。带 {REQUIRED} 的列必填，其余的可以空着；空着的不会覆盖系统里已有的内容。",
    f"二、第 2 行是示例，第一格以“{EXAMPLE}”开头，导入时自动跳过，可以留着，也可以删掉。",
    "三、身份证号、手机号、信用代码等号码列已设为“文本”格式。从别处复制时请选“粘贴数值”，不要让号码变成 3.30182E+17 这样的数字。",
    "四、日期写成 2014-05-12；有下拉箭头的列从下拉项中选。不要填公式。",
    "五、可以调换列的顺序、删掉不用的非必填列、增加自己的列；不要合并单元格。",
    "六、填好后在“导入”页上传。上传后先检查、再预览，您确认后才写入；写入后 30 天内可以撤销。",
)


def write_template(resource: type[SheetResource], out: BinaryIO, *, slug: str, title: str) -> None:
    """Write the workbook for `resource` into `out`. `slug` and `title` are those of its register."""
    fields = resource.columns()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        book.set_properties({"title": f"{title}导入模板"})
        data, guide, options = (book.add_worksheet(name) for name in (DATA, GUIDE, OPTIONS))
        _write_heads(book, data, fields)
        _write_example(book, data, fields)
        _write_drop_downs(data, options, fields)
        _write_guide(book, guide, fields, title)
        options.very_hidden()
        meta = book.add_worksheet(META)
        meta.write_column(0, 0, ["register", slug, "version", version(resource)])
        meta.very_hidden()


def version(resource: type[SheetResource]) -> str:
    """Changes when the columns do."""
    columns = [f"{field.column_name}{REQUIRED * field.required}" for field in resource.columns()]
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()[:12]


def head(field: SheetField) -> str:
    """The head of a column: its name, with a mark when it must be filled."""
    return f"{field.column_name}{REQUIRED * field.required}"


def rules(field: SheetField) -> str:
    """How a column is filled in."""
    said = [f"{field.help.removesuffix('。')}。"] if field.help else []
    if field.widget.kind is Kind.IDENTIFIER and "文本" not in field.help:
        said.append("单元格格式须为文本。")
    if field.widget.kind is Kind.DAY:
        said.append("写成 2014-05-12。")
    return "".join(said)


def _write_heads(book: Workbook, sheet: Worksheet, fields: Sequence[SheetField]) -> None:
    look = {**FACE, **BOX, "bold": True, "align": "center", "text_wrap": True}
    plain = book.add_format({**look, "bg_color": "#f0f0f0"})
    required = book.add_format({**look, "bg_color": "#fdeae9", "font_color": "#98101a"})
    for column, field in enumerate(fields):
        cells = book.add_format({**FACE, "num_format": FORMATS.get(field.widget.kind, AS_TEXT)})
        width = max(WIDTHS[field.widget.kind], 2 * len(head(field)) + 4)
        sheet.set_column(column, column, width, cells)
        sheet.write_string(0, column, head(field), required if field.required else plain)
        sheet.write_comment(0, column, _comment(field), {"author": GUIDE, "x_scale": 1.8})
    sheet.set_row(0, 28)
    sheet.freeze_panes(1, 0)
    sheet.ignore_errors({"number_stored_as_text": f"A1:{xl_col_to_name(len(fields) - 1)}{LAST_ROW}"})


def _comment(field: SheetField) -> str:
    said = ["必填。" if field.required else "可以不填；空着不覆盖已有内容。", rules(field)]
    if allowed := field.widget.allowed():
        said.append("请从下拉项中选：" + "、".join(allowed[:8]) + ("等。" if len(allowed) > 8 else "。"))
    if field.example:
        said.append(f"例：{field.example}")
    return "\n".join(filter(None, said))


def _write_example(book: Workbook, sheet: Worksheet, fields: Sequence[SheetField]) -> None:
    look = book.add_format(
        {**FACE, "italic": True, "font_color": "#5b6776", "bg_color": "#f7f9fb", "num_format": AS_TEXT}
    )
    for column, field in enumerate(fields):
        mark = f"{EXAMPLE}：" if column == 0 else ""
        sheet.write_string(1, column, f"{mark}{field.example}", look)


def _write_drop_downs(sheet: Worksheet, options: Worksheet, fields: Sequence[SheetField]) -> None:
    """Lists stand on a sheet of their own: within a rule Excel takes 255 characters, and the 56 nations have more."""
    for column, field in enumerate(fields):
        allowed = field.widget.allowed()
        if not allowed:
            continue
        options.write_string(0, column, field.column_name)
        options.write_column(1, column, allowed)
        rule = {
            "validate": "list",
            "source": f"={OPTIONS}!{xl_range_abs(1, column, len(allowed), column)}",
            "error_title": field.column_name,
            "error_message": "请从下拉项中选择，或清空这个单元格。",
        }
        sheet.data_validation(1, column, LAST_ROW - 1, column, rule)


def _write_guide(book: Workbook, sheet: Worksheet, fields: Sequence[SheetField], title: str) -> None:
    heading = book.add_format({**FACE, "bold": True, "font_size": 16})
    line = book.add_format({**FACE, "text_wrap": True})
    label = book.add_format({**FACE, **BOX, "bold": True, "bg_color": "#f0f0f0"})
    cell = book.add_format({**FACE, **BOX, "text_wrap": True, "num_format": AS_TEXT})
    for column, width in enumerate((20, 8, 48, 48, 28)):
        sheet.set_column(column, column, width)
    sheet.write_string(0, 0, f"{title}导入模板 · {GUIDE}", heading)
    for row, step in enumerate(STEPS, 1):
        sheet.merge_range(row, 0, row, 4, "", line)
        sheet.write_string(row, 0, step, line)
        sheet.set_row(row, 32)
    top = len(STEPS) + 2
    for column, text in enumerate(("列名", "必填", "怎样填", "可选项", "示例")):
        sheet.write_string(top, column, text, label)
    for row, field in enumerate(fields, top + 1):
        _write_row(sheet, row, _told(field), cell)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _told(field: SheetField) -> tuple[str, ...]:
    allowed: list[str] = field.widget.allowed()
    return field.column_name, "必填" if field.required else "", rules(field), "、".join(allowed), field.example


def _write_row(sheet: Worksheet, row: int, values: Sequence[Any], look: Format) -> None:
    for column, value in enumerate(values):
        sheet.write_string(row, column, value, look) if value else sheet.write_blank(row, column, None, look)
