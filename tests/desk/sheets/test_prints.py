from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desk.papers import pdf
from desk.sheets.prints import sheet_pdf
from desk.sheets.sheet import Column, Kind, Sheet, Value
from tests.desk.papers.pages import Letterform, letterforms, words

NOON = datetime(2014, 12, 31, 9, 0, tzinfo=UTC)


def test_a_printed_sheet_has_what_its_workbook_has() -> None:
    columns = (Column("工会"), Column("代码", Kind.IDENTIFIER), Column("经费", Kind.MONEY), Column("成立", Kind.DAY))
    rows = [("新安江", "81330182MC0000000X", Decimal("1234.5"), date(2014, 5, 12)), ("洋溪", None, None, None)]
    paper = sheet_pdf(
        Sheet("一览表", columns, rows, 2, NOON, "建德", "状态=正常"), issuer="建德市总工会", signatures=["负责人"]
    )
    assert words(paper) == (
        "一览表范围：建德筛选：状态=正常数据截止：2014-12-3117:00共2行"
        "工会代码经费成立新安江81330182MC0000000X1,234.502014-05-12洋溪负责人：建德市总工会一览表第1页，共1页"
    )


def test_too_many_rows_are_refused_before_the_first_is_read() -> None:
    def untouched() -> Iterator[tuple[Value, ...]]:
        pytest.fail("a row was read")
        yield ()

    with pytest.raises(pdf.PaperTooLong, match="共 2,001 行"):
        sheet_pdf(Sheet("一览表", (Column("工会"),), untouched(), 2_001, NOON))


@pytest.mark.parametrize("columns", [6, 7, 9])
def test_an_identifier_and_a_day_stay_on_one_line_however_many_columns_there_are(columns: int) -> None:
    heads = (
        Column("身份证号", Kind.IDENTIFIER),
        Column("日", Kind.DAY),
        *(Column(f"列{n}") for n in range(columns - 2)),
    )
    row = ("330182199001010017", date(2014, 12, 31), *("" for _ in range(columns - 2)))
    forms = letterforms(sheet_pdf(Sheet("", heads, [row], 1, NOON)))
    line = "".join(form.text for form in forms if abs(form.top - _of(forms, "7")) < 2.5)
    assert line == "3301821990010100172014-12-31"


def _of(forms: list[Letterform], text: str) -> float:
    """The height of the last `text` of the row, which is the only line with that figure."""
    return next(form.top for form in reversed(forms) if form.text == text)
