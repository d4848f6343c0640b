"""Ideas (合理化建议, 金点子), and what is in their files."""

from collections.abc import Mapping
from typing import Any, ClassVar, cast

import pgtrigger
from django.contrib import admin
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.urls import reverse
from django.utils import timezone

from competitions.choices import ADOPTED, Category, ProposalState
from competitions.models.campaigns import Campaign
from competitions.procedure import PROCEDURE
from competitions.querysets import IS_ADOPTED, ProposalQuerySet
from desk.cases import triggers
from desk.cases.models import CASE_FIELDS, CaseEntry, CaseFile, CaseRecord
from desk.notices import services as notices
from desk.notices.choices import Channel
from desk.registers.checks import check_mobile
from desk.registers.searching import SearchTextField, normalise, search_text
from desk.vault.fields import EncryptedTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from desk.vault.scope import everything
from desk.vault.sealed import SealedModel
from unions.models import Employer, UnionOrg
from unions.scoping import Filed, Scoped, same_union


class IdeaTextField(SearchTextField):
    """Found by the title in all its forms, by the rest as it stands: nobody types a paragraph in pinyin, and to spell
    one takes longer than all else that a submission needs.
    """

    def derive(self, *values: str | None) -> str:
        title, *rest = (value or "" for value in values)
        return "\n".join([search_text([title]), *map(normalise, rest)])


