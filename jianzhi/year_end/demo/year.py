"""Builds the year end: periods, returns in every state, the figures of the review, and what was aimed at."""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from django.db.models import F
from django.utils import timezone

from desk.cases import workdays
from desk.cases.choices import EntryKind
from desk.vault import history
from desk.vault.scope import everything
from jianzhi.year_end.choices import PeriodKind
from jianzhi.year_end.demo import review
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, ReturnEntry, StatisticalReturn, Target
from jianzhi.year_end.procedure import PROCEDURE
from jianzhi.year_end.services import periods
from unions.choices import OrgType, Post
from unions.models import Officer, UnionOrg, User

DUE_2014, DUE_2015 = date(2015, 1, 20), date(2016, 1, 20)
REPORTED_ON, DECIDED_ON = date(2015, 1, 8), date(2015, 1, 13)
# Of so many unions one has not reported, one was not examined yet. Two were sent back, each with its reason.
ONE_IN_MISSING, ONE_IN_WAITING = 23, 17
SENT_BACK = ("参赛人次与职业技能大赛台账不符，请核对。", "请补充集体合同企业数的依据。")
TARGETS = (("F01", 2000), ("F54", 45), ("F55", 5000))
BASIS = "2014 年工会工作要点"
NOBODY = "方敏"  # signs where no officer is on record


def build(until: date) -> None:
    """Writes the year end of the demo county, whose unions, members and ideas are there."""
    with everything("the year end of the demo county"), history.because("演示数据"):
        officer = User.objects.get(username="county_officer")
        county = UnionOrg.objects.get(parent=None)
        year = periods.open_period(actor=officer, kind=PeriodKind.CALENDAR_YEAR, year=2014, due_on=DUE_2014)
        if until.year > year.year:
            periods.open_period(actor=officer, kind=PeriodKind.CALENDAR_YEAR, year=2015, due_on=DUE_2015)
        EnteredFigure.objects.bulk_create(review.figures(year, county, _weights(county)))
        Target.objects.bulk_create(
            Target(period=year, union=county, code=code, value=value, basis=BASIS) for code, value in TARGETS
        )
        _report(year, officer)


def _weights(county: UnionOrg) -> dict[UnionOrg, int]:
    """The townships, with the members of the unions below them."""
    towns = list(county.children.filter(org_type=OrgType.TOWNSHIP_FEDERATION).order_by("region_code"))
    bases = UnionOrg.objects.filter(parent__in=towns).values_list("parent_id", "member_count")
    members = dict.fromkeys((town.pk for town in towns), 0)
    for town, number in bases:
        members[town] += number
    return {town: members[town.pk] for town in towns}


def _report(period: ReportingPeriod, officer: User) -> None:
    """Has the unions report: most were approved, some wait, some are missing, two were sent back."""
    _sign(period)
    rows = list(period.returns.order_by("pk").values_list("pk", "union__appointments__user__username", "union__parent"))
    lying = [pk for pk, username, parent in rows if parent and username is None]
    missing = set(lying[::ONE_IN_MISSING])
    handed_in = [pk for pk in lying if pk not in missing]
    waiting = set(handed_in[::ONE_IN_WAITING])
    decided = [pk for pk in handed_in if pk not in waiting]
    _move(period, "submit", handed_in, officer, REPORTED_ON)
    _move(period, "send_back", decided[: len(SENT_BACK)], officer, DECIDED_ON, texts=SENT_BACK)
    _move(period, "approve", decided[len(SENT_BACK) :], officer, DECIDED_ON)
    period.returns.exclude(pk__in=missing).update(is_unread=False)


def _sign(period: ReportingPeriod) -> None:
    """The two names under every return: of the chair, and of another officer."""
    chairs, others = dict[int, str](), dict[int, str]()
    for union, post, name in Officer.objects.order_by("-pk").values_list("union_id", "post", "name"):
        (chairs if post == Post.CHAIR else others)[union] = name
    rows = list(period.returns.all())
    for row in rows:
        row.responsible, row.preparer = chairs.get(row.union_id, NOBODY), others.get(row.union_id, NOBODY)
    StatisticalReturn.objects.bulk_update(rows, ["responsible", "preparer"], batch_size=200)


def _move(
    period: ReportingPeriod, slug: str, keys: list[Any], actor: User, day: date, texts: Iterable[str] = ()
) -> None:
    """Makes one declared move of many returns: their entries first, as the database wants it."""
    move, at = PROCEDURE.move(slug), timezone.make_aware(datetime.combine(day, time(9, 30)))
    said = dict(zip(keys, texts, strict=False))
    rows = StatisticalReturn.objects.filter(pk__in=keys)
    ReturnEntry.objects.bulk_create(
        ReturnEntry(
            case_id=pk,
            kind=EntryKind.MOVED,
            actor=actor,
            at=at,
            move=slug,
            from_state=state,
            to_state=str(move.target),
            case_version=version + 1,
            text=said.get(pk, ""),
        )
        for pk, state, version in rows.values_list("pk", "state", "version")
    )
    due = PROCEDURE.step(move.target).due
    rows.update(
        state=move.target,
        state_since=at,
        version=F("version") + 1,
        due_on=workdays.due(day, due) if due else None,
    )
