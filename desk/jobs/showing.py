"""How a job is shown: the truth about its state in words, and what the person who looks may do."""

from dataclasses import dataclass
from typing import Any

from desk.jobs import services
from desk.jobs.choices import State
from desk.jobs.models import Job


@dataclass(frozen=True)
class Shown:
    """A job as one person sees it. `word` is its state, `bar` the look of its progress bar, `tone` of its badge."""

    job: Job
    word: str
    bar: str
    tone: str
    can_cancel: bool
    can_retry: bool
    can_fetch: bool

    @property
    def text(self) -> str:
        """The state, how much is done, and what is going on."""
        percent = f" {self.job.percent}%" if self.bar == "running" and self.job.percent is not None else ""
        return f"{self.word}{percent}" + (f" · {self.detail}" if self.detail else "")

    @property
    def detail(self) -> str:
        """What is going on, or came of it, or why it was cancelled."""
        return {"running": self.job.message, "done": self.job.message, "cancelled": self.job.reason}.get(self.bar, "")

    @property
    def trouble(self) -> str:
        """Why it failed."""
        return self.job.reason if self.bar == "failed" else ""


def shown(job: Job, user: Any) -> Shown:
    """`job` as `user` may see it; that they may see it was asked before."""
    word, bar, tone = _state(job)
    own = job.was_asked_by(user)
    return Shown(
        job=job,
        word=word,
        bar=bar,
        tone=tone,
        can_cancel=job.is_unfinished and not job.cancel_requested and (own or user.has_perm("jobs.change_job")),
        can_retry=own and job.state in {State.FAILED, State.CANCELLED},
        can_fetch=job.has_result and services.may_fetch(job=job, by=user),
    )


def _state(job: Job) -> tuple[str, str, str]:
    """Word, bar and tone. A row may say running while its process is dead; after a lease this says so (promises.md A11)."""
    if job.is_unfinished and job.cancel_requested:
        return "正在取消", "waiting", "amber"
    if job.is_lapsed:
        return "执行中断，重新排队中", "waiting", "amber"
    if job.state == State.WAITING:
        return ("等待再次执行" if job.token else "等待执行"), "waiting", "neutral"
    tone = {State.RUNNING: "blue", State.DONE: "green", State.FAILED: "red", State.CANCELLED: "neutral"}[
        State(job.state)
    ]
    return State(job.state).label, job.state, tone
