"""Nothing of a file stays: an import nobody goes on with is given up after an hour, and its files go (promises.md B13)."""

import re
from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from desk.jobs.choices import UNFINISHED
from desk.sheets.choices import ImportState
from desk.sheets.imports import files
from desk.sheets.models import ImportRun

KEEP_FILES = timedelta(minutes=50)  # this runs every five minutes, and the promise is an hour
LAPSED = "一小时内没有继续办理，上传的文件已删除，没有写入任何数据。请重新上传。"
_OURS = re.compile(r"\d+-[A-Za-z0-9]{32}")  # the names files.keep gives


def clean() -> int:
    """Give up what was left lying and remove the files no import names; gives how many files and imports went.

    May run anywhere, any number of times at once (desk.sheets.tasks).
    """
    return _give_up() + _remove_orphans()


def _give_up() -> int:
    """Imports whose job still waits or runs are being worked on."""
    with transaction.atomic():
        left = ImportRun.objects.left_lying(timezone.now() - KEEP_FILES).exclude(job__state__in=UNFINISHED)
        runs = list(left.select_for_update(of=("self",), skip_locked=True))
        for run in runs:
            files.forget(run)
            run.state, run.message = ImportState.DISCARDED, LAPSED
            run.version += 1
            run.save()
    return len(runs)


def _remove_orphans() -> int:
    """Files that belong to nothing: their transaction was rolled back, or died between commit and removal.

    A young file may be of a transaction that is not over yet.
    """
    if not default_storage.exists(files.FOLDER):
        return 0
    names = [f"{files.FOLDER}/{name}" for name in default_storage.listdir(files.FOLDER)[1] if _OURS.fullmatch(name)]
    named = set(ImportRun.objects.with_files().values_list("upload", flat=True))
    named |= set(ImportRun.objects.with_files().values_list("plan", flat=True))
    orphans = [name for name in names if name not in named and _is_old(name)]
    for name in orphans:
        default_storage.delete(name)
    return len(orphans)


def _is_old(name: str) -> bool:
    try:
        return default_storage.get_modified_time(name) < timezone.now() - KEEP_FILES
    except FileNotFoundError:  # another sweep was quicker
        return False
