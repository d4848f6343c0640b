"""`./portal up`: everything, from nothing, on this machine."""

import os
import time
from dataclasses import dataclass
from pathlib import Path

from . import children, libraries, web
from .console import LauncherError, say
from .instance import Instance
from .paths import ROOT
from .preparing import manage, prepare, worker_and_beat
from .services import Environment, Services
from .supervisor import Program, Supervisor


def run(*, data: Path, port: int, empty: bool) -> int:
    """Start engines, migrate, load the demo, start web, worker and beat; stop them all on Ctrl+C. Return 0."""
    began = time.monotonic()
    instance = Instance(data)
    instance.make_folder()
    with instance.alone() as alone:
        if not alone:
            raise _already_running(instance)
        web.require_free(port)
        libraries.ensure()
        if os.geteuid() == 0:
            say("正以 root 身份运行，只宜演示", "running as root, which is for demonstrations only")
        _Run(instance, port, empty, began).go()
    return 0


def _already_running(instance: Instance) -> LauncherError:
    address = instance.read("running.json").get("address", "")
    return LauncherError(
        f"这个数据目录的门户已在运行：{address}（另开一个请用 --data 和 --port）",
        f"The portal already runs on this data folder: {address} (for another one use --data and --port)",
    )


@dataclass
class _Run:
    instance: Instance
    port: int
    empty: bool
    began: float

    def go(self) -> None:
        """From engines to goodbye."""
        supervisor = Supervisor()
        try:
            services = self.instance.services()
            self._start_engines(services, supervisor)
            env = {**os.environ, **self.instance.environment(services)}
            prepare(self.instance, services, env, empty=self.empty)
            self._start_programs(supervisor, env)
            address = f"http://127.0.0.1:{self.port}/"
            found = {"kind": "up", "address": address, "environment": self.instance.environment(services)}
            self.instance.write("running.json", found)
            self._announce(env)
            while True:
                supervisor.watch(3600)
        except KeyboardInterrupt:
            say("正在停止", "stopping")
        finally:
            (self.instance.data / "running.json").unlink(missing_ok=True)
            supervisor.stop()
            say(f"已全部停止，数据在 {self.instance.data}", "all stopped, the data are kept there")

    def _start_engines(self, services: Services, supervisor: Supervisor) -> None:
        for engine in services.engines:
            say(f"启动 {engine.name}", f"starting {engine.name}")
        services.start()
        for engine in services.engines:
            supervisor.adopt(engine)

    def _start_programs(self, supervisor: Supervisor, env: Environment) -> None:
        """The web server first and alone: the first page should not wait for the others to start."""
        supervisor.add(Program("web", web.command(self.port), env, ROOT))
        if not children.wait_until(lambda: web.answers(self.port), seconds=60, every=0.1):
            supervisor.watch(1)
            raise LauncherError(
                "网页服务 60 秒内没有应答，原因见上。", "The web server did not answer within 60 s; see above."
            )
        seconds = time.monotonic() - self.began
        say(f"{seconds:.1f} 秒后可以访问：http://127.0.0.1:{self.port}/", "open this address in a browser")
        for program in worker_and_beat(self.instance, env):
            supervisor.add(program)

    def _announce(self, env: Environment) -> None:
        if self.instance.read("state.json").get("demo"):
            manage(["demo_accounts"], env, required=False)
        say("按 Ctrl+C 停止", "press Ctrl+C to stop")
