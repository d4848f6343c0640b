"""What can be done to a job. Each verb is one transaction, and every write of a run stands behind its fence."""

import logging
import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import chain
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.core.files import File
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone
from psycopg.errors import UniqueViolation

from desk.jobs.choices import State
from desk.jobs.hints import hint_on_commit
from desk.jobs.kinds import JobKind, kind_of
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, Result, RunStopped, place_of
from desk.notices.services import check_wording, post
from desk.vault.choices import AccessKind
from desk.vault.ciphers import SealBroken
from desk.vault.files import open_stream
from desk.vault.scope import Scope, ScopeMissing
from desk.vault.services import record_access

_LARGEST_ID = 10**10  # larger numbers are telephone or identity numbers, not ids
_CODE = re.compile(r"[A-Za-z][\w.:-]{0,63}|\d{4}-\d\d-\d\d|", re.ASCII)
_REASON_LENGTH = Job._meta.get_field("reason").max_length

logger = logging.getLogger(__name__)


def lease() -> timedelta:
    """How long a run may be silent before its job is given to another worker."""
    return timedelta(seconds=settings.JOBS_LEASE_SECONDS)


# --- asking -----------------------------------------------------------------------------------------------------------
@transaction.atomic
def start(*, kind: JobKind, owner: Any, args: Mapping[str, Any], key: str = "", title: str = "") -> Job:
    """Put a job into the queue, in the caller's transaction: if that fails there is no job.

    `args` are ids, codes and dates, never personal data (ValueError). `key` makes asking twice harmless: while a job of
    this kind with this key is unfinished, it is the answer. `title` says more than the kind's title, without personal
    data (ValueError). Raises PermissionDenied without the kind's right, ScopeMissing for an owner without a branch, JobRefused when
    the unfinished job with this key is another person's.
    """
    if not owner.has_perm(kind.permission):
        raise PermissionDenied(f"{kind.code} needs {kind.permission}")
    branches = list(owner.scope())
    if not branches:
        raise ScopeMissing(f"{kind.code}: its owner works for no branch")
    _check_args(args)
    check_wording(title)  # it becomes the subject of a notice
    return _insert(
        Job(kind=kind.code, title=title or kind.title, owner=owner, scope=branches, args=dict(args), key=key)
    )


def _insert(job: Job) -> Job:
    """Insert `job`, or find the unfinished one that holds its key."""
    while True:
        try:
            with transaction.atomic():
                job.save(force_insert=True)
        except IntegrityError as error:
            if not isinstance(error.__cause__, UniqueViolation):
                raise
            other = Job.objects.unfinished().filter(kind=job.kind, key=job.key).first()
            if other is None:
                continue  # it ended between the two looks, so the key is free
            if other.owner_id != job.owner_id:
                raise JobRefused("同样的任务正由其他人执行，请等它结束后再提交。") from error
            return other
        hint_on_commit([job])
        return job


def _check_args(value: Any) -> None:
    if isinstance(value, Mapping):
        for part in value.values():
            _check_args(part)
    elif isinstance(value, list | tuple):
        for part in value:
            _check_args(part)
    elif not _is_reference(value):
        raise ValueError("arguments of a job are ids, codes and dates")  # the value itself stays out of the log


def _is_reference(value: Any) -> bool:
    if isinstance(value, str):
        return _CODE.fullmatch(value) is not None or _is_uuid(value)
    return value is None or (isinstance(value, int) and abs(value) < _LARGEST_ID)


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


# --- a person's verbs on a job ----------------------------------------------------------------------------------------
@transaction.atomic
def cancel(*, job: Job, by: Any) -> Job:
    """Take a waiting job out of the queue, or ask a running one to stop; what it wrote is then rolled back.

    Raises PermissionDenied for who neither asked for the job nor may change jobs, JobRefused when it has ended.
    """
    if not (job.was_asked_by(by) or by.has_perm("jobs.change_job")):
        raise PermissionDenied("not one's own job")
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if not job.is_unfinished:
        raise JobRefused(f"这项任务已经结束（{job.get_state_display()}），不能再取消。")
    if job.state == State.RUNNING and not job.is_lapsed:
        job.cancel_requested = True
        job.save(update_fields=["cancel_requested"])
        return job
    reason = "由提交人取消。" if job.was_asked_by(by) else "由管理人员取消。"
    _end(Job.objects.filter(pk=job.pk), State.CANCELLED, reason)
    job.refresh_from_db()
    return job


@transaction.atomic
def retry(*, job: Job, by: Any) -> Job:
    """Put a failed or cancelled job back into the queue, with fresh attempts.

    Raises PermissionDenied for anybody but its owner, in whose name it runs, and JobRefused when it cannot be.
    """
    if not job.was_asked_by(by):
        raise PermissionDenied("not one's own job")
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)
    if job.state not in {State.FAILED, State.CANCELLED}:
        raise JobRefused(f"这项任务的状态是“{job.get_state_display()}”，不需要重试。")
    try:
        with transaction.atomic():
            Job.objects.filter(pk=job.pk).update(
                state=State.WAITING,
                cancel_requested=False,
                attempts=0,
                interruptions=0,
                done=0,
                total=0,
                message="",
                reason="",
                queued_at=Now(),
                hinted_at=Now(),
                finished_at=None,
                lost_at=None,
            )
    except IntegrityError as error:
        raise JobRefused("同样的任务已经在进行，请等它结束。") from error
    job.refresh_from_db()
    hint_on_commit([job])
    return job


