"""The sweeper: takes back what was lost, hints again, clears away. May run anywhere, any number of times at once.

A lost run counts against its job, and the third ends it (promises.md A7). But when several other jobs lost theirs in
the same minute it is the house that shakes - a restart, a power cut, a full memory - and the attempt is given back
(trap 7).
"""

import logging
import re
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Q
from django.db.models.functions import Now

from desk.jobs.choices import MOST_ATTEMPTS, MOST_INTERRUPTIONS, State
from desk.jobs.hints import hint_on_commit
from desk.jobs.models import Job
from desk.jobs.runs import FOLDER
from desk.jobs.services import tell

SHAKING = timedelta(minutes=1)
OTHERS_LOST = 2  # so many other jobs within that time excuse a loss
DOWNLOADING = timedelta(minutes=10)  # a file is not taken away from under who reads it
AT_ONCE = 50  # hints per sweep; the rest of a long queue follows as these are done

_OURS = re.compile(r"(?P<job>\d+)-(?P<token>\d+)-[0-9a-f]{32}")  # the names Run.file gives
_LOCK = 0x6A6F6273  # "jobs": the advisory lock of the sweeper

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Swept:
    """What one sweep did."""

    taken_back: int = 0
    hinted: int = 0
    expired: int = 0
    orphans: int = 0


def sweep() -> Swept:
    """One round; does nothing while another one is under way."""
    with transaction.atomic():
        if not _alone():
            return Swept()
        swept = Swept(taken_back=_take_back(), hinted=_hint_again(), expired=_expire())
    # Files are no part of the transaction: they go when nothing points at them any more.
    return Swept(swept.taken_back, swept.hinted, swept.expired, _remove_orphans())


def _alone() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


# --- lost runs --------------------------------------------------------------------------------------------------------
def _take_back() -> int:
    """End the runs whose lease is over. A row that is locked is just being finished: leave it."""
    lost = list(Job.objects.lapsed().select_for_update(skip_locked=True))
    Job.objects.filter(pk__in=[job.pk for job in lost]).update(lost_at=Now())
    others = Job.objects.lost_within(SHAKING).count() - 1
    for job in lost:
        _judge(job, excused=others >= OTHERS_LOST)
    hint_on_commit(job for job in lost if job.state == State.WAITING)
    return len(lost)


def _judge(job: Job, *, excused: bool) -> None:
    """Give the job another run, or end it when it had its share."""
    logger.warning("job %s (%s): run %s lost its process", job.pk, job.kind, job.token)
    if excused and job.interruptions < MOST_INTERRUPTIONS:
        job.attempts -= 1
        job.interruptions += 1
    job.state, job.reason = _verdict(job)
    ended = job.state != State.WAITING
    Job.objects.filter(pk=job.pk).update(
        state=job.state,
        reason=job.reason,
        attempts=job.attempts,
        interruptions=job.interruptions,
        lease_until=None,
        hinted_at=Now(),
        finished_at=Now() if ended else None,
    )
    tell(job_id=job.pk)


def _verdict(job: Job) -> tuple[State, str]:
    if job.cancel_requested:
        return State.CANCELLED, "执行中取消，没有写入任何数据。"
    if job.attempts >= MOST_ATTEMPTS:
        return State.FAILED, (
            f"执行它的进程连续 {job.attempts} 次中断，已停止，没有写入任何数据。"
            "多半是数据太多：请缩小范围后重试，仍不成功请联系系统管理员。"
        )
    return State.WAITING, ""


# --- lost hints -------------------------------------------------------------------------------------------------------
def _hint_again() -> int:
    """Hint the oldest waiting jobs again when their last hint is old: Redis may have lost it, or never had it."""
    oldest = Job.objects.waiting()[:AT_ONCE].values("pk")
    patience = timedelta(seconds=settings.JOBS_HINT_AGAIN_SECONDS)
    stale = list(Job.objects.filter(pk__in=oldest, hinted_at__lt=Now() - patience).order_by("queued_at", "pk"))
    Job.objects.filter(pk__in=[job.pk for job in stale]).update(hinted_at=Now())
    hint_on_commit(stale)
    return len(stale)


# --- results ----------------------------------------------------------------------------------------------------------
def _expire() -> int:
    """Forget the files whose time is over, and those that could be fetched once and were; they become orphans."""
    over = Q(result_expires_at__lt=Now()) | Q(fetch_once=True, fetched_at__lt=Now() - DOWNLOADING)
    return Job.objects.exclude(result="").filter(over).update(result="", download_name="")


def _remove_orphans() -> int:
    """Remove the files no job points at.

    A file's name says which run of which job made it. While that run goes on, the file waits for its commit; when it is
    over, the row names the file, or nobody will.
    """
    if not default_storage.exists(FOLDER):
        return 0
    names = default_storage.listdir(FOLDER)[1]  # before the rows: what is committed in between is then seen
    files = [match for name in names if (match := _OURS.fullmatch(name))]
    jobs = Job.objects.in_bulk({int(file["job"]) for file in files})
    orphans = [file[0] for file in files if not _is_awaited(file, jobs.get(int(file["job"])))]
    for name in orphans:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(orphans)


def _is_awaited(file: re.Match[str], job: Job | None) -> bool:
    if job is None:
        return False
    is_open = job.state == State.RUNNING and job.token == int(file["token"])
    return is_open or job.result.name == f"{FOLDER}/{file[0]}"
