"""What may stand in an opening paragraph: its figures only as places, so that a changed figure changes the text.

A numeral that carries the unit of a figure, or equals one of the report, is refused; names in quotation marks such as
“138”, years and days are not figures.
"""

import re
from collections.abc import Iterator

from django.core.exceptions import ValidationError

from jianzhi.year_end.report import PLACE, Line, Report

MOST = 2_000  # characters: a paragraph, not a chapter
_QUOTED = re.compile(r"“[^”]*”|《[^》]*》|〔[^〕]*〕")
_DATE = re.compile(r"\d{4}年(?:\d{1,2}月(?:\d{1,2}日)?)?|\d{1,2}月\d{1,2}日")
_NUMERAL = re.compile(r"(\d+(?:\.\d+)?)(?:余|多|近|约)?(\S{0,3})")
_BRACES = re.compile(r"[{}]")
_SEPARATOR = re.compile("(?<=\\d)[,\uff0c](?=\\d{3})")
_HALF_WIDTH = {ord("０") + digit: str(digit) for digit in range(10)} | {ord("．"): "."}
_LONG_ENOUGH = 2  # digits: a single one equals some figure by chance


def check(text: str, report: Report) -> None:
    """Raises ValidationError, with a sentence for each thing that is wrong with `text`."""
    if said := list(_wrong(text.strip(), report)):
        raise ValidationError({"text": said})


def _wrong(text: str, report: Report) -> Iterator[str]:
    if not text:
        yield "请填写开头段，或点“恢复自动生成”。"
    if len(text) > MOST:
        yield f"开头段最多 {MOST} 字，现有 {len(text)} 字。"
    codes = report.cube.by_code
    for code in dict.fromkeys(code for code, _ in PLACE.findall(text) if code not in codes):
        yield f"没有编号为 {code} 的指标，请从右侧列表中选择。"
    if _BRACES.search(PLACE.sub("", text)):
        yield "花括号只用来插入指标，如 {F01}；请检查有没有漏写一半。"
    yield from _literal_figures(text, report)


def _literal_figures(text: str, report: Report) -> Iterator[str]:
    lines = report.lines
    units = sorted({line.unit for line in lines}, key=len, reverse=True)
    bare = _SEPARATOR.sub("", text.translate(_HALF_WIDTH))
    for pattern in (PLACE, _QUOTED, _DATE):
        bare = pattern.sub("；", bare)
    for numeral, behind in _NUMERAL.findall(bare):
        unit = next((unit for unit in units if behind.startswith(unit)), "")
        same = _same(numeral, unit, lines)
        if same:
            yield f"“{numeral}{unit}”是指标“{same.name}”的数字，请改成 {{{same.code}}}，以后数字变动时文字会跟着变。"
        elif unit:
            yield f"“{numeral}{unit}”不是本期任何指标的数字。数字只能从指标插入，以免与报表不一致。"


def _same(numeral: str, unit: str, lines: list[Line]) -> Line | None:
    """The figure that `numeral` says; with the same unit if there is one."""
    found = [line for line in lines if line.number == numeral and (not unit or line.unit == unit)]
    return found[0] if found and (unit or len(numeral) >= _LONG_ENOUGH) else None
