"""The tree of unions, its employers, officers, accounts and announcements, with their triggers."""

import django.contrib.postgres.constraints
import django.contrib.postgres.fields.ranges
import django.contrib.postgres.indexes
import django.contrib.postgres.operations
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import desk.registers.checks
import desk.registers.searching
import desk.vault.fields
import desk.vault.sealed
import unions.models.announcements
from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("unions", "0001_initial"),
        ("unions", "0004_closed_unions_have_a_day"),
        ("unions", "0005_import_rights"),
        ("unions", "0006_coverage_history"),
        ("unions", "0007_import_unions"),
        ("unions", "0008_announcements"),
    ]

    initial = True

    dependencies = []

    operations = [
        # Trusted since PostgreSQL 13: the owner of the database may create them.
        django.contrib.postgres.operations.TrigramExtension(),
        django.contrib.postgres.operations.BtreeGistExtension(),
        CreateTables(
            [
                migrations.CreateModel(
                    name="UnionOrg",
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
                            "name",
                            models.CharField(
                                help_text="全称，如：建德市新安江街道总工会", max_length=120, verbose_name="名称"
                            ),
                        ),
                        ("short_name", models.CharField(blank=True, max_length=40, verbose_name="简称")),
                        (
                            "pinyin",
                            desk.registers.searching.PinyinField(
                                max_length=400, person=False, source="name", verbose_name="拼音"
                            ),
                        ),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=False, sources=("name", "short_name", "stat_code", "uscc"), verbose_name="检索"
                            ),
                        ),
                        (
                            "org_type",
                            models.CharField(
                                choices=[
                                    ("county_federation", "县（市）总工会"),
                                    ("township_federation", "乡镇（街道）总工会"),
                                    ("industrial_union", "产业（局）工会"),
                                    ("park_union", "开发区（园区）工会"),
                                    ("work_committee", "工会工作委员会"),
                                    ("regional_joint", "区域性工会联合会"),
                                    ("sectoral_joint", "行业性工会联合会"),
                                    ("village_union", "村（社区）工会"),
                                    ("grassroots", "基层工会"),
                                    ("sub_union", "分工会"),
                                    ("union_group", "工会小组"),
                                ],
                                max_length=24,
                                verbose_name="组织类型",
                            ),
                        ),
                        (
                            "grassroots_form",
                            models.CharField(
                                blank=True,
                                choices=[("single", "单独基层工会"), ("joint", "联合基层工会")],
                                max_length=8,
                                verbose_name="建会形式",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="children",
                                to="unions.unionorg",
                                verbose_name="上级工会",
                            ),
                        ),
                        ("path", models.TextField(editable=False, unique=True, verbose_name="路径")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "筹备"),
                                    ("active", "正常"),
                                    ("merged", "已并入"),
                                    ("dissolved", "已撤销"),
                                ],
                                default="active",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "stat_code",
                            models.CharField(
                                blank=True,
                                help_text="基层工会统计编码，历年不变",
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{6,20}$", "统计编码由 6 至 20 位数字组成。"
                                    )
                                ],
                                verbose_name="统计编码",
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                help_text="18 位，以 8 开头",
                                max_length=18,
                                validators=[desk.registers.checks.check_union_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "region_code",
                            models.CharField(
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{6,12}$", "区划代码由 6 至 12 位数字组成。"
                                    )
                                ],
                                verbose_name="区划代码",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
                        (
                            "industry",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "农、林、牧、渔业"),
                                    ("B", "采矿业"),
                                    ("C", "制造业"),
                                    ("D", "电力、热力、燃气及水生产和供应业"),
                                    ("E", "建筑业"),
                                    ("F", "批发和零售业"),
                                    ("G", "交通运输、仓储和邮政业"),
                                    ("H", "住宿和餐饮业"),
                                    ("I", "信息传输、软件和信息技术服务业"),
                                    ("J", "金融业"),
                                    ("K", "房地产业"),
                                    ("L", "租赁和商务服务业"),
                                    ("M", "科学研究和技术服务业"),
                                    ("N", "水利、环境和公共设施管理业"),
                                    ("O", "居民服务、修理和其他服务业"),
                                    ("P", "教育"),
                                    ("Q", "卫生和社会工作"),
                                    ("R", "文化、体育和娱乐业"),
                                    ("S", "公共管理、社会保障和社会组织"),
                                    ("T", "国际组织"),
                                ],
                                max_length=1,
                                verbose_name="所属行业",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("110", "国有企业"),
                                    ("120", "集体企业"),
                                    ("130", "股份合作企业"),
                                    ("140", "联营企业"),
                                    ("151", "国有独资公司"),
                                    ("159", "其他有限责任公司"),
                                    ("161", "国有控股股份公司"),
                                    ("169", "其他股份有限公司"),
                                    ("170", "私营企业"),
                                    ("190", "其他内资企业"),
                                    ("200", "港澳台商投资企业"),
                                    ("300", "外商投资企业"),
                                    ("400", "事业单位"),
                                    ("500", "机关"),
                                    ("600", "个体经济组织"),
                                    ("700", "民办非企业单位"),
                                ],
                                max_length=3,
                                verbose_name="单位类别",
                            ),
                        ),
                        ("has_party_org", models.BooleanField(default=False, verbose_name="建有党组织")),
                        ("founded_on", models.DateField(verbose_name="成立日期")),
                        ("approval_doc_no", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
                        ("approved_by", models.CharField(blank=True, max_length=120, verbose_name="批复单位")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤并日期")),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="absorbed",
                                to="unions.unionorg",
                                verbose_name="并入",
                            ),
                        ),
                        (
                            "term_years",
                            models.PositiveSmallIntegerField(
                                choices=[(3, "三年"), (5, "五年")], default=3, verbose_name="届期（年）"
                            ),
                        ),
                        ("worker_count", models.PositiveIntegerField(default=0, verbose_name="职工人数")),
                        ("female_workers", models.PositiveIntegerField(default=0, verbose_name="女职工")),
                        ("migrant_workers", models.PositiveIntegerField(default=0, verbose_name="农民工")),
                        ("dispatched_workers", models.PositiveIntegerField(default=0, verbose_name="劳务派遣工")),
                        ("member_count", models.PositiveIntegerField(default=0, verbose_name="会员人数")),
                        ("female_members", models.PositiveIntegerField(default=0, verbose_name="女会员")),
                        ("migrant_members", models.PositiveIntegerField(default=0, verbose_name="农民工会员")),
                        ("bank_account_opened", models.BooleanField(default=False, verbose_name="已开立账户")),
                        ("books_kept", models.BooleanField(default=False, verbose_name="已独立建账")),
                    ],
                    options={
                        "verbose_name": "工会组织",
                        "verbose_name_plural": "工会组织",
                        "ordering": ("path",),
                        "permissions": (
                            ("move_unionorg", "调整隶属"),
                            ("rename_unionorg", "更名"),
                            ("merge_unionorg", "合并工会"),
                            ("dissolve_unionorg", "撤销工会"),
                            ("export_unionorg", "导出工会组织"),
                            ("import_unionorg", "导入工会组织"),
                            ("print_unionorg", "打印工会组织"),
                            ("reveal_unionorg", "查看工会联系方式"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                                name="unionorg_search",
                            ),
                            models.Index(fields=["parent"], name="unionorg_parent"),
                            models.Index(fields=["pinyin", "id"], name="unionorg_pinyin"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    (
                                        "path__endswith",
                                        django.db.models.functions.text.Concat(
                                            models.F("id"), models.Value("."), output_field=models.TextField()
                                        ),
                                    )
                                ),
                                name="unionorg_path_ends_with_own_id",
                                violation_error_message="工会路径与编号不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("parent__isnull", False), ("org_type", "county_federation"), _connector="OR"
                                ),
                                name="unionorg_only_the_county_has_no_parent",
                                violation_error_message="除县（市）总工会外，每个工会都要有上级工会。",
                            ),
                            models.CheckConstraint(
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
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("merged_into__isnull", False), ("status", "merged")),
                                    models.Q(
                                        ("merged_into__isnull", True), models.Q(("status", "merged"), _negated=True)
                                    ),
                                    _connector="OR",
                                ),
                                name="unionorg_merged_names_its_successor",
                                violation_error_message="并入其他工会时要写明并入哪一家。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("female_workers__lte", models.F("worker_count")),
                                    ("migrant_workers__lte", models.F("worker_count")),
                                    ("dispatched_workers__lte", models.F("worker_count")),
                                ),
                                name="unionorg_parts_within_workers",
                                violation_error_message="女职工、农民工、劳务派遣工都不能多于职工人数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("female_members__lte", models.F("member_count")),
                                    ("migrant_members__lte", models.F("member_count")),
                                ),
                                name="unionorg_parts_within_members",
                                violation_error_message="女会员、农民工会员都不能多于会员人数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("grassroots_form", ""),
                                    ("org_type__in", ("grassroots", "village_union")),
                                    _connector="OR",
                                ),
                                name="unionorg_form_of_grassroots_only",
                                violation_error_message="只有基层工会才填建会形式。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("uscc", ""), _negated=True),
                                fields=("uscc",),
                                name="unionorg_uscc_once",
                                violation_error_message="这个统一社会信用代码已登记在另一家工会名下。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("closed_on__isnull", True)),
                                fields=("parent", "name"),
                                name="unionorg_name_once_under_parent",
                                violation_error_message="该上级工会下已有同名工会。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="path_follows_parent",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.path <> COALESCE((SELECT path FROM unions_unionorg WHERE id = NEW.parent_id), '') || NEW.id || '.'\n                OR EXISTS (SELECT 1 FROM unions_unionorg WHERE parent_id = NEW.id AND path <> NEW.path || id || '.')\n            THEN\n                RAISE EXCEPTION 'unions_unionorg.path does not follow the parent'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="4a119f4ec26d7e8149d1899b873b9eebaa846b99",
                                    operation='INSERT OR UPDATE OF "parent_id", "path"',
                                    pgid="pgtrigger_path_follows_parent_7ab6d",
                                    table="unions_unionorg",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_unionorgevent" ("address", "approval_doc_no", "approved_by", "bank_account_opened", "books_kept", "closed_on", "created_at", "dispatched_workers", "female_members", "female_workers", "founded_on", "grassroots_form", "has_party_org", "id", "industry", "member_count", "merged_into_id", "migrant_members", "migrant_workers", "name", "org_type", "parent_id", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_code", "short_name", "stat_code", "status", "term_years", "unit_class", "uscc", "version", "worker_count") VALUES (NEW."address", NEW."approval_doc_no", NEW."approved_by", NEW."bank_account_opened", NEW."books_kept", NEW."closed_on", NEW."created_at", NEW."dispatched_workers", NEW."female_members", NEW."female_workers", NEW."founded_on", NEW."grassroots_form", NEW."has_party_org", NEW."id", NEW."industry", NEW."member_count", NEW."merged_into_id", NEW."migrant_members", NEW."migrant_workers", NEW."name", NEW."org_type", NEW."parent_id", NEW."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."region_code", NEW."short_name", NEW."stat_code", NEW."status", NEW."term_years", NEW."unit_class", NEW."uscc", NEW."version", NEW."worker_count"); RETURN NULL;',
                                    hash="e5609e20255e79b75316565a2960a516054014fe",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_18bfc",
                                    table="unions_unionorg",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."approval_doc_no" IS DISTINCT FROM (NEW."approval_doc_no") OR OLD."approved_by" IS DISTINCT FROM (NEW."approved_by") OR OLD."bank_account_opened" IS DISTINCT FROM (NEW."bank_account_opened") OR OLD."books_kept" IS DISTINCT FROM (NEW."books_kept") OR OLD."closed_on" IS DISTINCT FROM (NEW."closed_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."dispatched_workers" IS DISTINCT FROM (NEW."dispatched_workers") OR OLD."female_members" IS DISTINCT FROM (NEW."female_members") OR OLD."female_workers" IS DISTINCT FROM (NEW."female_workers") OR OLD."founded_on" IS DISTINCT FROM (NEW."founded_on") OR OLD."grassroots_form" IS DISTINCT FROM (NEW."grassroots_form") OR OLD."has_party_org" IS DISTINCT FROM (NEW."has_party_org") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."industry" IS DISTINCT FROM (NEW."industry") OR OLD."member_count" IS DISTINCT FROM (NEW."member_count") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."migrant_members" IS DISTINCT FROM (NEW."migrant_members") OR OLD."migrant_workers" IS DISTINCT FROM (NEW."migrant_workers") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."org_type" IS DISTINCT FROM (NEW."org_type") OR OLD."parent_id" IS DISTINCT FROM (NEW."parent_id") OR OLD."path" IS DISTINCT FROM (NEW."path") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."region_code" IS DISTINCT FROM (NEW."region_code") OR OLD."short_name" IS DISTINCT FROM (NEW."short_name") OR OLD."stat_code" IS DISTINCT FROM (NEW."stat_code") OR OLD."status" IS DISTINCT FROM (NEW."status") OR OLD."term_years" IS DISTINCT FROM (NEW."term_years") OR OLD."unit_class" IS DISTINCT FROM (NEW."unit_class") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."version" IS DISTINCT FROM (NEW."version") OR OLD."worker_count" IS DISTINCT FROM (NEW."worker_count"))',
                                    func='INSERT INTO "unions_unionorgevent" ("address", "approval_doc_no", "approved_by", "bank_account_opened", "books_kept", "closed_on", "created_at", "dispatched_workers", "female_members", "female_workers", "founded_on", "grassroots_form", "has_party_org", "id", "industry", "member_count", "merged_into_id", "migrant_members", "migrant_workers", "name", "org_type", "parent_id", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_code", "short_name", "stat_code", "status", "term_years", "unit_class", "uscc", "version", "worker_count") VALUES (NEW."address", NEW."approval_doc_no", NEW."approved_by", NEW."bank_account_opened", NEW."books_kept", NEW."closed_on", NEW."created_at", NEW."dispatched_workers", NEW."female_members", NEW."female_workers", NEW."founded_on", NEW."grassroots_form", NEW."has_party_org", NEW."id", NEW."industry", NEW."member_count", NEW."merged_into_id", NEW."migrant_members", NEW."migrant_workers", NEW."name", NEW."org_type", NEW."parent_id", NEW."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."region_code", NEW."short_name", NEW."stat_code", NEW."status", NEW."term_years", NEW."unit_class", NEW."uscc", NEW."version", NEW."worker_count"); RETURN NULL;',
                                    hash="de3c3336e54904987809b0d962701bf7dac17afc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_2a435",
                                    table="unions_unionorg",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_unionorgevent" ("address", "approval_doc_no", "approved_by", "bank_account_opened", "books_kept", "closed_on", "created_at", "dispatched_workers", "female_members", "female_workers", "founded_on", "grassroots_form", "has_party_org", "id", "industry", "member_count", "merged_into_id", "migrant_members", "migrant_workers", "name", "org_type", "parent_id", "path", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "region_code", "short_name", "stat_code", "status", "term_years", "unit_class", "uscc", "version", "worker_count") VALUES (OLD."address", OLD."approval_doc_no", OLD."approved_by", OLD."bank_account_opened", OLD."books_kept", OLD."closed_on", OLD."created_at", OLD."dispatched_workers", OLD."female_members", OLD."female_workers", OLD."founded_on", OLD."grassroots_form", OLD."has_party_org", OLD."id", OLD."industry", OLD."member_count", OLD."merged_into_id", OLD."migrant_members", OLD."migrant_workers", OLD."name", OLD."org_type", OLD."parent_id", OLD."path", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."region_code", OLD."short_name", OLD."stat_code", OLD."status", OLD."term_years", OLD."unit_class", OLD."uscc", OLD."version", OLD."worker_count"); RETURN NULL;',
                                    hash="57fdaa022d06f2950017772c49718254bc5b0c36",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_90203",
                                    table="unions_unionorg",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UnionOrgEvent",
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
                                to="unions.unionorg",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "name",
                            models.CharField(
                                help_text="全称，如：建德市新安江街道总工会", max_length=120, verbose_name="名称"
                            ),
                        ),
                        ("short_name", models.CharField(blank=True, max_length=40, verbose_name="简称")),
                        (
                            "org_type",
                            models.CharField(
                                choices=[
                                    ("county_federation", "县（市）总工会"),
                                    ("township_federation", "乡镇（街道）总工会"),
                                    ("industrial_union", "产业（局）工会"),
                                    ("park_union", "开发区（园区）工会"),
                                    ("work_committee", "工会工作委员会"),
                                    ("regional_joint", "区域性工会联合会"),
                                    ("sectoral_joint", "行业性工会联合会"),
                                    ("village_union", "村（社区）工会"),
                                    ("grassroots", "基层工会"),
                                    ("sub_union", "分工会"),
                                    ("union_group", "工会小组"),
                                ],
                                max_length=24,
                                verbose_name="组织类型",
                            ),
                        ),
                        (
                            "grassroots_form",
                            models.CharField(
                                blank=True,
                                choices=[("single", "单独基层工会"), ("joint", "联合基层工会")],
                                max_length=8,
                                verbose_name="建会形式",
                            ),
                        ),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="上级工会",
                            ),
                        ),
                        ("path", models.TextField(editable=False, verbose_name="路径")),
                        (
                            "status",
                            models.CharField(
                                choices=[
                                    ("preparing", "筹备"),
                                    ("active", "正常"),
                                    ("merged", "已并入"),
                                    ("dissolved", "已撤销"),
                                ],
                                default="active",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "stat_code",
                            models.CharField(
                                blank=True,
                                help_text="基层工会统计编码，历年不变",
                                max_length=20,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{6,20}$", "统计编码由 6 至 20 位数字组成。"
                                    )
                                ],
                                verbose_name="统计编码",
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                help_text="18 位，以 8 开头",
                                max_length=18,
                                validators=[desk.registers.checks.check_union_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "region_code",
                            models.CharField(
                                max_length=12,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^\\d{6,12}$", "区划代码由 6 至 12 位数字组成。"
                                    )
                                ],
                                verbose_name="区划代码",
                            ),
                        ),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
                        (
                            "industry",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("A", "农、林、牧、渔业"),
                                    ("B", "采矿业"),
                                    ("C", "制造业"),
                                    ("D", "电力、热力、燃气及水生产和供应业"),
                                    ("E", "建筑业"),
                                    ("F", "批发和零售业"),
                                    ("G", "交通运输、仓储和邮政业"),
                                    ("H", "住宿和餐饮业"),
                                    ("I", "信息传输、软件和信息技术服务业"),
                                    ("J", "金融业"),
                                    ("K", "房地产业"),
                                    ("L", "租赁和商务服务业"),
                                    ("M", "科学研究和技术服务业"),
                                    ("N", "水利、环境和公共设施管理业"),
                                    ("O", "居民服务、修理和其他服务业"),
                                    ("P", "教育"),
                                    ("Q", "卫生和社会工作"),
                                    ("R", "文化、体育和娱乐业"),
                                    ("S", "公共管理、社会保障和社会组织"),
                                    ("T", "国际组织"),
                                ],
                                max_length=1,
                                verbose_name="所属行业",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                blank=True,
                                choices=[
                                    ("110", "国有企业"),
                                    ("120", "集体企业"),
                                    ("130", "股份合作企业"),
                                    ("140", "联营企业"),
                                    ("151", "国有独资公司"),
                                    ("159", "其他有限责任公司"),
                                    ("161", "国有控股股份公司"),
                                    ("169", "其他股份有限公司"),
                                    ("170", "私营企业"),
                                    ("190", "其他内资企业"),
                                    ("200", "港澳台商投资企业"),
                                    ("300", "外商投资企业"),
                                    ("400", "事业单位"),
                                    ("500", "机关"),
                                    ("600", "个体经济组织"),
                                    ("700", "民办非企业单位"),
                                ],
                                max_length=3,
                                verbose_name="单位类别",
                            ),
                        ),
                        ("has_party_org", models.BooleanField(default=False, verbose_name="建有党组织")),
                        ("founded_on", models.DateField(verbose_name="成立日期")),
                        ("approval_doc_no", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
                        ("approved_by", models.CharField(blank=True, max_length=120, verbose_name="批复单位")),
                        ("closed_on", models.DateField(blank=True, null=True, verbose_name="撤并日期")),
                        (
                            "merged_into",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="并入",
                            ),
                        ),
                        (
                            "term_years",
                            models.PositiveSmallIntegerField(
                                choices=[(3, "三年"), (5, "五年")], default=3, verbose_name="届期（年）"
                            ),
                        ),
                        ("worker_count", models.PositiveIntegerField(default=0, verbose_name="职工人数")),
                        ("female_workers", models.PositiveIntegerField(default=0, verbose_name="女职工")),
                        ("migrant_workers", models.PositiveIntegerField(default=0, verbose_name="农民工")),
                        ("dispatched_workers", models.PositiveIntegerField(default=0, verbose_name="劳务派遣工")),
                        ("member_count", models.PositiveIntegerField(default=0, verbose_name="会员人数")),
                        ("female_members", models.PositiveIntegerField(default=0, verbose_name="女会员")),
                        ("migrant_members", models.PositiveIntegerField(default=0, verbose_name="农民工会员")),
                        ("bank_account_opened", models.BooleanField(default=False, verbose_name="已开立账户")),
                        ("books_kept", models.BooleanField(default=False, verbose_name="已独立建账")),
                    ],
                    options={
                        "verbose_name": "工会组织变更记录",
                        "verbose_name_plural": "工会组织变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="8fc4b9c7cfcc280b90a2f6c0455adb8c8bb8ac2d",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_106b7",
                                    table="unions_unionorgevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="ea2be796744454d878aeebae18b99e02efe19149",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_94778",
                                    table="unions_unionorgevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Standing",
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
                                related_name="standings",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="unions.unionorg",
                                verbose_name="上级工会",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "历史隶属",
                        "verbose_name_plural": "历史隶属",
                        "ordering": ("union", "held"),
                        "base_manager_name": "objects",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("union", "="), ("held", "&&")],
                                name="standing_one_at_a_time",
                                violation_error_message="同一工会同一天只能有一个名称和一个上级。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."held", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id"); RETURN NULL;',
                                    hash="e3a76146c33b0171ef9d26d78d16333db9a2881d",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_3e3ae",
                                    table="unions_standing",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."held", NEW."id", NEW."name", NEW."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id"); RETURN NULL;',
                                    hash="27ba27cbe452b47e7a914d0db9c61c0fc7476009",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_d2d4a",
                                    table="unions_standing",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_standingevent" ("held", "id", "name", "parent_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."held", OLD."id", OLD."name", OLD."parent_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id"); RETURN NULL;',
                                    hash="da2ea796822f47f9304c55b7a15d233502b4ef1a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_e1a42",
                                    table="unions_standing",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="StandingEvent",
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
                                to="unions.standing",
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
                        ("name", models.CharField(max_length=120, verbose_name="名称")),
                        (
                            "parent",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="上级工会",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "历史隶属变更记录",
                        "verbose_name_plural": "历史隶属变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="45f7cbdf47b15913d3f4e20f19ffced9227ccbe7",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_e0b8f",
                                    table="unions_standingevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="7a06f6c882c27be1d4534867d2adb7b9b426256c",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_b356d",
                                    table="unions_standingevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Announcement",
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
                                related_name="announcements",
                                to="unions.unionorg",
                                verbose_name="发布工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("notice", "公告"), ("publicity", "公示")],
                                default="notice",
                                max_length=9,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                max_length=80,
                                validators=[unions.models.announcements.check_holds_no_number_of_a_person],
                                verbose_name="标题",
                            ),
                        ),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=False, sources=("title",), verbose_name="检索"
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                help_text="空一行分段。",
                                max_length=5000,
                                validators=[unions.models.announcements.check_holds_no_number_of_a_person],
                                verbose_name="正文",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(
                                default=django.utils.timezone.localdate,
                                help_text="这一天起公众可见",
                                verbose_name="发布日期",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="公众可见的最后一天；不填，一直公开",
                                null=True,
                                verbose_name="下线日期",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示公告",
                        "verbose_name_plural": "公示公告",
                        "ordering": ("-published_on", "-id"),
                        "permissions": (
                            ("export_announcement", "导出公示公告"),
                            ("print_announcement", "打印公示公告"),
                        ),
                        "indexes": [models.Index(fields=["published_on", "id"], name="announcement_published")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("until__isnull", True), ("until__gte", models.F("published_on")), _connector="OR"
                                ),
                                name="announcement_ends_after_it_begins",
                                violation_error_message="下线日期不能早于发布日期。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_announcementevent" ("body", "created_at", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "title", "union_id", "until", "version") VALUES (NEW."body", NEW."created_at", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."published_on", NEW."title", NEW."union_id", NEW."until", NEW."version"); RETURN NULL;',
                                    hash="3fe76bcc92d40477ca0e792b917a850f50d8fa0f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_bed30",
                                    table="unions_announcement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."body" IS DISTINCT FROM (NEW."body") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."until" IS DISTINCT FROM (NEW."until") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_announcementevent" ("body", "created_at", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "title", "union_id", "until", "version") VALUES (NEW."body", NEW."created_at", NEW."id", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."published_on", NEW."title", NEW."union_id", NEW."until", NEW."version"); RETURN NULL;',
                                    hash="9f533c3772492830880a287fcbc7686c798c2990",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_e271e",
                                    table="unions_announcement",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_announcementevent" ("body", "created_at", "id", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "published_on", "title", "union_id", "until", "version") VALUES (OLD."body", OLD."created_at", OLD."id", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."published_on", OLD."title", OLD."union_id", OLD."until", OLD."version"); RETURN NULL;',
                                    hash="4d1da4aefb8caa493884fda995bb6df1ba522c44",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_a1635",
                                    table="unions_announcement",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AnnouncementEvent",
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
                                to="unions.announcement",
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
                                verbose_name="发布工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("notice", "公告"), ("publicity", "公示")],
                                default="notice",
                                max_length=9,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "title",
                            models.CharField(
                                max_length=80,
                                validators=[unions.models.announcements.check_holds_no_number_of_a_person],
                                verbose_name="标题",
                            ),
                        ),
                        (
                            "body",
                            models.TextField(
                                help_text="空一行分段。",
                                max_length=5000,
                                validators=[unions.models.announcements.check_holds_no_number_of_a_person],
                                verbose_name="正文",
                            ),
                        ),
                        (
                            "published_on",
                            models.DateField(
                                default=django.utils.timezone.localdate,
                                help_text="这一天起公众可见",
                                verbose_name="发布日期",
                            ),
                        ),
                        (
                            "until",
                            models.DateField(
                                blank=True,
                                help_text="公众可见的最后一天；不填，一直公开",
                                null=True,
                                verbose_name="下线日期",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "公示公告变更记录",
                        "verbose_name_plural": "公示公告变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="ce576a71a4b42c4f4f90c8fe7d6dddceeba263e5",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a05d6",
                                    table="unions_announcementevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="d835b3f2975bbddff197b34a1fc4e5c91fbc7c1b",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_ed89a",
                                    table="unions_announcementevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Employer",
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
                                related_name="employers",
                                to="unions.unionorg",
                                verbose_name="责任工会",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="单位名称")),
                        (
                            "pinyin",
                            desk.registers.searching.PinyinField(
                                max_length=400, person=False, source="name", verbose_name="拼音"
                            ),
                        ),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=False, sources=("name", "uscc"), verbose_name="检索"
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                max_length=18,
                                validators=[desk.registers.checks.check_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                choices=[
                                    ("110", "国有企业"),
                                    ("120", "集体企业"),
                                    ("130", "股份合作企业"),
                                    ("140", "联营企业"),
                                    ("151", "国有独资公司"),
                                    ("159", "其他有限责任公司"),
                                    ("161", "国有控股股份公司"),
                                    ("169", "其他股份有限公司"),
                                    ("170", "私营企业"),
                                    ("190", "其他内资企业"),
                                    ("200", "港澳台商投资企业"),
                                    ("300", "外商投资企业"),
                                    ("400", "事业单位"),
                                    ("500", "机关"),
                                    ("600", "个体经济组织"),
                                    ("700", "民办非企业单位"),
                                ],
                                max_length=3,
                                verbose_name="单位类别",
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                choices=[
                                    ("A", "农、林、牧、渔业"),
                                    ("B", "采矿业"),
                                    ("C", "制造业"),
                                    ("D", "电力、热力、燃气及水生产和供应业"),
                                    ("E", "建筑业"),
                                    ("F", "批发和零售业"),
                                    ("G", "交通运输、仓储和邮政业"),
                                    ("H", "住宿和餐饮业"),
                                    ("I", "信息传输、软件和信息技术服务业"),
                                    ("J", "金融业"),
                                    ("K", "房地产业"),
                                    ("L", "租赁和商务服务业"),
                                    ("M", "科学研究和技术服务业"),
                                    ("N", "水利、环境和公共设施管理业"),
                                    ("O", "居民服务、修理和其他服务业"),
                                    ("P", "教育"),
                                    ("Q", "卫生和社会工作"),
                                    ("R", "文化、体育和娱乐业"),
                                    ("S", "公共管理、社会保障和社会组织"),
                                    ("T", "国际组织"),
                                ],
                                max_length=1,
                                verbose_name="所属行业",
                            ),
                        ),
                        ("is_above_scale", models.BooleanField(default=False, verbose_name="规模以上")),
                        (
                            "is_two_new",
                            models.BooleanField(
                                default=False, help_text="新经济组织、新社会组织", verbose_name="两新组织"
                            ),
                        ),
                        ("headcount", models.PositiveIntegerField(default=0, verbose_name="职工人数")),
                        ("female_headcount", models.PositiveIntegerField(default=0, verbose_name="女职工")),
                        ("migrant_headcount", models.PositiveIntegerField(default=0, verbose_name="农民工")),
                        ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                        ("deregistered_on", models.DateField(blank=True, null=True, verbose_name="注销日期")),
                    ],
                    options={
                        "verbose_name": "用人单位",
                        "verbose_name_plural": "用人单位",
                        "ordering": ("pinyin", "id"),
                        "permissions": (
                            ("export_employer", "导出用人单位"),
                            ("import_employer", "导入用人单位"),
                            ("print_employer", "打印用人单位"),
                            ("cover_employer", "确定覆盖工会"),
                            ("reveal_employer", "查看单位联系方式"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                                name="employer_search",
                            ),
                            models.Index(fields=["pinyin", "id"], name="employer_pinyin"),
                        ],
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("uscc",),
                                name="employer_uscc_once",
                                violation_error_message="这个统一社会信用代码的单位已登记。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("female_headcount__lte", models.F("headcount")),
                                    ("migrant_headcount__lte", models.F("headcount")),
                                ),
                                name="employer_parts_within_headcount",
                                violation_error_message="女职工、农民工都不能多于职工人数。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("deregistered_on__isnull", True),
                                    ("registered_on__isnull", True),
                                    ("deregistered_on__gte", models.F("registered_on")),
                                    _connector="OR",
                                ),
                                name="employer_deregistered_after_registered",
                                violation_error_message="注销日期不能早于设立日期。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_employerevent" ("address", "contact", "created_at", "deregistered_on", "female_headcount", "headcount", "id", "industry", "is_above_scale", "is_two_new", "migrant_headcount", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_on", "union_id", "unit_class", "uscc", "version") VALUES (NEW."address", NEW."contact", NEW."created_at", NEW."deregistered_on", NEW."female_headcount", NEW."headcount", NEW."id", NEW."industry", NEW."is_above_scale", NEW."is_two_new", NEW."migrant_headcount", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."registered_on", NEW."union_id", NEW."unit_class", NEW."uscc", NEW."version"); RETURN NULL;',
                                    hash="3c1bc3723c55e795b4cc5b47c8842ddfa6c7a764",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1604e",
                                    table="unions_employer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."contact" IS DISTINCT FROM (NEW."contact") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."deregistered_on" IS DISTINCT FROM (NEW."deregistered_on") OR OLD."female_headcount" IS DISTINCT FROM (NEW."female_headcount") OR OLD."headcount" IS DISTINCT FROM (NEW."headcount") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."industry" IS DISTINCT FROM (NEW."industry") OR OLD."is_above_scale" IS DISTINCT FROM (NEW."is_above_scale") OR OLD."is_two_new" IS DISTINCT FROM (NEW."is_two_new") OR OLD."migrant_headcount" IS DISTINCT FROM (NEW."migrant_headcount") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."registered_on" IS DISTINCT FROM (NEW."registered_on") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."unit_class" IS DISTINCT FROM (NEW."unit_class") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_employerevent" ("address", "contact", "created_at", "deregistered_on", "female_headcount", "headcount", "id", "industry", "is_above_scale", "is_two_new", "migrant_headcount", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_on", "union_id", "unit_class", "uscc", "version") VALUES (NEW."address", NEW."contact", NEW."created_at", NEW."deregistered_on", NEW."female_headcount", NEW."headcount", NEW."id", NEW."industry", NEW."is_above_scale", NEW."is_two_new", NEW."migrant_headcount", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."registered_on", NEW."union_id", NEW."unit_class", NEW."uscc", NEW."version"); RETURN NULL;',
                                    hash="41f3e032259e214425b152595f976bfbc9ec8a35",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_968ae",
                                    table="unions_employer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_employerevent" ("address", "contact", "created_at", "deregistered_on", "female_headcount", "headcount", "id", "industry", "is_above_scale", "is_two_new", "migrant_headcount", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "registered_on", "union_id", "unit_class", "uscc", "version") VALUES (OLD."address", OLD."contact", OLD."created_at", OLD."deregistered_on", OLD."female_headcount", OLD."headcount", OLD."id", OLD."industry", OLD."is_above_scale", OLD."is_two_new", OLD."migrant_headcount", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."registered_on", OLD."union_id", OLD."unit_class", OLD."uscc", OLD."version"); RETURN NULL;',
                                    hash="275f43549c58996f3ca863975d8d543f836ad963",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_2caf0",
                                    table="unions_employer",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="EmployerEvent",
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
                                to="unions.employer",
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
                                verbose_name="责任工会",
                            ),
                        ),
                        ("name", models.CharField(max_length=120, verbose_name="单位名称")),
                        (
                            "uscc",
                            models.CharField(
                                max_length=18,
                                validators=[desk.registers.checks.check_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        (
                            "unit_class",
                            models.CharField(
                                choices=[
                                    ("110", "国有企业"),
                                    ("120", "集体企业"),
                                    ("130", "股份合作企业"),
                                    ("140", "联营企业"),
                                    ("151", "国有独资公司"),
                                    ("159", "其他有限责任公司"),
                                    ("161", "国有控股股份公司"),
                                    ("169", "其他股份有限公司"),
                                    ("170", "私营企业"),
                                    ("190", "其他内资企业"),
                                    ("200", "港澳台商投资企业"),
                                    ("300", "外商投资企业"),
                                    ("400", "事业单位"),
                                    ("500", "机关"),
                                    ("600", "个体经济组织"),
                                    ("700", "民办非企业单位"),
                                ],
                                max_length=3,
                                verbose_name="单位类别",
                            ),
                        ),
                        (
                            "industry",
                            models.CharField(
                                choices=[
                                    ("A", "农、林、牧、渔业"),
                                    ("B", "采矿业"),
                                    ("C", "制造业"),
                                    ("D", "电力、热力、燃气及水生产和供应业"),
                                    ("E", "建筑业"),
                                    ("F", "批发和零售业"),
                                    ("G", "交通运输、仓储和邮政业"),
                                    ("H", "住宿和餐饮业"),
                                    ("I", "信息传输、软件和信息技术服务业"),
                                    ("J", "金融业"),
                                    ("K", "房地产业"),
                                    ("L", "租赁和商务服务业"),
                                    ("M", "科学研究和技术服务业"),
                                    ("N", "水利、环境和公共设施管理业"),
                                    ("O", "居民服务、修理和其他服务业"),
                                    ("P", "教育"),
                                    ("Q", "卫生和社会工作"),
                                    ("R", "文化、体育和娱乐业"),
                                    ("S", "公共管理、社会保障和社会组织"),
                                    ("T", "国际组织"),
                                ],
                                max_length=1,
                                verbose_name="所属行业",
                            ),
                        ),
                        ("is_above_scale", models.BooleanField(default=False, verbose_name="规模以上")),
                        (
                            "is_two_new",
                            models.BooleanField(
                                default=False, help_text="新经济组织、新社会组织", verbose_name="两新组织"
                            ),
                        ),
                        ("headcount", models.PositiveIntegerField(default=0, verbose_name="职工人数")),
                        ("female_headcount", models.PositiveIntegerField(default=0, verbose_name="女职工")),
                        ("migrant_headcount", models.PositiveIntegerField(default=0, verbose_name="农民工")),
                        ("contact", models.CharField(blank=True, max_length=40, verbose_name="联系人")),
                        ("phone", models.CharField(blank=True, max_length=30, verbose_name="联系电话")),
                        ("address", models.CharField(blank=True, max_length=200, verbose_name="地址")),
                        ("registered_on", models.DateField(blank=True, null=True, verbose_name="设立日期")),
                        ("deregistered_on", models.DateField(blank=True, null=True, verbose_name="注销日期")),
                    ],
                    options={
                        "verbose_name": "用人单位变更记录",
                        "verbose_name_plural": "用人单位变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="c78358befbb22400047da48a897dec7085693736",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_834b9",
                                    table="unions_employerevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="dd240d703b26a9b4140de60bfd13f15cc93201ac",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_e16ba",
                                    table="unions_employerevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Coverage",
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
                                related_name="coverages",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "employer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="coverages",
                                to="unions.employer",
                                verbose_name="用人单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "涵盖单位",
                        "verbose_name_plural": "涵盖单位",
                        "ordering": ("employer", "held"),
                        "base_manager_name": "objects",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("employer", "="), ("held", "&&")],
                                name="coverage_by_one_union_at_a_time",
                                violation_error_message="该单位这段时间已由另一家工会覆盖。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_employer",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.employer_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM unions_employer WHERE id = NEW.employer_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'unions_coverage.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="c110d9b819ce2ab5fe721651883223fd9cb67a0b",
                                    operation='INSERT OR UPDATE OF "union_id", "employer_id"',
                                    pgid="pgtrigger_same_union_employer_f9bf7",
                                    table="unions_coverage",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."employer_id", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id"); RETURN NULL;',
                                    hash="dc772439468421e5aa09855b6d32d086434316e8",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_1840a",
                                    table="unions_coverage",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (NEW."employer_id", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id"); RETURN NULL;',
                                    hash="707f425e36e19eddd09eed92c4eadfc6c90714ce",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_5d250",
                                    table="unions_coverage",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_coverageevent" ("employer_id", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id") VALUES (OLD."employer_id", OLD."held", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id"); RETURN NULL;',
                                    hash="e8e9583ccb8cbba0e97e090ba6104b6641ca9311",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_60aa3",
                                    table="unions_coverage",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CoverageEvent",
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
                                to="unions.coverage",
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
                            "employer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.employer",
                                verbose_name="用人单位",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "涵盖单位变更记录",
                        "verbose_name_plural": "涵盖单位变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="8600a974a6d92f0a109eb043f8d51974f1c80303",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_4f7d9",
                                    table="unions_coverageevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="55c8a635b2a402b5e309bb927f065f2d5ef1ba37",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_54f33",
                                    table="unions_coverageevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalPersonRegistration",
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
                                related_name="registrations",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("first", "设立登记"),
                                    ("change", "变更登记"),
                                    ("renew", "到期换领"),
                                    ("reissue", "遗失补领"),
                                    ("cancel", "注销登记"),
                                    ("agency_code", "派出机关领码"),
                                ],
                                default="first",
                                max_length=12,
                                verbose_name="登记事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交"),
                                    ("supplement", "待补正"),
                                    ("approved", "已核准"),
                                    ("issued", "已发证"),
                                    ("cancelled", "已注销"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                validators=[desk.registers.checks.check_union_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        ("cert_no", models.CharField(blank=True, max_length=40, verbose_name="证书编号")),
                        ("legal_rep", models.CharField(max_length=40, verbose_name="法定代表人")),
                        ("address", models.CharField(max_length=200, verbose_name="住所")),
                        (
                            "submitted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="提交日期"),
                        ),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="补正意见")),
                    ],
                    options={
                        "verbose_name": "法人登记",
                        "verbose_name_plural": "法人登记",
                        "ordering": ("-id",),
                        "permissions": (
                            ("decide_legalpersonregistration", "审核法人登记"),
                            ("export_legalpersonregistration", "导出法人登记"),
                            ("print_legalpersonregistration", "打印法人登记"),
                        ),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "issued"), _negated=True),
                                    models.Q(
                                        ("issued_on__isnull", False),
                                        models.Q(("cert_no", ""), _negated=True),
                                        models.Q(("uscc", ""), _negated=True),
                                    ),
                                    _connector="OR",
                                ),
                                name="registration_issued_is_complete",
                                violation_error_message="发证时要填写信用代码、证书编号和发证日期。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("valid_until__isnull", True),
                                    ("valid_until__gt", models.F("issued_on")),
                                    _connector="OR",
                                ),
                                name="registration_valid_after_issue",
                                violation_error_message="有效期要晚于发证日期。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("cert_no", ""), _negated=True),
                                fields=("cert_no",),
                                name="registration_cert_once",
                                violation_error_message="这个证书编号已经用过。",
                            ),
                            models.UniqueConstraint(
                                condition=models.Q(("state", "issued")),
                                fields=("union",),
                                name="registration_one_certificate_at_a_time",
                                violation_error_message="该工会已有一张有效的证书。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="registration_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{draft:submitted,submitted:supplement,supplement:submitted,submitted:approved,approved:issued,issued:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="17ecfe3e1e9c0df2807b3a6746e37e803c0429ee",
                                    operation="UPDATE",
                                    pgid="pgtrigger_registration_moves_68804",
                                    table="unions_legalpersonregistration",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_legalpersonregistrationevent" ("address", "cert_no", "created_at", "id", "issued_on", "kind", "legal_rep", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_on", "union_id", "uscc", "valid_until", "version") VALUES (NEW."address", NEW."cert_no", NEW."created_at", NEW."id", NEW."issued_on", NEW."kind", NEW."legal_rep", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."submitted_on", NEW."union_id", NEW."uscc", NEW."valid_until", NEW."version"); RETURN NULL;',
                                    hash="2fc5bab70dade99df5a622fa917fb49579645efa",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_6904a",
                                    table="unions_legalpersonregistration",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."address" IS DISTINCT FROM (NEW."address") OR OLD."cert_no" IS DISTINCT FROM (NEW."cert_no") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."issued_on" IS DISTINCT FROM (NEW."issued_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."legal_rep" IS DISTINCT FROM (NEW."legal_rep") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."submitted_on" IS DISTINCT FROM (NEW."submitted_on") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."uscc" IS DISTINCT FROM (NEW."uscc") OR OLD."valid_until" IS DISTINCT FROM (NEW."valid_until") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_legalpersonregistrationevent" ("address", "cert_no", "created_at", "id", "issued_on", "kind", "legal_rep", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_on", "union_id", "uscc", "valid_until", "version") VALUES (NEW."address", NEW."cert_no", NEW."created_at", NEW."id", NEW."issued_on", NEW."kind", NEW."legal_rep", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."submitted_on", NEW."union_id", NEW."uscc", NEW."valid_until", NEW."version"); RETURN NULL;',
                                    hash="9f5d9f36c65e43e5b57d25b4115432f13d375f6b",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_64f38",
                                    table="unions_legalpersonregistration",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_legalpersonregistrationevent" ("address", "cert_no", "created_at", "id", "issued_on", "kind", "legal_rep", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "submitted_on", "union_id", "uscc", "valid_until", "version") VALUES (OLD."address", OLD."cert_no", OLD."created_at", OLD."id", OLD."issued_on", OLD."kind", OLD."legal_rep", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."submitted_on", OLD."union_id", OLD."uscc", OLD."valid_until", OLD."version"); RETURN NULL;',
                                    hash="adf981a59445fd163e5f47a19b20d3854dd01470",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_ee331",
                                    table="unions_legalpersonregistration",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LegalPersonRegistrationEvent",
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
                                to="unions.legalpersonregistration",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("first", "设立登记"),
                                    ("change", "变更登记"),
                                    ("renew", "到期换领"),
                                    ("reissue", "遗失补领"),
                                    ("cancel", "注销登记"),
                                    ("agency_code", "派出机关领码"),
                                ],
                                default="first",
                                max_length=12,
                                verbose_name="登记事项",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("draft", "草稿"),
                                    ("submitted", "已提交"),
                                    ("supplement", "待补正"),
                                    ("approved", "已核准"),
                                    ("issued", "已发证"),
                                    ("cancelled", "已注销"),
                                ],
                                default="draft",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "uscc",
                            models.CharField(
                                blank=True,
                                max_length=18,
                                validators=[desk.registers.checks.check_union_credit_code],
                                verbose_name="统一社会信用代码",
                            ),
                        ),
                        ("cert_no", models.CharField(blank=True, max_length=40, verbose_name="证书编号")),
                        ("legal_rep", models.CharField(max_length=40, verbose_name="法定代表人")),
                        ("address", models.CharField(max_length=200, verbose_name="住所")),
                        (
                            "submitted_on",
                            models.DateField(blank=True, editable=False, null=True, verbose_name="提交日期"),
                        ),
                        ("issued_on", models.DateField(blank=True, null=True, verbose_name="发证日期")),
                        ("valid_until", models.DateField(blank=True, null=True, verbose_name="有效期至")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="补正意见")),
                    ],
                    options={
                        "verbose_name": "法人登记变更记录",
                        "verbose_name_plural": "法人登记变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="653df2f286a4ff9f0fb795ca4349fd95d9061a82",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_86fd4",
                                    table="unions_legalpersonregistrationevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="d53e7a38c81ec4eacb80188ba98f5e03679a85a8",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_e79e9",
                                    table="unions_legalpersonregistrationevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShellRule",
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
                        ("code", models.CharField(editable=False, max_length=40, unique=True, verbose_name="规则")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("numeric_only", "数字工会"),
                                    ("nameplate_only", "牌子工会"),
                                    ("empty_shell", "空壳工会"),
                                ],
                                max_length=16,
                                verbose_name="指向",
                            ),
                        ),
                        ("threshold", models.PositiveIntegerField(default=0, verbose_name="阈值")),
                        ("is_on", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "空壳工会排查规则",
                        "verbose_name_plural": "空壳工会排查规则",
                        "ordering": ("code",),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_shellruleevent" ("code", "created_at", "id", "is_on", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold", "version") VALUES (NEW."code", NEW."created_at", NEW."id", NEW."is_on", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."threshold", NEW."version"); RETURN NULL;',
                                    hash="cb9a2edeeb81d3465a29ca8fbb79df8d86c895f1",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c7baf",
                                    table="unions_shellrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."code" IS DISTINCT FROM (NEW."code") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_on" IS DISTINCT FROM (NEW."is_on") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."threshold" IS DISTINCT FROM (NEW."threshold") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_shellruleevent" ("code", "created_at", "id", "is_on", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold", "version") VALUES (NEW."code", NEW."created_at", NEW."id", NEW."is_on", NEW."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."threshold", NEW."version"); RETURN NULL;',
                                    hash="cba4b4f18dbbd7ebdba33b5c7afa293381bb4f06",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9b96d",
                                    table="unions_shellrule",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_shellruleevent" ("code", "created_at", "id", "is_on", "kind", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "threshold", "version") VALUES (OLD."code", OLD."created_at", OLD."id", OLD."is_on", OLD."kind", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."threshold", OLD."version"); RETURN NULL;',
                                    hash="e303effc7726bd6ae349dc834f72533196941e6a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_74087",
                                    table="unions_shellrule",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShellRuleEvent",
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
                                to="unions.shellrule",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        ("code", models.CharField(editable=False, max_length=40, verbose_name="规则")),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("numeric_only", "数字工会"),
                                    ("nameplate_only", "牌子工会"),
                                    ("empty_shell", "空壳工会"),
                                ],
                                max_length=16,
                                verbose_name="指向",
                            ),
                        ),
                        ("threshold", models.PositiveIntegerField(default=0, verbose_name="阈值")),
                        ("is_on", models.BooleanField(default=True, verbose_name="启用")),
                    ],
                    options={
                        "verbose_name": "空壳工会排查规则变更记录",
                        "verbose_name_plural": "空壳工会排查规则变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b730c746d1da2eca605eb1ad007de61e7d1f390c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3e9ba",
                                    table="unions_shellruleevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="e393ed2e756bc7d4f696fdf4337a4b88388ef2f7",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_50ec3",
                                    table="unions_shellruleevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShellFlag",
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
                                related_name="shell_flags",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("numeric_only", "数字工会"),
                                    ("nameplate_only", "牌子工会"),
                                    ("empty_shell", "空壳工会"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("suspected", "疑似"),
                                    ("verifying", "核查中"),
                                    ("confirmed", "已确认"),
                                    ("cleared", "已排除"),
                                    ("rectifying", "整改中"),
                                    ("reactivated", "已恢复"),
                                    ("cancelled", "已注销"),
                                ],
                                default="suspected",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "evidence",
                            models.JSONField(default=list, help_text="规则、发现的事实和阈值", verbose_name="依据"),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "空壳工会排查",
                        "verbose_name_plural": "空壳工会排查",
                        "ordering": ("-found_on", "-id"),
                        "permissions": (
                            ("decide_shellflag", "核查空壳工会"),
                            ("export_shellflag", "导出空壳工会排查"),
                            ("print_shellflag", "打印空壳工会排查"),
                        ),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                condition=models.Q(
                                    ("state__in", ("suspected", "verifying", "confirmed", "rectifying"))
                                ),
                                fields=("union", "kind"),
                                name="shellflag_one_open_of_a_kind",
                                violation_error_message="该工会已有同类未办结的排查。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="shell_moves",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{suspected:verifying,verifying:confirmed,verifying:cleared,confirmed:rectifying,rectifying:reactivated,rectifying:cancelled}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="d715066b4bb791d665c965fc138f9ff031d98194",
                                    operation="UPDATE",
                                    pgid="pgtrigger_shell_moves_f8635",
                                    table="unions_shellflag",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_shellflagevent" ("created_at", "decided_on", "evidence", "found_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (NEW."created_at", NEW."decided_on", NEW."evidence", NEW."found_on", NEW."id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."state", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="d913a0e061633833fd3aba900bdc62c4f0eb9791",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b0e31",
                                    table="unions_shellflag",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."evidence" IS DISTINCT FROM (NEW."evidence") OR OLD."found_on" IS DISTINCT FROM (NEW."found_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_shellflagevent" ("created_at", "decided_on", "evidence", "found_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (NEW."created_at", NEW."decided_on", NEW."evidence", NEW."found_on", NEW."id", NEW."kind", NEW."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."state", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="8cc844dc08042e325d1f87f3dc134e390abe50cc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_bef8a",
                                    table="unions_shellflag",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_shellflagevent" ("created_at", "decided_on", "evidence", "found_on", "id", "kind", "note", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "union_id", "version") VALUES (OLD."created_at", OLD."decided_on", OLD."evidence", OLD."found_on", OLD."id", OLD."kind", OLD."note", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."state", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="0580602808e122ee8bee8b996d3e6a2ba90580ce",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_39cba",
                                    table="unions_shellflag",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ShellFlagEvent",
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
                                to="unions.shellflag",
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("numeric_only", "数字工会"),
                                    ("nameplate_only", "牌子工会"),
                                    ("empty_shell", "空壳工会"),
                                ],
                                max_length=16,
                                verbose_name="类别",
                            ),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("suspected", "疑似"),
                                    ("verifying", "核查中"),
                                    ("confirmed", "已确认"),
                                    ("cleared", "已排除"),
                                    ("rectifying", "整改中"),
                                    ("reactivated", "已恢复"),
                                    ("cancelled", "已注销"),
                                ],
                                default="suspected",
                                editable=False,
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "evidence",
                            models.JSONField(default=list, help_text="规则、发现的事实和阈值", verbose_name="依据"),
                        ),
                        ("found_on", models.DateField(verbose_name="发现日期")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="处理日期")),
                        ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                    ],
                    options={
                        "verbose_name": "空壳工会排查变更记录",
                        "verbose_name_plural": "空壳工会排查变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="f799149114d42660cbe3ad41234ebb1f36ca830e",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_1f6c1",
                                    table="unions_shellflagevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="510ff6650091457b62203f442f6b70b412198a08",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_e7d8b",
                                    table="unions_shellflagevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="User",
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
                        ("password", models.CharField(max_length=128, verbose_name="password")),
                        ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "这个登录名已被使用。"},
                                max_length=40,
                                unique=True,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[a-z][a-z0-9_.-]{2,39}$",
                                        "登录名用小写字母开头，可含数字、点、横线，3 至 40 位。",
                                    )
                                ],
                                verbose_name="登录名",
                            ),
                        ),
                        ("full_name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                validators=[desk.registers.checks.check_mobile],
                                verbose_name="手机",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("must_change_password", models.BooleanField(default=False, verbose_name="须改密码")),
                        (
                            "password_changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="密码更改时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "账号",
                        "verbose_name_plural": "账号",
                        "ordering": ("username",),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_userevent" ("created_at", "email", "full_name", "id", "is_active", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username", "version") VALUES (NEW."created_at", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."username", NEW."version"); RETURN NULL;',
                                    hash="c25aca0af0dad8e54574a775ea624a4878513745",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_96900",
                                    table="unions_user",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."full_name" IS DISTINCT FROM (NEW."full_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."must_change_password" IS DISTINCT FROM (NEW."must_change_password") OR OLD."password_changed_at" IS DISTINCT FROM (NEW."password_changed_at") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."username" IS DISTINCT FROM (NEW."username") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_userevent" ("created_at", "email", "full_name", "id", "is_active", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username", "version") VALUES (NEW."created_at", NEW."email", NEW."full_name", NEW."id", NEW."is_active", NEW."must_change_password", NEW."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."username", NEW."version"); RETURN NULL;',
                                    hash="7940ad6e5e0502fef49c02144e6fd2d35ea136ec",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_28009",
                                    table="unions_user",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_userevent" ("created_at", "email", "full_name", "id", "is_active", "must_change_password", "password_changed_at", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "username", "version") VALUES (OLD."created_at", OLD."email", OLD."full_name", OLD."id", OLD."is_active", OLD."must_change_password", OLD."password_changed_at", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."username", OLD."version"); RETURN NULL;',
                                    hash="338639a4db36ee57da415251dbb200e88ae6803a",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_aa764",
                                    table="unions_user",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrgChange",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="changes",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("founded", "成立"),
                                    ("renamed", "更名"),
                                    ("moved", "调整隶属"),
                                    ("merged", "并入"),
                                    ("dissolved", "撤销"),
                                ],
                                max_length=12,
                                verbose_name="变动",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        ("old_name", models.CharField(blank=True, max_length=120, verbose_name="原名称")),
                        ("new_name", models.CharField(blank=True, max_length=120, verbose_name="新名称")),
                        (
                            "old_parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="unions.unionorg",
                                verbose_name="原上级",
                            ),
                        ),
                        (
                            "new_parent",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="unions.unionorg",
                                verbose_name="新上级",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to="unions.unionorg",
                                verbose_name="对方工会",
                            ),
                        ),
                        ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "组织变动",
                        "verbose_name_plural": "组织变动",
                        "ordering": ("-day", "-id"),
                        "base_manager_name": "objects",
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (NEW."day", NEW."doc_no", NEW."id", NEW."kind", NEW."new_name", NEW."new_parent_id", NEW."old_name", NEW."old_parent_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."union_id"); RETURN NULL;',
                                    hash="f732edbc6abdd5e84048e5a1d66e21351f6ed845",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_c52b5",
                                    table="unions_orgchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (NEW."day", NEW."doc_no", NEW."id", NEW."kind", NEW."new_name", NEW."new_parent_id", NEW."old_name", NEW."old_parent_id", NEW."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."reason", NEW."recorded_at", NEW."recorded_by_id", NEW."union_id"); RETURN NULL;',
                                    hash="f6fc60a9aee3bf61cc3adb0f0dff345ac023fd59",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_4ca61",
                                    table="unions_orgchange",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_orgchangeevent" ("day", "doc_no", "id", "kind", "new_name", "new_parent_id", "old_name", "old_parent_id", "other_id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reason", "recorded_at", "recorded_by_id", "union_id") VALUES (OLD."day", OLD."doc_no", OLD."id", OLD."kind", OLD."new_name", OLD."new_parent_id", OLD."old_name", OLD."old_parent_id", OLD."other_id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."reason", OLD."recorded_at", OLD."recorded_by_id", OLD."union_id"); RETURN NULL;',
                                    hash="ae3f3c42f52dc9f8a689347dbe1d0a3d56f305ac",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_34dc3",
                                    table="unions_orgchange",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OrgChangeEvent",
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
                                to="unions.orgchange",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
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
                            "kind",
                            models.CharField(
                                choices=[
                                    ("founded", "成立"),
                                    ("renamed", "更名"),
                                    ("moved", "调整隶属"),
                                    ("merged", "并入"),
                                    ("dissolved", "撤销"),
                                ],
                                max_length=12,
                                verbose_name="变动",
                            ),
                        ),
                        ("day", models.DateField(verbose_name="日期")),
                        ("old_name", models.CharField(blank=True, max_length=120, verbose_name="原名称")),
                        ("new_name", models.CharField(blank=True, max_length=120, verbose_name="新名称")),
                        (
                            "old_parent",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="原上级",
                            ),
                        ),
                        (
                            "new_parent",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="新上级",
                            ),
                        ),
                        (
                            "other",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="对方工会",
                            ),
                        ),
                        ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="文号")),
                        ("reason", models.CharField(blank=True, max_length=200, verbose_name="原因")),
                        ("recorded_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "recorded_by",
                            models.ForeignKey(
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="经办人",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "组织变动变更记录",
                        "verbose_name_plural": "组织变动变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="98b53e14550742ef56aa18d254e182d975051858",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_120fb",
                                    table="unions_orgchangeevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="fed3acf80a3db2baf299e26a1fe5a458dc9736f8",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_84afa",
                                    table="unions_orgchangeevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="UserEvent",
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
                                to=settings.AUTH_USER_MODEL,
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "username",
                            models.CharField(
                                error_messages={"unique": "这个登录名已被使用。"},
                                max_length=40,
                                validators=[
                                    django.core.validators.RegexValidator(
                                        "^[a-z][a-z0-9_.-]{2,39}$",
                                        "登录名用小写字母开头，可含数字、点、横线，3 至 40 位。",
                                    )
                                ],
                                verbose_name="登录名",
                            ),
                        ),
                        ("full_name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "phone",
                            models.CharField(
                                blank=True,
                                max_length=11,
                                validators=[desk.registers.checks.check_mobile],
                                verbose_name="手机",
                            ),
                        ),
                        ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                        ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                        ("must_change_password", models.BooleanField(default=False, verbose_name="须改密码")),
                        (
                            "password_changed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="密码更改时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "账号变更记录",
                        "verbose_name_plural": "账号变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="0fbf205f35fd4bb2fec3439d10dfeb8755eb9cc8",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_5284a",
                                    table="unions_userevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="72820d1575efa54077a1f8a3a5b4d3258f140bbd",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_73e89",
                                    table="unions_userevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Appointment",
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
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="appointments",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "role",
                            models.CharField(
                                choices=[
                                    ("county_officer", "县级工会干部"),
                                    ("county_leader", "领导（查阅）"),
                                    ("town_officer", "乡镇（产业）工会干部"),
                                    ("base_officer", "基层工会干部"),
                                    ("system_admin", "系统管理员"),
                                    ("security_admin", "安全保密管理员"),
                                    ("auditor", "安全审计员"),
                                ],
                                max_length=16,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "duty",
                            models.GeneratedField(
                                db_persist=True,
                                expression=models.Case(
                                    models.When(role="system_admin", then=1),
                                    models.When(role="security_admin", then=2),
                                    models.When(role="auditor", then=3),
                                    default=0,
                                    output_field=models.SmallIntegerField(),
                                ),
                                output_field=models.SmallIntegerField(
                                    choices=[(0, "业务"), (1, "系统管理"), (2, "安全保密管理"), (3, "安全审计")]
                                ),
                                verbose_name="职责",
                            ),
                        ),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="任命人",
                            ),
                        ),
                        ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="依据")),
                    ],
                    options={
                        "verbose_name": "任职",
                        "verbose_name_plural": "任职",
                        "ordering": ("user", "held"),
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("user", "="), ("duty", "<>"), ("held", "&&")],
                                name="appointment_duties_apart",
                                violation_error_message="三员分立：系统管理、安全保密管理、安全审计与业务角色不能由同一账号兼任。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("user", "="), ("union", "="), ("role", "="), ("held", "&&")],
                                name="appointment_once",
                                violation_error_message="该账号在这家工会的同一角色已任命。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_appointmentevent" ("appointed_by_id", "created_at", "doc_no", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "union_id", "user_id", "version") VALUES (NEW."appointed_by_id", NEW."created_at", NEW."doc_no", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."role", NEW."union_id", NEW."user_id", NEW."version"); RETURN NULL;',
                                    hash="0d681455b78634c8a3ddcbba5973d3aa9e65e431",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_43c5f",
                                    table="unions_appointment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."appointed_by_id" IS DISTINCT FROM (NEW."appointed_by_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."doc_no" IS DISTINCT FROM (NEW."doc_no") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."role" IS DISTINCT FROM (NEW."role") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."user_id" IS DISTINCT FROM (NEW."user_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_appointmentevent" ("appointed_by_id", "created_at", "doc_no", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "union_id", "user_id", "version") VALUES (NEW."appointed_by_id", NEW."created_at", NEW."doc_no", NEW."held", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."role", NEW."union_id", NEW."user_id", NEW."version"); RETURN NULL;',
                                    hash="92c7ce5b63449940cc2767c51a9143e44eaf6a4c",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9d638",
                                    table="unions_appointment",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_appointmentevent" ("appointed_by_id", "created_at", "doc_no", "held", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "union_id", "user_id", "version") VALUES (OLD."appointed_by_id", OLD."created_at", OLD."doc_no", OLD."held", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."role", OLD."union_id", OLD."user_id", OLD."version"); RETURN NULL;',
                                    hash="f0e0d2c6303fc773801cd778139fe286bed8bf12",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_321bf",
                                    table="unions_appointment",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AppointmentEvent",
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
                                to="unions.appointment",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
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
                            "role",
                            models.CharField(
                                choices=[
                                    ("county_officer", "县级工会干部"),
                                    ("county_leader", "领导（查阅）"),
                                    ("town_officer", "乡镇（产业）工会干部"),
                                    ("base_officer", "基层工会干部"),
                                    ("system_admin", "系统管理员"),
                                    ("security_admin", "安全保密管理员"),
                                    ("auditor", "安全审计员"),
                                ],
                                max_length=16,
                                verbose_name="角色",
                            ),
                        ),
                        (
                            "appointed_by",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="任命人",
                            ),
                        ),
                        ("doc_no", models.CharField(blank=True, max_length=60, verbose_name="依据")),
                    ],
                    options={
                        "verbose_name": "任职变更记录",
                        "verbose_name_plural": "任职变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="d9c1b0d9c5a54e1fbc790582aa584dae8d077152",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_6e709",
                                    table="unions_appointmentevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="1195f80e39aa6c9401b5d8ac8b98651968cbe093",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_197c2",
                                    table="unions_appointmentevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoginAttempt",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "proof",
                            models.CharField(
                                choices=[("password", "密码"), ("code", "验证码")], max_length=8, verbose_name="凭据"
                            ),
                        ),
                        ("account", models.CharField(max_length=64, verbose_name="账号摘要")),
                        ("lane", models.CharField(blank=True, max_length=32, verbose_name="已识别的浏览器")),
                        ("address", models.CharField(max_length=64, verbose_name="地址摘要")),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                    ],
                    options={
                        "verbose_name": "登录尝试",
                        "verbose_name_plural": "登录尝试",
                        "indexes": [
                            models.Index(fields=["account", "at"], name="login_attempt_account"),
                            models.Index(fields=["address", "at"], name="login_attempt_address"),
                            models.Index(fields=["at"], name="login_attempt_at"),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="LoginEvent",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "at",
                            models.DateTimeField(db_index=True, default=django.utils.timezone.now, verbose_name="时间"),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[
                                    ("signed_in", "登录"),
                                    ("signed_out", "退出"),
                                    ("failed", "登录失败"),
                                    ("locked", "账号锁定"),
                                    ("unlocked", "解除锁定"),
                                    ("password_changed", "更改密码"),
                                    ("password_reset", "重置密码"),
                                    ("factor_added", "启用两步验证"),
                                    ("factor_removed", "停用两步验证"),
                                    ("factor_reset", "重置两步验证"),
                                    ("sessions_ended", "结束会话"),
                                ],
                                max_length=20,
                                verbose_name="事件",
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="login_events",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        (
                            "actor",
                            models.ForeignKey(
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="操作人",
                            ),
                        ),
                        ("address", models.GenericIPAddressField(null=True, verbose_name="来源地址")),
                    ],
                    options={
                        "verbose_name": "登录记录",
                        "verbose_name_plural": "登录记录",
                        "ordering": ("-at", "-id"),
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="62d8331b4aff5df244710cd08fe02dbd402db9ed",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_bb239",
                                    table="unions_loginevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="324d0cf1fb01d9a82a5a92cf6cf964e390d57c51",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_fe1c8",
                                    table="unions_loginevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="PasswordRecord",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "user",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="former_passwords",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        ("password", models.CharField(max_length=128, verbose_name="密码摘要")),
                        (
                            "replaced_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="更换时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "历史密码",
                        "verbose_name_plural": "历史密码",
                        "ordering": ("-replaced_at", "-id"),
                    },
                ),
                migrations.CreateModel(
                    name="SpentCode",
                    fields=[
                        (
                            "user",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.CASCADE,
                                primary_key=True,
                                related_name="spent_code",
                                serialize=False,
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="账号",
                            ),
                        ),
                        ("step", models.BigIntegerField(default=0, verbose_name="时间步")),
                    ],
                    options={
                        "verbose_name": "已用验证码",
                        "verbose_name_plural": "已用验证码",
                    },
                ),
                migrations.CreateModel(
                    name="Term",
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
                                related_name="terms",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        ("number", models.PositiveSmallIntegerField(verbose_name="届次")),
                        ("elected_on", models.DateField(verbose_name="选举日期")),
                        ("ends_on", models.DateField(help_text="到这一天应当换届", verbose_name="届满日期")),
                        ("approval_doc_no", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
                    ],
                    options={
                        "verbose_name": "届期",
                        "verbose_name_plural": "届期",
                        "ordering": ("union", "-number"),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("union", "number"), name="term_once", violation_error_message="该届次已登记。"
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("ends_on__gt", models.F("elected_on"))),
                                name="term_ends_after_election",
                                violation_error_message="届满日期要晚于选举日期。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_termevent" ("approval_doc_no", "created_at", "elected_on", "ends_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (NEW."approval_doc_no", NEW."created_at", NEW."elected_on", NEW."ends_on", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="2b012e2519cb7d630e0c87c6e9a71d33e4e1572f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_b0528",
                                    table="unions_term",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."approval_doc_no" IS DISTINCT FROM (NEW."approval_doc_no") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."elected_on" IS DISTINCT FROM (NEW."elected_on") OR OLD."ends_on" IS DISTINCT FROM (NEW."ends_on") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."number" IS DISTINCT FROM (NEW."number") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_termevent" ("approval_doc_no", "created_at", "elected_on", "ends_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (NEW."approval_doc_no", NEW."created_at", NEW."elected_on", NEW."ends_on", NEW."id", NEW."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="79792f8e4acb57b63537547a03d8af5c5494c63f",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_f5d94",
                                    table="unions_term",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_termevent" ("approval_doc_no", "created_at", "elected_on", "ends_on", "id", "number", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (OLD."approval_doc_no", OLD."created_at", OLD."elected_on", OLD."ends_on", OLD."id", OLD."number", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="dbc145a144d27b73384402289568d594a58b0439",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_48f86",
                                    table="unions_term",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="TermEvent",
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
                                to="unions.term",
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
                        ("number", models.PositiveSmallIntegerField(verbose_name="届次")),
                        ("elected_on", models.DateField(verbose_name="选举日期")),
                        ("ends_on", models.DateField(help_text="到这一天应当换届", verbose_name="届满日期")),
                        ("approval_doc_no", models.CharField(blank=True, max_length=60, verbose_name="批复文号")),
                    ],
                    options={
                        "verbose_name": "届期变更记录",
                        "verbose_name_plural": "届期变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="ed6d684a0b51cf053635380cd11744e7e6e6f825",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_1deca",
                                    table="unions_termevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="c912233a1d3a7eeb47a296843ed9af6ae566e874",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_7b85f",
                                    table="unions_termevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Officer",
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
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="officers",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "term",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="officers",
                                to="unions.term",
                                verbose_name="届次",
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
                            "gender",
                            models.CharField(
                                choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                                default="0",
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                blank=True, validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
                            ),
                        ),
                        (
                            "id_index",
                            desk.vault.fields.BlindIndexField(source="id_number", verbose_name="身份证号索引"),
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
                        (
                            "post",
                            models.CharField(
                                choices=[
                                    ("chair", "主席"),
                                    ("vice_chair", "副主席"),
                                    ("committee_member", "委员"),
                                    ("audit_chair", "经审委主任"),
                                    ("women_chair", "女工委主任"),
                                    ("organiser", "组织员"),
                                    ("finance", "财务人员"),
                                ],
                                max_length=20,
                                verbose_name="职务",
                            ),
                        ),
                        (
                            "employment",
                            models.CharField(
                                choices=[
                                    ("full_time", "专职"),
                                    ("part_time", "兼职"),
                                    ("contracted", "社会化工会工作者"),
                                ],
                                default="part_time",
                                max_length=12,
                                verbose_name="任职方式",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "工会干部",
                        "verbose_name_plural": "工会干部",
                        "ordering": ("pinyin", "id"),
                        "permissions": (
                            ("export_officer", "导出工会干部"),
                            ("import_officer", "导入工会干部"),
                            ("print_officer", "打印工会干部"),
                            ("reveal_officer", "查看干部身份证号和手机"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"), name="officer_search"
                            ),
                            models.Index(fields=["pinyin", "id"], name="officer_pinyin"),
                        ],
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                condition=models.Q(("post", "chair")),
                                expressions=[("union", "="), ("held", "&&")],
                                name="officer_one_chair_at_a_time",
                                violation_error_message="该工会这段时间已有主席，请先填写原主席的离任日期。",
                            ),
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("union", "="), ("id_index", "="), ("post", "="), ("held", "&&")],
                                name="officer_same_person_and_post_once",
                                violation_error_message="此人在该工会的同一职务已登记。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_term",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF NEW.term_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM unions_term WHERE id = NEW.term_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'unions_officer.term_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="f898f4b45dd5565d2fb42e062a6ca1e83834aaa1",
                                    operation='INSERT OR UPDATE OF "union_id", "term_id"',
                                    pgid="pgtrigger_same_union_term_2cf2e",
                                    table="unions_officer",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_officerevent" ("created_at", "employment", "gender", "held", "id", "id_number", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "post", "term_id", "union_id", "version") VALUES (NEW."created_at", NEW."employment", NEW."gender", NEW."held", NEW."id", NEW."id_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."post", NEW."term_id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="644fa1fe6782e18213a29dec4167d5e5a4f26694",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_20a7e",
                                    table="unions_officer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."employment" IS DISTINCT FROM (NEW."employment") OR OLD."gender" IS DISTINCT FROM (NEW."gender") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."id_number" IS DISTINCT FROM (NEW."id_number") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."post" IS DISTINCT FROM (NEW."post") OR OLD."term_id" IS DISTINCT FROM (NEW."term_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_officerevent" ("created_at", "employment", "gender", "held", "id", "id_number", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "post", "term_id", "union_id", "version") VALUES (NEW."created_at", NEW."employment", NEW."gender", NEW."held", NEW."id", NEW."id_number", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."post", NEW."term_id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="8f4727429a8a0df02ca0bca042edace40c7d6157",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fbe6d",
                                    table="unions_officer",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_officerevent" ("created_at", "employment", "gender", "held", "id", "id_number", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "post", "term_id", "union_id", "version") VALUES (OLD."created_at", OLD."employment", OLD."gender", OLD."held", OLD."id", OLD."id_number", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."post", OLD."term_id", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="d66c1cb1e925a294d0d92e5caae65db6851424d1",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_e366a",
                                    table="unions_officer",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="OfficerEvent",
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
                                to="unions.officer",
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
                            "term",
                            models.ForeignKey(
                                blank=True,
                                db_constraint=False,
                                null=True,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.term",
                                verbose_name="届次",
                            ),
                        ),
                        ("name", models.CharField(max_length=40, verbose_name="姓名")),
                        (
                            "gender",
                            models.CharField(
                                choices=[("0", "未知"), ("1", "男"), ("2", "女"), ("9", "未说明")],
                                default="0",
                                max_length=1,
                                verbose_name="性别",
                            ),
                        ),
                        (
                            "id_number",
                            desk.vault.fields.EncryptedTextField(
                                blank=True, validators=[desk.registers.checks.check_id_number], verbose_name="身份证号"
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
                        (
                            "post",
                            models.CharField(
                                choices=[
                                    ("chair", "主席"),
                                    ("vice_chair", "副主席"),
                                    ("committee_member", "委员"),
                                    ("audit_chair", "经审委主任"),
                                    ("women_chair", "女工委主任"),
                                    ("organiser", "组织员"),
                                    ("finance", "财务人员"),
                                ],
                                max_length=20,
                                verbose_name="职务",
                            ),
                        ),
                        (
                            "employment",
                            models.CharField(
                                choices=[
                                    ("full_time", "专职"),
                                    ("part_time", "兼职"),
                                    ("contracted", "社会化工会工作者"),
                                ],
                                default="part_time",
                                max_length=12,
                                verbose_name="任职方式",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "工会干部变更记录",
                        "verbose_name_plural": "工会干部变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="d1b1b49d68e8809c1f990b2244a7f0be429120c4",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_a4703",
                                    table="unions_officerevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="f172dde0049e76429860b4ed8da482d3672d2f24",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_0ad0f",
                                    table="unions_officerevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Committee",
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
                            "held",
                            django.contrib.postgres.fields.ranges.DateRangeField(
                                help_text="起止日期；没有止日表示至今", verbose_name="有效期间"
                            ),
                        ),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="committees",
                                to="unions.unionorg",
                                verbose_name="工会",
                            ),
                        ),
                        (
                            "kind",
                            models.CharField(
                                choices=[("audit", "经费审查委员会"), ("women", "女职工委员会")],
                                max_length=8,
                                verbose_name="委员会",
                            ),
                        ),
                        ("members", models.PositiveSmallIntegerField(default=1, verbose_name="委员人数")),
                    ],
                    options={
                        "verbose_name": "经审与女工委员会",
                        "verbose_name_plural": "经审与女工委员会",
                        "ordering": ("union", "kind"),
                        "base_manager_name": "objects",
                        "constraints": [
                            django.contrib.postgres.constraints.ExclusionConstraint(
                                expressions=[("union", "="), ("kind", "="), ("held", "&&")],
                                name="committee_one_of_a_kind",
                                violation_error_message="该工会这段时间已有同类委员会。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_committeeevent" ("created_at", "held", "id", "kind", "members", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (NEW."created_at", NEW."held", NEW."id", NEW."kind", NEW."members", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="999c9e0d58febca87aeddedaac1454901139187a",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_cdc8a",
                                    table="unions_committee",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."held" IS DISTINCT FROM (NEW."held") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."members" IS DISTINCT FROM (NEW."members") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "unions_committeeevent" ("created_at", "held", "id", "kind", "members", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (NEW."created_at", NEW."held", NEW."id", NEW."kind", NEW."members", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="f6d34982b47deabe88b34582b0b47539b1d39523",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_7b395",
                                    table="unions_committee",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "unions_committeeevent" ("created_at", "held", "id", "kind", "members", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "union_id", "version") VALUES (OLD."created_at", OLD."held", OLD."id", OLD."kind", OLD."members", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="3013d8c79617ed6b364cfc949ed98428bdae407d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_b6b4c",
                                    table="unions_committee",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CommitteeEvent",
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
                                to="unions.committee",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
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
                            "kind",
                            models.CharField(
                                choices=[("audit", "经费审查委员会"), ("women", "女职工委员会")],
                                max_length=8,
                                verbose_name="委员会",
                            ),
                        ),
                        ("members", models.PositiveSmallIntegerField(default=1, verbose_name="委员人数")),
                    ],
                    options={
                        "verbose_name": "经审与女工委员会变更记录",
                        "verbose_name_plural": "经审与女工委员会变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b4623c88dba328349191ea73fe26f3b6cf42537c",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_f9533",
                                    table="unions_committeeevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="3db2d0b84942bbd4976855ce67036ef1c62f1373",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_789ec",
                                    table="unions_committeeevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
