"""The public form against what a person would write in an afternoon (speed.md): submissions taken in per second.

The peer is a plain Django view with one insert, under gunicorn with two workers as its defaults are, and under the
portal's own server with connections kept open. Ours takes in a golden idea: proof of work, limits, receipt, sealed
telephone number, history. The caps per minute are lifted for this; then they are put back, and the page is fetched
while staff work, and a flood of a thousand requests a second comes from a quarter of a million addresses.
"""

import asyncio
import hashlib
import http.client
import json
import os
import re
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urlparse

from jianzhi.launcher.benchmarks import Portal
from jianzhi.launcher.paths import ROOT
from tests.bench import _plain_form, _posting, slow_clients

# BENCH_QUICK=1 tries whether the whole of it runs; its figures are worth nothing.
IS_QUICK = os.environ.get("BENCH_QUICK") == "1"
SUBMISSIONS, ROUNDS = (200, 1) if IS_QUICK else (1_000, 4)
FORM = "/ideas/submit/"
TEXT = "进水阀门关不严，每班要多拧三次，停机时也滴水。" * 4
STAFF_PAGE = "/unions/"
RECEIPT = b"receipt-code"
FLOOD_PER_SECOND, FLOOD_SECONDS = 1_000, 10 if IS_QUICK else 60
CAPS = ("IDEAS_PER_MINUTE", "IDEAS_PER_MINUTE_AND_ADDRESS", "PUBLIC_POSTS_PER_SECOND")
VISITORS = 30  # with a proof of work, each from an address of their own, during the flood
MOST_A_MINUTE = 60  # settings.IDEAS_PER_MINUTE
MINUTE = 61  # seconds, and one to spare
CROWD = 150  # as many with a proof, all at once: more than a minute takes


def measure(portal: Portal) -> dict[str, Any]:
    """Submissions a second, the weight and the time of the page, and how staff fared in the flood."""
    rates = _rates(portal)
    ours = rates["portal"]
    quiet_page, quiet_staff = _page_while_staff_work(portal)
    return {
        "submissions_per_second": rates,
        "ratio": {name: round(ours / value, 2) for name, value in rates.items() if name != "portal"},
        "goals": {"gunicorn_new_connections": 3, "own_server_kept_open": 0.5, "page_kb": 60, "page_p95_ms": 100},
        "page": quiet_page,
        "staff_quiet": quiet_staff,
        "flood": asyncio.run(_flood(portal)),
    }


# --- submissions -------------------------------------------------------------------------------------------------------
def _rates(portal: Portal) -> dict[str, float]:
    """The best of each, by turns: a machine is not equally fast all the time."""
    with _lifted(portal), _plain(portal) as (stock, kept):
        rounds = [
            {
                "gunicorn_new_connections": _rate(stock, _plain_requests(stock), b"thanks"),
                "own_server_kept_open": _rate(kept, _plain_requests(kept), b"thanks"),
                "portal": _rate(portal.port, [_idea(portal.port, key) for key in _keys(portal, SUBMISSIONS)], RECEIPT),
            }
            for _ in range(ROUNDS)
        ]
    return {name: max(each[name] for each in rounds) for name in rounds[0]}


@contextmanager
def _plain(portal: Portal) -> Iterator[tuple[int, int]]:
    """The ports of the plain project: under gunicorn, and under our server with connections kept open."""
    postgres = portal.services.postgres
    assert postgres, "this benchmark makes a database of its own"
    owner = urlparse(portal.environment["DATABASE_OWNER_URL"])
    environment = {
        **portal.environment,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "plain.settings",
        "PLAIN_DATABASE": "plain",
        "PGHOST": owner.hostname or "",
        "PGPORT": str(owner.port),
        "PGUSER": owner.username or "",
        "PGPASSWORD": owner.password or "",
    }
    portal.manage("shell", "--no-imports", "--command", _CREATE_DATABASE)
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        new, kept = ({**environment, "PLAIN_KEEP": seconds} for seconds in ("0", "600"))
        _plain_form.write(folder, new)
        gunicorn = ("gunicorn", "--workers", "2", "--bind", "127.0.0.1:{port}", "plain.wsgi")
        with (
            _plain_form.serving(folder, new, *gunicorn) as stock_port,
            _plain_form.serving(folder, kept, "plain.served", "{port}") as kept_port,
        ):
            yield stock_port, kept_port


