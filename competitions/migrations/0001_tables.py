"""Campaigns and ideas with what becomes of them, with their triggers."""

import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.utils.timezone
import pghistory.utils
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import competitions.models.proposals
import desk.registers.checks
import desk.registers.searching
import desk.vault.fields
import desk.vault.sealed
from desk.vault.tables import CreateTables


class Migration(migrations.Migration):
    replaces = [
        ("competitions", "0001_initial"),
        ("competitions", "0003_reviewers_do_not_decide"),
        ("competitions", "0004_same_union_by_key"),
        ("competitions", "0005_four_eyes_when_asked"),
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
                    name="Campaign",
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
                                related_name="campaigns",
                                to="unions.unionorg",
                                verbose_name="主办工会",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, unique=True, verbose_name="活动名称")),
                        (
                            "search",
                            desk.registers.searching.SearchTextField(
                                person=False, sources=("title",), verbose_name="检索"
                            ),
                        ),
                        (
                            "intro",
                            models.TextField(
                                help_text="印在公开页面上：征集什么、怎样评审、有什么奖励",
                                max_length=2000,
                                verbose_name="活动说明",
                            ),
                        ),
                        ("opens_on", models.DateField(verbose_name="开始日期")),
                        ("closes_on", models.DateField(verbose_name="截止日期")),
                    ],
                    options={
                        "verbose_name": "活动",
                        "verbose_name_plural": "活动",
                        "ordering": ("-opens_on", "id"),
                        "permissions": (("export_campaign", "导出活动"), ("print_campaign", "打印活动")),
                        "indexes": [models.Index(fields=["opens_on", "id"], name="campaign_opens")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("closes_on__gte", models.F("opens_on"))),
                                name="campaign_closes_after_it_opens",
                                violation_error_message="截止日期不能早于开始日期。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_campaignevent" ("closes_on", "created_at", "id", "intro", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "union_id", "version") VALUES (NEW."closes_on", NEW."created_at", NEW."id", NEW."intro", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."title", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="bd0666eaf57c20c3883d8be729ad316b6a119990",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e1504",
                                    table="competitions_campaign",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."closes_on" IS DISTINCT FROM (NEW."closes_on") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."intro" IS DISTINCT FROM (NEW."intro") OR OLD."opens_on" IS DISTINCT FROM (NEW."opens_on") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "competitions_campaignevent" ("closes_on", "created_at", "id", "intro", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "union_id", "version") VALUES (NEW."closes_on", NEW."created_at", NEW."id", NEW."intro", NEW."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."title", NEW."union_id", NEW."version"); RETURN NULL;',
                                    hash="5575cccfea647c865a3bced482239a6c2a368ecb",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_36584",
                                    table="competitions_campaign",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_campaignevent" ("closes_on", "created_at", "id", "intro", "opens_on", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "title", "union_id", "version") VALUES (OLD."closes_on", OLD."created_at", OLD."id", OLD."intro", OLD."opens_on", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."title", OLD."union_id", OLD."version"); RETURN NULL;',
                                    hash="5a0f4d3898a62d5544bc7249d4a89b5ff5119d2c",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_8c4d6",
                                    table="competitions_campaign",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CampaignEvent",
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
                                to="competitions.campaign",
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
                                verbose_name="主办工会",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="活动名称")),
                        (
                            "intro",
                            models.TextField(
                                help_text="印在公开页面上：征集什么、怎样评审、有什么奖励",
                                max_length=2000,
                                verbose_name="活动说明",
                            ),
                        ),
                        ("opens_on", models.DateField(verbose_name="开始日期")),
                        ("closes_on", models.DateField(verbose_name="截止日期")),
                    ],
                    options={
                        "verbose_name": "活动变更记录",
                        "verbose_name_plural": "活动变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="9d359883e2a4d632288450dce72a1ecf1dc8cdf9",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_c3dff",
                                    table="competitions_campaignevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="d99b6d83e8e34d433aa431bc4fa34fda67e845fb",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_6bbd1",
                                    table="competitions_campaignevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Criterion",
                    fields=[
                        (
                            "id",
                            models.BigAutoField(
                                auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.CASCADE,
                                related_name="criteria",
                                to="competitions.campaign",
                                verbose_name="活动",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("title", models.CharField(max_length=20, verbose_name="评分项")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="权重",
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="满分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评分标准",
                        "verbose_name_plural": "评分标准",
                        "ordering": ("campaign", "place"),
                        "default_permissions": (),
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("campaign", "title"),
                                name="criterion_once_in_a_campaign",
                                violation_error_message="同一评分项只能有一次。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("most__range", (1, 100)), ("weight__range", (1, 100))),
                                name="criterion_counts",
                                violation_error_message="权重和满分须在 1 到 100 之间。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_criterionevent" ("campaign_id", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "title", "weight") VALUES (NEW."campaign_id", NEW."id", NEW."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."place", NEW."title", NEW."weight"); RETURN NULL;',
                                    hash="8675becee304146ad1f7b6da3ec0e7d0b355a96f",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_5e8fa",
                                    table="competitions_criterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                                    func='INSERT INTO "competitions_criterionevent" ("campaign_id", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "title", "weight") VALUES (NEW."campaign_id", NEW."id", NEW."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."place", NEW."title", NEW."weight"); RETURN NULL;',
                                    hash="af6805a7ec32bcebfd67221333ee4e56b5ed07f1",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_9fd19",
                                    table="competitions_criterion",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_criterionevent" ("campaign_id", "id", "most", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "title", "weight") VALUES (OLD."campaign_id", OLD."id", OLD."most", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."place", OLD."title", OLD."weight"); RETURN NULL;',
                                    hash="505ed6656940c510c70b7bc3ff608b2efacb7d49",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_0e95f",
                                    table="competitions_criterion",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="CriterionEvent",
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
                                to="competitions.criterion",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="competitions.campaign",
                                verbose_name="活动",
                            ),
                        ),
                        ("place", models.PositiveSmallIntegerField(verbose_name="次序")),
                        ("title", models.CharField(max_length=20, verbose_name="评分项")),
                        (
                            "weight",
                            models.PositiveSmallIntegerField(
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="权重",
                            ),
                        ),
                        (
                            "most",
                            models.PositiveSmallIntegerField(
                                default=10,
                                validators=[
                                    django.core.validators.MinValueValidator(1),
                                    django.core.validators.MaxValueValidator(100),
                                ],
                                verbose_name="满分",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "评分标准变更记录",
                        "verbose_name_plural": "评分标准变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="60cee16947318148f84330ac653bb0858acfc216",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_508a8",
                                    table="competitions_criterionevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="3d23b42d1fcb52d45868de815a533b9bcdf8d76c",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_15ceb",
                                    table="competitions_criterionevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Proposal",
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
                                to="competitions.proposal",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="competitions.campaign",
                                verbose_name="活动",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("suggestion", "小建议"),
                                    ("innovation", "小革新"),
                                    ("invention", "小发明"),
                                    ("modification", "小改造"),
                                    ("design", "小设计"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="题目")),
                        ("problem", models.TextField(max_length=2000, verbose_name="现状与问题")),
                        ("measure", models.TextField(max_length=2000, verbose_name="改进办法")),
                        ("expected_benefit", models.TextField(blank=True, max_length=500, verbose_name="预期效益")),
                        (
                            "search",
                            competitions.models.proposals.IdeaTextField(
                                person=False, sources=("title", "problem", "measure"), verbose_name="检索"
                            ),
                        ),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="建议人")),
                        (
                            "co_proposers",
                            models.TextField(
                                blank=True, help_text="一行一人", max_length=400, verbose_name="共同建议人"
                            ),
                        ),
                        (
                            "phone",
                            desk.vault.fields.EncryptedTextField(
                                blank=True, validators=[desk.registers.checks.check_mobile], verbose_name="手机"
                            ),
                        ),
                        ("email", desk.vault.fields.EncryptedTextField(blank=True, verbose_name="电子邮箱")),
                        (
                            "union",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="unions.unionorg",
                                verbose_name="所属工会",
                            ),
                        ),
                        ("union_name", models.CharField(max_length=120, verbose_name="所属工会")),
                        (
                            "employer",
                            models.ForeignKey(
                                blank=True,
                                null=True,
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals",
                                to="unions.employer",
                                verbose_name="用人单位",
                            ),
                        ),
                        ("employer_name", models.CharField(blank=True, max_length=120, verbose_name="工作单位")),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="提交时间"),
                        ),
                        (
                            "code_digest",
                            models.CharField(editable=False, max_length=64, unique=True, verbose_name="查询码摘要"),
                        ),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "待初审"),
                                    ("screened", "待受理"),
                                    ("accepted", "待交办"),
                                    ("assigned", "评审中"),
                                    ("reviewed", "待决定"),
                                    ("adopted", "已采纳"),
                                    ("implementing", "实施中"),
                                    ("verified", "效益已核定"),
                                    ("rewarded", "已奖励"),
                                    ("refused", "不予受理"),
                                    ("not_adopted", "未采纳"),
                                    ("withdrawn", "本人撤回"),
                                    ("merged", "已并案"),
                                    ("archived", "已归档"),
                                ],
                                default="new",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="proposals_in_hand",
                                to="unions.unionorg",
                                verbose_name="承办工会",
                            ),
                        ),
                        ("handler_name", models.CharField(max_length=120, verbose_name="承办工会")),
                        ("department", models.CharField(blank=True, max_length=60, verbose_name="承办部门")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                        ("implement_from", models.DateField(blank=True, null=True, verbose_name="实施开始")),
                        ("implement_to", models.DateField(blank=True, null=True, verbose_name="实施完成")),
                        (
                            "verified_benefit",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="核定效益（元）"
                            ),
                        ),
                        ("is_golden", models.BooleanField(default=False, verbose_name="优秀金点子")),
                        (
                            "golden_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="金点子年度"),
                        ),
                    ],
                    options={
                        "verbose_name": "金点子",
                        "verbose_name_plural": "金点子",
                        "ordering": ("submitted_at", "id"),
                        "permissions": (
                            ("screen_proposal", "初审和受理金点子"),
                            ("assign_proposal", "交办金点子"),
                            ("review_proposal", "评审金点子"),
                            ("decide_proposal", "决定是否采纳金点子"),
                            ("implement_proposal", "实施金点子"),
                            ("reward_proposal", "核定效益、奖励和归档"),
                            ("merge_proposal", "并案"),
                            ("publish_proposal", "公开金点子"),
                            ("golden_proposal", "评定优秀金点子"),
                            ("reveal_proposal", "查看建议人联系方式"),
                            ("import_proposal", "导入书面建议"),
                            ("export_proposal", "导出金点子"),
                            ("print_proposal", "打印金点子"),
                        ),
                        "base_manager_name": "objects",
                        "indexes": [
                            django.contrib.postgres.indexes.GinIndex(
                                django.contrib.postgres.indexes.OpClass("search", "gin_trgm_ops"),
                                name="proposal_search",
                            ),
                            models.Index(fields=["submitted_at", "id"], name="proposal_submitted"),
                            models.Index(fields=["due_on", "id"], name="proposal_due"),
                        ],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("co_proposers", ""), ("is_anonymous", True), ("name", "")),
                                    models.Q(("is_anonymous", False), models.Q(("name", ""), _negated=True)),
                                    _connector="OR",
                                ),
                                name="proposal_named_unless_anonymous",
                                violation_error_message="请填写姓名；匿名提交则不留姓名和共同建议人。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("published_on__isnull", True),
                                    ("state__in", ("adopted", "implementing", "verified", "rewarded")),
                                    models.Q(("state", "archived"), ("verified_benefit__isnull", False)),
                                    _connector="OR",
                                ),
                                name="proposal_public_when_adopted",
                                violation_error_message="只有已采纳的金点子才能公开。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("golden_year__isnull", True), ("is_golden", False)),
                                    models.Q(
                                        ("golden_year__isnull", False),
                                        ("is_golden", True),
                                        models.Q(
                                            ("state__in", ("adopted", "implementing", "verified", "rewarded")),
                                            models.Q(("state", "archived"), ("verified_benefit__isnull", False)),
                                            _connector="OR",
                                        ),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_golden_when_adopted",
                                violation_error_message="只有已采纳的金点子才能评为优秀，并须写明年度。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state__in", ("verified", "rewarded")), ("verified_benefit__gte", 0)),
                                    ("state", "archived"),
                                    models.Q(
                                        models.Q(("state__in", ("verified", "rewarded")), _negated=True),
                                        ("verified_benefit__isnull", True),
                                    ),
                                    _connector="OR",
                                ),
                                name="proposal_benefit_when_verified",
                                violation_error_message="核定效益与状态不符：核定以后才有金额，且不能为负。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    ("implement_to__isnull", True),
                                    ("implement_to__gte", models.F("implement_from")),
                                    _connector="OR",
                                ),
                                name="proposal_implemented_forwards",
                                violation_error_message="实施完成不能早于实施开始。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("state", "merged"), ("successor__isnull", False)),
                                    models.Q(models.Q(("state", "merged"), _negated=True), ("successor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="proposal_merged_into_one",
                                violation_error_message="并案须写明并入哪一条。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="same_union_employer",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id"))',
                                    func="\n            IF NEW.employer_id IS NOT NULL AND NOT EXISTS (\n                SELECT 1 FROM unions_employer WHERE id = NEW.employer_id AND union_id = NEW.union_id\n            ) THEN\n                RAISE EXCEPTION 'competitions_proposal.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="47c7594261a45585d2d800571e2acfb8fe5eaede",
                                    operation='UPDATE OF "union_id", "employer_id"',
                                    pgid="pgtrigger_same_union_employer_d944d",
                                    table="competitions_proposal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="same_union_employer_added",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE is_elsewhere boolean;",
                                    func="\n            -- Each row is looked up by its key: a join would read the whole of a table that grows with every part of an\n            -- import. EXECUTE, because a plan that was made while the table was small would be kept.\n            EXECUTE 'SELECT EXISTS (\n                SELECT 1 FROM added WHERE added.employer_id IS NOT NULL AND added.union_id IS DISTINCT FROM (\n                    SELECT there.union_id FROM unions_employer there WHERE there.id = added.employer_id\n                )\n            )' INTO is_elsewhere;\n            IF is_elsewhere THEN\n                RAISE EXCEPTION 'competitions_proposal.employer_id points into another union'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ",
                                    hash="76524e9651cb817621dbf1e220b260e69f6405cd",
                                    level="STATEMENT",
                                    operation="INSERT",
                                    pgid="pgtrigger_same_union_employer_added_bdc0b",
                                    referencing="REFERENCING NEW TABLE AS added ",
                                    table="competitions_proposal",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_passage",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    declare="DECLARE _is_valid_transition BOOLEAN;",
                                    func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{accepted:assigned,accepted:merged,accepted:withdrawn,adopted:implementing,assigned:accepted,assigned:merged,assigned:reviewed,assigned:withdrawn,implementing:verified,new:merged,new:refused,new:screened,new:withdrawn,not_adopted:accepted,not_adopted:archived,refused:accepted,refused:archived,reviewed:adopted,reviewed:assigned,reviewed:not_adopted,rewarded:archived,screened:accepted,screened:merged,screened:refused,screened:withdrawn,verified:archived,verified:rewarded}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;',
                                    hash="a482b5d9f0d912397eb70a5a5b7e98706f2d0274",
                                    operation="UPDATE",
                                    pgid="pgtrigger_declared_passage_22a6b",
                                    table="competitions_proposal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="written_down",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."state" IS DISTINCT FROM (NEW."state"))',
                                    func="\n            IF NOT EXISTS (\n                SELECT 1 FROM competitions_proposalentry WHERE case_id = NEW.id AND case_version = NEW.version\n                    AND from_state = OLD.state AND to_state = NEW.state\n            ) THEN\n                RAISE EXCEPTION 'competitions_proposal: a state is changed without an entry' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="74ad0159ecf461d7d035be3517b3cac4f781d55d",
                                    operation='UPDATE OF "state"',
                                    pgid="pgtrigger_written_down_8c675",
                                    table="competitions_proposal",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_proposalevent" ("campaign_id", "category", "co_proposers", "code_digest", "created_at", "decided_on", "department", "due_on", "email", "employer_id", "employer_name", "expected_benefit", "golden_year", "handler_id", "handler_name", "id", "implement_from", "implement_to", "is_anonymous", "is_golden", "is_unread", "measure", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "problem", "published_on", "state", "state_since", "submitted_at", "successor_id", "title", "union_id", "union_name", "verified_benefit", "version") VALUES (NEW."campaign_id", NEW."category", NEW."co_proposers", NEW."code_digest", NEW."created_at", NEW."decided_on", NEW."department", NEW."due_on", NEW."email", NEW."employer_id", NEW."employer_name", NEW."expected_benefit", NEW."golden_year", NEW."handler_id", NEW."handler_name", NEW."id", NEW."implement_from", NEW."implement_to", NEW."is_anonymous", NEW."is_golden", NEW."is_unread", NEW."measure", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."phone", NEW."problem", NEW."published_on", NEW."state", NEW."state_since", NEW."submitted_at", NEW."successor_id", NEW."title", NEW."union_id", NEW."union_name", NEW."verified_benefit", NEW."version"); RETURN NULL;',
                                    hash="a1078914d129928d75c7b81993bb440bf1b1df8c",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_dcc3e",
                                    table="competitions_proposal",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."campaign_id" IS DISTINCT FROM (NEW."campaign_id") OR OLD."category" IS DISTINCT FROM (NEW."category") OR OLD."co_proposers" IS DISTINCT FROM (NEW."co_proposers") OR OLD."code_digest" IS DISTINCT FROM (NEW."code_digest") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."decided_on" IS DISTINCT FROM (NEW."decided_on") OR OLD."department" IS DISTINCT FROM (NEW."department") OR OLD."due_on" IS DISTINCT FROM (NEW."due_on") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."employer_id" IS DISTINCT FROM (NEW."employer_id") OR OLD."employer_name" IS DISTINCT FROM (NEW."employer_name") OR OLD."expected_benefit" IS DISTINCT FROM (NEW."expected_benefit") OR OLD."golden_year" IS DISTINCT FROM (NEW."golden_year") OR OLD."handler_id" IS DISTINCT FROM (NEW."handler_id") OR OLD."handler_name" IS DISTINCT FROM (NEW."handler_name") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."implement_from" IS DISTINCT FROM (NEW."implement_from") OR OLD."implement_to" IS DISTINCT FROM (NEW."implement_to") OR OLD."is_anonymous" IS DISTINCT FROM (NEW."is_anonymous") OR OLD."is_golden" IS DISTINCT FROM (NEW."is_golden") OR OLD."is_unread" IS DISTINCT FROM (NEW."is_unread") OR OLD."measure" IS DISTINCT FROM (NEW."measure") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."phone" IS DISTINCT FROM (NEW."phone") OR OLD."problem" IS DISTINCT FROM (NEW."problem") OR OLD."published_on" IS DISTINCT FROM (NEW."published_on") OR OLD."state" IS DISTINCT FROM (NEW."state") OR OLD."state_since" IS DISTINCT FROM (NEW."state_since") OR OLD."submitted_at" IS DISTINCT FROM (NEW."submitted_at") OR OLD."successor_id" IS DISTINCT FROM (NEW."successor_id") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."union_id" IS DISTINCT FROM (NEW."union_id") OR OLD."union_name" IS DISTINCT FROM (NEW."union_name") OR OLD."verified_benefit" IS DISTINCT FROM (NEW."verified_benefit") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "competitions_proposalevent" ("campaign_id", "category", "co_proposers", "code_digest", "created_at", "decided_on", "department", "due_on", "email", "employer_id", "employer_name", "expected_benefit", "golden_year", "handler_id", "handler_name", "id", "implement_from", "implement_to", "is_anonymous", "is_golden", "is_unread", "measure", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "problem", "published_on", "state", "state_since", "submitted_at", "successor_id", "title", "union_id", "union_name", "verified_benefit", "version") VALUES (NEW."campaign_id", NEW."category", NEW."co_proposers", NEW."code_digest", NEW."created_at", NEW."decided_on", NEW."department", NEW."due_on", NEW."email", NEW."employer_id", NEW."employer_name", NEW."expected_benefit", NEW."golden_year", NEW."handler_id", NEW."handler_name", NEW."id", NEW."implement_from", NEW."implement_to", NEW."is_anonymous", NEW."is_golden", NEW."is_unread", NEW."measure", NEW."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."phone", NEW."problem", NEW."published_on", NEW."state", NEW."state_since", NEW."submitted_at", NEW."successor_id", NEW."title", NEW."union_id", NEW."union_name", NEW."verified_benefit", NEW."version"); RETURN NULL;',
                                    hash="a1aebe2cfe533381afa2bad9af7c5a517c54e941",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_fad7e",
                                    table="competitions_proposal",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_proposalevent" ("campaign_id", "category", "co_proposers", "code_digest", "created_at", "decided_on", "department", "due_on", "email", "employer_id", "employer_name", "expected_benefit", "golden_year", "handler_id", "handler_name", "id", "implement_from", "implement_to", "is_anonymous", "is_golden", "is_unread", "measure", "name", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone", "problem", "published_on", "state", "state_since", "submitted_at", "successor_id", "title", "union_id", "union_name", "verified_benefit", "version") VALUES (OLD."campaign_id", OLD."category", OLD."co_proposers", OLD."code_digest", OLD."created_at", OLD."decided_on", OLD."department", OLD."due_on", OLD."email", OLD."employer_id", OLD."employer_name", OLD."expected_benefit", OLD."golden_year", OLD."handler_id", OLD."handler_name", OLD."id", OLD."implement_from", OLD."implement_to", OLD."is_anonymous", OLD."is_golden", OLD."is_unread", OLD."measure", OLD."name", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."phone", OLD."problem", OLD."published_on", OLD."state", OLD."state_since", OLD."submitted_at", OLD."successor_id", OLD."title", OLD."union_id", OLD."union_name", OLD."verified_benefit", OLD."version"); RETURN NULL;',
                                    hash="9397210742d15936447a975f24407657cd920f3d",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_6853e",
                                    table="competitions_proposal",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalEvent",
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
                                to="competitions.proposal",
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
                                to="competitions.proposal",
                                verbose_name="后续办件",
                            ),
                        ),
                        (
                            "campaign",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="competitions.campaign",
                                verbose_name="活动",
                            ),
                        ),
                        (
                            "category",
                            models.CharField(
                                choices=[
                                    ("suggestion", "小建议"),
                                    ("innovation", "小革新"),
                                    ("invention", "小发明"),
                                    ("modification", "小改造"),
                                    ("design", "小设计"),
                                ],
                                max_length=12,
                                verbose_name="类别",
                            ),
                        ),
                        ("title", models.CharField(max_length=60, verbose_name="题目")),
                        ("problem", models.TextField(max_length=2000, verbose_name="现状与问题")),
                        ("measure", models.TextField(max_length=2000, verbose_name="改进办法")),
                        ("expected_benefit", models.TextField(blank=True, max_length=500, verbose_name="预期效益")),
                        ("is_anonymous", models.BooleanField(default=False, verbose_name="匿名")),
                        ("name", models.CharField(blank=True, max_length=40, verbose_name="建议人")),
                        (
                            "co_proposers",
                            models.TextField(
                                blank=True, help_text="一行一人", max_length=400, verbose_name="共同建议人"
                            ),
                        ),
                        (
                            "phone",
                            desk.vault.fields.EncryptedTextField(
                                blank=True, validators=[desk.registers.checks.check_mobile], verbose_name="手机"
                            ),
                        ),
                        ("email", desk.vault.fields.EncryptedTextField(blank=True, verbose_name="电子邮箱")),
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
                        ("union_name", models.CharField(max_length=120, verbose_name="所属工会")),
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
                        ("employer_name", models.CharField(blank=True, max_length=120, verbose_name="工作单位")),
                        (
                            "submitted_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="提交时间"),
                        ),
                        ("code_digest", models.CharField(editable=False, max_length=64, verbose_name="查询码摘要")),
                        (
                            "state",
                            models.CharField(
                                choices=[
                                    ("new", "待初审"),
                                    ("screened", "待受理"),
                                    ("accepted", "待交办"),
                                    ("assigned", "评审中"),
                                    ("reviewed", "待决定"),
                                    ("adopted", "已采纳"),
                                    ("implementing", "实施中"),
                                    ("verified", "效益已核定"),
                                    ("rewarded", "已奖励"),
                                    ("refused", "不予受理"),
                                    ("not_adopted", "未采纳"),
                                    ("withdrawn", "本人撤回"),
                                    ("merged", "已并案"),
                                    ("archived", "已归档"),
                                ],
                                default="new",
                                max_length=12,
                                verbose_name="状态",
                            ),
                        ),
                        (
                            "handler",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="unions.unionorg",
                                verbose_name="承办工会",
                            ),
                        ),
                        ("handler_name", models.CharField(max_length=120, verbose_name="承办工会")),
                        ("department", models.CharField(blank=True, max_length=60, verbose_name="承办部门")),
                        ("decided_on", models.DateField(blank=True, null=True, verbose_name="决定日期")),
                        ("published_on", models.DateField(blank=True, null=True, verbose_name="公开日期")),
                        ("implement_from", models.DateField(blank=True, null=True, verbose_name="实施开始")),
                        ("implement_to", models.DateField(blank=True, null=True, verbose_name="实施完成")),
                        (
                            "verified_benefit",
                            models.DecimalField(
                                blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="核定效益（元）"
                            ),
                        ),
                        ("is_golden", models.BooleanField(default=False, verbose_name="优秀金点子")),
                        (
                            "golden_year",
                            models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="金点子年度"),
                        ),
                    ],
                    options={
                        "verbose_name": "金点子变更记录",
                        "verbose_name_plural": "金点子变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="dc75e6f084bb54d0b7d08b5b2d8973b17097bb24",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_d2c0a",
                                    table="competitions_proposalevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="bc5872cf92653675129538041aab3571c4765db0",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_7ef18",
                                    table="competitions_proposalevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalEntry",
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
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "金点子办理记录",
                        "verbose_name_plural": "金点子办理记录",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "indexes": [models.Index(fields=["case", "at"], name="competitions_proposalentry_at")],
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(
                                    models.Q(("actor__isnull", False), ("by", "staff")),
                                    models.Q(models.Q(("by", "staff"), _negated=True), ("actor__isnull", True)),
                                    _connector="OR",
                                ),
                                name="competitions_proposalentry_staff_is_known",
                                violation_error_message="经办人与来源不符。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("is_public", True), ("kind", "note"), _negated=True),
                                name="competitions_proposalentry_note_is_internal",
                                violation_error_message="内部备注不能对外公开。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="3f8ec5d2251c8268e0d122f1b7bd9bf8ba977dab",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_b06c2",
                                    table="competitions_proposalentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="b6991bea278843d7c75ac27ec8c75317f6c9c5cc",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_c306c",
                                    table="competitions_proposalentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="declared_move",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="\n            IF (NEW.kind = 'moved') <> (NEW.move <> '')\n                OR (NEW.move <> '' AND (NEW.move, NEW.from_state, NEW.to_state) NOT IN (('accept', 'screened', 'accepted'), ('adopt', 'reviewed', 'adopted'), ('archive', 'not_adopted', 'archived'), ('archive', 'refused', 'archived'), ('archive', 'rewarded', 'archived'), ('archive', 'verified', 'archived'), ('assign', 'accepted', 'assigned'), ('merge', 'accepted', 'merged'), ('merge', 'assigned', 'merged'), ('merge', 'new', 'merged'), ('merge', 'screened', 'merged'), ('not_adopt', 'reviewed', 'not_adopted'), ('refuse', 'new', 'refused'), ('refuse', 'screened', 'refused'), ('reopen', 'not_adopted', 'accepted'), ('reopen', 'refused', 'accepted'), ('review', 'assigned', 'reviewed'), ('review_again', 'reviewed', 'assigned'), ('reward', 'verified', 'rewarded'), ('screen', 'new', 'screened'), ('send_back', 'assigned', 'accepted'), ('start', 'adopted', 'implementing'), ('verify', 'implementing', 'verified'), ('withdraw', 'accepted', 'withdrawn'), ('withdraw', 'assigned', 'withdrawn'), ('withdraw', 'new', 'withdrawn'), ('withdraw', 'screened', 'withdrawn')))\n                OR (NEW.move <> '' AND NOT EXISTS (\n                    SELECT 1 FROM competitions_proposal AS mine\n                    WHERE mine.id = NEW.case_id AND mine.state = NEW.from_state AND mine.version + 1 = NEW.case_version\n                ))\n            THEN\n                RAISE EXCEPTION 'competitions_proposalentry: no such move' USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NEW;\n        ",
                                    hash="edb78758a375a25586f7bcd0ad086d8be5391c1a",
                                    operation="INSERT",
                                    pgid="pgtrigger_declared_move_989ec",
                                    table="competitions_proposalentry",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
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
                            pgtrigger.compiler.Trigger(
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
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ProposalFile",
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
                                    ("jpeg", "照片"),
                                    ("png", "图片"),
                                    ("pdf", "PDF"),
                                    ("docx", "Word 文档"),
                                    ("xlsx", "Excel 工作簿"),
                                ],
                                max_length=4,
                                verbose_name="类型",
                            ),
                        ),
                        ("name", desk.vault.fields.EncryptedTextField(verbose_name="文件名")),
                        ("size", models.PositiveIntegerField(verbose_name="字节数")),
                        ("digest", models.CharField(max_length=64, verbose_name="摘要")),
                        ("file", models.CharField(max_length=80, verbose_name="存放")),
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
                                verbose_name="上传人",
                            ),
                        ),
                        ("at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="时间")),
                        ("is_public", models.BooleanField(default=False, verbose_name="本人可见")),
                        (
                            "case",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="files",
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                    ],
                    options={
                        "verbose_name": "金点子附件",
                        "verbose_name_plural": "金点子附件",
                        "ordering": ("at", "id"),
                        "abstract": False,
                        "default_permissions": (),
                        "base_manager_name": "objects",
                    },
                ),
                migrations.CreateModel(
                    name="Review",
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
                            "proposal",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="reviews",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评审人",
                            ),
                        ),
                        ("scores", models.JSONField(verbose_name="得分")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                help_text="各项得分率按权重平均，满分 100",
                                max_digits=5,
                                verbose_name="总分",
                            ),
                        ),
                        ("comment", models.CharField(blank=True, max_length=500, verbose_name="评语")),
                        (
                            "reviewed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="评分时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "评分表",
                        "verbose_name_plural": "评分表",
                        "ordering": ("reviewed_at", "id"),
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.UniqueConstraint(
                                fields=("proposal", "reviewer"),
                                name="review_once_by_a_reviewer",
                                violation_error_message="您已评过这一条，可以修改自己的评分表。",
                            ),
                            models.CheckConstraint(
                                condition=models.Q(("total__range", (0, 100))),
                                name="review_out_of_a_hundred",
                                violation_error_message="总分须在 0 到 100 之间。",
                            ),
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_reviewevent" ("comment", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reviewed_at", "reviewer_id", "scores", "total", "version") VALUES (NEW."comment", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."reviewed_at", NEW."reviewer_id", NEW."scores", NEW."total", NEW."version"); RETURN NULL;',
                                    hash="ce4978a3d46c789d9485902991609af799a66280",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_e656f",
                                    table="competitions_review",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."comment" IS DISTINCT FROM (NEW."comment") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."proposal_id" IS DISTINCT FROM (NEW."proposal_id") OR OLD."reviewed_at" IS DISTINCT FROM (NEW."reviewed_at") OR OLD."reviewer_id" IS DISTINCT FROM (NEW."reviewer_id") OR OLD."scores" IS DISTINCT FROM (NEW."scores") OR OLD."total" IS DISTINCT FROM (NEW."total") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "competitions_reviewevent" ("comment", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reviewed_at", "reviewer_id", "scores", "total", "version") VALUES (NEW."comment", NEW."created_at", NEW."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."reviewed_at", NEW."reviewer_id", NEW."scores", NEW."total", NEW."version"); RETURN NULL;',
                                    hash="3f63365f7ad06aa349e40f5271c1e9182755b8cc",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_84cf7",
                                    table="competitions_review",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_reviewevent" ("comment", "created_at", "id", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "reviewed_at", "reviewer_id", "scores", "total", "version") VALUES (OLD."comment", OLD."created_at", OLD."id", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."reviewed_at", OLD."reviewer_id", OLD."scores", OLD."total", OLD."version"); RETURN NULL;',
                                    hash="0ec479edc5ee539c13818ab65a7746eab5439f40",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f9e7a",
                                    table="competitions_review",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="ReviewEvent",
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
                                to="competitions.review",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                        (
                            "reviewer",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to=settings.AUTH_USER_MODEL,
                                verbose_name="评审人",
                            ),
                        ),
                        ("scores", models.JSONField(verbose_name="得分")),
                        (
                            "total",
                            models.DecimalField(
                                decimal_places=2,
                                help_text="各项得分率按权重平均，满分 100",
                                max_digits=5,
                                verbose_name="总分",
                            ),
                        ),
                        ("comment", models.CharField(blank=True, max_length=500, verbose_name="评语")),
                        (
                            "reviewed_at",
                            models.DateTimeField(default=django.utils.timezone.now, verbose_name="评分时间"),
                        ),
                    ],
                    options={
                        "verbose_name": "评分表变更记录",
                        "verbose_name_plural": "评分表变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="904c179a8ecbc5ef228839dfc83e8ef3d519a5ef",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_3dee2",
                                    table="competitions_reviewevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="3b20f3ba37c7dfff9f092f77e7551253de45acff",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_7eb7a",
                                    table="competitions_reviewevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="Award",
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
                            "proposal",
                            models.OneToOneField(
                                on_delete=django.db.models.deletion.PROTECT,
                                related_name="award",
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("special", "特等奖"),
                                    ("first", "一等奖"),
                                    ("second", "二等奖"),
                                    ("third", "三等奖"),
                                    ("encouragement", "鼓励奖"),
                                ],
                                max_length=13,
                                verbose_name="奖励等级",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="奖金（元）")),
                        ("certificate_no", models.CharField(max_length=20, unique=True, verbose_name="证书编号")),
                        ("awarded_on", models.DateField(verbose_name="奖励日期")),
                    ],
                    options={
                        "verbose_name": "奖励",
                        "verbose_name_plural": "奖励",
                        "ordering": ("awarded_on", "certificate_no"),
                        "default_permissions": (),
                        "base_manager_name": "objects",
                        "constraints": [
                            models.CheckConstraint(
                                condition=models.Q(("amount__gte", 0)),
                                name="award_not_negative",
                                violation_error_message="奖金不能为负。",
                            )
                        ],
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="insert_insert",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_awardevent" ("amount", "awarded_on", "certificate_no", "created_at", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "version") VALUES (NEW."amount", NEW."awarded_on", NEW."certificate_no", NEW."created_at", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'insert\', NEW."id", NEW."proposal_id", NEW."version"); RETURN NULL;',
                                    hash="a6531a2057387c202ac6c7e7c25e64c38e70158b",
                                    operation="INSERT",
                                    pgid="pgtrigger_insert_insert_92d21",
                                    table="competitions_award",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="update_update",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    condition='WHEN (OLD."amount" IS DISTINCT FROM (NEW."amount") OR OLD."awarded_on" IS DISTINCT FROM (NEW."awarded_on") OR OLD."certificate_no" IS DISTINCT FROM (NEW."certificate_no") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."level" IS DISTINCT FROM (NEW."level") OR OLD."proposal_id" IS DISTINCT FROM (NEW."proposal_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))',
                                    func='INSERT INTO "competitions_awardevent" ("amount", "awarded_on", "certificate_no", "created_at", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "version") VALUES (NEW."amount", NEW."awarded_on", NEW."certificate_no", NEW."created_at", NEW."id", NEW."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'update\', NEW."id", NEW."proposal_id", NEW."version"); RETURN NULL;',
                                    hash="89723aa0de9a980fa68a12aa30104715e7a71e6e",
                                    operation="UPDATE",
                                    pgid="pgtrigger_update_update_60987",
                                    table="competitions_award",
                                    when="AFTER",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="delete_delete",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func='INSERT INTO "competitions_awardevent" ("amount", "awarded_on", "certificate_no", "created_at", "id", "level", "pgh_context", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "proposal_id", "version") VALUES (OLD."amount", OLD."awarded_on", OLD."certificate_no", OLD."created_at", OLD."id", OLD."level", COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_metadata\', TRUE), \'\'), NULL)::JSONB, COALESCE(NULLIF(CURRENT_SETTING(\'pghistory.context_id\', TRUE), \'\'), NULL)::UUID, NOW(), \'delete\', OLD."id", OLD."proposal_id", OLD."version"); RETURN NULL;',
                                    hash="baa80e0cd6f1890fcf4cd6107c062ef32f934814",
                                    operation="DELETE",
                                    pgid="pgtrigger_delete_delete_f2222",
                                    table="competitions_award",
                                    when="AFTER",
                                ),
                            ),
                        ],
                    },
                ),
                migrations.CreateModel(
                    name="AwardEvent",
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
                                to="competitions.award",
                            ),
                        ),
                        ("pgh_context", pghistory.utils.JSONField(null=True)),
                        ("pgh_context_id", models.UUIDField(null=True)),
                        ("id", models.BigIntegerField()),
                        ("version", models.PositiveIntegerField(default=1, editable=False, verbose_name="版本")),
                        ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="登记时间")),
                        (
                            "proposal",
                            models.ForeignKey(
                                db_constraint=False,
                                on_delete=django.db.models.deletion.DO_NOTHING,
                                related_name="+",
                                related_query_name="+",
                                to="competitions.proposal",
                                verbose_name="金点子",
                            ),
                        ),
                        (
                            "level",
                            models.CharField(
                                choices=[
                                    ("special", "特等奖"),
                                    ("first", "一等奖"),
                                    ("second", "二等奖"),
                                    ("third", "三等奖"),
                                    ("encouragement", "鼓励奖"),
                                ],
                                max_length=13,
                                verbose_name="奖励等级",
                            ),
                        ),
                        ("amount", models.DecimalField(decimal_places=2, max_digits=9, verbose_name="奖金（元）")),
                        ("certificate_no", models.CharField(max_length=20, verbose_name="证书编号")),
                        ("awarded_on", models.DateField(verbose_name="奖励日期")),
                    ],
                    options={
                        "verbose_name": "奖励变更记录",
                        "verbose_name_plural": "奖励变更记录",
                        "abstract": False,
                        "triggers": [
                            pgtrigger.compiler.Trigger(
                                name="append_only",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="310a288a57153dd85ab5e936dc23695a7e2c4673",
                                    operation="UPDATE OR DELETE",
                                    pgid="pgtrigger_append_only_f9140",
                                    table="competitions_awardevent",
                                    when="BEFORE",
                                ),
                            ),
                            pgtrigger.compiler.Trigger(
                                name="never_emptied",
                                sql=pgtrigger.compiler.UpsertTriggerSql(
                                    func="RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';",
                                    hash="75474519e4a93f67d0c33c957dc17cbd4d47afc4",
                                    level="STATEMENT",
                                    operation="TRUNCATE",
                                    pgid="pgtrigger_never_emptied_b6405",
                                    table="competitions_awardevent",
                                    when="BEFORE",
                                ),
                            ),
                        ],
                    },
                ),
            ]
        ),
    ]
