"""The figures for somebody who asks for them: of the branch of one union, after the right was asked there."""

from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services.kept import at_hand
from unions.access import demand
from unions.models import UnionOrg, User

VIEW = "year_end.view_reportingperiod"


def cube_for(*, actor: User, period: ReportingPeriod, union: int, right: str = VIEW) -> Cube:
    """The figures of `union` and of those below it; nothing of others is in it.

    Raises UnionOrg.DoesNotExist for a union outside the branches of `actor` and for one that was none in the period,
    PermissionDenied without `right` at it, EditionBroken when what was sealed has been changed.
    """
    asked = UnionOrg.objects.visible_to(actor).get(pk=union)
    demand(actor, right, asked)
    try:
        return at_hand(period).cube.cut(asked.pk)
    except KeyError as error:
        raise UnionOrg.DoesNotExist(f"no union in {period}") from error
