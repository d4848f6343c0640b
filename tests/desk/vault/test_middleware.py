"""The address a request came from."""

from typing import Any

import pytest
from django.test import RequestFactory

from desk.vault.middleware import client_address


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
