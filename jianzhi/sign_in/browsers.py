"""Browsers an account has signed in from before.

Each has a count of failures of its own ("device cookies", OWASP). Without it, whoever keeps typing wrong passwords for
a colleague's name shuts the colleague out for as long as he likes; with it, only at browsers that are new to her.
"""

import secrets
from typing import TypedDict

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

SALT = "jianzhi.sign_in.browsers"
KEPT_FOR = 180 * 24 * 3600
ACCOUNTS = 8  # a village office shares one computer


class Known(TypedDict):
    """What the cookie says, signed: the lane of the browser, and digests of the accounts that know it."""

    lane: str
    accounts: list[str]


def lane(request: HttpRequest, name: str) -> str:
    """The lane of this browser, when the account `name` has signed in from it; "" for all others."""
    known = _read(request)
    return known["lane"] if known and _digest(name) in known["accounts"] else ""


def remember(request: HttpRequest, response: HttpResponse, name: str) -> None:
    """From now on the account `name` knows this browser."""
    known = _read(request) or Known(lane=secrets.token_hex(16), accounts=[])
    others = [account for account in known["accounts"] if account != _digest(name)]
    value = Known(lane=known["lane"], accounts=[_digest(name), *others][:ACCOUNTS])
    response.set_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        signing.dumps(value, salt=SALT),
        max_age=KEPT_FOR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> Known | None:
    try:
        known: Known = signing.loads(
            request.COOKIES.get(settings.KNOWN_BROWSER_COOKIE_NAME, ""), salt=SALT, max_age=KEPT_FOR
        )
    except signing.BadSignature:
        return None
    return known


def _digest(name: str) -> str:
    return salted_hmac(SALT, name.strip().lower(), algorithm="sha256").hexdigest()[:16]
