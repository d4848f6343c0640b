"""Whom the engines run as. PostgreSQL refuses to run as root, so root drops to `postgres` or `nobody`."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class ServiceUser:
    """An account of this machine; `dropped` says whether the launcher, being root, must change into it."""

    name: str
    uid: int
    gid: int
    dropped: bool

    def popen_arguments(self) -> dict[str, Any]:
        """The arguments that make `subprocess` start a child as this account."""
        return {"user": self.uid, "group": self.gid, "extra_groups": []} if self.dropped else {}

    def can_run(self, program: Path) -> bool:
        """Whether this account can start the program; asked by starting it, as libraries may be missing too."""
        return self._try([str(program), "--version"])

    def can_enter(self, folder: Path) -> bool:
        """Whether this account can write in the folder, which needs every folder above it to let it through."""
        return self._try(["/bin/sh", "-c", 'cd "$1" && test -w .', "sh", str(folder)])

    def take(self, path: Path, mode: int) -> None:
        """Make `path` belong to this account, with exactly `mode`."""
        if self.dropped:
            os.chown(path, self.uid, self.gid)
        path.chmod(mode)

    def _try(self, command: list[str]) -> bool:
        try:
            done = subprocess.run(
                command,
                cwd="/",
                env={"PATH": os.defpath, "LC_ALL": "C"},
                stdin=subprocess.DEVNULL,
                capture_output=True,
                timeout=20,
                check=False,
                **self.popen_arguments(),
            )
        except (OSError, subprocess.SubprocessError):
            return False
        return done.returncode == 0


def choose() -> ServiceUser:
    """Ourselves when we are an ordinary user; as root `postgres`, else `nobody`. No account is ever created."""
    if os.geteuid() != 0:
        return ServiceUser(_name_of(os.geteuid()), os.geteuid(), os.getegid(), dropped=False)
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return ServiceUser(entry.pw_name, entry.pw_uid, entry.pw_gid, dropped=True)
    return ServiceUser("65534", 65534, 65534, dropped=True)


def owner_of(folder: Path) -> ServiceUser | None:
    """The ordinary account that owns an existing folder, if root is to run an engine on it; otherwise None."""
    about = folder.stat()
    if os.geteuid() != 0 or about.st_uid == 0:
        return None
    return ServiceUser(_name_of(about.st_uid), about.st_uid, about.st_gid, dropped=True)


def _name_of(uid: int) -> str:
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:  # a container may run as a number that no account bears
        return str(uid)
