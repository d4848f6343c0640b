"""PostgreSQL and Valkey together, and the environment that leads to them.

`python -m jianzhi.launcher.services start` leaves a private pair running in the background, for working on tests:
it prints `export` lines for `eval`, and `… stop` ends it.
"""

import argparse
import base64
import hashlib
import json
import os
import secrets
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from . import children, service_user
from .binaries import find_postgres, find_valkey
from .console import LauncherError, say, stop
from .paths import ROOT
from .postgres import APP, OWNER, SUPERUSER, Postgres, cluster_major
from .service_user import ServiceUser
from .valkey import Valkey

Environment = dict[str, str]
Engine = Postgres | Valkey


def new_secrets() -> dict[str, str]:
    """Fresh random keys and passwords of one instance. All are safe inside an address."""
    key = base64.b64encode(secrets.token_bytes(32)).decode()
    return {
        SUPERUSER: secrets.token_hex(24),
        OWNER: secrets.token_hex(24),
        APP: secrets.token_hex(24),
        "valkey": secrets.token_hex(24),
        "SECRET_KEY": secrets.token_urlsafe(64),
        "VAULT_KEYS": f"k1:{key}",
        "VAULT_INDEX_KEY": base64.b64encode(secrets.token_bytes(32)).decode(),
    }


def application_keys(keys: dict[str, str]) -> Environment:
    """The keys that Django's settings read from the environment."""
    return {name: keys[name] for name in ("SECRET_KEY", "VAULT_KEYS", "VAULT_INDEX_KEY")}


@dataclass
class Services:
    """The engines we run ourselves: those that the environment does not name already."""

    postgres: Postgres | None = None
    valkey: Valkey | None = None
    given: Environment = field(default_factory=dict)

    @property
    def engines(self) -> list[Engine]:
        """In the order they start."""
        return [engine for engine in (self.postgres, self.valkey) if engine]

    def start(self) -> None:
        """Start both; if one fails, stop the other and raise what it raised."""
        try:
            for engine in self.engines:
                engine.create()
                engine.start()
            if self.postgres:
                self.postgres.prepare()
        except BaseException:
            self.stop()
            raise

    def stop(self) -> None:
        """Stop in reverse order."""
        for engine in reversed(self.engines):
            engine.stop()

    def environment(self, *, tests: bool = False) -> Environment:
        """The addresses of both. Only tests are told the superuser's: the portal has no business with it."""
        found = dict(self.given)
        if self.postgres:
            found["DATABASE_URL"] = self.postgres.url(APP)
            found["DATABASE_OWNER_URL"] = self.postgres.url(OWNER)
            if tests:
                found["DATABASE_SUPERUSER_URL"] = self.postgres.url(SUPERUSER)
        if self.valkey:
            found["REDIS_URL"] = self.valkey.url()
        return found


def given_addresses() -> Environment:
    """What the environment names already. Warn where one role does the work of two."""
    names = ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL")
    given = {name: os.environ[name] for name in names if os.environ.get(name)}
    if "DATABASE_URL" in given and "DATABASE_OWNER_URL" not in given:
        given["DATABASE_OWNER_URL"] = given["DATABASE_URL"]
        say(
            "注意：没有给出 DATABASE_OWNER_URL，应用与数据表同属一个角色，审计记录只由触发器保护，行级隔离也不生效",
            "warning: no DATABASE_OWNER_URL, so the application owns its tables: audit rows are then guarded by triggers "
            "only, and row-level security does not bind it",
        )
    return given


def build(*, home: Path, logs: Path, keys: dict[str, str], durable: bool, user: ServiceUser) -> Services:
    """Describe the engines to be started below `home`, leaving out those whose address is given."""
    given = given_addresses()
    services = Services(given=given)
    if "DATABASE_URL" not in given:
        cluster = home / "postgres"
        programs = find_postgres(user, major=cluster_major(cluster))
        services.postgres = Postgres(cluster, user, programs, keys, logs / "postgres.log", durable)
    if "REDIS_URL" not in given:
        program = find_valkey(user)
        services.valkey = Valkey(home / "valkey", user, program, keys["valkey"], logs / "valkey.log", durable)
    return services


