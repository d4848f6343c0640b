"""Importing is a right of its own."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0004_closed_unions_have_a_day"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="employer",
            options={
                "base_manager_name": "objects",
                "ordering": ("pinyin", "id"),
                "permissions": (
                    ("export_employer", "导出用人单位"),
                    ("import_employer", "导入用人单位"),
                    ("print_employer", "打印用人单位"),
                    ("cover_employer", "确定覆盖工会"),
                    ("reveal_employer", "查看单位联系方式"),
                ),
                "verbose_name": "用人单位",
                "verbose_name_plural": "用人单位",
            },
        ),
        migrations.AlterModelOptions(
            name="officer",
            options={
                "base_manager_name": "objects",
                "ordering": ("pinyin", "id"),
                "permissions": (
                    ("export_officer", "导出工会干部"),
                    ("import_officer", "导入工会干部"),
                    ("print_officer", "打印工会干部"),
                    ("reveal_officer", "查看干部身份证号和手机"),
                ),
                "verbose_name": "工会干部",
                "verbose_name_plural": "工会干部",
            },
        ),
    ]
