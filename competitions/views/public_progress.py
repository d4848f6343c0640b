"""What the one who had an idea reads about it: where it stands, what was done and said, what comes next and by when.

Only what was told is here: entries that are public, the words of the public states, the day it falls due. Who works on
it, what they noted and what points they gave stays inside.
"""

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from competitions.choices import ProposalState as S
from competitions.models import Proposal, ProposalEntry
from competitions.services.visitors_side import told_to
from desk.cases.choices import By, EntryKind

STEPS = ("提交", "受理", "评审", "决定", "实施", "奖励")
# The step a state belongs to, and what comes next; {day} is the day by which it is due.
NEXT: dict[str, tuple[int, str]] = {
    S.NEW: (1, "总工会先看内容是否完整{day}。"),
    S.SCREENED: (1, "总工会决定是否受理{day}。"),
    S.ACCEPTED: (2, "已受理，总工会将请有关部门评审{day}。"),
    S.ASSIGNED: (2, "有关部门正在评审{day}。"),
    S.REVIEWED: (3, "评审已经结束，总工会将决定是否采纳{day}。"),
    S.ADOPTED: (4, "已采纳，接下来安排实施。"),
    S.IMPLEMENTING: (4, "正在实施，完成以后核定效益。"),
    S.VERIFIED: (5, "效益已经核定，接下来评奖。"),
    S.REWARDED: (6, "已经奖励，谢谢您的好主意。"),
    S.REFUSED: (1, "没有受理，理由见下面的答复。情况有变化的，可以另提一条新的。"),
    S.NOT_ADOPTED: (3, "没有采纳，理由见下面的答复。有不同意见的，可以写在下面；另有办法的，欢迎再提。"),
    S.WITHDRAWN: (1, "您已撤回，工会不再办理。需要时可以另提一条新的。"),
    S.MERGED: (2, "已并入内容相同的另一条。"),
    S.ARCHIVED: (6, "已经办结归档。"),
}
STOPPED = (S.REFUSED, S.NOT_ADOPTED, S.WITHDRAWN)
MESSAGE, REPLY, WITHDRAWN = "您的补充", "工会的答复", "您撤回了这条建议"


@dataclass(frozen=True)
class Step:
    """A step of the way, as templates/desk/parts/steps.html draws it."""

    label: str
    state: str


@dataclass(frozen=True)
class Event:
    """Something that was done or said, as templates/desk/parts/timeline.html draws it."""

    when: datetime
    who: str
    what: str
    why: str
    tone: str


@dataclass(frozen=True)
class Progress:
    """What is told about an idea."""

    receipt_no: str
    title: str
    campaign: str
    submitted_at: datetime
    state: str
    is_merged: bool
    steps: list[Step]
    events: list[Event]
    photos: int
    next_text: str
    is_late: bool
    may_write: bool


def of(proposal: Proposal) -> Progress:
    """What is told about `proposal`; after a merge, about the one it follows. To be asked in the whole scope."""
    followed = proposal.followed
    place, text = NEXT[followed.state]
    day = f"，{followed.due_on:%Y-%m-%d} 前" if followed.due_on else ""
    if followed != proposal:
        text = f"{NEXT[S.MERGED][1]}那一条：{text}"
    return Progress(
        receipt_no=proposal.receipt_no,
        title=proposal.title,
        campaign=proposal.campaign.title,
        submitted_at=proposal.submitted_at,
        state=proposal.get_state_display(),
        is_merged=followed != proposal,
        steps=_steps(place, followed.state),
        events=[_handed_in(proposal), *map(_event, told_to(proposal))],
        photos=proposal.files.filter(by=By.VISITOR).count(),
        next_text=text.format(day=day),
        is_late=bool(followed.due_on and followed.due_on < timezone.localdate()),
        may_write=followed.is_open,
    )


def _steps(place: int, state: str) -> list[Step]:
    """Those before `place` are done; the one there goes on, or ended the way."""
    here = "stopped" if state in STOPPED else "now"
    return [
        Step(label, "done" if number < place else here if number == place else "todo")
        for number, label in enumerate(STEPS)
        if not (here == "stopped" and number > place)
    ]


def _handed_in(proposal: Proposal) -> Event:
    return Event(proposal.submitted_at, "您", "提交了这条建议", "", "")


def _event(entry: ProposalEntry) -> Event:
    by_visitor = entry.by == By.VISITOR
    if entry.kind == EntryKind.MOVED:
        what = WITHDRAWN if by_visitor else f"工会办理：{entry.case.procedure.move(entry.move).title}"
    else:
        what = MESSAGE if by_visitor else REPLY
    tone = "" if by_visitor else "red" if entry.to_state in STOPPED else "green"
    return Event(entry.at, "您" if by_visitor else "工会", what, entry.text, tone)