def temporary_folder(user: ServiceUser) -> Path:
    """A fresh folder that the engines' account can reach; with TMPDIR below /root it could not."""
    for base in (tempfile.gettempdir(), "/var/lib"):
        try:
            folder = Path(tempfile.mkdtemp(prefix="jianzhi-", dir=base))
        except OSError:
            continue
        engines = folder / "engines"
        engines.mkdir()
        user.take(engines, 0o700)
        folder.chmod(0o711)
        if user.can_enter(engines):
            return folder
        shutil.rmtree(folder)
    raise LauncherError(
        f"找不到账户 {user.name} 可以使用的临时目录，请设置 TMPDIR。",
        f"No temporary folder that the account {user.name} can use; set TMPDIR.",
    )


@contextmanager
def temporary(*, durable: bool = False) -> Iterator[tuple[Services, Environment, Path]]:
    """Run both engines on a folder that is removed afterwards.

    Yield the services, the environment for tests (`JIANZHI_MODE=test` and fresh keys) and the folder.
    """
    user = service_user.choose()
    folder = temporary_folder(user)
    keys = new_secrets()
    try:
        services = build(home=folder / "engines", logs=folder, keys=keys, durable=durable, user=user)
        services.start()
        try:
            files = folder / "files"
            files.mkdir(mode=0o700)
            yield services, {**services.environment(tests=True), **test_settings(keys, files)}, folder
        finally:
            services.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def test_settings(keys: dict[str, str], files: Path) -> Environment:
    """What Django needs to know beside the addresses, for a test run."""
    return {
        "JIANZHI_MODE": "test",
        "DJANGO_SETTINGS_MODULE": "jianzhi.settings",
        "JIANZHI_DATA": str(files),
        **application_keys(keys),
    }


# --- in the background ------------------------------------------------------------------------------------------------
def _serve(state: Path, hours: float) -> None:
    """Run a temporary pair until SIGTERM or the time is up; its environment is written to `state`."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    with temporary() as (_, environment, folder):
        written = state.with_suffix(".part")
        written.touch(mode=0o600)
        written.write_text(json.dumps({"pid": os.getpid(), "folder": str(folder), "environment": environment}))
        written.rename(state)
        try:
            time.sleep(hours * 3600)
        finally:
            state.unlink(missing_ok=True)


def _state_file(name: str) -> Path:
    mark = hashlib.sha256(f"{ROOT} {name} {os.geteuid()}".encode()).hexdigest()[:12]
    folder = Path(tempfile.gettempdir()) / f"jianzhi-services-{os.geteuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.lstat().st_uid != os.geteuid():
        raise LauncherError(f"{folder} 属于别的用户。", f"{folder} belongs to another user.")
    return folder / f"{mark}.json"


def _start_in_background(name: str, hours: float) -> Environment:
    state = _state_file(name)
    running = _read(state)
    if running:
        return dict(running["environment"])
    log = state.with_suffix(".log")
    with log.open("wb") as output:
        child = subprocess.Popen(
            [sys.executable, "-m", "jianzhi.launcher.services", "serve", "--name", name, "--hours", str(hours)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    children.wait_until(lambda: state.exists() or child.poll() is not None, seconds=90)
    if not state.exists():
        raise LauncherError(f"没有启动，见 {log}", f"did not start, see {log}")
    return dict(_read(state)["environment"])


def _read(state: Path) -> dict[str, Environment]:
    try:
        known = json.loads(state.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    if children.is_alive(known["pid"]) and "jianzhi.launcher.services" in children.command_line(known["pid"]):
        return dict(known)
    state.unlink(missing_ok=True)
    return {}


def main() -> None:
    """`start` prints export lines, `stop` ends the pair; `--name` keeps several pairs apart."""
    parser = argparse.ArgumentParser(prog="python -m jianzhi.launcher.services", description=__doc__)
    parser.add_argument("verb", choices=["start", "stop", "serve"])
    parser.add_argument("--name", default="default", help="keeps several pairs apart")
    parser.add_argument("--hours", type=float, default=8, help="the pair ends by itself after this time")
    asked = parser.parse_args()
    if asked.verb == "serve":
        _serve(_state_file(asked.name), asked.hours)
    elif asked.verb == "start":
        for key, value in _start_in_background(asked.name, asked.hours).items():
            print(f"export {key}={shlex.quote(value)}")
    else:
        running = _read(_state_file(asked.name))
        if running:
            os.kill(int(str(running["pid"])), signal.SIGTERM)


if __name__ == "__main__":
    try:
        main()
    except LauncherError as error:
        stop(error)
