"""The tree as a picture: which union stands under which on a day, and how many grass-roots unions each branch holds."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from unions.choices import COUNTED_AS_GRASSROOTS, OrgType
from unions.models import Standing, User


@dataclass
class Node:
    """A union in the picture. `grassroots`: how many of them stand below it, itself not counted."""

    pk: int
    name: str
    org_type: OrgType
    is_open: bool = False
    is_here: bool = False
    grassroots: int = 0
    children: list["Node"] = field(default_factory=list)

    @property
    def is_leaf(self) -> bool:
        return not self.children

    @property
    def counts(self) -> bool:
        """Whether statistics count it as 基层工会."""
        return self.org_type in COUNTED_AS_GRASSROOTS


def picture(*, actor: User, day: date, at: int | None = None) -> list[Node]:
    """The branches of `actor` as they stood on `day`, from their tops down; the way to the union `at` is open."""
    rows = (
        Standing.objects.visible_to(actor)
        .on(day)
        .order_by("union__org_type", "union__pinyin", "union_id")
        .values_list("union_id", "parent_id", "name", "union__org_type")
    )
    parents: dict[int, int | None] = {}
    nodes: dict[int, Node] = {}
    below: dict[int | None, list[Node]] = defaultdict(list)
    for pk, parent, name, org_type in rows:
        nodes[pk] = Node(pk, name, OrgType(org_type))
        parents[pk] = parent
        below[parent].append(nodes[pk])
    for pk, node in nodes.items():
        node.children = _in_printed_order(below[pk])
    tops = [nodes[pk] for pk, parent in parents.items() if parent not in nodes]
    for top in tops:
        _count(top)
        top.is_open = True
    _open_the_way(nodes, parents, at)
    return tops


def find(nodes: list[Node], pk: int) -> Node | None:
    """The node of the union `pk` along the open way; None when it is not in the picture."""
    for node in nodes:
        found = node if node.pk == pk else find(node.children, pk) if node.is_open else None
        if found:
            return found
    return None


_ORDER = {kind: place for place, kind in enumerate(OrgType)}


def _in_printed_order(nodes: list[Node]) -> list[Node]:
    return sorted(nodes, key=lambda node: _ORDER[node.org_type])


def _count(node: Node) -> int:
    node.grassroots = sum(_count(child) + child.counts for child in node.children)
    return node.grassroots


def _open_the_way(nodes: dict[int, Node], parents: dict[int, int | None], at: int | None) -> None:
    if at not in nodes:
        return
    nodes[at].is_here = True
    step: int | None = at
    while step in nodes:
        nodes[step].is_open = True
        step = parents[step]
