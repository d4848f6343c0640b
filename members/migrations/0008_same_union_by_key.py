"""Rows of an import are looked up by key: a join read the whole of a table that grows with every part."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0007_counting_indexes"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="member",
            name="same_union_employer_added",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membership",
            name="same_union_member_added",
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
                    func="\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.employer_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM unions_employer there WHERE there.id = added.employer_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_member.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="27898652f1947e27165de3c19daba099583d39bc",
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
            model_name="membership",
            trigger=pgtrigger.compiler.Trigger(
                name="same_union_member_added",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    declare="DECLARE is_elsewhere boolean;",
                    func="\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.member_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM members_member there WHERE there.id = added.member_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_membership.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="70778ec0a2e61434b62ab3cab902a2aebeb1959d",
                    level="STATEMENT",
                    operation="INSERT",
                    pgid="pgtrigger_same_union_member_added_a05e0",
                    referencing="REFERENCING NEW TABLE AS added ",
                    table="members_membership",
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
                    func="\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.member_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM members_member there WHERE there.id = added.member_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_membershipapplication.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="f4c32de26bf507945aad8cc4683db27509faca10",
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
                    func="\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.successor_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM members_membershipapplication there WHERE there.id = added.successor_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'members_membershipapplication.successor_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                    hash="8ff8b115936a69a3b8523288864dfb2bc8f040ee",
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
