"""Whether the portal is well: for the container's health check, for the operator, and before an update."""

import shutil
import time
from collections.abc import Callable
from pathlib import Path

from celery.exceptions import CeleryError
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection, transaction
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from kombu.exceptions import KombuError

from desk.jobs.models import Job
from desk.papers import fonts, pdf
from desk.vault import scope
from jianzhi.celery import app

DISK_WARNING, DISK_FULL = 85, 95  # per cent (promises.md A6)
BACKUP_MAX_HOURS = 26  # promises.md I10
WORKER_ANSWERS_WITHIN = 0.7  # seconds
LONGEST_WAIT = 120  # seconds (promises.md I10)

Finding = tuple[bool, str]


def database() -> Finding:
    """PostgreSQL answers, and pg_trgm sees Chinese (a cluster made with LC_CTYPE=C is blind to it)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT cardinality(show_trgm('工会会员')) > 0")
        sees_chinese = cursor.fetchone()[0]
    return sees_chinese, "ok" if sees_chinese else "pg_trgm is blind to Chinese: initdb with --lc-ctype=C.UTF-8"


def name_search() -> Finding:
    """Names are looked up in their index, not in all rows (docs/decisions/0004-search-under-row-level-security.md)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT proleakproof FROM pg_proc WHERE oid = 'pg_catalog.textlike(text,text)'::regprocedure")
        indexed = cursor.fetchone()[0]
    return indexed, "ok" if indexed else "slow: ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF"


def broker() -> Finding:
    """Redis or Valkey answers."""
    with app.connection_for_read() as link:
        link.ensure_connection(max_retries=1, timeout=1)
    return True, "ok"


def worker() -> Finding:
    """A Celery worker answers a ping."""
    answers = app.control.ping(timeout=WORKER_ANSWERS_WITHIN)
    return bool(answers), f"{len(answers)} answering"


def fonts_for_paper() -> Finding:
    """All fonts of the papers are there, and PDFs are subset by HarfBuzz (ten times faster)."""
    missing = fonts.missing()
    if missing:
        return False, "missing: " + ", ".join(missing)
    return pdf.has_harfbuzz_subset(), "ok" if pdf.has_harfbuzz_subset() else "libharfbuzz-subset is missing"


def disk() -> Finding:
    """Room for files."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    usage = shutil.disk_usage(settings.DATA_DIR)
    percent = round(100 * usage.used / usage.total)
    return percent < DISK_FULL, f"{percent} % used" + (" (warning)" if percent >= DISK_WARNING else "")


def last_backup() -> Finding:
    """When a restore was last verified: the time of the file BACKUP_STAMP, touched by the restore drill."""
    if not settings.BACKUP_STAMP:
        return not settings.HTTPS, "no BACKUP_STAMP is set"
    stamp = Path(settings.BACKUP_STAMP)
    if not stamp.exists():
        return False, "never verified"
    hours = (time.time() - stamp.stat().st_mtime) / 3600
    return hours <= BACKUP_MAX_HOURS, f"verified {hours:.1f} hours ago"


def jobs_waiting() -> Finding:
    """No job has waited longer than the sweeper should let it."""
    with scope.everything("health check"):
        oldest = Job.objects.waiting().values_list("queued_at", flat=True).first()
    seconds = int((timezone.now() - oldest).total_seconds()) if oldest else 0
    return seconds <= LONGEST_WAIT, f"oldest waiting {seconds} s"


CHECKS: dict[str, Callable[[], Finding]] = {
    "database": database,
    "name_search": name_search,
    "broker": broker,
    "worker": worker,
    "fonts": fonts_for_paper,
    "disk": disk,
    "last_backup": last_backup,
    "jobs": jobs_waiting,
}
# Without these nobody can be served; the others degrade one thing each.
VITAL = ("database", "disk")


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while people can be served, 503 when not; each part with its finding. Says nothing about anybody."""
    if "quick" in request.GET:
        return JsonResponse({"status": "ok"})
    parts = {name: _look(check) for name, check in CHECKS.items()}
    vital = all(parts[name]["ok"] for name in VITAL)
    well = all(part["ok"] for part in parts.values())
    status = "ok" if well else "degraded" if vital else "down"
    return JsonResponse({"status": status, **parts}, status=200 if vital else 503)


def _look(check: Callable[[], Finding]) -> dict[str, object]:
    try:
        with transaction.atomic():  # one check that fails must not break the transaction of the others
            ok, note = check()
    except (DatabaseError, OSError, KombuError, CeleryError) as error:
        ok, note = False, type(error).__name__
    return {"ok": ok, "note": note}
