"""What everybody may read: the signed figures of the county, without what would tell of single people or works, and the
public edition of the annual report, drawn from nothing else.
"""

import hashlib
import hmac
import re
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet

from jianzhi.year_end.chapters import CHAPTERS
from jianzhi.year_end.models import Edition, PublicReport, ReportingPeriod
from jianzhi.year_end.report import PLACE, Cube
from jianzhi.year_end.services.editions import EditionBroken, cube_in, sealed, verify_signature
from jianzhi.year_end.services.openings import opening
from jianzhi.year_end.suppression import Published, publish
from unions.services.saving import add

KEPT = 32  # published periods in a process: each is some hundred cells
REPORT_SEAL = "year_end_publicreport.seal"
SENTENCE = re.compile(r"[^。！？]+(?:[。！？]+”?|$)")


class Sealed(NamedTuple):
    """An edition by what says that it is still the same, and of when it is."""

    edition: int
    digest: str
    seal: str
    period: int
    last: date


def overtaken_by(period: ReportingPeriod) -> ReportingPeriod | None:
    """The later period that is public already; None while there is none.

    What is signed of `period` now stays inside: beside the figures of the later one it could tell of single people, and
    those cannot be taken back (docs/decisions/0008-year-end.md).
    """
    order = _in_order()
    return order[-1].period if order and order[-1].period.last > period.last else None


def inside_of(period: ReportingPeriod) -> list[Edition]:
    """The signed editions of a period of which nothing was published, because a later period had overtaken them."""
    public = _in_order()
    return [edition for edition in _signed().filter(period=period) if edition not in public]


def published_editions() -> list[Edition]:
    """The latest published edition of each period, the latest period first."""
    latest = {edition.period_id: edition for edition in _in_order()}
    return list(reversed(latest.values()))


def published_edition(period: ReportingPeriod) -> Edition | None:
    """The latest published edition of a period."""
    return next((edition for edition in published_editions() if edition.period_id == period.pk), None)


def is_corrected(edition: Edition) -> bool:
    """Whether a later edition of its period was signed, be it published or not."""
    return _signed().filter(period=edition.period_id, number__gt=edition.number).exists()


def published(edition: Edition) -> Published:
    """What may be read of a published edition, beside what was published of its period and of earlier ones before.

    Raises EditionBroken when one of the editions or signatures was altered.
    """
    # As they were signed, not as they stand now: what was published is not drawn otherwise because of what came later.
    order = _in_order()
    return _published(tuple(map(_sealed, reversed(order[: order.index(edition) + 1]))))


def _in_order() -> list[Edition]:
    """Every edition that was published, in the order of signing, which is that of their periods: an edition that a later
    period had overtaken by then was not.
    """
    found: list[Edition] = []
    for edition in _signed().order_by("signature__pk"):
        if not found or edition.period.last >= found[-1].period.last:
            found.append(edition)
    return found


def _signed() -> QuerySet[Edition]:
    rows = Edition.objects.filter(signature__isnull=False)
    return rows.select_related("period", "signature").defer("content")


def _sealed(edition: Edition) -> Sealed:
    return Sealed(edition.pk, edition.digest, edition.signature.seal, edition.period_id, edition.period.last)


@lru_cache(maxsize=KEPT)
def _published(editions: tuple[Sealed, ...]) -> Published:
    """Of the first of `editions`; the others were signed before it, the latest first."""
    first, edition = editions[0], Edition.objects.select_related("period", "signature").get(pk=editions[0].edition)
    verify_signature(edition.signature)
    full = cube_in(edition)
    known = [(each, editions[place:]) for place, each in enumerate(editions) if place]
    earlier = [_published(then) for each, then in known if each.last < first.last]
    replaced = next((_published(then) for each, then in known if each.period == first.period), None)
    public = publish(full, earlier, replaced)
    return replace(public, cube=replace(public.cube, texts=_texts(full, public.cube)))


def _texts(full: Cube, public: Cube) -> dict[str, str]:
    """The openings an officer wrote, without the sentences that name what is not told. Others are made anew."""
    whole = full.report(full.head.pk)
    own = {
        chapter.code: full.texts[chapter.code]
        for chapter in CHAPTERS
        if full.texts.get(chapter.code, "") not in ("", opening(whole, chapter.code))
    }
    return {
        code: "".join(filter(lambda each: _is_told(each, public), SENTENCE.findall(text))) for code, text in own.items()
    }


def _is_told(sentence: str, public: Cube) -> bool:
    lines = [(public.line(public.head.pk, code), change) for code, change in PLACE.findall(sentence)]
    return not any(line.cell.is_withheld or (change and line.cell.was_withheld) for line, change in lines)


# --- the report -------------------------------------------------------------------------------------------------------
def public_reports() -> QuerySet[PublicReport]:
    """The public editions of reports without their content, the latest first."""
    rows = PublicReport.objects.select_related("edition").defer("content", "edition__content")
    return rows.order_by("-made_at", "-pk")


def public_report(edition: Edition) -> PublicReport | None:
    """The public edition of the report of `edition`, the latest that was made."""
    return public_reports().filter(edition=edition).first()


@transaction.atomic
def offer(*, edition: Edition, content: bytes) -> PublicReport:
    """Puts a public edition of the report, a PDF, where everybody finds it. Whoever calls has asked for the right to."""
    made = PublicReport(edition=edition, content=content, digest=hashlib.sha256(content).hexdigest())
    made.seal = _seal_of(made)
    return add(made)


def content_of(made: PublicReport) -> bytes:
    """The PDF that was made. Raises EditionBroken for one that was altered."""
    content = bytes(made.content)
    is_whole = hmac.compare_digest(hashlib.sha256(content).hexdigest(), made.digest)
    if not is_whole or not hmac.compare_digest(_seal_of(made), made.seal):
        raise EditionBroken(f"{made} is not what was made")
    return content


def _seal_of(made: PublicReport) -> str:
    return sealed(REPORT_SEAL, made.edition.seal, made.digest)
