"""A receipt that somebody saw is an idea that is kept, whatever is killed meanwhile (promises.md A4, H8).

A web server, PostgreSQL and Valkey of our own, written to disk as in production. Visitors hand ideas in, and send the same
form again until they see a receipt, as the page does when the network is away; one after the other the servers are killed.
"""

import hashlib
import http.client
import random
import re
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from html import unescape
from typing import Any
from urllib.parse import urlencode

import pytest

from jianzhi.launcher import children, services, web
from jianzhi.launcher.console import LauncherError
from jianzhi.launcher.paths import ROOT, VENV_PYTHON
from jianzhi.launcher.postgres import Postgres, free_port
from jianzhi.launcher.supervisor import Program

pytestmark = [pytest.mark.nightly, pytest.mark.services]

KILLS, VISITORS = 20, 4
RECEIPTS = 1_000
GIVE_UP = 600  # seconds
# The same form may come twenty times a minute (desk.cases.public.counting.Limit.repeats), and on a machine that is busy
# with something else an outage may last that long: who presses faster has to wait for the next minute.
PRESSED_EVERY = 3.0
CSRF = "a" * 32
UNLIMITED = ("IDEAS_PER_MINUTE", "IDEAS_PER_MINUTE_AND_ADDRESS", "PUBLIC_POSTS_PER_SECOND")
COUNTY = """
from desk.vault.scope import everything
from tests.county import build_county
with everything("the test county"):
    build_county()
"""


@dataclass
class Site:
    """The three servers."""

    engines: services.Services
    server: Program
    port: int

    @property
    def postgres(self) -> Postgres:
        assert self.engines.postgres
        return self.engines.postgres

    def strike(self, name: str) -> None:
        """SIGKILL one of them, all its processes, and start it again after a moment."""
        one: Any = {"web": self.server, "postgres": self.postgres, "valkey": self.engines.valkey}[name]
        children.kill_group(one.process)
        time.sleep(random.uniform(0, 1.5))
        self._start(one)

    def _start(self, one: Any) -> None:
        """PostgreSQL waits for the last process of the one before to go."""
        for _ in range(20):
            with suppress(LauncherError):
                return one.start(output=subprocess.DEVNULL) if one is self.server else one.start()
            time.sleep(0.5)
        raise AssertionError(f"{one.name} did not come back")


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_SUPERUSER_URL", "REDIS_URL"):
        monkeypatch.delenv(name, raising=False)
    with services.temporary(durable=True) as (engines, environment, _):
        env = {**environment, "JIANZHI_MODE": "demo", **dict.fromkeys(UNLIMITED, "1000000"), "PATH": "/usr/bin:/bin"}
        for arguments in (
            ("migrate", "--database", "owner", "--verbosity", "0"),
            ("grant_app_role",),
            ("collectstatic", "--noinput", "--verbosity", "0"),
            ("shell", "--no-imports", "--command", COUNTY),
        ):
            subprocess.run([VENV_PYTHON, ROOT / "manage.py", *arguments], env=env, cwd=ROOT, check=True)
        port = free_port()
        server = Program("web", web.command(port), env, ROOT)
        server.start(output=subprocess.DEVNULL)
        assert children.wait_until(lambda: web.answers(port), seconds=60, every=0.1)
        try:
            yield Site(engines, server, port)
        finally:
            server.stop()


class NotNow(Exception):
    """No answer, or none that says anything about the idea."""


