"""The sheet on which figures are handed in that no register holds."""

from collections.abc import Collection, Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django.db.models import QuerySet

from desk.registers.checks import half_width
from desk.sheets.imports.by_service import ServiceWriter
from desk.sheets.resource import SheetField, SheetResource
from desk.sheets.sheet import Kind
from desk.sheets.widgets import Candidate, Choice, Lookup, Text, Widget, YesNo, visible
from jianzhi.year_end.catalogue import indicators
from jianzhi.year_end.choices import Closeness, PeriodState
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.services import figures
from jianzhi.year_end.services.figures import LATEST
from unions.models import UnionOrg


class Measure(Widget):
    """A figure: 2291, 94.86, 16,000. Not negative, at most four places."""

    kind = Kind.NUMBER
    is_json = False

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal:
        """The number. Raises ValueError."""
        text = half_width(visible(str(value))).replace(",", "")
        try:
            number = Decimal(text)
        except InvalidOperation:
            raise ValueError("应为数字；“余”“多”请填在“约数”一列。") from None
        if not number.is_finite() or number < 0 or number.adjusted() > 11 or -number.as_tuple().exponent > 4:  # type: ignore[operator]  # finite
            raise ValueError("应为不小于 0 的数，最多 4 位小数。")
        return number.quantize(Decimal("0.0001"))

    def from_text(self, text: str) -> Decimal:
        """The number that was kept as this text."""
        return Decimal(text)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        """Without idle noughts: 94.86."""
        return f"{value.normalize():f}" if isinstance(value, Decimal) else ""


class IndicatorCode(Text):
    """F10, or the name of the figure."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        """The code. Raises ValueError for what names no figure."""
        text = super().clean(value)
        known = {each.code: each.code for each in indicators(LATEST)} | {e.name: e.code for e in indicators(LATEST)}
        found = known.get(text.upper()) or known.get(text)
        if found is None:
            raise ValueError("没有这项指标。请填指标代码，如 F10。")
        return found


class OpenPeriod(Lookup):
    """2014 年, 2014, or the whole name of a statistical year."""

    def candidates(self, texts: Collection[str], actor: Any) -> Iterable[Candidate]:
        for period in ReportingPeriod.objects.visible_to(actor).open():
            yield Candidate(period.pk, None, [period.name, *_short_names(period)])


def _short_names(period: ReportingPeriod) -> list[str]:
    if period.name == f"{period.year} 年":
        return [f"{period.year}", f"{period.year}年", f"{period.year} 年度", f"{period.year}年度"]
    return [f"{period.year} 统计年度", f"{period.year}统计年度"]


class ReportingUnion(Lookup):
    """A union that reports for the period of the row, by its name of then or of today."""

    def candidates(self, texts: Collection[str], actor: Any) -> Iterable[Candidate]:
        mine = StatisticalReturn.objects.visible_to(actor).filter(period__state=PeriodState.OPEN)
        for union, period, then, now in mine.values_list("union_id", "period_id", "union_name", "union__name"):
            if then in texts or now in texts:
                yield Candidate(union, period, sorted({then, now}))


def _periods(actor: Any) -> QuerySet[ReportingPeriod]:
    return ReportingPeriod.objects.visible_to(actor).open()


def _unions(actor: Any) -> QuerySet[UnionOrg]:
    return UnionOrg.objects.visible_to(actor)


class EnteredFigureResource(SheetResource):
    """填报数据, known by its code within a union and a period."""

    period = SheetField(
        "period",
        "统计期",
        OpenPeriod(by=(), among=_periods, missing="没有这个统计期，或已关账。请填如“2014 年”。"),
        required=True,
        fixed=True,
        aliases=("年度", "年份"),
        example="2014 年",
    )
    union = SheetField(
        "union",
        "填报工会",
        ReportingUnion(
            by=(), among=_unions, within="period", missing="您的管辖范围内没有这个名称的填报工会，请填工会全称。"
        ),
        required=True,
        fixed=True,
        aliases=("工会", "工会名称", "填报单位"),
        example="建德市总工会",
    )
    code = SheetField(
        "code",
        "指标代码",
        IndicatorCode(),
        required=True,
        aliases=("代码", "指标"),
        example="F10",
        help="填代码或指标名称；由台账计算的指标不用填。",
    )
    value = SheetField("value", "数值", Measure(), required=True, aliases=("本期数", "数据"), example="16000")
    closeness = SheetField(
        "closeness", "约数", Choice(Closeness.choices), example="余", help="余、多、近、约；确数不填。"
    )
    source = SheetField("source", "来源", Text(), required=True, aliases=("数据来源",), example="职业技能大赛台账")
    basis = SheetField("basis", "依据", Text(), example="2014 年工作总结第 3 段")
    wording = SheetField("wording", "原文表述", Text(), aliases=("原文",), example="参赛职工16000余人次")
    is_doubtful = SheetField("is_doubtful", "存疑", YesNo(), example="否")
    note = SheetField("note", "备注", Text(), example="人次，不是人数")

    writer = ServiceWriter(create=figures.enter, change=figures.change_figure)

    class Meta:
        model = EnteredFigure
        import_id_fields = ("code", "union", "period")

    def heading(self, values: Any) -> str:
        """What a row is called in the preview."""
        return str(values.get("code", ""))
