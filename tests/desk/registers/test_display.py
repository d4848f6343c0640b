"""A value as people read it."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desk.registers.dated import span
from desk.registers.display import in_sheet, shown
from unions.models import Employer

UNIT_CLASS = Employer._meta.get_field("unit_class")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (None, ""),
        (True, "是"),
        (False, "否"),
        (0, "0"),
        (date(2014, 5, 1), "2014-05-01"),
        (datetime(2014, 5, 1, 20, 30, tzinfo=UTC), "2014-05-02 04:30"),
        (span(date(2014, 1, 1), date(2014, 12, 31)), "2014-01-01 至 2014-12-31"),
        (span(date(2014, 1, 1)), "2014-01-01 至 今"),
        (["甲", "乙"], "甲、乙"),
    ],
)
def test_a_value_is_shown_in_chinese_words_and_plain_dates(value: object, expected: str) -> None:
    assert shown(value) == expected


def test_a_code_is_shown_in_its_word_and_an_unknown_one_as_it_is() -> None:
    assert shown("170", UNIT_CLASS) == "私营企业"
    assert shown("999", UNIT_CLASS) == "999"


def test_in_a_sheet_numbers_and_dates_stay_what_they_are() -> None:
    assert in_sheet(12) == 12
    assert in_sheet(Decimal("1.50")) == Decimal("1.50")
    assert in_sheet(date(2014, 5, 1)) == date(2014, 5, 1)
    assert in_sheet(datetime(2014, 5, 1, 20, 30, tzinfo=UTC)) == datetime(2014, 5, 2, 4, 30)  # noqa: DTZ001  # workbooks know no zones
    assert in_sheet(True) == "是"
    assert in_sheet("170", UNIT_CLASS) == "私营企业"
    assert in_sheet("") is None
