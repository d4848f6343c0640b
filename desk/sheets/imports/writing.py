"""How planned rows come into the database: the two ways have one face."""

from collections.abc import Iterable
from typing import Protocol

from desk.sheets.imports.cells import Progress
from desk.sheets.imports.plan import Plan
from desk.sheets.resource import Complaint, SheetResource


class Writer(Protocol):
    """Writes the created and updated rows of a plan, within the caller's transaction."""

    def rehearse(self, resource: SheetResource, plan: Plan) -> Iterable[tuple[int, Complaint]]:
        """What would be refused while writing, by row, found without leaving a trace."""

    def write(self, resource: SheetResource, plan: Plan, progress: Progress) -> None:
        """Write. Raises IntegrityError or ValidationError when something came in between; nothing is kept then."""
