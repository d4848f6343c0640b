"""Applications that came to nothing lose what they tell of a person half a year later (个人信息保护法 §19, promises.md K4).

A history is append-only and the application's role has no right to change it (promises.md G3), so the function runs with
the rights of its owner. It takes no argument: whoever calls it can clear nothing but what is over.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

CLEARED = "已清除"

FORGET = f"""
    CREATE FUNCTION members_forget_applications() RETURNS SETOF uuid
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path = public, pg_temp
    AS $$
        DECLARE
            gone uuid[];
            ignored text := coalesce(current_setting('pgtrigger.ignore', true), '');
            told text := coalesce(current_setting('pghistory.context_metadata', true), '');
        BEGIN
            PERFORM set_config('pgtrigger.ignore', '{{pgtrigger_append_only_df94d,pgtrigger_append_only_3e34d}}', true),
                set_config('pghistory.context_metadata', '{{"reason": "入会申请未办成满 180 天，清除个人信息"}}', true);
            WITH over AS (
                UPDATE members_membershipapplication
                SET name = '{CLEARED}', id_number = NULL, id_index = NULL, phone = '', employer_name = '',
                    answer = CASE answer WHEN '' THEN '' ELSE '{CLEARED}' END, forgotten_on = current_date,
                    version = version + 1, updated_at = now()
                WHERE state IN ('refused', 'withdrawn') AND forgotten_on IS NULL
                    AND state_since < now() - interval '180 days'
                RETURNING id
            ) SELECT array_agg(id) INTO gone FROM over;
            UPDATE members_membershipapplicationevent
            SET name = '{CLEARED}', id_number = NULL, phone = '', employer_name = '',
                answer = CASE answer WHEN '' THEN '' ELSE '{CLEARED}' END
            WHERE pgh_obj_id = ANY (gone);
            UPDATE members_applicationentry SET text = NULL WHERE case_id = ANY (gone);
            PERFORM set_config('pgtrigger.ignore', ignored, true), set_config('pghistory.context_metadata', told, true);
            RETURN QUERY SELECT unnest(gone);
        END
    $$;
"""  # nosec B608  # our own text


class Migration(migrations.Migration):
    dependencies = [
        ("members", "0008_same_union_by_key"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="membershipapplication",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membershipapplication",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="membershipapplication",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="membershipapplication",
            name="forgotten_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="个人信息清除日期"),
        ),
        migrations.AddField(
            model_name="membershipapplicationevent",
            name="forgotten_on",
            field=models.DateField(blank=True, editable=False, null=True, verbose_name="个人信息清除日期"),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="insert_insert",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_membershipapplicationevent" ("answer", "code_digest", "consent_at", "created_at", "decided_by_id", "decided_on", "due_on", "employer_name", "forgotten_on", "id", "id_number", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "state_since", "successor_id", "union_id", "version") VALUES (NEW."answer", NEW."code_digest", NEW."consent_at", NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."due_on", NEW."employer_name", NEW."forgotten_on", NEW."id", NEW."id_number", NEW."is_unread", NEW."member_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."state", NEW."state_since", NEW."successor_id", NEW."union_id", NEW."version"); RETURN NULL;',
                    hash="32e0ffe86abb8aef9272fa472db68bac6cc271c0",
                    operation="INSERT",
                    pgid="pgtrigger_insert_insert_b513f",
                    table="members_membershipapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="update_update",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."code_digest" IS DISTINCT FROM (NEW."code_digest") OR OLD."consent_at" IS DISTINCT FROM (NEW."consent_at") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."employer_name" IS DISTINCT FROM (NEW."employer_name") OR OLD."forgotten_on" IS DISTINCT FROM (NEW."forgotten_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."id_number" IS DISTINCT FROM (NEW."id_number") OR OLD."is_unread" IS DISTINCT FROM (NEW."is_unread") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                    func='INSERT INTO "members_membershipapplicationevent" ("answer", "code_digest", "consent_at", "created_at", "decided_by_id", "decided_on", "due_on", "employer_name", "forgotten_on", "id", "id_number", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "state_since", "successor_id", "union_id", "version") VALUES (NEW."answer", NEW."code_digest", NEW."consent_at", NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."due_on", NEW."employer_name", NEW."forgotten_on", NEW."id", NEW."id_number", NEW."is_unread", NEW."member_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."state", NEW."state_since", NEW."successor_id", NEW."union_id", NEW."version"); RETURN NULL;',
                    hash="fac7425278db3bde87cf15a5ef00a6baa4f30c9b",
                    operation="UPDATE",
                    pgid="pgtrigger_update_update_e1cd6",
                    table="members_membershipapplication",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="membershipapplication",
            trigger=pgtrigger.compiler.Trigger(
                name="delete_delete",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    func='INSERT INTO "members_membershipapplicationevent" ("answer", "code_digest", "consent_at", "created_at", "decided_by_id", "decided_on", "due_on", "employer_name", "forgotten_on", "id", "id_number", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "state", "state_since", "successor_id", "union_id", "version") VALUES (OLD."answer", OLD."code_digest", OLD."consent_at", OLD."created_at", OLD."decided_by_id", OLD."decided_on", OLD."due_on", OLD."employer_name", OLD."forgotten_on", OLD."id", OLD."id_number", OLD."is_unread", OLD."member_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."state", OLD."state_since", OLD."successor_id", OLD."union_id", OLD."version"); RETURN NULL;',
                    hash="0709341f0bc4c619599960e4dab9425b559d82e1",
                    operation="DELETE",
                    pgid="pgtrigger_delete_delete_93b4e",
                    table="members_membershipapplication",
                    when="AFTER",
                ),
            ),
        ),
        migrations.RunSQL(FORGET, "DROP FUNCTION members_forget_applications()"),
    ]
