"""What unions report, the texts of the year and the editions of the report, with their triggers."""

import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import desk.registers.searching
import desk.vault.fields
import desk.vault.sealed
from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("year_end", "0001_initial"),
        ("year_end", "0003_public_report"),
        ("year_end", "0004_photos_and_four_eyes"),
    ]

    initial = True

    dependencies = [
        ("unions", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="ReportingPeriod",
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
                            "kind",
                            models.CharField(
                                choices=[("calendar_year", "自然年度"), ("statistical_year", "统计年度")],
                                default="calendar_year",
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("first", models.DateField(verbose_name="开始日期")),
                        ("last", models.DateField(verbose_name="结束日期")),
                        ("due_on", models.DateField(verbose_name="上报截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "填报中"), ("closed", "已关账")],
                                default="open",
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "correcting",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="更正理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "统计期",
                        "verbose_name_plural": "统计期",
                        "ordering": ("-last", "kind"),
                        "permissions": (
                            ("close_reportingperiod", "关账"),
                            ("correct_reportingperiod", "更正已关账的统计期"),
                            ("export_reportingperiod", "导出年终统计"),
                            ("print_reportingperiod", "打印年终统计"),
                        ),
                        "indexes": [models.Index(fields=["last", "id"], name="reportingperiod_last")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("kind", "year"),
                                name="reportingperiod_once_a_year",
                                violation_error_message="这一年度的统计期已经有了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("last__gt", models.F("first"))),
                                name="reportingperiod_ends_after_it_begins",
                                violation_error_message="结束日期须晚于开始日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("due_on__gte", models.F("last"))),
                                name="reportingperiod_due_after_it_ends",
                                violation_error_message="上报截止不能早于统计期的最后一天。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("state", "open"), ("correcting", ""), _connector="OR"),
                                name="reportingperiod_corrected_while_open",
                                violation_error_message="已关账的统计期没有正在进行的更正。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_reportingperiodevent" ("correcting", "created_at", "due_on", "first", "id", "kind", "last", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version", "year") VALUES (NEW."correcting", NEW."created_at", NEW."due_on", NEW."first", NEW."id", NEW."kind", NEW."last", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."version", NEW."year"); RETURN NULL;',
                                    hash="1b6edce8abc3e8f5f579af8124ebfb6ffb4451c0",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_60766",
                                    table="year_end_reportingperiod",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."correcting" IS DISTINCT FROM (NEW."correcting") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."first" IS DISTINCT FROM (NEW."first") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."last" IS DISTINCT FROM (NEW."last") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."year" IS DISTINCT FROM (NEW."year"))',
                                    func='INSERT INTO "year_end_reportingperiodevent" ("correcting", "created_at", "due_on", "first", "id", "kind", "last", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version", "year") VALUES (NEW."correcting", NEW."created_at", NEW."due_on", NEW."first", NEW."id", NEW."kind", NEW."last", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."version", NEW."year"); RETURN NULL;',
                                    hash="3cf13e44a8bd4d15bdcf361f4d5d41e3924ce47d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_3f52b",
                                    table="year_end_reportingperiod",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_reportingperiodevent" ("correcting", "created_at", "due_on", "first", "id", "kind", "last", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "version", "year") VALUES (OLD."correcting", OLD."created_at", OLD."due_on", OLD."first", OLD."id", OLD."kind", OLD."last", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."version", OLD."year"); RETURN NULL;',
                                    hash="f2cc1a6d7152aa2782779cefca96ee3103dc64ea",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_210a5",
                                    table="year_end_reportingperiod",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReportingPeriodEvent",
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
                                to="year_end.reportingperiod",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "kind",
                            models.CharField(
                                choices=[("calendar_year", "自然年度"), ("statistical_year", "统计年度")],
                                default="calendar_year",
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                        ("first", models.DateField(verbose_name="开始日期")),
                        ("last", models.DateField(verbose_name="结束日期")),
                        ("due_on", models.DateField(verbose_name="上报截止")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "填报中"), ("closed", "已关账")],
                                default="open",
                                max_length=6,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "correcting",
                            models.CharField(blank=True, editable=False, max_length=500, verbose_name="更正理由"),
                        ),
                    ],
                    options={
                        "verbose_name": "统计期变更记录",
                        "verbose_name_plural": "统计期变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="66be82d334b18ea2f2096fc5eb60eb9968dc5a1c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a5ab9",
                                    table="year_end_reportingperiodevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="6511dbfd1c240bb0d32ca8a7e1c511013a4c6cb2",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c9255",
                                    table="year_end_reportingperiodevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Edition",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="editions",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="版次")),
                        ("reason", models.CharField(blank=True, max_length=500, verbose_name="更正理由")),
                        ("content", models.BinaryField(verbose_name="内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("seal", models.CharField(max_length=64, verbose_name="封缄")),
                        ("closing_note", models.CharField(blank=True, max_length=500, verbose_name="关账说明")),
                        (
                            "made_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="关账人",
                            ),
                        ),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="关账时间")),
                    ],
                    options={
                        "verbose_name": "统计版次",
                        "verbose_name_plural": "统计版次",
                        "ordering": ("period", "-number"),
                        "permissions": (("sign_edition", "签发年终统计"),),
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "number"),
                                name="edition_numbered_once",
                                violation_error_message="这一版次已经有了。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("number", 1), ("reason", "")),
                                    models.Q(("number__gt", 1), models.Q(("reason", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="edition_corrected_for_a_reason",
                                violation_error_message="第一版没有更正理由，以后各版须写明更正理由。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="8e151b20712dd3a3ee1804e31983fe35ab1c844b",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_258db",
                                    table="year_end_edition",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="70a199f6e1ee9632b30d44c551992fc2f44d62ff",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_97e1f",
                                    table="year_end_edition",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Signature",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edition",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="signature",
                                to="year_end.edition",
                                verbose_name="版次",
                            ),
                        ),
                        ("doc_no", models.CharField(max_length=60, verbose_name="文号")),
                        ("name", models.CharField(max_length=40, verbose_name="签发人")),
                        ("post", models.CharField(max_length=40, verbose_name="职务")),
                        (
                            "signed_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("signed_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="签发时间")),
                        ("seal", models.CharField(max_length=64, verbose_name="封缄")),
                    ],
                    options={
                        "verbose_name": "签发",
                        "verbose_name_plural": "签发",
                        "ordering": ("signed_at", "id"),
                        "default_permissions": (),
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("doc_no", ""), _negated=True),
                                    models.Q(("name", ""), _negated=True),
                                    models.Q(("post", ""), _negated=True),
                                ),
                                name="signature_is_complete",
                                violation_error_message="签发须写明文号、签发人和职务。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="59931a69f7a2876ea1cfdcbf45eadd1b98cb1e7c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_0c2e3",
                                    table="year_end_signature",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b3e5bc7a4e3678e534165d77fb7d57c3bae11d23",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_6daf0",
                                    table="year_end_signature",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PublicReport",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "edition",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="public_reports",
                                to="year_end.edition",
                                verbose_name="版次",
                            ),
                        ),
                        ("content", models.BinaryField(verbose_name="内容")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("seal", models.CharField(max_length=64, verbose_name="封缄")),
                        ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="公布时间")),
                    ],
                    options={
                        "verbose_name": "公开版年度报告",
                        "verbose_name_plural": "公开版年度报告",
                        "ordering": ("edition", "-made_at"),
                        "default_permissions": (),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="4da34c2b39c7b26fad6bf468306e64def405a7fe",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_bf2a9",
                                    table="year_end_publicreport",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="6285556ede8d66b4338c22410569bf89af59257f",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_74cba",
                                    table="year_end_publicreport",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatisticalReturn",
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
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="year_end.statisticalreturn",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns",
                                to="unions.unionorg",
                                verbose_name="填报工会",
                            ),
                        ),
                        ("union_name", models.CharField(max_length=120, verbose_name="填报工会")),
                        (
                            "receiver",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="returns_received",
                                to="unions.unionorg",
                                verbose_name="审核工会",
                            ),
                        ),
                        ("receiver_name", models.CharField(max_length=120, verbose_name="审核工会")),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=False, sources=("union_name",), verbose_name="检索"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unreported", "未报"),
                                    ("reported", "已报"),
                                    ("returned", "退回"),
                                    ("approved", "已审"),
                                ],
                                default="unreported",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("responsible", models.CharField(blank=True, max_length=40, verbose_name="负责人")),
                        ("preparer", models.CharField(blank=True, max_length=40, verbose_name="填表人")),
                        ("explanations", models.JSONField(blank=True, default=dict, verbose_name="变动说明")),
                    ],
                    options={
                        "verbose_name": "统计报表",
                        "verbose_name_plural": "统计报表",
                        "ordering": ("period", "id"),
                        "permissions": (
                            ("submit_statisticalreturn", "上报统计报表"),
                            ("receive_statisticalreturn", "受理下级统计报表"),
                            ("decide_statisticalreturn", "审核统计报表"),
                            ("export_statisticalreturn", "导出统计报表"),
                            ("print_statisticalreturn", "打印统计报表"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"), name="return_search"
                            ),
                            models.Index(fields=["due_on", "id"], name="return_due"),
                            models.Index(fields=["union_name", "id"], name="return_union_name"),
                            models.Index(fields=["state_since", "id"], name="return_since"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "union"),
                                name="return_once_a_period",
                                violation_error_message="这家工会在这一统计期已有报表。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("state__in", ("unreported", "returned")),
                                    models.Q(
                                        models.Q(("responsible", ""), _negated=True),
                                        models.Q(("preparer", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="return_signed_when_reported",
                                violation_error_message="上报须写明负责人和填表人。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_successor",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.successor_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM year_end_statisticalreturn WHERE id = NEW.successor_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'year_end_statisticalreturn.successor_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="ffe6d6d2acfbfaf4ea719d92c79c677608cf4628",
                                    operation='INSERT OR UPDATE OF "union_id", "successor_id"',
                                    pgid="pgtrigger_same_union_successor_22b4e",
                                    table="year_end_statisticalreturn",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'is_unread' = to_jsonb(OLD) - 'is_unread' THEN RETURN NEW; END IF;\n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = NEW.period_id AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = OLD.period_id AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_statisticalreturn: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="f2557a3d09be632c84c5f2970c8aff41dad4026f",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_98873",
                                    table="year_end_statisticalreturn",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_passage",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{approved:returned,reported:approved,reported:returned,returned:reported,unreported:reported}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="47ab655ddcacca96f83e592b50776dca699af248",
                                    operation="UPDATE",
                                    pgid="pgtrigger_declared_passage_b15b0",
                                    table="year_end_statisticalreturn",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="written_down",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM year_end_returnentry WHERE case_id = NEW.id AND case_version = NEW.version\n                    AND from_state = OLD.state AND to_state = NEW.state\n            ) THEN\n                RAISE EXCEPTION 'year_end_statisticalreturn: a state is changed without an entry' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="d89d2cdc5e671f8373c12afc002bc75076cc9adb",
                                    operation='UPDATE OF "state"',
                                    pgid="pgtrigger_written_down_99e8c",
                                    table="year_end_statisticalreturn",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_statisticalreturnevent" ("created_at", "due_on", "explanations", "id", "is_unread", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparer", "receiver_id", "receiver_name", "responsible", "state", "state_since", "successor_id", "union_id", "union_name", "version") SELECT new_values."created_at", new_values."due_on", new_values."explanations", new_values."id", new_values."is_unread", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."preparer", new_values."receiver_id", new_values."receiver_name", new_values."responsible", new_values."state", new_values."state_since", new_values."successor_id", new_values."union_id", new_values."union_name", new_values."version" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="3a9a62a33b1efb309199b6fd32677a31cf22ab96",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_f28bf",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="year_end_statisticalreturn",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_statisticalreturnevent" ("created_at", "due_on", "explanations", "id", "is_unread", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparer", "receiver_id", "receiver_name", "responsible", "state", "state_since", "successor_id", "union_id", "union_name", "version") SELECT new_values."created_at", new_values."due_on", new_values."explanations", new_values."id", new_values."is_unread", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."preparer", new_values."receiver_id", new_values."receiver_name", new_values."responsible", new_values."state", new_values."state_since", new_values."successor_id", new_values."union_id", new_values."union_name", new_values."version" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."due_on" IS DISTINCT FROM (new_values."due_on") OR old_values."explanations" IS DISTINCT FROM (new_values."explanations") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_unread" IS DISTINCT FROM (new_values."is_unread") OR old_values."period_id" IS DISTINCT FROM (new_values."period_id") OR old_values."preparer" IS DISTINCT FROM (new_values."preparer") OR old_values."receiver_id" IS DISTINCT FROM (new_values."receiver_id") OR old_values."receiver_name" IS DISTINCT FROM (new_values."receiver_name") OR old_values."responsible" IS DISTINCT FROM (new_values."responsible") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."state_since" IS DISTINCT FROM (new_values."state_since") OR old_values."successor_id" IS DISTINCT FROM (new_values."successor_id") OR old_values."union_id" IS DISTINCT FROM (new_values."union_id") OR old_values."union_name" IS DISTINCT FROM (new_values."union_name") OR old_values."version" IS DISTINCT FROM (new_values."version")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="82c385901805935700d82db7595287dc8c824bc1",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_eac49",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="year_end_statisticalreturn",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_statisticalreturnevent" ("created_at", "due_on", "explanations", "id", "is_unread", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "preparer", "receiver_id", "receiver_name", "responsible", "state", "state_since", "successor_id", "union_id", "union_name", "version") SELECT old_values."created_at", old_values."due_on", old_values."explanations", old_values."id", old_values."is_unread", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."preparer", old_values."receiver_id", old_values."receiver_name", old_values."responsible", old_values."state", old_values."state_since", old_values."successor_id", old_values."union_id", old_values."union_name", old_values."version" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="44d50465a978c3b2347da5deaa1dec4b299b3c0e",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_c4ede",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="year_end_statisticalreturn",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StatisticalReturnEvent",
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
                                to="year_end.statisticalreturn",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.statisticalreturn",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="填报工会",
                            ),
                        ),
                        ("union_name", models.CharField(max_length=120, verbose_name="填报工会")),
                        (
                            "receiver",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="审核工会",
                            ),
                        ),
                        ("receiver_name", models.CharField(max_length=120, verbose_name="审核工会")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("unreported", "未报"),
                                    ("reported", "已报"),
                                    ("returned", "退回"),
                                    ("approved", "已审"),
                                ],
                                default="unreported",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        ("responsible", models.CharField(blank=True, max_length=40, verbose_name="负责人")),
                        ("preparer", models.CharField(blank=True, max_length=40, verbose_name="填表人")),
                        ("explanations", models.JSONField(blank=True, default=dict, verbose_name="变动说明")),
                    ],
                    options={
                        "verbose_name": "统计报表变更记录",
                        "verbose_name_plural": "统计报表变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="a19c8df971e93832ced54d4102ef8d371de9874d",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_bcae9",
                                    table="year_end_statisticalreturnevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="a1dd46a93bd9cd1fbd356d4b1ae8211e20700bfb",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_3034b",
                                    table="year_end_statisticalreturnevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnEntry",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("moved", "办理"),
                                    ("note", "内部备注"),
                                    ("reply", "答复"),
                                    ("message", "留言"),
                                ],
                                max_length=7,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                choices=[("staff", "工会"), ("visitor", "本人"), ("clock", "系统")],
                                default="staff",
                                max_length=7,
                                verbose_name="由谁",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("move", models.CharField(blank=True, max_length=24, verbose_name="动作")),
                        ("from_state", models.CharField(blank=True, max_length=24, verbose_name="原状态")),
                        ("to_state", models.CharField(blank=True, max_length=24, verbose_name="新状态")),
                        ("case_version", models.PositiveIntegerField(default=0, verbose_name="办件版本")),
                        ("text", desk.vault.fields.EncryptedTextField(blank=True, verbose_name="内容")),
                        ("is_public", models.BooleanField(default=False, verbose_name="本人可见")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="year_end.statisticalreturn",
                                verbose_name="统计报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "统计报表办理记录",
                        "verbose_name_plural": "统计报表办理记录",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "indexes": [models.Index(fields=["case", "at"], name="year_end_returnentry_at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor__isnull", False), ("by", "staff")),
                                    models.Q(models.Q(("by", "staff"), _negated=True), ("actor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="year_end_returnentry_staff_is_known",
                                violation_error_message="经办人与来源不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_public", True), ("kind", "note"), _negated=True),
                                name="year_end_returnentry_note_is_internal",
                                violation_error_message="内部备注不能对外公开。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="45a73cd20f42f9884941e6f2e984bc40db67cd89",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_16cc0",
                                    table="year_end_returnentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="a56f4983ce430d9f8741ae7146ff33b2ee4c6539",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_df438",
                                    table="year_end_returnentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_move",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF (NEW.kind = 'moved') <> (NEW.move <> '')\n                OR (NEW.move <> '' AND (NEW.move, NEW.from_state, NEW.to_state) NOT IN (('approve', 'reported', 'approved'), ('reopen', 'approved', 'returned'), ('send_back', 'reported', 'returned'), ('submit', 'returned', 'reported'), ('submit', 'unreported', 'reported')))\n                OR (NEW.move <> '' AND NOT EXISTS (\n                    SELECT 1 FROM year_end_statisticalreturn AS mine\n                    WHERE mine.id = NEW.case_id AND mine.state = NEW.from_state AND mine.version + 1 = NEW.case_version\n                ))\n            THEN\n                RAISE EXCEPTION 'year_end_returnentry: no such move' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="f12c95d66ea009eee1217ca84b7130530eb52e5a",
                                    operation="INSERT",
                                    pgid="pgtrigger_declared_move_95ac7",
                                    table="year_end_returnentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="four_eyes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RETURN NEW;",
                                    hash="a5b55c7b97d101ef316635a39d5cb38e569263ec",
                                    operation="INSERT",
                                    pgid="pgtrigger_four_eyes_43901",
                                    table="year_end_returnentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="nobody_approves_their_own",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (NEW."actor_id" IS NOT NULL AND NEW."move" = \'approve\')',
                                    func="\n            IF NEW.actor_id = (\n                SELECT earlier.actor_id FROM year_end_returnentry AS earlier\n                JOIN year_end_statisticalreturn AS own ON own.id = earlier.case_id AND own.union_id = own.receiver_id\n                WHERE earlier.case_id = NEW.case_id AND earlier.move = 'submit'\n                ORDER BY earlier.case_version DESC LIMIT 1\n            ) THEN\n                RAISE EXCEPTION 'year_end_returnentry: the own return is approved by who submitted it' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="6da52f0b29852bf58a30fc3aa5baf05831afef5a",
                                    operation="INSERT",
                                    pgid="pgtrigger_nobody_approves_their_own_a6ed4",
                                    table="year_end_returnentry",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReturnFile",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("jpeg", "照片"),
                                    ("png", "图片"),
                                    ("pdf", "PDF"),
                                    ("docx", "Word 文档"),
                                    ("xlsx", "Excel 工作簿"),
                                ],
                                max_length=4,
                                verbose_name="类型",
                            ),
                        ),
                        ("name", desk.vault.fields.EncryptedTextField(verbose_name="文件名")),
                        ("size", models.PositiveIntegerField(verbose_name="字节数")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("file", models.CharField(max_length=80, verbose_name="存放")),
                        (
                            "by",
                            models.CharField(
                                choices=[("staff", "工会"), ("visitor", "本人"), ("clock", "系统")],
                                default="staff",
                                max_length=7,
                                verbose_name="由谁",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="上传人",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("is_public", models.BooleanField(default=False, verbose_name="本人可见")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="year_end.statisticalreturn",
                                verbose_name="统计报表",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "统计报表附件",
                        "verbose_name_plural": "统计报表附件",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            \n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = (SELECT period_id FROM year_end_statisticalreturn WHERE id = NEW.case_id) AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = (SELECT period_id FROM year_end_statisticalreturn WHERE id = OLD.case_id) AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_returnfile: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="2d649a613c3678b9c7d57b5f0d19d229535f6a42",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_0e58e",
                                    table="year_end_returnfile",
                                    when="BEFORE",
                                ),
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnteredFigure",
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
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="unions.unionorg",
                                verbose_name="填报工会",
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="指标代码")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="数值")),
                        (
                            "closeness",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "确数"),
                                    ("more", "余"),
                                    ("many", "多"),
                                    ("nearly", "近"),
                                    ("about", "约"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="约数",
                            ),
                        ),
                        ("wording", models.CharField(blank=True, max_length=120, verbose_name="原文表述")),
                        ("is_doubtful", models.BooleanField(default=False, verbose_name="存疑")),
                        ("source", models.CharField(max_length=120, verbose_name="来源")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="figures",
                                to="year_end.returnfile",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "填报数据",
                        "verbose_name_plural": "填报数据",
                        "ordering": ("period", "union", "code"),
                        "permissions": (
                            ("import_enteredfigure", "导入填报数据"),
                            ("export_enteredfigure", "导出填报数据"),
                            ("print_enteredfigure", "打印填报数据"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [models.Index(fields=["code", "id"], name="enteredfigure_code")],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "union", "code"),
                                name="enteredfigure_once",
                                violation_error_message="这家工会在这一统计期已填过这项指标。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("source", ""), _negated=True),
                                name="enteredfigure_has_a_source",
                                violation_error_message="请写明数据来源。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gte", 0)),
                                name="enteredfigure_not_negative",
                                violation_error_message="数值不能为负。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            \n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = NEW.period_id AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = OLD.period_id AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_enteredfigure: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="946d19a28c5abb4b9521a471451663d38000177c",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_6139a",
                                    table="year_end_enteredfigure",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="same_union_attachment",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.attachment_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM year_end_returnfile AS file JOIN year_end_statisticalreturn AS mine ON mine.id = file.case_id\n                WHERE file.id = NEW.attachment_id AND mine.union_id = NEW.union_id AND mine.period_id = NEW.period_id\n            ) THEN\n                RAISE EXCEPTION 'year_end_enteredfigure.attachment_id points into another union''s return'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="7b624985e7994481fbd230e1da6a8d28f9e0e344",
                                    operation='INSERT OR UPDATE OF "union_id", "attachment_id"',
                                    pgid="pgtrigger_same_union_attachment_9d341",
                                    table="year_end_enteredfigure",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_enteredfigureevent" ("attachment_id", "basis", "closeness", "code", "created_at", "id", "is_doubtful", "note", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "union_id", "value", "version", "wording") SELECT new_values."attachment_id", new_values."basis", new_values."closeness", new_values."code", new_values."created_at", new_values."id", new_values."is_doubtful", new_values."note", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."source", new_values."union_id", new_values."value", new_values."version", new_values."wording" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="da0e9c6a5a71f8b9eb93a92a5859351153ebb60b",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6d2bc",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="year_end_enteredfigure",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_enteredfigureevent" ("attachment_id", "basis", "closeness", "code", "created_at", "id", "is_doubtful", "note", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "union_id", "value", "version", "wording") SELECT new_values."attachment_id", new_values."basis", new_values."closeness", new_values."code", new_values."created_at", new_values."id", new_values."is_doubtful", new_values."note", new_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."source", new_values."union_id", new_values."value", new_values."version", new_values."wording" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."attachment_id" IS DISTINCT FROM (new_values."attachment_id") OR old_values."basis" IS DISTINCT FROM (new_values."basis") OR old_values."closeness" IS DISTINCT FROM (new_values."closeness") OR old_values."code" IS DISTINCT FROM (new_values."code") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."is_doubtful" IS DISTINCT FROM (new_values."is_doubtful") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."period_id" IS DISTINCT FROM (new_values."period_id") OR old_values."source" IS DISTINCT FROM (new_values."source") OR old_values."union_id" IS DISTINCT FROM (new_values."union_id") OR old_values."value" IS DISTINCT FROM (new_values."value") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."wording" IS DISTINCT FROM (new_values."wording")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="66f5bfc191c5fe9efbca759b974c8f40d5245186",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_cc151",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="year_end_enteredfigure",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "year_end_enteredfigureevent" ("attachment_id", "basis", "closeness", "code", "created_at", "id", "is_doubtful", "note", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "source", "union_id", "value", "version", "wording") SELECT old_values."attachment_id", old_values."basis", old_values."closeness", old_values."code", old_values."created_at", old_values."id", old_values."is_doubtful", old_values."note", old_values."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."source", old_values."union_id", old_values."value", old_values."version", old_values."wording" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="571e073642a9a4bc7dc3c5cd7c677b3bd309869a",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_52f5f",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="year_end_enteredfigure",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EnteredFigureEvent",
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
                                to="year_end.enteredfigure",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="填报工会",
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="指标代码")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="数值")),
                        (
                            "closeness",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("", "确数"),
                                    ("more", "余"),
                                    ("many", "多"),
                                    ("nearly", "近"),
                                    ("about", "约"),
                                ],
                                default="",
                                max_length=6,
                                verbose_name="约数",
                            ),
                        ),
                        ("wording", models.CharField(blank=True, max_length=120, verbose_name="原文表述")),
                        ("is_doubtful", models.BooleanField(default=False, verbose_name="存疑")),
                        ("source", models.CharField(max_length=120, verbose_name="来源")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                        (
                            "attachment",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.returnfile",
                                verbose_name="附件",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "填报数据变更记录",
                        "verbose_name_plural": "填报数据变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="9a3d94734ff5bf23af94dcb4b1e00b1324741b17",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_636b7",
                                    table="year_end_enteredfigureevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b15ca2d1bc2d5c746f5aa5f5f8986a42ca6b193c",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_6a9d8",
                                    table="year_end_enteredfigureevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Target",
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
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="targets",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="指标代码")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="目标")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "verbose_name": "年度目标",
                        "verbose_name_plural": "年度目标",
                        "ordering": ("period", "union", "code"),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "union", "code"),
                                name="target_once",
                                violation_error_message="这项指标在这一统计期已有目标。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("value__gt", 0)),
                                name="target_above_nought",
                                violation_error_message="目标须大于零。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            \n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = NEW.period_id AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = OLD.period_id AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_target: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="9b4629780e469f1263f274d444455f426b4458d3",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_6b8b7",
                                    table="year_end_target",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_targetevent" ("basis", "code", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "value", "version") VALUES (NEW."basis", NEW."code", NEW."created_at", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id", NEW."value", NEW."version"); RETURN NULL;',
                                    hash="5b2b612b2e525b9d47c19a37fcda4cda3ec6ca11",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_a6ec7",
                                    table="year_end_target",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."basis" IS DISTINCT FROM (NEW."basis") OR OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."value" IS DISTINCT FROM (NEW."value") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "year_end_targetevent" ("basis", "code", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "value", "version") VALUES (NEW."basis", NEW."code", NEW."created_at", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id", NEW."value", NEW."version"); RETURN NULL;',
                                    hash="f4be28f39e31ccdf59e02e8a57a01f9d6a88cd69",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d96b7",
                                    table="year_end_target",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_targetevent" ("basis", "code", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "value", "version") VALUES (OLD."basis", OLD."code", OLD."created_at", OLD."id", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id", OLD."value", OLD."version"); RETURN NULL;',
                                    hash="cd78b8ef56dcc3e43016ee31ea7f40e47b773807",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ca2ae",
                                    table="year_end_target",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TargetEvent",
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
                                to="year_end.target",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        ("code", models.CharField(max_length=8, verbose_name="指标代码")),
                        ("value", models.DecimalField(decimal_places=4, max_digits=16, verbose_name="目标")),
                        ("basis", models.CharField(blank=True, max_length=200, verbose_name="依据")),
                    ],
                    options={
                        "verbose_name": "年度目标变更记录",
                        "verbose_name_plural": "年度目标变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="c69a8c09a14a9cbf0ed9aaaa10a4ad2cd7261551",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_0fa20",
                                    table="year_end_targetevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="f59c268d79f345484723c2705aee58f3bbe35299",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c1eec",
                                    table="year_end_targetevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterText",
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
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="texts",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "chapter",
                            models.CharField(
                                choices=[
                                    ("R1", "服务改革发展"),
                                    ("R2", "职工文化建设"),
                                    ("R3", "源头权益维护"),
                                    ("R4", "关爱职工群众"),
                                    ("R5", "工会自身建设"),
                                    ("O1", "展望"),
                                ],
                                max_length=2,
                                verbose_name="章",
                            ),
                        ),
                        ("text", models.TextField(max_length=3000, verbose_name="文字")),
                    ],
                    options={
                        "verbose_name": "章首文字",
                        "verbose_name_plural": "章首文字",
                        "ordering": ("period", "chapter"),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("period", "chapter"),
                                name="chaptertext_once",
                                violation_error_message="这一章已有章首文字。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            \n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = NEW.period_id AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = OLD.period_id AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_chaptertext: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="add3865758bc01b67d7374fd1bb5e6cae4856880",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_6ae00",
                                    table="year_end_chaptertext",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_chaptertextevent" ("chapter", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."chapter", NEW."created_at", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."text", NEW."version"); RETURN NULL;',
                                    hash="8ca82bb29fe50c3007be32dcea923ebce0eb3338",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e116a",
                                    table="year_end_chaptertext",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."chapter" IS DISTINCT FROM (NEW."chapter") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."text" IS DISTINCT FROM (NEW."text") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "year_end_chaptertextevent" ("chapter", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (NEW."chapter", NEW."created_at", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."text", NEW."version"); RETURN NULL;',
                                    hash="b26511022539564ac353836c466f1fa1a99eac36",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_dd191",
                                    table="year_end_chaptertext",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_chaptertextevent" ("chapter", "created_at", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "text", "version") VALUES (OLD."chapter", OLD."created_at", OLD."id", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."text", OLD."version"); RETURN NULL;',
                                    hash="8a04d1991373d786e310836e224b585e64243e14",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_b4753",
                                    table="year_end_chaptertext",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterTextEvent",
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
                                to="year_end.chaptertext",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "chapter",
                            models.CharField(
                                choices=[
                                    ("R1", "服务改革发展"),
                                    ("R2", "职工文化建设"),
                                    ("R3", "源头权益维护"),
                                    ("R4", "关爱职工群众"),
                                    ("R5", "工会自身建设"),
                                    ("O1", "展望"),
                                ],
                                max_length=2,
                                verbose_name="章",
                            ),
                        ),
                        ("text", models.TextField(max_length=3000, verbose_name="文字")),
                    ],
                    options={
                        "verbose_name": "章首文字变更记录",
                        "verbose_name_plural": "章首文字变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="0d0ceedf9df7f77e9ca4ae12e9c081bd36cbf859",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_9d2a1",
                                    table="year_end_chaptertextevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="cf2bb0605ba350c401037bdb152e7917336f19d5",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_fbf98",
                                    table="year_end_chaptertextevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterPhoto",
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
                            "period",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photos",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "chapter",
                            models.CharField(
                                choices=[
                                    ("R1", "服务改革发展"),
                                    ("R2", "职工文化建设"),
                                    ("R3", "源头权益维护"),
                                    ("R4", "关爱职工群众"),
                                    ("R5", "工会自身建设"),
                                    ("O1", "展望"),
                                ],
                                max_length=2,
                                verbose_name="章",
                            ),
                        ),
                        (
                            "file",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="photo",
                                to="year_end.returnfile",
                                verbose_name="照片",
                            ),
                        ),
                        ("caption", models.CharField(max_length=40, verbose_name="图注")),
                    ],
                    options={
                        "verbose_name": "报告照片",
                        "verbose_name_plural": "报告照片",
                        "ordering": ("period", "chapter", "id"),
                        "default_permissions": (),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="open_period",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            \n            IF (TG_OP <> 'DELETE' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = NEW.period_id AND state = 'closed')) OR (TG_OP <> 'INSERT' AND EXISTS (SELECT 1 FROM year_end_reportingperiod WHERE id = OLD.period_id AND state = 'closed')) THEN\n                RAISE EXCEPTION 'year_end_chapterphoto: the period is closed' USING ERRCODE = 'restrict_violation';\n            END IF;\n            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;\n            RETURN NEW;\n        ",
                                    hash="9452c83049b6a1013b2a97d1202de7853c0844de",
                                    operation="INSERT OR UPDATE OR DELETE",
                                    pgid="pgtrigger_open_period_4a216",
                                    table="year_end_chapterphoto",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="filed_by_the_county",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM year_end_returnfile AS file JOIN year_end_statisticalreturn AS own ON own.id = file.case_id\n                WHERE file.id = NEW.file_id AND own.period_id = NEW.period_id AND own.union_id = own.receiver_id\n            ) THEN\n                RAISE EXCEPTION 'year_end_chapterphoto.file_id is not in the file of the county''s return'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="2f7f309198301c307d7e177248a5486078a406a4",
                                    operation="INSERT OR UPDATE",
                                    pgid="pgtrigger_filed_by_the_county_63d27",
                                    table="year_end_chapterphoto",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_chapterphotoevent" ("caption", "chapter", "created_at", "file_id", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."caption", NEW."chapter", NEW."created_at", NEW."file_id", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;',
                                    hash="159c413e0ded4fe48dbd52bd8e7bc206677720bc",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_912dd",
                                    table="year_end_chapterphoto",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."caption" IS DISTINCT FROM (NEW."caption") OR OLD."chapter" IS DISTINCT FROM (NEW."chapter") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."file_id" IS DISTINCT FROM (NEW."file_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."period_id" IS DISTINCT FROM (NEW."period_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "year_end_chapterphotoevent" ("caption", "chapter", "created_at", "file_id", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."caption", NEW."chapter", NEW."created_at", NEW."file_id", NEW."id", NEW."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;',
                                    hash="b748abbe9911d8438e74f2a085dd262557935c51",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_a696e",
                                    table="year_end_chapterphoto",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "year_end_chapterphotoevent" ("caption", "chapter", "created_at", "file_id", "id", "period_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."caption", OLD."chapter", OLD."created_at", OLD."file_id", OLD."id", OLD."period_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;',
                                    hash="67882b78f66f16a902d657655ea8023041b8867e",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_67bd8",
                                    table="year_end_chapterphoto",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ChapterPhotoEvent",
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
                                to="year_end.chapterphoto",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "period",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.reportingperiod",
                                verbose_name="统计期",
                            ),
                        ),
                        (
                            "chapter",
                            models.CharField(
                                choices=[
                                    ("R1", "服务改革发展"),
                                    ("R2", "职工文化建设"),
                                    ("R3", "源头权益维护"),
                                    ("R4", "关爱职工群众"),
                                    ("R5", "工会自身建设"),
                                    ("O1", "展望"),
                                ],
                                max_length=2,
                                verbose_name="章",
                            ),
                        ),
                        (
                            "file",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="year_end.returnfile",
                                verbose_name="照片",
                            ),
                        ),
                        ("caption", models.CharField(max_length=40, verbose_name="图注")),
                    ],
                    options={
                        "verbose_name": "报告照片变更记录",
                        "verbose_name_plural": "报告照片变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="32296b96bce3f5c6b398171f2b6dacb776eab0e5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a91f4",
                                    table="year_end_chapterphotoevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="5782f997749e46cca50d1497526642d867e60353",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_44e15",
                                    table="year_end_chapterphotoevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
