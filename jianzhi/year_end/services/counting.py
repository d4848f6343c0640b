"""Counting: from the records to a figure for every union, one pass over each table, then up the tree.

The condition of each indicator becomes an aggregate with a FILTER, all of one source in one statement grouped by union,
for this year and the year before together. What is left for Python is some thousand small sums.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Aggregate, Count, OuterRef, Subquery

from desk.registers.indicators import AddsUp, Indicator, Source, Span, number_of_records
from jianzhi.year_end.report import Node


@dataclass
class Tally:
    """What the records say about one indicator in one span: its measure and its records, by the union they belong to.

    `repeats`: for heads of which each counts once, the unions of each head that has several records.
    """

    measured: dict[int, Decimal] = field(default_factory=dict)
    records: dict[int, int] = field(default_factory=dict)
    repeats: list[tuple[int, ...]] = field(default_factory=list)


@dataclass
class Figures:
    """A tally added up over a tree: by union, with everything below it."""

    values: Mapping[int, Decimal]
    records: Mapping[int, int]


Tallies = dict[str, Tally]


def count(indicators: Iterable[Indicator], *spans: Span) -> list[Tallies]:
    """The tallies of those of `indicators` that have a source, for each of `spans`, by code. One query for each source,
    and one for each span of a distinct one. The scope in force says whose records count.
    """
    by_source: dict[Source, list[Indicator]] = {}
    for indicator in indicators:
        if indicator.source is not None:
            by_source.setdefault(indicator.source, []).append(indicator)
    found: list[Tallies] = [{} for _ in spans]
    for source, declared in by_source.items():
        for tallies in found:
            tallies.update((indicator.code, Tally()) for indicator in declared)
        _count_source(source, declared, spans, found)
    for indicator in indicators:
        if indicator.adds_up == AddsUp.DISTINCT:
            for span, tallies in zip(spans, found, strict=True):
                tallies[indicator.code].repeats = _repeats(indicator, span)
    return found


def _count_source(
    source: Source, indicators: Sequence[Indicator], spans: Sequence[Span], found: Sequence[Tallies]
) -> None:
    """One pass over the table of `source`, into the tallies of each span."""
    aggregates: dict[str, Aggregate] = {}
    for place, span in enumerate(spans):
        for indicator in indicators:
            condition = indicator.condition(span)
            aggregates[f"records_{indicator.code}_{place}"] = number_of_records(condition)
            if not indicator.counts_records and indicator.adds_up != AddsUp.DISTINCT:
                aggregates[f"measure_{indicator.code}_{place}"] = indicator.measure(condition)
    names = list(aggregates)
    rows = source.records().order_by().values_list(_home(source)).annotate(**aggregates)
    for union, *numbers in rows:  # no cursor: PostgreSQL counts with several processes only without one
        for name, number in zip(names, numbers, strict=True):
            if number:
                what, code, at = name.split("_")
                tally = found[int(at)][code]
                if what == "records":
                    tally.records[union] = number
                else:
                    tally.measured[union] = Decimal(number)


def _home(source: Source) -> str | Subquery:
    """The union of a record. Where it stands in the file the record lies in, it is looked up there for each record.

    For a join, PostgreSQL sets the price of asking each record's file for leave (unions.scoping.guard_by) so high that it
    takes any plan to be as good as another: awards took four times as long.
    """
    file, _, column = source.union.partition("__")
    if not column:
        return source.union
    files = source.records().model._meta.get_field(file).related_model._default_manager
    return Subquery(files.filter(pk=OuterRef(file)).order_by().values(column))


def _repeats(indicator: Indicator, span: Span) -> list[tuple[int, ...]]:
    """The unions of every head that has more than one record: few, where most people stay where they are."""
    if indicator.source is None:
        return []
    # One pass without a join: after a large import nothing is known of the table, and a join may be planned badly.
    several = (
        indicator.records(span)
        .order_by()
        .values(indicator.key)
        .annotate(number=Count("pk"), unions=ArrayAgg(indicator.source.union))
        .filter(number__gt=1)
    )
    return [tuple(unions) for unions in several.values_list("unions", flat=True)]


# --- up the tree ------------------------------------------------------------------------------------------------------
def added_up(nodes: Sequence[Node], indicator: Indicator, tally: Tally) -> Figures:
    """`tally` for every union of the tree with what stands below it, in the indicator's unit.

    Raises KeyError when a union of the tally is not in the tree.
    """
    records = _sums(nodes, tally.records)
    if indicator.adds_up == AddsUp.DISTINCT:
        twice = _counted_again(nodes, tally.repeats)
        return Figures({pk: Decimal(number - twice[pk]) for pk, number in records.items()}, records)
    if indicator.counts_records:
        return Figures({pk: Decimal(number) / indicator.per for pk, number in records.items()}, records)
    measured = _sums(nodes, tally.measured)
    return Figures({pk: number / indicator.per for pk, number in measured.items()}, records)


def _sums(nodes: Sequence[Node], own: Mapping[int, Any]) -> dict[int, Any]:
    """Each union's own and those of all below it."""
    if missing := own.keys() - {node.pk for node in nodes}:
        raise KeyError(f"unions outside the tree: {sorted(missing)}")
    sums = dict(own)
    for node in reversed(nodes):  # each stands after its parent
        if node.parent is not None and node.pk in sums:
            sums[node.parent] = sums.get(node.parent, 0) + sums[node.pk]
    return sums


def _counted_again(nodes: Sequence[Node], repeats: Sequence[tuple[int, ...]]) -> Counter[int]:
    """How often a head was counted again, by union: its records in the branch beyond the first."""
    steps = {node.pk: [int(step) for step in node.path.split(".")[:-1]] for node in nodes}
    again: Counter[int] = Counter()
    for unions in repeats:
        met = Counter(step for union in unions for step in steps[union])
        again.update({pk: number - 1 for pk, number in met.items() if number > 1})
    return again
