"""Who looked at what, and which keys the rows are sealed under."""

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone

from desk.vault import append_only
from desk.vault.choices import AccessKind
from desk.vault.privacy import Privacy
from desk.vault.querysets import AccessEntryQuerySet


class AccessEntry(models.Model):
    """A line of the access log: somebody saw, searched for, or took out personal data, or was refused it.

    It never holds the value itself (promises.md G5). Rows are added, never changed, never removed.
    """

    privacy = Privacy(
        plain="id at user kind model object_id field rows reason request_id", personal={"address": "shown"}
    )

    at = models.DateTimeField("时间", default=timezone.now, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        db_index=False,  # access_entry_user begins with it
        verbose_name="人员",
    )
    kind = models.CharField("行为", max_length=8, choices=AccessKind)
    model = models.CharField("登记簿", max_length=100)
    object_id = models.CharField("记录编号", max_length=64, blank=True)
    field = models.CharField("字段", max_length=64, blank=True)
    rows = models.PositiveIntegerField("条数", default=1)
    reason = models.CharField("理由", max_length=200, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True, blank=True)
    request_id = models.CharField("请求编号", max_length=32, blank=True)

    objects = models.Manager.from_queryset(AccessEntryQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "访问记录"
        ordering = ("-at", "-id")
        default_permissions = ("view",)
        indexes = (
            models.Index(fields=("-at", "-id"), name="access_entry_at"),
            models.Index(fields=("user", "at"), name="access_entry_user"),
            models.Index(fields=("model", "object_id"), name="access_entry_object"),
        )
        constraints = (
            models.CheckConstraint(
                name="access_entry_reveal_has_reason",
                condition=~models.Q(kind=AccessKind.REVEAL, reason=""),
                violation_error_message="查看原文须说明理由。",
            ),
        )
        triggers = append_only.triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.subject}"

    @property
    def subject(self) -> str:
        """What it is about in words: 工会干部·身份证号."""
        try:
            model = apps.get_model(self.model)
            names = [str(model._meta.verbose_name)]
            if self.field:
                names.append(str(model._meta.get_field(self.field).verbose_name))
        except (LookupError, ValueError, FieldDoesNotExist):  # of an older release: the log outlives its models
            names = [self.model, *filter(None, [self.field])]
        return "·".join(names)


class KeyCanary(models.Model):
    """A known text under each key in use: by it a process notices at its start that it holds a wrong key."""

    privacy = Privacy(plain="key_id token created_at")

    key_id = models.CharField("密钥编号", max_length=16, primary_key=True)
    token = models.TextField("密文")
    created_at = models.DateTimeField("启用时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "密钥启用记录"
        default_permissions = ()

    def __str__(self) -> str:
        return self.key_id
