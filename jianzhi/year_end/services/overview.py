"""Who has reported what: the returns of a period by who examines them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from jianzhi.year_end.choices import ReturnState
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn


@dataclass
class Row:
    """A federation: where its own return stands ("" out of sight), and how many of those it examines stand where."""

    union: int
    name: str
    own: str = ""
    own_pk: int | None = None
    counts: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        """All returns it examines."""
        return sum(self.counts.values())

    @property
    def handed_in(self) -> int:
        """Those that were handed in."""
        return self.counts.get(ReturnState.REPORTED, 0) + self.counts.get(ReturnState.APPROVED, 0)

    @property
    def percent(self) -> int:
        """How many of a hundred were handed in."""
        return 100 * self.handed_in // self.total if self.total else 0

    @property
    def own_label(self) -> str:
        """Where its own stands, in a word."""
        return str(ReturnState(self.own).label) if self.own else ""

    @property
    def by_state(self) -> list[tuple[str, str, int]]:
        """State, word and number, in the order of the procedure."""
        return [(state.value, str(state.label), self.counts.get(state.value, 0)) for state in ReturnState]


def overview(period: ReportingPeriod, user: Any) -> list[Row]:
    """A row for each union that examines returns which `user` may see, the county's first."""
    mine = StatisticalReturn.objects.visible_to(user).filter(period=period)
    rows: dict[int, Row] = {}
    counted = mine.order_by("receiver_id").values_list("receiver_id", "receiver_name", "state")
    for receiver, name, state, number in counted.annotate(number=Count("pk")):
        rows.setdefault(receiver, Row(receiver, name)).counts[state] = number
    for union, state, pk in mine.filter(union__in=rows).values_list("union_id", "state", "pk"):
        rows[union].own, rows[union].own_pk = state, pk
    return list(rows.values())


def totals(rows: list[Row]) -> Mapping[str, int]:
    """How many returns stand where, over all rows."""
    return {state.value: sum(row.counts.get(state.value, 0) for row in rows) for state in ReturnState}
