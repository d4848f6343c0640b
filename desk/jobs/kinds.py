"""The kinds of jobs there are.

An app's `tasks.py` declares them:

    @job_kind("unions.roster_pdf", title="打印工会名册", permission="unions.print_unionorg")
    def roster_pdf(run: Run) -> Result:
        ...

The decorated name is the JobKind that `desk.jobs.services.start` takes. Rows of the queue name a kind by its code;
codes that nobody declared are refused.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from desk.jobs.runs import JobRefused, Result, Run

Handler = Callable[[Run], Result | None]

TIME_LIMIT = timedelta(minutes=10)
KEEP_RESULT = timedelta(days=7)


@dataclass(frozen=True)
class JobKind:
    """A kind of job: what it is called, who may have it done, how, and within which limits.

    `memory_limit` bounds the address space of the process in bytes (Linux only); `keep_result` says how long the file
    can be fetched.
    """

    code: str
    title: str
    permission: str
    handler: Handler
    time_limit: timedelta = TIME_LIMIT
    memory_limit: int | None = None
    keep_result: timedelta = KEEP_RESULT


_kinds: dict[str, JobKind] = {}


def job_kind(
    code: str,
    *,
    title: str,
    permission: str,
    time_limit: timedelta = TIME_LIMIT,
    memory_limit: int | None = None,
    keep_result: timedelta = KEEP_RESULT,
) -> Callable[[Handler], JobKind]:
    """Declare the decorated function as the handler of a kind. A code can be declared once."""
    if not permission:
        raise ValueError(f"{code}: a job runs with its owner's rights, so it must name one")

    def declare(handler: Handler) -> JobKind:
        if code in _kinds:
            raise ValueError(f"the kind {code} is declared twice")
        _kinds[code] = JobKind(code, title, permission, handler, time_limit, memory_limit, keep_result)
        return _kinds[code]

    return declare


def kind_of(code: str) -> JobKind:
    """The kind with this code. Raises JobRefused when the program does not know it (any more)."""
    if code not in _kinds:
        raise JobRefused("系统已不再提供这种任务，没有执行。请联系系统管理员。")
    return _kinds[code]


def all_kinds() -> list[JobKind]:
    """Every kind that was declared."""
    return list(_kinds.values())
