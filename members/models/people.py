"""A member's file: who the person is, and where it is kept."""

from collections.abc import Mapping
from typing import ClassVar

import pghistory
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse

from desk.registers.checks import check_id_number, check_mobile
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import CharacterField, PinyinField, SearchTextField
from desk.vault.fields import BlindIndexField, EncryptedTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel
from members.choices import NATIONS, Education, EmploymentForm, Hukou, MemberState, Politics, SkillGrade
from members.querysets import MemberQuerySet
from unions.choices import Gender
from unions.models import Employer, UnionOrg
from unions.scoping import Scoped, same_union


@tracked(level=pghistory.Statement)
class Member(Scoped, SealedModel, Record):
    """会员. One file for a person in the county, kept by the union of the current or of the last membership."""

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} union state pinyin search first_character second_character third_character id_index gender nation education politics hukou"
        " is_migrant is_dispatched is_new_form employer employed_from employment work_no position title skill_grade"
        " union_group card_no joined_on consent_on merged_into note",
        personal={"name": "shown", "phone": "phone", "address": "address", "birthday": "year"},
        sensitive={"id_number": "id_number"},
    )
    may_cross: ClassVar[Mapping[str, str]] = {"merged_into": "one person's two files may lie at two unions"}

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="members", verbose_name="所属工会")
    state = models.CharField("会籍状态", max_length=9, choices=MemberState, default=MemberState.ACTIVE, editable=False)
    name = models.CharField("姓名", max_length=40)
    pinyin = PinyinField("拼音", source="name", person=True)
    search = SearchTextField("检索", sources=("name",), person=True)
    first_character = CharacterField(verbose_name="姓名第一字", source="name", place=1)
    second_character = CharacterField(verbose_name="姓名第二字", source="name", place=2)
    third_character = CharacterField(verbose_name="姓名第三字", source="name", place=3)
    id_number = EncryptedTextField("身份证号", validators=[check_id_number])
    id_index = BlindIndexField(
        "身份证号索引",
        source="id_number",
        unique=True,
        error_messages={"unique": "该身份证号已有会员档案。如在其他工会，请办理会籍接转。"},
    )
    gender = models.CharField("性别", max_length=1, choices=Gender, default=Gender.UNKNOWN)
    birthday = models.DateField("出生日期", null=True, blank=True)
    nation = models.CharField("民族", max_length=2, choices=NATIONS, blank=True)
    education = models.CharField("学历", max_length=1, choices=Education, blank=True)
    politics = models.CharField("政治面貌", max_length=2, choices=Politics, blank=True)
    phone = models.CharField("手机", max_length=11, blank=True, validators=[check_mobile])
    address = models.CharField("居住地址", max_length=200, blank=True)
    hukou = models.CharField("户籍", max_length=11, choices=Hukou, blank=True)
    is_migrant = models.BooleanField("农民工", default=False)
    is_dispatched = models.BooleanField("劳务派遣", default=False)
    is_new_form = models.BooleanField("新就业形态劳动者", default=False)
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="members", verbose_name="用人单位"
    )
    employed_from = models.DateField("入职日期", null=True, blank=True)
    employment = models.CharField("用工形式", max_length=11, choices=EmploymentForm, blank=True)
    work_no = models.CharField("工号", max_length=20, blank=True)
    position = models.CharField("岗位", max_length=40, blank=True)
    title = models.CharField("职称", max_length=40, blank=True)
    skill_grade = models.CharField("技能等级", max_length=1, choices=SkillGrade, blank=True)
    union_group = models.CharField("工会小组", max_length=40, blank=True)
    card_no = models.CharField("会员证号", max_length=20, blank=True)
    joined_on = models.DateField("入会日期", help_text="第一次加入工会的日期")
    consent_on = models.DateField("同意采集日期", null=True, blank=True, help_text="本人同意处理个人信息的日期")
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, editable=False, related_name="merged", verbose_name="并入"
    )
    note = models.CharField("备注", max_length=200, blank=True)

    objects = models.Manager.from_queryset(MemberQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "会员"
        ordering = ("pinyin", "id")
        base_manager_name = "objects"
        permissions = (
            ("export_member", "导出会员"),
            ("import_member", "导入会员"),
            ("print_member", "打印会员"),
            ("reveal_member", "查看会员身份证号和手机"),
            ("end_member", "办理退会、除名和保留会籍"),
            ("merge_member", "合并会员档案"),
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="member_search"),
            # They hold what row-level security and `known` ask of a row, so that counting never goes to the table.
            models.Index(fields=("pinyin", "id"), include=("union", "state"), name="member_pinyin"),
            models.Index(fields=("union", "pinyin", "id"), name="member_union_pinyin"),
            models.Index(fields=("joined_on", "id"), name="member_joined"),
            models.Index(
                fields=("first_character", "pinyin", "id"), include=("union", "state"), name="member_first_character"
            ),
            models.Index(
                fields=("second_character", "pinyin", "id"),
                include=("union", "state", "first_character"),
                name="member_second_character",
            ),
            models.Index(
                fields=("third_character", "pinyin", "id"),
                include=("union", "state", "first_character", "second_character"),
                name="member_third_character",
            ),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("card_no",),
                condition=~models.Q(card_no=""),
                name="member_card_once",
                violation_error_message="这个会员证号已发给别人。",
            ),
            models.CheckConstraint(
                name="member_merged_says_into_whom",
                condition=models.Q(state=MemberState.MERGED, merged_into__isnull=False)
                | (~models.Q(state=MemberState.MERGED) & models.Q(merged_into__isnull=True)),
                violation_error_message="已并档的档案必须写明并入哪一份。",
            ),
            models.CheckConstraint(
                name="member_joined_after_birth",
                condition=models.Q(birthday__isnull=True) | models.Q(joined_on__gt=models.F("birthday")),
                violation_error_message="入会日期要晚于出生日期。",
            ),
        )
        triggers = same_union("employer")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("members:detail", args=[self.pk])
