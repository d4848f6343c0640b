"""The file of a case: what was done and said, in order, and what was handed in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from desk.cases.choices import By, EntryKind, FileKind
from desk.vault.fields import EncryptedTextField
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel

ENTRY_FIELDS = "id case kind by actor at move from_state to_state case_version is_public"
FILE_FIELDS = "id case kind size digest file by actor at is_public"


class CaseEntry(SealedModel):
    """A line in the file of a case: a move, a note, a reply, a message. Added, never changed, never removed.

    What was said is sealed: it may tell of illness or a dispute. `is_public`: the person outside may read it.
    The model that inherits it adds `case`, a ForeignKey with related_name "entries", and triggers.of_entries(); with
    rows of a union it is also `unions.scoping.Filed`, and a migration guards its table (guard_by).
    """

    privacy = Privacy(plain=ENTRY_FIELDS, sensitive={"text": "shown"})

    case: Any
    get_kind_display: Any  # Django's, for a field with choices

    kind = models.CharField("种类", max_length=7, choices=EntryKind)
    by = models.CharField("由谁", max_length=7, choices=By, default=By.STAFF)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="经办人"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    move = models.CharField("动作", max_length=24, blank=True)
    from_state = models.CharField("原状态", max_length=24, blank=True)
    to_state = models.CharField("新状态", max_length=24, blank=True)
    case_version = models.PositiveIntegerField("办件版本", default=0)
    text = EncryptedTextField("内容", blank=True)
    is_public = models.BooleanField("本人可见", default=False)

    class Meta:
        abstract = True
        ordering = ("at", "id")
        default_permissions = ()
        indexes = (models.Index(fields=("case", "at"), name="%(app_label)s_%(class)s_at"),)
        constraints = (
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_staff_is_known",
                condition=models.Q(by=By.STAFF, actor__isnull=False)
                | (~models.Q(by=By.STAFF) & models.Q(actor__isnull=True)),
                violation_error_message="经办人与来源不符。",
            ),
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_note_is_internal",
                condition=~models.Q(kind=EntryKind.NOTE, is_public=True),
                violation_error_message="内部备注不能对外公开。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"


class CaseFile(SealedModel):
    """An attachment. The content lies sealed on disk, outside of every served folder (promises.md F1).

    The model that inherits it adds `case`, a ForeignKey with related_name "files"; for its scope see CaseEntry.
    """

    privacy = Privacy(plain=FILE_FIELDS, personal={"name": "shown"})

    case: Any
    get_kind_display: Any  # Django's, for a field with choices

    kind = models.CharField("类型", max_length=4, choices=FileKind)
    name = EncryptedTextField("文件名")
    size = models.PositiveIntegerField("字节数")
    digest = models.CharField("摘要", max_length=64)  # SHA-256 of the content
    file = models.CharField("存放", max_length=80)  # below the folder of the attachments
    by = models.CharField("由谁", max_length=7, choices=By, default=By.STAFF)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="上传人"
    )
    at = models.DateTimeField("时间", default=timezone.now)
    is_public = models.BooleanField("本人可见", default=False)

    class Meta:
        abstract = True
        ordering = ("at", "id")
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {timezone.localtime(self.at):%Y-%m-%d %H:%M}"
