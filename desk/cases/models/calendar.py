"""The calendar of working days."""

from django.db import models

from desk.vault.privacy import Privacy


class SpecialDay(models.Model):
    """A day that is not what its weekday says: a public holiday, or a weekend day that is worked (调休).

    From 国务院办公厅's yearly notices. A year without any row has not been published yet.
    """

    privacy = Privacy(plain="day is_working name")

    day = models.DateField("日期", primary_key=True)
    is_working = models.BooleanField("上班")
    name = models.CharField("节日", max_length=20)

    class Meta:
        verbose_name = verbose_name_plural = "节假日与调休"
        ordering = ("day",)
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}{'上班' if self.is_working else '放假'}"