# --- the result -------------------------------------------------------------------------------------------------------
def may_fetch(*, job: Job, by: Any) -> bool:
    """Whether `by` may have the result now: they hold the rights it was made with, and its whole scope is theirs.

    What can be fetched once is for the person who asked for it (promises.md B11, B12).
    """
    try:
        kind = kind_of(job.kind)
    except JobRefused:
        return False
    theirs = Scope(by.scope())
    return (
        all(by.has_perm(right) for right in (kind.permission, *job.rights))
        and all(theirs.covers(branch) for branch in job.scope)
        and (not job.fetch_once or job.was_asked_by(by))
    )


@transaction.atomic
def fetch(*, job: Job, by: Any) -> Iterator[bytes]:
    """The result of `job`, opened as it is read; who took it goes into the access log.

    Raises PermissionDenied for who may not have it (any more), JobRefused when there is none (any more).
    """
    if not may_fetch(job=job, by=by):
        raise PermissionDenied("没有取得这份结果的权限。")
    job = Job.objects.select_for_update(of=("self",)).get(pk=job.pk)  # of two fetches at once, one is the first
    if job.is_used_up:
        when = timezone.localtime(job.fetched_at)
        raise JobRefused(
            f"这份文件含未遮盖的个人信息，只能下载一次，已于 {when:%Y-%m-%d %H:%M} 下载。如仍需要，请重新导出。"
        )
    if not job.has_result:
        raise JobRefused("没有结果文件，或已过保留期。请重新提交任务。")
    parts = _opened(job)
    job.fetched_at = timezone.now()
    job.save(update_fields=["fetched_at"])
    record_access(user=by, kind=AccessKind.EXPORT, model=Job, object_id=job.pk)
    return parts


def _opened(job: Job) -> Iterator[bytes]:
    """The parts of the result file; that it is there and ours shows at once. Raises JobRefused."""
    try:
        file = job.result.open("rb")
    except FileNotFoundError as error:
        raise JobRefused("结果文件已不在服务器上。请重新提交任务，并告诉系统管理员。") from error
    parts = _read(file, place_of(job))
    try:
        first = next(parts, b"")
    except SealBroken as error:
        logger.exception("job %s: its result does not open", job.pk)
        raise JobRefused("结果文件已损坏或被改动，无法打开。请重新提交任务，并告诉系统管理员。") from error
    return chain([first], parts)


def _read(file: File, place: str) -> Iterator[bytes]:
    with file:
        yield from open_stream(file, place=place)


# --- a worker's verbs -------------------------------------------------------------------------------------------------
@transaction.atomic
def claim(job_id: int) -> Job | None:
    """Take the job if it waits: the next token, one attempt used, and a lease. None when somebody else has it."""
    taken = Job.objects.filter(pk=job_id, state=State.WAITING).update(
        state=State.RUNNING,
        token=F("token") + 1,
        attempts=F("attempts") + 1,
        done=0,
        total=0,
        message="",
        started_at=Now(),
        heartbeat_at=Now(),
        lease_until=Now() + lease(),
    )
    return Job.objects.get(pk=job_id) if taken else None


@transaction.atomic
def finish(*, job: Job, result: Result, keep_result: timedelta, rights: Iterable[str] = ()) -> None:
    """The last statement of a run, in the transaction of its work: both are committed, or neither.

    `rights`: those the run asked for besides its kind's.
    Raises RunStopped when this run no longer holds the job, or its owner asked to cancel it.
    """
    ended = (
        Job.objects.held(job)
        .filter(cancel_requested=False)
        .update(
            state=State.DONE,
            lease_until=None,
            finished_at=Now(),
            message=result.message or F("message"),
            result=result.stored_as,
            download_name=result.download_name,
            rights=list(rights),
            fetch_once=result.once,
            result_expires_at=Now() + keep_result if result.stored_as else None,
        )
    )
    if not ended:
        raise RunStopped
    tell(job_id=job.pk)


@transaction.atomic
def fail(*, job: Job, reason: str) -> bool:
    """End the job for `reason`, unless another run holds it. Return whether it was ours to end."""
    ended = _end(Job.objects.held(job), State.FAILED, reason)
    if ended:
        tell(job_id=job.pk)
    return ended


def stop(*, job: Job) -> bool:
    """End the job whose owner asked to cancel it, unless another run holds it. Return whether it was ours to end."""
    return _end(Job.objects.held(job).filter(cancel_requested=True), State.CANCELLED, "执行中取消，没有写入任何数据。")


def tell(*, job_id: int) -> None:
    """Tell the owner that the job has ended: when it failed, and when they had to wait for it.

    Called in the transaction that ends it, after that was written. The token makes it one notice for each run.
    """
    job = Job.objects.select_related("owner").get(pk=job_id)
    if job.state == State.FAILED:
        subject, text = f"任务失败：{job.title}", "没有写入任何数据。打开可以看到原因，并可以重试。"
    elif job.state == State.DONE and _took_long(job):
        subject, text = f"任务完成：{job.title}", "打开可以看到结果。" + ("文件可以下载。" if job.result else "")
    else:
        return
    post(
        key=f"job:{job.pk}:{job.token}",
        topic=f"job.{job.state}",
        subject=subject,
        text=text,
        to=job.owner,
        url=job.get_absolute_url(),
    )


def _took_long(job: Job) -> bool:
    """Whether its owner has turned to something else meanwhile."""
    waited = job.finished_at - job.queued_at if job.finished_at else timedelta()
    return waited.total_seconds() > settings.JOBS_TELL_AFTER_SECONDS


def _end(jobs: Any, state: State, reason: str) -> bool:
    changes = {"state": state, "reason": reason[:_REASON_LENGTH], "lease_until": None, "finished_at": Now()}
    return bool(jobs.update(**changes))
