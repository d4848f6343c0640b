"""A PostgreSQL cluster of our own, its server a direct child of the launcher.

`pg_ctl` would leave the server to process 1, which in a container may not collect it; then a killed server's lock file
looks alive for ever. The account that runs it is chosen in `service_user`.
"""

import locale
import os
import signal
import socket
import subprocess
import tempfile
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from . import children
from .binaries import PostgresBinaries
from .console import LauncherError
from .service_user import ServiceUser

SUPERUSER = "portal"
OWNER = "jianzhi_owner"
APP = "jianzhi_app"
DATABASE = "jianzhi"
# What only a superuser may set up in a database. Row-level security asks its own condition before any other that
# might tell of hidden rows, and LIKE counts as one: it would not be looked up in an index (docs/decisions/0004).
SET_UP = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF",
)

# Identity numbers must not reach the server's log by way of a failing statement (promises.md, trap 21).
_QUIET_LOG = {
    "log_error_verbosity": "terse",
    "log_min_error_statement": "panic",
    "log_statement": "none",
    "log_min_duration_statement": "-1",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}
_THROW_AWAY = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off", "max_wal_size": "4GB"}


def free_port() -> int:
    """A port of the loopback address that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Postgres:
    """The server of one cluster. `passwords` are those of the roles `portal`, `jianzhi_owner` and `jianzhi_app`."""

    home: Path
    user: ServiceUser
    binaries: PostgresBinaries
    passwords: dict[str, str]
    log: Path
    durable: bool = True
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    name: str = "postgres"

    def create(self) -> None:
        """Make the cluster if there is none.

        LC_CTYPE must not be C: pg_trgm sees no letters in Chinese there and every search finds nothing. The order of
        sorting stays C, because none of the wheels sorts by pinyin; the portal has a column for that.
        """
        if (self.home / "PG_VERSION").exists():
            return
        self.home.mkdir(parents=True, exist_ok=True)
        self.user.take(self.home, 0o700)
        with tempfile.NamedTemporaryFile("w", dir=self.home.parent, prefix="pw-") as password_file:
            password_file.write(self.passwords[SUPERUSER])
            password_file.flush()
            self.user.take(Path(password_file.name), 0o600)
            self._run_initdb(Path(password_file.name))

    def _run_initdb(self, password_file: Path) -> None:
        command: list[str | Path] = [
            self.binaries.folder / "initdb",
            *("-D", self.home, "-U", SUPERUSER, "-A", "scram-sha-256", f"--pwfile={password_file}"),
            *("--encoding=UTF8", "--locale=C", f"--lc-ctype={character_type()}", "--data-checksums"),
            *([] if self.durable else ["--no-sync"]),
        ]
        done = subprocess.run(
            command,
            cwd="/",
            env=_environment(),
            capture_output=True,
            text=True,
            check=False,
            **self.user.popen_arguments(),
        )
        if done.returncode:
            raise LauncherError(
                f"无法建立数据库文件（{self.home}）：{done.stderr.strip()}",
                f"initdb could not make the database files in {self.home}.",
            )

    def start(self) -> None:
        """Start the server and wait until it takes connections. Raise LauncherError with the log's tail if it dies."""
        self.clear_stale_lock()
        settings = {
            "listen_addresses": "127.0.0.1",
            "port": str(self.port),
            "unix_socket_directories": "",
            "max_connections": "100",
            "shared_buffers": "512MB",  # the indexes of half a million members; with the 128 MB it has by itself they are read again and again
            "timezone": "Asia/Shanghai",
            **_QUIET_LOG,
            **({} if self.durable else _THROW_AWAY),
        }
        options = [part for key, value in settings.items() for part in ("-c", f"{key}={value}")]
        with self.log.open("ab") as output:
            self.process = children.start(
                [self.binaries.folder / "postgres", "-D", self.home, *options],
                env=_environment(),
                farewell=signal.SIGINT,
                user=self.user,
                output=output,
            )
        process = self.process
        ready = children.wait_until(lambda: process.poll() is not None or self.answers(), seconds=60)
        if not ready or process.poll() is not None:
            children.kill_group(process)
            raise LauncherError(
                f"数据库没有启动，日志最后几行（{self.log}）：\n{tail(self.log)}",
                f"PostgreSQL did not start; the last lines of its log are above ({self.log}).",
            )

    def clear_stale_lock(self) -> None:
        """Deal with what a killed launcher left: stop a server still running on our files, drop a dead one's lock.

        A lock names a process id. After a crash that number may belong to a zombie or to a stranger, and PostgreSQL
        would refuse to start for either.
        """
        lock = self.home / "postmaster.pid"
        try:
            pid = int(lock.read_text(encoding="utf-8").split("\n", 1)[0])
        except (OSError, ValueError):
            return
        if children.is_alive(pid) and str(self.home) in children.command_line(pid):
            try:
                _signal(pid, signal.SIGINT)
            except PermissionError as error:
                raise LauncherError(
                    f"另一个用户正在使用这个数据目录的数据库（进程 {pid}）。",
                    f"Another user's server (process {pid}) runs on this data folder.",
                ) from error
            if not children.wait_until(lambda: not children.is_alive(pid), seconds=20, every=0.1):
                _signal(pid, signal.SIGQUIT)
                children.wait_until(lambda: not children.is_alive(pid), seconds=10, every=0.1)
        lock.unlink(missing_ok=True)

    def answers(self) -> bool:
        """Whether the superuser can connect."""
        from psycopg import OperationalError

        try:
            with self.connect("postgres"):
                return True
        except OperationalError:
            return False

    def connect(self, database: str, role: str = SUPERUSER) -> Any:
        """A psycopg connection in autocommit mode, to be used in a `with`."""
        import psycopg

        return psycopg.connect(self.url(role, database), autocommit=True, connect_timeout=5)

    def prepare(self) -> None:
        """Make roles and database, as far as they are missing, and set the database up.

        The owner may create databases, for the tests, but is no superuser; the application's role owns nothing, so
        that row-level security holds for it. Template1 is set up too: test databases are copied from it.
        """
        from psycopg import sql

        with self.connect("postgres") as connection:
            known = {row[0] for row in connection.execute("select rolname from pg_roles")}
            for role, rights in ((OWNER, "LOGIN CREATEDB"), (APP, "LOGIN")):
                verb = "ALTER" if role in known else "CREATE"
                rights_now = f"{verb} ROLE {{}} {rights} NOSUPERUSER NOBYPASSRLS PASSWORD {{}}"
                connection.execute(sql.SQL(rights_now).format(sql.Identifier(role), sql.Literal(self.passwords[role])))
            exists = connection.execute("select 1 from pg_database where datname = %s", [DATABASE]).fetchone()
        self._set_up("template1")
        if exists:
            self._set_up(DATABASE)  # made by an older release
            return
        with self.connect("postgres") as connection:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")

    def _set_up(self, database: str) -> None:
        with self.connect(database) as connection:
            for statement in SET_UP:
                connection.execute(statement)

    def url(self, role: str, database: str = DATABASE) -> str:
        """The address of a database for one role, as DATABASE_URL wants it."""
        return f"postgres://{role}:{self.passwords[role]}@127.0.0.1:{self.port}/{database}"

    def stop(self) -> None:
        """Stop the server. SIGINT disconnects clients and writes everything down; SIGTERM would wait for them."""
        if self.process and not children.stop(self.process, signal.SIGINT, patience=30):
            self.clear_stale_lock()


