"""What officers put in: figures no register holds yet, targets, and the words of the chapters."""

from typing import Any

import pghistory
from django.db import models

from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models.periods import OpenPeriod, ReportingPeriod
from jianzhi.year_end.models.returns import ReturnFile
from unions.models import UnionOrg
from unions.scoping import SameUnion, Scoped, ScopedManager


class OwnAttachment(SameUnion):
    """The paper behind a figure lies in the file of the same union's return for the same period."""

    def __init__(self) -> None:
        super().__init__("attachment")

    def get_func(self, model: Any) -> str:
        return """
            IF NEW.attachment_id IS NOT NULL AND NOT EXISTS (
                SELECT 1 FROM year_end_returnfile AS file JOIN year_end_statisticalreturn AS mine ON mine.id = file.case_id
                WHERE file.id = NEW.attachment_id AND mine.union_id = NEW.union_id AND mine.period_id = NEW.period_id
            ) THEN
                RAISE EXCEPTION 'year_end_enteredfigure.attachment_id points into another union''s return'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """


@tracked(level=pghistory.Statement)
class EnteredFigure(Scoped, Record):
    """填报: a figure that an officer enters, with what it stands on.

    One entered at a federation stands for its whole branch; else those of the unions below it are added. `closeness`
    and `wording` keep what the review itself said: 16000余人次, not 16000.
    """

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} period union code value closeness wording is_doubtful source basis note attachment"
    )

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="figures", verbose_name="统计期")
    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="figures", verbose_name="填报工会")
    code = models.CharField("指标代码", max_length=8)
    value = models.DecimalField("数值", max_digits=16, decimal_places=4)
    closeness = models.CharField("约数", max_length=6, choices=Closeness, blank=True, default=Closeness.EXACT)
    wording = models.CharField("原文表述", max_length=120, blank=True)
    is_doubtful = models.BooleanField("存疑", default=False)
    source = models.CharField("来源", max_length=120)
    basis = models.CharField("依据", max_length=200, blank=True)
    note = models.CharField("备注", max_length=200, blank=True)
    attachment = models.ForeignKey(
        ReturnFile, models.PROTECT, null=True, blank=True, related_name="figures", verbose_name="附件"
    )

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "填报数据"
        ordering = ("period", "union", "code")
        base_manager_name = "objects"
        permissions = (
            ("import_enteredfigure", "导入填报数据"),
            ("export_enteredfigure", "导出填报数据"),
            ("print_enteredfigure", "打印填报数据"),
        )
        indexes = (models.Index(fields=("code", "id"), name="enteredfigure_code"),)
        constraints = (
            models.UniqueConstraint(
                fields=("period", "union", "code"),
                name="enteredfigure_once",
                violation_error_message="这家工会在这一统计期已填过这项指标。",
            ),
            models.CheckConstraint(
                name="enteredfigure_has_a_source",
                condition=~models.Q(source=""),
                violation_error_message="请写明数据来源。",
            ),
            models.CheckConstraint(
                name="enteredfigure_not_negative",
                condition=models.Q(value__gte=0),
                violation_error_message="数值不能为负。",
            ),
        )
        triggers = (OpenPeriod(), OwnAttachment())

    def __str__(self) -> str:
        return f"{self.code} {self.value.normalize():f}"


@tracked()
class Target(Scoped, Record):
    """目标: what a union means to reach in a period. The plan of the year before sets it (`aims_at`)."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} period union code value basis")

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="targets", verbose_name="统计期")
    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="targets", verbose_name="工会")
    code = models.CharField("指标代码", max_length=8)
    value = models.DecimalField("目标", max_digits=16, decimal_places=4)
    basis = models.CharField("依据", max_length=200, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "年度目标"
        ordering = ("period", "union", "code")
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=("period", "union", "code"),
                name="target_once",
                violation_error_message="这项指标在这一统计期已有目标。",
            ),
            models.CheckConstraint(
                name="target_above_nought",
                condition=models.Q(value__gt=0),
                violation_error_message="目标须大于零。",
            ),
        )
        triggers = (OpenPeriod(),)

    def __str__(self) -> str:
        return f"{self.code} {self.value.normalize():f}"


@tracked()
class ChapterText(Record):
    """章首文字: the opening of a chapter in an officer's own words, with places such as {F01} for the figures.

    Without one, the chapter opens with the sentences made from its figures.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} period chapter text")

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="texts", verbose_name="统计期")
    chapter = models.CharField("章", max_length=2, choices=[(chapter.code, chapter.title) for chapter in CHAPTERS])
    text = models.TextField("文字", max_length=3000)

    class Meta:
        verbose_name = verbose_name_plural = "章首文字"
        ordering = ("period", "chapter")
        constraints = (
            models.UniqueConstraint(
                fields=("period", "chapter"),
                name="chaptertext_once",
                violation_error_message="这一章已有章首文字。",
            ),
        )
        triggers = (OpenPeriod(),)

    def __str__(self) -> str:
        return f"{self.get_chapter_display()} {self.period}"
