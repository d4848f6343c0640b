"""One person, two files: hints, and the merge that can be taken back."""

from collections.abc import Mapping
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse

from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from members.choices import HintState
from members.models.people import Member
from members.querysets import HintQuerySet
from unions.models import UnionOrg
from unions.scoping import Scoped, ScopedManager

_TWO_UNIONS = "the two files may lie at two unions; the row belongs to the lowest union above both"


@tracked()
class DuplicateHint(Scoped, Record):
    """疑似重复: two files that look like one person. It stands at the lowest union whose branch holds both."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} union one other grounds state decided_by decided_on")
    may_cross: ClassVar[Mapping[str, str]] = {"one": _TWO_UNIONS, "other": _TWO_UNIONS}

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="duplicate_hints", verbose_name="核对工会")
    one = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="档案一")
    other = models.ForeignKey(Member, models.CASCADE, related_name="+", verbose_name="档案二")
    grounds = models.CharField("依据", max_length=100)
    state = models.CharField("状态", max_length=8, choices=HintState, default=HintState.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="核对人"
    )
    decided_on = models.DateField("核对日期", null=True, blank=True)

    objects = models.Manager.from_queryset(HintQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "疑似重复"
        ordering = ("id",)
        base_manager_name = "objects"
        permissions = (
            ("decide_duplicatehint", "核对疑似重复"),
            ("export_duplicatehint", "导出疑似重复"),
            ("print_duplicatehint", "打印疑似重复"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("one", "other"),
                name="hint_once_for_a_pair",
                violation_error_message="这两份档案已在核对清单中。",
            ),
            models.CheckConstraint(
                name="hint_in_one_order",
                condition=models.Q(one__lt=models.F("other")),
                violation_error_message="两份档案按编号先后排列。",
            ),
        )

    def __str__(self) -> str:
        return self.grounds

    def get_absolute_url(self) -> str:
        return reverse("duplicates:detail", args=[self.pk])


@tracked()
class Merge(Scoped, Record):
    """并档: what was moved from one file to the other, so that it can be moved back."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} union kept gone gone_state moved reason done_by undone_at undone_by")
    may_cross: ClassVar[Mapping[str, str]] = {"kept": _TWO_UNIONS, "gone": _TWO_UNIONS}

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="merges", verbose_name="工会")
    kept = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="保留的档案")
    gone = models.ForeignKey(Member, models.PROTECT, related_name="+", verbose_name="并入的档案")
    gone_state = models.CharField("并入前的会籍状态", max_length=9)
    moved = models.JSONField("移动的记录", default=list)
    reason = models.CharField("理由", max_length=200)
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="撤销人"
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "并档"
        ordering = ("-id",)
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=("gone",),
                condition=models.Q(undone_at__isnull=True),
                name="merge_once_for_a_file",
                violation_error_message="这份档案已经并入另一份。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.gone} → {self.kept}"
