"""The digest of a plan: two plans have the same one when they write the same, and only then."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from desk.sheets.choices import Outcome
from desk.sheets.imports import plan
from desk.sheets.imports.plan import Plan

NAMES = ["name", "joined_on", "is_migrant", "note"]


def digest_of(*records: tuple[Any, ...], **other: Any) -> str:
    """The digest of a plan that creates `records`."""
    made = Plan(range(2, 2 + len(records)), NAMES, list(records), [Outcome.CREATED] * len(records))
    made = replace(made, **other)
    plan.seal(made)
    return made.digest


FIRST, SECOND = ("张三", date(2014, 5, 1), True, None), ("李四", None, False, "一车间")
SEEN = digest_of(FIRST, SECOND)


def test_the_same_rows_made_again_have_the_same_digest() -> None:
    again = (bytes.decode("张三".encode()), date.fromisoformat("2014-05-01"), True, None)
    assert digest_of(again, SECOND) == SEEN
    assert len(SEEN) == 64


@pytest.mark.parametrize(
    "other",
    [
        ("张珊", date(2014, 5, 1), True, None),
        ("张三", date(2014, 5, 2), True, None),
        ("张三", None, True, None),
        ("张三", date(2014, 5, 1), False, None),
        ("张三", date(2014, 5, 1), 1, None),
        ("张三", date(2014, 5, 1), None, None),
        ("张三", date(2014, 5, 1), True, ""),
        ("张三", 735354, True, None),  # the number of that day
        ("张三", "2014-05-01", True, None),
        ("张三", date(2014, 5, 1), "True", None),
    ],
)
def test_another_value_is_another_digest(other: tuple[Any, ...]) -> None:
    assert digest_of(other, SECOND) != SEEN


def test_another_order_number_or_outcome_is_another_digest() -> None:
    assert digest_of(SECOND, FIRST) != SEEN
    assert digest_of(FIRST, SECOND, numbers=range(3, 5)) != SEEN
    assert digest_of(FIRST, SECOND, outcomes=[Outcome.CREATED, Outcome.REJECTED]) != SEEN


def test_rows_beyond_the_first_block_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plan, "DIGESTED", 1)
    assert digest_of(FIRST, SECOND) != digest_of(FIRST, ("李四", None, False, "二车间"))
