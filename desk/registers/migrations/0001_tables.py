"""Saved views, columns, bulk actions and approvals of the registers, with their triggers."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [("registers", "0001_initial"), ("registers", "0002_second_person")]

    initial = True

    dependencies = [
        ("jobs", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="SavedView",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="所有人",
                            ),
                        ),
                        ("query", models.TextField(blank=True, verbose_name="条件")),
                        ("shared_scope", models.TextField(blank=True, verbose_name="共享范围")),
                    ],
                    options={
                        "verbose_name": "视图",
                        "verbose_name_plural": "视图",
                        "ordering": ("name", "id"),
                        "permissions": (("share_savedview", "在本级共享视图"),),
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["register", "shared_scope"], name="savedview_shared")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("owner", "register", "name"),
                                name="savedview_name_once_per_person",
                                violation_error_message="您在这张台账已有同名的视图，请换一个名称。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_savedviewevent" ("created_at", "id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "register", "shared_scope", "version") VALUES (NEW."created_at", NEW."id", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."query", NEW."register", NEW."shared_scope", NEW."version"); RETURN NULL;',
                                    hash="b8fe335ed071ef3b5f5449b33e8247f2ed3ca41d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_9ec66",
                                    table="registers_savedview",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."query" IS DISTINCT FROM (NEW."query") OR OLD."register" IS DISTINCT FROM (NEW."register") OR OLD."shared_scope" IS DISTINCT FROM (NEW."shared_scope") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "registers_savedviewevent" ("created_at", "id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "register", "shared_scope", "version") VALUES (NEW."created_at", NEW."id", NEW."name", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."query", NEW."register", NEW."shared_scope", NEW."version"); RETURN NULL;',
                                    hash="50cbb6c8283d0ff2d5849adc928b525cf6d41a7b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f8803",
                                    table="registers_savedview",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_savedviewevent" ("created_at", "id", "name", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "query", "register", "shared_scope", "version") VALUES (OLD."created_at", OLD."id", OLD."name", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."query", OLD."register", OLD."shared_scope", OLD."version"); RETURN NULL;',
                                    hash="3ef4e60241535022851494fa03eaca3e31413f45",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a003a",
                                    table="registers_savedview",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="SavedViewEvent",
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
                                to="registers.savedview",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        ("name", models.CharField(max_length=40, verbose_name="名称")),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="所有人",
                            ),
                        ),
                        ("query", models.TextField(blank=True, verbose_name="条件")),
                        ("shared_scope", models.TextField(blank=True, verbose_name="共享范围")),
                    ],
                    options={
                        "verbose_name": "视图变更记录",
                        "verbose_name_plural": "视图变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="4f353921fdcd6ba4dc8f86375a3945aec716badc",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_905f7",
                                    table="registers_savedviewevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="a33eed934436cc2f84bf932c2b40eeec77ebd85b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_81e28",
                                    table="registers_savedviewevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnChoice",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), size=None, verbose_name="列"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "列的选择",
                        "verbose_name_plural": "列的选择",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("person", "register"),
                                name="columnchoice_once_per_person",
                                violation_error_message="这张台账的列已选择过。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_columnchoiceevent" ("columns", "created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register", "version") VALUES (NEW."columns", NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."register", NEW."version"); RETURN NULL;',
                                    hash="028a2d3fa5717bde9f81725dbe39979d28bdc78f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_309c9",
                                    table="registers_columnchoice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."columns" IS DISTINCT FROM (NEW."columns") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."person_id" IS DISTINCT FROM (NEW."person_id") OR OLD."register" IS DISTINCT FROM (NEW."register") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "registers_columnchoiceevent" ("columns", "created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register", "version") VALUES (NEW."columns", NEW."created_at", NEW."id", NEW."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."register", NEW."version"); RETURN NULL;',
                                    hash="67c79c9a975933f38edeb3a83fa41db9ea09814e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e4c2a",
                                    table="registers_columnchoice",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_columnchoiceevent" ("columns", "created_at", "id", "person_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "register", "version") VALUES (OLD."columns", OLD."created_at", OLD."id", OLD."person_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."register", OLD."version"); RETURN NULL;',
                                    hash="549b4c0855bba20d58f446d85c2d8844fdf224c2",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_3a80d",
                                    table="registers_columnchoice",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ColumnChoiceEvent",
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
                                to="registers.columnchoice",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "person",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        (
                            "columns",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=60), size=None, verbose_name="列"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "列的选择变更记录",
                        "verbose_name_plural": "列的选择变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="afa379922b6ecc5ea785191ced409bf37a564e7c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6cc3a",
                                    table="registers_columnchoiceevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="4095a791edeca5508372ed42fab4db8953b987e1",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_122ab",
                                    table="registers_columnchoiceevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Batch",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="提交人",
                            ),
                        ),
                        ("purpose", models.CharField(max_length=40, verbose_name="用途")),
                        ("query", models.TextField(blank=True, verbose_name="条件")),
                        (
                            "picked",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="所选记录",
                            ),
                        ),
                        ("answers", models.JSONField(blank=True, default=dict, verbose_name="填写内容")),
                        ("reveal", models.BooleanField(default=False, verbose_name="含原文")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                        (
                            "job",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="jobs.job",
                                verbose_name="任务",
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="成功")),
                        ("failed", models.PositiveIntegerField(default=0, verbose_name="失败")),
                        ("failures", models.JSONField(blank=True, default=list, verbose_name="失败原因")),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="范围"
                            ),
                        ),
                        ("persons", models.PositiveIntegerField(default=0, verbose_name="人数")),
                        (
                            "approval",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "无需批准"),
                                    ("waiting", "待批准"),
                                    ("approved", "已批准"),
                                    ("refused", "未批准"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="批准",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="批准意见")),
                    ],
                    options={
                        "verbose_name": "批量操作",
                        "verbose_name_plural": "批量操作",
                        "ordering": ("-id",),
                        "permissions": (("approve_export", "批准导出未遮盖的个人信息"),),
                        "default_permissions": (),
                        "indexes": [
                            models.Index(
                                condition=models.Q(("approval", "waiting")), fields=["created_at"], name="batch_waiting"
                            ),
                            models.Index(
                                condition=models.Q(("reveal", True)),
                                fields=["owner", "created_at"],
                                name="batch_revealed",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("reveal", False), models.Q(("reason", ""), _negated=True), _connector="OR"
                                ),
                                name="batch_reveal_has_reason",
                                violation_error_message="导出原文须说明理由。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("decided_by__isnull", True),
                                    models.Q(("decided_by", models.F("owner")), _negated=True),
                                    _connector="OR",
                                ),
                                name="batch_decided_by_somebody_else",
                                violation_error_message="不能批准自己申请的导出。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(
                                        ("approval__in", ("approved", "refused")),
                                        ("decided_at__isnull", False),
                                        ("decided_by__isnull", False),
                                    ),
                                    models.Q(
                                        ("approval__in", ("", "waiting")),
                                        ("decided_at__isnull", True),
                                        ("decided_by__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="batch_decided_says_by_whom",
                                violation_error_message="批准与否须写明由谁在何时作出。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("job__isnull", True), ("approval__in", ("", "approved")), _connector="OR"
                                ),
                                name="batch_runs_when_approved",
                                violation_error_message="未经批准的导出不能执行。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_batchevent" ("answer", "answers", "approval", "created_at", "decided_at", "decided_by_id", "done", "failed", "failures", "id", "job_id", "owner_id", "persons", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picked", "purpose", "query", "reason", "register", "reveal", "scope", "version") VALUES (NEW."answer", NEW."answers", NEW."approval", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."done", NEW."failed", NEW."failures", NEW."id", NEW."job_id", NEW."owner_id", NEW."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."picked", NEW."purpose", NEW."query", NEW."reason", NEW."register", NEW."reveal", NEW."scope", NEW."version"); RETURN NULL;',
                                    hash="9f29e545d1b45e6ba710fd8f45695012e8fd96a5",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0e14b",
                                    table="registers_batch",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."answers" IS DISTINCT FROM (NEW."answers") OR OLD."approval" IS DISTINCT FROM (NEW."approval") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_at" IS DISTINCT FROM (NEW."decided_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."done" IS DISTINCT FROM (NEW."done") OR OLD."failed" IS DISTINCT FROM (NEW."failed") OR OLD."failures" IS DISTINCT FROM (NEW."failures") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."job_id" IS DISTINCT FROM (NEW."job_id") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."persons" IS DISTINCT FROM (NEW."persons") OR OLD."picked" IS DISTINCT FROM (NEW."picked") OR OLD."purpose" IS DISTINCT FROM (NEW."purpose") OR OLD."query" IS DISTINCT FROM (NEW."query") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."register" IS DISTINCT FROM (NEW."register") OR OLD."reveal" IS DISTINCT FROM (NEW."reveal") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "registers_batchevent" ("answer", "answers", "approval", "created_at", "decided_at", "decided_by_id", "done", "failed", "failures", "id", "job_id", "owner_id", "persons", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picked", "purpose", "query", "reason", "register", "reveal", "scope", "version") VALUES (NEW."answer", NEW."answers", NEW."approval", NEW."created_at", NEW."decided_at", NEW."decided_by_id", NEW."done", NEW."failed", NEW."failures", NEW."id", NEW."job_id", NEW."owner_id", NEW."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."picked", NEW."purpose", NEW."query", NEW."reason", NEW."register", NEW."reveal", NEW."scope", NEW."version"); RETURN NULL;',
                                    hash="6b1ebfee0d9ddcf9f76e3edf3b737748445c2a11",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_49b92",
                                    table="registers_batch",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "registers_batchevent" ("answer", "answers", "approval", "created_at", "decided_at", "decided_by_id", "done", "failed", "failures", "id", "job_id", "owner_id", "persons", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "picked", "purpose", "query", "reason", "register", "reveal", "scope", "version") VALUES (OLD."answer", OLD."answers", OLD."approval", OLD."created_at", OLD."decided_at", OLD."decided_by_id", OLD."done", OLD."failed", OLD."failures", OLD."id", OLD."job_id", OLD."owner_id", OLD."persons", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."picked", OLD."purpose", OLD."query", OLD."reason", OLD."register", OLD."reveal", OLD."scope", OLD."version"); RETURN NULL;',
                                    hash="968e127822568a33885b1d97b9061db3a6542e05",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_df24e",
                                    table="registers_batch",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="BatchEvent",
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
                                to="registers.batch",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
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
                        ("purpose", models.CharField(max_length=40, verbose_name="用途")),
                        ("query", models.TextField(blank=True, verbose_name="条件")),
                        (
                            "picked",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.CharField(max_length=40),
                                blank=True,
                                default=list,
                                size=None,
                                verbose_name="所选记录",
                            ),
                        ),
                        ("answers", models.JSONField(blank=True, default=dict, verbose_name="填写内容")),
                        ("reveal", models.BooleanField(default=False, verbose_name="含原文")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                        (
                            "job",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="jobs.job",
                                verbose_name="任务",
                            ),
                        ),
                        ("done", models.PositiveIntegerField(default=0, verbose_name="成功")),
                        ("failed", models.PositiveIntegerField(default=0, verbose_name="失败")),
                        ("failures", models.JSONField(blank=True, default=list, verbose_name="失败原因")),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), blank=True, default=list, size=None, verbose_name="范围"
                            ),
                        ),
                        ("persons", models.PositiveIntegerField(default=0, verbose_name="人数")),
                        (
                            "approval",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "无需批准"),
                                    ("waiting", "待批准"),
                                    ("approved", "已批准"),
                                    ("refused", "未批准"),
                                ],
                                default="",
                                max_length=8,
                                verbose_name="批准",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="批准人",
                            ),
                        ),
                        ("decided_at", models.DateTimeField(blank=True, null=True, verbose_name="批准时间")),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="批准意见")),
                    ],
                    options={
                        "verbose_name": "批量操作变更记录",
                        "verbose_name_plural": "批量操作变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="dfe3e70a9306dd907f5cf82961b53e7ccf1221c1",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_47e1e",
                                    table="registers_batchevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="c81552b4941a3a11bba7f42af69f45606800edbe",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_83252",
                                    table="registers_batchevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Submission",
                    fields=[
                        (
                            "digest",
                            models.CharField(max_length=64, primary_key=True, serialize=False, verbose_name="摘要"),
                        ),
                        (
                            "person",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("url", models.TextField(blank=True, verbose_name="去向")),
                    ],
                    options={
                        "verbose_name": "已提交的表单",
                        "verbose_name_plural": "已提交的表单",
                        "default_permissions": (),
                        "indexes": [models.Index(fields=["person", "at"], name="submission_person")],
                    },
                ),
            ]
        ),
    ]
