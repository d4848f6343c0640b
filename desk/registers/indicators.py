"""An Indicator is a declaration: a figure of a period, and the records that count for it.

    IDEAS = Source(Proposal.objects.all, register="proposals")

    COLLECTED = Indicator(
        "F01", "征集意见建议", "条", chapter="R1", nature=Nature.FLOW,
        definition="报告期内收到的合理化建议，不论处理结果。",
        source=IDEAS,
        counts=lambda span: Q(submitted_at__date__range=(span.first, span.last)),
    )

The same condition picks the records of the drill-down and makes the figure of every union, so a figure and its evidence
cannot disagree. Indicators of one source are counted in one pass over its table. An indicator without a source is one
that an officer enters (填报), until a register holds its records.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Aggregate, Count, Q, QuerySet, TextChoices
from django.utils import timezone


class Nature(TextChoices):
    """What a figure says about its period (指标性质)."""

    FLOW = "flow", "本期发生数"
    STOCK = "stock", "期末数"
    CUMULATIVE = "cumulative", "累计数"
    RATIO = "ratio", "比率"
    TARGET = "target", "计划数"


class AddsUp(TextChoices):
    """How the figure of a federation comes from those below it (汇总方式)."""

    SUM = "sum", "逐级相加"
    DISTINCT = "distinct", "逐级去重"
    LAST = "last", "各级自填"
    RATIO = "ratio", "由分子分母计算"


@dataclass(frozen=True)
class Span:
    """The days of a period, `first` and `last` both included."""

    first: date
    last: date

    def holds(self, column: str) -> Q:
        """The condition that the moment in `column` lies in the span, by the days of this country.

        By its two ends and not by the date of each moment, which PostgreSQL would have to work out row by row.
        """
        midnights = (self.first, self.last + timedelta(days=1))
        begin, end = (timezone.make_aware(datetime.combine(day, time())) for day in midnights)
        return Q(**{f"{column}__gte": begin, f"{column}__lt": end})

    def year_before(self) -> "Span":
        """The same days of the year before; the 29th of February becomes the 28th."""
        return Span(_year_before(self.first), _year_before(self.last))


def _year_before(day: date) -> date:
    leap_day = (day.month, day.day) == (2, 29)
    return day.replace(year=day.year - 1, day=28 if leap_day else day.day)


@dataclass(frozen=True)
class Source:
    """A table of records. `union` is the column that names the union a record belonged to when it came about.

    For the drill-down: `title` is the column or expression that names a record, `day` is when it came about, `right` is what must be held to read them
    ("" for who may read the figure). `register` is the slug of the register that shows a record, by the key in the
    column `link`; "" when none does.
    """

    records: Callable[[], QuerySet[Any]]
    union: str = "union_id"
    register: str = ""
    title: Any = ""
    day: str = ""
    link: str = "pk"
    right: str = ""


def number_of_records(condition: Q) -> Aggregate:
    """The measure of most figures: how many records meet `condition`."""
    return Count("pk", filter=condition)


@dataclass(frozen=True)
class Indicator:
    """The declaration of one figure.

    counts: the condition on the records of `source` for a span of days. measure: what is made of them; the number of
    records when not said. per: what the measure is divided by for `unit` (10,000 for 万元). key: the column whose
    distinct values count, for AddsUp.DISTINCT. numerator, denominator: codes of other indicators, for AddsUp.RATIO;
    the figure is then in per cent. part_of: the code of the whole it is a part of. includes: the code of a figure that is
    not shown as its part, and lies in it all the same. grows_by, shrinks_by: the codes of the flows that make a stock
    larger and smaller, with spaces between them. aims_at: for a plan, the code of the
    indicator that shows next year what became of it. decimals: places printed. since: the first year that has the figure.
    day: the column that says when a record counts, where the source's own day does not.
    Raises ImproperlyConfigured for one that contradicts itself.
    """

    code: str
    name: str
    unit: str
    chapter: str
    nature: Nature
    definition: str
    adds_up: AddsUp = AddsUp.SUM
    source: Source | None = None
    counts: Callable[[Span], Q] | None = None
    measure: Callable[[Q], Aggregate] = number_of_records
    per: int = 1
    key: str = ""
    numerator: str = ""
    denominator: str = ""
    part_of: str = ""
    includes: str = ""
    grows_by: str = ""
    shrinks_by: str = ""
    aims_at: str = ""
    decimals: int = 0
    since: int = 0
    day: str = ""

    def __post_init__(self) -> None:
        wrong = {
            "a source needs a condition, and a condition a source": (self.source is None) != (self.counts is None),
            "a ratio needs both parts, and nothing else has them": (self.adds_up == AddsUp.RATIO)
            != bool(self.numerator and self.denominator),
            "only distinct figures have a key": bool(self.key) != (self.adds_up == AddsUp.DISTINCT),
            "a plan says what it aims at, and nothing else does": bool(self.aims_at) != (self.nature == Nature.TARGET),
        }
        if said := "; ".join(text for text, holds in wrong.items() if holds):
            raise ImproperlyConfigured(f"indicator {self.code}: {said}")

    @property
    def is_computed(self) -> bool:
        """Whether it comes from records (计算), and not from an officer (填报)."""
        return self.source is not None or self.adds_up == AddsUp.RATIO

    @property
    def counts_records(self) -> bool:
        """Whether the figure is the number of its records, so that a second count would say the same."""
        return self.measure is number_of_records and self.adds_up != AddsUp.DISTINCT

    def condition(self, span: Span) -> Q:
        """What a record must meet to count in `span`. Raises TypeError without a source."""
        if self.counts is None:
            raise TypeError(f"{self.code} has no records")
        return self.counts(span)

    def records(self, span: Span) -> QuerySet[Any]:
        """The records that count in `span`, of every union in the scope in force. Raises TypeError without a source."""
        if self.source is None:
            raise TypeError(f"{self.code} has no records")
        return self.source.records().filter(self.condition(span))
