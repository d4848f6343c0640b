"""Imports: where each stands and what it did. The rows of the file itself are never kept here."""

from typing import Any

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models

from desk.sheets.choices import WRITTEN, FileKind, ImportState
from desk.sheets.querysets import ImportRunQuerySet, MappingMemoryQuerySet
from desk.vault.history import tracked
from desk.vault.privacy import Privacy

COUNTS = ("created", "updated", "unchanged", "rejected", "skipped")


@tracked()
class ImportRun(models.Model):
    """One file on its way into a register. Verbs are in desk.sheets.imports: nothing else writes a row.

    The file and the plan made from it lie sealed on disk and go as soon as the import is written or given up, at the
    latest an hour after the last touch. The file's name is not kept: people write other people's names into it
    (promises.md F7). `mapping` says which field each column is: {"3": "name"}, columns counted from 0. `digest` is that
    of the changes the preview showed; what is written has the same (promises.md B7).
    """

    privacy = Privacy(
        plain="id owner register scope state kind sheet head_row mapping only_good rows created updated unchanged rejected"
        " skipped digest message started_at updated_at applied_at undo_until undone_at undone_by job upload plan version"
    )

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="imports", verbose_name="导入人")
    register = models.CharField("台账", max_length=40)
    scope = ArrayField(models.TextField(), verbose_name="范围")
    state = models.CharField("状态", max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    kind = models.CharField("文件类型", max_length=4, choices=FileKind)
    sheet = models.PositiveSmallIntegerField("工作表", default=0)
    head_row = models.PositiveIntegerField("表头行", null=True, blank=True, help_text="从 1 数起")
    mapping = models.JSONField("列的对应", default=dict, blank=True)
    only_good = models.BooleanField("只写入无误的行", default=False)

    rows = models.PositiveIntegerField("行数", default=0)
    created = models.PositiveIntegerField("新增", default=0)
    updated = models.PositiveIntegerField("更新", default=0)
    unchanged = models.PositiveIntegerField("无变化", default=0)
    rejected = models.PositiveIntegerField("错误", default=0)
    skipped = models.PositiveIntegerField("不导入", default=0)
    digest = models.CharField("摘要", max_length=64, blank=True)
    message = models.CharField("说明", max_length=300, blank=True)

    started_at = models.DateTimeField("上传时间", auto_now_add=True)
    updated_at = models.DateTimeField("更新时间", auto_now=True)
    applied_at = models.DateTimeField("写入时间", null=True, blank=True)
    undo_until = models.DateTimeField("可撤销至", null=True, blank=True)
    undone_at = models.DateTimeField("撤销时间", null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="撤销人"
    )
    job = models.ForeignKey("jobs.Job", models.PROTECT, null=True, blank=True, related_name="+", verbose_name="任务")
    upload = models.FileField("上传的文件", max_length=120, blank=True)
    plan = models.FileField("导入方案", max_length=120, blank=True)
    version = models.PositiveIntegerField("版本", default=1, editable=False)

    objects = models.Manager.from_queryset(ImportRunQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "导入"
        ordering = ("-id",)
        default_permissions = ()
        indexes = (
            models.Index(fields=("register", "-id"), name="importrun_register"),
            models.Index(fields=("updated_at",), name="importrun_with_files", condition=~models.Q(upload="", plan="")),
        )
        constraints = (
            models.CheckConstraint(
                name="importrun_counts_add_up",
                condition=models.Q(rows=sum((models.F(name) for name in COUNTS[1:]), models.F(COUNTS[0]))),
                violation_error_message="行数应等于新增、更新、无变化、错误与不导入之和。",
            ),
            models.CheckConstraint(
                name="importrun_scope_not_empty",
                condition=models.Q(scope__len__gt=0),
                violation_error_message="导入必须有管辖范围。",
            ),
            models.CheckConstraint(
                name="importrun_all_or_only_good",
                condition=~models.Q(state__in=WRITTEN) | models.Q(rejected=0) | models.Q(only_good=True),
                violation_error_message="有错误的行时，须明确选择只写入无误的行。",
            ),
            models.CheckConstraint(
                name="importrun_written_has_its_time",
                condition=models.Q(applied_at__isnull=False, undo_until__isnull=False)
                | ~models.Q(state__in=(ImportState.APPLIED, ImportState.UNDONE)),
                violation_error_message="写入时间与状态不符。",
            ),
            models.CheckConstraint(
                name="importrun_files_go_with_the_end",
                condition=models.Q(upload="", plan="")
                | ~models.Q(state__in=(*WRITTEN, ImportState.REFUSED, ImportState.DISCARDED)),
                violation_error_message="写入或放弃后不再保留文件。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.register} {self.pk}"

    @property
    def actor(self) -> Any:
        """Who the work at hand is done for: the owner of its job, else of the import."""
        return self.job.owner if self.job else self.owner

    @property
    def counts(self) -> dict[str, int]:
        """What became of the rows: by the name of the outcome."""
        return {name: getattr(self, name) for name in COUNTS}

    def columns(self) -> dict[int, str]:
        """`mapping` with numbers for keys."""
        return {int(index): field for index, field in self.mapping.items()}


class Footprint(models.Model):
    """Which rows of one model an import wrote: what its undoing puts back. Written once, in its transaction."""

    privacy = Privacy(plain="id run model created updated removed")

    run = models.ForeignKey(ImportRun, models.PROTECT, related_name="footprints", verbose_name="导入")
    model = models.CharField("资料", max_length=60)
    created = ArrayField(models.TextField(), default=list, verbose_name="新增的记录")
    updated = ArrayField(models.TextField(), default=list, verbose_name="更新的记录")
    removed = ArrayField(models.TextField(), default=list, verbose_name="删除的记录")

    class Meta:
        verbose_name = verbose_name_plural = "导入写入的记录"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("run", "model"),
                name="footprint_once_for_a_model",
                violation_error_message="这次导入的记录已登记。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.run} {self.model}"


class MappingMemory(models.Model):
    """Which field each head of a column was, the last time a branch imported into a register."""

    privacy = Privacy(plain="id register scope fields")

    register = models.CharField("台账", max_length=40)
    scope = models.TextField("范围")
    fields: Any = models.JSONField("列的对应", default=dict)

    objects = models.Manager.from_queryset(MappingMemoryQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "列对应的记忆"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("register", "scope"),
                name="mapping_once_for_a_scope",
                violation_error_message="这个范围的列对应已有记录。",
            ),
        )

    def __str__(self) -> str:
        return self.register
