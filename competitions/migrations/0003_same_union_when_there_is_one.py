"""Whether a row points into another union is asked only of rows that point anywhere."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0002_scope"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposal",
            name="same_union_employer_added",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposal",
            trigger=pgtrigger.compiler.Trigger(
                name="same_union_employer_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_elsewhere boolean;",
                    func="\n            IF NOT EXISTS (SELECT 1 FROM added WHERE added.employer_id IS NOT NULL) THEN\n                RETURN NULL;\n            END IF;\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.employer_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM unions_employer there WHERE there.id = added.employer_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'competitions_proposal.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="d609c3c4e9660d80c18e4e77eb4b3fcdd7c27492",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_same_union_employer_added_bdc0b",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="competitions_proposal",
                    when="AFTER",
                ),
            ),
        ),
    ]
