"""An indicator that contradicts itself is refused; a span knows its days, and those of the year before."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import Q, Sum

from desk.registers.indicators import AddsUp, Indicator, Nature, Source, Span
from unions.models import UnionOrg

PLAIN: dict[str, Any] = {
    "code": "X01",
    "name": "一项",
    "unit": "家",
    "chapter": "R5",
    "nature": Nature.FLOW,
    "definition": "报告期内的一项。",
}
SOURCE = Source(UnionOrg.objects.all, union="id")


def one(span: Span) -> Q:
    return Q(founded_on__range=(span.first, span.last))


@pytest.mark.parametrize(
    "wrong",
    [
        {"source": SOURCE},
        {"counts": one},
        {"numerator": "X02", "denominator": "X03"},
        {"adds_up": AddsUp.RATIO, "numerator": "X02"},
        {"adds_up": AddsUp.DISTINCT, "source": SOURCE, "counts": one},
        {"key": "member_id"},
        {"nature": Nature.TARGET},
        {"aims_at": "X02"},
    ],
)
def test_one_that_contradicts_itself_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ImproperlyConfigured, match="X01"):
        Indicator(**{**PLAIN, **wrong})


def test_what_comes_from_records_is_computed_and_what_an_officer_enters_is_not() -> None:
    entered = Indicator(**PLAIN)
    counted = Indicator(**PLAIN, source=SOURCE, counts=one)
    summed = Indicator(**PLAIN, source=SOURCE, counts=one, measure=lambda c: Sum("member_count", filter=c))
    share = Indicator(**{**PLAIN, "nature": Nature.RATIO}, adds_up=AddsUp.RATIO, numerator="A", denominator="B")
    assert [i.is_computed for i in (entered, counted, summed, share)] == [False, True, True, True]
    assert [i.counts_records for i in (counted, summed)] == [True, False]
    with pytest.raises(TypeError):
        entered.records(Span(date(2014, 1, 1), date(2014, 12, 31)))


def test_the_year_before_has_the_same_days_and_no_29th_of_february() -> None:
    statistical = Span(date(2013, 10, 1), date(2014, 9, 30))
    assert statistical.year_before() == Span(date(2012, 10, 1), date(2013, 9, 30))
    assert Span(date(2016, 1, 1), date(2016, 2, 29)).year_before() == Span(date(2015, 1, 1), date(2015, 2, 28))


def test_a_moment_lies_in_a_span_by_the_days_of_this_country() -> None:
    shanghai = ZoneInfo("Asia/Shanghai")
    assert Span(date(2014, 1, 1), date(2014, 12, 31)).holds("submitted_at") == Q(
        submitted_at__gte=datetime(2014, 1, 1, tzinfo=shanghai), submitted_at__lt=datetime(2015, 1, 1, tzinfo=shanghai)
    )
