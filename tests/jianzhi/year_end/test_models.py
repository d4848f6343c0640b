"""What the database holds by itself: a closed period refuses every change, editions are only added."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, IntegrityError, connection, transaction

from desk.cases.choices import EntryKind
from jianzhi.year_end.choices import PeriodKind, PeriodState, ReturnState
from jianzhi.year_end.models import (
    ChapterText,
    Edition,
    EnteredFigure,
    ReportingPeriod,
    ReturnFile,
    Signature,
    StatisticalReturn,
    Target,
)
from jianzhi.year_end.services import editions
from tests.county import County
from tests.jianzhi.year_end.reporting import add_figure, add_period, add_return, cube

pytestmark = pytest.mark.usefixtures("whole_scope")


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """A period with a row of each kind."""
    found = add_period(2012)
    figure = add_figure(found, county.plant)
    mine = add_return(found, county.plant, ReturnState.REPORTED)
    figure.attachment = ReturnFile.objects.create(
        case=mine, kind="pdf", name="通知.pdf", size=1, digest="0" * 64, file="00/0", by="visitor"
    )
    figure.save()
    Target.objects.create(period=found, union=county.federation, code="F10", value=100)
    ChapterText.objects.create(period=found, chapter="R1", text="全年{F01}。")
    return found


def close(period: ReportingPeriod) -> None:
    """Past the services."""
    ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)


ROWS: dict[str, Any] = {
    "figure": EnteredFigure,
    "return": StatisticalReturn,
    "target": Target,
    "text": ChapterText,
}
CHANGES: dict[str, dict[str, Any]] = {
    "figure": {"value": 1},
    "return": {"explanations": {"F10": "甲"}},
    "target": {"value": 1},
    "text": {"text": "甲"},
}


@pytest.mark.parametrize("name", ROWS)
def test_rows_of_an_open_period_may_change_and_of_a_closed_one_not(period: ReportingPeriod, name: str) -> None:
    rows = ROWS[name].objects.filter(period=period)
    assert rows.update(**CHANGES[name]) == 1
    close(period)
    with pytest.raises(IntegrityError, match="the period is closed"), transaction.atomic():
        rows.update(version=9)
    with pytest.raises(IntegrityError, match="the period is closed"), transaction.atomic():
        rows._raw_delete("default")


def test_nothing_is_added_to_a_closed_period(period: ReportingPeriod, county: County) -> None:
    close(period)
    adding: list[Callable[[], object]] = [
        lambda: add_figure(period, county.mill),
        lambda: add_return(period, county.mill),
        lambda: Target.objects.create(period=period, union=county.mill, code="F10", value=1),
        lambda: ChapterText.objects.create(period=period, chapter="R2", text="甲"),
        lambda: ReturnFile.objects.create(
            case=period.returns.get(), kind="pdf", name="甲", size=1, digest="0" * 64, file="00/1", by="visitor"
        ),
    ]
    for add in adding:
        with pytest.raises(IntegrityError, match="the period is closed"), transaction.atomic():
            add()


def test_nothing_is_moved_into_a_closed_period(period: ReportingPeriod, county: County) -> None:
    figure = add_figure(add_period(2011), county.mill)
    close(period)
    with pytest.raises(IntegrityError, match="the period is closed"), transaction.atomic():
        EnteredFigure.objects.filter(pk=figure.pk).update(period=period)


def test_that_somebody_looked_at_a_return_may_still_be_noted(period: ReportingPeriod) -> None:
    close(period)
    assert period.returns.update(is_unread=False) == 1


def test_a_remark_may_still_be_added(period: ReportingPeriod, county: County) -> None:
    close(period)
    period.returns.get().entries.create(kind=EntryKind.NOTE, actor=county["town_officer"], text="已归档")


def test_a_figure_names_no_paper_of_another_union(period: ReportingPeriod, county: County) -> None:
    paper = ReturnFile.objects.get()
    with pytest.raises(IntegrityError, match="another union's return"), transaction.atomic():
        EnteredFigure.objects.create(
            period=period, union=county.mill, code="F10", value=1, source="甲", attachment=paper
        )
    other = add_figure(add_period(2011), county.plant)
    with pytest.raises(IntegrityError, match="another union's return"), transaction.atomic():
        EnteredFigure.objects.filter(pk=other.pk).update(attachment=paper)  # of the same union, for another period


@pytest.fixture
def edition(county: County) -> Edition:
    """A signed edition."""
    period = add_period(2012, state=PeriodState.OPEN)
    edition = editions.freeze(actor=county["county_officer"], period=period, cube=cube([], {}))
    close(period)
    period.refresh_from_db()
    editions.sign(
        actor=county["county_leader"], obj=Edition.objects.get(), doc_no="建总工〔2015〕1 号", name="赵银", post="主席"
    )
    return edition


@pytest.mark.parametrize("table", [Edition._meta.db_table, Signature._meta.db_table])
def test_editions_and_signatures_are_never_changed_nor_removed(edition: Edition, table: str) -> None:
    for statement in (f"UPDATE {table} SET seal = ''", f"DELETE FROM {table}", f"TRUNCATE {table} CASCADE"):  # noqa: S608  # our own tables
        refused = pytest.raises(DatabaseError, match=r"append-only|permission denied")
        with refused, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert Edition.objects.get().seal == edition.seal


REFUSED: dict[str, tuple[Callable[[ReportingPeriod, County], Any], str]] = {
    "a year twice": (
        lambda period, county: ReportingPeriod(
            kind=period.kind, year=period.year, first=period.first, last=period.last, due_on=period.due_on
        ),
        "这一年度的统计期已经有了。",
    ),
    "no days": (
        lambda period, county: ReportingPeriod(
            year=2016, first=date(2016, 1, 1), last=date(2016, 1, 1), due_on=date(2016, 1, 1)
        ),
        "结束日期须晚于开始日期。",
    ),
    "due too early": (
        lambda period, county: ReportingPeriod(
            year=2016, first=date(2016, 1, 1), last=date(2016, 12, 31), due_on=date(2016, 12, 30)
        ),
        "上报截止不能早于统计期的最后一天。",
    ),
    "two returns": (
        lambda period, county: StatisticalReturn(
            period=period,
            union=county.plant,
            receiver=county.xinanjiang,
            union_name="甲",
            receiver_name="乙",
        ),
        "这家工会在这一统计期已有报表。",
    ),
    "nobody signed": (
        lambda period, county: StatisticalReturn(
            period=period,
            union=county.mill,
            receiver=county.xinanjiang,
            union_name="甲",
            receiver_name="乙",
            state=ReturnState.REPORTED,
            responsible="徐芳",
        ),
        "上报须写明负责人和填表人。",
    ),
    "a figure twice": (
        lambda period, county: EnteredFigure(
            period=period, union=county.plant, code="F10", value=Decimal(1), source="甲"
        ),
        "这家工会在这一统计期已填过这项指标。",
    ),
    "a figure out of the blue": (
        lambda period, county: EnteredFigure(period=period, union=county.mill, code="F10", value=Decimal(1)),
        "此项必填。",
    ),
    "less than nothing": (
        lambda period, county: EnteredFigure(
            period=period, union=county.mill, code="F10", value=Decimal(-1), source="甲"
        ),
        "数值不能为负。",
    ),
    "no aim": (
        lambda period, county: Target(period=period, union=county.mill, code="F10", value=Decimal(0)),
        "目标须大于零。",
    ),
    "two openings": (
        lambda period, county: ChapterText(period=period, chapter="R1", text="甲"),
        "这一章已有章首文字。",
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_in_chinese(case: str, period: ReportingPeriod, county: County) -> None:
    make, message = REFUSED[case]
    with pytest.raises(ValidationError) as refused:
        make(period, county).full_clean()
    assert message in refused.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        make(period, county).save()


def test_a_period_says_its_name_and_its_days() -> None:
    assert str(add_period(2014, PeriodKind.CALENDAR_YEAR)) == "2014 年"
    statistical = add_period(2014, PeriodKind.STATISTICAL_YEAR)
    assert statistical.name == "2014 统计年度（2013-10-01 至 2014-09-30）"
    assert (statistical.span.first, statistical.span.last) == (date(2013, 10, 1), date(2014, 9, 30))
