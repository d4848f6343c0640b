"""What people keep about lists: views they saved, columns they chose, and the batches they asked for."""

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils import timezone

from desk.jobs.querysets import LiesWithin
from desk.registers.choices import Approval
from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy

NAME_LENGTH = 40
KEEP_SUBMISSIONS = timedelta(days=7)
APPROVE = "registers.approve_export"
WAITS_AT_MOST = timedelta(days=7)  # for a second person; what was needed then may not be needed any more


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

    def to_be_approved_by(self, user: Any) -> Self:
        """Exports of others that wait for a second person, as far as all their branches are branches of `user`."""
        if not user.has_perm(APPROVE):
            return self.none()
        branches = models.Value(list(user.scope()), ArrayField(models.TextField()))
        waiting = self.filter(approval=Approval.WAITING, created_at__gte=timezone.now() - WAITS_AT_MOST)
        return waiting.exclude(owner=user.pk).filter(LiesWithin("scope", branches))

    def asked_for_approval(self, user: Any) -> Self:
        """One's own exports that needed a second person."""
        return self.visible_to(user).exclude(approval=Approval.NOT_NEEDED)

    def revealed_since(self, user: Any, moment: Any) -> int:
        """Of how many persons `user` has taken unmasked data out without a second person."""
        own = self.filter(owner=user.pk, reveal=True, approval=Approval.NOT_NEEDED, created_at__gte=moment)
        return int(own.aggregate(n=models.Sum("persons", default=0))["n"])


@tracked()
class Batch(Record):
    """Records of a list that somebody wants exported or acted upon together, and what came of it.

    It stands between the page and the job: a job's arguments hold ids only, while the address of a list can hold a
    name that was searched for. `picked` are the keys of the rows; without any, all rows of the list are meant.
    An export that reveals says of how many `persons`; `approval` is the second person's, when one is needed, and
    `scope` are the branches its owner worked for when asking.
    """

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} register owner purpose picked reveal job done failed scope persons approval decided_by"
        " decided_at answer",
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
    scope = ArrayField(models.TextField(), default=list, blank=True, verbose_name="范围")
    persons = models.PositiveIntegerField("人数", default=0)
    approval = models.CharField("批准", max_length=8, choices=Approval, default=Approval.NOT_NEEDED, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="批准人"
    )
    decided_at = models.DateTimeField("批准时间", null=True, blank=True)
    answer = models.CharField("批准意见", max_length=200, blank=True)

    objects = models.Manager.from_queryset(BatchQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "批量操作"
        ordering = ("-id",)
        default_permissions = ()
        permissions = (("approve_export", "批准导出未遮盖的个人信息"),)
        indexes = (
            models.Index(fields=("created_at",), name="batch_waiting", condition=models.Q(approval=Approval.WAITING)),
            models.Index(fields=("owner", "created_at"), name="batch_revealed", condition=models.Q(reveal=True)),
        )
        constraints = (
            models.CheckConstraint(
                name="batch_reveal_has_reason",
                condition=models.Q(reveal=False) | ~models.Q(reason=""),
                violation_error_message="导出原文须说明理由。",
            ),
            models.CheckConstraint(
                name="batch_decided_by_somebody_else",
                condition=models.Q(decided_by__isnull=True) | ~models.Q(decided_by=models.F("owner")),
                violation_error_message="不能批准自己申请的导出。",
            ),
            models.CheckConstraint(
                name="batch_decided_says_by_whom",
                condition=models.Q(
                    approval__in=(Approval.APPROVED, Approval.REFUSED),
                    decided_by__isnull=False,
                    decided_at__isnull=False,
                )
                | models.Q(
                    approval__in=(Approval.NOT_NEEDED, Approval.WAITING),
                    decided_by__isnull=True,
                    decided_at__isnull=True,
                ),
                violation_error_message="批准与否须写明由谁在何时作出。",
            ),
            models.CheckConstraint(
                name="batch_runs_when_approved",
                condition=models.Q(job__isnull=True) | models.Q(approval__in=(Approval.NOT_NEEDED, Approval.APPROVED)),
                violation_error_message="未经批准的导出不能执行。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.purpose}"

    def get_absolute_url(self) -> str:
        return reverse("approvals:detail", args=[self.pk])


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