def cluster_major(home: Path) -> int | None:
    """The major version of an existing cluster, None if there is none."""
    try:
        return int((home / "PG_VERSION").read_text(encoding="utf-8").strip())
    except (OSError, ValueError):
        return None


def character_type() -> str:
    """The first UTF-8 locale this machine has; macOS may lack C.UTF-8."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        for name in ("C.UTF-8", "en_US.UTF-8", "zh_CN.UTF-8"):
            try:
                locale.setlocale(locale.LC_CTYPE, name)
            except locale.Error:
                continue
            return name
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    raise LauncherError(
        "本机没有 UTF-8 语言环境（C.UTF-8），数据库无法检索中文。",
        "This machine has no UTF-8 locale (C.UTF-8); the database could not search Chinese.",
    )


def tail(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for an error message."""
    try:
        with log.open("rb") as file:
            return "\n".join(_last_lines(file, lines))
    except OSError:
        return ""


def _last_lines(file: IO[bytes], lines: int) -> list[str]:
    file.seek(0, 2)
    file.seek(max(0, file.tell() - 20_000))
    return file.read().decode("utf-8", "replace").splitlines()[-lines:]


def _environment() -> dict[str, str]:
    return {"PATH": "/usr/bin:/bin", "LC_ALL": character_type(), "TZ": "Asia/Shanghai"}


def _signal(pid: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, number)
