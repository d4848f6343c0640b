"""Periods, returns and figures for tests, past the services; and a small cube by hand."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from jianzhi.year_end.choices import Origin, PeriodKind, ReturnState
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Cell, Cube, Definition, Node, Term
from jianzhi.year_end.services import periods
from unions.models import UnionOrg, User

DUE = date(2015, 1, 20)


def open_2014(actor: User) -> ReportingPeriod:
    """The year 2014, by the service: every union of the county has a return."""
    return periods.open_period(actor=actor, kind=PeriodKind.CALENDAR_YEAR, year=2014, due_on=DUE)


def add_period(year: int = 2013, kind: str = PeriodKind.STATISTICAL_YEAR, **fields: Any) -> ReportingPeriod:
    """A period without returns."""
    first, last = periods.days_of(kind, year)
    return ReportingPeriod.objects.create(kind=kind, year=year, first=first, last=last, due_on=last, **fields)


def add_return(
    period: ReportingPeriod, union: UnionOrg, state: str = ReturnState.UNREPORTED, **fields: Any
) -> StatisticalReturn:
    """The return of a union, examined by the union above it."""
    receiver = union.parent or union
    names = {"union_name": union.name, "receiver_name": receiver.name}
    return StatisticalReturn.objects.create(
        period=period, union=union, receiver=receiver, state=state, **names, **{**signed(state), **fields}
    )


def signed(state: str) -> dict[str, str]:
    """The two names a return needs that was handed in."""
    is_missing = state in (ReturnState.UNREPORTED, ReturnState.RETURNED)
    return {} if is_missing else {"responsible": "徐芳", "preparer": "方敏"}


def add_figure(period: ReportingPeriod, union: UnionOrg, code: str = "F10", value: Any = 40) -> EnteredFigure:
    """An entered figure with a source."""
    return EnteredFigure.objects.create(period=period, union=union, code=code, value=Decimal(value), source="培训台账")


def return_of(period: ReportingPeriod, union: UnionOrg) -> StatisticalReturn:
    """The return of a union for a period."""
    found: StatisticalReturn = StatisticalReturn.objects.get(period=period, union=union)
    return found


TERM = Term("2014 年", "自然年度", 2014, date(2014, 1, 1), date(2014, 12, 31), date(2014, 12, 31))


def definition(code: str, nature: str = "flow", **fields: Any) -> Definition:
    """A definition of the first chapter, of a figure that is entered and added up."""
    facts = {"name": code, "unit": "个", "chapter": "R1", "adds_up": "sum", "definition": "。", "decimals": 2}
    return Definition(code=code, nature=nature, **{**facts, **fields})


def entered(value: Any, before: Any = None, **fields: Any) -> Cell:
    """An entered figure."""
    then = None if before is None else Decimal(before)
    return Cell(None if value is None else Decimal(value), Origin.ENTERED, before=then, **fields)


def cube(definitions: list[Definition], cells: Mapping[int, Mapping[str, Cell]]) -> Cube:
    """A county (1) with two townships (2, 3) and a union (4) under the first."""
    nodes = [
        Node(1, "建德市总工会", "县", None, "1.", "county_federation"),
        Node(2, "新安江街道总工会", "街道", 1, "1.2.", "township_federation"),
        Node(4, "白沙化工工会", "白沙", 2, "1.2.4.", "grassroots", counts_as_base=True),
        Node(3, "梅城镇总工会", "梅城", 1, "1.3.", "township_federation"),
    ]
    return Cube(TERM, nodes, definitions, cells)
