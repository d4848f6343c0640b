"""Child processes that never outlive the launcher."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from .service_user import ServiceUser

_PR_SET_PDEATHSIG = 1


def _tie_to_parent(farewell: signal.Signals) -> Callable[[], None] | None:
    """Ask Linux to send `farewell` to the child if the launcher is killed; elsewhere there is no such thing."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, int(farewell))


def start(
    command: Sequence[str | Path],
    *,
    env: Mapping[str, str],
    farewell: signal.Signals = signal.SIGTERM,
    user: ServiceUser | None = None,
    stdin: int = subprocess.DEVNULL,
    output: IO[Any] | int = subprocess.PIPE,
    cwd: Path = Path("/"),
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that Ctrl+C reaches the launcher alone and it can stop things in order.

    `farewell` is the signal that ends it; `user` is whom it runs as; `output` takes both its output streams.
    """
    return subprocess.Popen(
        [str(part) for part in command],
        env=dict(env),
        cwd=cwd,
        stdin=stdin,
        stdout=output,
        stderr=subprocess.STDOUT,
        start_new_session=True,
        preexec_fn=_tie_to_parent(farewell),  # noqa: PLW1509 - one system call, no lock taken
        **(user.popen_arguments() if user else {}),
    )


def stop(process: subprocess.Popen[bytes], farewell: signal.Signals, *, patience: float) -> bool:
    """Send `farewell`, wait `patience` seconds, then kill the child's whole group. Return whether it went by itself."""
    if process.poll() is not None:
        return True
    process.send_signal(farewell)
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        kill_group(process)
        return False
    return True


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started."""
    with suppress(ProcessLookupError):  # it may go between the check and the kill
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def is_alive(pid: int) -> bool:
    """Whether a process runs under this number. A zombie, whose parent does not collect it, counts as dead."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    try:
        state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()[0]
    except (OSError, IndexError):
        return True
    return state != "Z"


def command_line(pid: int) -> str:
    """The command line of a process, or an empty string if there is none to be read."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        pass
    try:
        listed = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return listed.stdout


def wait_until(condition: Callable[[], bool], *, seconds: float, every: float = 0.02) -> bool:
    """Ask `condition` again and again until it is true or the time is up; return the last answer."""
    limit = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > limit:
            return False
        time.sleep(every)
    return True
