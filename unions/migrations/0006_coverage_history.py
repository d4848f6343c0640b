"""The history of which union covered an employer, so that an import that registered employers can be undone."""

from typing import Any

import django.contrib.postgres.fields.ranges
import django.db.models.deletion
import pghistory.utils
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from unions.scoping import guard_history


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0005_import_rights"),
    ]

    operations: list[Any] = [
        migrations.CreateModel(
            name="CoverageEvent",
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
            ],
            options={
                "verbose_name": "涵盖单位变更记录",
                "verbose_name_plural": "涵盖单位变更记录",
                "abstract": False,
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."employer_id", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id"); RETURN NULL;',
                    hash="dc772439468421e5aa09855b6d32d086434316e8",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_1840a",
                    table="unions_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."employer_id", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id"); RETURN NULL;',
                    hash="707f425e36e19eddd09eed92c4eadfc6c90714ce",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_5d250",
                    table="unions_coverage",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverage",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."employer_id", OLD."held", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id"); RETURN NULL;',
                    hash="e8e9583ccb8cbba0e97e090ba6104b6641ca9311",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_60aa3",
                    table="unions_coverage",
                    when="AFTER",
                ),
            ),
        ),
        migrations.AddField(
            model_name="coverageevent",
            name="employer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="+",
                related_query_name="+",
                to="unions.employer",
                verbose_name="用人单位",
            ),
        ),
        migrations.AddField(
            model_name="coverageevent",
            name="pgh_obj",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.DO_NOTHING,
                related_name="history",
                to="unions.coverage",
            ),
        ),
        migrations.AddField(
            model_name="coverageevent",
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
            model_name="coverageevent",
            trigger=pgtrigger.compiler.Trigger(
                name="append_only",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="8600a974a6d92f0a109eb043f8d51974f1c80303",
                    operation="UPDATE OR DELETE",
                    pgid="pgtrigger_append_only_4f7d9",
                    table="unions_coverageevent",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="coverageevent",
            trigger=pgtrigger.compiler.Trigger(
                name="never_emptied",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                    hash="55c8a635b2a402b5e309bb927f065f2d5ef1ba37",
                    level="STATEMENT",
                    operation="TRUNCATE",
                    pgid="pgtrigger_never_emptied_54f33",
                    table="unions_coverageevent",
                    when="BEFORE",
                ),
            ),
        ),
        guard_history("unions_coverageevent"),
    ]
