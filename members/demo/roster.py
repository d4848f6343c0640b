"""Builds the roster: files, memberships, what became of some of them, and the files that somebody made twice."""

import random
from datetime import date
from typing import Any

from desk.vault import history
from desk.vault.scope import everything
from members.demo import doubles, fates, waiting
from members.demo.fates import Entry
from members.demo.filling import fill
from members.demo.persons import Persons
from members.demo.places import PLANT, Place, joinings, places
from members.models import Member
from members.services import duplicates
from members.services.checks import derived_from
from unions.choices import Post
from unions.demo.accounts import SINCE
from unions.models import Officer, UnionOrg, User

SEED = 5_328
# GB/T 2260 assigns no region that begins with 99; the officers of the demo county are of 990182.
REGION, SERIES = "990183", "139001"
STREETS = ("新安路", "府前街", "江滨路", "望江村", "溪头村", "桥南村")
GROUPS = ("一车间", "二车间", "机修班", "质检科", "办公室")


def build(until: date) -> None:
    """Writes the members of the demo county, which stands. They joined up to 2015 and what happened to them did from 2013
    to 2015; only what waits for an answer was asked on `until`, the last day of the demo.
    """
    with everything("the members of the demo county"), history.because("演示数据"):
        chance = random.Random(SEED)  # no secret is made of it
        persons = Persons(chance, REGION, SERIES)
        found = places()
        entries = _draw_up(found, persons, chance)
        fates.deal(entries, found, chance)
        _name_chairs(entries)
        entries += doubles.draw(entries, found, persons, chance)
        _write(entries)
        officer = User.objects.get(username="county_officer")
        duplicates.look_for(actor=officer, union=UnionOrg.objects.get(parent=None))
        waiting.lie_on_the_desk(persons, until)


def _draw_up(found: list[Place], persons: Persons, chance: random.Random) -> list[Entry]:
    """A file for each seat. No two people share name and birthday: those that do are made on purpose (doubles.py)."""
    taken: set[tuple[str, date]] = set()
    entries = []
    for number, (place, joined_on) in enumerate(joinings(found, chance), 1):
        facts = persons.draw(joined_on)
        while (facts["name"], facts["birthday"]) in taken:
            facts["name"] = persons.name(is_woman=facts["gender"] == "2")
        taken.add((facts["name"], facts["birthday"]))
        entries.append(Entry(place, _member(place, joined_on, number, facts, chance)))
    return entries


def _member(place: Place, joined_on: date, number: int, facts: dict[str, Any], chance: random.Random) -> Member:
    return Member(
        union=place.union,
        employer_id=chance.choice(place.employers) if place.employers else None,
        joined_on=joined_on,
        consent_on=max(joined_on, SINCE),
        card_no=f"330182{joined_on.year}{number:06d}",
        work_no=f"{number % 10_000:04d}",
        union_group=chance.choice(GROUPS) if place.union.name == PLANT else "",
        address=f"{place.town}{chance.choice(STREETS)}{chance.randint(1, 160)}号",
        **facts,
    )


def _name_chairs(entries: list[Entry]) -> None:
    """Who leads the union of a base officer of the cast is a member of it, with the same identity number."""
    chairs = Officer.objects.filter(post=Post.CHAIR, union__appointments__role="base_officer").select_related("union")
    by_union = {officer.union_id: officer for officer in chairs}
    for entry in entries:
        if entry.fate is None and (officer := by_union.pop(entry.place.union.pk, None)):
            derived = derived_from(officer.id_number)
            entry.member.name, entry.member.id_number = officer.name, officer.id_number
            entry.member.gender, entry.member.birthday = derived.gender, derived.birthday
            entry.member.phone, entry.member.position = officer.phone, "工会主席"


def _write(entries: list[Entry]) -> None:
    """Files, then memberships; those that came after another in a second statement, because they name it."""
    fill([entry.member for entry in entries])
    rows = [row for entry in entries for row in fates.memberships(entry)]
    first = [row for row in rows if row.predecessor is None]
    fill(first)
    later = [row for row in rows if row.predecessor is not None]
    for row in later:
        row.predecessor = row.predecessor  # whose key is known by now
    fill(later)
    fates.move_on(entries, {row.member_id: row for row in first})
