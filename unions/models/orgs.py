"""The tree of organisations, as it is today and as it was on any day."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.validators import RegexValidator
from django.db import models
from django.db.models.functions import Concat
from django.urls import reverse

from desk.registers.checks import check_union_credit_code
from desk.registers.dated import Dated
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import PinyinField, SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.choices import ChangeKind, GrassrootsForm, Industry, OrgStatus, OrgType, UnitClass
from unions.querysets import DatedScopedQuerySet, UnionOrgQuerySet
from unions.scoping import PathFollowsParent, Scoped, ScopedManager


@tracked()
class UnionOrg(Scoped, Record):
    """工会组织. Its name and place of today stand here; those of every day in `Standing`.

    Verbs are in unions.services.tree: nothing else writes `parent`, `path`, `name` or `status`.
    """

    union_path: ClassVar[str] = ""
    may_cross: ClassVar[dict[str, str]] = {
        "parent": "the tree itself; held in the branch by PathFollowsParent",
        "merged_into": "a merger may join unions of two branches; services.tree.merge asks for the right at both",
    }
    privacy = Privacy(
        plain=f"{RECORD_FIELDS} name short_name pinyin search org_type grassroots_form parent path stat_code uscc region_code"
        " industry unit_class has_party_org founded_on approval_doc_no approved_by closed_on merged_into status"
        " term_years worker_count female_workers migrant_workers dispatched_workers"
        " member_count female_members migrant_members bank_account_opened books_kept",
        personal={"address": "address", "phone": "phone"},
    )

    name = models.CharField("名称", max_length=120, help_text="全称，如：建德市新安江街道总工会")
    short_name = models.CharField("简称", max_length=40, blank=True)
    pinyin = PinyinField("拼音", source="name")
    search = SearchTextField("检索", sources=("name", "short_name", "stat_code", "uscc"))
    org_type = models.CharField("组织类型", max_length=24, choices=OrgType)
    grassroots_form = models.CharField("建会形式", max_length=8, choices=GrassrootsForm, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name="上级工会"
    )
    path = models.TextField("路径", editable=False, unique=True)
    status = models.CharField("状态", max_length=12, choices=OrgStatus, default=OrgStatus.ACTIVE)

    stat_code = models.CharField(
        "统计编码",
        max_length=20,
        blank=True,
        validators=[RegexValidator(r"^\d{6,20}$", "统计编码由 6 至 20 位数字组成。")],
        help_text="基层工会统计编码，历年不变",
    )
    uscc = models.CharField(
        "统一社会信用代码",
        max_length=18,
        blank=True,
        validators=[check_union_credit_code],
        help_text="18 位，以 8 开头",
    )
    region_code = models.CharField(
        "区划代码", max_length=12, validators=[RegexValidator(r"^\d{6,12}$", "区划代码由 6 至 12 位数字组成。")]
    )
    address = models.CharField("地址", max_length=200, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    industry = models.CharField("所属行业", max_length=1, choices=Industry, blank=True)
    unit_class = models.CharField("单位类别", max_length=3, choices=UnitClass, blank=True)
    has_party_org = models.BooleanField("建有党组织", default=False)

    founded_on = models.DateField("成立日期")
    approval_doc_no = models.CharField("批复文号", max_length=60, blank=True)
    approved_by = models.CharField("批复单位", max_length=120, blank=True)
    closed_on = models.DateField("撤并日期", null=True, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="absorbed", verbose_name="并入"
    )
    term_years = models.PositiveSmallIntegerField("届期（年）", choices=[(3, "三年"), (5, "五年")], default=3)

    worker_count = models.PositiveIntegerField("职工人数", default=0)
    female_workers = models.PositiveIntegerField("女职工", default=0)
    migrant_workers = models.PositiveIntegerField("农民工", default=0)
    dispatched_workers = models.PositiveIntegerField("劳务派遣工", default=0)
    member_count = models.PositiveIntegerField("会员人数", default=0)
    female_members = models.PositiveIntegerField("女会员", default=0)
    migrant_members = models.PositiveIntegerField("农民工会员", default=0)
    bank_account_opened = models.BooleanField("已开立账户", default=False)
    books_kept = models.BooleanField("已独立建账", default=False)

    objects = models.Manager.from_queryset(UnionOrgQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "工会组织"
        ordering = ("path",)
        base_manager_name = "objects"
        permissions = (
            ("move_unionorg", "调整隶属"),
            ("rename_unionorg", "更名"),
            ("merge_unionorg", "合并工会"),
            ("dissolve_unionorg", "撤销工会"),
            ("export_unionorg", "导出工会组织"),
            ("import_unionorg", "导入工会组织"),
            ("print_unionorg", "打印工会组织"),
            ("reveal_unionorg", "查看工会联系方式"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="unionorg_search"),
            models.Index(fields=("parent",), name="unionorg_parent"),
            models.Index(fields=("pinyin", "id"), name="unionorg_pinyin"),
        )
        constraints = (
            models.CheckConstraint(
                name="unionorg_path_ends_with_own_id",
                condition=models.Q(
                    path__endswith=Concat(models.F("id"), models.Value("."), output_field=models.TextField())
                ),
                violation_error_message="工会路径与编号不符。",
            ),
            models.CheckConstraint(
                name="unionorg_only_the_county_has_no_parent",
                condition=models.Q(parent__isnull=False) | models.Q(org_type=OrgType.COUNTY_FEDERATION),
                violation_error_message="除县（市）总工会外，每个工会都要有上级工会。",
            ),
            # Row-level security counts on it: whose branch begins at the root sees the whole tree (unions.scoping).
            models.UniqueConstraint(
                fields=("org_type",),
                condition=models.Q(parent__isnull=True),
                name="unionorg_one_county_federation",
                violation_error_message="县（市）总工会只能有一家。",
            ),
            models.CheckConstraint(
                name="unionorg_closed_has_a_day",
                condition=models.Q(closed_on__isnull=True, status__in=(OrgStatus.PREPARING, OrgStatus.ACTIVE))
                # Said twice, because a comparison with NULL is no violation.
                | models.Q(
                    closed_on__isnull=False,
                    closed_on__gte=models.F("founded_on"),
                    status__in=(OrgStatus.MERGED, OrgStatus.DISSOLVED),
                ),
                violation_error_message="撤并的工会要有撤并日期，且不早于成立日期。",
            ),
            models.CheckConstraint(
                name="unionorg_merged_names_its_successor",
                condition=models.Q(merged_into__isnull=False, status=OrgStatus.MERGED)
                | (models.Q(merged_into__isnull=True) & ~models.Q(status=OrgStatus.MERGED)),
                violation_error_message="并入其他工会时要写明并入哪一家。",
            ),
            models.CheckConstraint(
                name="unionorg_parts_within_workers",
                condition=models.Q(female_workers__lte=models.F("worker_count"))
                & models.Q(migrant_workers__lte=models.F("worker_count"))
                & models.Q(dispatched_workers__lte=models.F("worker_count")),
                violation_error_message="女职工、农民工、劳务派遣工都不能多于职工人数。",
            ),
            models.CheckConstraint(
                name="unionorg_parts_within_members",
                condition=models.Q(female_members__lte=models.F("member_count"))
                & models.Q(migrant_members__lte=models.F("member_count")),
                violation_error_message="女会员、农民工会员都不能多于会员人数。",
            ),
            models.CheckConstraint(
                name="unionorg_form_of_grassroots_only",
                condition=models.Q(grassroots_form="")
                | models.Q(org_type__in=(OrgType.GRASSROOTS, OrgType.VILLAGE_UNION)),
                violation_error_message="只有基层工会才填建会形式。",
            ),
            models.UniqueConstraint(
                fields=("uscc",),
                condition=~models.Q(uscc=""),
                name="unionorg_uscc_once",
                violation_error_message="这个统一社会信用代码已登记在另一家工会名下。",
            ),
            models.UniqueConstraint(
                fields=("parent", "name"),
                condition=models.Q(closed_on__isnull=True),
                name="unionorg_name_once_under_parent",
                violation_error_message="该上级工会下已有同名工会。",
            ),
        )
        triggers = (PathFollowsParent(),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("unions:detail", args=[self.pk])

    @property
    def label(self) -> str:
        """The short name where there is one."""
        return self.short_name or self.name

    def ancestor_ids(self) -> list[int]:
        """The ids from the county federation down to the parent."""
        return [int(step) for step in self.path.split(".")[:-2]]


@tracked()
class Standing(Scoped, Dated):
    """How a union stood in the tree from one day to another: its name and its parent. Figures about a past day use these."""

    may_cross: ClassVar[dict[str, str]] = {"parent": "a parent is another union by nature, also one of long ago"}
    privacy = Privacy(plain="id union name parent held")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="standings", verbose_name="工会")
    name = models.CharField("名称", max_length=120)
    parent = models.ForeignKey(
        UnionOrg, models.PROTECT, null=True, blank=True, related_name="+", verbose_name="上级工会"
    )

    objects = models.Manager.from_queryset(DatedScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "历史隶属"
        ordering = ("union", "held")
        base_manager_name = "objects"
        constraints = (
            ExclusionConstraint(
                name="standing_one_at_a_time",
                expressions=[("union", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
                violation_error_message="同一工会同一天只能有一个名称和一个上级。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.name} {self.held}"


@tracked()
class OrgChange(Scoped):
    """What happened to a union in the tree, on which day, by which document. Written by the services, never changed."""

    may_cross: ClassVar[dict[str, str]] = {
        "old_parent": "the branch the union came from",
        "new_parent": "a parent is another union by nature",
        "other": "the union it was merged with",
    }
    privacy = Privacy(
        plain="id union kind day old_name new_name old_parent new_parent other doc_no reason recorded_at recorded_by"
    )

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="changes", verbose_name="工会")
    kind = models.CharField("变动", max_length=12, choices=ChangeKind)
    day = models.DateField("日期")
    old_name = models.CharField("原名称", max_length=120, blank=True)
    new_name = models.CharField("新名称", max_length=120, blank=True)
    old_parent = models.ForeignKey(UnionOrg, models.PROTECT, null=True, related_name="+", verbose_name="原上级")
    new_parent = models.ForeignKey(UnionOrg, models.PROTECT, null=True, related_name="+", verbose_name="新上级")
    other = models.ForeignKey(UnionOrg, models.PROTECT, null=True, related_name="+", verbose_name="对方工会")
    doc_no = models.CharField("文号", max_length=60, blank=True)
    reason = models.CharField("原因", max_length=200, blank=True)
    recorded_at = models.DateTimeField("登记时间", auto_now_add=True)
    recorded_by = models.ForeignKey("unions.User", models.PROTECT, null=True, related_name="+", verbose_name="经办人")

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "组织变动"
        ordering = ("-day", "-id")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.day}"
