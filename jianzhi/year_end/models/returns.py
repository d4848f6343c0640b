"""What a union reports for a period, and what was done and said about it."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse

from desk.cases import triggers
from desk.cases.models import CASE_FIELDS, CaseEntry, CaseFile, CaseRecord
from desk.registers.searching import SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from jianzhi.year_end.choices import ReturnState
from jianzhi.year_end.models.periods import OpenPeriod, ReportingPeriod
from jianzhi.year_end.procedure import PROCEDURE
from jianzhi.year_end.querysets import StatisticalReturnQuerySet
from unions.models import UnionOrg
from unions.scoping import Filed, SameUnion, Scoped


@tracked(level=pghistory.Statement)
class StatisticalReturn(Scoped, CaseRecord):
    """统计报表: a union's word that the figures of a period are right.

    The union above it receives and examines it; the county federation's own comes to itself. Names are those of the
    period's last day. `explanations`: by code of the indicator, why the figure differs so much from last year's.
    """

    procedure = PROCEDURE
    privacy = Privacy(
        plain=f"{CASE_FIELDS} period union union_name receiver receiver_name explanations search",
        personal={"responsible": "shown", "preparer": "shown"},
    )
    may_cross: ClassVar[Mapping[str, str]] = {"receiver": "a return is examined by the union above"}

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="returns", verbose_name="统计期")
    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="returns", verbose_name="填报工会")
    union_name = models.CharField("填报工会", max_length=120)
    receiver = models.ForeignKey(UnionOrg, models.PROTECT, related_name="returns_received", verbose_name="审核工会")
    receiver_name = models.CharField("审核工会", max_length=120)
    search = SearchTextField("检索", sources=("union_name",))
    state = models.CharField("状态", max_length=10, choices=ReturnState, default=ReturnState.UNREPORTED)
    responsible = models.CharField("负责人", max_length=40, blank=True)
    preparer = models.CharField("填表人", max_length=40, blank=True)
    explanations = models.JSONField("变动说明", default=dict, blank=True)

    objects = models.Manager.from_queryset(StatisticalReturnQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "统计报表"
        ordering = ("period", "id")
        base_manager_name = "objects"
        permissions = (
            ("submit_statisticalreturn", "上报统计报表"),
            ("receive_statisticalreturn", "受理下级统计报表"),
            ("decide_statisticalreturn", "审核统计报表"),
            ("export_statisticalreturn", "导出统计报表"),
            ("print_statisticalreturn", "打印统计报表"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="return_search"),
            models.Index(fields=("due_on", "id"), name="return_due"),
            models.Index(fields=("union_name", "id"), name="return_union_name"),
            models.Index(fields=("state_since", "id"), name="return_since"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("period", "union"),
                name="return_once_a_period",
                violation_error_message="这家工会在这一统计期已有报表。",
            ),
            models.CheckConstraint(
                name="return_signed_when_reported",
                condition=models.Q(state__in=(ReturnState.UNREPORTED, ReturnState.RETURNED))
                | (~models.Q(responsible="") & ~models.Q(preparer="")),
                violation_error_message="上报须写明负责人和填表人。",
            ),
        )
        triggers = (
            SameUnion("successor"),
            OpenPeriod(aside="is_unread"),
            *triggers.of_case(PROCEDURE, "year_end_returnentry"),
        )

    def __str__(self) -> str:
        return f"{self.union_name} {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("returns:detail", args=[self.pk])


class NobodyApprovesTheirOwn(pgtrigger.Trigger):
    """Nobody stands above the county, so whoever handed in its own return is not the one who approves it."""

    when = pgtrigger.Before

    def __init__(self) -> None:
        super().__init__(
            name="nobody_approves_their_own",
            operation=pgtrigger.Insert,
            condition=pgtrigger.Q(new__move="approve", new__actor__isnull=False),
        )

    def get_func(self, model: Any) -> str:
        """The body of the trigger's function."""
        return f"""
            IF NEW.actor_id = (
                SELECT earlier.actor_id FROM {model._meta.db_table} AS earlier
                JOIN year_end_statisticalreturn AS own ON own.id = earlier.case_id AND own.union_id = own.receiver_id
                WHERE earlier.case_id = NEW.case_id AND earlier.move = 'submit'
                ORDER BY earlier.case_version DESC LIMIT 1
            ) THEN
                RAISE EXCEPTION '{model._meta.db_table}: the own return is approved by who submitted it' {triggers.REFUSED};
            END IF;
            RETURN NEW;
        """  # noqa: S608  # nosec B608  # our own names


class ReturnEntry(Filed, CaseEntry):
    """A line in the file of a return."""

    case = models.ForeignKey(StatisticalReturn, models.PROTECT, related_name="entries", verbose_name="统计报表")

    class Meta(CaseEntry.Meta):
        verbose_name = verbose_name_plural = "统计报表办理记录"
        base_manager_name = "objects"
        triggers = (*triggers.of_entries(PROCEDURE), NobodyApprovesTheirOwn())


class ReturnFile(Filed, CaseFile):
    """An attachment of a return: the paper a figure was taken from."""

    case = models.ForeignKey(StatisticalReturn, models.PROTECT, related_name="files", verbose_name="统计报表")

    class Meta(CaseFile.Meta):
        verbose_name = verbose_name_plural = "统计报表附件"
        base_manager_name = "objects"
        triggers = (OpenPeriod(period="(SELECT period_id FROM year_end_statisticalreturn WHERE id = {row}.case_id)"),)
