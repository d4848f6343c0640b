"""A kind of case that has everything a procedure can declare; its tables are made for the tests (conftest.py)."""

from typing import Any, ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.test.utils import isolate_apps
from django.urls import reverse

from desk.cases import triggers
from desk.cases.choices import By, Reason
from desk.cases.models import CASE_FIELDS, CaseEntry, CaseFile, CaseRecord
from desk.cases.procedure import Move, Procedure, Step, calendar, working
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel
from unions.models import UnionOrg, User
from unions.scoping import Filed, Scoped, ScopedQuerySet

SCREEN, DECIDE, ACT = "cases.screen_trial", "cases.decide_trial", "cases.act_trial"


class State(models.TextChoices):
    NEW = "new", "待初审"
    SCREENED = "screened", "待交办"
    ASSIGNED = "assigned", "办理中"
    DONE = "done", "待办结"
    CLOSED = "closed", "已办结"
    REFUSED = "refused", "不予受理"
    WITHDRAWN = "withdrawn", "本人撤回"
    LAPSED = "lapsed", "逾期失效"


PROCEDURE = Procedure(
    "trial",
    State,
    steps=(
        Step(State.NEW, waits_for=SCREEN, due=working(3)),
        Step(State.SCREENED, waits_for=DECIDE, due=calendar(5)),
        Step(State.ASSIGNED, waits_for=ACT, at="handler", due=working(15)),
        Step(State.DONE, waits_for=DECIDE),
    ),
    moves=(
        Move("screen", "初审通过", State.NEW, State.SCREENED),
        Move("refuse", "不予受理", (State.NEW, State.SCREENED), State.REFUSED, DECIDE, "union", Reason.REQUIRED, told=True),
        Move("assign", "交办", State.SCREENED, State.ASSIGNED, not_by=("screen",), deadline=True),
        Move("send_back", "退回", State.ASSIGNED, State.SCREENED, reason=Reason.REQUIRED, label="退回原因"),
        Move("finish", "报结", State.ASSIGNED, State.DONE, label="办理情况"),
        Move("close", "办结", State.DONE, State.CLOSED, reason=Reason.NONE, told=True, not_by=("finish",)),
        Move("reopen", "重新办理", (State.CLOSED, State.REFUSED), State.SCREENED, DECIDE, "union", Reason.REQUIRED, told=True),
        Move("withdraw", "撤回", (State.NEW, State.SCREENED), State.WITHDRAWN, by=By.VISITOR),
        Move("lapse", "逾期失效", State.NEW, State.LAPSED, by=By.CLOCK, told=True),
    ),
    talk=ACT,
    talk_at="handler",
)  # fmt: skip


class TrialQuerySet(ScopedQuerySet):
    """Two unions see a case: the one it came from and the one that acts."""

    def visible_to(self, user: Any) -> Any:
        """The cases of the branches of `user`, and those they act on."""
        own = UnionOrg.objects.visible_to(user).values("pk")
        return self.filter(models.Q(union__in=own) | models.Q(handler__in=own))


with isolate_apps("desk.cases", "unions") as trial_apps:
    # The kind knows real accounts, and nothing of the portal knows the kind.
    trial_apps.all_models["unions"]["user"] = User

    class Trial(Scoped, SealedModel, CaseRecord):
        """A trial case of a union, acted on by another."""

        privacy = Privacy(plain=f"{CASE_FIELDS} union handler title told_of")
        procedure = PROCEDURE
        may_cross: ClassVar[dict[str, str]] = {"handler": "another union acts", "successor": "so does another case"}

        union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="+", verbose_name="工会")
        handler = models.ForeignKey(UnionOrg, models.PROTECT, related_name="+", verbose_name="承办工会")
        title = models.CharField("标题", max_length=60)
        state = models.CharField("状态", max_length=9, choices=State, default=State.NEW)
        told_of = ArrayField(models.CharField(max_length=24), default=list, blank=True)

        objects = models.Manager.from_queryset(TrialQuerySet)()

        class Meta:
            app_label = "cases"
            verbose_name = verbose_name_plural = "试用办件"
            base_manager_name = "objects"
            triggers = triggers.of_case(PROCEDURE, "cases_trialentry")

        def __str__(self) -> str:
            return self.title

        def get_absolute_url(self) -> str:
            return reverse("trials:detail", args=[self.pk])

        def told(self, entry: Any) -> None:
            """Writes down what the person outside was told of."""
            type(self).objects.filter(pk=self.pk).update(told_of=[*self.told_of, entry.move or entry.kind])

    class TrialEntry(Filed, CaseEntry):
        case = models.ForeignKey(Trial, models.PROTECT, related_name="entries", verbose_name="办件")

        class Meta(CaseEntry.Meta):
            app_label = "cases"
            verbose_name = verbose_name_plural = "试用办理记录"
            base_manager_name = "objects"
            triggers = triggers.of_entries(PROCEDURE)

    class TrialFile(Filed, CaseFile):
        case = models.ForeignKey(Trial, models.PROTECT, related_name="files", verbose_name="办件")

        class Meta(CaseFile.Meta):
            app_label = "cases"
            verbose_name = verbose_name_plural = "试用附件"
            base_manager_name = "objects"


MODELS = (Trial, TrialEntry, TrialFile)
