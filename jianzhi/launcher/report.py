"""`./portal report`: the annual report and the workbook of the demo county as files, without a web page.

The files are made as they are for an officer who presses the button: as jobs, by a Celery worker.
"""

import os
import subprocess
from pathlib import Path

from . import libraries
from .console import LauncherError, say
from .instance import Instance
from .manage import call
from .paths import ROOT
from .preparing import manage_command, prepare, worker_and_beat
from .supervisor import Supervisor


def run(*, period: int, out: Path, data: Path) -> int:
    """Make the papers of the year `period` in the folder `out`, print their paths and return the exit status.

    A portal that is running on `data` makes them; else everything needed is started, and stopped afterwards.
    """
    instance = Instance(data)
    instance.make_folder()
    command = [str(part) for part in manage_command(["year_end_report", "--period", str(period), "--out", str(out)])]
    with instance.alone() as alone:
        if alone:
            return _with_own_services(instance, command)
    running = instance.read("running.json")
    if running.get("kind") == "up":
        return call(command, {**os.environ, **running["environment"]})
    with instance.alone(wait=True):  # another command holds it for a moment, or `up` is just starting or stopping
        return _with_own_services(instance, command)


def _with_own_services(instance: Instance, command: list[str]) -> int:
    libraries.ensure()
    supervisor = Supervisor()
    try:
        services = instance.services()
        for engine in services.engines:
            say(f"启动 {engine.name}", f"starting {engine.name}")
        services.start()
        for engine in services.engines:
            supervisor.adopt(engine)
        env = {**os.environ, **instance.environment(services)}
        prepare(instance, services, env, empty=False)
        for program in worker_and_beat(instance, env):
            supervisor.add(program)
        return _supervised(command, env, supervisor)
    except KeyboardInterrupt:
        say("正在停止", "stopping")
        return 130
    finally:
        supervisor.stop()


def _supervised(command: list[str], env: dict[str, str], supervisor: Supervisor) -> int:
    """Run the command; a worker that dies meanwhile is started again."""
    with subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None:
                supervisor.watch(0.5)
        except BaseException:
            process.terminate()
            raise
    if process.returncode < 0:
        raise LauncherError(
            "命令被强制终止（可能内存不足）。", "The command was killed; the machine may be out of memory."
        )
    return process.returncode
