"""A lasting instance of the portal: its data folder, its keys, its lock, and where its engines keep their files."""

import fcntl
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import service_user
from .console import LauncherError, say
from .paths import ROOT
from .service_user import ServiceUser
from .services import Environment, Services, application_keys, build, new_secrets

_ELSEWHERE = Path("/var/lib")


@dataclass(frozen=True)
class Instance:
    """The data folder and what is in it. Files with keys or addresses are readable by their owner only."""

    data: Path

    def make_folder(self) -> None:
        """Make the data folder. One made by root lets others through, so that the engines' account reaches its part."""
        try:
            if not self.data.exists():
                self.data.mkdir(parents=True)
                self.data.chmod(0o711 if os.geteuid() == 0 else 0o700)
            for private in ("files", "logs"):
                (self.data / private).mkdir(mode=0o700, exist_ok=True)
            mine = self._made_by() in (None, os.geteuid())
        except PermissionError:
            mine = False
        if not mine:
            raise LauncherError(
                f"数据目录 {self.data} 是别的用户建的。请用建立它的用户运行，或用 --data 换一个目录。",
                f"Another user made the data folder {self.data}. Run as that user, or choose another with --data.",
            )

    def _made_by(self) -> int | None:
        """Who made this instance. Root could go on with anybody's, but would leave files that they cannot read."""
        keys = self.data / "keys.json"
        return keys.stat().st_uid if keys.exists() else None

    @contextmanager
    def alone(self, *, wait: bool = False) -> Iterator[bool]:
        """Try to be the only launcher on this folder; yield whether we are. The system frees the lock of the dead."""
        with (self.data / "lock").open("w") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                yield False
                return
            yield True

    # --- small files --------------------------------------------------------------------------------------------------
    def read(self, name: str) -> dict[str, Any]:
        """The content of a small JSON file, empty if there is none."""
        try:
            return dict(json.loads((self.data / name).read_text(encoding="utf-8")))
        except FileNotFoundError:
            return {}

    def write(self, name: str, content: dict[str, Any]) -> None:
        """Write a small JSON file whole or not at all, readable by its owner only."""
        part = self.data / f"{name}.part"
        part.unlink(missing_ok=True)
        part.touch(mode=0o600)
        part.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
        part.replace(self.data / name)

    def remember(self, **facts: Any) -> None:
        """Note what has been done on this data, so that the next start need not do it again."""
        self.write("state.json", {**self.read("state.json"), **facts})

    # --- engines ------------------------------------------------------------------------------------------------------
    def services(self) -> Services:
        """The engines of this instance, with the keys it was made with; both are made on the first call."""
        user = service_user.choose()
        home, user = self._engine_home(user)
        keys = self.read("keys.json")
        if not keys:
            if _has_engines(home):
                raise LauncherError(
                    f"数据还在（{home}），但钥匙文件 {self.data / 'keys.json'} 不见了。请从备份取回，或用 --data 换一个新目录。",
                    f"The data are there ({home}) but the keys in {self.data / 'keys.json'} are gone. Restore that file, or "
                    "choose a new folder with --data.",
                )
            keys = new_secrets()
            self.write("keys.json", keys)
        return build(home=home, logs=self.data / "logs", keys=keys, durable=True, user=user)

    def environment(self, services: Services) -> Environment:
        """What Django needs to know. What the caller's environment says itself comes first."""
        made = {
            "JIANZHI_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "jianzhi.settings",
            **application_keys(self.read("keys.json")),
        }
        made.update({name: os.environ[name] for name in made if os.environ.get(name)})
        return {**services.environment(), **made, "JIANZHI_DATA": str(self.data), "PYTHONUNBUFFERED": "1"}

    def _engine_home(self, user: ServiceUser) -> tuple[Path, ServiceUser]:
        """Where the engines' files lie, and whom they belong to.

        Normally that is in the data folder. When root started the portal and the engines' account cannot get there
        (a clone below /root), the folders above stay as closed as they are and the files go to /var/lib.
        """
        here = self.data / "engines"
        apart = _ELSEWHERE / f"jianzhi-{hashlib.sha256(str(self.data.resolve()).encode()).hexdigest()[:12]}"
        if _has_engines(here):
            user = service_user.owner_of(here) or user
            if not user.can_enter(here):
                raise LauncherError(
                    f"账户 {user.name} 进不了 {here}：这个数据目录是别的用户（也许是 root）建的，或上级目录的权限变了。"
                    "请用原来的用户运行，或用 --data 换一个目录。",
                    f"The account {user.name} cannot enter {here}: another user (root, perhaps) made this data folder, or "
                    "a folder above it was closed. Run as that user, or choose another folder with --data.",
                )
            return here, user
        if _has_engines(apart / "engines") and user.dropped:
            if (self.data / "keys.json").exists():
                return apart / "engines", service_user.owner_of(apart / "engines") or user
            _set_aside(apart)
        return self._new_engine_home(here, apart, user), user

    def _new_engine_home(self, here: Path, apart: Path, user: ServiceUser) -> Path:
        here.mkdir(exist_ok=True)
        user.take(here, 0o700)
        if user.can_enter(here):
            return here
        here.rmdir()
        home = apart / "engines"
        home.mkdir(parents=True, exist_ok=True)
        apart.chmod(0o711)
        (apart / "belongs-to").write_text(f"{self.data}\n", encoding="utf-8")
        user.take(home, 0o700)
        say(
            f"账户 {user.name} 进不了 {self.data}，数据库文件改放在 {home}",
            f"the account {user.name} cannot enter {self.data}; the database files are kept in {home}",
        )
        return home


def _has_engines(home: Path) -> bool:
    """Whether there is anything; a folder closed to us certainly is something."""
    try:
        return any(home.iterdir())
    except PermissionError:
        return True
    except OSError:
        return False


def _set_aside(apart: Path) -> None:
    """The data folder was deleted, and with it the keys of these files: keep them, but out of the way."""
    old = apart.with_name(f"{apart.name}-old-{time.strftime('%Y%m%d-%H%M%S')}")
    apart.rename(old)
    say(
        f"数据目录已被删除，它留下的数据库文件移到 {old}，不需要可以删掉",
        f"the data folder was deleted; the database files it left are now in {old}, delete them if not wanted",
    )


# --- what has changed since -------------------------------------------------------------------------------------------
def migrations_mark() -> str:
    """A digest of every migration and of the locked packages: while it is the same there is nothing to migrate."""
    files = sorted({*ROOT.glob("*/migrations/*.py"), *ROOT.glob("*/*/migrations/*.py")})
    return _digest((str(path.relative_to(ROOT)), path.read_bytes()) for path in [*files, _lock()])


def static_mark() -> str:
    """A digest of the names, sizes and times of all static files."""
    folders = [ROOT / "static", *ROOT.glob("[!.]*/static")]  # not what collectstatic itself left in .data/
    files = [path for folder in folders for path in folder.rglob("*")]
    stats = ((str(path.relative_to(ROOT)), path.stat()) for path in sorted(files) if path.is_file())
    marks = ((name, f"{about.st_size} {about.st_mtime_ns}".encode()) for name, about in stats)
    return _digest([*marks, ("lock", _lock().read_bytes())])


def _lock() -> Path:
    return ROOT / "jianzhi" / "launcher" / "requirements.txt"


def _digest(parts: Any) -> str:
    digest = hashlib.sha256()
    for name, content in parts:
        digest.update(name.encode() + b"\0" + hashlib.sha256(content).digest())
    return digest.hexdigest()
