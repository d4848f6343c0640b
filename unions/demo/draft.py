"""The demo county on paper: rows that are drawn up one by one and written all at once."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, models

from desk.registers.dated import span
from unions.choices import COUNTED_AS_GRASSROOTS, ChangeKind, OrgType
from unions.demo.codes import JIANDE
from unions.demo.naming import Names
from unions.models import (
    Committee,
    Coverage,
    Employer,
    LegalPersonRegistration,
    Officer,
    OrgChange,
    Standing,
    Term,
    UnionOrg,
)

SEED = 2014
ROOM_FOR_UNIONS = 1_500


@dataclass
class Draft:
    """What has been drawn up so far. `until`: the day up to which terms of office follow each other."""

    until: date
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    unions: list[UnionOrg] = field(default_factory=list)
    standings: list[Standing] = field(default_factory=list)
    changes: list[OrgChange] = field(default_factory=list)
    employers: list[Employer] = field(default_factory=list)
    coverages: list[Coverage] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    officers: list[Officer] = field(default_factory=list)
    committees: list[Committee] = field(default_factory=list)
    registrations: list[LegalPersonRegistration] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.names = Names(self.chance)
        self._ids = iter(_next_ids(UnionOrg, ROOM_FOR_UNIONS))

    def union(
        self, parent: UnionOrg | None, name: str, org_type: OrgType, founded_on: date, **details: Any
    ) -> UnionOrg:
        """A union with its place in the tree and its founding on record."""
        pk = next(self._ids)
        details.setdefault("region_code", parent.region_code if parent else JIANDE)
        details.setdefault("approved_by", parent.name if parent else "")
        path = f"{parent.path if parent else ''}{pk}."
        union = UnionOrg(
            pk=pk, parent=parent, path=path, name=name, org_type=org_type, founded_on=founded_on, **details
        )
        first = max(founded_on, self._first_day(parent)) if parent else founded_on
        self.unions.append(union)
        self.standings.append(Standing(union=union, name=name, parent=parent, held=span(first)))
        self.changes.append(
            OrgChange(
                union=union,
                kind=ChangeKind.FOUNDED,
                day=founded_on,
                new_name=name,
                new_parent=parent,
                doc_no=union.approval_doc_no,
            )
        )
        return union

    def employer(self, union: UnionOrg, **facts: Any) -> Employer:
        """An employer at the desk of `union`, covered from the union's founding on when it is a grass-roots one."""
        employer = Employer(pk=None, union=union, **facts)
        self.employers.append(employer)
        if union.org_type in COUNTED_AS_GRASSROOTS:
            self.coverages.append(Coverage(union=union, employer=employer, held=span(union.founded_on)))
        return employer

    def day_in(self, first: date, last: date) -> date:
        """A day from `first` to `last`."""
        return first + timedelta(days=self.chance.randint(0, (last - first).days))

    def happens(self, share: float) -> bool:
        """Whether what happens in this `share` of all cases happens now."""
        return self.chance.random() < share

    def write(self) -> None:
        """Writes all rows, each kind in one statement."""
        for rows in (
            self.unions,
            self.standings,
            self.changes,
            self.employers,
            self.coverages,
            self.terms,
            self.officers,
            self.committees,
            self.registrations,
        ):
            _insert(rows)

    @staticmethod
    def _first_day(union: UnionOrg) -> date:
        return union.founded_on


def _insert(rows: Sequence[models.Model]) -> None:
    if rows:
        type(rows[0])._default_manager.bulk_create(rows)


def _next_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids of rows to come: the path of a union holds its id and those of all above it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor.fetchall()]
