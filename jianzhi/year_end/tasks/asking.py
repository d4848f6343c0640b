"""What every job of the year end begins with, and how it says that there is no file. Arguments are ids:
{"period": pk, "union": pk}.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from desk.jobs.runs import JobRefused, Run
from desk.papers.paper import PaperRefused
from desk.sheets.sheet import SheetRefused
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services.editions import EditionBroken
from jianzhi.year_end.tasks.matters import UnionUnknown, union_for
from unions.models import UnionOrg


def asked(run: Run) -> tuple[ReportingPeriod, UnionOrg]:
    """The period and the union that the job is about. Raises PermissionDenied when it may not be made any more."""
    period = ReportingPeriod.objects.filter(pk=run.args["period"]).first()
    if period is None:
        raise JobRefused("这个统计期已不存在，没有生成文件。")
    return period, union_for(run.actor, run.args["union"])


@contextmanager
def told() -> Iterator[None]:
    """Says in words why there is no file."""
    try:
        yield
    except (PaperRefused, SheetRefused) as refusal:
        raise JobRefused(str(refusal)) from refusal
    except UnionUnknown as error:
        raise JobRefused("这家工会在本统计期内不存在，没有可报告的数据。") from error
    except EditionBroken as error:
        raise JobRefused("本期已关账的数据校验不通过，没有生成文件。请立即告诉系统管理员。") from error


def file_name(period: ReportingPeriod, union: UnionOrg, what: str) -> str:
    """2014年-建德市总工会-年度工作报告.pdf, with nothing in it that some system does not take."""
    return f"{period.year}年-{safe(union.name)}-{what}"


def safe(name: str) -> str:
    """`name` as part of a file's name on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:60]
