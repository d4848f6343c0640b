"""A real browser before a real server, for what a person does."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from desk.vault import scope
from tests.county import PASSWORD, County, build_county
from unions.models import User

DESKTOP = {"width": 1366, "height": 768}
PHONE = {"width": 390, "height": 844}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The machine's Chromium; without one the browser tests are skipped and say so."""
    path = os.environ.get("CHROMIUM") or next(
        (p for p in ("/usr/bin/chromium", "/usr/bin/chromium-browser") if Path(p).exists()), ""
    )
    if not path:
        pytest.skip("no Chromium on this machine: browser tests are skipped (apt-get install chromium)")
    # The browser's driver runs an event loop in this thread; Django would take our queries for asynchronous ones.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


@pytest.fixture
def open_page(chromium: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """`open_page(viewport, javascript)` gives a fresh page; every error of script or policy on it fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def opened(viewport: dict[str, int] | None = None, *, javascript: bool = True) -> Page:
        context = chromium.new_context(
            viewport=viewport or DESKTOP, java_script_enabled=javascript, base_url=live_server.url, locale="zh-CN"
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(10_000)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
        return page

    yield opened
    for context in contexts:
        context.close()
    # An answer 4xx and a network that is cut off are the test's own business.
    own = ("status of 4", "net::ERR_INTERNET_DISCONNECTED", "net::ERR_FAILED")
    unexpected = [error for error in errors if not any(words in error for words in own)]
    assert unexpected == []


@pytest.fixture
def sign_in_at(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """`sign_in_at(person)` opens a page, signs in through the form and stands on the home page."""

    def signed_in(person: User, **options: Any) -> Page:
        page = open_page(**options)
        page.goto("/accounts/login/")
        page.get_by_label("登录名").fill(person.username)
        page.get_by_label("密码", exact=False).first.fill(PASSWORD)
        page.get_by_role("button", name="登录").click()
        page.wait_for_url("**/")
        return page

    return signed_in


@pytest.fixture
def committed_county(transactional_db: None) -> County:
    """The small county, committed, so that the server in its own thread sees it."""
    with scope.everything("the test county"):
        return build_county()
