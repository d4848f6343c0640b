"""Long work with members, in the scope of the person who asked for it; and what is done without anybody asking."""

from datetime import timedelta

from desk.jobs.housekeeping import every
from desk.jobs.kinds import job_kind
from desk.jobs.runs import Result, Run
from members.services import applications, duplicates, transfers


@every(timedelta(hours=6))
def lapse_transfers() -> None:
    """Close the transfers that nobody answered within thirty days."""
    transfers.lapse()


@every(timedelta(days=1))
def forget_applications() -> int:
    """Clear the personal data of applications that came to nothing, when their time is over. Gives their number."""
    return applications.forget()


@job_kind("members.duplicates", title="查找疑似重复的会员档案", permission=duplicates.DECIDE)
def find_duplicates(run: Run) -> Result:
    """Puts pairs of files that look like one person on the review list."""
    run.progress(0, 1, "正在比对姓名、出生日期和手机")
    found = duplicates.look_for(actor=run.actor)
    run.progress(1, 1)
    return Result(message=f"新列入核对清单 {len(found):,} 对。" if found else "没有发现新的疑似重复。")
