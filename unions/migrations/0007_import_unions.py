"""Importing unions is a right of its own. Their standing and what happened to them keep a history, so that founding by a
sheet can be undone."""

from typing import Any

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

from unions.scoping import guard_history


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0006_coverage_history"),
    ]

    operations: list[Any] = [
        migrations.CreateModel(
            name="OrgChangeEvent",
            fields=[
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("pgh_label", models.TextField(verbose_name="动作")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("founded", "成立"),
                            ("renamed", "更名"),
                            ("moved", "调整隶属"),
                            ("merged", "并入"),
                            ("dissolved", "撤销"),
                        ],
                        max_length=12,
                        verbose_name="变动",
                    ),
                ),
                ("day", models.DateField(verbose_name="日期")),
                ("old_name", models.CharField(blank=True, max_length=120, verbose_name="原名称")),
                ("new_name", models.CharField(blank=True, max_length=120, verbose_name="新名称")),
                ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
            ],
            options={
                "verbose_name": "组织变动变更记录",
                "verbose_name_plural": "组织变动变更记录",
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="StandingEvent",
            fields=[
                ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                ("pgh_label", models.TextField(verbose_name="动作")),
                ("pgh_context", pghistory.utils.JSONField(null=True)),
                ("pgh_context_id", models.UUIDField(null=True)),
                ("id", models.BigIntegerField()),
                (
                    "held",
                    django.contrib.postgres.fields.ranges.DateRangeField(
                        help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                    ),
                ),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
            ],
            options={
                "verbose_name": "历史隶属变更记录",
                "verbose_name_plural": "历史隶属变更记录",
                "abstract": False,
            },
        ),
        migrations.AlterModelOptions(
            name="unionorg",
            options={
                "base_manager_name": "objects",
                "ordering": ("path",),
                "permissions": (
                    ("move_unionorg", "调整隶属"),
                    ("rename_unionorg", "更名"),
                    ("merge_unionorg", "合并工会"),
                    ("dissolve_unionorg", "撤销工会"),
                    ("export_unionorg", "导出工会组织"),
                    ("import_unionorg", "导入工会组织"),
                    ("print_unionorg", "打印工会组织"),
                    ("reveal_unionorg", "查看工会联系方式"),
                ),
                "verbose_name": "工会组织",
                "verbose_name_plural": "工会组织",
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orgchange",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (NEW."day", NEW."doc_no", NEW."id", NEW."kind", NEW."new_name", NEW."new_parent_id", NEW."old_name", NEW."old_parent_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."union_id"); RETURN NULL;',
                    hash="f732edbc6abdd5e84048e5a1d66e21351f6ed845",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_c52b5",
                    table="unions_orgchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orgchange",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (NEW."day", NEW."doc_no", NEW."id", NEW."kind", NEW."new_name", NEW."new_parent_id", NEW."old_name", NEW."old_parent_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."union_id"); RETURN NULL;',
                    hash="f6fc60a9aee3bf61cc3adb0f0dff345ac023fd59",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_4ca61",
                    table="unions_orgchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orgchange",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (OLD."day", OLD."doc_no", OLD."id", OLD."kind", OLD."new_name", OLD."new_parent_id", OLD."old_name", OLD."old_parent_id", OLD."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."union_id"); RETURN NULL;',
                    hash="ae3f3c42f52dc9f8a689347dbe1d0a3d56f305ac",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_34dc3",
                    table="unions_orgchange",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."held", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id"); RETURN NULL;',
                    hash="e3a76146c33b0171ef9d26d78d16333db9a2881d",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_3e3ae",
                    table="unions_standing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."held", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id"); RETURN NULL;',
                    hash="27ba27cbe452b47e7a914d0db9c61c0fc7476009",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_d2d4a",
                    table="unions_standing",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standing",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."held", OLD."id", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id"); RETURN NULL;',
                    hash="da2ea796822f47f9304c55b7a15d233502b4ef1a",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_e1a42",
                    table="unions_standing",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="new_parent",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="新上级",
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="old_parent",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="原上级",
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="other",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="对方工会",
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="unions.orgchange",
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="recorded_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to=settings.AUTH_USER_MODEL,
                verbose_name="经办人",
            ),
        ),
        migrations.AddField(
            model_name="orgchangeevent",
            name="union",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="工会",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="parent",
            field=models.ForeignKey(
                blank=True,
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="上级工会",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="unions.standing",
            ),
        ),
        migrations.AddField(
            model_name="standingevent",
            name="union",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.unionorg",
                verbose_name="工会",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orgchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="98b53e14550742ef56aa18d254e182d975051858",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_120fb",
                    table="unions_orgchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="orgchangeevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="fed3acf80a3db2baf299e26a1fe5a458dc9736f8",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_84afa",
                    table="unions_orgchangeevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="45f7cbdf47b15913d3f4e20f19ffced9227ccbe7",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_e0b8f",
                    table="unions_standingevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="standingevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="7a06f6c882c27be1d4534867d2adb7b9b426256c",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_b356d",
                    table="unions_standingevent",
                    when="BEFORE",
                ),
            ),
        ),
        guard_history("unions_standingevent"),
        guard_history("unions_orgchangeevent"),
    ]
