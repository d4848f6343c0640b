"""入会申请: a worker asks to join, the base union answers (中国工会章程 §2).

Whoever asks has no account. What ties the person to the application is a code of eighty bits, shown once
(desk.cases.public.receipts). Whoever holds it reads what became of the application, writes to the union and takes it back.
"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from desk.cases import services as cases
from desk.cases.choices import By
from desk.cases.models import CaseEntry
from desk.cases.public import visitors
from desk.cases.public.receipts import Receipt
from desk.cases.public.visitors import GUESS, Limit
from desk.notices import services as notices
from desk.registers.integrity import told
from desk.registers.versions import claim
from desk.vault import history
from desk.vault.scope import everything
from members.models import ApplicationEntry, Member, MembershipApplication
from members.procedures import APPLICATION, DECIDE_APPLICATION
from members.services import enrolment
from unions.access import demand
from unions.models import UnionOrg, User
from unions.querysets import UnionOrgQuerySet

WHY = "入会申请"
RECEIPT = Receipt(WHY, column="members_membershipapplication.code", length=16)
APPLY = Limit("apply", timedelta(minutes=1), per_address=5, of_all=60)  # promises.md H1
WRITE = Limit("application-message", timedelta(hours=1), per_address=10, of_all=200)


def open_unions() -> UnionOrgQuerySet:
    """The unions one can ask to join: standing 基层工会. To be asked in the scope of everything."""
    found: UnionOrgQuerySet = UnionOrg.objects.standing().grassroots()
    return found


@transaction.atomic
def submit(
    *, key: str, address: str | None, union: UnionOrg, name: str, id_number: str, phone: str, employer_name: str
) -> tuple[MembershipApplication, str]:
    """Takes an application in; gives it with its code. Sent again, it gives the same and changes nothing.

    `address`: where the visitor comes from, to be counted. Raises ValidationError: for a form that is too old, an
    application of this person at this union that is still open, or what the fields refuse; visitors.TooOften.
    """
    pk, code = RECEIPT.of(key, str(union.pk), name, id_number, phone, employer_name)
    with everything(WHY), history.because(WHY), told():
        _one_at_a_time(pk)
        known = MembershipApplication.objects.filter(pk=pk).first()
        if known:
            return known, code
        # Before anything is looked at: the answer may tell that somebody has applied already.
        visitors.count(APPLY, address=address)
        application = MembershipApplication(
            pk=pk,
            union=union,
            name=name,
            id_number=id_number,
            phone=phone,
            employer_name=employer_name,
            consent_at=timezone.now(),
            code_digest=RECEIPT.digest(code),  # slow, hence not before the visitor is counted
        )
        return cases.begin(application, by=By.VISITOR), code


@transaction.atomic
def find(*, code: str, address: str | None) -> MembershipApplication | None:
    """The application with this code; None for a wrong one, which is counted. Raises visitors.TooOften."""
    counted = visitors.count(GUESS, address=address)
    digest = RECEIPT.digest_of(code)
    if digest is None:
        return None
    with everything(WHY):
        found: MembershipApplication | None = (
            MembershipApplication.objects.filter(code_digest=digest).select_related("union").first()
        )
    if found:
        visitors.forgive(GUESS, address=address, at=counted)
    return found


def public_entries(application: MembershipApplication) -> list[CaseEntry]:
    """What the applicant may read of the file, in order."""
    with everything(WHY):
        return list(application.entries.filter(is_public=True))


@transaction.atomic
def withdraw(*, obj: MembershipApplication) -> MembershipApplication:
    """待审核 → 本人撤回, by who holds the code. Raises ValidationError for one that has been answered."""
    with everything(WHY), history.because("入会申请：本人撤回"):
        return cases.move(actor=None, obj=obj, slug="withdraw", by=By.VISITOR)


@transaction.atomic
def write(*, obj: MembershipApplication, text: str, address: str | None) -> CaseEntry:
    """What the applicant, who holds the code, has to add. Raises ValidationError, visitors.TooOften."""
    if not obj.is_open:
        raise ValidationError({"text": "申请已办结，不能再留言。需要帮助请联系工会。"})
    visitors.count(WRITE, address=address)
    with everything(WHY), history.because("入会申请：本人留言"):
        return cases.message(obj=obj, text=text)


@transaction.atomic
def accept(*, actor: User, obj: MembershipApplication, joined_on: date, **details: Any) -> Member:
    """待审核 → 已同意: opens the member's file, with the applicant's consent. `details` as enrolment.enrol takes them.

    Raises PermissionDenied, and ValidationError, also when the person has a file already.
    """
    demand(actor, DECIDE_APPLICATION, obj)
    current = claim(obj)
    if said := cases.why_not(actor, current, APPLICATION.move("accept")):
        raise ValidationError(said)
    member = enrolment.enrol(
        actor=actor,
        union=current.union,
        name=current.name,
        id_number=current.id_number,
        joined_on=joined_on,
        phone=current.phone,
        consent_on=timezone.localdate(current.consent_at),
        **details,
    )
    cases.move(actor=actor, obj=current, slug="accept", member=member, **_decided_by(actor))
    return member


@transaction.atomic
def refuse(*, actor: User, obj: MembershipApplication, answer: str) -> MembershipApplication:
    """待审核 → 未同意; `answer` is the reason, which the applicant can read. Raises PermissionDenied, ValidationError."""
    answer = answer.strip()
    if not answer:
        raise ValidationError({"answer": "请写明理由，申请人查询时会看到。"})
    return cases.move(actor=actor, obj=obj, slug="refuse", text=answer, answer=answer, **_decided_by(actor))


@transaction.atomic
def forget() -> int:
    """Clears what refused and withdrawn applications tell of a person, half a year after they came to that; how many.

    The application stays, with its union, its days and how it ended; its history, its file and the notices lose the same.
    The function in the database says which and when, because nobody else may touch a history (0009_forgotten_applications).
    """
    with everything(f"{WHY}：保存期满"), connection.cursor() as cursor:
        cursor.execute("SELECT members_forget_applications()")
        gone = [pk for (pk,) in cursor.fetchall()]
        notices.forget(keys=[entry.notice_key for entry in ApplicationEntry.objects.filter(case__in=gone)])
    return len(gone)


def _decided_by(actor: User) -> dict[str, Any]:
    return {"decided_by": actor, "decided_on": timezone.localdate()}


def _one_at_a_time(pk: UUID) -> None:
    """The same form, sent twice at once: the second waits until the first has been answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [pk.int >> 65])
