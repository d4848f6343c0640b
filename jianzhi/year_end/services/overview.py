"""Who has reported what: the returns of a period by branch, a township with everything below it."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count

from jianzhi.year_end.choices import MISSING, ReturnState
from jianzhi.year_end.models import ReportingPeriod, StatisticalReturn


@dataclass
class Branch:
    """A union with all below it: its own return, how many returns stand where, and those that are still missing."""

    own: StatisticalReturn
    counts: Counter[str] = field(default_factory=Counter)
    missing: list[StatisticalReturn] = field(default_factory=list)

    @property
    def total(self) -> int:
        """All returns of the branch."""
        return self.counts.total()

    @property
    def handed_in(self) -> int:
        """Those that were handed in."""
        return self.total - len(self.missing)

    @property
    def percent(self) -> int:
        """How many of a hundred were handed in."""
        return 100 * self.handed_in // self.total if self.total else 0

    @property
    def by_state(self) -> list[tuple[str, str, int]]:
        """State, word and number, in the order of the procedure."""
        return by_state(self.counts)


def overview(period: ReportingPeriod, user: Any) -> list[Branch]:
    """The branches right below the county, or the one of `user`; the county first, with what has nobody below it.

    By the tree of the period: a return was made out to the union that stood above.
    """
    rows = StatisticalReturn.objects.visible_to(user).filter(period=period).order_by("pk")
    returns = {
        row.union_id: row
        for row in rows.only("period_id", "union_id", "union_name", "receiver_id", "receiver_name", "state")
    }
    receivers = {row.receiver_id for row in returns.values() if row.receiver_id != row.union_id}
    branches: dict[int, Branch] = {}
    for row in returns.values():
        head = _head(row, returns)
        above = returns.get(head.receiver_id, head)
        top = head if head.union_id in receivers else above  # one with nobody below it is told with the county's own
        branch = branches.setdefault(top.union_id, Branch(top))
        branch.counts[row.state] += 1
        if row.state in MISSING:
            branch.missing.append(row)
    return sorted(branches.values(), key=lambda branch: (branch.own.receiver_id != branch.own.union_id, branch.own.pk))


def _head(row: StatisticalReturn, returns: Mapping[int, StatisticalReturn]) -> StatisticalReturn:
    """The highest union above `row` that is in sight and does not stand above all."""
    while (above := returns.get(row.receiver_id)) is not None and above.receiver_id != above.union_id:
        row = above
    return row


def totals(period: ReportingPeriod, user: Any) -> Counter[str]:
    """How many of the returns that `user` may see stand where."""
    rows = StatisticalReturn.objects.visible_to(user).filter(period=period).order_by()
    return Counter(dict(rows.values_list("state").annotate(number=Count("pk"))))


def by_state(counts: Mapping[str, int]) -> list[tuple[str, str, int]]:
    """State, word and number, in the order of the procedure."""
    return [(state.value, str(state.label), counts.get(state.value, 0)) for state in ReturnState]
