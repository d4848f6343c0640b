import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.expressions
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("jobs", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="ImportRun",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "owner",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="imports",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None, verbose_name="范围"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "待确认列"),
                                    ("checking", "正在检查"),
                                    ("previewed", "待写入"),
                                    ("applying", "正在写入"),
                                    ("applied", "已写入"),
                                    ("undone", "已撤销"),
                                    ("refused", "未写入"),
                                    ("discarded", "已放弃"),
                                ],
                                default="uploaded",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("xlsx", "Excel 工作簿"),
                                    ("xls", "Excel 97-2003 工作簿"),
                                    ("csv", "CSV 文本"),
                                ],
                                max_length=4,
                                verbose_name="文件类型",
                            ),
                        ),
                        ("sheet", models.PositiveSmallIntegerField(default=0, verbose_name="工作表")),
                        (
                            "head_row",
                            models.PositiveIntegerField(
                                blank=True, help_text="从 1 数起", null=True, verbose_name="表头行"
                            ),
                        ),
                        ("mapping", models.JSONField(blank=True, default=dict, verbose_name="列的对应")),
                        ("only_good", models.BooleanField(default=False, verbose_name="只写入无误的行")),
                        ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                        ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="更新")),
                        ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                        ("rejected", models.PositiveIntegerField(default=0, verbose_name="错误")),
                        ("skipped", models.PositiveIntegerField(default=0, verbose_name="不导入")),
                        ("digest", models.CharField(blank=True, max_length=64, verbose_name="摘要")),
                        ("message", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="写入时间")),
                        ("undo_until", models.DateTimeField(blank=True, null=True, verbose_name="可撤销至")),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
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
                        (
                            "upload",
                            models.FileField(blank=True, max_length=120, upload_to="", verbose_name="上传的文件"),
                        ),
                        ("plan", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="导入方案")),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                    ],
                    options={
                        "verbose_name": "导入",
                        "verbose_name_plural": "导入",
                        "ordering": ("-id",),
                        "default_permissions": (),
                        "indexes": [
                            models.Index(fields=["register", "-id"], name="importrun_register"),
                            models.Index(
                                condition=models.Q(("plan", ""), ("upload", ""), _negated=True),
                                fields=["updated_at"],
                                name="importrun_with_files",
                            ),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "rows",
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    django.db.models.expressions.CombinedExpression(
                                                        models.F("created"), "+", models.F("updated")
                                                    ),
                                                    "+",
                                                    models.F("unchanged"),
                                                ),
                                                "+",
                                                models.F("rejected"),
                                            ),
                                            "+",
                                            models.F("skipped"),
                                        ),
                                    )
                                ),
                                name="importrun_counts_add_up",
                                violation_error_message="行数应等于新增、更新、无变化、错误与不导入之和。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("scope__len__gt", 0)),
                                name="importrun_scope_not_empty",
                                violation_error_message="导入必须有管辖范围。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("applied", "undone")), _negated=True),
                                    ("rejected", 0),
                                    ("only_good", True),
                                    _connector="OR",
                                ),
                                name="importrun_all_or_only_good",
                                violation_error_message="有错误的行时，须明确选择只写入无误的行。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("applied_at__isnull", False), ("undo_until__isnull", False)),
                                    models.Q(("state__in", ("applied", "undone")), _negated=True),
                                    _connector="OR",
                                ),
                                name="importrun_written_has_its_time",
                                violation_error_message="写入时间与状态不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("plan", ""), ("upload", "")),
                                    models.Q(
                                        ("state__in", ("applied", "undone", "refused", "discarded")), _negated=True
                                    ),
                                    _connector="OR",
                                ),
                                name="importrun_files_go_with_the_end",
                                violation_error_message="写入或放弃后不再保留文件。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "sheets_importrunevent" ("applied_at", "created", "digest", "head_row", "id", "job_id", "kind", "mapping", "message", "only_good", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "register", "rejected", "rows", "scope", "sheet", "skipped", "started_at", "state", "unchanged", "undo_until", "undone_at", "undone_by_id", "updated", "upload", "version") VALUES (NEW."applied_at", NEW."created", NEW."digest", NEW."head_row", NEW."id", NEW."job_id", NEW."kind", NEW."mapping", NEW."message", NEW."only_good", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."plan", NEW."register", NEW."rejected", NEW."rows", NEW."scope", NEW."sheet", NEW."skipped", NEW."started_at", NEW."state", NEW."unchanged", NEW."undo_until", NEW."undone_at", NEW."undone_by_id", NEW."updated", NEW."upload", NEW."version"); RETURN NULL;',
                                    hash="1d72a39549728c9e53c462dc380721f068be4ad0",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_0aaa5",
                                    table="sheets_importrun",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."applied_at" IS DISTINCT FROM (NEW."applied_at") OR OLD."created" IS DISTINCT FROM (NEW."created") OR OLD."digest" IS DISTINCT FROM (NEW."digest") OR OLD."head_row" IS DISTINCT FROM (NEW."head_row") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."job_id" IS DISTINCT FROM (NEW."job_id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."mapping" IS DISTINCT FROM (NEW."mapping") OR OLD."message" IS DISTINCT FROM (NEW."message") OR OLD."only_good" IS DISTINCT FROM (NEW."only_good") OR OLD."owner_id" IS DISTINCT FROM (NEW."owner_id") OR OLD."plan" IS DISTINCT FROM (NEW."plan") OR OLD."register" IS DISTINCT FROM (NEW."register") OR OLD."rejected" IS DISTINCT FROM (NEW."rejected") OR OLD."rows" IS DISTINCT FROM (NEW."rows") OR OLD."scope" IS DISTINCT FROM (NEW."scope") OR OLD."sheet" IS DISTINCT FROM (NEW."sheet") OR OLD."skipped" IS DISTINCT FROM (NEW."skipped") OR OLD."started_at" IS DISTINCT FROM (NEW."started_at") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."unchanged" IS DISTINCT FROM (NEW."unchanged") OR OLD."undo_until" IS DISTINCT FROM (NEW."undo_until") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."updated" IS DISTINCT FROM (NEW."updated") OR OLD."upload" IS DISTINCT FROM (NEW."upload") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "sheets_importrunevent" ("applied_at", "created", "digest", "head_row", "id", "job_id", "kind", "mapping", "message", "only_good", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "register", "rejected", "rows", "scope", "sheet", "skipped", "started_at", "state", "unchanged", "undo_until", "undone_at", "undone_by_id", "updated", "upload", "version") VALUES (NEW."applied_at", NEW."created", NEW."digest", NEW."head_row", NEW."id", NEW."job_id", NEW."kind", NEW."mapping", NEW."message", NEW."only_good", NEW."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."plan", NEW."register", NEW."rejected", NEW."rows", NEW."scope", NEW."sheet", NEW."skipped", NEW."started_at", NEW."state", NEW."unchanged", NEW."undo_until", NEW."undone_at", NEW."undone_by_id", NEW."updated", NEW."upload", NEW."version"); RETURN NULL;',
                                    hash="d0d4adab0515bca7a97a1c9c9dbfd3e5a797bb12",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_0e190",
                                    table="sheets_importrun",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "sheets_importrunevent" ("applied_at", "created", "digest", "head_row", "id", "job_id", "kind", "mapping", "message", "only_good", "owner_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "plan", "register", "rejected", "rows", "scope", "sheet", "skipped", "started_at", "state", "unchanged", "undo_until", "undone_at", "undone_by_id", "updated", "upload", "version") VALUES (OLD."applied_at", OLD."created", OLD."digest", OLD."head_row", OLD."id", OLD."job_id", OLD."kind", OLD."mapping", OLD."message", OLD."only_good", OLD."owner_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."plan", OLD."register", OLD."rejected", OLD."rows", OLD."scope", OLD."sheet", OLD."skipped", OLD."started_at", OLD."state", OLD."unchanged", OLD."undo_until", OLD."undone_at", OLD."undone_by_id", OLD."updated", OLD."upload", OLD."version"); RETURN NULL;',
                                    hash="f7f4169de1cf52acd1ac543fb08bf5547e94b030",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2a621",
                                    table="sheets_importrun",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ImportRunEvent",
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
                                to="sheets.importrun",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "owner",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="导入人",
                            ),
                        ),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        (
                            "scope",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), size=None, verbose_name="范围"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("uploaded", "待确认列"),
                                    ("checking", "正在检查"),
                                    ("previewed", "待写入"),
                                    ("applying", "正在写入"),
                                    ("applied", "已写入"),
                                    ("undone", "已撤销"),
                                    ("refused", "未写入"),
                                    ("discarded", "已放弃"),
                                ],
                                default="uploaded",
                                max_length=10,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("xlsx", "Excel 工作簿"),
                                    ("xls", "Excel 97-2003 工作簿"),
                                    ("csv", "CSV 文本"),
                                ],
                                max_length=4,
                                verbose_name="文件类型",
                            ),
                        ),
                        ("sheet", models.PositiveSmallIntegerField(default=0, verbose_name="工作表")),
                        (
                            "head_row",
                            models.PositiveIntegerField(
                                blank=True, help_text="从 1 数起", null=True, verbose_name="表头行"
                            ),
                        ),
                        ("mapping", models.JSONField(blank=True, default=dict, verbose_name="列的对应")),
                        ("only_good", models.BooleanField(default=False, verbose_name="只写入无误的行")),
                        ("rows", models.PositiveIntegerField(default=0, verbose_name="行数")),
                        ("created", models.PositiveIntegerField(default=0, verbose_name="新增")),
                        ("updated", models.PositiveIntegerField(default=0, verbose_name="更新")),
                        ("unchanged", models.PositiveIntegerField(default=0, verbose_name="无变化")),
                        ("rejected", models.PositiveIntegerField(default=0, verbose_name="错误")),
                        ("skipped", models.PositiveIntegerField(default=0, verbose_name="不导入")),
                        ("digest", models.CharField(blank=True, max_length=64, verbose_name="摘要")),
                        ("message", models.CharField(blank=True, max_length=300, verbose_name="说明")),
                        ("started_at", models.DateTimeField(auto_now_add=True, verbose_name="上传时间")),
                        ("applied_at", models.DateTimeField(blank=True, null=True, verbose_name="写入时间")),
                        ("undo_until", models.DateTimeField(blank=True, null=True, verbose_name="可撤销至")),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
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
                        (
                            "upload",
                            models.FileField(blank=True, max_length=120, upload_to="", verbose_name="上传的文件"),
                        ),
                        ("plan", models.FileField(blank=True, max_length=120, upload_to="", verbose_name="导入方案")),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                    ],
                    options={
                        "verbose_name": "导入变更记录",
                        "verbose_name_plural": "导入变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="80532e771c3f80699504c8d0cdafe5c45bfd25cb",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_ca74d",
                                    table="sheets_importrunevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="5a410aa36c69ac3e24c49951c6b6a122ce12995b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_0652d",
                                    table="sheets_importrunevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Footprint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "run",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="footprints",
                                to="sheets.importrun",
                                verbose_name="导入",
                            ),
                        ),
                        ("model", models.CharField(max_length=60, verbose_name="资料")),
                        (
                            "created",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None, verbose_name="新增的记录"
                            ),
                        ),
                        (
                            "updated",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None, verbose_name="更新的记录"
                            ),
                        ),
                        (
                            "removed",
                            django.contrib.postgres.fields.ArrayField(
                                base_field=models.TextField(), default=list, size=None, verbose_name="删除的记录"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "导入写入的记录",
                        "verbose_name_plural": "导入写入的记录",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("run", "model"),
                                name="footprint_once_for_a_model",
                                violation_error_message="这次导入的记录已登记。",
                            )
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MappingMemory",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("register", models.CharField(max_length=40, verbose_name="台账")),
                        ("scope", models.TextField(verbose_name="范围")),
                        ("fields", models.JSONField(default=dict, verbose_name="列的对应")),
                    ],
                    options={
                        "verbose_name": "列对应的记忆",
                        "verbose_name_plural": "列对应的记忆",
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("register", "scope"),
                                name="mapping_once_for_a_scope",
                                violation_error_message="这个范围的列对应已有记录。",
                            )
                        ],
                    },
                ),
            ]
        ),
    ]
