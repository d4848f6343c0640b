"""Four eyes are asked for only of the moves that need them, and not of every entry."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("competitions", "0004_same_union_by_key"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalentry",
            name="four_eyes",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="proposalentry",
            name="no_reviewer_decides",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="four_eyes",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"actor_id\" IS NOT NULL AND NEW.\"move\" IN ('adopt', 'not_adopt', 'verify'))",
                    func="\n            IF EXISTS (\n                SELECT 1 FROM competitions_proposalentry AS earlier\n                WHERE earlier.case_id = NEW.case_id AND earlier.actor_id = NEW.actor_id\n                    AND (NEW.move, earlier.move) IN (('adopt', 'review'), ('not_adopt', 'review'), ('verify', 'start'))\n            ) THEN\n                RAISE EXCEPTION 'competitions_proposalentry: two moves by one person' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="6c90f81955c6ddf5b71e13248b62ee5eb2e33a44",
                    operation="INSERT",
                    pgid="pgtrigger_four_eyes_5328e",
                    table="competitions_proposalentry",
                    when="BEFORE",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="proposalentry",
            trigger=pgtrigger.compiler.Trigger(
                name="no_reviewer_decides",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"move\" IN ('adopt', 'not_adopt'))",
                    func="\n            IF EXISTS (\n                SELECT 1 FROM competitions_review AS sheet\n                WHERE sheet.proposal_id = NEW.case_id AND sheet.reviewer_id = NEW.actor_id\n            ) THEN\n                RAISE EXCEPTION 'competitions_proposalentry: a reviewer decides' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                    hash="9beab5f88d7c1e980e6787673e71ebb19d257ba1",
                    operation="INSERT",
                    pgid="pgtrigger_no_reviewer_decides_798c4",
                    table="competitions_proposalentry",
                    when="BEFORE",
                ),
            ),
        ),
    ]
