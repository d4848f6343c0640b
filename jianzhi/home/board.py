"""What stands on somebody's home page, as plain data: what needs them, what falls due, the figures of the year.

Everything is asked in the person's scope, and each line leads to the records it counts.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Func, Max, Min, Q, QuerySet, TextField, Value
from django.db.models.functions import ExtractMonth
from django.urls import reverse
from django.utils.http import urlencode

from desk.cases import inbox
from desk.papers.charts import Chart, ChartData, Series, bar, line
from jianzhi.year_end.choices import PeriodKind
from jianzhi.year_end.models import ReportingPeriod
from members.choices import ON_THE_ROSTER
from members.models import Membership
from unions.choices import COUNTED_AS_GRASSROOTS, Industry, OrgType, RegistrationState, ShellState
from unions.models import Coverage, Employer, LegalPersonRegistration, ShellFlag, Term, UnionOrg, User

SOON = timedelta(days=90)
DEADLINES_EACH = 5


@dataclass(frozen=True)
class Need:
    """A line of 待我处理 or of 需要关注."""

    text: str
    hint: str
    count: int
    url: str
    tone: str


@dataclass(frozen=True)
class Deadline:
    """A day that comes, or has passed."""

    union: str
    text: str
    day: date
    tone: str
    url: str


@dataclass(frozen=True)
class Figure:
    """A figure of the year beside that of the year before."""

    label: str
    value: int
    unit: str
    url: str
    icon: str
    before: int | None = None

    @property
    def shown(self) -> str:
        """The figure as it is read, thousands apart."""
        return f"{self.value:,}"

    @property
    def shown_before(self) -> str:
        """The figure of the year before; nothing when it is not known."""
        return "" if self.before is None else f"{self.before:,}"

    @property
    def change(self) -> str:
        """The difference to the year before, with its sign; nothing when there is none."""
        if self.before is None:
            return ""
        return f"{self.value - self.before:+,d}" if self.value != self.before else "持平"

    @property
    def direction(self) -> str:
        if self.before is None or self.value == self.before:
            return "flat"
        return "up" if self.value > self.before else "down"


@dataclass
class Board:
    """A home page."""

    year: int
    needs: list[Need] = field(default_factory=list)
    worries: list[Need] = field(default_factory=list)
    deadlines: list[Deadline] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    dashboard: str = ""


def years(actor: User) -> list[int]:
    """The years since the first union of the branch was founded, up to the last that is reported or saw one; latest first."""
    founded = UnionOrg.objects.visible_to(actor).aggregate(first=Min("founded_on__year"), last=Max("founded_on__year"))
    if founded["first"] is None:
        return []
    reported = ReportingPeriod.objects.aggregate(last=Max("year"))["last"] or founded["last"]
    return list(range(max(founded["last"], reported), founded["first"] - 1, -1))


def build(*, actor: User, today: date, year: int) -> Board:
    """The board of `actor`: needs and deadlines as of `today`, figures of `year`."""
    return Board(
        year=year,
        needs=[need for need in (*_needs_of_cases(actor), *_needs(actor)) if need.count],
        worries=[worry for worry in _worries(actor, today) if worry.count],
        deadlines=_deadlines(actor, today),
        figures=_figures(actor, year),
        charts=_charts(actor, year),
        dashboard=_dashboard(actor, year),
    )


def _dashboard(actor: User, year: int) -> str:
    """Where the year end tells all figures of `year`; "" without the right, or when its period is not open yet."""
    if not actor.has_perm("year_end.view_reportingperiod"):
        return ""
    period = ReportingPeriod.objects.filter(kind=PeriodKind.CALENDAR_YEAR, year=year).first()
    return reverse("year_end:figures", args=[period.pk]) if period else ""


def _list(register: str, **filters: Any) -> str:
    return f"{reverse(f'{register}:list')}?{urlencode(filters, doseq=True)}"


def _needs(actor: User) -> list[Need]:
    registrations = LegalPersonRegistration.objects.visible_to(actor)
    needs = []
    if actor.has_perm("unions.decide_legalpersonregistration"):
        submitted = registrations.filter(state=RegistrationState.SUBMITTED).count()
        url = _list("registrations", state=RegistrationState.SUBMITTED.value)
        needs.append(Need("法人登记待审核", "已提交，等您核准或要求补正", submitted, url, "amber"))
    if actor.has_perm("unions.change_legalpersonregistration"):
        returned = registrations.filter(state=RegistrationState.SUPPLEMENT).count()
        url = _list("registrations", state=RegistrationState.SUPPLEMENT.value)
        needs.append(Need("法人登记待补正", "县总要求补充材料", returned, url, "amber"))
    if actor.has_perm("unions.decide_shellflag"):
        suspected = ShellFlag.objects.visible_to(actor).filter(state=ShellState.SUSPECTED).count()
        needs.append(
            Need(
                "疑似空壳工会待核查",
                "规则发现，尚未核查",
                suspected,
                _list("shells", state=ShellState.SUSPECTED.value),
                "red",
            )
        )
    return needs


def _worries(actor: User, today: date) -> list[Need]:
    """What is not as it should be in the branch. Nothing waits for a decision there, so that a leader sees it, too."""
    unions = UnionOrg.objects.visible_to(actor).grassroots()
    worries = []
    if actor.has_perm("unions.cover_employer"):
        uncovered = Employer.objects.visible_to(actor).above_scale().uncovered().count()
        url = _list("employers", is_above_scale="true", covered="false")
        worries.append(Need("规上企业未建会", "应当组建工会的规模以上企业", uncovered, url, "red"))
    base = list(COUNTED_AS_GRASSROOTS)
    due = unions.reelection_due(today).count()
    url = _list("unions", reelection_due="true", org_type=base)
    worries.append(Need("届满未换届", "任期已满，没有登记新的一届", due, url, "red"))
    vacant = unions.chair_vacant(today).count()
    url = _list("unions", chair_vacant="true", org_type=base)
    worries.append(Need("主席空缺", "没有登记在任主席", vacant, url, "amber"))
    return worries


def _needs_of_cases(actor: User) -> Iterator[Need]:
    for found in inbox.waiting(actor):
        hint = f"{found.overdue} 条已超期" if found.overdue else "等本级办理"
        yield Need(f"{found.title}{found.state}", hint, found.here, found.url, "red" if found.overdue else "amber")


def _deadlines(actor: User, today: date) -> list[Deadline]:
    """The terms that end next, and the ones that ended last with no later term on record."""
    terms = Term.objects.visible_to(actor).filter(union__in=UnionOrg.objects.visible_to(actor).standing())
    latest = terms.exclude(union__terms__ends_on__gt=F("ends_on"))
    coming = latest.filter(ends_on__gt=today, ends_on__lte=today + SOON).order_by("ends_on", "union__pinyin")
    gone = latest.filter(ends_on__lte=today).order_by("-ends_on", "union__pinyin")
    rows = [
        row
        for found in (coming, gone)
        for row in found.values_list("union_id", "union__name", "ends_on")[:DEADLINES_EACH]
    ]
    return [
        Deadline(
            union=name,
            text="已届满" if day <= today else f"还有 {(day - today).days} 天届满",
            day=day,
            tone="red" if day <= today else "amber",
            url=reverse("unions:detail", args=[pk]),
        )
        for pk, name, day in rows
    ]


def _year(year: int) -> tuple[date, date]:
    return date(year, 1, 1), date(year, 12, 31)


def _figures(actor: User, year: int) -> list[Figure]:
    """As the year end counts them (F54, U01, M01, U02), so that the home page and the annual report say the same."""
    (first, last), before = _year(year), _year(year - 1)
    unions = UnionOrg.objects.visible_to(actor).grassroots()
    base = list(COUNTED_AS_GRASSROOTS)
    founded = _list("unions", founded_after=first, founded_before=last, org_type=base)
    figures = [
        _figure("新增基层工会", "家", "plus", founded, [unions.founded_in(*span) for span in (_year(year), before)]),
        _figure(
            "年末基层工会",
            "家",
            "building-community",
            _list("unions", org_type=base),
            [unions.existing_on(day) for day in (last, before[1])],
        ),
    ]
    if actor.has_perm("members.view_member"):
        members = Membership.objects.visible_to(actor).valid()
        url = _list("members", state=[state.value for state in ON_THE_ROSTER])
        figures.append(_figure("年末会员", "人", "users", url, [members.on(day) for day in (last, before[1])]))
    covered = Coverage.objects.visible_to(actor)
    url = _list("employers", covered="true")
    figures.append(
        _figure("年末涵盖单位", "家", "building-factory", url, [covered.on(day) for day in (last, before[1])])
    )
    return figures


def _figure(label: str, unit: str, icon: str, url: str, counted: list[QuerySet[Any]]) -> Figure:
    """`counted`: the records of the year and of the year before."""
    now, before = (records.count() for records in counted)
    return Figure(label, now, unit, url, icon, before)


def _charts(actor: User, year: int) -> list[Chart]:
    """The charts that have something to compare: a single grass-roots union has none."""
    charts = (_founded_by_month(actor, year), _by_township(actor), _by_industry(actor))
    return [chart for chart in charts if sum(value or 0 for series in chart.data.series for value in series.values) > 1]


def _founded_by_month(actor: User, year: int) -> Chart:
    def counts(of: int) -> list[int]:
        found = (
            UnionOrg.objects.visible_to(actor)
            .grassroots()
            .founded_in(*_year(of))
            .order_by()
            .annotate(month=ExtractMonth("founded_on"))
            .values_list("month")
            .annotate(n=Count("pk"))
        )
        by_month = dict(found)
        return [by_month.get(month, 0) for month in range(1, 13)]

    data = ChartData(
        title=f"{year} 年各月新增基层工会",
        unit="家",
        categories=[f"{month}月" for month in range(1, 13)],
        series=[Series(f"{of}年", counts(of)) for of in (year, year - 1)],
    )
    return line(data)


def _by_township(actor: User) -> Chart:
    towns = UnionOrg.objects.visible_to(actor).filter(
        org_type__in=(OrgType.TOWNSHIP_FEDERATION, OrgType.INDUSTRIAL_UNION, OrgType.PARK_UNION)
    )
    standing = UnionOrg.objects.visible_to(actor).standing().grassroots()
    # The second step of a path is the federation right below the county.
    step = Func(F("path"), Value("."), Value(2), function="split_part", output_field=TextField())
    by_town = dict(standing.order_by().annotate(town=step).values_list("town").annotate(n=Count("pk")))
    counted = {town.label: by_town.get(str(town.pk), 0) for town in towns.only("name", "short_name")}
    ordered = sorted(counted.items(), key=lambda item: -item[1])
    data = ChartData(
        title="各乡镇（产业）基层工会",
        unit="家",
        categories=[name for name, _ in ordered],
        series=[Series("基层工会", [number for _, number in ordered])],
    )
    return bar(data, lying=True)


def _by_industry(actor: User) -> Chart:
    rows = (
        Employer.objects.visible_to(actor)
        .order_by()
        .values_list("industry")
        .annotate(all=Count("pk"), covered=Count("pk", filter=Q(union__org_type__in=COUNTED_AS_GRASSROOTS)))
        .order_by("-all")[:8]
    )
    data = ChartData(
        title="用人单位建会情况（按行业）",
        unit="家",
        categories=[str(Industry(code).label) for code, _, _ in rows],
        series=[
            Series("已建会", [covered for _, _, covered in rows]),
            Series("未建会", [every - covered for _, every, covered in rows]),
        ],
    )
    return bar(data, stacked=True, lying=True)
