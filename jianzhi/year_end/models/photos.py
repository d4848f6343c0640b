"""Photos in the chapters of the county's annual report."""

from typing import Any

import pgtrigger
from django.db import models

from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.models.periods import OpenPeriod, ReportingPeriod
from jianzhi.year_end.models.returns import ReturnFile


class FiledByTheCounty(pgtrigger.Trigger):
    """The picture lies in the file of the county's own return for the same period."""

    when = pgtrigger.Before

    def __init__(self) -> None:
        super().__init__(name="filed_by_the_county", operation=pgtrigger.Insert | pgtrigger.Update)

    def get_func(self, model: Any) -> str:
        """The body of the trigger's function."""
        return """
            IF NOT EXISTS (
                SELECT 1 FROM year_end_returnfile AS file JOIN year_end_statisticalreturn AS own ON own.id = file.case_id
                WHERE file.id = NEW.file_id AND own.period_id = NEW.period_id AND own.union_id = own.receiver_id
            ) THEN
                RAISE EXCEPTION 'year_end_chapterphoto.file_id is not in the file of the county''s return'
                    USING ERRCODE = 'integrity_constraint_violation';
            END IF;
            RETURN NEW;
        """


@tracked()
class ChapterPhoto(Record):
    """照片: a picture in a chapter, with the words below it. The picture is an attachment of the county's own return."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} period chapter file caption")

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="photos", verbose_name="统计期")
    chapter = models.CharField("章", max_length=2, choices=[(chapter.code, chapter.title) for chapter in CHAPTERS])
    file = models.OneToOneField(ReturnFile, models.PROTECT, related_name="photo", verbose_name="照片")
    caption = models.CharField("图注", max_length=40)

    class Meta:
        verbose_name = verbose_name_plural = "报告照片"
        ordering = ("period", "chapter", "id")
        default_permissions = ()
        triggers = (OpenPeriod(), FiledByTheCounty())

    def __str__(self) -> str:
        return self.caption
