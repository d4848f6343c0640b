"""Every proof of identity is counted before it is looked at.

The view runs in a transaction that may be rolled back; the count must stand. So it is taken here, before that
transaction opens, and settled after it has closed. Forms ask `admit` before they look at a secret and say `passed`
when it was right; a secret that nobody counted is refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from allauth.account.internal.stagekit import unstash_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse

from desk.vault.middleware import client_address, match_of
from jianzhi.sign_in import browsers, sessions
from unions.choices import Proof
from unions.models import LoginAttempt
from unions.services import sign_in

PROOFS = {
    "account_login": Proof.PASSWORD,
    "account_reauthenticate": Proof.PASSWORD,
    "account_change_password": Proof.PASSWORD,
    "mfa_authenticate": Proof.CODE,
    "mfa_reauthenticate": Proof.CODE,
}
REAUTHENTICATIONS = {"account_reauthenticate", "mfa_reauthenticate"}


@dataclass
class Attempt:
    """A try that is under way. `counted` is None when it was refused, and `refusal` says why."""

    name: str
    counted: LoginAttempt | None = None
    refusal: str = ""
    is_tried: bool = False
    is_passed: bool = False


def admit(request: HttpRequest) -> None:
    """Before a secret is looked at. Raises ValidationError when there were too many tries."""
    attempt = cast("Attempt | None", getattr(request, "attempt", None))
    if attempt is None:
        raise RuntimeError("a secret is asked for at an address that jianzhi.sign_in.gate.PROOFS does not count")
    if attempt.refusal:
        raise ValidationError(attempt.refusal, code="too_many_attempts")
    attempt.is_tried = True


def passed(request: HttpRequest) -> None:
    """The secret was right."""
    request.attempt.is_passed = True  # type: ignore[attr-defined]  # set by the middleware below; admit has looked


class AttemptMiddleware:
    """Counts tries. Stands before the transaction of the request opens."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        view_name = _view_name(request)
        if view_name not in PROOFS or not (name := _name(request, view_name)):
            return self.get_response(request)
        attempt = _begin(request, PROOFS[view_name], name)
        request.attempt = attempt  # type: ignore[attr-defined]  # travels with the request to the form
        response = self.get_response(request)
        _settle(request, response, attempt)
        if attempt.is_passed and view_name in REAUTHENTICATIONS and request.user.is_authenticated:
            sessions.renew(request)
        return response


def _view_name(request: HttpRequest) -> str:
    match = match_of(request) if request.method == "POST" else None
    return match.view_name if match else ""


def _name(request: HttpRequest, view_name: str) -> str:
    """The name the proof is for: typed, of the half signed-in, or of the signed-in."""
    if view_name == "account_login":
        return request.POST.get("login", "").strip()
    if view_name == "mfa_authenticate":
        login = unstash_login(request, peek=True)
        return login.user.username if login and login.user else ""
    return request.user.get_username()


def _begin(request: HttpRequest, proof: Proof, name: str) -> Attempt:
    lane = browsers.lane(request, name) if proof is Proof.PASSWORD else ""
    try:
        counted = sign_in.begin_attempt(proof=proof, name=name, address=client_address(request), lane=lane)
    except sign_in.TooManyAttempts as refusal:
        return Attempt(name, refusal=str(refusal))
    return Attempt(name, counted)


def _settle(request: HttpRequest, response: HttpResponse, attempt: Attempt) -> None:
    if attempt.counted is None:
        return
    if attempt.is_passed and response.status_code < 500:
        sign_in.succeeded(attempt.counted)
    elif attempt.is_tried:
        sign_in.failed(attempt.counted, name=attempt.name, address=client_address(request))
    else:
        sign_in.abandoned(attempt.counted)
