"""The command line of `./portal`."""

import argparse
import signal
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from . import venv
from .console import LauncherError, stop
from .paths import DEFAULT_DATA

NEEDS_DEV = {"test", "check", "bench"}


def main(arguments: list[str]) -> int:
    """Run one command and return its exit status."""
    _interruptible()
    asked, passed = _parse(arguments)
    try:
        venv.enter(dev=asked.command in NEEDS_DEV, arguments=arguments)
        return _commands()[asked.command](asked, passed)
    except LauncherError as error:
        stop(error)
    except KeyboardInterrupt:
        return 130


def _interruptible() -> None:
    """Let SIGTERM and a closed terminal end the launcher as Ctrl+C does: through every `finally`."""

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGTERM, interrupt)
    signal.signal(signal.SIGHUP, interrupt)


def _parse(arguments: list[str]) -> tuple[argparse.Namespace, list[str]]:
    """Split what is the launcher's from what is passed on to pytest or manage.py."""
    parser = argparse.ArgumentParser(
        prog="./portal", description="建职 · the portal of a county trade-union federation"
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="up|report|test|check|manage|bench")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument("--data", type=_folder, default=DEFAULT_DATA, help="数据目录 · data folder")
    up = commands.add_parser("up", parents=[data], help="启动全部服务 · start everything")
    up.add_argument("--port", type=_port, default=8000, help="网页端口 · port of the web server (8000)")
    up.add_argument("--empty", action="store_true", help="不装入演示数据 · without the demo county")
    report = commands.add_parser("report", parents=[data], help="生成年度报告和统计表 · the annual report as files")
    report.add_argument("--period", type=int, default=2014, help="年度 · year (2014)")
    report.add_argument("--out", type=_folder, default="out", help="输出目录 · folder for the files (out)")
    test = commands.add_parser(
        "test", help="运行测试，其余参数交给 pytest · the tests", add_help=False, allow_abbrev=False
    )
    test.add_argument("--nightly", action="store_true", help="也运行夜间测试 · the nightly tests too")
    commands.add_parser("check", help="静态检查 · static checks")
    manage = commands.add_parser("manage", parents=[data], help="运行 manage.py 命令 · any manage.py command")
    manage.add_argument("rest", nargs=argparse.REMAINDER, metavar="命令 · command")
    bench = commands.add_parser("bench", help="性能测试 · the benchmarks")
    bench.add_argument("name", nargs="?", help="只运行这一项 · only this one")
    asked, passed = parser.parse_known_args(arguments)
    if passed and asked.command != "test":
        parser.error(f"unrecognized arguments: {' '.join(passed)}")
    return asked, passed


def _folder(text: str | Path) -> Path:
    return Path(text).expanduser().absolute()


def _port(text: str) -> int:
    port = int(text)
    if not 1 <= port <= 65535:
        raise argparse.ArgumentTypeError("1–65535")
    return port


def _commands() -> dict[str, Callable[[argparse.Namespace, list[str]], int]]:
    """The commands. Their modules may use the virtual environment, so they are imported inside it."""
    from . import benchmarks, checks, manage, report, testing, up

    return {
        "up": lambda asked, _: up.run(data=asked.data, port=asked.port, empty=asked.empty),
        "report": lambda asked, _: report.run(period=asked.period, out=asked.out, data=asked.data),
        "test": lambda asked, passed: testing.run(passed, nightly=asked.nightly),
        "check": lambda asked, _: checks.run(),
        "manage": lambda asked, _: manage.run(asked.rest, data=asked.data),
        "bench": lambda asked, _: benchmarks.run(asked.name),
    }
