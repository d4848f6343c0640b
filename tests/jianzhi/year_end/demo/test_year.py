"""The year end of the demo county: the review's figures are there, and returns stand in every state."""

from decimal import Decimal

import pytest
from django.db.models import Count

from jianzhi.year_end.choices import PeriodState, ReturnState
from jianzhi.year_end.demo import review
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, ReturnEntry, StatisticalReturn, Target
from jianzhi.year_end.procedure import PROCEDURE
from unions.models import UnionOrg

pytestmark = pytest.mark.usefixtures("demo_county")


def year(number: int = 2014) -> ReportingPeriod:
    return ReportingPeriod.objects.get(year=number)


def test_both_years_are_open_for_every_union_of_theirs() -> None:
    assert {period.name: period.state for period in ReportingPeriod.objects.all()} == {
        "2014 年": PeriodState.OPEN,
        "2015 年": PeriodState.OPEN,
    }
    assert year().returns.count() == UnionOrg.objects.existing_on(year().last).count() > 1_000


def test_the_returns_of_2014_stand_in_every_state_most_of_them_approved() -> None:
    rows = year().returns.order_by("state").values_list("state").annotate(Count("pk"))
    counts = dict(rows)
    assert counts[ReturnState.RETURNED] == 2
    assert set(counts) == set(ReturnState.values)
    assert counts[ReturnState.APPROVED] > 0.8 * sum(counts.values())
    assert set(year(2015).returns.values_list("state", flat=True)) == {ReturnState.UNREPORTED}


def test_every_state_is_told_by_its_entries() -> None:
    ends = {"submit": ReturnState.REPORTED, "approve": ReturnState.APPROVED, "send_back": ReturnState.RETURNED}
    for move, state in ends.items():
        assert str(PROCEDURE.move(move).target) == state
        told = ReturnEntry.objects.filter(move=move).values("case")
        if move != "submit":
            assert set(year().returns.filter(state=state).values_list("pk")) == set(told.values_list("case"))
    missing = year().returns.filter(state=ReturnState.UNREPORTED)
    assert not ReturnEntry.objects.filter(case__in=missing).exists()


def test_whoever_signs_in_to_the_demo_has_a_return_to_hand_in() -> None:
    own = StatisticalReturn.objects.filter(period=year(), union__appointments__user__username="base_officer")
    assert [row.state for row in own] == [ReturnState.UNREPORTED]


def test_the_county_entered_every_figure_of_the_review_that_no_register_holds() -> None:
    county = UnionOrg.objects.get(parent=None)
    kept = {row.code: row for row in EnteredFigure.objects.filter(period=year(), union=county)}
    told = {row["code"]: row for row in review.rows()}
    assert set(told) - set(kept) == {"F01", "F02", "F54", "F55"}
    assert {code: row.value for code, row in kept.items()} == {
        code: Decimal(told[code]["value"]) for code in told if code in kept
    }
    assert (kept["F10"].get_closeness_display(), kept["F51"].get_closeness_display(), kept["F43"].is_doubtful) == (
        "余",
        "多",
        True,
    )
    assert kept["F35"].basis.startswith("2014 年工作总结第")


@pytest.mark.parametrize("code", review.SHARED)
def test_the_townships_shares_add_up_to_the_county(code: str) -> None:
    rows = EnteredFigure.objects.filter(period=year(), code=code)
    whole = rows.get(union__parent=None).value
    assert sum(row.value for row in rows.filter(union__parent__parent=None, union__parent__isnull=False)) == whole


def test_what_was_aimed_at_is_there() -> None:
    assert dict(Target.objects.values_list("code", "value")) == {"F01": 2000, "F54": 45, "F55": 5000}


@pytest.mark.parametrize(("total", "weights"), [(10, (1, 1, 1)), (7, (0, 5)), (1, (1, 1)), (0, (3, 4))])
def test_shares_are_whole_and_add_up(total: int, weights: tuple[int, ...]) -> None:
    unions = {UnionOrg(pk=number): weight for number, weight in enumerate(weights)}
    parts = review.shares(total, unions)
    assert sum(parts.values()) == total
    assert all(part >= 0 and (weight or not part) for part, weight in zip(parts.values(), weights, strict=True))
