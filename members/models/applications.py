"""Workers who ask to join."""

from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db import models
from django.urls import reverse
from django.utils import timezone

from desk.cases import triggers
from desk.cases.models import CASE_FIELDS, CaseEntry, CaseRecord
from desk.notices import services as notices
from desk.notices.choices import Channel
from desk.registers.checks import check_id_number, check_mobile
from desk.vault.fields import BlindIndexField, EncryptedTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel
from members.choices import ApplicationState
from members.models.people import Member
from members.procedures import APPLICATION
from unions.models import UnionOrg
from unions.scoping import Filed, Scoped, ScopedManager, same_union


@tracked()
class MembershipApplication(Scoped, SealedModel, CaseRecord):
    """入会申请 from the public site, answered by the base union (中国工会章程 §2)."""

    privacy = Privacy(
        plain=f"{CASE_FIELDS} union employer_name answer decided_on decided_by member consent_at id_index code_digest"
        " forgotten_on",
        personal={"name": "shown", "phone": "phone"},
        sensitive={"id_number": "id_number"},
    )
    procedure = APPLICATION

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="applications", verbose_name="申请加入的工会")
    name = models.CharField("姓名", max_length=40)
    id_number = EncryptedTextField("身份证号", validators=[check_id_number])
    id_index = BlindIndexField("身份证号索引", source="id_number")
    phone = models.CharField("手机", max_length=11, validators=[check_mobile])
    employer_name = models.CharField("工作单位", max_length=120)
    consent_at = models.DateTimeField("同意采集时间")
    code_digest = models.CharField("查询码摘要", max_length=128, unique=True, editable=False)
    state = models.CharField("状态", max_length=9, choices=ApplicationState, default=ApplicationState.NEW)
    answer = models.CharField("答复", max_length=200, blank=True)
    decided_on = models.DateField("审核日期", null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True, verbose_name="审核人"
    )
    member = models.ForeignKey(
        Member, models.PROTECT, null=True, blank=True, related_name="applications", verbose_name="会员档案"
    )

    forgotten_on = models.DateField("个人信息清除日期", null=True, blank=True, editable=False)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "入会申请"
        ordering = ("created_at", "id")
        base_manager_name = "objects"
        permissions = (
            ("decide_membershipapplication", "审核入会申请"),
            ("reveal_membershipapplication", "查看申请人身份证号和手机"),
            ("export_membershipapplication", "导出入会申请"),
            ("print_membershipapplication", "打印入会申请"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("union", "id_index"),
                condition=models.Q(state=ApplicationState.NEW),
                name="application_one_open_at_a_union",
                violation_error_message="您已向这家工会提交过申请，正在审核。",
            ),
            models.CheckConstraint(
                name="application_refused_with_an_answer",
                condition=~models.Q(state=ApplicationState.REFUSED) | ~models.Q(answer=""),
                violation_error_message="不同意入会须写明理由。",
            ),
        )
        triggers = (*same_union("member", "successor"), *triggers.of_case(APPLICATION, "members_applicationentry"))

    def __str__(self) -> str:
        return self.name

    @property
    @admin.display(description="受理编号")
    def receipt_no(self) -> str:
        """What the applicant may quote; it opens nothing."""
        return f"RH{timezone.localdate(self.consent_at):%Y%m%d}{self.pk.hex[-6:].upper()}"

    def get_absolute_url(self) -> str:
        return reverse("applications:detail", args=[self.pk])

    def told(self, entry: Any) -> None:
        """Tell the applicant by short message that there is something to read; what it is, stays here (F7)."""
        notices.post(
            key=entry.notice_key,
            topic="members.told",
            subject="您的入会申请有新的办理情况",
            text=f"受理编号 {self.receipt_no}：您的入会申请有新的办理情况。请打开“入会申请进度”，凭查询码查看。",
            channel=Channel.SMS,
            address=self.phone,
        )


class ApplicationEntry(Filed, CaseEntry):
    """What was done and said about an application."""

    case = models.ForeignKey(MembershipApplication, models.PROTECT, related_name="entries", verbose_name="入会申请")

    class Meta(CaseEntry.Meta):
        verbose_name = verbose_name_plural = "入会申请办理记录"
        base_manager_name = "objects"
        triggers = triggers.of_entries(APPLICATION)

    @property
    def notice_key(self) -> str:
        """The key of the notice that tells the applicant of this entry."""
        return f"{self.pk}:{Channel.SMS}"
