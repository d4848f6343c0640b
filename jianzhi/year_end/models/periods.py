"""The period that figures are made for, and what keeps a closed one as it is."""

from typing import Any

import pgtrigger
from django.db import models
from django.urls import reverse

from desk.registers.indicators import Span
from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from jianzhi.year_end.choices import PeriodKind, PeriodState
from jianzhi.year_end.querysets import ReportingPeriodQuerySet


@tracked()
class ReportingPeriod(Record):
    """统计期: the days whose figures are reported together.

    Calendar 2014 and the statistical year 2014 (2013-10-01 to 2014-09-30, domain.md §3.14) are two of them. Everybody
    who reports may read it; the services ask at the county federation for the right to change it.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} kind year first last due_on state correcting")

    kind = models.CharField("类别", max_length=16, choices=PeriodKind, default=PeriodKind.CALENDAR_YEAR)
    year = models.PositiveSmallIntegerField("年度")
    first = models.DateField("开始日期")
    last = models.DateField("结束日期")
    due_on = models.DateField("上报截止")
    state = models.CharField("状态", max_length=6, choices=PeriodState, default=PeriodState.OPEN)
    correcting = models.CharField("更正理由", max_length=500, blank=True, editable=False)

    objects = models.Manager.from_queryset(ReportingPeriodQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "统计期"
        ordering = ("-last", "kind")
        permissions = (
            ("close_reportingperiod", "关账"),
            ("correct_reportingperiod", "更正已关账的统计期"),
            ("export_reportingperiod", "导出年终统计"),
            ("print_reportingperiod", "打印年终统计"),
        )
        indexes = (models.Index(fields=("last", "id"), name="reportingperiod_last"),)
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "year"),
                name="reportingperiod_once_a_year",
                violation_error_message="这一年度的统计期已经有了。",
            ),
            models.CheckConstraint(
                name="reportingperiod_ends_after_it_begins",
                condition=models.Q(last__gt=models.F("first")),
                violation_error_message="结束日期须晚于开始日期。",
            ),
            models.CheckConstraint(
                name="reportingperiod_due_after_it_ends",
                condition=models.Q(due_on__gte=models.F("last")),
                violation_error_message="上报截止不能早于统计期的最后一天。",
            ),
            models.CheckConstraint(
                name="reportingperiod_corrected_while_open",
                condition=models.Q(state=PeriodState.OPEN) | models.Q(correcting=""),
                violation_error_message="已关账的统计期没有正在进行的更正。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("year_end:period", args=[self.pk])

    @property
    def name(self) -> str:
        """What it is called in sentences and on sheets."""
        if self.kind == PeriodKind.CALENDAR_YEAR:
            return f"{self.year} 年"
        return f"{self.year} 统计年度（{self.first:%Y-%m-%d} 至 {self.last:%Y-%m-%d}）"

    @property
    def span(self) -> Span:
        """Its days."""
        return Span(self.first, self.last)

    @property
    def is_closed(self) -> bool:
        """Whether its figures are frozen."""
        return self.state == PeriodState.CLOSED


class OpenPeriod(pgtrigger.Trigger):
    """What belongs to a closed period is neither added nor changed nor removed, whoever asks.

    `period` is the SQL expression of the period's id, from the row {row}; `aside`: a column that says nothing about the
    figures, such as whether somebody has looked at the return.
    """

    when = pgtrigger.Before

    def __init__(self, *, period: str = "{row}.period_id", aside: str = "") -> None:
        self.period, self.aside = period, aside
        operation = pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete
        super().__init__(name="open_period", operation=operation)

    def get_func(self, model: Any) -> str:
        aside = self.aside and (
            f"IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - '{self.aside}' = to_jsonb(OLD) - '{self.aside}'"
            " THEN RETURN NEW; END IF;"
        )
        closed = "SELECT 1 FROM year_end_reportingperiod WHERE id = {period} AND state = 'closed'"
        asked = {row: closed.format(period=self.period.format(row=row)) for row in ("NEW", "OLD")}
        return f"""
            {aside}
            IF (TG_OP <> 'DELETE' AND EXISTS ({asked["NEW"]})) OR (TG_OP <> 'INSERT' AND EXISTS ({asked["OLD"]})) THEN
                RAISE EXCEPTION '{model._meta.db_table}: the period is closed' USING ERRCODE = 'restrict_violation';
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        """
