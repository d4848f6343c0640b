"""Editions: what was frozen is what is read, and nothing else passes for it."""

import zlib
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from desk.vault.scope import acting_as
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.exact import as_json
from jianzhi.year_end.models import Edition, ReportingPeriod, Signature
from jianzhi.year_end.services import editions
from jianzhi.year_end.services.editions import EditionBroken
from tests.county import County
from tests.jianzhi.year_end.reporting import add_period, cube, definition, entered

CUBE = cube([definition("A")], {1: {"A": entered("94.86", 80)}})
SIGNED = {"doc_no": "建总工〔2015〕1 号", "name": "赵银", "post": "主席"}


@pytest.fixture
def period(county: County) -> ReportingPeriod:
    """A closed period with one edition."""
    found = add_period(2012)
    with acting_as(county["county_officer"]):
        editions.freeze(actor=county["county_officer"], period=found, cube=CUBE, closing_note="甲")
    ReportingPeriod.objects.filter(pk=found.pk).update(state=PeriodState.CLOSED)
    found.refresh_from_db()
    return found


def test_what_is_read_is_what_was_frozen(period: ReportingPeriod) -> None:
    edition = Edition.objects.get()
    assert editions.verify(edition).decode() == as_json(CUBE)
    assert as_json(editions.cube_in(edition)) == as_json(CUBE)
    assert zlib.decompress(bytes(edition.content)).decode() == as_json(CUBE)


ALTERED: dict[str, Callable[[Edition], None]] = {
    "content": lambda edition: setattr(edition, "content", zlib.compress(b"{}")),
    "broken content": lambda edition: setattr(edition, "content", b"nothing"),
    "digest": lambda edition: setattr(edition, "digest", "0" * 64),
    "reason": lambda edition: setattr(edition, "reason", "乙"),
    "closing_note": lambda edition: setattr(edition, "closing_note", ""),
    "number": lambda edition: setattr(edition, "number", 2),
    "made_at": lambda edition: setattr(edition, "made_at", edition.made_at + timedelta(microseconds=1)),
    "seal": lambda edition: setattr(edition, "seal", edition.seal[::-1]),
}


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_edition_is_not_read(period: ReportingPeriod, what: str) -> None:
    edition = Edition.objects.get()
    editions.cube_in(edition)  # what was read before makes no difference
    ALTERED[what](edition)
    with pytest.raises(EditionBroken):
        editions.cube_in(edition)


def test_a_digest_that_fits_other_content_does_not_help(period: ReportingPeriod) -> None:
    """Whoever writes past the triggers can reckon a digest, and not the seal."""
    edition = Edition.objects.get()
    other = as_json(cube([definition("A")], {1: {"A": entered(95)}})).encode()
    edition.content = zlib.compress(other)
    edition.digest = editions.hashlib.sha256(other).hexdigest()
    with pytest.raises(EditionBroken, match="not what was sealed"):
        editions.verify(edition)


@pytest.mark.parametrize("name", ["county_officer", "county_leader"])
def test_the_county_signs_the_newest_edition_once(county: County, period: ReportingPeriod, name: str) -> None:
    with acting_as(county[name]):
        signature = editions.sign(actor=county[name], obj=Edition.objects.get(), **SIGNED)
        assert (signature.doc_no, signature.name, signature.signed_by) == ("建总工〔2015〕1 号", "赵银", county[name])
        editions.verify_signature(Signature.objects.get())
        with pytest.raises(ValidationError, match="已经签发"):
            editions.sign(actor=county[name], obj=Edition.objects.get(), **SIGNED)


@pytest.mark.parametrize("name", ["town_officer", "base_officer", "auditor", "stranger"])
def test_nobody_else_signs(county: County, period: ReportingPeriod, name: str) -> None:
    with acting_as(county[name]), pytest.raises(PermissionDenied):
        editions.sign(actor=county[name], obj=Edition.objects.get(), **SIGNED)


def test_an_edition_that_is_being_corrected_or_was_is_not_signed(county: County, period: ReportingPeriod) -> None:
    officer = county["county_officer"]
    first = Edition.objects.get()
    with acting_as(officer):
        ReportingPeriod.objects.update(state=PeriodState.OPEN)
        first.refresh_from_db()
        with pytest.raises(ValidationError, match="最新一版"):
            editions.sign(actor=officer, obj=Edition.objects.get(), **SIGNED)
        editions.freeze(actor=officer, period=period, cube=CUBE, reason="漏报")
        ReportingPeriod.objects.update(state=PeriodState.CLOSED)
        with pytest.raises(ValidationError, match="最新一版"):
            editions.sign(actor=officer, obj=Edition.objects.get(number=1), **SIGNED)
        assert editions.sign(actor=officer, obj=Edition.objects.get(number=2), **SIGNED).edition.number == 2


@pytest.mark.parametrize("blank", ["doc_no", "name", "post"])
def test_a_signature_is_complete(county: County, period: ReportingPeriod, blank: str) -> None:
    officer = county["county_officer"]
    with acting_as(officer), pytest.raises(ValidationError):
        editions.sign(actor=officer, obj=Edition.objects.get(), **{**SIGNED, blank: "  "})


@pytest.mark.parametrize(
    ("field", "value"), [("doc_no", "2 号"), ("name", "钱某"), ("post", "副主席"), ("seal", "0" * 64)]
)
def test_an_altered_signature_is_told(county: County, period: ReportingPeriod, field: str, value: Any) -> None:
    officer = county["county_officer"]
    with acting_as(officer):
        signature = editions.sign(actor=officer, obj=Edition.objects.get(), **SIGNED)
    setattr(signature, field, value)
    with pytest.raises(EditionBroken):
        editions.verify_signature(signature)
