"""What people keep about lists: views they saved, columns they chose, and the batches they asked for."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils import timezone

from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy

NAME_LENGTH = 40
KEEP_SUBMISSIONS = timedelta(days=7)


def branches_above(branches: tuple[str, ...]) -> set[str]:
    """The branches and all that lie above them: "1.5." gives "1." and "1.5."."""
    above = set()
    for branch in branches:
        steps = branch.split(".")[:-1]
        above |= {".".join(steps[: i + 1]) + "." for i in range(len(steps))}
    return above


class SavedViewQuerySet(models.QuerySet[Any]):
    """Questions to the saved views."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those that are shared with a branch one works in."""
        return self.filter(models.Q(owner=user.pk) | models.Q(shared_scope__in=branches_above(user.scope())))

    def of(self, register: str) -> Self:
        """Those of one register."""
        return self.filter(register=register)


@tracked()
class SavedView(Record):
    """A list worth coming back to: its address under a name.

    `shared_scope` is the branch it is shared with, "" for none: everybody who works in the branch sees it.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} register name owner shared_scope", personal={"query": "hidden"})

    register = models.CharField("台账", max_length=40)
    name = models.CharField("名称", max_length=NAME_LENGTH)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="所有人")
    query = models.TextField("条件", blank=True)
    shared_scope = models.TextField("共享范围", blank=True)

    objects = models.Manager.from_queryset(SavedViewQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "视图"
        ordering = ("name", "id")
        default_permissions = ()
        permissions = (("share_savedview", "在本级共享视图"),)
        constraints = (
            models.UniqueConstraint(
                fields=("owner", "register", "name"),
                name="savedview_name_once_per_person",
                violation_error_message="您在这张台账已有同名的视图，请换一个名称。",
            ),
        )
        indexes = (models.Index(fields=("register", "shared_scope"), name="savedview_shared"),)

    def __str__(self) -> str:
        return self.name

    def is_shared(self) -> bool:
        """Whether others see it."""
        return bool(self.shared_scope)


class ColumnChoiceQuerySet(models.QuerySet[Any]):
    """Questions to the chosen columns."""

    def of(self, user: Any, register: str) -> list[str]:
        """The columns `user` chose for `register`; none when nothing was chosen."""
        found = self.filter(person=user.pk, register=register).values_list("columns", flat=True).first()
        return list(found or [])


@tracked()
class ColumnChoice(Record):
    """The columns a person wants to see of a register."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} person register columns")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    register = models.CharField("台账", max_length=40)
    columns = ArrayField(models.CharField(max_length=60), verbose_name="列")

    objects = models.Manager.from_queryset(ColumnChoiceQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "列的选择"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("person", "register"),
                name="columnchoice_once_per_person",
                violation_error_message="这张台账的列已选择过。",
            ),
        )

    def __str__(self) -> str:
        return self.register


class BatchQuerySet(models.QuerySet[Any]):
    """Questions to the batches."""

    def visible_to(self, user: Any) -> Self:
        """One's own: what somebody picked and why is nobody else's business."""
        return self.filter(owner=user.pk)


@tracked()
class Batch(Record):
    """Records of a list that somebody wants exported or acted upon together, and what came of it.

    It stands between the page and the job: a job's arguments hold ids only, while the address of a list can hold a
    name that was searched for. `picked` are the keys of the rows; without any, all rows of the list are meant.
    """

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} register owner purpose picked reveal job done failed",
        personal={"query": "hidden", "answers": "hidden", "reason": "shown", "failures": "hidden"},
    )

    register = models.CharField("台账", max_length=40)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="提交人")
    purpose = models.CharField("用途", max_length=40)
    query = models.TextField("条件", blank=True)
    picked = ArrayField(models.CharField(max_length=40), default=list, blank=True, verbose_name="所选记录")
    answers = models.JSONField("填写内容", default=dict, blank=True)
    reveal = models.BooleanField("含原文", default=False)
    reason = models.CharField("理由", max_length=200, blank=True)
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务")
    done = models.PositiveIntegerField("成功", default=0)
    failed = models.PositiveIntegerField("失败", default=0)
    failures = models.JSONField("失败原因", default=list, blank=True)

    objects = models.Manager.from_queryset(BatchQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"
        ordering = ("-id",)
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                name="batch_reveal_has_reason",
                condition=models.Q(reveal=False) | ~models.Q(reason=""),
                violation_error_message="导出原文须说明理由。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.purpose}"


class SubmissionQuerySet(models.QuerySet[Any]):
    """Forms that were sent."""

    def stale(self, person: Any) -> Self:
        """Those of `person` so old that nobody sends them again."""
        return self.filter(person=person.pk, at__lt=timezone.now() - KEEP_SUBMISSIONS)


class Submission(models.Model):
    """A form that was sent and answered. Sent again by a double click or a retry, it gets the same answer.

    The row is written in the transaction of the answer itself: a second sending waits for the first to end, and one
    that crashed has left nothing (promises.md A5).
    """

    privacy = Privacy(plain="digest person at", personal={"url": "hidden"})

    digest = models.CharField("摘要", max_length=64, primary_key=True)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name="人员")
    at = models.DateTimeField("时间", default=timezone.now)
    url = models.TextField("去向", blank=True)

    objects = models.Manager.from_queryset(SubmissionQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "已提交的表单"
        default_permissions = ()
        indexes = (models.Index(fields=("person", "at"), name="submission_person"),)

    def __str__(self) -> str:
        return self.digest[:8]
