"""What was frozen: the figures of a closed period, and who put their name to them."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from desk.vault import append_only
from desk.vault.privacy import Privacy
from jianzhi.year_end.models.periods import ReportingPeriod


class Edition(models.Model):
    """版次: every figure of a period as it was when the books were closed. Added, never changed, never removed.

    `content` is the cube as compressed JSON (exact.as_json), `digest` its SHA-256, `seal` a keyed digest over all that
    the row says, so that whoever can write into the table still cannot make an edition (services.editions). The first
    one needs no `reason`; a later one is a correction and has one. `closing_note`: why the books were closed although
    reports were missing or checks failed.
    """

    privacy = Privacy(plain="id period number reason content digest seal closing_note made_by made_at")

    period = models.ForeignKey(ReportingPeriod, models.PROTECT, related_name="editions", verbose_name="统计期")
    number = models.PositiveSmallIntegerField("版次")
    reason = models.CharField("更正理由", max_length=500, blank=True)
    content = models.BinaryField("内容")
    digest = models.CharField("摘要", max_length=64)
    seal = models.CharField("封缄", max_length=64)
    closing_note = models.CharField("关账说明", max_length=500, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="关账人")
    made_at = models.DateTimeField("关账时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "统计版次"
        ordering = ("period", "-number")
        default_permissions = ()
        permissions = (("sign_edition", "签发年终统计"),)
        constraints = (
            models.UniqueConstraint(
                fields=("period", "number"),
                name="edition_numbered_once",
                violation_error_message="这一版次已经有了。",
            ),
            models.CheckConstraint(
                name="edition_corrected_for_a_reason",
                condition=models.Q(number=1, reason="") | (models.Q(number__gt=1) & ~models.Q(reason="")),
                violation_error_message="第一版没有更正理由，以后各版须写明更正理由。",
            ),
        )
        triggers = append_only.triggers()

    def __str__(self) -> str:
        return f"{self.period} 第 {self.number} 版"


class Signature(models.Model):
    """签发: who put the name and the number of the document to an edition. Added, never changed, never removed."""

    privacy = Privacy(
        plain="id edition doc_no post signed_by signed_at seal",
        personal={"name": "shown"},
    )

    edition = models.OneToOneField(Edition, models.PROTECT, related_name="signature", verbose_name="版次")
    doc_no = models.CharField("文号", max_length=60)
    name = models.CharField("签发人", max_length=40)
    post = models.CharField("职务", max_length=40)
    signed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="经办人")
    signed_at = models.DateTimeField("签发时间", default=timezone.now)
    seal = models.CharField("封缄", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "签发"
        ordering = ("signed_at", "id")
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                name="signature_is_complete",
                condition=~models.Q(doc_no="") & ~models.Q(name="") & ~models.Q(post=""),
                violation_error_message="签发须写明文号、签发人和职务。",
            ),
        )
        triggers = append_only.triggers()

    def __str__(self) -> str:
        return f"{self.doc_no} {self.name}"


class PublicReport(models.Model):
    """公开版年度报告: the annual report of a signed edition as everybody may read it. The latest one is offered.

    Added, never changed, never removed, so that what was ever made public can be looked up.
    """

    privacy = Privacy(plain="id edition content digest seal made_at")

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="public_reports", verbose_name="版次")
    content = models.BinaryField("内容")
    digest = models.CharField("摘要", max_length=64)
    seal = models.CharField("封缄", max_length=64)
    made_at = models.DateTimeField("公布时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "公开版年度报告"
        ordering = ("edition", "-made_at")
        default_permissions = ()
        triggers = append_only.triggers()

    def __str__(self) -> str:
        return f"{self.edition}公开版年度报告"
