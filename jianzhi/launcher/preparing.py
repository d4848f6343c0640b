"""From engines that run to a portal that is ready: tables, demo data, static files, and the programs beside the web."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from .console import LauncherError, say
from .instance import Instance, migrations_mark, static_mark
from .paths import ROOT, VENV_PYTHON
from .services import Environment, Services
from .supervisor import Program

# Celery's warning of root is eight lines long; ours is one.
_CELERY: list[str | Path] = [
    VENV_PYTHON,
    "-W",
    "ignore:You're running the worker with superuser",
    "-m",
    "celery",
    "--quiet",
    "-A",
    "jianzhi.celery:app",
]


def prepare(instance: Instance, services: Services, env: Environment, *, empty: bool) -> None:
    """Migrate, load the demo (unless `empty`) and collect static files, each only if something calls for it."""
    known = instance.read("state.json")
    migrations, static = migrations_mark(), static_mark()
    has_static = known.get("static") == static and (instance.data / "static").is_dir()
    with nullcontext() if has_static else _collecting_static(instance, env):
        if not services.postgres or known.get("migrations") != migrations:
            say("更新数据表", "migrating")
            made_before = bool(services.postgres and known.get("migrations"))
            _migrate(env, older=instance.data if made_before else None)
            manage(["grant_app_role"], env)  # new tables come without rights for the application's role
            instance.remember(migrations=migrations)
        if not empty and env["JIANZHI_MODE"] == "demo" and not known.get("demo"):
            say("装入演示县（首次约半分钟）", "loading the demo county (half a minute, once)")
            manage(["seed_demo", "--if-empty"], env)
            instance.remember(demo=True)
    instance.remember(static=static)


def _migrate(env: Environment, *, older: Path | None) -> None:
    """Make or update the tables. `older`: the data folder, when an earlier version made its tables."""
    try:
        manage(["migrate", "--database", "owner", "--verbosity", "0"], env)
    except LauncherError as failure:
        if not older:
            raise
        raise LauncherError(
            f"{older} 里的数据表由更早的版本建立，没有更新成功，原因见上。只是演示的话，删除这个目录后重新运行 ./portal up；"
            "要保留其中的数据，请用原来的版本运行，或用 --data 另建一个目录。",
            f"An earlier version made the tables in {older}, and they could not be updated; the reason is above. For a "
            "demonstration delete the folder and run ./portal up again; to keep what is in it go on with the earlier "
            "version, or make another folder with --data.",
        ) from failure


@contextmanager
def _collecting_static(instance: Instance, env: Environment) -> Iterator[None]:
    """Collect and compress static files while the database is prepared: it needs the other processor only."""
    say("收集静态文件", "collecting static files")
    instance.remember(static="")  # half collected is not collected
    command = manage_command(["collectstatic", "--noinput", "--clear", "--verbosity", "0"])
    with subprocess.Popen(command, env=env, cwd=ROOT, stdin=subprocess.DEVNULL) as process:
        try:
            yield
        except BaseException:
            process.terminate()
            raise
    if process.returncode:
        raise _failure("collectstatic")


def worker_and_beat(instance: Instance, env: Environment) -> list[Program]:
    """What does the long work, and what calls for what is due."""
    level = env.get("LOG_LEVEL", "WARNING")  # at INFO, three lines for every sweep would bury what matters
    worker = [*_CELERY, "worker", "--loglevel", level, "--concurrency", "2", "--without-mingle", "--without-gossip"]
    beat = [*_CELERY, "beat", "--loglevel", level, "--schedule", instance.data / "beat-schedule", "--pidfile="]
    quiet = {**env, "LOG_LEVEL": level}
    return [Program("worker", worker, quiet, ROOT, patience=30), Program("beat", beat, quiet, ROOT)]


def manage(arguments: list[str], env: Environment, *, required: bool = True) -> None:
    """Run a manage.py command. Raise LauncherError if it fails and is `required`."""
    done = subprocess.run(manage_command(arguments), env=env, cwd=ROOT, stdin=subprocess.DEVNULL, check=False)
    if done.returncode and required:
        raise _failure(arguments[0])


def manage_command(arguments: list[str]) -> list[str | Path]:
    """The command line of a manage.py command."""
    return [VENV_PYTHON, ROOT / "manage.py", *arguments]


def _failure(command: str) -> LauncherError:
    return LauncherError(
        f"manage.py {command} 没有成功，原因见上。", f"manage.py {command} failed; the reason is above."
    )
