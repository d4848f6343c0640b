"""The virtual environment in `.venv`, made from a lock file whose every line carries a hash."""

import fcntl
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .console import LauncherError, say
from .libraries import can_install, install
from .paths import REQUIREMENTS, REQUIREMENTS_DEV, ROOT, VENV, VENV_PYTHON, WHEELHOUSE

_MARK = VENV / "jianzhi-installed"


def enter(*, dev: bool, arguments: list[str]) -> None:
    """Return when we run inside an up-to-date virtual environment; make it, and start over inside it, if not.

    `dev` also wants the tools for tests and checks; their lock file holds everything the other holds.
    """
    if not _is_current(dev=dev):
        _make(dev=dev)
    if Path(sys.prefix) != VENV:
        os.execv(VENV_PYTHON, [str(VENV_PYTHON), str(ROOT / "portal"), *arguments])  # noqa: S606 - ourselves again


def _lock_mark(lock: Path) -> str:
    return f"{lock.name} {hashlib.sha256(lock.read_bytes()).hexdigest()}"


def _is_current(*, dev: bool) -> bool:
    try:
        marks = _MARK.read_text(encoding="utf-8").splitlines()
    except OSError:
        return False
    return _lock_mark(REQUIREMENTS_DEV if dev else REQUIREMENTS) in marks and os.access(VENV_PYTHON, os.X_OK)


def _make(*, dev: bool) -> None:
    """Create or complete the environment. A second launcher waits here until the first is done."""
    try:
        VENV.mkdir(exist_ok=True)
        writable = os.access(VENV, os.W_OK)
    except PermissionError:
        writable = False
    if not writable:
        raise LauncherError(
            f"当前用户不能写 {VENV}（多半是别的用户建的）。请用建立它的用户运行，或在自己的目录里重新 git clone。",
            f"This user may not write {VENV}; another user made it. Run as that user, or clone into a folder of your own.",
        )
    with _alone():
        if _is_current(dev=dev):
            return
        _MARK.unlink(missing_ok=True)
        lock = REQUIREMENTS_DEV if dev else REQUIREMENTS
        uv = shutil.which("uv")
        if not (uv and _install_with_uv(uv, lock)):
            _install_with_pip(lock)
        locks = [REQUIREMENTS, REQUIREMENTS_DEV] if dev else [REQUIREMENTS]
        _MARK.write_text("".join(f"{_lock_mark(each)}\n" for each in locks), encoding="utf-8")


@contextmanager
def _alone() -> Iterator[None]:
    """Hold the folder's own lock: a lock file inside would go when the environment is made anew."""
    folder = os.open(VENV, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _install_with_uv(uv: str, lock: Path) -> bool:
    """Install with uv; False leaves the work to pip, which some networks treat better."""
    say(f"用 uv 安装 {lock.name}", f"installing {lock.name} with uv")
    made = _works() or _succeeds([uv, "venv", "--quiet", "--allow-existing", "--python", sys.executable, str(VENV)])
    install_command = [
        uv,
        "pip",
        "install",
        "--quiet",
        "--python",
        str(VENV_PYTHON),
        "--require-hashes",
        "-r",
        str(lock),
    ]
    index = os.environ.get("PIP_INDEX_URL")
    online = ["--default-index", index] if index else []
    return made and any(_succeeds([*install_command, *source]) for source in _sources(online))


def _install_with_pip(lock: Path) -> None:
    if not _has_pip():
        _make_with_venv()
    say(
        f"用 pip 安装 {lock.name}（首次约需一两分钟）",
        f"installing {lock.name} with pip (a minute or two the first time)",
    )
    command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    command += ["--require-hashes", "-r", str(lock)]
    if not any(_succeeds([*command, *source]) for source in _sources([])):
        raise LauncherError(
            f"没有装好 {lock.name}，原因见上。网络不通时可设置 PIP_INDEX_URL（镜像），或把安装包放进 wheelhouse/ 目录。",
            f"Installing {lock.name} failed, see above. Without a way to the package index set PIP_INDEX_URL to a mirror "
            "or put the wheels into wheelhouse/.",
        )


def _sources(online: list[str]) -> Iterator[list[str]]:
    """Where to take packages from. With a wheelhouse and no mirror named, the network is asked only if it falls short."""
    if WHEELHOUSE.is_dir():
        if not os.environ.get("PIP_INDEX_URL"):
            yield ["--no-index", "--find-links", str(WHEELHOUSE)]
        yield [*online, "--find-links", str(WHEELHOUSE)]
    else:
        yield online


def _make_with_venv() -> None:
    """Debian splits `ensurepip` off into python3-venv, without which a virtual environment comes without pip."""
    if importlib.util.find_spec("ensurepip") is None:
        package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
        if not (can_install() and install([package])):
            raise LauncherError(
                f"缺少 {package}。请运行：sudo apt-get install -y {package}，然后重试。",
                f"{package} is missing. Run: sudo apt-get install -y {package}, then try again.",
            )
    if not _succeeds([sys.executable, "-m", "venv", "--clear", str(VENV)]):
        raise LauncherError(f"无法建立虚拟环境 {VENV}，原因见上。", f"Could not make {VENV}, see above.")


def _works() -> bool:
    """Whether the environment's Python starts: it does not when the Python it was made from is gone."""
    return _succeeds([str(VENV_PYTHON), "-c", ""], quiet=True)


def _has_pip() -> bool:
    """Whether pip is in the environment; one made by uv has none."""
    return _succeeds([str(VENV_PYTHON), "-m", "pip", "--version"], quiet=True)


def _succeeds(command: list[str], *, quiet: bool = False) -> bool:
    """Run a command with its output on standard error, or nowhere; an absent program counts as a failure."""
    output = subprocess.DEVNULL if quiet else sys.stderr
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False)
    except OSError:
        return False
    return done.returncode == 0
