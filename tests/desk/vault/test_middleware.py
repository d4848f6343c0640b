"""The address a request came from, and what is told of who asks."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from desk.vault import history
from desk.vault.middleware import HistoryMiddleware, client_address
from tests.county import County


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, None, "10.0.0.1"),
        (0, "1.2.3.4", "10.0.0.1"),
        (1, "1.2.3.4", "1.2.3.4"),
        (1, "6.6.6.6, 1.2.3.4", "1.2.3.4"),
        (2, "6.6.6.6, 1.2.3.4, 10.0.0.7", "1.2.3.4"),
        (2, "1.2.3.4", "10.0.0.1"),
        (1, None, "10.0.0.1"),
        (1, "<script>", None),
        (1, "2001:DB8::1", "2001:db8::1"),
    ],
)
def test_only_what_our_own_proxies_say_is_believed(
    settings: Any, proxies: int, forwarded: str | None, address: str | None
) -> None:
    settings.TRUSTED_PROXY_COUNT = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", headers=headers)) == address


def test_a_socket_has_no_address(settings: Any) -> None:
    settings.TRUSTED_PROXY_COUNT = 0
    assert client_address(RequestFactory(REMOTE_ADDR="").get("/")) is None


@pytest.mark.parametrize(
    ("who", "page", "told"),
    [
        (None, "/ideas/submit/", set()),  # which tells its history itself, and nothing of who hands in (H7)
        (None, "/ideas/status/", {"user", "request", "address"}),
        ("county_officer", "/ideas/submit/", {"user", "request", "address"}),
    ],
)
def test_who_asks_is_told_but_for_the_visitor_who_hands_in_an_idea(
    county: County, who: str | None, page: str, told: set[str]
) -> None:
    known: list[history.Context] = []

    def view(request: HttpRequest) -> HttpResponse:
        known.append(history.current())
        return HttpResponse()

    request = RequestFactory(REMOTE_ADDR="10.0.0.1").post(page)
    request.user = county[who] if who else AnonymousUser()
    answer = HistoryMiddleware(view)(request)
    assert known[0].keys() == told
    assert len(answer["X-Request-ID"]) == 32
