"""数字工会、牌子工会、空壳工会: the rules that suspect them, and what became of each suspicion."""

import pgtrigger
from django.db import models

from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.choices import ShellKind, ShellState
from unions.models.orgs import UnionOrg
from unions.scoping import Scoped, ScopedManager

S = ShellState

# Which state may follow which. The database holds the same table (the trigger below is made from it).
SHELL_MOVES: tuple[tuple[S, S], ...] = (
    (S.SUSPECTED, S.VERIFYING),
    (S.VERIFYING, S.CONFIRMED),
    (S.VERIFYING, S.CLEARED),
    (S.CONFIRMED, S.RECTIFYING),
    (S.RECTIFYING, S.REACTIVATED),
    (S.RECTIFYING, S.CANCELLED),
)
OPEN_SHELL_STATES = (S.SUSPECTED, S.VERIFYING, S.CONFIRMED, S.RECTIFYING)


@tracked()
class ShellRule(Record):
    """A configurable rule: which finding about a union raises which suspicion, from which threshold on."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} code kind threshold is_on")

    code = models.CharField("规则", max_length=40, unique=True, editable=False)
    kind = models.CharField("指向", max_length=16, choices=ShellKind)
    threshold = models.PositiveIntegerField("阈值", default=0)
    is_on = models.BooleanField("启用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "空壳工会排查规则"
        ordering = ("code",)

    def __str__(self) -> str:
        return self.code


@tracked()
class ShellFlag(Scoped, Record):
    """A suspicion about a union, with the evidence as it was found."""

    privacy = Privacy(plain=f"{RECORD_FIELDS} union kind state evidence found_on decided_on note")

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="shell_flags", verbose_name="工会")
    kind = models.CharField("类别", max_length=16, choices=ShellKind)
    state = models.CharField("状态", max_length=12, choices=ShellState, default=S.SUSPECTED, editable=False)
    evidence = models.JSONField("依据", default=list, help_text="规则、发现的事实和阈值")
    found_on = models.DateField("发现日期")
    decided_on = models.DateField("处理日期", null=True, blank=True)
    note = models.CharField("说明", max_length=400, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "空壳工会排查"
        ordering = ("-found_on", "-id")
        base_manager_name = "objects"
        permissions = (
            ("decide_shellflag", "核查空壳工会"),
            ("export_shellflag", "导出空壳工会排查"),
            ("print_shellflag", "打印空壳工会排查"),
        )
        constraints = (
            models.UniqueConstraint(
                fields=("union", "kind"),
                condition=models.Q(state__in=OPEN_SHELL_STATES),
                name="shellflag_one_open_of_a_kind",
                violation_error_message="该工会已有同类未办结的排查。",
            ),
        )
        triggers = (
            pgtrigger.FSM(name="shell_moves", field="state", transitions=[(a.value, b.value) for a, b in SHELL_MOVES]),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}({self.get_state_display()})"
