"""Campaigns, and by what their ideas are judged."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse

from competitions.querysets import CampaignQuerySet
from desk.registers.record import RECORD_FIELDS, Record
from desk.registers.searching import SearchTextField
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.models import UnionOrg


@tracked()
class Campaign(Record):
    """活动: a union calls for ideas, from one day to another.

    It is called for on the public pages, so everybody may read it, wherever they work; the services ask for the right
    to change it at the union that runs it.
    """

    privacy = Privacy(plain=f"{RECORD_FIELDS} union title search intro opens_on closes_on")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="campaigns", verbose_name="主办工会")
    title = models.CharField("活动名称", max_length=60, unique=True)
    search = SearchTextField("检索", sources=("title",))
    intro = models.TextField("活动说明", max_length=2000, help_text="印在公开页面上：征集什么、怎样评审、有什么奖励")
    opens_on = models.DateField("开始日期")
    closes_on = models.DateField("截止日期")

    objects = models.Manager.from_queryset(CampaignQuerySet)()

    class Meta:
        verbose_name = verbose_name_plural = "活动"
        ordering = ("-opens_on", "id")
        permissions = (("export_campaign", "导出活动"), ("print_campaign", "打印活动"))
        indexes = (models.Index(fields=("opens_on", "id"), name="campaign_opens"),)
        constraints = (
            models.CheckConstraint(
                name="campaign_closes_after_it_opens",
                condition=models.Q(closes_on__gte=models.F("opens_on")),
                violation_error_message="截止日期不能早于开始日期。",
            ),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("campaigns:detail", args=[self.pk])


@tracked()
class Criterion(models.Model):
    """评分标准: something the ideas of a campaign are given points for."""

    privacy = Privacy(plain="id campaign place title weight most")

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="criteria", verbose_name="活动")
    place = models.PositiveSmallIntegerField("次序")
    title = models.CharField("评分项", max_length=20)
    weight = models.PositiveSmallIntegerField("权重", validators=[MinValueValidator(1), MaxValueValidator(100)])
    most = models.PositiveSmallIntegerField(
        "满分", default=10, validators=[MinValueValidator(1), MaxValueValidator(100)]
    )

    class Meta:
        verbose_name = verbose_name_plural = "评分标准"
        ordering = ("campaign", "place")
        default_permissions = ()
        constraints = (
            models.UniqueConstraint(
                fields=("campaign", "title"),
                name="criterion_once_in_a_campaign",
                violation_error_message="同一评分项只能有一次。",
            ),
            models.CheckConstraint(
                name="criterion_counts",
                condition=models.Q(weight__range=(1, 100), most__range=(1, 100)),
                violation_error_message="权重和满分须在 1 到 100 之间。",
            ),
        )

    def __str__(self) -> str:
        return self.title
