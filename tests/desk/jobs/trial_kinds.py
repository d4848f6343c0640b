"""Kinds of jobs for the tests; the workers that tests start include this module."""

import os
import signal
import time
from datetime import timedelta
from pathlib import Path

from django.db import connection

from desk.jobs.kinds import job_kind
from desk.jobs.runs import JobRefused, Result, Run
from desk.vault import scope

RIGHT = "unions.view_unionorg"
FURTHER_RIGHT = "unions.reveal_officer"


def leave_trace(run: Run) -> None:
    """A write of the business transaction: one row for each run that is committed."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO trial_trace (number) VALUES (%s)", [run.args["number"]])


@job_kind("trial.quick", title="快的任务", permission=RIGHT)
def quick(run: Run) -> None:
    leave_trace(run)


@job_kind("trial.paper", title="打印工会名册", permission=RIGHT)
def paper(run: Run) -> Result:
    leave_trace(run)
    return run.file("工会名册.pdf", b"%PDF-1.7 trial", message="共 7 页")


@job_kind("trial.slow", title="慢的任务", permission=RIGHT)
def slow(run: Run) -> Result:
    """Writes first, then works for `tenths` of a second, and tells the process it runs in."""
    leave_trace(run)
    run.log(f"process {os.getpid()}")
    for tenth in range(run.args["tenths"]):
        run.progress(tenth, run.args["tenths"], f"第 {tenth} 步")
        time.sleep(0.1)
    return run.file("结果.txt", str(run.args["number"]).encode())


@job_kind("trial.poison", title="毒任务", permission=RIGHT)
def poison(run: Run) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@job_kind("trial.secret", title="机密的任务", permission=RIGHT)
def secret(run: Run) -> Result:
    """Asks for a further right, and leaves a file that can be fetched once."""
    run.demand(FURTHER_RIGHT)
    return run.file("名单.txt", lambda out: [out.write(part) for part in (b"planted ", "欧阳建国".encode())], once=True)


@job_kind("trial.long", title="长的任务", permission=RIGHT)
def long(run: Run) -> None:
    """Works until it is stopped, with a further right."""
    leave_trace(run)
    run.demand(FURTHER_RIGHT)
    while True:
        run.check_cancelled()
        time.sleep(0.02)


@job_kind("trial.huge", title="太大的任务", permission=RIGHT, memory_limit=2 * 1024**3)
def huge(run: Run) -> None:
    leave_trace(run)
    bytearray(4 * 1024**3)


@job_kind("trial.endless", title="没完的任务", permission=RIGHT, time_limit=timedelta(seconds=1))
def endless(run: Run) -> None:
    leave_trace(run)
    time.sleep(60)


@job_kind("trial.refused", title="不可做的任务", permission=RIGHT)
def refused(run: Run) -> None:
    leave_trace(run)
    raise JobRefused("名册超过 2000 行，请按工会分开打印。")


@job_kind("trial.broken", title="有错的任务", permission=RIGHT)
def broken(run: Run) -> None:
    leave_trace(run)
    raise ZeroDivisionError("33018219800101" + "0041")  # an error's text may hold personal data


@job_kind("trial.scope", title="看范围", permission=RIGHT)
def tell_scope(run: Run) -> Result:
    """Answers with whom it works for and in which scope: in Python and in PostgreSQL."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('jianzhi.scope')")
        in_database = cursor.fetchone()[0]
    return Result(message=f"{run.actor.username} {scope.require().branches} {in_database}")


@job_kind("trial.gate", title="等门开", permission=RIGHT)
def wait_for_gate(run: Run) -> None:
    """Works until the test opens the gate: the environment of the test says which file that is."""
    leave_trace(run)
    while not Path(os.environ["TRIAL_GATE"]).exists():
        run.check_cancelled()
        time.sleep(0.02)
