"""The chores that belong to no register."""

import time
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.management import call_command

from desk.jobs.housekeeping import every
from desk.notices.delivery import deliver_due
from desk.notices.services import forget_old

STALE = timedelta(hours=1)


@every(timedelta(minutes=5))
def clear_scratch() -> int:
    """Remove what crashed work left in the scratch folder: whatever nobody touched for an hour. Gives their number."""
    scratch: Path = settings.DATA_DIR / "scratch"
    latest = time.time() - STALE.total_seconds()
    # The deepest first, so that a folder is empty when its turn comes.
    paths = sorted(scratch.rglob("*"), key=lambda path: len(path.parts), reverse=True) if scratch.is_dir() else []
    return sum(_remove(path) for path in paths if path.lstat().st_mtime < latest)


def _remove(path: Path) -> bool:
    """Remove a file or an empty folder; one that is in use, or was filled meanwhile, waits for the next time."""
    try:
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()
    except OSError:
        return False
    return True


@every(timedelta(days=1))
def clear_sessions() -> None:
    """Remove the sessions that have ended."""
    call_command("clearsessions")


@every(timedelta(minutes=1))
def deliver_notices() -> int:
    """Send the mails and short messages that are due. Gives how many went out."""
    return deliver_due()


@every(timedelta(days=1))
def forget_old_notices() -> int:
    """Delete the notices that were read or sent long ago. Gives their number."""
    return forget_old()