_CREATE_DATABASE = """
from django.db import connections
connection = connections["owner"]
connection.set_autocommit(True)
connection.cursor().execute("CREATE DATABASE plain")
"""


def _plain_requests(port: int) -> list[bytes]:
    answers = {"title": "进水阀门加装限位", "problem": TEXT, "measure": TEXT, "name": "王秀英", "phone": "13800001234"}
    return [_posting.form_request(port, "/", answers, cookie="csrftoken")] * SUBMISSIONS


def _idea(port: int, form: dict[str, str]) -> bytes:
    answers = {
        **form,
        "category": "modification",
        "title": "进水阀门加装限位",
        "problem": TEXT,
        "measure": TEXT,
        "identity": "named",
        "name": "王秀英",
        "phone": "13800001234",
        "consent": "on",
    }
    return _posting.form_request(port, FORM, answers, cookie="csrf")


def _keys(portal: Portal, number: int) -> Iterator[dict[str, str]]:
    """Forms as a browser gets them, each with its proof of work done."""
    connection = http.client.HTTPConnection("127.0.0.1", portal.port)
    for _ in range(number):
        connection.request("GET", FORM)
        page = connection.getresponse().read().decode()
        asked = [_found(rf'data-{name}="([^"]+)"', page) for name in ("challenge", "salt", "largest")]
        yield {
            "key": _found(r'name="key" value="([^"]+)"', page),
            "campaign": _found(r'name="campaign"[^>]* value="(\d+)"', page),
            "proof": str(_solved(*asked)),
        }


def _found(pattern: str, page: str) -> str:
    match = re.search(pattern, page)
    if match is None:
        raise RuntimeError(f"the form has no {pattern}")
    return match[1]


def _solved(challenge: str, salt: str, largest: str) -> int:
    salted = hashlib.sha256(unescape(salt).encode())
    for number in range(int(largest) + 1):
        tried = salted.copy()
        tried.update(str(number).encode())
        if tried.hexdigest() == challenge:
            return number
    raise RuntimeError("a challenge without a solution")


def _rate(port: int, requests: list[bytes], sign: bytes) -> float:
    answers, seconds = _posting.post(port, requests, sign)
    if answers["taken"] < len(requests):
        raise RuntimeError(f"not every submission was taken in: {dict(answers)}")
    return round(answers["taken"] / seconds, 1)


@contextmanager
def _lifted(portal: Portal) -> Iterator[None]:
    """No caps per minute, in a server of its own."""
    portal.environment.update(dict.fromkeys(CAPS, "1000000"))
    try:
        yield
    finally:
        if portal.server:
            portal.server.stop()
        vars(portal).pop("port", None)
        for cap in CAPS:
            portal.environment.pop(cap)


# --- the page ----------------------------------------------------------------------------------------------------------
def _page_while_staff_work(portal: Portal) -> tuple[dict[str, Any], dict[str, Any]]:
    staff = slow_clients.Target(portal.port, STAFF_PAGE, cookie=portal.sign_in("county_officer"))

    async def both() -> tuple[list[float], dict[str, Any]]:
        times: list[float] = []
        visitor = slow_clients.Target(portal.port, FORM)

        async def visit() -> None:
            while True:
                times.append(await slow_clients._ask(visitor))
                await asyncio.sleep(0.1)

        visiting = asyncio.create_task(visit())
        found = await slow_clients.staff_at_work(replace(staff))
        visiting.cancel()
        return times, found

    times, found = asyncio.run(both())
    p95 = statistics.quantiles(times, n=100, method="inclusive")[94]
    return {
        "kb": _weight(portal.port),
        "asked": len(times),
        "median_ms": _ms(statistics.median(times)),
        "p95_ms": _ms(p95),
    }, found


