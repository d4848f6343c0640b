"""How cells of the workbook look, each look made once."""

from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.format import Format

GREY, TINT, RED = "#8A8A8A", "#F0F0F0", "#C00000"
BODY, HEADING = "宋体", "黑体"

_CELL = {"font_name": BODY, "font_size": 10.5, "valign": "vcenter", "border": 1, "border_color": GREY}
_PLAIN = {"font_name": BODY, "font_size": 9, "valign": "vcenter", "font_color": "#444444"}
LOOKS: dict[str, dict[str, Any]] = {
    "title": {"font_name": HEADING, "font_size": 16, "align": "center", "valign": "vcenter"},
    "note": _PLAIN,
    "note right": {**_PLAIN, "align": "right"},
    "head": {
        **_CELL,
        "font_name": HEADING,
        "align": "center",
        "text_wrap": True,
        "bg_color": TINT,
    },
    "text": {**_CELL, "text_wrap": True},
    "text within": {**_CELL, "text_wrap": True, "indent": 1},
    "text deeper": {**_CELL, "text_wrap": True, "indent": 2},
    "centre": {**_CELL, "align": "center"},
    "number": _CELL,
    "total": {**_CELL, "bold": True, "bg_color": TINT},
    "total text": {**_CELL, "bold": True, "bg_color": TINT, "align": "center"},
    "warning": {**_CELL, "text_wrap": True, "font_color": RED},
    "cover title": {"font_name": HEADING, "font_size": 26, "align": "center", "valign": "vcenter", "text_wrap": True},
    "cover label": {"font_name": HEADING, "font_size": 14, "align": "right", "valign": "vcenter"},
    "cover value": {"font_name": BODY, "font_size": 14, "valign": "vcenter", "bottom": 1, "indent": 1},
    "cover note": {**_PLAIN, "font_size": 10.5, "text_wrap": True, "valign": "top"},
    "cover link": {"font_name": BODY, "font_size": 10.5, "font_color": "#2464A8", "valign": "vcenter"},
}


class Looks:
    """The looks of one workbook by name; a number also says how many decimals it shows."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._made: dict[tuple[str, int], Format] = {}

    def __call__(self, name: str, decimals: int = 0) -> Format:
        """The look `name` of LOOKS. Figures have no thousands separators: the review writes 16000余人次."""
        key = (name, decimals)
        if key not in self._made:
            shown = f"0.{'0' * decimals}" if decimals else "0"
            kind = {"num_format": shown if name in {"number", "total"} else "@"}
            self._made[key] = self._book.add_format({**LOOKS[name], **kind})
        return self._made[key]
