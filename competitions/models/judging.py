"""What an idea is given: points by its reviewers, and an award."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from competitions.choices import AwardLevel
from competitions.models.proposals import Proposal
from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.scoping import Filed


@tracked()
class Review(Filed, Record):
    """评分表: what one reviewer gives one idea.

    `scores` holds for each criterion its title, weight, most points and the points given, as they stood on the day:
    criteria that are changed later do not change a sheet that was signed.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} proposal reviewer scores total comment reviewed_at")
    union_path = "proposal__union"

    proposal = models.ForeignKey(Proposal, models.PROTECT, related_name="reviews", verbose_name="金点子")
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="reviews", verbose_name="评审人"
    )
    scores = models.JSONField("得分")
    total = models.DecimalField("总分", max_digits=5, decimal_places=2, help_text="各项得分率按权重平均，满分 100")
    comment = models.CharField("评语", max_length=500, blank=True)
    reviewed_at = models.DateTimeField("评分时间", default=timezone.now)

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        ordering = ("reviewed_at", "id")
        base_manager_name = "objects"
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("proposal", "reviewer"),
                name="review_once_by_a_reviewer",
                violation_error_message="您已评过这一条，可以修改自己的评分表。",
            ),
            models.CheckConstraint(
                name="review_out_of_a_hundred",
                condition=models.Q(total__range=(0, 100)),
                violation_error_message="总分须在 0 到 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.total} 分"


@tracked()
class Award(Filed, Record):
    """奖励: level, money and certificate. An idea is rewarded once."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} proposal level amount certificate_no awarded_on")
    union_path = "proposal__union"

    proposal = models.OneToOneField(Proposal, models.PROTECT, related_name="award", verbose_name="金点子")
    level = models.CharField("奖励等级", max_length=13, choices=AwardLevel)
    amount = models.DecimalField("奖金（元）", max_digits=9, decimal_places=2)
    certificate_no = models.CharField("证书编号", max_length=20, unique=True)
    awarded_on = models.DateField("奖励日期")

    class Meta:
        verbose_name = verbose_name_plural = "奖励"
        ordering = ("awarded_on", "certificate_no")
        base_manager_name = "objects"
        default_permissions = ()
        constraints = (
            models.CheckConstraint(
                name="award_not_negative",
                condition=models.Q(amount__gte=0),
                violation_error_message="奖金不能为负。",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_level_display()} {self.certificate_no}"
