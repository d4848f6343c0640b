import django.core.validators
import django.db.models.deletion
import django.db.models.functions.datetime
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import desk.vault.fields
import desk.vault.sealed


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=desk.vault.sealed.uuid7,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                        verbose_name="编号",
                    ),
                ),
                (
                    "to",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="收件人",
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[("in_site", "站内"), ("mail", "邮件"), ("sms", "短信")],
                        default="in_site",
                        max_length=7,
                        verbose_name="渠道",
                    ),
                ),
                ("address", desk.vault.fields.EncryptedTextField(blank=True, max_length=254, verbose_name="地址")),
                (
                    "topic",
                    models.CharField(
                        max_length=60,
                        validators=[django.core.validators.RegexValidator("^[a-z][a-z0-9_.-]*$", "事项代码不对。")],
                        verbose_name="事项代码",
                    ),
                ),
                ("subject", models.CharField(max_length=200, verbose_name="标题")),
                ("text", models.TextField(blank=True, verbose_name="内容")),
                ("url", models.CharField(blank=True, max_length=300, verbose_name="链接")),
                (
                    "key",
                    models.CharField(
                        error_messages={"unique": "这条通知已经有了。"},
                        max_length=200,
                        unique=True,
                        verbose_name="防重键",
                    ),
                ),
                ("count", models.PositiveIntegerField(default=0, verbose_name="合并条数")),
                (
                    "created_at",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="产生时间"),
                ),
                (
                    "send_after",
                    models.DateTimeField(db_default=django.db.models.functions.datetime.Now(), verbose_name="发送时间"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待发"),
                            ("sending", "发送中"),
                            ("sent", "已发出"),
                            ("failed", "发送失败"),
                        ],
                        default="waiting",
                        max_length=7,
                        verbose_name="状态",
                    ),
                ),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                ("leased_until", models.DateTimeField(blank=True, null=True, verbose_name="租约到期")),
                ("sent_at", models.DateTimeField(blank=True, null=True, verbose_name="发出时间")),
                ("read_at", models.DateTimeField(blank=True, null=True, verbose_name="阅读时间")),
                ("last_error", models.CharField(blank=True, max_length=200, verbose_name="最近一次失败的原因")),
            ],
            options={
                "verbose_name": "通知",
                "verbose_name_plural": "通知",
                "ordering": ("-created_at", "-pk"),
                "default_permissions": ("view", "change"),
                "indexes": [
                    models.Index(
                        condition=models.Q(("channel", "in_site")),
                        fields=["to", "-created_at"],
                        name="notice_of_person",
                    ),
                    models.Index(
                        condition=models.Q(("channel", "in_site"), ("read_at__isnull", True)),
                        fields=["to"],
                        name="notice_unread",
                    ),
                    models.Index(
                        condition=models.Q(("state__in", ("waiting", "sending", "failed"))),
                        fields=["send_after"],
                        name="notice_unsent",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address__isnull", True), ("channel", "in_site"), ("to__isnull", False)),
                            models.Q(models.Q(("channel", "in_site"), _negated=True), ("address__isnull", False)),
                            _connector="OR",
                        ),
                        name="notice_reaches_somebody",
                        violation_error_message="站内通知要有收件人，邮件和短信要有地址。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "in_site"), _negated=True), ("state", "sent"), _connector="OR"
                        ),
                        name="notice_in_site_is_there_at_once",
                        violation_error_message="站内通知不需要发送。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("channel", "in_site"), models.Q(("count", 0), ("read_at__isnull", True)), _connector="OR"
                        ),
                        name="notice_read_in_site_only",
                        violation_error_message="只有站内通知可以标为已读、可以合并。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("leased_until__isnull", False), ("state", "sending")),
                            models.Q(models.Q(("state", "sending"), _negated=True), ("leased_until__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_leased_while_sending",
                        violation_error_message="只有发送中的通知有租约。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("sent_at__isnull", False), ("state", "sent")),
                            models.Q(models.Q(("state", "sent"), _negated=True), ("sent_at__isnull", True)),
                            _connector="OR",
                        ),
                        name="notice_sent_has_its_time",
                        violation_error_message="发出时间与状态不符。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("attempts__lte", 6)),
                        name="notice_attempts_bounded",
                        violation_error_message="一条通知最多尝试发送 6 次。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "failed"), _negated=True),
                            models.Q(("last_error", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="notice_failed_with_a_reason",
                        violation_error_message="发送失败必须写明原因。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("subject__regex", "[0-9]{15}|(^|[^0-9A-Za-z.])1[3-9][0-9]{9}($|[^0-9A-Za-z])"),
                            ("text__regex", "[0-9]{15}|(^|[^0-9A-Za-z.])1[3-9][0-9]{9}($|[^0-9A-Za-z])"),
                            ("url__regex", "[0-9]{15}|(^|[^0-9A-Za-z.])1[3-9][0-9]{9}($|[^0-9A-Za-z])"),
                            ("key__regex", "[0-9]{15}|(^|[^0-9A-Za-z.])1[3-9][0-9]{9}($|[^0-9A-Za-z])"),
                            _connector="OR",
                            _negated=True,
                        ),
                        name="notice_names_nobody",
                        violation_error_message="通知里不能有证件号、卡号或手机号。",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("url", ""), ("url__regex", "^/($|[^/\\\\])"), _connector="OR"),
                        name="notice_leads_into_the_portal",
                        violation_error_message="通知的链接只能指向本系统。",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="notice_states",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            declare="DECLARE _is_valid_transition BOOLEAN;",
                            func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:sending,sending:sent,sending:waiting,sending:failed,failed:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                            hash="641ed31e78f8c55a2722ca18efe7c3f71369bc2f",
                            operation="UPDATE",
                            pgid="pgtrigger_notice_states_7ad7d",
                            table="notices_notice",
                            when="BEFORE",
                        ),
                    )
                ],
            },
        ),
    ]
