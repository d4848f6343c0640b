"""Terms of office, officers and the committees beside the union committee."""

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse

from desk.registers.checks import check_id_number, check_mobile
from desk.registers.dated import Dated
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import PinyinField, SearchTextField
from desk.vault.fields import BlindIndexField, EncryptedTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel
from unions.choices import CommitteeKind, Employment, Gender, Post
from unions.models.orgs import UnionOrg
from unions.querysets import DatedScopedQuerySet
from unions.scoping import SameUnion, Scoped, ScopedManager


@tracked()
class Term(Scoped, Record):
    """届. A committee's term of office: three or five years at the base, five above (工会法 §16)."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} union number elected_on ends_on approval_doc_no")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="terms", verbose_name="工会")
    number = models.PositiveSmallIntegerField("届次")
    elected_on = models.DateField("选举日期")
    ends_on = models.DateField("届满日期", help_text="到这一天应当换届")
    approval_doc_no = models.CharField("批复文号", max_length=60, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "届期"
        ordering = ("union", "-number")
        base_manager_name = "objects"
        constraints = (
            models.UniqueConstraint(
                fields=("union", "number"), name="term_once", violation_error_message="该届次已登记。"
            ),
            models.CheckConstraint(
                name="term_ends_after_election",
                condition=models.Q(ends_on__gt=models.F("elected_on")),
                violation_error_message="届满日期要晚于选举日期。",
            ),
        )

    def __str__(self) -> str:
        return f"第{self.number}届"


@tracked()
class Officer(Scoped, SealedModel, Dated, Record):
    """工会干部: a person in a post at a union, from one day to another."""

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} union term post employment gender held search pinyin id_index",
        personal={"name": "shown", "phone": "phone"},
        sensitive={"id_number": "id_number"},
    )

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="officers", verbose_name="工会")
    term = models.ForeignKey(Term, models.PROTECT, null=True, blank=True, related_name="officers", verbose_name="届次")
    name = models.CharField("姓名", max_length=40)
    pinyin = PinyinField("拼音", source="name", person=True)
    search = SearchTextField("检索", sources=("name",), person=True)
    gender = models.CharField("性别", max_length=1, choices=Gender, default=Gender.UNKNOWN)
    id_number = EncryptedTextField("身份证号", blank=True, validators=[check_id_number])
    id_index = BlindIndexField("身份证号索引", source="id_number")
    phone = models.CharField("手机", max_length=11, blank=True, validators=[check_mobile])
    post = models.CharField("职务", max_length=20, choices=Post)
    employment = models.CharField("任职方式", max_length=12, choices=Employment, default=Employment.PART_TIME)

    objects = models.Manager.from_queryset(DatedScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "工会干部"
        ordering = ("pinyin", "id")
        base_manager_name = "objects"
        permissions = (
            ("export_officer", "导出工会干部"),
            ("import_officer", "导入工会干部"),
            ("print_officer", "打印工会干部"),
            ("reveal_officer", "查看干部身份证号和手机"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="officer_search"),
            models.Index(fields=("pinyin", "id"), name="officer_pinyin"),
        )
        constraints = (
            ExclusionConstraint(
                name="officer_one_chair_at_a_time",
                expressions=[("union", RangeOperators.EQUAL), ("held", RangeOperators.OVERLAPS)],
                condition=models.Q(post=Post.CHAIR),
                violation_error_message="该工会这段时间已有主席，请先填写原主席的离任日期。",
            ),
            ExclusionConstraint(
                name="officer_same_person_and_post_once",
                expressions=[
                    ("union", RangeOperators.EQUAL),
                    ("id_index", RangeOperators.EQUAL),
                    ("post", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                violation_error_message="此人在该工会的同一职务已登记。",
            ),
        )
        triggers = (SameUnion("term"),)

    def __str__(self) -> str:
        return f"{self.name}({self.get_post_display()})"

    def get_absolute_url(self) -> str:
        return reverse("officers:detail", args=[self.pk])


@tracked()
class Committee(Scoped, Dated, Record):
    """经费审查委员会、女职工委员会: set up from one day to another."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} union kind held members")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="committees", verbose_name="工会")
    kind = models.CharField("委员会", max_length=8, choices=CommitteeKind)
    members = models.PositiveSmallIntegerField("委员人数", default=1)

    objects = models.Manager.from_queryset(DatedScopedQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "经审与女工委员会"
        ordering = ("union", "kind")
        base_manager_name = "objects"
        constraints = (
            ExclusionConstraint(
                name="committee_one_of_a_kind",
                expressions=[
                    ("union", RangeOperators.EQUAL),
                    ("kind", RangeOperators.EQUAL),
                    ("held", RangeOperators.OVERLAPS),
                ],
                violation_error_message="该工会这段时间已有同类委员会。",
            ),
        )

    def __str__(self) -> str:
        return self.get_kind_display()
