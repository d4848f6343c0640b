"""What every job of the year end begins with, and how it says that there is no file. Arguments are ids:
{"period": pk, "union": pk}.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from desk.jobs.runs import JobRefused, Run
from desk.papers.paper import PaperRefused
from desk.papers.pdf import undrawn
from desk.sheets.sheet import SheetRefused
from jianzhi.year_end.document.matter import Matter
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.services.editions import EditionBroken
from jianzhi.year_end.services.photos import PictureBroken
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
    except PictureBroken as error:
        raise JobRefused("报告里有照片打不开，或不是原来那张，没有生成文件。请立即告诉系统管理员。") from error
    except EditionBroken as error:
        raise JobRefused("本期已关账的数据校验不通过，没有生成文件。请立即告诉系统管理员。") from error


def drawn(run: Run, draw: Callable[[Matter], bytes], matter: Matter) -> bytes:
    """The paper that `draw` makes of `matter`; the job's record says which of its characters no font has."""
    with undrawn() as boxes:
        content = draw(matter)
    if boxes:
        told = "、".join(f"{each}（U+{ord(each):04X}）" for each in boxes)
        run.log(
            f"“{matter.title}”里有 {len(boxes)} 个字没有字体，印成方框：{told}。请管理员在 REPORT_FONT_DIRS 里补字体后重新生成。"
        )
    return content


def file_name(period: ReportingPeriod, union: UnionOrg, what: str) -> str:
    """2014年-建德市总工会-年度工作报告.pdf, with nothing in it that some system does not take."""
    return f"{period.year}年-{safe(union.name)}-{what}"


def safe(name: str) -> str:
    """`name` as part of a file's name on every system."""
    return re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", name)[:60]
