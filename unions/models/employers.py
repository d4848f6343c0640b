"""Employers, and which union covers them."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse

from desk.registers.checks import check_credit_code
from desk.registers.dated import Dated
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import PinyinField, SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.choices import NON_PUBLIC, Industry, UnitClass
from unions.models.orgs import UnionOrg
from unions.querysets import DatedScopedQuerySet, EmployerQuerySet
from unions.scoping import SameUnion, Scoped


@tracked()
class Employer(Scoped, Record):
    """用人单位 (工会法 §3). It stands at the desk of one union: the one that covers it, or, while none does, the
    township federation, park or industrial union that should organise it."""

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} union name pinyin search uscc unit_class industry is_above_scale is_two_new headcount"
        " female_headcount migrant_headcount registered_on deregistered_on",
        personal={"contact": "shown", "phone": "phone", "address": "address"},
    )

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="employers", verbose_name="责任工会")
    name = models.CharField("单位名称", max_length=120)
    pinyin = PinyinField("拼音", source="name")
    search = SearchTextField("检索", sources=("name", "uscc"))
    uscc = models.CharField("统一社会信用代码", max_length=18, validators=[check_credit_code])
    unit_class = models.CharField("单位类别", max_length=3, choices=UnitClass)
    industry = models.CharField("所属行业", max_length=1, choices=Industry)
    is_above_scale = models.BooleanField("规模以上", default=False)
    is_two_new = models.BooleanField("两新组织", default=False, help_text="新经济组织、新社会组织")
    headcount = models.PositiveIntegerField("职工人数", default=0)
    female_headcount = models.PositiveIntegerField("女职工", default=0)
    migrant_headcount = models.PositiveIntegerField("农民工", default=0)
    contact = models.CharField("联系人", max_length=40, blank=True)
    phone = models.CharField("联系电话", max_length=30, blank=True)
    address = models.CharField("地址", max_length=200, blank=True)
    registered_on = models.DateField("设立日期", null=True, blank=True)
    deregistered_on = models.DateField("注销日期", null=True, blank=True)

    objects = models.Manager.from_queryset(EmployerQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "用人单位"
        ordering = ("pinyin", "id")
        base_manager_name = "objects"
        permissions = (
            ("export_employer", "导出用人单位"),
            ("import_employer", "导入用人单位"),
            ("print_employer", "打印用人单位"),
            ("cover_employer", "确定覆盖工会"),
            ("reveal_employer", "查看单位联系方式"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="employer_search"),
            models.Index(fields=("pinyin", "id"), name="employer_pinyin"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("uscc",),
                name="employer_uscc_once",
                violation_error_message="这个统一社会信用代码的单位已登记。",
            ),
            models.CheckConstraint(
                name="employer_parts_within_headcount",
                condition=models.Q(female_headcount__lte=models.F("headcount"))
                & models.Q(migrant_headcount__lte=models.F("headcount")),
                violation_error_message="女职工、农民工都不能多于职工人数。",
            ),
            models.CheckConstraint(
                name="employer_deregistered_after_registered",
                condition=models.Q(deregistered_on__isnull=True)
                | models.Q(registered_on__isnull=True)
                | models.Q(deregistered_on__gte=models.F("registered_on")),
                violation_error_message="注销日期不能早于设立日期。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("employers:detail", args=[self.pk])

    @property
    def is_non_public(self) -> bool:
        """非公有制企业."""
        return self.unit_class in NON_PUBLIC


@tracked()
class Coverage(Scoped, Dated):
    """涵盖单位: a union covers an employer from one day to another."""

    privacy = Privacy(plain="id union employer held")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="coverages", verbose_name="工会")
    employer = models.ForeignKey(Employer, models.PROTECT, related_name="coverages", verbose_name="用人单位")

    objects = models.Manager.from_queryset(DatedScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "涵盖单位"
        ordering = ("employer", "held")
        base_manager_name = "objects"
        constraints = (
            ExclusionConstraint(
                name="coverage_by_one_union_at_a_time",
                expressions=[("employer", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
                violation_error_message="该单位这段时间已由另一家工会覆盖。",
            ),
        )
        triggers = (SameUnion("employer"),)

    def __str__(self) -> str:
        return f"{self.employer} {self.held}"
