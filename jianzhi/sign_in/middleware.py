"""The door of every page: sessions that are over, passwords that must change, second factors, and headers.

Being in these middlewares and not in the views, the rules hold for pages that nobody has written yet.
"""

from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode, urlsplit

from csp.utils import build_policy
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse

from desk.vault.middleware import match_of
from jianzhi.sign_in import expiry, factor, sessions
from unions.models import User

Answer = Callable[[HttpRequest], HttpResponse]

PERMISSIONS = "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()"
BACKGROUND = "X-Background"  # sent by pages that ask by themselves, such as progress bars

LEAVING = {"account_logout"}
CHANGING_PASSWORD = LEAVING | {"account_change_password"}
SETTING_UP = LEAVING | {
    "account_change_password",
    "account_reauthenticate",
    "mfa_activate_totp",
    "mfa_reauthenticate",
}


class HeadersMiddleware:
    """Headers that Django has no setting for. Stands first, so that files and errors carry them as well.

    The content security policy among them: it is the same for every page, so it is put together once and not, as
    django-csp's own middleware does, twice for each answer.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response
        self.policy = build_policy()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.setdefault("Content-Security-Policy", self.policy)
        response.setdefault("Permissions-Policy", PERMISSIONS)
        response.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class DoorMiddleware:
    """Lets a signed-in person pass, or says what has to be done first. Stands after the messages, before the gate."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return entrance(request, self.get_response(request))
        if ended := sessions.over(request):
            logout(request)
            messages.info(request, ended.value)
            response = entrance(request, self.get_response(request))
        else:
            sessions.keep(request, is_background=BACKGROUND in request.headers)
            response = first_things_first(request) or entrance(request, self.get_response(request))
        response["Cache-Control"] = "no-store"
        return response


def first_things_first(request: HttpRequest) -> HttpResponse | None:
    """The answer to somebody who has to change the password or show a second factor; None for all others."""
    user, here = cast("User", request.user), _view_name(request)
    if expiry.why_change(user):
        if here in CHANGING_PASSWORD:
            return None
        return elsewhere(request, reverse("account_change_password"), "请先更改密码。")
    if factor.is_needed(user) and not (factor.is_set_up(user) and factor.is_shown(request)):
        if here in SETTING_UP:
            return None
        page = "mfa_reauthenticate" if factor.is_set_up(user) else "mfa_activate_totp"
        return elsewhere(request, _with_next(reverse(page), _page_of(request)), "请先完成两步验证。")
    return None


def entrance(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """A redirect to the sign-in page, made to lead back to a page: not to a fragment, nor to an address that only
    takes forms."""
    if not isinstance(response, HttpResponseRedirect) or urlsplit(response.url).path != reverse(settings.LOGIN_URL):
        return response
    if request.user.is_authenticated or (request.method == "GET" and not _is_htmx(request)):
        return response
    url = _with_next(reverse(settings.LOGIN_URL), _page_of(request))
    return elsewhere(request, url, "请先登录。") if _is_htmx(request) else HttpResponseRedirect(url)


def elsewhere(request: HttpRequest, url: str, why: str) -> HttpResponse:
    """Sends the person to `url`: a page by redirect, htmx by its header, a program by 403 and the reason."""
    if _is_htmx(request):
        return HttpResponse(why, status=403, headers={"HX-Redirect": url})
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse({"detail": why}, status=403)
    return HttpResponseRedirect(url)


def _is_htmx(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _view_name(request: HttpRequest) -> str:
    match = match_of(request)
    return match.view_name if match else ""


def _page_of(request: HttpRequest) -> str:
    """The address of the page the person sees: of a GET itself, else of the page that holds the form or fragment."""
    if request.method == "GET" and not _is_htmx(request):
        return request.get_full_path()
    page = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer", ""))
    if page.netloc != request.get_host():
        return ""
    return page._replace(scheme="", netloc="", fragment="").geturl()


def _with_next(url: str, page: str) -> str:
    return f"{url}?{urlencode({REDIRECT_FIELD_NAME: page})}" if page else url
