"""What the papers of a union are made from, fetched for somebody who has the right to it."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from jianzhi.year_end.document.matter import Imprint, Matter, Picture
from jianzhi.year_end.models import Edition, ReportingPeriod, StatisticalReturn
from jianzhi.year_end.report import Cube, Report
from jianzhi.year_end.services.cubes import cube_of
from jianzhi.year_end.services.editions import edition_of, verify_signature
from jianzhi.year_end.services.kept import at_hand
from jianzhi.year_end.services.logic import findings
from jianzhi.year_end.services.photos import contents
from jianzhi.year_end.services.publishing import published
from jianzhi.year_end.services.texts import openings_of
from unions.access import demand
from unions.models import UnionOrg, User

VIEW = "year_end.view_reportingperiod"
EXPORT = "year_end.export_reportingperiod"


class UnionUnknown(Exception):
    """The union did not exist in the period, so there is nothing to report."""


def matter_of(actor: User, period: ReportingPeriod, union: UnionOrg) -> Matter:
    """What the papers of `union` are made from, counted now.

    Raises PermissionDenied, UnionUnknown, EditionBroken for an edition that was altered.
    """
    return next(_matters(period, _branch(actor, period, union), [union.pk]))


def matter_at_hand(actor: User, period: ReportingPeriod, union: UnionOrg) -> Matter:
    """The same for the screen, from figures that may have been counted a little while ago. Raises as `matter_of` does."""
    demand(actor, VIEW, union)
    try:
        cube = at_hand(period).cube.cut(union.pk)
    except KeyError as error:
        raise UnionUnknown(f"{union.pk} in {period.pk}") from error
    return next(_matters(period, cube, [union.pk]))


def public_matter(edition: Edition) -> Matter:
    """What the public edition of a signed report is made from. Raises EditionBroken."""
    cube = published(edition).cube
    report, signature = cube.report(cube.head.pk), edition.signature
    imprint = Imprint(
        made_on=timezone.localdate(edition.made_at),
        edition=edition.number,
        doc_no=signature.doc_no,
        signer=signature.name,
        post=signature.post,
        signed_on=timezone.localdate(signature.signed_at),
    )
    return Matter(report, imprint, openings_of(report), is_public=True)


def _branch(actor: User, period: ReportingPeriod, union: UnionOrg) -> Cube:
    """The figures of `union` and those below it, by the tree of the period."""
    demand(actor, EXPORT, union)
    try:
        return cube_of(period, head=union.pk)
    except KeyError as error:
        raise UnionUnknown(f"{union.pk} in {period.pk}") from error


def matters_of(actor: User, period: ReportingPeriod, union: UnionOrg) -> tuple[int, Iterator[Matter]]:
    """How many reports the branch of `union` has, and what each is made from, one after the other."""
    cube = _branch(actor, period, union)
    return len(cube.nodes), _matters(period, cube, [node.pk for node in cube.nodes])


def _matters(period: ReportingPeriod, cube: Cube, unions: list[int]) -> Iterator[Matter]:
    edition = edition_of(period) if period.is_closed else None
    returns = _returns(period, unions)
    for pk in unions:
        own = returns.get(pk, {})
        report = cube.report(pk)
        yield Matter(
            report=report,
            imprint=_imprint(edition, own, is_county=report.union.parent is None),
            openings=openings_of(report),
            findings=findings(cube, pk, own.get("explanations") or {}),
            photos=_photos(report),
        )


def illustrated(matter: Matter) -> Matter:
    """`matter` with the content of its photos, for a paper. Raises PictureBroken."""
    if not matter.photos:
        return matter
    every = [photo for row in matter.report.cube.photos.values() for photo in row]
    return replace(matter, photos=_photos(matter.report, contents(every)))


def _photos(report: Report, content: Mapping[str, bytes] | None = None) -> dict[str, list[Picture]]:
    """The photos of the county's report; `content`: by digest. No other union has any."""
    if report.union.parent is not None:
        return {}
    found = content or {}
    return {
        chapter: [Picture(photo.file, photo.caption, found.get(photo.digest, b"")) for photo in row]
        for chapter, row in report.cube.photos.items()
    }


def _returns(period: ReportingPeriod, unions: list[int]) -> dict[int, dict[str, Any]]:
    """Who answers for the figures of each union, as far as it lies within the scope in force."""
    rows = StatisticalReturn.objects.filter(period=period, union__in=unions)
    return {row["union_id"]: row for row in rows.values("union_id", "responsible", "preparer", "explanations")}


def _imprint(edition: Edition | None, own: Mapping[str, Any], *, is_county: bool) -> Imprint:
    names = {name: own.get(name, "") for name in ("responsible", "preparer")}
    if edition is None:
        return Imprint(made_on=timezone.localdate(), **names)
    signature = getattr(edition, "signature", None) if is_county else None
    if signature is not None:
        verify_signature(signature)
    return Imprint(
        made_on=timezone.localdate(edition.made_at),
        edition=edition.number,
        digest=edition.digest,
        doc_no=signature.doc_no if signature else "",
        signer=signature.name if signature else "",
        post=signature.post if signature else "",
        signed_on=timezone.localdate(signature.signed_at) if signature else None,
        **names,
    )


def union_for(actor: User, pk: int, *, right: str = EXPORT) -> UnionOrg:
    """The union with this id. Raises PermissionDenied when it is not, or no longer, one that `actor` has `right` at."""
    found: UnionOrg | None = UnionOrg.objects.visible_to(actor).filter(pk=pk).first()
    if found is None or not actor.has_perm(right, found):
        raise PermissionDenied(f"{right} is not held at {pk}")
    return found
