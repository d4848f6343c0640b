"""What became of the ideas: each walks along its procedure, and leaves entries, score sheets and an award."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone

from competitions.choices import AwardLevel
from competitions.choices import ProposalState as S
from competitions.demo import words
from competitions.demo.drawing import Suggestion
from competitions.demo.hours import office_hour
from competitions.demo.people import Desk
from competitions.models import Award, Proposal, ProposalEntry, Review
from competitions.procedure import PROCEDURE
from competitions.services.honouring import certificate_no
from competitions.services.reviewing import total_of
from desk.cases import workdays
from desk.cases.choices import By, EntryKind
from unions.models import UnionOrg, User

TO_ASSIGNED = ("screen", "accept", "assign")
TO_REVIEWED = (*TO_ASSIGNED, "review")
TO_ADOPTED = (*TO_REVIEWED, "adopt")
TO_VERIFIED = (*TO_ADOPTED, "start", "verify")
# Of 2,286: with the five golden ones the county's 2,291. The ways, and how many ideas went each.
WAYS: tuple[tuple[tuple[str, ...], int], ...] = (
    ((), 3),
    (("screen",), 3),
    (("screen", "accept"), 4),
    (TO_ASSIGNED, 9),
    ((*TO_ASSIGNED, "send_back"), 2),
    (TO_REVIEWED, 6),
    (("refuse",), 24),
    (("screen", "refuse", "archive"), 131),
    ((*TO_REVIEWED, "not_adopt"), 96),
    ((*TO_REVIEWED, "not_adopt", "archive"), 742),
    ((*TO_ASSIGNED, "review", "review_again", "review", "not_adopt", "archive"), 31),
    (("withdraw",), 17),
    (("screen", "accept", "withdraw"), 22),
    (("screen", "merge"), 58),
    (("screen", "accept", "merge"), 64),
    (TO_ADOPTED, 88),
    ((*TO_ADOPTED, "start"), 163),
    (TO_VERIFIED, 147),
    ((*TO_VERIFIED, "archive"), 284),
    ((*TO_VERIFIED, "reward"), 226),
    ((*TO_VERIFIED, "reward", "archive"), 166),
)
GOLDEN_WAY, GOLDEN = (*TO_VERIFIED, "reward"), 5
# Of those that are waited for in the last days.
FRESH = ((), (), (), (), ("screen",), ("screen",), ("screen", "accept"), ("screen", "accept"), TO_ASSIGNED, TO_ASSIGNED)
DAYS = {"screen": 1, "accept": 2, "assign": 2, "review": 11, "adopt": 6, "not_adopt": 6, "start": 15, "verify": 35}
SAID = {
    "accept": words.ANSWERS_ACCEPTED,
    "refuse": words.REASONS_REFUSED,
    "assign": words.SENT,
    "send_back": words.BACK,
    "review": words.CLOSED,
    "review_again": ("两张评分表相差太大，请现场看过再评。",),
    "adopt": words.ANSWERS_ADOPTED,
    "not_adopt": words.REASONS_NOT,
    "start": words.STARTS,
    "verify": words.VERIFIED,
    "reward": words.PRAISE,
    "withdraw": words.TAKEN_BACK,
    "merge": words.SAME,
}
PRIZES = (
    (AwardLevel.FIRST, 1000, 8),
    (AwardLevel.SECOND, 500, 30),
    (AwardLevel.THIRD, 300, 90),
    (AwardLevel.ENCOURAGEMENT, 100, 264),
)


@dataclass
class Office:
    """Who deals with the ideas."""

    county: UnionOrg
    officer: User
    reviewer: User  # of the county, for the officer decides
    desks: Mapping[int, Desk]


@dataclass
class Walk:
    """An idea on its way, and what it leaves behind."""

    idea: Proposal
    made: Suggestion
    office: Office
    chance: random.Random
    quick: bool = False
    entries: list[ProposalEntry] = field(default_factory=list)
    sheets: list[Review] = field(default_factory=list)

    def go(self, way: Sequence[str], criteria: Sequence[dict[str, Any]]) -> None:
        """Takes each move of `way` in turn."""
        worth = (0.8, 0.98) if "adopt" in way else (0.45, 0.74)
        for slug in way:
            if slug == "review" and not self.sheets:
                self._score(criteria, self.chance.uniform(*worth))
            self._move(slug)

    def _move(self, slug: str) -> None:
        move, idea = PROCEDURE.move(slug), self.idea
        at = self._next(DAYS.get(slug, 3))
        entry = self._entry(
            EntryKind.MOVED,
            at,
            by=move.by,
            actor=self._actor(slug, move.by),
            text=self._said(slug),
            is_public=move.told,
            move=slug,
            from_state=idea.state,
            to_state=str(move.target),
            case_version=idea.version + 1,
        )
        idea.state, idea.state_since, idea.version = S(move.target), entry.at, idea.version + 1
        idea.is_unread = False
        days = PROCEDURE.step(idea.state).due
        idea.due_on = due(timezone.localdate(at), days.number) if days else None
        self._facts(slug, timezone.localdate(at))

    def _facts(self, slug: str, day: date) -> None:
        idea, desk = self.idea, self.office.desks[self.idea.union_id]
        if slug == "assign":
            idea.handler, idea.handler_name = desk.union, desk.union.name
            idea.department = self.chance.choice(words.DEPARTMENTS)
        elif slug == "send_back":
            idea.handler, idea.handler_name, idea.department = self.office.county, self.office.county.name, ""
        elif slug in {"adopt", "not_adopt", "refuse"}:
            idea.decided_on = day
        elif slug == "start":
            idea.implement_from = day
        elif slug == "verify":
            idea.implement_to = day
            idea.verified_benefit = Decimal(str(self.made.slots["money"]).replace(",", ""))

    def _actor(self, slug: str, by: By) -> User | None:
        if by is not By.STAFF:
            return None
        at_handler = slug in {"review", "send_back", "start"}
        return self.office.desks[self.idea.union_id].officer if at_handler else self.office.officer

    def _said(self, slug: str) -> str:
        text = self.chance.choice(SAID.get(slug, ("",)))
        mean = sum(sheet.total for sheet in self.sheets) / len(self.sheets) if self.sheets else 0
        return text.format(**{**self.made.slots, "points": f"{mean:.1f}"})

    def _score(self, criteria: Sequence[dict[str, Any]], level: float) -> None:
        for reviewer in (self.office.desks[self.idea.union_id].officer, self.office.reviewer):
            scores = [
                {**row, "points": min(row["most"], max(1, round(row["most"] * level + self.chance.uniform(-1.4, 1.4))))}
                for row in criteria
            ]
            comment = self.chance.choice(words.COMMENTS)
            at = self._next(self.chance.randint(2, 5))
            self.sheets.append(
                Review(
                    proposal=self.idea,
                    reviewer=reviewer,
                    scores=scores,
                    total=total_of(scores),
                    comment=comment,
                    reviewed_at=at,
                )
            )

    def talk(self) -> None:
        """The author asks or adds something, and is answered; or staff note something."""
        at = self._next(1)
        if self.chance.random() < 0.5:
            self._entry(EntryKind.NOTE, at, actor=self.office.officer, text=self.chance.choice(words.NOTES))
            return
        question, answer = self.chance.choice(words.QUESTIONS), self.chance.choice(words.REPLIES)
        self._entry(EntryKind.MESSAGE, at, by=By.VISITOR, text=question, is_public=True)
        self._entry(EntryKind.REPLY, self._next(1), actor=self.office.officer, text=answer, is_public=True)

    def _next(self, days: int) -> datetime:
        """When the next thing is done; quickly where the idea is a few days old."""
        last = max((self.idea.submitted_at, *(e.at for e in self.entries), *(s.reviewed_at for s in self.sheets)))
        if self.quick:
            return last + timedelta(minutes=self.chance.randint(20, 90))
        return office_hour(last, self.chance.randint(1, max(1, days)), self.chance)

    def _entry(self, kind: EntryKind, at: datetime, **told: Any) -> ProposalEntry:
        entry = ProposalEntry(case=self.idea, kind=kind, at=at, **told)
        self.entries.append(entry)
        return entry


def awards(rewarded: Sequence[Walk], golden: Sequence[Walk], chance: random.Random) -> list[Award]:
    """The prizes: the golden ones get the highest, the others what is left, numbered in the order they were given."""
    levels = [(level, amount) for level, amount, number in PRIZES for _ in range(number)]
    chance.shuffle(levels)
    given = [*((walk, AwardLevel.SPECIAL, 2000) for walk in golden)]
    given += [(walk, *prize) for walk, prize in zip(rewarded, levels, strict=True)]
    given.sort(key=lambda one: one[0].idea.state_since)
    made, numbers = [], dict.fromkeys(range(2014, 2100), 0)
    for walk, level, amount in given:
        entry = next(entry for entry in walk.entries if entry.move == "reward")
        day = timezone.localdate(entry.at)
        numbers[day.year] += 1
        number = certificate_no(day.year, numbers[day.year])
        made.append(
            Award(proposal=walk.idea, level=level, amount=Decimal(amount), certificate_no=number, awarded_on=day)
        )
    return made


@cache
def due(day: date, number: int) -> date:
    """So many working days after `day`, reckoned once for all who are told of that day."""
    return workdays.due(day, workdays.Days(number, are_working=True))
