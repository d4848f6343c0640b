"""Whether a row points into another union is asked only of rows that point anywhere."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0003_forgotten_applications"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="same_union_employer_added",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membershipapplication",
            name="same_union_member_added",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membershipapplication",
            name="same_union_successor_added",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="member",
            trigger=pgtrigger.compiler.Trigger(
                name="same_union_employer_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_elsewhere boolean;",
                    func="\n            IF NOT EXISTS (SELECT 1 FROM added WHERE added.employer_id IS NOT NULL) THEN\n                RETURN NULL;\n            END IF;\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.employer_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM unions_employer there WHERE there.id = added.employer_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_member.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="e2eb2132f495f2508ff23e21920348120d0dcdd1",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_same_union_employer_added_49064",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="members_member",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="same_union_member_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_elsewhere boolean;",
                    func="\n            IF NOT EXISTS (SELECT 1 FROM added WHERE added.member_id IS NOT NULL) THEN\n                RETURN NULL;\n            END IF;\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.member_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM members_member there WHERE there.id = added.member_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_membershipapplication.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="3b1d7de575751b8dd160f0489f1f6124962af463",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_same_union_member_added_5ead8",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="members_membershipapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="same_union_successor_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_elsewhere boolean;",
                    func="\n            IF NOT EXISTS (SELECT 1 FROM added WHERE added.successor_id IS NOT NULL) THEN\n                RETURN NULL;\n            END IF;\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.successor_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM members_membershipapplication there WHERE there.id = added.successor_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_membershipapplication.successor_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="3d66f73a3669a96c2b5154bf75e3b7ce28f34b81",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_same_union_successor_added_5a82f",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="members_membershipapplication",
                    when="AFTER",
                ),
            ),
        ),
    ]
