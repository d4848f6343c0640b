"""Sums of money on public pages."""

from decimal import Decimal

import pytest

from jianzhi.templatetags.amounts import yuan


@pytest.mark.parametrize(
    ("amount", "shown"), [("12345.60", "12,345.60"), ("1200000.00", "1,200,000"), ("0.05", "0.05"), ("0", "0")]
)
def test_a_sum_is_read_in_thousands_and_without_empty_cents(amount: str, shown: str) -> None:
    assert yuan(Decimal(amount)) == shown
