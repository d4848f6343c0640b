"""The job that makes the public edition of a signed report. Arguments are ids: {"period": pk, "union": pk}."""

from django.core.exceptions import PermissionDenied

from desk.jobs import services as jobs
from desk.jobs.kinds import JobKind, job_kind
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused, Result, Run
from desk.papers.pdf import without_collecting
from jianzhi.year_end.document.pdf import report_pdf
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services.publishing import offer, published_edition
from jianzhi.year_end.tasks.asking import asked, drawn, file_name, told
from jianzhi.year_end.tasks.matters import public_matter
from jianzhi.year_end.tasks.papers import key_of, title_of
from unions.models import UnionOrg, User

SIGN = "year_end.sign_edition"
STEPS = 3


@job_kind("year_end.public_report", title="年度工作报告（公开版）", permission=SIGN)
def public_report(run: Run) -> Result:
    """The latest published edition as a PDF for everybody, offered on the public page of statistics."""
    period, union = asked(run)
    if union.parent_id is not None:
        raise PermissionDenied("only the county's report is published")
    edition = published_edition(period)
    if edition is None:
        raise JobRefused("本期没有可以公布的数据。还没有签发的，请先签发。")
    with told():
        run.progress(0, STEPS, "正在隐去不予公布的数字")
        matter = public_matter(edition)
        run.progress(1, STEPS, "正在排版")
        run.afterwards.enter_context(without_collecting())
        content = drawn(run, report_pdf, matter)
        run.progress(2, STEPS, "正在公布")
        offer(edition=edition, content=content)
        name = file_name(period, union, "年度工作报告（公开版）.pdf")
        result = run.file(name, content, "已在“统计公开”页面提供下载。")
        run.progress(STEPS, STEPS, "完成")
        return result


def start(*, period: ReportingPeriod, county: UnionOrg, actor: User) -> Job:
    """Has the public edition made. Raises PermissionDenied; JobRefused while another person's job makes it."""
    kind: JobKind = public_report
    args = {"period": period.pk, "union": county.pk}
    key, title = key_of(period, county), title_of(kind, period, county)
    return jobs.start(kind=kind, owner=actor, args=args, key=key, title=title)