def _weight(port: int) -> float:
    """The page with its styles, scripts and pictures, as a browser is sent them at its first visit."""
    page = _compressed(port, FORM)
    files = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page.decode()))
    return round((len(page) + sum(len(_compressed(port, file)) for file in files)) / 1024, 1)


def _compressed(port: int, path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", path, headers={"Accept-Encoding": "gzip"})
    return connection.getresponse().read()


# --- the flood ---------------------------------------------------------------------------------------------------------
async def _flood(portal: Portal) -> dict[str, Any]:
    """An open loop: what is not answered within five seconds is given up, and the next comes all the same."""
    staff = slow_clients.Target(portal.port, STAFF_PAGE, cookie=portal.sign_in("county_officer"))
    quiet = await slow_clients.staff_at_work(staff)
    await asyncio.sleep(MINUTE)  # until nobody who was taken in without caps is counted any more
    forms = list(_keys(portal, VISITORS + 1))
    spam = _idea(portal.port, {**forms.pop(), "proof": "1"})
    flooding = asyncio.create_task(_spam(portal.port, spam))
    visiting = asyncio.create_task(_visitors(portal.port, forms))
    await asyncio.sleep(2)
    during = await slow_clients.staff_at_work(staff)
    return {
        "sent": FLOOD_PER_SECOND * FLOOD_SECONDS,
        "answers": await flooding,
        "visitors_with_a_proof": await visiting,
        "crowd_with_proofs": await _crowd(portal),
        "staff_quiet": quiet,
        "staff_in_the_flood": during,
        "ratio_of_p95": round(during["p95_ms"] / quiet["p95_ms"], 2) if during["p95_ms"] else None,
        "goal": f"accepted at most {MOST_A_MINUTE} a minute, ratio at most 1.5, no 5xx, visitors get their receipts",
    }


async def _spam(port: int, request: bytes) -> dict[str, int]:
    numbers = [str(number) for number in (port, FLOOD_SECONDS, FLOOD_PER_SECOND)]
    flood = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "tests.bench._spam",
        *numbers,
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    answers, _ = await flood.communicate(request)
    return dict(json.loads(answers))


async def _visitors(port: int, forms: list[dict[str, str]]) -> dict[str, Any]:
    times, receipts = [], 0
    for number, form in enumerate(forms, start=1):
        await asyncio.sleep(FLOOD_SECONDS / (VISITORS + 1))
        began = time.perf_counter()
        answer = await _sent(port, _idea(port, form), f"127.9.0.{number}", until=b"</html>")
        times.append(time.perf_counter() - began)
        receipts += RECEIPT in answer
    return {
        "sent": len(forms),
        "receipts": receipts,
        "median_ms": _ms(statistics.median(times)),
        "max_ms": _ms(max(times)),
    }


async def _crowd(portal: Portal) -> dict[str, int]:
    """More forms with a proof than a minute takes, each from an address of its own: the rest is put off."""
    forms = list(_keys(portal, CROWD))
    answers: Counter[str] = Counter()

    async def one(number: int, form: dict[str, str]) -> None:
        answer = await _sent(portal.port, _idea(portal.port, form), f"127.8.0.{number}", until=b"</html>")
        answers["receipts" if RECEIPT in answer else answer[9:12].decode()] += 1

    for first in range(0, CROWD, _posting.CONNECTIONS):
        some = enumerate(forms[first : first + _posting.CONNECTIONS], start=first + 1)
        await asyncio.gather(*(one(number, form) for number, form in some))
    return {"sent": CROWD, **answers}


async def _sent(port: int, request: bytes, source: str, *, until: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        writer.write(request)
        return await reader.readuntil(until)
    finally:
        writer.close()


def _ms(seconds: float) -> float:
    return round(seconds * 1000, 1)
