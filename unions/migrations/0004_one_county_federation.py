"""One root of the tree: row-level security takes whose branch begins there for somebody who sees it all."""

from django.db import migrations, models


class Migration(migrations.Migration):
    replaces = [("unions", "0009_one_county_federation")]

    dependencies = [("unions", "0003_shell_rules")]

    operations = [
        migrations.AddConstraint(
            model_name="unionorg",
            constraint=models.UniqueConstraint(
                fields=("org_type",),
                condition=models.Q(parent__isnull=True),
                name="unionorg_one_county_federation",
                violation_error_message="县（市）总工会只能有一家。",
            ),
        ),
    ]
