"""What became of some members by the end of 2015: they left, were retained, or moved on to another union."""

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from django.utils import timezone

from desk.registers.dated import span
from members.choices import Began, Ended, MemberState, TransferState
from members.demo.places import LAST_DAY, Place
from members.models import Member, Membership, Transfer
from unions.demo.accounts import SINCE
from unions.services.days import ONE_DAY

ASKED_BEFORE, BEFORE_ANYTHING = timedelta(days=6), timedelta(days=90)
LAST_TO_CHANGE = date(2015, 6, 30)  # who joined later is still there at the end of the year


class Fate(StrEnum):
    """What happened to a membership."""

    WITHDRAWN = "withdrawn"
    EXPELLED = "expelled"
    DECEASED = "deceased"
    RETAINED = "retained"
    TRANSFERRED = "transferred"


HOW_MANY = {Fate.WITHDRAWN: 240, Fate.EXPELLED: 12, Fate.DECEASED: 25, Fate.RETAINED: 220, Fate.TRANSFERRED: 400}


@dataclass
class Entry:
    """A file as drawn up: where, whose, and what happens to it on `day`."""

    place: Place
    member: Member
    fate: Fate | None = None
    day: date = LAST_DAY
    to: Place | None = None

    def befall(self, fate: Fate, day: date) -> None:
        """Let `fate` happen on `day`."""
        self.fate, self.day = fate, day
        if fate is not Fate.TRANSFERRED:
            self.member.state = MemberState(fate)


def deal(entries: list[Entry], places: list[Place], chance: random.Random) -> None:
    """Draws what happens when, every year about as much, and to whom; each meets one fate at most."""
    candidates = [entry for entry in entries if entry.member.joined_on <= LAST_TO_CHANGE]
    chance.shuffle(candidates)
    for fate in (fate for fate, count in HOW_MANY.items() for _ in range(count)):
        day = SINCE + timedelta(days=chance.randint(0, (LAST_DAY - SINCE).days))
        latest = day - BEFORE_ANYTHING
        entry = candidates.pop(next(n for n, entry in enumerate(candidates) if entry.member.joined_on <= latest))
        if fate is Fate.TRANSFERRED:
            older = [place for place in places if place is not entry.place and place.union.founded_on <= day]
            entry.to = chance.choice(older)
        entry.befall(fate, day)


def memberships(entry: Entry) -> list[Membership]:
    """The memberships of a file at its first union, one after another."""
    member, eve = entry.member, entry.day - ONE_DAY
    if entry.fate is None:
        return [_membership(member, span(member.joined_on))]
    first = _membership(member, span(member.joined_on, eve), ended=Ended(entry.fate))
    if entry.fate is not Fate.RETAINED:
        return [first]
    retained = _membership(member, span(entry.day), began=Began.RETAINED, is_retained=True, predecessor=first)
    return [first, retained]


def move_on(entries: Iterable[Entry], written: dict[object, Membership]) -> None:
    """Carries out the transfers, in the order the database wants: the membership has ended, the file moves, the next
    begins. `written`: the first membership of each file, by the key of the file.
    """
    moving = [entry for entry in entries if entry.fate is Fate.TRANSFERRED]
    Transfer.objects.bulk_create(_transfer(entry) for entry in moving)
    for entry in moving:
        entry.member.union, entry.member.employer_id = _there(entry).union, next(iter(_there(entry).employers), None)
        entry.member.version += 1
    Member.objects.bulk_update([entry.member for entry in moving], ["union", "employer", "version"])
    Membership.objects.bulk_create(
        _membership(entry.member, span(entry.day), began=Began.TRANSFERRED, predecessor=written[entry.member.pk])
        for entry in moving
    )


def _membership(member: Member, held: object, **facts: object) -> Membership:
    return Membership(union_id=member.union_id, member=member, held=held, **facts)


def _transfer(entry: Entry) -> Transfer:
    here, there, asked_on = entry.place.union, _there(entry).union, entry.day - ASKED_BEFORE
    return Transfer(
        union=here,
        to_union=there,
        union_name=here.name,
        to_union_name=there.name,
        member=entry.member,
        name=entry.member.name,
        state=TransferState.DONE,
        reason="工作调动",
        asked_on=asked_on,
        decided_on=entry.day,
        state_since=timezone.make_aware(datetime.combine(entry.day, time(12))),
        is_unread=False,
    )


def _there(entry: Entry) -> Place:
    if entry.to is None:
        raise ValueError("a transfer leads somewhere")
    return entry.to
