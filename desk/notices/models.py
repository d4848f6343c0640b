"""The outbox: a notice is a row written in the transaction of what it tells of, so neither exists without the other."""

import pgtrigger
from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Now
from django.urls import reverse

from desk.notices.choices import (
    CODE,
    MOST_ATTEMPTS,
    NUMBER_OF_A_PERSON,
    TRANSITIONS,
    UNSENT,
    WITHIN_THE_PORTAL,
    Channel,
    State,
)
from desk.notices.querysets import NoticeQuerySet
from desk.vault import masks
from desk.vault.ciphers import SealBroken
from desk.vault.fields import EncryptedTextField
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel

MASK_OF_ADDRESS = {Channel.MAIL.value: "email", Channel.SMS.value: "phone"}


def _names_nobody() -> models.Q:
    """No identity, card or mobile number in what is sent, nor in the address it leads to (promises.md F7)."""
    found = models.Q()
    for field in ("subject", "text", "url", "key"):
        found |= models.Q((f"{field}__regex", NUMBER_OF_A_PERSON))
    return ~found


class Notice(SealedModel):
    """One message to one person, by one way.

    An in-site notice is for the account `to` and needs no sending: it is there once the transaction is committed. A
    mail or a short message goes to `address`, which may be that of somebody without an account; desk.notices.delivery
    sends it. `key` names what happened: the same key is the same notice. `count` above 0: a digest of so many events.
    It keeps no history of its own: the row says all there is, when it was sent and when it was read.
    """

    privacy = Privacy(
        plain="id to channel topic subject text url key count created_at send_after state attempts leased_until"
        " sent_at read_at last_error",
        personal={"address": "hidden"},
    )

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="notices",
        db_index=False,  # notice_of_person and notice_unread begin with it
        verbose_name="收件人",
    )
    channel = models.CharField("渠道", max_length=7, choices=Channel, default=Channel.IN_SITE)
    address = EncryptedTextField("地址", max_length=254, blank=True)
    topic = models.CharField("事项代码", max_length=60, validators=[RegexValidator(CODE, "事项代码不对。")])
    subject = models.CharField("标题", max_length=200)
    text = models.TextField("内容", blank=True)
    url = models.CharField("链接", max_length=300, blank=True)
    key = models.CharField("防重键", max_length=200, unique=True, error_messages={"unique": "这条通知已经有了。"})
    count = models.PositiveIntegerField("合并条数", default=0)
    created_at = models.DateTimeField("产生时间", db_default=Now())

    send_after = models.DateTimeField("发送时间", db_default=Now())
    state = models.CharField("状态", max_length=7, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    leased_until = models.DateTimeField("租约到期", null=True, blank=True)
    sent_at = models.DateTimeField("发出时间", null=True, blank=True)
    read_at = models.DateTimeField("阅读时间", null=True, blank=True)
    last_error = models.CharField("最近一次失败的原因", max_length=200, blank=True)

    objects = models.Manager.from_queryset(NoticeQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "通知"
        ordering = ("-created_at", "-pk")
        default_permissions = ("view", "change")
        indexes = (
            models.Index(
                fields=("to", "-created_at"), name="notice_of_person", condition=models.Q(channel=Channel.IN_SITE)
            ),
            # The bell asks on every page.
            models.Index(
                fields=("to",),
                name="notice_unread",
                condition=models.Q(channel=Channel.IN_SITE, read_at__isnull=True),
            ),
            models.Index(fields=("send_after",), name="notice_unsent", condition=models.Q(state__in=UNSENT)),
        )
        constraints = (
            models.CheckConstraint(
                name="notice_reaches_somebody",
                condition=models.Q(channel=Channel.IN_SITE, to__isnull=False, address__isnull=True)
                | (~models.Q(channel=Channel.IN_SITE) & models.Q(address__isnull=False)),
                violation_error_message="站内通知要有收件人，邮件和短信要有地址。",
            ),
            models.CheckConstraint(
                name="notice_in_site_is_there_at_once",
                condition=~models.Q(channel=Channel.IN_SITE) | models.Q(state=State.SENT),
                violation_error_message="站内通知不需要发送。",
            ),
            models.CheckConstraint(
                name="notice_read_in_site_only",
                condition=models.Q(channel=Channel.IN_SITE) | models.Q(read_at__isnull=True, count=0),
                violation_error_message="只有站内通知可以标为已读、可以合并。",
            ),
            models.CheckConstraint(
                name="notice_leased_while_sending",
                condition=models.Q(state=State.SENDING, leased_until__isnull=False)
                | (~models.Q(state=State.SENDING) & models.Q(leased_until__isnull=True)),
                violation_error_message="只有发送中的通知有租约。",
            ),
            models.CheckConstraint(
                name="notice_sent_has_its_time",
                condition=models.Q(state=State.SENT, sent_at__isnull=False)
                | (~models.Q(state=State.SENT) & models.Q(sent_at__isnull=True)),
                violation_error_message="发出时间与状态不符。",
            ),
            models.CheckConstraint(
                name="notice_attempts_bounded",
                condition=models.Q(attempts__lte=MOST_ATTEMPTS),
                violation_error_message=f"一条通知最多尝试发送 {MOST_ATTEMPTS} 次。",
            ),
            models.CheckConstraint(
                name="notice_failed_with_a_reason",
                condition=~models.Q(state=State.FAILED) | ~models.Q(last_error=""),
                violation_error_message="发送失败必须写明原因。",
            ),
            models.CheckConstraint(
                name="notice_names_nobody",
                condition=_names_nobody(),
                violation_error_message="通知里不能有证件号、卡号或手机号。",
            ),
            models.CheckConstraint(
                name="notice_leads_into_the_portal",
                condition=models.Q(url="") | models.Q(url__regex=WITHIN_THE_PORTAL),
                violation_error_message="通知的链接只能指向本系统。",
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="notice_states", field="state", transitions=[(a.value, b.value) for a, b in TRANSITIONS]
            ),
        )

    def __str__(self) -> str:
        return self.heading

    def get_absolute_url(self) -> str:
        """Where it is opened, by POST: it is read then."""
        return reverse("notices:open", args=[self.pk])

    @property
    def heading(self) -> str:
        """The subject, of a digest with its number: 新到金点子 12 条."""
        return f"{self.subject} {self.count} 条" if self.count else self.subject

    @property
    def is_unread(self) -> bool:
        """Whether its person has not opened it yet."""
        return self.channel == Channel.IN_SITE and self.read_at is None

    @property
    def is_failed(self) -> bool:
        """Whether it was given up."""
        return self.state == State.FAILED

    @property
    def masked_address(self) -> str:
        """The address as staff may see it: 138****0017, z***@example.cn."""
        try:
            return masks.mask(MASK_OF_ADDRESS.get(self.channel, "hidden"), self.address)
        except SealBroken:
            return masks.BROKEN
