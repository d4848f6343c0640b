"""`./portal bench [NAME]`: the benchmarks in tests/bench/, each against a throw-away portal of its own.

A benchmark is a file with a function `measure(portal) -> dict`. What it returns is written to
tests/bench/results/NAME.json together with the machine it ran on.
"""

import datetime as dt
import importlib
import json
import os
import platform
import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from http.cookiejar import CookieJar
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from urllib.request import HTTPCookieProcessor, build_opener

from . import children, services, web
from .console import LauncherError, say
from .paths import ROOT, VENV_PYTHON
from .postgres import free_port
from .services import Environment, Services
from .supervisor import Program

_BENCHMARKS = ROOT / "tests" / "bench"


@dataclass
class Portal:
    """What a benchmark is given: a migrated database with the demo county, and a web server when it asks for one."""

    environment: Environment
    data: Path
    services: Services
    server: Program | None = None

    @cached_property
    def port(self) -> int:
        """The port of the web server, which is started at the first question."""
        port = free_port()
        self.server = Program("web", web.command(port), self.environment, ROOT)
        self.server.start(output=(self.data / "web.log").open("wb"))
        if not children.wait_until(lambda: web.answers(port), seconds=60, every=0.1):
            raise LauncherError("网页服务没有应答", (self.data / "web.log").read_text(errors="replace")[-2000:])
        return port

    def manage(self, *arguments: str) -> str:
        """Run a manage.py command and return what it printed. Raise LauncherError if it fails."""
        command: list[str | Path] = [VENV_PYTHON, ROOT / "manage.py", *arguments]
        done = subprocess.run(command, env=self.environment, cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode:
            raise LauncherError(f"manage.py {arguments[0]} 没有成功", done.stderr[-2000:])
        return done.stdout

    def sign_in(self, username: str) -> str:
        """Sign in as one of the demo's people, through the form; return what their browser sends as `Cookie`."""
        address = f"http://127.0.0.1:{self.port}/accounts/login/"
        jar = CookieJar()
        browser = build_opener(HTTPCookieProcessor(jar))
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', browser.open(address).read().decode())
        question = "from unions.demo.accounts import PASSWORD; print(PASSWORD)"
        form = {
            "login": username,
            "password": self.manage("shell", "--no-imports", "--command", question).strip(),
            "csrfmiddlewaretoken": token[1] if token else "",
        }
        answer = browser.open(address, urlencode(form).encode())
        if answer.url == address:
            raise LauncherError(f"{username} 没有登录成功", f"{username} could not sign in")
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in jar)

    def largest_static_file(self) -> str:
        """The path of the largest file under /static/."""
        files = [path for path in (self.data / "static").rglob("*") if path.is_file()]
        return "/static/" + str(max(files, key=lambda path: path.stat().st_size).relative_to(self.data / "static"))


def run(name: str | None) -> int:
    """Run one benchmark or all of them, print and keep their figures, and return 0."""
    known = sorted(path.stem for path in _BENCHMARKS.glob("[!_]*.py"))
    name = name and name.replace("-", "_")
    if name and name not in known:
        raise LauncherError(f"没有叫 {name} 的性能测试", f"No benchmark {name}; there are: {', '.join(known)}")
    for each in [name] if name else known:
        say(f"性能测试 {each}", f"benchmark {each}")
        with _portal() as portal:
            figures = importlib.import_module(f"tests.bench.{each}").measure(portal)
            result = {**_circumstances(portal), "figures": figures}
        text = json.dumps(result, ensure_ascii=False, indent=1)
        results = _BENCHMARKS / "results"
        results.mkdir(exist_ok=True)
        (results / f"{each}.json").write_text(text + "\n", encoding="utf-8")
        print(text, flush=True)
    return 0


@contextmanager
def _portal() -> Iterator[Portal]:
    """A portal as in production as far as speed goes: the database writes safely, and nothing runs in test mode."""
    with services.temporary(durable=True) as (engines, environment, folder):
        env = {**os.environ, **environment, "JIANZHI_MODE": "demo"}
        portal = Portal(env, Path(environment["JIANZHI_DATA"]), engines)
        portal.manage("migrate", "--database", "owner", "--verbosity", "0")
        portal.manage("grant_app_role")
        portal.manage("collectstatic", "--noinput", "--verbosity", "0")
        portal.manage("seed_demo", "--if-empty")
        try:
            yield portal
        finally:
            if portal.server:
                portal.server.stop()
        say("完成", f"done, removing {folder}")


def _circumstances(portal: Portal) -> dict[str, Any]:
    postgres = portal.services.postgres
    return {
        "when": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "processors": os.cpu_count(),
        "machine": platform.machine(),
        "system": platform.system(),
        "python": platform.python_version(),
        "postgresql": postgres.binaries.major if postgres else "given",
        "versions": {name: version(name) for name in ("django", "psycopg", "waitress", "celery")},
    }
