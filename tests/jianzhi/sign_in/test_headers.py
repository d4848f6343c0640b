"""promises.md E7, E8: what every answer carries, and that no form works without its token."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as portal_settings
from django.test import Client

from tests.jianzhi.sign_in.conftest import PASSWORD, is_signed_in, log_in
from unions.models import LoginAttempt, User

pytestmark = pytest.mark.django_db

ALWAYS = {
    "Content-Security-Policy": (
        "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'none'; img-src 'self' data:; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), browsing-topics=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}
PAGE = {**ALWAYS, "X-Frame-Options": "DENY"}
NEVER_KEPT = {**PAGE, "Cache-Control": "max-age=0, no-cache, no-store, must-revalidate, private"}
SIGNED_IN = {**PAGE, "Cache-Control": "no-store"}
# Of the content, not of safety.
OTHER = {
    "Content-Type", "Content-Length", "Content-Language", "Content-Disposition", "Expires", "Vary", "Location", "Allow",
    "X-Request-ID", "Last-Modified", "Access-Control-Allow-Origin", "ETag",
}  # fmt: skip


def golden(answer: Any) -> dict[str, str]:
    """The headers of an answer that have to do with safety."""
    found = {name: value for name, value in sorted(answer.headers.items()) if name not in OTHER}
    policy = found.get("Content-Security-Policy", "")
    return {**found, "Content-Security-Policy": "; ".join(sorted(policy.split("; ")))}


@pytest.mark.parametrize(
    ("url", "status", "headers"),
    [
        ("/accounts/login/", 200, NEVER_KEPT),
        ("/accounts/password/help/", 200, PAGE),
        ("/healthz?quick", 200, PAGE),
        ("/no-such-page/", 404, PAGE),
        ("/accounts/sessions/", 302, PAGE),
        ("/admin/", 302, PAGE),
    ],
)
def test_the_headers_of_a_visitors_answers(client: Client, url: str, status: int, headers: dict[str, str]) -> None:
    answer = client.get(url)
    assert (answer.status_code, golden(answer)) == (status, headers)


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/", 200),
        ("/accounts/sessions/", 200),
        ("/accounts/2fa/", 200),
        ("/accounts/password/change/", 200),
        ("/accounts/login/", 302),
        ("/jobs/", 200),
        ("/unions/", 200),
        ("/search/?q=bs", 200),
        ("/no-such-page/", 404),
        ("/admin/", 403),
    ],
)
def test_no_answer_to_a_signed_in_person_is_kept_by_anybody(officer: User, url: str, status: int) -> None:
    answer = log_in(officer).get(url)
    assert (answer.status_code, golden(answer)) == (status, SIGNED_IN)


def test_an_answer_that_failed_carries_the_headers_as_well(officer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("the view breaks")

    client = log_in(officer)
    client.raise_request_exception = False
    monkeypatch.setattr("allauth.usersessions.views.ListUserSessionsView.get_context_data", broken)
    answer = client.get("/accounts/sessions/")
    assert (answer.status_code, golden(answer)) == (500, SIGNED_IN)


def test_a_static_file_carries_them_too(client: Client, settings: Any, tmp_path: Path) -> None:
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "drawing.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>")
    settings.STATIC_ROOT = tmp_path / "static"
    answer = client.get("/static/drawing.svg")
    assert answer.status_code == 200
    assert golden(answer) == {**ALWAYS, "Cache-Control": "max-age=60, public"}


def test_the_policy_allows_nothing_inline(client: Client) -> None:
    policy = client.get("/accounts/login/")["Content-Security-Policy"]
    assert [word for word in ("unsafe-inline", "unsafe-eval", "nonce-", "http:", "*") if word in policy] == []


# --- cookies and HTTPS ------------------------------------------------------------------------------------------------

NAMES = (
    "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_NAME "
    "CSRF_COOKIE_SECURE CSRF_COOKIE_HTTPONLY CSRF_COOKIE_SAMESITE KNOWN_BROWSER_COOKIE_NAME SECURE_SSL_REDIRECT "
    "SECURE_HSTS_SECONDS SECURE_HSTS_INCLUDE_SUBDOMAINS SECURE_HSTS_PRELOAD"
)


@pytest.fixture
def https(settings: Any) -> None:
    """The settings as they are when HTTPS=true."""
    program = f"import json, jianzhi.settings as s; print(json.dumps({{n: getattr(s, n) for n in {NAMES.split()!r}}}))"
    under_https = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "HTTPS": "true"},
        cwd=portal_settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=True,
    )
    for name, value in json.loads(under_https.stdout).items():
        setattr(settings, name, value)


def cookies(client: Client) -> dict[str, tuple[Any, ...]]:
    return {
        name: (c["secure"], c["httponly"], c["samesite"], c["path"], c["domain"])
        for name, c in sorted(client.cookies.items())
    }


@pytest.mark.usefixtures("https")
def test_over_https_the_cookies_are_bound_to_this_host(officer: User) -> None:
    client = Client()
    client.get("/accounts/login/", secure=True)
    assert is_signed_in(log_in(officer, client=client, secure=True), secure=True)
    bound = (True, True, "Lax", "/", "")
    assert cookies(client) == {"__Host-csrf": bound, "__Host-known": bound, "__Host-session": bound}


@pytest.mark.usefixtures("https")
def test_over_https_browsers_are_told_to_stay_there_for_a_year(client: Client) -> None:
    answer = client.get("/accounts/login/", secure=True)
    assert answer["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert client.get("/accounts/login/")["Location"] == "https://testserver/accounts/login/"


# --- CSRF -------------------------------------------------------------------------------------------------------------


def wary() -> Client:
    """A client whose forms need their token, as in a browser."""
    return Client(enforce_csrf_checks=True)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
@pytest.mark.parametrize(
    "url",
    ["/", "/accounts/login/", "/accounts/logout/", "/accounts/password/change/", "/accounts/sessions/", "/accounts/2fa/totp/activate/", "/accounts/2fa/recovery-codes/generate/", "/jobs/", "/unions/"],
)  # fmt: skip
def test_nothing_changes_without_the_token(officer: User, method: str, url: str) -> None:
    client = log_in(officer, client=Client())
    client.handler.enforce_csrf_checks = True
    before = User.objects.values().get(pk=officer.pk)
    answer = getattr(client, method)(url, {"login": "x", "password": "x"})
    assert answer.status_code == 403
    assert "403_csrf.html" in [t.name for t in answer.templates]
    assert User.objects.values().get(pk=officer.pk) == before
    assert is_signed_in(client)


def test_a_sign_in_without_the_token_is_refused_and_not_counted(officer: User) -> None:
    client = log_in(officer, "wrong", client=wary())
    assert client.answer.status_code == 403  # type: ignore[attr-defined]  # kept there by log_in
    assert LoginAttempt.objects.count() == 0


@pytest.mark.usefixtures("https")
@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "https://testserver"}, 302),
        ({"Referer": "https://testserver/accounts/login/"}, 302),
        ({}, 403),
        ({"Origin": "https://elsewhere.example"}, 403),
        ({"Origin": "null"}, 403),  # what browsers send under Referrer-Policy: no-referrer
    ],
)
def test_over_https_a_form_says_which_page_it_comes_from(officer: User, headers: dict[str, str], status: int) -> None:
    client = wary()
    token = client.get("/accounts/login/", secure=True).context["csrf_token"]
    form = {"login": officer.username, "password": PASSWORD, "csrfmiddlewaretoken": str(token)}
    assert client.post("/accounts/login/", form, secure=True, headers=headers).status_code == status
