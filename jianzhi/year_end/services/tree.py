"""The tree that the figures of a period are added up over: each union where it stood on the period's last day.

A union that was merged or dissolved within the period stands where it stood last, so that nothing it did is lost. One
that stood in the tree only before or after the period is part of it when it has figures: a record may belong to a union
that was gone when the record came to count.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from desk.registers.indicators import Span
from jianzhi.year_end.report import Node
from unions.choices import COUNTED_AS_GRASSROOTS, OrgType
from unions.models import Standing

_RANKS = {str(kind): place for place, kind in enumerate(OrgType)}
_COLUMNS = (
    "union_id",
    "name",
    "parent_id",
    "held__startswith",
    "held__endswith",
    "union__name",
    "union__short_name",
    "union__org_type",
    "union__stat_code",
    "union__region_code",
    "union__closed_on",
)


@dataclass(frozen=True)
class _Stood:
    """How a union stood for some days; `end` is the day after the last, None while it goes on."""

    union: int
    name: str
    parent: int | None
    first: date
    end: date | None
    name_now: str
    short_name: str
    org_type: str
    stat_code: str
    region_code: str
    closed_on: date | None

    def is_within(self, span: Span) -> bool:
        """Whether it stood so on any day of `span`."""
        return self.first <= span.last and (self.end is None or self.end > span.first)

    @property
    def rank(self) -> tuple[int, str, int]:
        """Where it comes among those beside it: federations before unions, townships by their code."""
        return _RANKS[self.org_type], self.region_code, self.union


class Standings:
    """How every union stood at any time, read once for the trees of several periods."""

    def __init__(self) -> None:
        rows = Standing.objects.order_by("union_id", "held__startswith").values_list(*_COLUMNS)
        self._rows = [_Stood(*row) for row in rows]

    def tree(self, span: Span, also: Collection[int] = ()) -> list[Node]:
        """The unions of `span`, and those of `also` with what stands above them, each after its parent."""
        chosen: dict[int, _Stood] = {}
        for row in self._rows:
            if row.union not in chosen or row.first <= span.last:
                chosen[row.union] = row
        wanted: set[int] = set()
        for row in chosen.values():
            # The head is there in any year, so that there is somebody to have no figures.
            if row.is_within(span) or row.union in also or row.parent is None:
                wanted.update(_upwards(chosen, row))
        return _in_order([chosen[pk] for pk in wanted], span)


def _upwards(chosen: dict[int, _Stood], row: _Stood) -> Iterable[int]:
    yield row.union
    while row.parent is not None:
        row = chosen[row.parent]
        yield row.union


def _in_order(rows: Sequence[_Stood], span: Span) -> list[Node]:
    below: dict[int | None, list[_Stood]] = {}
    for row in rows:
        below.setdefault(row.parent, []).append(row)
    nodes: list[Node] = []
    waiting = [(row, "") for row in below.get(None, ())]
    while waiting:
        row, above = waiting.pop()
        node = _node(row, above, span)
        nodes.append(node)
        children = sorted(below.get(row.union, ()), key=lambda child: child.rank, reverse=True)
        waiting.extend((child, node.path) for child in children)
    return nodes


def _node(row: _Stood, above: str, span: Span) -> Node:
    return Node(
        pk=row.union,
        name=row.name,
        # The short name is that of today; it says nothing about a union that had another name.
        label=row.short_name if row.short_name and row.name == row.name_now else row.name,
        parent=row.parent,
        path=f"{above}{row.union}.",
        org_type=row.org_type,
        stat_code=row.stat_code,
        region_code=row.region_code,
        counts_as_base=row.org_type in COUNTED_AS_GRASSROOTS,
        is_closed=row.closed_on is not None and row.closed_on <= span.last,
    )
