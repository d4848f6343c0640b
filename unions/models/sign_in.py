"""What signing in leaves behind: tries that failed, what happened, passwords that were, codes that are spent.

All of it lies in PostgreSQL: the counters must outlive a restart and the loss of Redis (promises.md E1, E2).
"""

from django.db import models
from django.utils import timezone

from desk.vault import append_only
from desk.vault.privacy import Privacy
from unions.choices import LoginEventKind, Proof
from unions.models.users import User


class LoginAttempt(models.Model):
    """A try that failed, or has not ended yet. Gone after a quarter of an hour, or when a try succeeds.

    What was typed is kept as a keyed digest only: people type their password into the field of the name.
    """

    privacy = Privacy(plain="id proof account lane address at")

    proof = models.CharField("凭据", max_length=8, choices=Proof)
    account = models.CharField("账号摘要", max_length=64)
    lane = models.CharField("已识别的浏览器", max_length=32, blank=True)
    address = models.CharField("地址摘要", max_length=64)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "登录尝试"
        indexes = (
            models.Index(fields=("account", "at"), name="login_attempt_account"),
            models.Index(fields=("address", "at"), name="login_attempt_address"),
            models.Index(fields=("at",), name="login_attempt_at"),
        )

    def __str__(self) -> str:
        return f"{self.get_proof_display()} {self.at:%Y-%m-%d %H:%M:%S}"


class LoginEvent(models.Model):
    """A line of the sign-in log (网络安全法 §21: kept for six months at least). Never changed, never deleted.

    `user` is empty when the name that was typed belongs to nobody; the name itself is not kept.
    """

    privacy = Privacy(plain="id at kind user actor", personal={"address": "shown"})

    at = models.DateTimeField("时间", default=timezone.now, db_index=True)
    kind = models.CharField("事件", max_length=20, choices=LoginEventKind)
    user = models.ForeignKey(User, models.PROTECT, null=True, related_name="login_events", verbose_name="账号")
    actor = models.ForeignKey(User, models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    address = models.GenericIPAddressField("来源地址", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ("-at", "-id")
        triggers = append_only.triggers()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d %H:%M:%S}"


class PasswordRecord(models.Model):
    """The hash of a password that was replaced, so that it does not come back (promises.md E5)."""

    privacy = Privacy(plain="id user password replaced_at")

    user = models.ForeignKey(User, models.CASCADE, related_name="former_passwords", verbose_name="账号")
    password = models.CharField("密码摘要", max_length=128)
    replaced_at = models.DateTimeField("更换时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "历史密码"
        ordering = ("-replaced_at", "-id")

    def __str__(self) -> str:
        return f"{self.replaced_at:%Y-%m-%d}"


class SpentCode(models.Model):
    """The last time step whose one-time code a person has used: it and all earlier ones are spent (RFC 6238, 5.2)."""

    privacy = Privacy(plain="user step")

    user = models.OneToOneField(User, models.CASCADE, primary_key=True, related_name="spent_code", verbose_name="账号")
    step = models.BigIntegerField("时间步", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "已用验证码"

    def __str__(self) -> str:
        return str(self.step)
