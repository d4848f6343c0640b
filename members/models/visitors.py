"""What visitors without an account do, counted, so that nobody can flood the portal or guess codes (promises.md H1, H4)."""

from django.db import models
from django.utils import timezone

from desk.vault.privacy import Privacy
from members.choices import VisitorAct


class VisitorTry(models.Model):
    """Something a visitor did. Kept for an hour, in PostgreSQL, because the counts must outlive a restart and Redis.

    The address is kept as a digest under a key of the day, so that nobody can be followed from one day to the next (H7).
    """

    privacy = Privacy(plain="id act address at")

    act = models.CharField("事项", max_length=6, choices=VisitorAct)
    address = models.CharField("地址摘要", max_length=64)
    at = models.DateTimeField("时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "访客操作"
        indexes = (models.Index(fields=("act", "at"), name="visitor_try_act"),)

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.at:%Y-%m-%d %H:%M:%S}"
