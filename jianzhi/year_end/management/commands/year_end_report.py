"""`manage.py year_end_report`: the annual report and the workbook of the county as files, made by the workers."""

import time
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from desk.jobs import services as jobs
from desk.jobs.choices import State
from desk.jobs.kinds import JobKind
from desk.jobs.models import Job
from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodKind
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.tasks.matters import EXPORT
from jianzhi.year_end.tasks.papers import docx, key_of, report, title_of
from jianzhi.year_end.tasks.workbook import workbook
from unions.models import Appointment, UnionOrg, User

KINDS: tuple[JobKind, ...] = (report, docx, workbook)
PATIENCE = 600  # seconds for all of them
LOOK = 0.3  # seconds between two looks


class Command(BaseCommand):
    help = "Has the workers make the report (PDF and DOCX) and the workbook of the county for a year."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--period", type=int, required=True, help="the year")
        parser.add_argument("--out", type=Path, required=True, help="the folder for the files")

    def handle(self, *args: Any, **options: Any) -> None:
        period = ReportingPeriod.objects.filter(kind=PeriodKind.CALENDAR_YEAR, year=options["period"]).first()
        if period is None:
            raise CommandError(
                f"没有 {options['period']} 年的统计期。演示数据含 2014 年：请用 --data 换一个新的数据目录。"
            )
        county, officer = _county()
        with acting_as(officer):
            asked = [_start(kind, officer, period, county) for kind in KINDS]
        self._wait(asked)
        folder = options["out"]
        folder.mkdir(parents=True, exist_ok=True)
        for job in asked:
            self.stdout.write(str(_fetch(job, officer, folder)))

    def _wait(self, asked: Sequence[Job]) -> None:
        """Until all are done, telling how far they are. Raises CommandError when one fails or it takes too long."""
        limit, told = time.monotonic() + PATIENCE, ""
        while True:
            rows = list(Job.objects.filter(pk__in=[job.pk for job in asked]).order_by("pk"))
            said = "；".join(f"{row.title} {row.get_state_display()} {row.message}".strip() for row in rows)
            if said != told:
                self.stderr.write(said)
                told = said
            for row in rows:
                if row.state in {State.FAILED, State.CANCELLED}:
                    raise CommandError(f"{row.title}没有生成：{row.reason}")
            if all(row.state == State.DONE for row in rows):
                return
            if time.monotonic() > limit:
                raise CommandError("等了十分钟还没有完成，请看任务页和 worker 的输出。")
            time.sleep(LOOK)


def _county() -> tuple[UnionOrg, User]:
    """The county federation, and somebody who may have its papers made. Raises CommandError when there is none."""
    with everything("year end: who makes the report"):
        county: UnionOrg | None = UnionOrg.objects.filter(parent=None).first()
        if county is None:
            raise CommandError("没有县总工会。")
        today = Appointment.objects.on(timezone.localdate()).filter(union=county, user__is_active=True)
        for appointment in today.select_related("user").order_by("pk"):
            if appointment.user.has_perm(EXPORT, county):
                return county, appointment.user
    raise CommandError("没有可以导出年终统计的在任人员。")


def _start(kind: JobKind, officer: User, period: ReportingPeriod, county: UnionOrg) -> Job:
    asked = {"period": period.pk, "union": county.pk}
    title = title_of(kind, period, county)
    return jobs.start(kind=kind, owner=officer, args=asked, key=key_of(period, county), title=title)


def _fetch(job: Job, officer: User, folder: Path) -> Path:
    """The result of a job as a file in `folder`."""
    with acting_as(officer):
        job.refresh_from_db()
        path = folder / job.download_name
        with path.open("wb") as file:
            for part in jobs.fetch(job=job, by=officer):
                file.write(part)
    return path
