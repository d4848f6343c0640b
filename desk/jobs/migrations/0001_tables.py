"""Jobs and the chores that are due."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("jobs", "0001_initial"), ("jobs", "0002_sealed_results")]

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Job",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="jobs",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None, verbose_name="范围"
                            ),
                        ),
                        ("args", models.JSONField(blank=True, default=dict, verbose_name="参数")),
                        ("key", models.CharField(blank=True, max_length=120, verbose_name="防重键")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待"),
                                    ("running", "运行"),
                                    ("done", "完成"),
                                    ("failed", "失败"),
                                    ("cancelled", "已取消"),
                                ],
                                default="waiting",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("cancel_requested", models.BooleanField(default=False, verbose_name="已请求取消")),
                        ("token", models.BigIntegerField(default=0, verbose_name="执行次数")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                        (
                            "interruptions",
                            models.PositiveSmallIntegerField(default=0, verbose_name="非自身原因的中断次数"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="提交时间"
                            ),
                        ),
                        (
                            "queued_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="排队时间"
                            ),
                        ),
                        (
                            "hinted_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="通知执行时间"
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                        ("heartbeat_at", models.DateTimeField(blank=True, null=True, verbose_name="最近心跳")),
                        ("lease_until", models.DateTimeField(blank=True, null=True, verbose_name="租约到期")),
                        ("lost_at", models.DateTimeField(blank=True, null=True, verbose_name="最近中断")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="已完成")),
                        ("total", models.PositiveIntegerField(default=0, verbose_name="总数")),
                        ("message", models.CharField(blank=True, max_length=200, verbose_name="进展")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="未完成的原因")),
                        ("log", models.TextField(blank=True, verbose_name="过程记录")),
                        ("result", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="结果文件")),
                        ("download_name", models.CharField(blank=True, max_length=200, verbose_name="下载文件名")),
                        ("result_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="结果保留至")),
                        (
                            "rights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="取得结果所需权限",
                            ),
                        ),
                        ("fetch_once", models.BooleanField(default=False, verbose_name="只能下载一次")),
                        ("fetched_at", models.DateTimeField(blank=True, null=True, verbose_name="下载时间")),
                    ],
                    options={
                        "verbose_name": "任务",
                        "verbose_name_plural": "任务",
                        "ordering": ("-created_at", "-pk"),
                        "indexes": [
                            models.Index(fields=["owner", "-created_at"], name="job_owner"),
                            models.Index(
                                condition=models.Q(("state__in", ("waiting", "running"))),
                                fields=["state", "queued_at"],
                                name="job_unfinished",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("waiting", "running")), models.Q(("key", ""), _negated=True)
                                ),
                                fields=("kind", "key"),
                                name="job_key_once_while_unfinished",
                                violation_error_message="同样的任务正在进行，请等它结束。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scope__len__gt", 0)),
                                name="job_scope_not_empty",
                                violation_error_message="任务必须有管辖范围。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("attempts__lte", 3), ("interruptions__lte", 20)),
                                name="job_attempts_bounded",
                                violation_error_message="一项任务最多尝试 3 次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("lease_until__isnull", False), ("state", "running")),
                                    models.Q(
                                        models.Q(("state", "running"), _negated=True), ("lease_until__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="job_leased_while_running",
                                violation_error_message="只有运行中的任务有租约。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("finished_at__isnull", False), ("state__in", ("done", "failed", "cancelled"))
                                    ),
                                    models.Q(("finished_at__isnull", True), ("state__in", ("waiting", "running"))),
                                    _connector="OR",
                                ),
                                name="job_finished_when_it_ended",
                                violation_error_message="结束时间与状态不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "failed"), _negated=True),
                                    models.Q(("reason", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="job_failed_with_a_reason",
                                violation_error_message="失败的任务必须写明原因。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="job_states",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{waiting:running,waiting:cancelled,running:done,running:failed,running:cancelled,running:waiting,failed:waiting,cancelled:waiting}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="86e455a7bc15199dc1f1df6590134cb4d217f8eb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_job_states_9ebd0",
                                    table="jobs_job",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "jobs_jobevent" ("args", "attempts", "cancel_requested", "created_at", "download_name", "fetch_once", "fetched_at", "finished_at", "id", "interruptions", "key", "kind", "lost_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "reason", "result", "result_expires_at", "rights", "scope", "started_at", "state", "title", "token") VALUES (NEW."args", NEW."attempts", NEW."cancel_requested", NEW."created_at", NEW."download_name", NEW."fetch_once", NEW."fetched_at", NEW."finished_at", NEW."id", NEW."interruptions", NEW."key", NEW."kind", NEW."lost_at", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."queued_at", NEW."reason", NEW."result", NEW."result_expires_at", NEW."rights", NEW."scope", NEW."started_at", NEW."state", NEW."title", NEW."token"); RETURN NULL;',
                                    hash="b7aec7bc3e89bc87d7ebbe1412cbca124541085a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_8da9d",
                                    table="jobs_job",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."args" IS DISTINCT FROM (NEW."args") OR OLD."attempts" IS DISTINCT FROM (NEW."attempts") OR OLD."cancel_requested" IS DISTINCT FROM (NEW."cancel_requested") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."download_name" IS DISTINCT FROM (NEW."download_name") OR OLD."fetch_once" IS DISTINCT FROM (NEW."fetch_once") OR OLD."fetched_at" IS DISTINCT FROM (NEW."fetched_at") OR OLD."finished_at" IS DISTINCT FROM (NEW."finished_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."interruptions" IS DISTINCT FROM (NEW."interruptions") OR OLD."key" IS DISTINCT FROM (NEW."key") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."lost_at" IS DISTINCT FROM (NEW."lost_at") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."queued_at" IS DISTINCT FROM (NEW."queued_at") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."result" IS DISTINCT FROM (NEW."result") OR OLD."result_expires_at" IS DISTINCT FROM (NEW."result_expires_at") OR OLD."rights" IS DISTINCT FROM (NEW."rights") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."token" IS DISTINCT FROM (NEW."token"))',
                                    func='INSERT INTO "jobs_jobevent" ("args", "attempts", "cancel_requested", "created_at", "download_name", "fetch_once", "fetched_at", "finished_at", "id", "interruptions", "key", "kind", "lost_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "reason", "result", "result_expires_at", "rights", "scope", "started_at", "state", "title", "token") VALUES (NEW."args", NEW."attempts", NEW."cancel_requested", NEW."created_at", NEW."download_name", NEW."fetch_once", NEW."fetched_at", NEW."finished_at", NEW."id", NEW."interruptions", NEW."key", NEW."kind", NEW."lost_at", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."queued_at", NEW."reason", NEW."result", NEW."result_expires_at", NEW."rights", NEW."scope", NEW."started_at", NEW."state", NEW."title", NEW."token"); RETURN NULL;',
                                    hash="0c305fd3d1fcb00d91cab42d6d820bd9e6eae0e8",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_91845",
                                    table="jobs_job",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "jobs_jobevent" ("args", "attempts", "cancel_requested", "created_at", "download_name", "fetch_once", "fetched_at", "finished_at", "id", "interruptions", "key", "kind", "lost_at", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "queued_at", "reason", "result", "result_expires_at", "rights", "scope", "started_at", "state", "title", "token") VALUES (OLD."args", OLD."attempts", OLD."cancel_requested", OLD."created_at", OLD."download_name", OLD."fetch_once", OLD."fetched_at", OLD."finished_at", OLD."id", OLD."interruptions", OLD."key", OLD."kind", OLD."lost_at", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."queued_at", OLD."reason", OLD."result", OLD."result_expires_at", OLD."rights", OLD."scope", OLD."started_at", OLD."state", OLD."title", OLD."token"); RETURN NULL;',
                                    hash="dbc8d16b240ba22181f56113dcdd3adecdf072cc",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_dd1d0",
                                    table="jobs_job",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="JobEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="jobs.job",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("kind", models.CharField(max_length=60, verbose_name="种类")),
                        ("title", models.CharField(max_length=120, verbose_name="任务")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None, verbose_name="范围"
                            ),
                        ),
                        ("args", models.JSONField(blank=True, default=dict, verbose_name="参数")),
                        ("key", models.CharField(blank=True, max_length=120, verbose_name="防重键")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("waiting", "等待"),
                                    ("running", "运行"),
                                    ("done", "完成"),
                                    ("failed", "失败"),
                                    ("cancelled", "已取消"),
                                ],
                                default="waiting",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("cancel_requested", models.BooleanField(default=False, verbose_name="已请求取消")),
                        ("token", models.BigIntegerField(default=0, verbose_name="执行次数")),
                        ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="尝试次数")),
                        (
                            "interruptions",
                            models.PositiveSmallIntegerField(default=0, verbose_name="非自身原因的中断次数"),
                        ),
                        (
                            "created_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="提交时间"
                            ),
                        ),
                        (
                            "queued_at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="排队时间"
                            ),
                        ),
                        ("started_at", models.DateTimeField(blank=True, null=True, verbose_name="开始时间")),
                        ("lost_at", models.DateTimeField(blank=True, null=True, verbose_name="最近中断")),
                        ("finished_at", models.DateTimeField(blank=True, null=True, verbose_name="结束时间")),
                        ("reason", models.CharField(blank=True, max_length=300, verbose_name="未完成的原因")),
                        ("result", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="结果文件")),
                        ("download_name", models.CharField(blank=True, max_length=200, verbose_name="下载文件名")),
                        ("result_expires_at", models.DateTimeField(blank=True, null=True, verbose_name="结果保留至")),
                        (
                            "rights",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=100),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="取得结果所需权限",
                            ),
                        ),
                        ("fetch_once", models.BooleanField(default=False, verbose_name="只能下载一次")),
                        ("fetched_at", models.DateTimeField(blank=True, null=True, verbose_name="下载时间")),
                    ],
                    options={
                        "verbose_name": "任务变更记录",
                        "verbose_name_plural": "任务变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="5c3c7ee42e14999d038e9f75362b8b8e7696a024",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_5eb02",
                                    table="jobs_jobevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="c95f968e2da0bd840d798bb3dd6b73ab341b072a",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_3cd84",
                                    table="jobs_jobevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChoreBegun",
                    fields=[
                        (
                            "code",
                            models.CharField(
                                max_length=120, primary_key=True, serialize=False, verbose_name="清理项目"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                db_default=django.db.models.functions.datetime.Now(), verbose_name="最近开始时间"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "定期清理",
                        "verbose_name_plural": "定期清理",
                        "default_permissions": (),
                    },
                ),
            ]
        ),
    ]
