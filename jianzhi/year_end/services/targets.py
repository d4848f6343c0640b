"""年度目标: what a union means to reach in a period. What the plans of the year before promised need not be set anew."""

from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.indicators import Indicator, Nature
from desk.registers.versions import claim
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.models import ReportingPeriod, Target
from jianzhi.year_end.services import rows
from jianzhi.year_end.services.books import demand_open
from jianzhi.year_end.services.figures import check_places
from jianzhi.year_end.services.rows import Typed
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services import saving

VIEW, RIGHT = "year_end.view_target", "year_end.change_target"


def aimable(period: ReportingPeriod) -> dict[str, Indicator]:
    """The figures of `period` that may have a target, by code: all but the plans, which aim at the year after."""
    return {each.code: each for each in indicators(period.year) if each.nature != Nature.TARGET}


@transaction.atomic
def save(*, actor: User, period: ReportingPeriod, union: UnionOrg, typed: Sequence[Typed]) -> int:
    """Sets, changes and takes back targets of `union`, as they stand on one page; gives how many changed.

    Raises PermissionDenied; ValidationError for a closed period; rows.NotSaved when one of the rows is refused.
    """
    demand(actor, RIGHT, union)
    demand_open(period)
    stored = {each.code: each for each in Target.objects.filter(period=period, union=union)}
    return rows.save(typed, stored, add=partial(_add, period, union), change=_change, withdraw=_withdraw)


def _add(period: ReportingPeriod, union: UnionOrg, *, code: str, value: Decimal, basis: str = "") -> None:
    _check(period, code, value)
    saving.add(Target(period=period, union=union, code=code, value=value, basis=basis))


def _change(*, obj: Target, version: int, value: Decimal, basis: str) -> None:
    _check(obj.period, obj.code, value)
    saving.change(obj, version=version, changed={"value": value, "basis": basis}, allowed=("value", "basis"))


def _withdraw(*, obj: Target, version: int) -> None:
    claim(obj, version).delete()


def _check(period: ReportingPeriod, code: str, value: Decimal) -> None:
    indicator = aimable(period).get(code)
    if indicator is None:
        raise ValidationError({"code": "这项指标不能定目标。"})
    check_places(indicator, value)
