"""Where the members of the demo county are: who joins which union, in which year."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from unions.models import Employer, UnionOrg

FILES, TWICE = 20_000, 37  # of the files, so many are the second of a person (doubles.py)
PEOPLE = FILES - TWICE
# The article: 5,328 members joined in 2014 (F55); of the year before what compares with it.
JOINED_IN = {2013: 4_973, 2014: 5_328}
FOUNDERS, LONG_THERE = 0.78, 0.75
BEFORE = date(2012, 12, 30)
# The base officer of the cast keeps a roster that is large enough to show something.
PLANT, AT_THE_PLANT = "建德市白沙化工有限公司工会", 300
LAST_DAY = date(2015, 12, 31)


@dataclass
class Place:
    """A union with room for members, and the employers it covers."""

    union: UnionOrg
    employers: list[int] = field(default_factory=list)
    size: int = 0

    @property
    def town(self) -> str:
        """The town it lies in, as an address begins."""
        return self.union.address.partition("工业路")[0] or "建德市新安江街道"

    def day_in(self, year: int, chance: random.Random) -> date:
        """A day of `year` on which one can join here."""
        first, last = max(self.union.founded_on, date(year, 1, 4)), date(year, 12, 30)
        return first + timedelta(days=chance.randint(0, max(0, (last - first).days)))

    def day_before(self, chance: random.Random) -> date:
        """A day before the years that count: the later, the more are still there."""
        days = (BEFORE - self.union.founded_on).days
        return self.union.founded_on + timedelta(days=int(chance.triangular(0, days, days)))


def places() -> list[Place]:
    """The standing grass-roots unions that report members, each with its share of the county's members."""
    unions = UnionOrg.objects.standing().grassroots().filter(member_count__gt=0).order_by("pk")
    found = {union.pk: Place(union) for union in unions}
    for pk, union_id in Employer.objects.filter(union__in=found).order_by("pk").values_list("pk", "union_id"):
        found[union_id].employers.append(pk)
    _share_out(list(found.values()))
    return list(found.values())


def _share_out(found: list[Place]) -> None:
    """As many members for each as its share in the reported figures, one at least: the largest remainders get more."""
    plant = next(place for place in found if place.union.name == PLANT)
    others = [place for place in found if place is not plant]
    plant.size, rest = AT_THE_PLANT, PEOPLE - AT_THE_PLANT - len(others)
    reported = sum(place.union.member_count for place in others)
    for place in others:
        place.size = 1 + rest * place.union.member_count // reported
    by_remainder = sorted(others, key=lambda p: (-(rest * p.union.member_count % reported), p.union.pk))
    for place in by_remainder[: PEOPLE - AT_THE_PLANT - sum(place.size for place in others)]:
        place.size += 1


def joinings(found: list[Place], chance: random.Random) -> list[tuple[Place, date]]:
    """Who joins where and when: one entry a member, exactly as many of 2014 as the article says."""
    seats = [place for place in found for _ in range(place.size)]
    years = [_founding_year(place, chance) for place in seats]
    for year, number in JOINED_IN.items():
        open_seats = [n for n, place in enumerate(seats) if years[n] is None and place.union.founded_on.year <= year]
        for n in chance.sample(open_seats, number - years.count(year)):
            years[n] = year
    return [
        (place, place.day_in(year, chance) if year else _another_day(place, chance))
        for place, year in zip(seats, years, strict=True)
    ]


def _founding_year(place: Place, chance: random.Random) -> int | None:
    """Most members of a young union founded it; when those of the others joined is open."""
    year = place.union.founded_on.year
    return year if year > BEFORE.year and chance.random() < FOUNDERS else None


def _another_day(place: Place, chance: random.Random) -> date:
    is_old = place.union.founded_on <= BEFORE and chance.random() < LONG_THERE
    return place.day_before(chance) if is_old else place.day_in(LAST_DAY.year, chance)
