"""A union that is closed has a day of closing: the first wording let a missing day pass as unknown."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("unions", "0003_shell_rules"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="unionorg",
            name="unionorg_closed_has_a_day",
        ),
        migrations.AddConstraint(
            model_name="unionorg",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("closed_on__isnull", True), ("status__in", ("preparing", "active"))),
                    models.Q(
                        ("closed_on__gte", models.F("founded_on")),
                        ("closed_on__isnull", False),
                        ("status__in", ("merged", "dissolved")),
                    ),
                    _connector="OR",
                ),
                name="unionorg_closed_has_a_day",
                violation_error_message="撤并的工会要有撤并日期，且不早于成立日期。",
            ),
        ),
    ]
