"""Memberships that begin and end because unions were merged."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_visitor_tries"),
    ]

    operations = [
        migrations.AlterField(
            model_name="membership",
            name="began",
            field=models.CharField(
                choices=[
                    ("joined", "入会"),
                    ("transferred", "转入"),
                    ("retained", "转为保留会籍"),
                    ("resumed", "恢复会籍"),
                    ("rejoined", "重新入会"),
                    ("merged", "随工会合并转入"),
                ],
                default="joined",
                max_length=11,
                verbose_name="开始原因",
            ),
        ),
        migrations.AlterField(
            model_name="membership",
            name="ended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("transferred", "转出"),
                    ("retained", "转为保留会籍"),
                    ("resumed", "恢复会籍"),
                    ("withdrawn", "退会"),
                    ("expelled", "除名"),
                    ("deceased", "去世"),
                    ("merged", "随工会合并转出"),
                ],
                max_length=11,
                verbose_name="结束原因",
            ),
        ),
        migrations.AlterField(
            model_name="membershipevent",
            name="began",
            field=models.CharField(
                choices=[
                    ("joined", "入会"),
                    ("transferred", "转入"),
                    ("retained", "转为保留会籍"),
                    ("resumed", "恢复会籍"),
                    ("rejoined", "重新入会"),
                    ("merged", "随工会合并转入"),
                ],
                default="joined",
                max_length=11,
                verbose_name="开始原因",
            ),
        ),
        migrations.AlterField(
            model_name="membershipevent",
            name="ended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("transferred", "转出"),
                    ("retained", "转为保留会籍"),
                    ("resumed", "恢复会籍"),
                    ("withdrawn", "退会"),
                    ("expelled", "除名"),
                    ("deceased", "去世"),
                    ("merged", "随工会合并转出"),
                ],
                max_length=11,
                verbose_name="结束原因",
            ),
        ),
    ]
