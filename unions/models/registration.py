"""Registration of a union as a legal person (工会法 §15; 总工办发〔2020〕20号)."""

import pgtrigger
from django.db import models

from desk.registers.checks import check_union_credit_code
from desk.registers.record import RECORD_FIELDS, Record
from desk.vault.history import tracked
from desk.vault.privacy import Privacy
from unions.choices import RegistrationKind, RegistrationState
from unions.models.orgs import UnionOrg
from unions.scoping import Scoped, ScopedManager

S = RegistrationState

# Which state may follow which. The database holds the same table (the trigger below is made from it).
REGISTRATION_MOVES: tuple[tuple[S, S], ...] = (
    (S.DRAFT, S.SUBMITTED),
    (S.SUBMITTED, S.SUPPLEMENT),
    (S.SUPPLEMENT, S.SUBMITTED),
    (S.SUBMITTED, S.APPROVED),
    (S.APPROVED, S.ISSUED),
    (S.ISSUED, S.CANCELLED),
)


@tracked()
class LegalPersonRegistration(Scoped, Record):
    """法人资格登记: an application, and the certificate it led to."""

    privacy = Privacy(
        plain=f"{RECORD_FIELDS} union kind state uscc cert_no submitted_on issued_on valid_until note",
        personal={"legal_rep": "shown", "address": "address"},
    )

    union = models.ForeignKey(UnionOrg, models.PROTECT, related_name="registrations", verbose_name="工会")
    kind = models.CharField("登记事项", max_length=12, choices=RegistrationKind, default=RegistrationKind.FIRST)
    state = models.CharField("状态", max_length=12, choices=RegistrationState, default=S.DRAFT, editable=False)
    uscc = models.CharField("统一社会信用代码", max_length=18, blank=True, validators=[check_union_credit_code])
    cert_no = models.CharField("证书编号", max_length=40, blank=True)
    legal_rep = models.CharField("法定代表人", max_length=40)
    address = models.CharField("住所", max_length=200)
    submitted_on = models.DateField("提交日期", null=True, blank=True, editable=False)
    issued_on = models.DateField("发证日期", null=True, blank=True)
    valid_until = models.DateField("有效期至", null=True, blank=True)
    note = models.CharField("补正意见", max_length=400, blank=True)

    objects = ScopedManager()

    class Meta:
        verbose_name = verbose_name_plural = "法人登记"
        ordering = ("-id",)
        base_manager_name = "objects"
        permissions = (
            ("decide_legalpersonregistration", "审核法人登记"),
            ("export_legalpersonregistration", "导出法人登记"),
            ("print_legalpersonregistration", "打印法人登记"),
        )
        constraints = (
            models.CheckConstraint(
                name="registration_issued_is_complete",
                condition=~models.Q(state=S.ISSUED)
                | (models.Q(issued_on__isnull=False) & ~models.Q(cert_no="") & ~models.Q(uscc="")),
                violation_error_message="发证时要填写信用代码、证书编号和发证日期。",
            ),
            models.CheckConstraint(
                name="registration_valid_after_issue",
                condition=models.Q(valid_until__isnull=True) | models.Q(valid_until__gt=models.F("issued_on")),
                violation_error_message="有效期要晚于发证日期。",
            ),
            models.UniqueConstraint(
                fields=("cert_no",),
                condition=~models.Q(cert_no=""),
                name="registration_cert_once",
                violation_error_message="这个证书编号已经用过。",
            ),
            models.UniqueConstraint(
                fields=("union",),
                condition=models.Q(state=S.ISSUED),
                name="registration_one_certificate_at_a_time",
                violation_error_message="该工会已有一张有效的证书。",
            ),
        )
        triggers = (
            pgtrigger.FSM(
                name="registration_moves",
                field="state",
                transitions=[(a.value, b.value) for a, b in REGISTRATION_MOVES],
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}({self.get_state_display()})"
