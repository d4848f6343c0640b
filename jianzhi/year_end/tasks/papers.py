"""The jobs that make the papers of a period. Arguments are ids: {"period": pk, "union": pk}."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any
from zipfile import ZIP_STORED, ZipFile

from desk.jobs.kinds import JobKind, job_kind
from desk.jobs.runs import Result, Run
from desk.papers.pdf import without_collecting
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.document.pdf import brief_pdf, report_pdf
from jianzhi.year_end.document.word import report_docx
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.tasks.asking import asked, drawn, file_name, safe, told
from jianzhi.year_end.tasks.matters import EXPORT, illustrated, matter_of, matters_of
from unions.models import UnionOrg

STEPS = 3  # of a single paper: counted, drawn, stored
BATCH_LIMIT = timedelta(hours=1)


@job_kind("year_end.report", title="年度工作报告（PDF）", permission=EXPORT)
def report(run: Run) -> Result:
    """年度工作报告 as PDF."""
    return _paper(run, report_pdf, "年度工作报告.pdf")


@job_kind("year_end.report_docx", title="年度工作报告（Word）", permission=EXPORT)
def docx(run: Run) -> Result:
    """年度工作报告 as DOCX."""
    return _paper(run, report_docx, "年度工作报告.docx")


@job_kind("year_end.brief", title="工作简报", permission=EXPORT)
def brief(run: Run) -> Result:
    """简报: one page."""
    return _paper(run, brief_pdf, "工作简报.pdf")


@job_kind("year_end.batch", title="所属各工会年度报告（打包）", permission=EXPORT, time_limit=BATCH_LIMIT)
def batch(run: Run) -> Result:
    """A report for each union of the branch, in one zip."""
    period, union = asked(run)
    with told():
        count, matters = matters_of(run.actor, period, union)
        name = file_name(period, union, "所属各工会年度报告.zip")
        return run.file(name, lambda out: _write(run, out, matters, count), f"共 {count} 份报告。")


def _paper(run: Run, draw: Callable[[Matter], bytes], name: str) -> Result:
    period, union = asked(run)
    with told():
        run.progress(0, STEPS, "正在汇总数据")
        matter = matter_of(run.actor, period, union)
        run.progress(1, STEPS, "正在排版")
        run.afterwards.enter_context(without_collecting())
        content = drawn(run, draw, illustrated(matter))
        run.progress(2, STEPS, "正在保存")
        result = run.file(file_name(period, union, name), content, matter.imprint.standing)
        run.progress(STEPS, STEPS, "完成")
        return result


def _write(run: Run, out: Any, matters: Iterator[Matter], count: int) -> None:
    # A PDF is compressed already.
    with ZipFile(out, "w", ZIP_STORED) as archive:
        for number, matter in enumerate(matters, 1):
            run.progress(number - 1, count, f"正在生成第 {number} 份，共 {count} 份")
            content = drawn(run, report_pdf, illustrated(matter))
            archive.writestr(f"{number:04}-{safe(matter.report.union.name)}.pdf", content)
    run.progress(count, count, "正在保存")


KINDS: tuple[JobKind, ...] = (report, docx, brief, batch)


def key_of(period: ReportingPeriod, union: UnionOrg) -> str:
    """While a job of a kind with this key is unfinished, asking for it again gives the same job."""
    return f"{period.pk}-{union.pk}"


def title_of(kind: JobKind, period: ReportingPeriod, union: UnionOrg) -> str:
    """What the job is called on the jobs page."""
    return f"{kind.title} · {period.year} · {union.short_name or union.name}"[:120]
