"""`./portal manage …`: a manage.py command against the running instance, or one started for it."""

import os
import signal
import subprocess
from pathlib import Path

from .console import LauncherError
from .instance import Instance
from .paths import ROOT, VENV_PYTHON
from .services import Environment

# After these the notes about what has been migrated or loaded may be wrong; the next `up` looks again.
_FORGET = {"migrate", "flush", "seed_demo"}


def run(arguments: list[str], *, data: Path) -> int:
    """Run the command and return its exit status. Its input and output are the terminal's own."""
    instance = Instance(data)
    instance.make_folder()
    if arguments and arguments[0] in _FORGET:
        instance.remember(migrations="", demo=False)
    with instance.alone() as alone:
        if alone:
            return _with_own_services(instance, arguments)
    running = instance.read("running.json")
    if running.get("kind") == "up":
        return _call(arguments, running["environment"])
    with instance.alone(wait=True):  # another command holds it for a moment, or `up` is just starting or stopping
        return _with_own_services(instance, arguments)


def _with_own_services(instance: Instance, arguments: list[str]) -> int:
    services = instance.services()
    services.start()
    try:
        return _call(arguments, instance.environment(services))
    finally:
        services.stop()


def _call(arguments: list[str], environment: Environment) -> int:
    program, env = [str(VENV_PYTHON), str(ROOT / "manage.py")], {**os.environ, **environment}
    status = call([*program, *arguments], env)
    if status == 0 and arguments[:1] == ["migrate"]:  # new tables come without rights for the application's role
        status = call([*program, "grant_app_role"], env)
    return status


def call(command: list[str], env: Environment) -> int:
    """Run a command on the terminal and return its status.

    Ctrl+C reaches it directly and is its own affair; SIGTERM is passed on. Either way we are there to clean up after.
    """
    with subprocess.Popen(command, env=env, cwd=ROOT) as process:
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, lambda *_: process.send_signal(signal.SIGTERM))
        try:
            status = process.wait()
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
    if status == -signal.SIGKILL:
        raise LauncherError(
            "命令被强制终止（可能内存不足）。", "The command was killed; the machine may be out of memory."
        )
    return status if status >= 0 else 128 - status