@tracked()
class Proposal(Scoped, SealedModel, CaseRecord):
    """An idea from the public page. Who had it has no account, and may stay unnamed.

    It belongs to the union of the person who had it (`union`), and lies with the union that deals with it (`handler`);
    both see it. It names both itself, for one may lie outside the scope of who reads it. Where it came from on the net
    is kept nowhere (promises.md H7).
    """

    procedure = PROCEDURE
    privacy = Privacy(
        plain=f"{CASE_FIELDS} campaign category title problem measure expected_benefit is_anonymous union union_name"
        " employer employer_name handler handler_name department submitted_at code_digest decided_on published_on"
        " implement_from implement_to verified_benefit is_golden golden_year search",
        personal={"name": "shown", "co_proposers": "shown"},
        # Wholly: at the author's own works the last digits of a telephone would tell who an anonymous author is.
        sensitive={"phone": "hidden", "email": "hidden"},
    )
    may_cross: ClassVar[Mapping[str, str]] = {
        "handler": "an idea is sent to whoever can judge it",
        "successor": "people of two unions may have the same idea",
    }

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="proposals", verbose_name="活动")
    category = models.CharField("类别", max_length=12, choices=Category)
    title = models.CharField("题目", max_length=60)
    problem = models.TextField("现状与问题", max_length=2000)
    measure = models.TextField("改进办法", max_length=2000)
    expected_benefit = models.TextField("预期效益", max_length=500, blank=True)
    search = IdeaTextField("检索", sources=("title", "problem", "measure"))

    is_anonymous = models.BooleanField("匿名", default=False)
    name = models.CharField("建议人", max_length=40, blank=True)
    co_proposers = models.TextField("共同建议人", max_length=400, blank=True, help_text="一行一人")
    phone = EncryptedTextField("手机", blank=True, validators=[check_mobile])
    email = EncryptedTextField("电子邮箱", blank=True)
    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="proposals", verbose_name="所属工会")
    union_name = models.CharField("所属工会", max_length=120)
    employer = models.ForeignKey(
        Employer, models.PROTECT, null=True, blank=True, related_name="proposals", verbose_name="用人单位"
    )
    employer_name = models.CharField("工作单位", max_length=120, blank=True)

    submitted_at = models.DateTimeField("提交时间", default=timezone.now)
    code_digest = models.CharField("查询码摘要", max_length=64, unique=True, editable=False)
    state = models.CharField("状态", max_length=12, choices=ProposalState, default=ProposalState.NEW)
    handler = models.ForeignKey(UnionOrg, models.PROTECT, related_name="proposals_in_hand", verbose_name="承办工会")
    handler_name = models.CharField("承办工会", max_length=120)
    department = models.CharField("承办部门", max_length=60, blank=True)
    decided_on = models.DateField("决定日期", null=True, blank=True)
    published_on = models.DateField("公开日期", null=True, blank=True)
    implement_from = models.DateField("实施开始", null=True, blank=True)
    implement_to = models.DateField("实施完成", null=True, blank=True)
    verified_benefit = models.DecimalField("核定效益（元）", max_digits=12, decimal_places=2, null=True, blank=True)
    is_golden = models.BooleanField("优秀金点子", default=False)
    golden_year = models.PositiveSmallIntegerField("金点子年度", null=True, blank=True)

    objects = models.Manager.from_queryset(ProposalQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "金点子"
        ordering = ("submitted_at", "id")
        base_manager_name = "objects"
        permissions = (
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
        )
        indexes = (
            GinIndex(OpClass("search", "gin_trgm_ops"), name="proposal_search"),
            models.Index(fields=("submitted_at", "id"), name="proposal_submitted"),
            models.Index(fields=("due_on", "id"), name="proposal_due"),
        )
        constraints = (
            models.CheckConstraint(
                name="proposal_named_unless_anonymous",
                condition=models.Q(is_anonymous=True, name="", co_proposers="")
                | (models.Q(is_anonymous=False) & ~models.Q(name="")),
                violation_error_message="请填写姓名；匿名提交则不留姓名和共同建议人。",
            ),
            models.CheckConstraint(
                name="proposal_public_when_adopted",
                condition=models.Q(published_on__isnull=True) | IS_ADOPTED,
                violation_error_message="只有已采纳的金点子才能公开。",
            ),
            models.CheckConstraint(
                name="proposal_golden_when_adopted",
                condition=models.Q(is_golden=False, golden_year__isnull=True)
                | (models.Q(is_golden=True, golden_year__isnull=False) & IS_ADOPTED),
                violation_error_message="只有已采纳的金点子才能评为优秀，并须写明年度。",
            ),
            models.CheckConstraint(
                name="proposal_benefit_when_verified",
                condition=models.Q(state__in=(ProposalState.VERIFIED, ProposalState.REWARDED), verified_benefit__gte=0)
                | models.Q(state=ProposalState.ARCHIVED)
                | (
                    ~models.Q(state__in=(ProposalState.VERIFIED, ProposalState.REWARDED))
                    & models.Q(verified_benefit__isnull=True)
                ),
                violation_error_message="核定效益与状态不符：核定以后才有金额，且不能为负。",
            ),
            models.CheckConstraint(
                name="proposal_implemented_forwards",
                condition=models.Q(implement_to__isnull=True) | models.Q(implement_to__gte=models.F("implement_from")),
                violation_error_message="实施完成不能早于实施开始。",
            ),
            models.CheckConstraint(
                name="proposal_merged_into_one",
                condition=models.Q(state=ProposalState.MERGED, successor__isnull=False)
                | (~models.Q(state=ProposalState.MERGED) & models.Q(successor__isnull=True)),
                violation_error_message="并案须写明并入哪一条。",
            ),
        )
        triggers = (*same_union("employer"), *triggers.of_case(PROCEDURE, "competitions_proposalentry"))

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("proposals:detail", args=[self.pk])

    def owner_paths(self) -> tuple[str, ...]:
        """The paths of its unions, as far as the scope in force reaches."""
        return tuple(UnionOrg.objects.filter(pk__in=(self.union_id, self.handler_id)).values_list("path", flat=True))

    @property
    @admin.display(description="受理编号")
    def receipt_no(self) -> str:
        """What may be quoted and read out; it opens nothing."""
        return f"JDZ{timezone.localdate(self.submitted_at):%Y%m%d}{self.pk.hex[-6:].upper()}"

    @property
    @admin.display(description="建议人")
    def author(self) -> str:
        """Who had the idea, as it may be read in the portal."""
        return "匿名" if self.is_anonymous else self.name

    @property
    def people(self) -> list[str]:
        """The names of all who had the idea; none of an anonymous one."""
        return [name for name in (self.name, *map(str.strip, self.co_proposers.splitlines())) if name]

    @property
    def is_adopted(self) -> bool:
        """Whether it was adopted, whatever came after: IS_ADOPTED, of one row."""
        was_verified = self.verified_benefit is not None
        return self.state in ADOPTED or (self.state == ProposalState.ARCHIVED and was_verified)

    def told(self, entry: Any) -> None:
        """Tell who had the idea, and whose ideas were merged into it, that there is something to read.

        What is to be read stays here: a message by telephone or mail says the 受理编号 and where to look (F7).
        """
        with everything("通知建议人"):
            for idea in (self, *self.predecessors.all()):
                idea._told_of(entry)

    def _told_of(self, entry: Any) -> None:
        text = f"受理编号 {self.receipt_no}：有新的办理情况。请打开“进度查询”，凭查询码查看。"
        for channel, address in ((Channel.SMS, self.phone), (Channel.MAIL, self.email)):
            if address:
                notices.post(
                    key=f"{entry.pk}:{self.pk}:{channel}",
                    topic="competitions.told",
                    subject="您的金点子有新的办理情况",
                    text=text,
                    channel=channel,
                    address=address,
                )

    @property
    def followed(self) -> "Proposal":
        """The idea whose progress its author reads: the one it was merged into, or itself."""
        return cast("Proposal", self.successor or self)


class NoReviewerDecides(pgtrigger.Trigger):
    """Who gave an idea points does not adopt it, nor turn it down."""

    when = pgtrigger.Before
    DECISIONS = ("adopt", "not_adopt")

    def __init__(self) -> None:
        decides = pgtrigger.Q(new__move__in=self.DECISIONS)
        super().__init__(name="no_reviewer_decides", operation=pgtrigger.Insert, condition=decides)

    def get_func(self, model: Any) -> str:
        """The body of the trigger's function."""
        return f"""
            IF EXISTS (
                SELECT 1 FROM competitions_review AS sheet
                WHERE sheet.proposal_id = NEW.case_id AND sheet.reviewer_id = NEW.actor_id
            ) THEN
                RAISE EXCEPTION '{model._meta.db_table}: a reviewer decides' {triggers.REFUSED};
            END IF;
            RETURN NEW;
        """  # noqa: S608  # nosec B608  # our own names


class ProposalEntry(Filed, CaseEntry):
    """A line in the file of an idea."""

    case = models.ForeignKey(Proposal, models.PROTECT, related_name="entries", verbose_name="金点子")

    class Meta(CaseEntry.Meta):
        verbose_name = verbose_name_plural = "金点子办理记录"
        base_manager_name = "objects"
        triggers = (*triggers.of_entries(PROCEDURE), NoReviewerDecides())


class ProposalFile(Filed, CaseFile):
    """An attachment of an idea: photos, a drawing, a document."""

    case = models.ForeignKey(Proposal, models.PROTECT, related_name="files", verbose_name="金点子")

    class Meta(CaseFile.Meta):
        verbose_name = verbose_name_plural = "金点子附件"
        base_manager_name = "objects"
