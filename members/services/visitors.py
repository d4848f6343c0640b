"""How often a visitor without an account may do something (promises.md H1, H4)."""

import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone
from django.utils.crypto import salted_hmac

from members.choices import VisitorAct
from members.models import VisitorTry

IPV6_SITE = 64  # a visitor with IPv6 has a whole /64 of addresses
KEPT = timedelta(hours=1)


@dataclass(frozen=True)
class Limit:
    """So many in `window`: from one address, and from all together."""

    window: timedelta
    per_address: int
    of_all: int


LIMITS = {
    VisitorAct.APPLY: Limit(timedelta(minutes=1), 5, 60),
    VisitorAct.GUESS: Limit(timedelta(hours=1), 5, 200),
}


class TooOften(Exception):
    """Not now; the text is for the visitor."""


def check(*, act: VisitorAct, address: str | None) -> None:
    """Whether the visitor at `address` may do this now. Visitors of one address wait for each other until the
    transaction ends, so that a crowd of requests cannot slip past the count. Raises TooOften.
    """
    limit, source = LIMITS[act], _source(address)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(source[:15], 16)])
    recent = VisitorTry.objects.filter(act=act, at__gt=timezone.now() - limit.window)
    if recent.filter(address=source).count() >= limit.per_address or recent.count() >= limit.of_all:
        wait = "一小时" if limit.window >= timedelta(hours=1) else "一分钟"
        raise TooOften(f"操作过于频繁，请{wait}后再试。您填写的内容没有提交。")


def count(*, act: VisitorAct, address: str | None) -> None:
    """The visitor at `address` did this now."""
    VisitorTry.objects.filter(at__lt=timezone.now() - KEPT).delete()
    VisitorTry.objects.create(act=act, address=_source(address))


def _source(address: str | None) -> str:
    network = address or ""
    if ":" in network:
        network = str(ipaddress.ip_network(f"{network}/{IPV6_SITE}", strict=False))
    return salted_hmac(f"members.visitors {timezone.localdate()}", network, algorithm="sha256").hexdigest()
