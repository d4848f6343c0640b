"""The second factor: who needs one, and whether this session has shown it (promises.md E2)."""

from typing import cast

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from allauth.mfa.utils import decrypt, is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest

from unions.access import sees_identity
from unions.choices import Duty
from unions.models import User

ADMINISTRATIONS = {Duty.SYSTEM, Duty.SECURITY, Duty.AUDIT}


def is_needed(user: User) -> bool:
    """Whether `user` signs in with a second factor: all who see identity numbers, and the three administrations."""
    return settings.MFA_REQUIRED and (sees_identity(user) or bool(user.duties & ADMINISTRATIONS))


def is_set_up(user: User) -> bool:
    """Whether `user` has a one-time code generator."""
    return bool(is_mfa_enabled(user, [Authenticator.Type.TOTP]))


def is_shown(request: HttpRequest) -> bool:
    """Whether the person has given a code in this session."""
    return any(r["method"] == "mfa" for r in get_authentication_records(request, cast("User", request.user)))


def step_of(secret: str, code: str) -> int | None:
    """The time step whose code `code` is; None when it is none of now. `secret` as it is stored."""
    return step_of_plain(decrypt(secret), code)


def step_of_plain(secret: str, code: str) -> int | None:
    """The same for a secret that is not stored yet."""
    digits = "".join(code.split())
    matching = (c for c in yield_hotp_counters_from_time() if format_hotp_value(hotp_value(secret, c)) == digits)
    return max(matching, default=None)
