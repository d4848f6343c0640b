"""What everybody may read: the signed figures of the county, without what would tell of single people or works."""

from functools import lru_cache

from jianzhi.year_end.models import Edition
from jianzhi.year_end.services.editions import cube_in, verify_signature
from jianzhi.year_end.suppression import Published

KEPT = 4  # editions; the latest is read, and those before it now and then


def signed_editions() -> list[Edition]:
    """The latest signed edition of each period, the latest period first."""
    rows = Edition.objects.filter(signature__isnull=False).select_related("period", "signature").defer("content")
    latest: dict[int, Edition] = {}
    for edition in rows.order_by("-period__last", "period__kind", "-number"):
        latest.setdefault(edition.period_id, edition)
    return list(latest.values())


def published(edition: Edition) -> Published:
    """What may be read of a signed edition. Raises EditionBroken when edition or signature were altered."""
    return _published(edition.pk, edition.digest, edition.signature.seal)


@lru_cache(maxsize=KEPT)
def _published(pk: int, digest: str, seal: str) -> Published:
    edition = Edition.objects.select_related("period", "signature").get(pk=pk)
    verify_signature(edition.signature)
    return Published(cube_in(edition))
