"""`./portal up`: everything, from nothing, on this machine."""

import os
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from . import children, libraries, web
from .console import LauncherError, say
from .instance import Instance, migrations_mark, static_mark
from .paths import ROOT, VENV_PYTHON
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
        f"这个数据目录的门户已在运行：{address}(另开一个请用 --data 和 --port)",
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
            self._prepare(services, env)
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

    def _prepare(self, services: Services, env: Environment) -> None:
        """Migrate, load the demo and collect static files, each only if something calls for it."""
        known = self.instance.read("state.json")
        migrations, static = migrations_mark(), static_mark()
        has_static = known.get("static") == static and (self.instance.data / "static").is_dir()
        with nullcontext() if has_static else self._collecting_static(env):
            if not services.postgres or known.get("migrations") != migrations:
                say("更新数据表", "migrating")
                manage(["migrate", "--database", "owner", "--verbosity", "0"], env)
                manage(["grant_app_role"], env)  # new tables come without rights for the application's role
                self.instance.remember(migrations=migrations)
            if not self.empty and env["JIANZHI_MODE"] == "demo" and not known.get("demo"):
                say("装入演示县（首次约半分钟）", "loading the demo county (half a minute, once)")
                manage(["seed_demo", "--if-empty"], env)
                self.instance.remember(demo=True)
        self.instance.remember(static=static)

    @contextmanager
    def _collecting_static(self, env: Environment) -> Iterator[None]:
        """Collect and compress static files while the database is prepared: it needs the other processor only."""
        say("收集静态文件", "collecting static files")
        self.instance.remember(static="")  # half collected is not collected
        command = _manage_command(["collectstatic", "--noinput", "--clear", "--verbosity", "0"])
        with subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL) as process:
            try:
                yield
            except BaseException:
                process.terminate()
                raise
        if process.returncode:
            raise _failure("collectstatic")

    def _start_programs(self, supervisor: Supervisor, env: Environment) -> None:
        """The web server first and alone: the first page should not wait for the others to start."""
        supervisor.add(Program("web", web.command(self.port), env, ROOT))
        if not children.wait_until(lambda: web.answers(self.port), seconds=60, every=0.1):
            supervisor.watch(1)
            raise LauncherError(
                "网页服务 60 秒内没有应答，原因见上。", "The web server did not answer within 60 s; see above."
            )
        seconds = time.monotonic() - self.began
        say(f"{seconds:.1f} 秒后可以访问:http://127.0.0.1:{self.port}/", "open this address in a browser")
        # Celery's warning of root is eight lines long; ours is one.
        celery: list[str | Path] = [
            VENV_PYTHON,
            "-W",
            "ignore:You're running the worker with superuser",
            "-m",
            "celery",
            "--quiet",
            "-A",
            "jianzhi.celery:app",
        ]
        level = env.get("LOG_LEVEL", "WARNING")  # at INFO, three lines for every sweep would bury what matters
        worker = [*celery, "worker", "--loglevel", level, "--concurrency", "2", "--without-mingle", "--without-gossip"]
        beat = [*celery, "beat", "--loglevel", level, "--schedule", self.instance.data / "beat-schedule", "--pidfile="]
        quiet = {**env, "LOG_LEVEL": level}
        supervisor.add(Program("worker", worker, quiet, ROOT, patience=30))
        supervisor.add(Program("beat", beat, quiet, ROOT))

    def _announce(self, env: Environment) -> None:
        if self.instance.read("state.json").get("demo"):
            manage(["demo_accounts"], env, required=False)
        say("按 Ctrl+C 停止", "press Ctrl+C to stop")


def manage(arguments: list[str], env: Environment, *, required: bool = True) -> None:
    """Run a manage.py command. Raise LauncherError if it fails and is `required`."""
    done = subprocess.run(_manage_command(arguments), env=env, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode and required:
        raise _failure(arguments[0])


def _manage_command(arguments: list[str]) -> list[str | Path]:
    return [VENV_PYTHON, ROOT / "manage.py", *arguments]


def _failure(command: str) -> LauncherError:
    return LauncherError(
        f"manage.py {command} 没有成功，原因见上。", f"manage.py {command} failed; the reason is above."
    )
