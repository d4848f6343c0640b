"""Applications that came to nothing lose what they tell of a person half a year later (个人信息保护法 §19, promises.md K4).

A history is append-only and the application's role has no right to change it (promises.md G3), so the function runs with
the rights of its owner. It takes no argument: whoever calls it can clear nothing but what is over.
"""

from typing import Any

from django.db import migrations

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
    replaces = [("members", "0009_forgotten_applications")]

    dependencies = [("members", "0002_scope")]

    operations: list[Any] = [migrations.RunSQL(FORGET, "DROP FUNCTION members_forget_applications()")]
