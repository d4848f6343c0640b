"""公开版年度报告: what was ever offered to everybody, append-only like the editions it was drawn from."""

import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("year_end", "0002_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicReport",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("content", models.BinaryField(verbose_name="内容")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                ("seal", models.CharField(max_length=64, verbose_name="封缄")),
                ("made_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="公布时间")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="public_reports",
                        to="year_end.edition",
                        verbose_name="版次",
                    ),
                ),
            ],
            options={
                "verbose_name": "公开版年度报告",
                "verbose_name_plural": "公开版年度报告",
                "ordering": ("edition", "-made_at"),
                "default_permissions": (),
            },
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicreport",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="publicreport",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
    ]
