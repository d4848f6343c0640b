"""A figure as it is read: how it changed, in words and in the tables."""

from decimal import Decimal

import pytest

from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Line
from tests.jianzhi.year_end.reporting import definition


def line(unit: str, value: str | None, before: str | None) -> Line:
    """A figure of this year and of the year before."""
    now, then = (None if said is None else Decimal(said) for said in (value, before))
    return Line(definition("F26", unit=unit), Cell(now, Origin.ENTERED, before=then))


@pytest.mark.parametrize(
    ("unit", "value", "before", "compared", "changed"),
    [
        ("人次", "450", "400", "比上年增长12.5%", "+12.5%"),
        ("人次", "388", "400", "比上年下降3.0%", "-3.0%"),
        ("人次", "400", "400", "与上年持平", "持平"),
        ("人次", "400", "0", "上年无可比数", "—"),
        ("人次", "400", None, "上年无可比数", "—"),
        ("%", "86.2", "86", "比上年提高0.2个百分点", "+0.2百分点"),
        ("%", "80", "94.86", "比上年下降14.9个百分点", "-14.9百分点"),
        ("%", "86", "86", "与上年持平", "持平"),
        ("%", "3.5", "0", "比上年提高3.5个百分点", "+3.5百分点"),
        ("%", None, "86", "上年无可比数", "—"),
    ],
)
def test_a_change_is_said_in_per_cent_and_that_of_a_share_in_points(
    unit: str, value: str | None, before: str | None, compared: str, changed: str
) -> None:
    said = line(unit, value, before)
    assert (said.compared, said.changed) == (compared, changed)
