"""Editions: the figures of a closed period as they were frozen, and who signed them.

What is read from an edition was checked: its digest is that of its content, and its seal is ours. The seal is keyed, so
that somebody who can write into the table, past every trigger, still cannot make an edition that is believed.
"""

import hashlib
import hmac
import json
import zlib
from datetime import UTC
from functools import lru_cache

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from desk.vault.keys import keyring
from desk.vault.scope import everything
from jianzhi.year_end.exact import as_json, from_json
from jianzhi.year_end.models import Edition, ReportingPeriod, Signature
from jianzhi.year_end.report import Cube
from unions.access import demand
from unions.models import UnionOrg, User
from unions.services.saving import add

EDITION_SEAL, SIGNATURE_SEAL = "year_end_edition.seal", "year_end_signature.seal"
LEVEL = 6  # of compression: a county of 1,300 unions in a third of a second
KEPT = 2  # cubes kept in a process: the one being read, and the one it is compared with


class EditionBroken(Exception):
    """An edition is not what was sealed."""


def edition_of(period: ReportingPeriod) -> Edition | None:
    """The newest edition; None before the books were first closed."""
    return period.editions.order_by("-number").first()


def cube_in(edition: Edition) -> Cube:
    """The figures of an edition. Raises EditionBroken for one that was altered."""
    return _read(edition.digest, verify(edition))


def verify(edition: Edition) -> bytes:
    """The JSON of an edition, which is what was sealed. Raises EditionBroken for one that was altered."""
    try:
        content = zlib.decompress(bytes(edition.content))
    except zlib.error:
        raise EditionBroken(f"{edition} cannot be read") from None
    is_whole = hmac.compare_digest(hashlib.sha256(content).hexdigest(), edition.digest)
    if not is_whole or not hmac.compare_digest(_seal_of(edition), edition.seal):
        raise EditionBroken(f"{edition} is not what was sealed")
    return content


def verify_signature(signature: Signature) -> None:
    """Raises EditionBroken for a signature that was altered, or stands under an edition that was."""
    verify(signature.edition)
    if not hmac.compare_digest(_seal_under(signature), signature.seal):
        raise EditionBroken(f"{signature} is not what was sealed")


@transaction.atomic
def freeze(*, actor: User, period: ReportingPeriod, cube: Cube, reason: str = "", closing_note: str = "") -> Edition:
    """The next edition of `period`, with the figures of `cube`. To be called with the period locked.

    Raises PermissionDenied, ValidationError.
    """
    demand(actor, "year_end.close_reportingperiod", _county())
    content = as_json(cube).encode()
    newest = edition_of(period)
    edition = Edition(
        period=period,
        number=newest.number + 1 if newest else 1,
        reason=reason,
        content=zlib.compress(content, LEVEL),
        digest=hashlib.sha256(content).hexdigest(),
        closing_note=closing_note,
        made_by=actor,
        made_at=timezone.now(),
    )
    edition.seal = _seal_of(edition)
    return add(edition)


@transaction.atomic
def sign(*, actor: User, obj: Edition, doc_no: str, name: str, post: str) -> Signature:
    """签发: puts a name and the number of the document to an edition, once. Raises PermissionDenied, ValidationError."""
    demand(actor, "year_end.sign_edition", _county())
    if Signature.objects.filter(edition=obj).exists():
        raise ValidationError("这一版已经签发，不能再签。内容有误的，请先更正，签发新的一版。")
    if obj.period.editions.filter(number__gt=obj.number).exists() or not obj.period.is_closed:
        raise ValidationError("只能签发已关账统计期的最新一版。")
    verify(obj)
    signature = Signature(
        edition=obj,
        doc_no=doc_no.strip(),
        name=name.strip(),
        post=post.strip(),
        signed_by=actor,
        signed_at=timezone.now(),
    )
    signature.seal = _seal_under(signature)
    return add(signature)


@lru_cache(maxsize=KEPT)
def _read(digest: str, content: bytes) -> Cube:
    """By its digest, so that content that was altered is never answered from here."""
    return from_json(content.decode())


def _seal_of(edition: Edition) -> str:
    period = edition.period
    return sealed(
        EDITION_SEAL,
        period.kind,
        period.year,
        edition.number,
        edition.reason,
        edition.digest,
        edition.closing_note,
        edition.made_by_id,
        edition.made_at.astimezone(UTC).isoformat(),
    )


def _seal_under(signature: Signature) -> str:
    return sealed(
        SIGNATURE_SEAL,
        signature.edition.seal,
        signature.doc_no,
        signature.name,
        signature.post,
        signature.signed_by_id,
        signature.signed_at.astimezone(UTC).isoformat(),
    )


def sealed(column: str, *facts: object) -> str:
    """Of the digest and not of the words: a blind index tells no capital from a small letter."""
    said = hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()
    return keyring().digest(said, column).hex()


def _county() -> UnionOrg:
    with everything("年终统计：县（市）总工会"):
        found: UnionOrg = UnionOrg.objects.get(parent=None)
    return found
