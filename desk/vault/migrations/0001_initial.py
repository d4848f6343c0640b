import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="AccessEntry",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="时间"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_index=False,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="人员",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("reveal", "查看原文"),
                                    ("search", "按证件号检索"),
                                    ("export", "导出"),
                                    ("refused", "被拒绝"),
                                ],
                                max_length=8,
                                verbose_name="行为",
                            ),
                        ),
                        ("model", models.CharField(max_length=100, verbose_name="登记簿")),
                        ("object_id", models.CharField(blank=True, max_length=64, verbose_name="记录编号")),
                        ("field", models.CharField(blank=True, max_length=64, verbose_name="字段")),
                        ("rows", models.PositiveIntegerField(default=1, verbose_name="条数")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="理由")),
                        ("address", models.GenericIPAddressField(blank=True, null=True, verbose_name="来源地址")),
                        ("request_id", models.CharField(blank=True, max_length=32, verbose_name="请求编号")),
                    ],
                    options={
                        "verbose_name": "访问记录",
                        "verbose_name_plural": "访问记录",
                        "ordering": ("-at", "-id"),
                        "default_permissions": ("view",),
                        "indexes": [
                            models.Index(fields=["-at", "-id"], name="access_entry_at"),
                            models.Index(fields=["user", "at"], name="access_entry_user"),
                            models.Index(fields=["model", "object_id"], name="access_entry_object"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("kind", "reveal"), ("reason", ""), _negated=True),
                                name="access_entry_reveal_has_reason",
                                violation_error_message="查看原文须说明理由。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="59dbdd6a962223dbfb0a4c955bac68d6a3201b68",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_4b2a9",
                                    table="vault_accessentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="cfe16f475a66e4d716dbb970f9637c4b9d5efd5a",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_a11f6",
                                    table="vault_accessentry",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="KeyCanary",
                    fields=[
                        (
                            "key_id",
                            models.CharField(max_length=16, primary_key=True, serialize=False, verbose_name="密钥编号"),
                        ),
                        ("token", models.TextField(verbose_name="密文")),
                        (
                            "created_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="启用时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "密钥启用记录",
                        "verbose_name_plural": "密钥启用记录",
                        "default_permissions": (),
                    },
                ),
            ]
        ),
    ]
