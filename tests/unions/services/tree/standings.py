"""How a union stood in the tree, as the tests compare it."""

from datetime import date

from unions.models import (
    Standing,
    UnionOrg,
)


def standings(union: UnionOrg) -> list[tuple[str, str, date, date | None]]:
    """Name, parent, first and last day of each standing, the earliest first."""
    rows = Standing.objects.filter(union=union).select_related("parent").order_by("held")
    return [(s.name, s.parent.name if s.parent else "", s.first_day, s.last_day) for s in rows]
