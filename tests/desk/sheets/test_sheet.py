from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desk.sheets.sheet import Column, Kind, Sheet, Value, plain_text, printed_text

EVENING = datetime(2014, 12, 31, 16, 30, tzinfo=UTC)  # half past midnight in Jiande


@pytest.mark.parametrize(
    ("value", "kind", "printed", "plain"),
    [
        ("喆赟", Kind.TEXT, "喆赟", "喆赟"),
        (None, Kind.COUNT, "", ""),
        (True, Kind.TEXT, "是", "是"),
        (False, Kind.COUNT, "否", "否"),
        (12034, Kind.COUNT, "12,034", "12034"),
        (330182199001010017, Kind.IDENTIFIER, "330182199001010017", "330182199001010017"),
        (Decimal("1234.5"), Kind.MONEY, "1,234.50", "1234.5"),
        (0.8734, Kind.PERCENT, "87.3%", "0.8734"),
        (date(2014, 5, 12), Kind.DAY, "2014-05-12", "2014-05-12"),
        (EVENING, Kind.MOMENT, "2015-01-01 00:30", "2015-01-01 00:30:00"),
    ],
)
def test_a_value_reads_for_people_and_for_machines(value: Value, kind: Kind, printed: str, plain: str) -> None:
    assert (printed_text(value, kind), plain_text(value)) == (printed, plain)


def test_the_notes_say_scope_filter_time_and_count() -> None:
    made = Sheet("一览表", (), (), 3214, EVENING, "建德市总工会及下级", "状态=正常")
    assert made.notes == ["范围：建德市总工会及下级", "筛选：状态=正常", "数据截止：2015-01-01 00:30", "共 3,214 行"]
    assert Sheet("一览表", (), (), 0, EVENING).notes == ["数据截止：2015-01-01 00:30", "共 0 行"]


def test_a_column_is_never_narrower_than_its_head() -> None:
    assert [Column("数", Kind.COUNT).characters, Column("女职工委员会主任", Kind.COUNT).characters] == [10, 20]
    assert Column("备注", width=50).characters == 50
