"""入会申请: a worker asks to join, the base union answers (中国工会章程 §2).

Whoever asks has no account. What ties the person to the application is a code, shown once: eighty bits, kept as a slow
digest under a key of the vault (promises.md H4). The code comes from the form's own key and from what was typed, so a
form that is sent twice gives the same code, finds its application and changes nothing (A5).
"""

import hashlib
import secrets
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from desk.registers.integrity import told
from desk.registers.versions import claim
from desk.vault import history
from desk.vault.keys import keyring
from desk.vault.scope import everything
from members.choices import ApplicationState, VisitorAct
from members.models import Member, MembershipApplication
from members.services import enrolment, visitors
from unions.access import demand
from unions.models import UnionOrg, User
from unions.querysets import UnionOrgQuerySet
from unions.services.saving import put

DECIDE = "members.decide_membershipapplication"
WHY = "入会申请"
# Crockford's digits: 32 of them, none that is taken for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH, GROUP = 16, 4  # sixteen digits of five bits each
LOOKS_LIKE = str.maketrans("OILU", "011V")
SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}
FORM_OPEN_FOR = 24 * 3600  # seconds
OLD_FORM = "这张表打开得太久了，请刷新页面再填写。您填写的内容没有提交。"


def fresh_key() -> str:
    """A key for a form that is about to be filled in; signed, so that nobody can choose one."""
    return signing.dumps(secrets.token_hex(16), salt=WHY)


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
    pk, code = _pk_and_code(_known_key(key), union, name, id_number, phone, employer_name)
    with everything(WHY), history.because(WHY), told():
        _one_at_a_time(pk)
        known = MembershipApplication.objects.filter(pk=pk).first()
        if known:
            return known, code
        visitors.check(act=VisitorAct.APPLY, address=address)
        application = MembershipApplication(
            pk=pk,
            union=union,
            name=name,
            id_number=id_number,
            phone=phone,
            employer_name=employer_name,
            consent_at=timezone.now(),
            code_digest=_digest(code),  # slow, hence not before the visitor is counted
        )
        application.full_clean()
        application.save(force_insert=True)
        visitors.count(act=VisitorAct.APPLY, address=address)
    return application, code


@transaction.atomic
def find(*, code: str, address: str | None) -> MembershipApplication | None:
    """The application with this code; None for a wrong one, which is counted. Raises visitors.TooOften."""
    visitors.check(act=VisitorAct.GUESS, address=address)
    written = tidied(code)
    if len(written) == LENGTH and set(written) <= set(ALPHABET):
        with everything(WHY):
            found: MembershipApplication | None = (
                MembershipApplication.objects.filter(code_digest=_digest(written)).select_related("union").first()
            )
        if found:
            return found
    visitors.count(act=VisitorAct.GUESS, address=address)
    return None


@transaction.atomic
def accept(*, actor: User, obj: MembershipApplication, joined_on: date, **details: Any) -> Member:
    """待审核 → 已同意: opens the member's file, with the applicant's consent. `details` as enrolment.enrol takes them.

    Raises PermissionDenied, and ValidationError, also when the person has a file already.
    """
    current = _to_be_decided(actor, obj)
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
    _decide(current, actor, state=ApplicationState.ACCEPTED, member=member)
    return member


@transaction.atomic
def refuse(*, actor: User, obj: MembershipApplication, answer: str) -> MembershipApplication:
    """待审核 → 未同意; `answer` is the reason, which the applicant can read. Raises PermissionDenied, ValidationError."""
    current = _to_be_decided(actor, obj)
    if not answer.strip():
        raise ValidationError({"answer": "请写明理由，申请人查询时会看到。"})
    return _decide(current, actor, state=ApplicationState.REFUSED, answer=answer.strip())


def shown(code: str) -> str:
    """`code` in groups of four, as it is read out and copied."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidied(code: str) -> str:
    """What somebody typed, as a code: capital letters and digits, without the letters that look like digits."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum()).translate(LOOKS_LIKE)


def _to_be_decided(actor: User, obj: MembershipApplication) -> MembershipApplication:
    demand(actor, DECIDE, obj)
    current = claim(obj)
    if current.state != ApplicationState.NEW:
        raise ValidationError(f"这份申请现为“{current.get_state_display()}”，不能再审核。")
    return current


def _decide(application: MembershipApplication, actor: User, **changed: Any) -> MembershipApplication:
    return put(application, decided_by=actor, decided_on=timezone.localdate(), **changed)


def _one_at_a_time(pk: UUID) -> None:
    """The same form, sent twice at once: the second waits until the first has been answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [pk.int >> 65])


def _known_key(key: str) -> str:
    try:
        return str(signing.loads(key, salt=WHY, max_age=FORM_OPEN_FOR))
    except signing.BadSignature:
        raise ValidationError(OLD_FORM) from None


def _pk_and_code(key: str, union: UnionOrg, *typed: str) -> tuple[UUID, str]:
    """The key of the row and the code: both the same when the same form is sent again, and neither tells the other."""
    content = "\n".join((key, str(union.pk), *typed))
    secret = salted_hmac(WHY, content, algorithm="sha256").digest()
    number = int.from_bytes(secret[:10])
    code = "".join(ALPHABET[number >> 5 * place & 31] for place in range(LENGTH))
    return UUID(bytes=secret[16:], version=4), code


def _digest(code: str) -> str:
    return hashlib.scrypt(code.encode(), salt=_salt(), **SCRYPT).hex()


@cache
def _salt() -> bytes:
    """One for all codes, so that a code can be found by its digest; a secret of the vault, kept out of the database."""
    return keyring().digest("code", "members_membershipapplication.code")
