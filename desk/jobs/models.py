"""The queue of record. Celery only carries hints: what is to be done, and what became of it, stands in these rows."""

from typing import Any

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse
from django.utils import timezone

from desk.jobs.choices import MOST_ATTEMPTS, MOST_INTERRUPTIONS, TRANSITIONS, UNFINISHED, State
from desk.jobs.querysets import JobQuerySet
from desk.vault.history import tracked
from desk.vault.privacy import Privacy

_FINISHED = tuple(state for state in State if state not in UNFINISHED)

# What every heartbeat writes is no history; how a job came to its state is, and who cancelled it.
_FLEETING = ("done", "total", "message", "log", "heartbeat_at", "lease_until", "hinted_at")


@tracked(exclude=_FLEETING)
class Job(models.Model):
    """One piece of long work somebody asked for.

    `args` holds ids, never personal data; `title`, `message`, `reason` and `log` hold none either. `scope` are the
    branches of the owner at the time of asking: who may see the job, and a condition of running it. `rights` are those
    the run asked for besides its kind's: they are needed to fetch the result too. `token` counts the runs and fences
    off the older ones. Verbs are in desk.jobs.services: nothing else writes a row.
    """

    privacy = Privacy(
        plain="id kind title owner scope args key state cancel_requested token attempts interruptions created_at queued_at"
        " hinted_at started_at heartbeat_at lease_until lost_at finished_at done total message reason log result"
        " download_name result_expires_at rights fetch_once fetched_at"
    )

    kind = models.CharField("种类", max_length=60)
    title = models.CharField("任务", max_length=120)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="jobs", verbose_name="提交人")
    scope = ArrayField(models.TextField(), verbose_name="范围")
    args = models.JSONField("参数", default=dict, blank=True)
    key = models.CharField("防重键", max_length=120, blank=True)

    state = models.CharField("状态", max_length=9, choices=State, default=State.WAITING)
    cancel_requested = models.BooleanField("已请求取消", default=False)
    token = models.BigIntegerField("执行次数", default=0)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    interruptions = models.PositiveSmallIntegerField("非自身原因的中断次数", default=0)

    created_at = models.DateTimeField("提交时间", db_default=Now())
    queued_at = models.DateTimeField("排队时间", db_default=Now())
    hinted_at = models.DateTimeField("通知执行时间", db_default=Now())
    started_at = models.DateTimeField("开始时间", null=True, blank=True)
    heartbeat_at = models.DateTimeField("最近心跳", null=True, blank=True)
    lease_until = models.DateTimeField("租约到期", null=True, blank=True)
    lost_at = models.DateTimeField("最近中断", null=True, blank=True)
    finished_at = models.DateTimeField("结束时间", null=True, blank=True)

    done = models.PositiveIntegerField("已完成", default=0)
    total = models.PositiveIntegerField("总数", default=0)
    message = models.CharField("进展", max_length=200, blank=True)
    reason = models.CharField("未完成的原因", max_length=300, blank=True)
    log = models.TextField("过程记录", blank=True)

    result = models.FileField("结果文件", max_length=120, blank=True)
    download_name = models.CharField("下载文件名", max_length=200, blank=True)
    result_expires_at = models.DateTimeField("结果保留至", null=True, blank=True)
    rights = ArrayField(models.CharField(max_length=100), default=list, blank=True, verbose_name="取得结果所需权限")
    fetch_once = models.BooleanField("只能下载一次", default=False)
    fetched_at = models.DateTimeField("下载时间", null=True, blank=True)

    objects = models.Manager.from_queryset(JobQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "任务"
        ordering = ("-created_at", "-pk")
        indexes = (
            models.Index(fields=("owner", "-created_at"), name="job_owner"),
            # What the sweeper looks at every few seconds. No column in it changes with a heartbeat.
            models.Index(
                fields=("state", "queued_at"), name="job_unfinished", condition=models.Q(state__in=UNFINISHED)
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("kind", "key"),
                condition=models.Q(state__in=UNFINISHED) & ~models.Q(key=""),
                name="job_key_once_while_unfinished",
                violation_error_message="同样的任务正在进行，请等它结束。",
            ),
            models.CheckConstraint(
                name="job_scope_not_empty",
                condition=models.Q(scope__len__gt=0),
                violation_error_message="任务必须有管辖范围。",
            ),
            models.CheckConstraint(
                name="job_attempts_bounded",
                condition=models.Q(attempts__lte=MOST_ATTEMPTS, interruptions__lte=MOST_INTERRUPTIONS),
                violation_error_message=f"一项任务最多尝试 {MOST_ATTEMPTS} 次。",
            ),
            models.CheckConstraint(
                name="job_leased_while_running",
                condition=models.Q(state=State.RUNNING, lease_until__isnull=False)
                | (~models.Q(state=State.RUNNING) & models.Q(lease_until__isnull=True)),
                violation_error_message="只有运行中的任务有租约。",
            ),
            models.CheckConstraint(
                name="job_finished_when_it_ended",
                condition=models.Q(state__in=_FINISHED, finished_at__isnull=False)
                | models.Q(state__in=UNFINISHED, finished_at__isnull=True),
                violation_error_message="结束时间与状态不符。",
            ),
            models.CheckConstraint(
                name="job_failed_with_a_reason",
                condition=~models.Q(state=State.FAILED) | ~models.Q(reason=""),
                violation_error_message="失败的任务必须写明原因。",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="job_states", field="state", transitions=[(a.value, b.value) for a, b in TRANSITIONS]),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("jobs:detail", args=[self.pk])

    @property
    def is_unfinished(self) -> bool:
        """Whether it still waits or runs."""
        return self.state in UNFINISHED

    @property
    def is_lapsed(self) -> bool:
        """Whether it says running, but its process has not been heard of for a whole lease."""
        return self.state == State.RUNNING and self.lease_until is not None and self.lease_until < timezone.now()

    @property
    def percent(self) -> int | None:
        """How much is done, in whole per cent; None while the amount of work is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None

    @property
    def has_result(self) -> bool:
        """Whether there is a file that has not expired and may be had once more."""
        expired = self.result_expires_at is not None and self.result_expires_at <= timezone.now()
        return bool(self.result) and not expired and not self.is_used_up

    @property
    def is_used_up(self) -> bool:
        """Whether the file could be fetched once, and was."""
        return self.fetch_once and self.fetched_at is not None

    def was_asked_by(self, user: Any) -> bool:
        """Whether `user` is the person who asked for it."""
        return bool(self.owner_id == user.pk)


class ChoreBegun(models.Model):
    """When a chore of the house was begun last (desk.jobs.housekeeping)."""

    privacy = Privacy(plain="code at")

    code = models.CharField("清理项目", max_length=120, primary_key=True)
    at = models.DateTimeField("最近开始时间", db_default=Now())

    class Meta:
        verbose_name = verbose_name_plural = "定期清理"
        default_permissions = ()

    def __str__(self) -> str:
        return self.code
