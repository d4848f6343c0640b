"""`./portal test`: the whole suite on its own PostgreSQL and Valkey, which are removed afterwards.

Asked for as a whole it runs in two halves side by side, each with engines of its own, because it takes one processor
twelve minutes and most machines have two.
"""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path
from typing import IO

from . import children, libraries, services
from .manage import call
from .paths import ROOT, VENV_PYTHON

HALVES = 2
# What was compiled is kept, even where the environment says otherwise: tests start some thousand processes.
_KEPT = {"PYTHONDONTWRITEBYTECODE": ""}


def run(arguments: list[str], *, nightly: bool) -> int:
    """Run pytest with `arguments` and return its exit status. Tests marked `nightly` run only when asked for."""
    libraries.ensure()
    browser = libraries.ensure_browser()
    command = [str(VENV_PYTHON), "-m", "pytest", *([] if nightly else ["-m", "not nightly"]), *arguments]
    if not arguments and not nightly and (os.cpu_count() or 1) >= HALVES:
        return _side_by_side(command, browser)
    with services.temporary() as (_, environment, _folder):
        return call(command, {**os.environ, **environment, **_KEPT, "CHROMIUM": browser})


def _side_by_side(command: list[str], browser: str) -> int:
    """Run both halves; show the first while it runs and the second when both have ended, and add up what they say."""
    with ExitStack() as stack:
        logs: list[Path] = []
        processes: list[subprocess.Popen[bytes]] = []
        for half in range(1, HALVES + 1):
            _, environment, folder = stack.enter_context(services.temporary())
            env = {**os.environ, **environment, **_KEPT, "CHROMIUM": browser, "TEST_HALF": f"{half}/{HALVES}"}
            logs.append(folder / "pytest.log")
            process = children.start(command, env=env, output=stack.enter_context(logs[-1].open("wb")), cwd=ROOT)
            stack.callback(children.stop, process, signal.SIGINT, patience=20)
            processes.append(process)
        with logs[0].open("rb") as log:
            while any(process.poll() is None for process in processes):
                _show(log)
                time.sleep(0.5)
            _show(log)
        texts = [log.read_text(encoding="utf-8", errors="replace") for log in logs]
    sys.stdout.write("".join(texts[1:]))
    passed, failed = (sum(_count(text, words) for text in texts) for words in ("passed", "failed|errors?"))
    sys.stdout.write(f"\n{passed} passed, {failed} failed\n")
    return max((process.returncode for process in processes), key=abs)


def _show(log: IO[bytes]) -> None:
    sys.stdout.write(log.read().decode("utf-8", "replace"))
    sys.stdout.flush()


def _count(text: str, words: str) -> int:
    """What the closing line of pytest counts under one of these words."""
    closing = text.rstrip().rsplit("\n", 1)[-1]
    return sum(int(number) for number in re.findall(rf"(\d+) (?:{words})\b", closing))
