"""One run of a job: claim the row, do the work as the person who asked for it, write down how it ended."""

import logging
import sys
import traceback
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from celery.exceptions import SoftTimeLimitExceeded
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import InterfaceError, OperationalError

from desk.jobs import services
from desk.jobs.heartbeat import Heartbeat
from desk.jobs.kinds import JobKind, kind_of
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, Result, Run, RunStopped
from desk.vault.history import telling
from desk.vault.scope import acting_as

logger = logging.getLogger(__name__)


def execute(job_id: int) -> None:
    """Run the job if it waits. Whatever happens is written to its row; nothing is raised."""
    job = services.claim(job_id)
    if job is None:
        return
    try:
        with ExitStack() as afterwards, Heartbeat(job) as heartbeat:
            _work(job, heartbeat, afterwards)
    except RunStopped as stopped:
        if str(stopped):
            services.fail(job=job, reason=str(stopped))
        elif not services.stop(job=job):
            logger.warning("job %s: run %s was superseded, its work is rolled back", job.pk, job.token)
    except (OperationalError, InterfaceError) as error:
        # The database went away, or chose this run to break a deadlock: the lease ends and the job is run again.
        logger.warning("job %s: lost the database (%s)", job.pk, type(error).__name__)
    except Exception as error:
        services.fail(job=job, reason=_reason(job, error))


def _work(job: Job, heartbeat: Heartbeat, afterwards: ExitStack) -> None:
    """All that the job does, and that it is done, in one transaction."""
    kind = kind_of(job.kind)
    actor = _entitled_owner(job, kind)
    run = Run(job, actor, heartbeat, afterwards)
    heartbeat.ask(lambda: _entitled_owner(job, kind, run.rights))
    with (
        acting_as(actor),
        telling(user=actor.pk, request=f"job-{job.pk}-{job.token}", page=kind.code),
        _memory(kind.memory_limit),
    ):
        result = kind.handler(run) or Result()
        _entitled_owner(job, kind, run.rights)
        heartbeat.stop()
        services.finish(job=job, result=result, keep_result=kind.keep_result, rights=run.rights)


def _entitled_owner(job: Job, kind: JobKind, rights: Iterable[str] = ()) -> Any:
    """The owner as of now. Raises JobRefused when they may not have this done any more (promises.md B12).

    `rights`: those the run has asked for besides the kind's. The scope must be the one of the asking: the result is
    shown to whoever covers that one.
    """
    owner = get_user_model()._default_manager.get(pk=job.owner_id)
    if not owner.is_active:
        raise JobRefused("提交人的账号已停用，任务没有执行。")
    if not all(owner.has_perm(right) for right in (kind.permission, *rights)):
        raise JobRefused("提交人已没有这项工作的权限，任务没有执行。")
    if list(owner.scope()) != job.scope:
        raise JobRefused("提交后管辖范围有变动，任务没有执行。请重新提交。")
    return owner


@contextmanager
def _memory(limit: int | None) -> Iterator[None]:
    """Bound the address space of this process. Only Linux honours such a bound."""
    if limit is None or sys.platform != "linux":
        yield
        return
    import resource  # not on Windows

    before = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (limit, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, before)


def _reason(job: Job, error: Exception) -> str:
    """What the owner is told. Of an unforeseen error only the place is logged: its text may hold personal data."""
    match error:
        case JobRefused():
            return str(error)
        case ValidationError():
            return "；".join(error.messages)
        case PermissionDenied():
            return "提交人没有其中一步的权限，没有写入任何数据。"
        case SoftTimeLimitExceeded():
            return "超过了这种任务的时限，没有写入任何数据。请缩小范围后重试。"
        case MemoryError():
            return "数据太多，超过了内存限额，没有写入任何数据。请缩小范围后重试。"
    place = "".join(traceback.format_tb(error.__traceback__))
    logger.error("job %s (%s): %s\n%s", job.pk, job.kind, type(error).__name__, place)
    return f"程序出错，没有写入任何数据。可以重试；仍不成功，请把编号 {job.pk} 告诉系统管理员。"
