"""Periods: opened for all unions at once, closed for good, corrected for a reason."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from desk.registers.versions import claim
from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind, PeriodState, ReturnState
from jianzhi.year_end.models import Edition, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import cubes, editions
from jianzhi.year_end.services.books import demand_open
from jianzhi.year_end.services.logic import Finding, all_findings
from jianzhi.year_end.services.returns import explanations_by_union
from jianzhi.year_end.services.tree import Standings
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add, change, put

WHY = "年终统计：统计期"
PIECE = 500  # returns written at a time


@dataclass(frozen=True)
class Obstacles:
    """What speaks against closing a period: returns that were not approved, and errors of the checks."""

    not_reported: list[StatisticalReturn]
    not_approved: list[StatisticalReturn]
    errors: list[Finding]

    def __bool__(self) -> bool:
        return bool(self.not_reported or self.not_approved or self.errors)


def days_of(kind: str, year: int) -> tuple[date, date]:
    """The first and the last day: of a calendar year, or of the statistical year that ends with September (domain.md §3.14)."""
    if kind == PeriodKind.STATISTICAL_YEAR:
        return date(year - 1, 10, 1), date(year, 9, 30)
    return date(year, 1, 1), date(year, 12, 31)


@transaction.atomic
def open_period(*, actor: User, kind: str, year: int, due_on: date) -> ReportingPeriod:
    """Opens a period, with a return for every union that stands on its last day. Raises PermissionDenied, ValidationError."""
    with everything(WHY):
        demand(actor, "year_end.add_reportingperiod", county())
        first, last = days_of(kind, year)
        period = add(ReportingPeriod(kind=kind, year=year, first=first, last=last, due_on=due_on))
        enrol(period)
    return period


def enrol_newcomers() -> int:
    """Adds the returns of unions that came after their open periods were opened. Gives their number."""
    return sum(enrol(period) for period in ReportingPeriod.objects.open())


def enrol(period: ReportingPeriod) -> int:
    """Adds the returns of unions that stand on the last day of the period and have none. Gives their number."""
    with everything(WHY):
        nodes = [node for node in Standings().tree(period.span) if not node.is_closed]
        names = {node.pk: node.name for node in nodes}
        known = set(period.returns.values_list("union_id", flat=True))
        made = StatisticalReturn.objects.bulk_create(
            (
                StatisticalReturn(
                    period=period,
                    union_id=node.pk,
                    union_name=node.name,
                    receiver_id=(receiver := node.parent if node.parent in names else node.pk),
                    receiver_name=names[receiver],
                    due_on=period.due_on,
                )
                for node in nodes
                if node.pk not in known
            ),
            PIECE,
        )
    return len(made)


@transaction.atomic
def change_period(*, actor: User, obj: ReportingPeriod, version: int, due_on: date) -> ReportingPeriod:
    """Sets another last day for reports; returns that nobody handed in yet are due on it.

    Raises PermissionDenied, ValidationError; Conflict (desk.registers.versions) when somebody else saved in between.
    """
    with everything(WHY):
        demand(actor, "year_end.change_reportingperiod", county())
        demand_open(obj)
        period = change(obj, version=version, changed={"due_on": due_on}, allowed={"due_on"})
        period.returns.filter(state=ReturnState.UNREPORTED).update(due_on=due_on)
    return period


def obstacles(period: ReportingPeriod, cube: Cube) -> Obstacles:
    """What speaks against closing `period` with the figures of `cube`. To be asked in the scope of everything."""
    returns = list(period.returns.exclude(state=ReturnState.APPROVED).order_by("receiver_id", "pk"))
    found = all_findings(cube, explanations_by_union(period.returns.all()))
    return Obstacles(
        not_reported=[each for each in returns if each.state != ReturnState.REPORTED],
        not_approved=[each for each in returns if each.state == ReturnState.REPORTED],
        errors=[finding for finding in found if finding.is_error],
    )


@transaction.atomic
def close(*, actor: User, obj: ReportingPeriod, version: int, note: str = "") -> Edition:
    """关账: freezes the figures as they are now in an edition; from then on nothing changes them.

    note: why it is closed although returns are missing or checks find errors; asked for then. Raises PermissionDenied,
    ValidationError; Conflict (desk.registers.versions) when somebody else saved the period in between.
    """
    with everything(WHY):
        demand(actor, "year_end.close_reportingperiod", county())
        period = claim(obj, version)
        demand_open(period)
        enrol(period)  # who was founded since yesterday has not reported either
        # Locked, so that nothing is handed in or entered while the figures are read.
        list(period.returns.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
        cube = cubes.cube_of(period)
        against = obstacles(period, cube)
        if against and not note.strip():
            raise ValidationError({"note": f"{words(against)}。仍要关账，请写明原因。"})
        edition = editions.freeze(
            actor=actor, period=period, cube=cube, reason=period.correcting, closing_note=note.strip()
        )
        put(period, state=PeriodState.CLOSED, correcting="")
    return edition


@transaction.atomic
def correct(*, actor: User, obj: ReportingPeriod, version: int, reason: str) -> ReportingPeriod:
    """更正: opens a closed period again, for the reason that its next edition will carry. The edition there is stays.

    Raises PermissionDenied, ValidationError; Conflict (desk.registers.versions) when somebody else saved in between.
    """
    with everything(WHY):
        demand(actor, "year_end.correct_reportingperiod", county())
        period = claim(obj, version)
        if not period.is_closed:
            raise ValidationError(f"{period}没有关账，可以直接修改，不用更正。")
        if not reason.strip():
            raise ValidationError({"reason": "请写明更正理由。"})
        return put(period, state=PeriodState.OPEN, correcting=reason.strip())


def words(against: Obstacles) -> str:
    """What speaks against closing, as one sentence: 3 家未报，1 家未审，2 处检查错误."""
    counted = (
        (len(against.not_reported), "家未上报"),
        (len(against.not_approved), "家未审核"),
        (len(against.errors), "处逻辑检查错误"),
    )
    return "还有 " + "、".join(f"{number} {what}" for number, what in counted if number)


def differences(before: Cube, after: Cube) -> list[tuple[int, str, Any, Any]]:
    """What a correction would change: union, code, value before and after. A union that is new had nothing before."""
    found = []
    for node in after.nodes:
        for line in after.lines(node.pk):
            known = node.pk in before.by_pk and line.code in before.by_code
            earlier = before.line(node.pk, line.code).value if known else None
            if earlier != line.value:
                found.append((node.pk, line.code, earlier, line.value))
    return found


def county() -> UnionOrg:
    """The county federation, which keeps the periods. To be asked in a scope."""
    found: UnionOrg = UnionOrg.objects.get(parent=None)
    return found
