"""Each request is one transaction in the scope of the person who asks, and leaves who, whence and where behind."""

import ipaddress
import uuid
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve

from desk.vault import history, scope


def client_address(request: HttpRequest) -> str | None:
    """The address the request came from; None when there is none.

    With settings.TRUSTED_PROXY_COUNT = n, the n-th entry of X-Forwarded-For from its end: what stands before it is the
    client's own word.
    """
    kept = vars(request)
    if "_client_address" not in kept:
        kept["_client_address"] = _address_in(request.META)
    return cast("str | None", kept["_client_address"])


def _address_in(meta: dict[str, str]) -> str | None:
    address = meta.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY_COUNT:
        hops = meta.get("HTTP_X_FORWARDED_FOR", "").split(",")
        if len(hops) >= settings.TRUSTED_PROXY_COUNT and hops != [""]:
            address = hops[-settings.TRUSTED_PROXY_COUNT]
    try:
        return str(ipaddress.ip_address(address.strip()))
    except ValueError:
        return None


def match_of(request: HttpRequest) -> ResolverMatch | None:
    """The view that the path of `request` leads to, None for no view. Django looks for it behind all middleware, too late
    for those that want to know before they open anything; it is looked for once for all of them.
    """
    kept = vars(request)
    if "_match" not in kept:
        try:
            kept["_match"] = resolve(request.path_info)
        except Resolver404:
            kept["_match"] = None
    return cast("ResolverMatch | None", kept["_match"])


class HistoryMiddleware:
    """Tells the history and the access log who acts, from which address, in which request and on which page.

    The page is the name of its URL. Its query string stays out: people search for other people. A visitor at a view that
    opens its own transactions stays unnamed (promises.md H7).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        name = uuid.uuid4().hex
        if _is_on_its_own(request):
            response = self.get_response(request)
        else:
            with history.telling(**_known(request, name)):
                response = self.get_response(request)
        response["X-Request-ID"] = name
        return response

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        """The URL is resolved only now."""
        if request.resolver_match:
            history.add(page=request.resolver_match.view_name)


def _known(request: HttpRequest, name: str) -> history.Context:
    known = history.Context(user=request.user.pk, request=name)
    if address := client_address(request):
        known["address"] = address
    return known


class ScopeMiddleware:
    """Wraps the view in `acting_as(request.user)`; what raises, or answers 5xx, is rolled back.

    An ATOMIC_REQUESTS transaction would open inside the middleware, too late for a setting that is local to it. A view
    marked by Django's `transaction.non_atomic_requests` opens transactions and scopes itself, when a visitor asks.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _is_on_its_own(request):
            return self.get_response(request)
        actor = cast("scope.Actor", request.user) if request.user.is_authenticated else scope.Nobody()
        with scope.acting_as(actor):
            response = self.get_response(request)
            if response.status_code >= 500 or getattr(request, "view_raised", False):
                transaction.set_rollback(True)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django turns what a view raises into an answer before we see it; remember that it was raised."""
        request.view_raised = True  # type: ignore[attr-defined]  # a mark for __call__ on the request itself


def _is_on_its_own(request: HttpRequest) -> bool:
    """Whether a visitor asks for a view that opens transactions and scopes, and tells the history, itself."""
    if request.user.is_authenticated:
        return False
    match = match_of(request)
    return bool(match and getattr(match.func, "_non_atomic_requests", None))
