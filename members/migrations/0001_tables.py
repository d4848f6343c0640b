"""Members, their memberships, transfers and applications, with their triggers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import desk.registers.checks
import desk.registers.searching
import desk.vault.fields
import desk.vault.sealed
from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("members", "0001_initial"),
        ("members", "0003_visitor_tries"),
        ("members", "0004_union_mergers"),
        ("members", "0005_cases"),
        ("members", "0006_cases_filled"),
        ("members", "0007_counting_indexes"),
        ("members", "0008_same_union_by_key"),
        ("members", "0009_forgotten_applications"),
    ]

    initial = True

    dependencies = [
        ("unions", "0001_tables"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        CreateTables(
            [
                migrations.CreateModel(
                    name="Member",
                    fields=[
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="unions.unionorg",
                                verbose_name="所属工会",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "在会"),
                                    ("retained", "保留会籍"),
                                    ("withdrawn", "已退会"),
                                    ("expelled", "已除名"),
                                    ("deceased", "已去世"),
                                    ("merged", "已并档"),
                                ],
                                default="active",
                                editable=False,
                                max_length=9,
                                verbose_name="会籍状态",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "pinyin",
                            desk.registers.searching.PinyinField(
                                max_length=400, person=True, source="name", verbose_name="拼音"
                            ),
                        ),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=True, sources=("name",), verbose_name="检索"
                            ),
                        ),
                        (
                            "first_character",
                            desk.registers.searching.CharacterField(place=1, source="name", verbose_name="姓名第一字"),
                        ),
                        (
                            "second_character",
                            desk.registers.searching.CharacterField(place=2, source="name", verbose_name="姓名第二字"),
                        ),
                        (
                            "third_character",
                            desk.registers.searching.CharacterField(place=3, source="name", verbose_name="姓名第三字"),
                        ),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
                            ),
                        ),
                        (
                            "id_index",
                            desk.vault.fields.BlindIndexField(
                                error_messages={"unique": "该身份证号已有会员档案。如在其他工会，请办理会籍接转。"},
                                source="id_number",
                                unique=True,
                                verbose_name="身份证号索引",
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                                default="0",
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        ("birthday", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                        (
                            "nation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("01", "汉族"),
                                    ("02", "蒙古族"),
                                    ("03", "回族"),
                                    ("04", "藏族"),
                                    ("05", "维吾尔族"),
                                    ("06", "苗族"),
                                    ("07", "彝族"),
                                    ("08", "壮族"),
                                    ("09", "布依族"),
                                    ("10", "朝鲜族"),
                                    ("11", "满族"),
                                    ("12", "侗族"),
                                    ("13", "瑶族"),
                                    ("14", "白族"),
                                    ("15", "土家族"),
                                    ("16", "哈尼族"),
                                    ("17", "哈萨克族"),
                                    ("18", "傣族"),
                                    ("19", "黎族"),
                                    ("20", "傈僳族"),
                                    ("21", "佤族"),
                                    ("22", "畲族"),
                                    ("23", "高山族"),
                                    ("24", "拉祜族"),
                                    ("25", "水族"),
                                    ("26", "东乡族"),
                                    ("27", "纳西族"),
                                    ("28", "景颇族"),
                                    ("29", "柯尔克孜族"),
                                    ("30", "土族"),
                                    ("31", "达斡尔族"),
                                    ("32", "仫佬族"),
                                    ("33", "羌族"),
                                    ("34", "布朗族"),
                                    ("35", "撒拉族"),
                                    ("36", "毛南族"),
                                    ("37", "仡佬族"),
                                    ("38", "锡伯族"),
                                    ("39", "阿昌族"),
                                    ("40", "普米族"),
                                    ("41", "塔吉克族"),
                                    ("42", "怒族"),
                                    ("43", "乌孜别克族"),
                                    ("44", "俄罗斯族"),
                                    ("45", "鄂温克族"),
                                    ("46", "德昂族"),
                                    ("47", "保安族"),
                                    ("48", "裕固族"),
                                    ("49", "京族"),
                                    ("50", "塔塔尔族"),
                                    ("51", "独龙族"),
                                    ("52", "鄂伦春族"),
                                    ("53", "赫哲族"),
                                    ("54", "门巴族"),
                                    ("55", "珞巴族"),
                                    ("56", "基诺族"),
                                ],
                                max_length=2,
                                verbose_name="民族",
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "研究生"),
                                    ("2", "大学本科"),
                                    ("3", "大学专科"),
                                    ("4", "中等职业教育"),
                                    ("6", "普通高中"),
                                    ("7", "初中"),
                                    ("8", "小学"),
                                    ("9", "其他"),
                                ],
                                max_length=1,
                                verbose_name="学历",
                            ),
                        ),
                        (
                            "politics",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("01", "中共党员"),
                                    ("02", "中共预备党员"),
                                    ("03", "共青团员"),
                                    ("04", "民主党派"),
                                    ("12", "无党派人士"),
                                    ("13", "群众"),
                                ],
                                max_length=2,
                                verbose_name="政治面貌",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                validators=[desk.registers.checks.check_mobile],
                                verbose_name="手机",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="居住地址")),
                        (
                            "hukou",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("local_urban", "本地城镇"),
                                    ("local_rural", "本地农村"),
                                    ("other_urban", "外地城镇"),
                                    ("other_rural", "外地农村"),
                                ],
                                max_length=11,
                                verbose_name="户籍",
                            ),
                        ),
                        ("is_migrant", models.BooleanField(default=False, verbose_name="农民工")),
                        ("is_dispatched", models.BooleanField(default=False, verbose_name="劳务派遣")),
                        ("is_new_form", models.BooleanField(default=False, verbose_name="新就业形态劳动者")),
                        (
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="members",
                                to="unions.employer",
                                verbose_name="用人单位",
                            ),
                        ),
                        ("employed_from", models.DateField(blank=True, null=True, verbose_name="入职日期")),
                        (
                            "employment",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("contract", "合同制"),
                                    ("established", "在编"),
                                    ("dispatched", "劳务派遣"),
                                    ("part_time", "非全日制"),
                                    ("new_form", "新就业形态"),
                                    ("other", "其他"),
                                ],
                                max_length=11,
                                verbose_name="用工形式",
                            ),
                        ),
                        ("work_no", models.CharField(blank=True, max_length=20, verbose_name="工号")),
                        ("position", models.CharField(blank=True, max_length=40, verbose_name="岗位")),
                        ("title", models.CharField(blank=True, max_length=40, verbose_name="职称")),
                        (
                            "skill_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "学徒工"),
                                    ("2", "初级工"),
                                    ("3", "中级工"),
                                    ("4", "高级工"),
                                    ("5", "技师"),
                                    ("6", "高级技师"),
                                    ("7", "特级技师"),
                                    ("8", "首席技师"),
                                ],
                                max_length=1,
                                verbose_name="技能等级",
                            ),
                        ),
                        ("union_group", models.CharField(blank=True, max_length=40, verbose_name="工会小组")),
                        ("card_no", models.CharField(blank=True, max_length=20, verbose_name="会员证号")),
                        ("joined_on", models.DateField(help_text="第一次加入工会的日期", verbose_name="入会日期")),
                        (
                            "consent_on",
                            models.DateField(
                                blank=True,
                                help_text="本人同意处理个人信息的日期",
                                null=True,
                                verbose_name="同意采集日期",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merged",
                                to="members.member",
                                verbose_name="并入",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                    ],
                    options={
                        "verbose_name": "会员",
                        "verbose_name_plural": "会员",
                        "ordering": ("pinyin", "id"),
                        "permissions": (
                            ("export_member", "导出会员"),
                            ("import_member", "导入会员"),
                            ("print_member", "打印会员"),
                            ("reveal_member", "查看会员身份证号和手机"),
                            ("end_member", "办理退会、除名和保留会籍"),
                            ("merge_member", "合并会员档案"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"), name="member_search"
                            ),
                            models.Index(fields=["pinyin", "id"], include=("union", "state"), name="member_pinyin"),
                            models.Index(fields=["union", "pinyin", "id"], name="member_union_pinyin"),
                            models.Index(fields=["joined_on", "id"], name="member_joined"),
                            models.Index(
                                fields=["first_character", "pinyin", "id"],
                                include=("union", "state"),
                                name="member_first_character",
                            ),
                            models.Index(
                                fields=["second_character", "pinyin", "id"],
                                include=("union", "state", "first_character"),
                                name="member_second_character",
                            ),
                            models.Index(
                                fields=["third_character", "pinyin", "id"],
                                include=("union", "state", "first_character", "second_character"),
                                name="member_third_character",
                            ),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("card_no", ""), _negated=True),
                                fields=("card_no",),
                                name="member_card_once",
                                violation_error_message="这个会员证号已发给别人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("state", "merged")),
                                    models.Q(
                                        models.Q(("state", "merged"), _negated=True), ("merged_into__isnull", True)
                                    ),
                                    _connector="OR",
                                ),
                                name="member_merged_says_into_whom",
                                violation_error_message="已并档的档案必须写明并入哪一份。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("birthday__isnull", True), ("joined_on__gt", models.F("birthday")), _connector="OR"
                                ),
                                name="member_joined_after_birth",
                                violation_error_message="入会日期要晚于出生日期。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_employer",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id"))',
                                    func="\n            IF NEW.employer_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM unions_employer WHERE id = NEW.employer_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_member.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="2694ca6ad58126c825f9e65421db0bf5fc75e4b9",
                                    operation='UPDATE OF "union_id", "employer_id"',
                                    pgid="pgtrigger_same_union_employer_caa52",
                                    table="members_member",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_memberevent" ("address", "birthday", "card_no", "consent_on", "created_at", "education", "employed_from", "employer_id", "employment", "gender", "hukou", "id", "id_number", "is_dispatched", "is_migrant", "is_new_form", "joined_on", "merged_into_id", "name", "nation", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "politics", "position", "skill_grade", "state", "title", "union_group", "union_id", "version", "work_no") SELECT new_values."address", new_values."birthday", new_values."card_no", new_values."consent_on", new_values."created_at", new_values."education", new_values."employed_from", new_values."employer_id", new_values."employment", new_values."gender", new_values."hukou", new_values."id", new_values."id_number", new_values."is_dispatched", new_values."is_migrant", new_values."is_new_form", new_values."joined_on", new_values."merged_into_id", new_values."name", new_values."nation", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."phone", new_values."politics", new_values."position", new_values."skill_grade", new_values."state", new_values."title", new_values."union_group", new_values."union_id", new_values."version", new_values."work_no" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="f71f95798e566c092bab705243f81aa7ea3bf6ae",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_2df50",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="members_member",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_memberevent" ("address", "birthday", "card_no", "consent_on", "created_at", "education", "employed_from", "employer_id", "employment", "gender", "hukou", "id", "id_number", "is_dispatched", "is_migrant", "is_new_form", "joined_on", "merged_into_id", "name", "nation", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "politics", "position", "skill_grade", "state", "title", "union_group", "union_id", "version", "work_no") SELECT new_values."address", new_values."birthday", new_values."card_no", new_values."consent_on", new_values."created_at", new_values."education", new_values."employed_from", new_values."employer_id", new_values."employment", new_values."gender", new_values."hukou", new_values."id", new_values."id_number", new_values."is_dispatched", new_values."is_migrant", new_values."is_new_form", new_values."joined_on", new_values."merged_into_id", new_values."name", new_values."nation", new_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."phone", new_values."politics", new_values."position", new_values."skill_grade", new_values."state", new_values."title", new_values."union_group", new_values."union_id", new_values."version", new_values."work_no" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."address" IS DISTINCT FROM (new_values."address") OR old_values."birthday" IS DISTINCT FROM (new_values."birthday") OR old_values."card_no" IS DISTINCT FROM (new_values."card_no") OR old_values."consent_on" IS DISTINCT FROM (new_values."consent_on") OR old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."education" IS DISTINCT FROM (new_values."education") OR old_values."employed_from" IS DISTINCT FROM (new_values."employed_from") OR old_values."employer_id" IS DISTINCT FROM (new_values."employer_id") OR old_values."employment" IS DISTINCT FROM (new_values."employment") OR old_values."gender" IS DISTINCT FROM (new_values."gender") OR old_values."hukou" IS DISTINCT FROM (new_values."hukou") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."id_number" IS DISTINCT FROM (new_values."id_number") OR old_values."is_dispatched" IS DISTINCT FROM (new_values."is_dispatched") OR old_values."is_migrant" IS DISTINCT FROM (new_values."is_migrant") OR old_values."is_new_form" IS DISTINCT FROM (new_values."is_new_form") OR old_values."joined_on" IS DISTINCT FROM (new_values."joined_on") OR old_values."merged_into_id" IS DISTINCT FROM (new_values."merged_into_id") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."nation" IS DISTINCT FROM (new_values."nation") OR old_values."note" IS DISTINCT FROM (new_values."note") OR old_values."phone" IS DISTINCT FROM (new_values."phone") OR old_values."politics" IS DISTINCT FROM (new_values."politics") OR old_values."position" IS DISTINCT FROM (new_values."position") OR old_values."skill_grade" IS DISTINCT FROM (new_values."skill_grade") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title") OR old_values."union_id" IS DISTINCT FROM (new_values."union_id") OR old_values."union_group" IS DISTINCT FROM (new_values."union_group") OR old_values."version" IS DISTINCT FROM (new_values."version") OR old_values."work_no" IS DISTINCT FROM (new_values."work_no")) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="1fc167e62cf736cd360374d10ada3ab9e126ac98",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_b1bc1",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="members_member",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_memberevent" ("address", "birthday", "card_no", "consent_on", "created_at", "education", "employed_from", "employer_id", "employment", "gender", "hukou", "id", "id_number", "is_dispatched", "is_migrant", "is_new_form", "joined_on", "merged_into_id", "name", "nation", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "politics", "position", "skill_grade", "state", "title", "union_group", "union_id", "version", "work_no") SELECT old_values."address", old_values."birthday", old_values."card_no", old_values."consent_on", old_values."created_at", old_values."education", old_values."employed_from", old_values."employer_id", old_values."employment", old_values."gender", old_values."hukou", old_values."id", old_values."id_number", old_values."is_dispatched", old_values."is_migrant", old_values."is_new_form", old_values."joined_on", old_values."merged_into_id", old_values."name", old_values."nation", old_values."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."phone", old_values."politics", old_values."position", old_values."skill_grade", old_values."state", old_values."title", old_values."union_group", old_values."union_id", old_values."version", old_values."work_no" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="ac305a29801c4e214c5e1eeff59f916c9512c08f",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_925fb",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="members_member",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MemberEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.member",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7, editable=False, serialize=False, verbose_name="编号"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="所属工会",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("active", "在会"),
                                    ("retained", "保留会籍"),
                                    ("withdrawn", "已退会"),
                                    ("expelled", "已除名"),
                                    ("deceased", "已去世"),
                                    ("merged", "已并档"),
                                ],
                                default="active",
                                editable=False,
                                max_length=9,
                                verbose_name="会籍状态",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
                            ),
                        ),
                        (
                            "gender",
                            models.CharField(
                                choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                                default="0",
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        ("birthday", models.DateField(blank=True, null=True, verbose_name="出生日期")),
                        (
                            "nation",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("01", "汉族"),
                                    ("02", "蒙古族"),
                                    ("03", "回族"),
                                    ("04", "藏族"),
                                    ("05", "维吾尔族"),
                                    ("06", "苗族"),
                                    ("07", "彝族"),
                                    ("08", "壮族"),
                                    ("09", "布依族"),
                                    ("10", "朝鲜族"),
                                    ("11", "满族"),
                                    ("12", "侗族"),
                                    ("13", "瑶族"),
                                    ("14", "白族"),
                                    ("15", "土家族"),
                                    ("16", "哈尼族"),
                                    ("17", "哈萨克族"),
                                    ("18", "傣族"),
                                    ("19", "黎族"),
                                    ("20", "傈僳族"),
                                    ("21", "佤族"),
                                    ("22", "畲族"),
                                    ("23", "高山族"),
                                    ("24", "拉祜族"),
                                    ("25", "水族"),
                                    ("26", "东乡族"),
                                    ("27", "纳西族"),
                                    ("28", "景颇族"),
                                    ("29", "柯尔克孜族"),
                                    ("30", "土族"),
                                    ("31", "达斡尔族"),
                                    ("32", "仫佬族"),
                                    ("33", "羌族"),
                                    ("34", "布朗族"),
                                    ("35", "撒拉族"),
                                    ("36", "毛南族"),
                                    ("37", "仡佬族"),
                                    ("38", "锡伯族"),
                                    ("39", "阿昌族"),
                                    ("40", "普米族"),
                                    ("41", "塔吉克族"),
                                    ("42", "怒族"),
                                    ("43", "乌孜别克族"),
                                    ("44", "俄罗斯族"),
                                    ("45", "鄂温克族"),
                                    ("46", "德昂族"),
                                    ("47", "保安族"),
                                    ("48", "裕固族"),
                                    ("49", "京族"),
                                    ("50", "塔塔尔族"),
                                    ("51", "独龙族"),
                                    ("52", "鄂伦春族"),
                                    ("53", "赫哲族"),
                                    ("54", "门巴族"),
                                    ("55", "珞巴族"),
                                    ("56", "基诺族"),
                                ],
                                max_length=2,
                                verbose_name="民族",
                            ),
                        ),
                        (
                            "education",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "研究生"),
                                    ("2", "大学本科"),
                                    ("3", "大学专科"),
                                    ("4", "中等职业教育"),
                                    ("6", "普通高中"),
                                    ("7", "初中"),
                                    ("8", "小学"),
                                    ("9", "其他"),
                                ],
                                max_length=1,
                                verbose_name="学历",
                            ),
                        ),
                        (
                            "politics",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("01", "中共党员"),
                                    ("02", "中共预备党员"),
                                    ("03", "共青团员"),
                                    ("04", "民主党派"),
                                    ("12", "无党派人士"),
                                    ("13", "群众"),
                                ],
                                max_length=2,
                                verbose_name="政治面貌",
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                validators=[desk.registers.checks.check_mobile],
                                verbose_name="手机",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="居住地址")),
                        (
                            "hukou",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("local_urban", "本地城镇"),
                                    ("local_rural", "本地农村"),
                                    ("other_urban", "外地城镇"),
                                    ("other_rural", "外地农村"),
                                ],
                                max_length=11,
                                verbose_name="户籍",
                            ),
                        ),
                        ("is_migrant", models.BooleanField(default=False, verbose_name="农民工")),
                        ("is_dispatched", models.BooleanField(default=False, verbose_name="劳务派遣")),
                        ("is_new_form", models.BooleanField(default=False, verbose_name="新就业形态劳动者")),
                        (
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.employer",
                                verbose_name="用人单位",
                            ),
                        ),
                        ("employed_from", models.DateField(blank=True, null=True, verbose_name="入职日期")),
                        (
                            "employment",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("contract", "合同制"),
                                    ("established", "在编"),
                                    ("dispatched", "劳务派遣"),
                                    ("part_time", "非全日制"),
                                    ("new_form", "新就业形态"),
                                    ("other", "其他"),
                                ],
                                max_length=11,
                                verbose_name="用工形式",
                            ),
                        ),
                        ("work_no", models.CharField(blank=True, max_length=20, verbose_name="工号")),
                        ("position", models.CharField(blank=True, max_length=40, verbose_name="岗位")),
                        ("title", models.CharField(blank=True, max_length=40, verbose_name="职称")),
                        (
                            "skill_grade",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("1", "学徒工"),
                                    ("2", "初级工"),
                                    ("3", "中级工"),
                                    ("4", "高级工"),
                                    ("5", "技师"),
                                    ("6", "高级技师"),
                                    ("7", "特级技师"),
                                    ("8", "首席技师"),
                                ],
                                max_length=1,
                                verbose_name="技能等级",
                            ),
                        ),
                        ("union_group", models.CharField(blank=True, max_length=40, verbose_name="工会小组")),
                        ("card_no", models.CharField(blank=True, max_length=20, verbose_name="会员证号")),
                        ("joined_on", models.DateField(help_text="第一次加入工会的日期", verbose_name="入会日期")),
                        (
                            "consent_on",
                            models.DateField(
                                blank=True,
                                help_text="本人同意处理个人信息的日期",
                                null=True,
                                verbose_name="同意采集日期",
                            ),
                        ),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="并入",
                            ),
                        ),
                        ("note", models.CharField(blank=True, max_length=200, verbose_name="备注")),
                    ],
                    options={
                        "verbose_name": "会员变更记录",
                        "verbose_name_plural": "会员变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="e9e5e83447ec717dec211fadd88cebf7571647aa",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_de38d",
                                    table="members_memberevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b59e31804f622febbde42aff064cdfa7ddddc71e",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_6dccd",
                                    table="members_memberevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipApplication",
                    fields=[
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="members.membershipapplication",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="unions.unionorg",
                                verbose_name="申请加入的工会",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
                            ),
                        ),
                        (
                            "id_index",
                            desk.vault.fields.BlindIndexField(source="id_number", verbose_name="身份证号索引"),
                        ),
                        (
                            "phone",
                            models.CharField(
                                max_length=11, validators=[desk.registers.checks.check_mobile], verbose_name="手机"
                            ),
                        ),
                        ("employer_name", models.CharField(max_length=120, verbose_name="工作单位")),
                        ("consent_at", models.DateTimeField(verbose_name="同意采集时间")),
                        (
                            "code_digest",
                            models.CharField(editable=False, max_length=128, unique=True, verbose_name="查询码摘要"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "待审核"),
                                    ("accepted", "已同意"),
                                    ("refused", "未同意"),
                                    ("withdrawn", "本人撤回"),
                                ],
                                default="new",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="答复")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="applications",
                                to="members.member",
                                verbose_name="会员档案",
                            ),
                        ),
                        (
                            "forgotten_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="个人信息清除日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "入会申请",
                        "verbose_name_plural": "入会申请",
                        "ordering": ("created_at", "id"),
                        "permissions": (
                            ("decide_membershipapplication", "审核入会申请"),
                            ("reveal_membershipapplication", "查看申请人身份证号和手机"),
                            ("export_membershipapplication", "导出入会申请"),
                            ("print_membershipapplication", "打印入会申请"),
                        ),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state", "new")),
                                fields=("union", "id_index"),
                                name="application_one_open_at_a_union",
                                violation_error_message="您已向这家工会提交过申请，正在审核。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "refused"), _negated=True),
                                    models.Q(("answer", ""), _negated=True),
                                    _connector="OR",
                                ),
                                name="application_refused_with_an_answer",
                                violation_error_message="不同意入会须写明理由。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_member",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id"))',
                                    func="\n            IF NEW.member_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM members_member WHERE id = NEW.member_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_membershipapplication.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="4b800b4a3d1182e1b1255ec45720a2bbef18e31e",
                                    operation='UPDATE OF "union_id", "member_id"',
                                    pgid="pgtrigger_same_union_member_32ad3",
                                    table="members_membershipapplication",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
                                name="same_union_successor",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id"))',
                                    func="\n            IF NEW.successor_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM members_membershipapplication WHERE id = NEW.successor_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_membershipapplication.successor_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="ec1f4fe4913321caa954b2c6b5815496faba871c",
                                    operation='UPDATE OF "union_id", "successor_id"',
                                    pgid="pgtrigger_same_union_successor_dc9b4",
                                    table="members_membershipapplication",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
                                name="declared_passage",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{new:accepted,new:refused,new:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="9c6be11c1cbcb0d71355efc3703f84b0a7dc6895",
                                    operation="UPDATE",
                                    pgid="pgtrigger_declared_passage_01d77",
                                    table="members_membershipapplication",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="written_down",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM members_applicationentry WHERE case_id = NEW.id AND case_version = NEW.version\n                    AND from_state = OLD.state AND to_state = NEW.state\n            ) THEN\n                RAISE EXCEPTION 'members_membershipapplication: a state is changed without an entry' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="9203feff9a15c08aafbc86ecc0d045bb5fa3467e",
                                    operation='UPDATE OF "state"',
                                    pgid="pgtrigger_written_down_978c9",
                                    table="members_membershipapplication",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipApplicationEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.membershipapplication",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7, editable=False, serialize=False, verbose_name="编号"
                            ),
                        ),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.membershipapplication",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="申请加入的工会",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
                            ),
                        ),
                        (
                            "phone",
                            models.CharField(
                                max_length=11, validators=[desk.registers.checks.check_mobile], verbose_name="手机"
                            ),
                        ),
                        ("employer_name", models.CharField(max_length=120, verbose_name="工作单位")),
                        ("consent_at", models.DateTimeField(verbose_name="同意采集时间")),
                        ("code_digest", models.CharField(editable=False, max_length=128, verbose_name="查询码摘要")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "待审核"),
                                    ("accepted", "已同意"),
                                    ("refused", "未同意"),
                                    ("withdrawn", "本人撤回"),
                                ],
                                default="new",
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="答复")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="审核日期")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="审核人",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="会员档案",
                            ),
                        ),
                        (
                            "forgotten_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="个人信息清除日期"),
                        ),
                    ],
                    options={
                        "verbose_name": "入会申请变更记录",
                        "verbose_name_plural": "入会申请变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="abd55f0e0bd2098e385070c7ed6f6b24b195a227",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_df94d",
                                    table="members_membershipapplicationevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="f4614c0ba4d6856da3f61d73cb105a4544683f54",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_70f01",
                                    table="members_membershipapplicationevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ApplicationEntry",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("moved", "办理"),
                                    ("note", "内部备注"),
                                    ("reply", "答复"),
                                    ("message", "留言"),
                                ],
                                max_length=7,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                choices=[("staff", "工会"), ("visitor", "本人"), ("clock", "系统")],
                                default="staff",
                                max_length=7,
                                verbose_name="由谁",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("move", models.CharField(blank=True, max_length=24, verbose_name="动作")),
                        ("from_state", models.CharField(blank=True, max_length=24, verbose_name="原状态")),
                        ("to_state", models.CharField(blank=True, max_length=24, verbose_name="新状态")),
                        ("case_version", models.PositiveIntegerField(default=0, verbose_name="办件版本")),
                        ("text", desk.vault.fields.EncryptedTextField(blank=True, verbose_name="内容")),
                        ("is_public", models.BooleanField(default=False, verbose_name="本人可见")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="members.membershipapplication",
                                verbose_name="入会申请",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "入会申请办理记录",
                        "verbose_name_plural": "入会申请办理记录",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "indexes": [models.Index(fields=["case", "at"], name="members_applicationentry_at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor__isnull", False), ("by", "staff")),
                                    models.Q(models.Q(("by", "staff"), _negated=True), ("actor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="members_applicationentry_staff_is_known",
                                violation_error_message="经办人与来源不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_public", True), ("kind", "note"), _negated=True),
                                name="members_applicationentry_note_is_internal",
                                violation_error_message="内部备注不能对外公开。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="47307588fd669c8fc34b56c738168c7ac070c2f2",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3e34d",
                                    table="members_applicationentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="53da5442cc287c88f37631118dee7985ab007773",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c20ec",
                                    table="members_applicationentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_move",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF (NEW.kind = 'moved') <> (NEW.move <> '')\n                OR (NEW.move <> '' AND (NEW.move, NEW.from_state, NEW.to_state) NOT IN (('accept', 'new', 'accepted'), ('refuse', 'new', 'refused'), ('withdraw', 'new', 'withdrawn')))\n                OR (NEW.move <> '' AND NOT EXISTS (\n                    SELECT 1 FROM members_membershipapplication AS mine\n                    WHERE mine.id = NEW.case_id AND mine.state = NEW.from_state AND mine.version + 1 = NEW.case_version\n                ))\n            THEN\n                RAISE EXCEPTION 'members_applicationentry: no such move' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="7c695f03057ba94bc6b6aff44665a02fb8498cb9",
                                    operation="INSERT",
                                    pgid="pgtrigger_declared_move_a1c89",
                                    table="members_applicationentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="four_eyes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RETURN NEW;",
                                    hash="884ed695b5d01d8d7850452c9c84fb5683976b2b",
                                    operation="INSERT",
                                    pgid="pgtrigger_four_eyes_eab87",
                                    table="members_applicationentry",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateHint",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="duplicate_hints",
                                to="unions.unionorg",
                                verbose_name="核对工会",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="members.member",
                                verbose_name="档案一",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="+",
                                to="members.member",
                                verbose_name="档案二",
                            ),
                        ),
                        ("grounds", models.CharField(max_length=100, verbose_name="依据")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "待核对"), ("not_same", "不是同一人"), ("merged", "已并档")],
                                default="open",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                    ],
                    options={
                        "verbose_name": "疑似重复",
                        "verbose_name_plural": "疑似重复",
                        "ordering": ("id",),
                        "permissions": (
                            ("decide_duplicatehint", "核对疑似重复"),
                            ("export_duplicatehint", "导出疑似重复"),
                            ("print_duplicatehint", "打印疑似重复"),
                        ),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("one", "other"),
                                name="hint_once_for_a_pair",
                                violation_error_message="这两份档案已在核对清单中。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("one__lt", models.F("other"))),
                                name="hint_in_one_order",
                                violation_error_message="两份档案按编号先后排列。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_duplicatehintevent" ("created_at", "decided_by_id", "decided_on", "grounds", "id", "one_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."grounds", NEW."id", NEW."one_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="022a1013147a09a30169f4a81c9a8163d7483996",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_807d0",
                                    table="members_duplicatehint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."grounds" IS DISTINCT FROM (NEW."grounds") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."one_id" IS DISTINCT FROM (NEW."one_id") OR OLD."other_id" IS DISTINCT FROM (NEW."other_id") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "members_duplicatehintevent" ("created_at", "decided_by_id", "decided_on", "grounds", "id", "one_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."grounds", NEW."id", NEW."one_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="12e79efd7c15cc73a6b1ff8cc0f942919b0852b3",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2f4d0",
                                    table="members_duplicatehint",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_duplicatehintevent" ("created_at", "decided_by_id", "decided_on", "grounds", "id", "one_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (OLD."created_at", OLD."decided_by_id", OLD."decided_on", OLD."grounds", OLD."id", OLD."one_id", OLD."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="b16bd83ae77badd9820d7056eb6215477181b142",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8e9b4",
                                    table="members_duplicatehint",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="DuplicateHintEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.duplicatehint",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="核对工会",
                            ),
                        ),
                        (
                            "one",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="档案一",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="档案二",
                            ),
                        ),
                        ("grounds", models.CharField(max_length=100, verbose_name="依据")),
                        (
                            "state",
                            models.CharField(
                                choices=[("open", "待核对"), ("not_same", "不是同一人"), ("merged", "已并档")],
                                default="open",
                                max_length=8,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="核对人",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="核对日期")),
                    ],
                    options={
                        "verbose_name": "疑似重复变更记录",
                        "verbose_name_plural": "疑似重复变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="9ca8240a8409b698b9e76ce647f898f0fac76e57",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_7f112",
                                    table="members_duplicatehintevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="ae2a681b971614c253b263aa761cd04f3dfc909d",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_2d000",
                                    table="members_duplicatehintevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Merge",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="merges",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.member",
                                verbose_name="保留的档案",
                            ),
                        ),
                        (
                            "gone",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="members.member",
                                verbose_name="并入的档案",
                            ),
                        ),
                        ("gone_state", models.CharField(max_length=9, verbose_name="并入前的会籍状态")),
                        ("moved", models.JSONField(default=list, verbose_name="移动的记录")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "done_by",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "并档",
                        "verbose_name_plural": "并档",
                        "ordering": ("-id",),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("undone_at__isnull", True)),
                                fields=("gone",),
                                name="merge_once_for_a_file",
                                violation_error_message="这份档案已经并入另一份。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_mergeevent" ("created_at", "done_by_id", "gone_id", "gone_state", "id", "kept_id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id", "union_id", "version") VALUES (NEW."created_at", NEW."done_by_id", NEW."gone_id", NEW."gone_state", NEW."id", NEW."kept_id", NEW."moved", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="41b02adf36a371cf3bcacb83dd5b1c763057b1c0",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3bce5",
                                    table="members_merge",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."done_by_id" IS DISTINCT FROM (NEW."done_by_id") OR OLD."gone_id" IS DISTINCT FROM (NEW."gone_id") OR OLD."gone_state" IS DISTINCT FROM (NEW."gone_state") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kept_id" IS DISTINCT FROM (NEW."kept_id") OR OLD."moved" IS DISTINCT FROM (NEW."moved") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "members_mergeevent" ("created_at", "done_by_id", "gone_id", "gone_state", "id", "kept_id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id", "union_id", "version") VALUES (NEW."created_at", NEW."done_by_id", NEW."gone_id", NEW."gone_state", NEW."id", NEW."kept_id", NEW."moved", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."undone_at", NEW."undone_by_id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="8a0cc5a52a4ff9e2fc9ab81ee40c5820acd8fb8d",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_73828",
                                    table="members_merge",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_mergeevent" ("created_at", "done_by_id", "gone_id", "gone_state", "id", "kept_id", "moved", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "undone_at", "undone_by_id", "union_id", "version") VALUES (OLD."created_at", OLD."done_by_id", OLD."gone_id", OLD."gone_state", OLD."id", OLD."kept_id", OLD."moved", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."undone_at", OLD."undone_by_id", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="67741833e6809fbb854d0cb7d4f24168b008508d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_349e2",
                                    table="members_merge",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MergeEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.merge",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kept",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="保留的档案",
                            ),
                        ),
                        (
                            "gone",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="并入的档案",
                            ),
                        ),
                        ("gone_state", models.CharField(max_length=9, verbose_name="并入前的会籍状态")),
                        ("moved", models.JSONField(default=list, verbose_name="移动的记录")),
                        ("reason", models.CharField(max_length=200, verbose_name="理由")),
                        (
                            "done_by",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销时间")),
                        (
                            "undone_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="撤销人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "并档变更记录",
                        "verbose_name_plural": "并档变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="1b80349d44abb1f35398a471afcbdc4b4bf534e7",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_22968",
                                    table="members_mergeevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="1e26e5208a99340b9c8f095e3de6963eb4008fc5",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_aee54",
                                    table="members_mergeevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Membership",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="memberships",
                                to="members.member",
                                verbose_name="会员",
                            ),
                        ),
                        ("is_retained", models.BooleanField(default=False, verbose_name="保留会籍")),
                        (
                            "began",
                            models.CharField(
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
                        (
                            "ended",
                            models.CharField(
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
                        (
                            "predecessor",
                            models.OneToOneField(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="successor",
                                to="members.membership",
                                verbose_name="前一段会籍",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="为何结束",
                                max_length=200,
                                verbose_name="事由",
                            ),
                        ),
                        (
                            "is_void",
                            models.BooleanField(
                                default=False, help_text="并档时发现的重复会籍，不再计数", verbose_name="作废"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会籍",
                        "verbose_name_plural": "会籍",
                        "ordering": ("member", "held"),
                        "base_manager_name": "objects",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("is_void", False)),
                                expressions=[("member", "="), ("held", "&&")],
                                name="membership_one_at_a_time",
                                violation_error_message="此人这段时间已有会籍，一人同一时间只能有一段会籍。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("ended", ""), ("held__upper_inf", True)),
                                    models.Q(("held__upper_inf", False), models.Q(("ended", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="membership_ended_with_a_reason",
                                violation_error_message="结束的会籍必须写明原因，未结束的没有原因。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_member",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id"))',
                                    func="\n            IF NEW.member_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM members_member WHERE id = NEW.member_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_membership.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="23697c68a30889f91885a6588e352d6b866759ac",
                                    operation='UPDATE OF "union_id", "member_id"',
                                    pgid="pgtrigger_same_union_member_235f2",
                                    table="members_membership",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_membershipevent" ("began", "ended", "held", "id", "is_retained", "is_void", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "reason", "union_id") SELECT new_values."began", new_values."ended", new_values."held", new_values."id", new_values."is_retained", new_values."is_void", new_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', new_values."id", new_values."predecessor_id", new_values."reason", new_values."union_id" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="18c099cc166d82a3d5fc23ba428b8aa1c6f0b365",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_20243",
                                    referencing="REFERENCING NEW TABLE AS new_values ",
                                    table="members_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_membershipevent" ("began", "ended", "held", "id", "is_retained", "is_void", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "reason", "union_id") SELECT new_values."began", new_values."ended", new_values."held", new_values."id", new_values."is_retained", new_values."is_void", new_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', new_values."id", new_values."predecessor_id", new_values."reason", new_values."union_id" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;',
                                    hash="a26b14aab144e33e63ef69ff4973f510e06042c5",
                                    level="STATEMENT",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f5071",
                                    referencing="REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ",
                                    table="members_membership",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "members_membershipevent" ("began", "ended", "held", "id", "is_retained", "is_void", "member_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "predecessor_id", "reason", "union_id") SELECT old_values."began", old_values."ended", old_values."held", old_values."id", old_values."is_retained", old_values."is_void", old_values."member_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', old_values."id", old_values."predecessor_id", old_values."reason", old_values."union_id" FROM ( SELECT old_values.* FROM old_values  ) AS old_values, _pgh_attached_context; RETURN NULL;',
                                    hash="4ba4b5f363e4ac767130233b36850ec9f32b513f",
                                    level="STATEMENT",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_84b9f",
                                    referencing="REFERENCING OLD TABLE AS old_values ",
                                    table="members_membership",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="MembershipEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.membership",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="会员",
                            ),
                        ),
                        ("is_retained", models.BooleanField(default=False, verbose_name="保留会籍")),
                        (
                            "began",
                            models.CharField(
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
                        (
                            "ended",
                            models.CharField(
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
                        (
                            "predecessor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.membership",
                                verbose_name="前一段会籍",
                            ),
                        ),
                        (
                            "reason",
                            models.CharField(
                                blank=True,
                                db_default="",
                                default="",
                                help_text="为何结束",
                                max_length=200,
                                verbose_name="事由",
                            ),
                        ),
                        (
                            "is_void",
                            models.BooleanField(
                                default=False, help_text="并档时发现的重复会籍，不再计数", verbose_name="作废"
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会籍变更记录",
                        "verbose_name_plural": "会籍变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="7116e30986c5e128efae86afcfecb7381b042b96",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6dbe4",
                                    table="members_membershipevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="f31fd57ce0e7b14498999fa2b7c0e4e3b0849963",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_57cb3",
                                    table="members_membershipevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Transfer",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("updated_at", models.DateTimeField(auto_now=True, verbose_name="更新时间")),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="predecessors",
                                to="members.transfer",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers_out",
                                to="unions.unionorg",
                                verbose_name="转出工会",
                            ),
                        ),
                        (
                            "to_union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers_in",
                                to="unions.unionorg",
                                verbose_name="转入工会",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="transfers",
                                to="members.member",
                                verbose_name="会员",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("union_name", models.CharField(max_length=120, verbose_name="转出工会名称")),
                        ("to_union_name", models.CharField(max_length=120, verbose_name="转入工会名称")),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=True, sources=("name", "union_name", "to_union_name"), verbose_name="检索"
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked_out", "待转出工会同意"),
                                    ("asked_in", "待转入工会同意"),
                                    ("done", "已接转"),
                                    ("refused", "不同意"),
                                    ("withdrawn", "已撤回"),
                                    ("lapsed", "逾期失效"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="接转原因")),
                        ("asked_on", models.DateField(verbose_name="申请日期")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="办理意见")),
                    ],
                    options={
                        "verbose_name": "会籍接转",
                        "verbose_name_plural": "会籍接转",
                        "ordering": ("due_on", "id"),
                        "permissions": (
                            ("decide_transfer", "办理会籍接转"),
                            ("export_transfer", "导出会籍接转"),
                            ("print_transfer", "打印会籍接转"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                                name="transfer_search",
                            ),
                            models.Index(fields=["due_on", "id"], name="transfer_due"),
                            models.Index(fields=["asked_on", "id"], name="transfer_asked"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(("state__in", ("asked_out", "asked_in"))),
                                fields=("member",),
                                name="transfer_one_open_for_a_member",
                                violation_error_message="此人已有一项会籍接转正在办理。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("union", models.F("to_union")), _negated=True),
                                name="transfer_leads_elsewhere",
                                violation_error_message="转入工会与转出工会相同。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("decided_on__isnull", True), ("state__in", ("asked_out", "asked_in"))),
                                    models.Q(
                                        models.Q(("state__in", ("asked_out", "asked_in")), _negated=True),
                                        ("decided_on__isnull", False),
                                    ),
                                    _connector="OR",
                                ),
                                name="transfer_decided_when_not_open",
                                violation_error_message="办结日期与状态不符。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_member",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.member_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM members_member WHERE id = NEW.member_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_transfer.member_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="36a7a64142f1ea592ed4fb879fa51c486839ced9",
                                    operation='INSERT OR UPDATE OF "union_id", "member_id"',
                                    pgid="pgtrigger_same_union_member_0e623",
                                    table="members_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="same_union_successor",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.successor_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM members_transfer WHERE id = NEW.successor_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'members_transfer.successor_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="5e40e5c9dcdc2a08ed243395bcd44ac21ffa2f4f",
                                    operation='INSERT OR UPDATE OF "union_id", "successor_id"',
                                    pgid="pgtrigger_same_union_successor_4e35b",
                                    table="members_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_passage",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{asked_in:done,asked_in:lapsed,asked_in:refused,asked_in:withdrawn,asked_out:done,asked_out:lapsed,asked_out:refused,asked_out:withdrawn}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="c7c06a9093549ced2b703d9558479d30bbcce79b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_declared_passage_63b97",
                                    table="members_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="written_down",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM members_transferentry WHERE case_id = NEW.id AND case_version = NEW.version\n                    AND from_state = OLD.state AND to_state = NEW.state\n            ) THEN\n                RAISE EXCEPTION 'members_transfer: a state is changed without an entry' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="b5f08b6c214176680e5cde6e0b9255897f2d3d14",
                                    operation='UPDATE OF "state"',
                                    pgid="pgtrigger_written_down_3dd23",
                                    table="members_transfer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_transferevent" ("answer", "asked_by_id", "asked_on", "created_at", "decided_by_id", "decided_on", "due_on", "id", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "state_since", "successor_id", "to_union_id", "to_union_name", "union_id", "union_name", "version") VALUES (NEW."answer", NEW."asked_by_id", NEW."asked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."due_on", NEW."id", NEW."is_unread", NEW."member_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."state", NEW."state_since", NEW."successor_id", NEW."to_union_id", NEW."to_union_name", NEW."union_id", NEW."union_name", NEW."version"); RETURN NULL;',
                                    hash="57a3cd8497efc69ca03bd78dbb8f3caf3cefc90d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_4de99",
                                    table="members_transfer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."answer" IS DISTINCT FROM (NEW."answer") OR OLD."asked_by_id" IS DISTINCT FROM (NEW."asked_by_id") OR OLD."asked_on" IS DISTINCT FROM (NEW."asked_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_by_id" IS DISTINCT FROM (NEW."decided_by_id") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_unread" IS DISTINCT FROM (NEW."is_unread") OR OLD."member_id" IS DISTINCT FROM (NEW."member_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."reason" IS DISTINCT FROM (NEW."reason") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."to_union_id" IS DISTINCT FROM (NEW."to_union_id") OR OLD."to_union_name" IS DISTINCT FROM (NEW."to_union_name") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."union_name" IS DISTINCT FROM (NEW."union_name") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "members_transferevent" ("answer", "asked_by_id", "asked_on", "created_at", "decided_by_id", "decided_on", "due_on", "id", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "state_since", "successor_id", "to_union_id", "to_union_name", "union_id", "union_name", "version") VALUES (NEW."answer", NEW."asked_by_id", NEW."asked_on", NEW."created_at", NEW."decided_by_id", NEW."decided_on", NEW."due_on", NEW."id", NEW."is_unread", NEW."member_id", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."state", NEW."state_since", NEW."successor_id", NEW."to_union_id", NEW."to_union_name", NEW."union_id", NEW."union_name", NEW."version"); RETURN NULL;',
                                    hash="6ac02f8fe02753f7618d8172615246d7649c236b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_eecdd",
                                    table="members_transfer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "members_transferevent" ("answer", "asked_by_id", "asked_on", "created_at", "decided_by_id", "decided_on", "due_on", "id", "is_unread", "member_id", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "state", "state_since", "successor_id", "to_union_id", "to_union_name", "union_id", "union_name", "version") VALUES (OLD."answer", OLD."asked_by_id", OLD."asked_on", OLD."created_at", OLD."decided_by_id", OLD."decided_on", OLD."due_on", OLD."id", OLD."is_unread", OLD."member_id", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."state", OLD."state_since", OLD."successor_id", OLD."to_union_id", OLD."to_union_name", OLD."union_id", OLD."union_name", OLD."version"); RETURN NULL;',
                                    hash="c75630e8068022b5dbf9b09fa275a9505304da3f",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a1fe7",
                                    table="members_transfer",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferEvent",
                    fields=[
                        ("pgh_id", models.BigAutoField(primary_key=True, serialize=False, verbose_name="编号")),
                        ("pgh_created_at", models.DateTimeField(auto_now_add=True, verbose_name="时间")),
                        ("pgh_label", models.TextField(verbose_name="动作")),
                        (
                            "pgh_obj",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="history",
                                to="members.transfer",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "state_since",
                            models.DateTimeField(
                                default=django.utils.timezone.now, editable=False, verbose_name="进入现状态的时间"
                            ),
                        ),
                        ("due_on", models.DateField(blank=True, editable=False, null=True, verbose_name="办理期限")),
                        ("is_unread", models.BooleanField(default=True, editable=False, verbose_name="新到未读")),
                        (
                            "successor",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                editable=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.transfer",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="转出工会",
                            ),
                        ),
                        (
                            "to_union",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="转入工会",
                            ),
                        ),
                        (
                            "member",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="members.member",
                                verbose_name="会员",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        ("union_name", models.CharField(max_length=120, verbose_name="转出工会名称")),
                        ("to_union_name", models.CharField(max_length=120, verbose_name="转入工会名称")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("asked_out", "待转出工会同意"),
                                    ("asked_in", "待转入工会同意"),
                                    ("done", "已接转"),
                                    ("refused", "不同意"),
                                    ("withdrawn", "已撤回"),
                                    ("lapsed", "逾期失效"),
                                ],
                                max_length=9,
                                verbose_name="状态",
                            ),
                        ),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="接转原因")),
                        ("asked_on", models.DateField(verbose_name="申请日期")),
                        (
                            "asked_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="申请人",
                            ),
                        ),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="办结日期")),
                        (
                            "decided_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="办理人",
                            ),
                        ),
                        ("answer", models.CharField(blank=True, max_length=200, verbose_name="办理意见")),
                    ],
                    options={
                        "verbose_name": "会籍接转变更记录",
                        "verbose_name_plural": "会籍接转变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="63a7c36869d0f2a1f79119b0a78334853de5f13e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_8573c",
                                    table="members_transferevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="4595017face894061fe531d9d0bfe1ff37a67f0a",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_0f1c6",
                                    table="members_transferevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TransferEntry",
                    fields=[
                        (
                            "id",
                            models.UUIDField(
                                default=desk.vault.sealed.uuid7,
                                editable=False,
                                primary_key=True,
                                serialize=False,
                                verbose_name="编号",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("moved", "办理"),
                                    ("note", "内部备注"),
                                    ("reply", "答复"),
                                    ("message", "留言"),
                                ],
                                max_length=7,
                                verbose_name="种类",
                            ),
                        ),
                        (
                            "by",
                            models.CharField(
                                choices=[("staff", "工会"), ("visitor", "本人"), ("clock", "系统")],
                                default="staff",
                                max_length=7,
                                verbose_name="由谁",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("move", models.CharField(blank=True, max_length=24, verbose_name="动作")),
                        ("from_state", models.CharField(blank=True, max_length=24, verbose_name="原状态")),
                        ("to_state", models.CharField(blank=True, max_length=24, verbose_name="新状态")),
                        ("case_version", models.PositiveIntegerField(default=0, verbose_name="办件版本")),
                        ("text", desk.vault.fields.EncryptedTextField(blank=True, verbose_name="内容")),
                        ("is_public", models.BooleanField(default=False, verbose_name="本人可见")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="entries",
                                to="members.transfer",
                                verbose_name="会籍接转",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "会籍接转办理记录",
                        "verbose_name_plural": "会籍接转办理记录",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "indexes": [models.Index(fields=["case", "at"], name="members_transferentry_at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor__isnull", False), ("by", "staff")),
                                    models.Q(models.Q(("by", "staff"), _negated=True), ("actor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="members_transferentry_staff_is_known",
                                violation_error_message="经办人与来源不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_public", True), ("kind", "note"), _negated=True),
                                name="members_transferentry_note_is_internal",
                                violation_error_message="内部备注不能对外公开。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="4fb89c250014c9558fbf0ed734cc18f0693eb866",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6407c",
                                    table="members_transferentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="62a04306fc3068c8fea9205657c9ab585abe9d6f",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_fb3b5",
                                    table="members_transferentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_move",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF (NEW.kind = 'moved') <> (NEW.move <> '')\n                OR (NEW.move <> '' AND (NEW.move, NEW.from_state, NEW.to_state) NOT IN (('agree-in', 'asked_in', 'done'), ('agree-out', 'asked_out', 'done'), ('end', 'asked_in', 'withdrawn'), ('end', 'asked_out', 'withdrawn'), ('lapse', 'asked_in', 'lapsed'), ('lapse', 'asked_out', 'lapsed'), ('refuse', 'asked_in', 'refused'), ('refuse', 'asked_out', 'refused'), ('withdraw', 'asked_in', 'withdrawn'), ('withdraw', 'asked_out', 'withdrawn')))\n                OR (NEW.move <> '' AND NOT EXISTS (\n                    SELECT 1 FROM members_transfer AS mine\n                    WHERE mine.id = NEW.case_id AND mine.state = NEW.from_state AND mine.version + 1 = NEW.case_version\n                ))\n            THEN\n                RAISE EXCEPTION 'members_transferentry: no such move' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="7cdb7a6864a4429e27ed2a2755b646a5e4760b3a",
                                    operation="INSERT",
                                    pgid="pgtrigger_declared_move_b00d4",
                                    table="members_transferentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="four_eyes",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RETURN NEW;",
                                    hash="6a7c234904627f6b861723ed1a331950244a6d5d",
                                    operation="INSERT",
                                    pgid="pgtrigger_four_eyes_d50bf",
                                    table="members_transferentry",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