@dataclass
class Visitor:
    """Somebody who hands in one idea after the other."""

    port: int
    name: str
    seen: dict[str, str] = field(default_factory=dict)  # 查询码 of each title
    sent_again: int = 0
    faults: list[str] = field(default_factory=list)

    def work(self, over: threading.Event) -> None:
        while not over.is_set():
            title = f"{self.name}的第{len(self.seen) + 1}条"
            try:
                self.hand_in(title)
            except Exception as error:  # a thread's end must be seen by the test
                self.faults.append(f"{title}: {error!r}")
                return

    def hand_in(self, title: str) -> None:
        """Until there is a receipt; now and then once more, as somebody does who goes back and presses the button."""
        form = self._until_answered(self._open_form)
        typed = {**form, "category": "suggestion", "title": title, "problem": "摸黑。", "measure": "装灯。"}
        typed |= {"identity": "named", "name": "何平", "phone": "13900000077", "consent": "on"}
        self.seen[title] = self._until_answered(lambda: self._send(typed))
        if random.random() < 0.2:
            again = self._until_answered(lambda: self._send(typed))
            assert again == self.seen[title], "another code for the same form"

    def _until_answered(self, ask: Any) -> Any:
        give_up, said = time.monotonic() + 120, Counter[str]()
        while time.monotonic() < give_up:
            try:
                return ask()
            except (NotNow, OSError, http.client.HTTPException) as error:
                self.sent_again += 1
                said[repr(error)] += 1
                time.sleep(PRESSED_EVERY)
        raise TimeoutError(f"no receipt in two minutes: {said}")

    def _open_form(self) -> dict[str, str]:
        page = self.ask("GET", "/ideas/submit/")
        challenge, salt, key, campaign = (
            _found(pattern, page)
            for pattern in (
                r'data-challenge="([^"]+)"',
                r'data-salt="([^"]+)"',
                r'name="key" value="([^"]+)"',
                r'name="campaign"[^>]* value="(\d+)"',
            )
        )
        return {"key": key, "campaign": campaign, "proof": _worked_out(challenge, unescape(salt))}

    def _send(self, typed: dict[str, str]) -> str:
        return _found(r'receipt-code">([^<]+)<', self.ask("POST", "/ideas/submit/", typed))

    def ask(self, method: str, path: str, answers: dict[str, str] | None = None) -> str:
        """The page. Raises NotNow for any other answer."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = {"Cookie": f"csrf={CSRF}", "Content-Type": "application/x-www-form-urlencoded"}
        body = urlencode({**answers, "csrfmiddlewaretoken": CSRF}) if answers else None
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            page = answer.read().decode()
        finally:
            connection.close()
        if answer.status != 200:
            raise NotNow(answer.status)
        return page


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise NotNow(pattern, re.findall(r'role="alert".*?</', page, re.DOTALL))
    return match[1]


def _worked_out(challenge: str, salt: str) -> str:
    numbers = (str(number) for number in range(50_001))
    return next(number for number in numbers if hashlib.sha256((salt + number).encode()).hexdigest() == challenge)


def kept(site: Site) -> list[str]:
    """The titles of the ideas in the database, as often as they are there."""
    with site.postgres.connect("jianzhi") as connection:
        rows = connection.execute("SELECT title FROM competitions_proposal WHERE title LIKE %s", ["%的第%条"])
        return sorted(title for (title,) in rows)


def test_every_receipt_that_was_seen_is_found_after_a_storm_of_kills_and_none_is_there_twice(site: Site) -> None:
    with site.postgres.connect("jianzhi") as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit", "data_checksums"):
            assert connection.execute(f"SHOW {setting}").fetchone()[0] == "on", setting
    visitors = [Visitor(site.port, name) for name in "甲乙丙丁"[:VISITORS]]
    over = threading.Event()
    threads = [threading.Thread(target=visitor.work, args=[over]) for visitor in visitors]
    for thread in threads:
        thread.start()
    give_up = time.monotonic() + GIVE_UP

    def there_are(number: int) -> bool:
        def seen() -> int:
            return sum(len(visitor.seen) for visitor in visitors)

        def is_over() -> bool:  # nobody waits for a visitor who has given up
            return seen() >= number or any(visitor.faults for visitor in visitors)

        return children.wait_until(is_over, seconds=give_up - time.monotonic(), every=0.05) and seen() >= number

    try:
        for number in range(KILLS):
            if not there_are(RECEIPTS * number // KILLS):
                break
            time.sleep(random.uniform(0, 0.5))  # or it would always be hit at the same moment of a submission
            site.strike(("web", "postgres", "valkey")[number % 3])
        enough = there_are(RECEIPTS)
    finally:
        over.set()
        for thread in threads:
            thread.join()
    assert [visitor.faults for visitor in visitors] == [[]] * VISITORS
    assert enough
    assert sum(visitor.sent_again for visitor in visitors) > 10, "nobody noticed the kills"
    receipts = {title: code for visitor in visitors for title, code in visitor.seen.items()}
    assert len(set(receipts.values())) == len(receipts)
    assert kept(site) == sorted(receipts)
    with ThreadPoolExecutor(VISITORS) as asking:  # a code is looked up by its slow digest
        pages = asking.map(lambda code: visitors[0].ask("POST", "/ideas/status/", {"code": code}), receipts.values())
        missing = [title for title, page in zip(receipts, pages, strict=True) if title not in page]
    assert missing == []
