"""Memberships and how they pass from one union to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse

from desk.cases import triggers
from desk.cases.models import CASE_FIELDS, CaseEntry, CaseRecord
from desk.registers.dated import Dated
from desk.registers.searching import SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from members.choices import OPEN_TRANSFERS, Began, Ended, TransferState
from members.models.people import Member
from members.procedures import DAYS_TO_ANSWER, TRANSFER
from members.querysets import MembershipQuerySet, TransferQuerySet
from unions.models import UnionOrg
from unions.scoping import Filed, SameUnion, Scoped, same_union


@tracked(level=pghistory.Statement)
class Membership(Scoped, Dated):
    """会籍: a person belongs to a union from one day to another. It stays with its union when the person moves on."""

    privacy = Privacy(plain="id union member held is_retained began ended reason predecessor is_void")
    may_cross: ClassVar[Mapping[str, str]] = {"predecessor": "a transfer comes from another union by nature"}

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="memberships", verbose_name="工会")
    member = models.ForeignKey(Member, models.PROTECT, related_name="memberships", verbose_name="会员")
    is_retained = models.BooleanField("保留会籍", default=False)
    began = models.CharField("开始原因", max_length=11, choices=Began, default=Began.JOINED)
    ended = models.CharField("结束原因", max_length=11, choices=Ended, blank=True)
    predecessor = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="successor", verbose_name="前一段会籍"
    )
    reason = models.CharField("事由", max_length=200, blank=True, default="", db_default="", help_text="为何结束")
    is_void = models.BooleanField("作废", default=False, help_text="并档时发现的重复会籍，不再计数")

    objects = models.Manager.from_queryset(MembershipQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "会籍"
        ordering = ("member", "held")
        base_manager_name = "objects"
        constraints = (
            ExclusionConstraint(
                name="membership_one_at_a_time",
                expressions=[("member", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
                condition=models.Q(is_void=False),
                violation_error_message="此人这段时间已有会籍，一人同一时间只能有一段会籍。",
            ),
            models.CheckConstraint(
                name="membership_ended_with_a_reason",
                condition=models.Q(held__upper_inf=True, ended="")
                | (models.Q(held__upper_inf=False) & ~models.Q(ended="")),
                violation_error_message="结束的会籍必须写明原因，未结束的没有原因。",
            ),
        )
        triggers = same_union("member")

    def __str__(self) -> str:
        return f"{self.union} {self.held}"


@tracked()
class Transfer(Scoped, CaseRecord):
    """会籍接转. Both unions agree within thirty days, or it lapses; nothing moves before.

    The row belongs to the union the person leaves; the union that receives the person sees it as well. It names the
    person and both unions itself: neither the file nor the other union lies in the scope of who reads it.
    """

    privacy = Privacy(
        plain=f"{CASE_FIELDS} union to_union union_name to_union_name member reason asked_on decided_on asked_by decided_by answer search",
        personal={"name": "shown"},
    )
    may_cross: ClassVar[Mapping[str, str]] = {"to_union": "a transfer leads to another union by nature"}
    procedure = TRANSFER

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="transfers_out", verbose_name="转出工会")
    to_union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="transfers_in", verbose_name="转入工会")
    member = models.ForeignKey(Member, models.PROTECT, related_name="transfers", verbose_name="会员")
    name = models.CharField("姓名", max_length=40)
    union_name = models.CharField("转出工会名称", max_length=120)
    to_union_name = models.CharField("转入工会名称", max_length=120)
    search = SearchTextField("检索", sources=("name", "union_name", "to_union_name"), person=True)
    state = models.CharField("状态", max_length=9, choices=TransferState)
    reason = models.CharField("接转原因", max_length=200, blank=True)
    asked_on = models.DateField("申请日期")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="申请人"
    )
    decided_on = models.DateField("办结日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="办理人"
    )
    answer = models.CharField("办理意见", max_length=200, blank=True)

    objects = models.Manager.from_queryset(TransferQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "会籍接转"
        ordering = ("due_on", "id")
        base_manager_name = "objects"
        permissions = (
            ("decide_transfer", "办理会籍接转"),
            ("export_transfer", "导出会籍接转"),
            ("print_transfer", "打印会籍接转"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="transfer_search"),
            models.Index(fields=("due_on", "id"), name="transfer_due"),
            models.Index(fields=("asked_on", "id"), name="transfer_asked"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("member",),
                condition=models.Q(state__in=OPEN_TRANSFERS),
                name="transfer_one_open_for_a_member",
                violation_error_message="此人已有一项会籍接转正在办理。",
            ),
            models.CheckConstraint(
                name="transfer_leads_elsewhere",
                condition=~models.Q(union=models.F("to_union")),
                violation_error_message="转入工会与转出工会相同。",
            ),
            models.CheckConstraint(
                name="transfer_decided_when_not_open",
                condition=models.Q(state__in=OPEN_TRANSFERS, decided_on__isnull=True)
                | (~models.Q(state__in=OPEN_TRANSFERS) & models.Q(decided_on__isnull=False)),
                violation_error_message="办结日期与状态不符。",
            ),
        )
        triggers = (
            SameUnion("member"),
            SameUnion("successor"),
            *triggers.of_case(TRANSFER, "members_transferentry"),
        )

    def __str__(self) -> str:
        return f"{self.name} → {self.to_union_name}"

    def get_absolute_url(self) -> str:
        return reverse("transfers:detail", args=[self.pk])

    def owner_paths(self) -> tuple[str, ...]:
        """The paths of its unions, as far as the scope in force reaches: one, or both for who stands above both."""
        return tuple(UnionOrg.objects.filter(pk__in=(self.union_id, self.to_union_id)).values_list("path", flat=True))

    @property
    def answer_until(self) -> date:
        """The last day on which the other side could answer, or still can; `due_on` is gone with the answer."""
        return self.asked_on + timedelta(days=DAYS_TO_ANSWER.number)

    @property
    def awaited(self) -> "Side":
        """The side that has to answer, or had to."""
        return Side(self, "union" if self.state == TransferState.ASKED_OUT else "to_union")

    @property
    def awaited_name(self) -> str:
        """The name of the union that has to answer, or had to."""
        return self.union_name if self.state == TransferState.ASKED_OUT else self.to_union_name

    @property
    def asking(self) -> "Side":
        """The side that asked, while the transfer is open."""
        return Side(self, "to_union" if self.state == TransferState.ASKED_OUT else "union")


@dataclass(frozen=True)
class Side:
    """One of the two unions of a transfer, for a right that is asked there. It may lie outside the scope in force."""

    transfer: Transfer
    field: str

    def owner_paths(self) -> tuple[str, ...]:
        """The path of the union. Raises UnionOrg.DoesNotExist outside the scope."""
        union: UnionOrg = getattr(self.transfer, self.field)
        return (union.path,)


class TransferEntry(Filed, CaseEntry):
    """What was done and said about a transfer. Both unions read it."""

    case = models.ForeignKey(Transfer, models.PROTECT, related_name="entries", verbose_name="会籍接转")

    class Meta(CaseEntry.Meta):
        verbose_name = verbose_name_plural = "会籍接转办理记录"
        base_manager_name = "objects"
        triggers = triggers.of_entries(TRANSFER)
