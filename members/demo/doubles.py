"""Thirty-seven people with two files, as careless typing makes them, for the search for duplicates to find.

The second file is always one that a form would have taken: its identity number is valid and belongs to nobody else.
"""

import random
from collections.abc import Callable
from copy import copy
from datetime import timedelta

from desk.vault.sealed import uuid7
from members.demo.fates import Entry
from members.demo.persons import Persons
from members.demo.places import PLANT, Place
from members.models import Member
from members.services.checks import derived_from
from unions.choices import Gender
from unions.demo.codes import id_number

MISTYPED_NUMBER, MISTYPED_BIRTHDAY, MISTYPED_NAME = 21, 10, 6
OTHER_UNION = 14  # of the first two kinds: the person has worked elsewhere
AT_THE_PLANT, PLANT_AND_ELSEWHERE = 5, 2
HOMOPHONES = {
    "建": "健",
    "军": "君",
    "英": "瑛",
    "珍": "真",
    "峰": "锋",
    "红": "虹",
    "明": "鸣",
    "林": "琳",
    "伟": "玮",
}
HALF_OF_A_DAYS_NUMBERS = 250


def draw(entries: list[Entry], places: list[Place], persons: Persons, chance: random.Random) -> list[Entry]:
    """The second files of thirty-seven of the people in `entries`. None joined in 2014, so a merge leaves the article's
    figure alone. Some are of the plant, where the base officer of the cast keeps the roster.
    """
    people = [e for e in entries if e.fate is None and e.member.joined_on.year < 2014 and e.place.employers]
    chance.shuffle(people)
    people.sort(key=lambda entry: entry.place.union.name != PLANT)
    of_plant = [e for e in people if e.place.union.name == PLANT][: AT_THE_PLANT + PLANT_AND_ELSEWHERE]
    elsewhere = people[-(MISTYPED_NUMBER + MISTYPED_BIRTHDAY - len(of_plant)) :]
    with_homophone = [e for e in people if any(c in HOMOPHONES for c in e.member.name[1:])]
    named = [e for e in with_homophone if e not in of_plant and e not in elsewhere][:MISTYPED_NAME]
    found = [_again(e, e.place, _name_mistyped, persons, chance) for e in named]
    kinds = [_number_mistyped, _number_mistyped, _birthday_mistyped] * MISTYPED_BIRTHDAY + [_number_mistyped]
    for number, (entry, kind) in enumerate(zip(of_plant + elsewhere, kinds, strict=True)):
        moved_on = AT_THE_PLANT <= number < AT_THE_PLANT + OTHER_UNION
        found.append(_again(entry, chance.choice(places) if moved_on else entry.place, kind, persons, chance))
    return found


def _again(
    entry: Entry, place: Place, mistype: Callable[[Member, Persons], None], persons: Persons, chance: random.Random
) -> Entry:
    second = copy(entry.member)
    second.pk = uuid7()
    second.union, second.employer_id = place.union, next(iter(place.employers), None)
    second.joined_on = second.consent_on = place.day_in(2015, chance)
    second.card_no = ""
    mistype(second, persons)
    return Entry(place, second)


def _number_mistyped(member: Member, persons: Persons) -> None:
    """One digit of the number, and the check digit with it; another telephone."""
    member.id_number = _with_another_digit(member.id_number, persons)
    member.phone = persons.phone()


def _name_mistyped(member: Member, persons: Persons) -> None:
    """Another character that sounds the same, and a digit of the number."""
    given = next(c for c in member.name[1:] if c in HOMOPHONES)
    member.name = member.name[0] + member.name[1:].replace(given, HOMOPHONES[given], 1)
    member.id_number = _with_another_digit(member.id_number, persons)
    member.phone = persons.phone()


def _birthday_mistyped(member: Member, persons: Persons) -> None:
    """The day of birth, and the number that goes with it; the telephone is the same."""
    day = derived_from(member.id_number).birthday
    member.birthday = day + timedelta(days=1 if day.day < 28 else -1)
    member.id_number = persons.identity(member.birthday, is_woman=member.gender == Gender.FEMALE)


def _with_another_digit(number: str, persons: Persons) -> str:
    """The number with 500 more in its sequence: less than half of a day's numbers are ever used."""
    sequence = int(number[14:17]) // 2 + HALF_OF_A_DAYS_NUMBERS
    born, gender = derived_from(number)
    return id_number(born, sequence, is_woman=gender == Gender.FEMALE, region=persons.region)
