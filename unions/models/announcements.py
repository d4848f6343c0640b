"""What a union makes public."""

import re
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from desk.notices.choices import NUMBER_OF_A_PERSON
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.choices import AnnouncementKind
from unions.models.orgs import UnionOrg

NUMBERED = "公开的内容里不能有身份证号、银行卡号或手机号。请删去或遮盖中间几位；联系电话请写办公电话。"


def check_holds_no_number_of_a_person(value: str) -> None:
    """Everybody reads it, and what was read cannot be taken back (promises.md F7). Raises ValidationError."""
    if re.search(NUMBER_OF_A_PERSON, value):
        raise ValidationError(NUMBERED, code="number")


class AnnouncementQuerySet(models.QuerySet[Any]):
    """Questions to the announcements."""

    def visible_to(self, user: Any) -> Self:
        """All of them: they are made for everybody to read. `user` makes no difference."""
        return self.all()

    def public_on(self, day: date) -> Self:
        """Those that stand on the public pages on `day`."""
        return self.filter(Q(until=None) | Q(until__gte=day), published_on__lte=day)


@tracked()
class Announcement(Record):
    """公告 or 公示: stands on the public pages from one day to another.

    Whoever signs in may read all of them, also those that are still to come; the services ask for the right to change
    one at the union that issues it.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} union kind title search body published_on until")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="announcements", verbose_name="发布工会")
    kind = models.CharField("类别", max_length=9, choices=AnnouncementKind, default=AnnouncementKind.NOTICE)
    title = models.CharField("标题", max_length=80, validators=[check_holds_no_number_of_a_person])
    search = SearchTextField("检索", sources=("title",))
    body = models.TextField(
        "正文", max_length=5000, help_text="空一行分段。", validators=[check_holds_no_number_of_a_person]
    )
    published_on = models.DateField("发布日期", default=timezone.localdate, help_text="这一天起公众可见")
    until = models.DateField("下线日期", null=True, blank=True, help_text="公众可见的最后一天；不填，一直公开")

    objects = models.Manager.from_queryset(AnnouncementQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "公示公告"
        ordering = ("-published_on", "-id")
        permissions = (("export_announcement", "导出公示公告"), ("print_announcement", "打印公示公告"))
        indexes = (models.Index(fields=("published_on", "id"), name="announcement_published"),)
        constraints = (
            models.CheckConstraint(
                name="announcement_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=models.F("published_on")),
                violation_error_message="下线日期不能早于发布日期。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("announcements:detail", args=[self.pk])

    def is_public_on(self, day: date) -> bool:
        """Whether it stands on the public pages on `day`: `public_on`, of one row."""
        return self.published_on <= day and (self.until is None or day <= self.until)
