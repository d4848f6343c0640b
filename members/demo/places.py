"""Where the members of the demo county are: who joins which union, in which year."""

import random
from dataclasses import dataclass, field
from datetime import date, timedelta

from unions.models import Employer, UnionOrg

FILES, TWICE = 20_000, 37  # of the files, so many are the second of a person (doubles.py)
PEOPLE = FILES - TWICE
# The article: 5,328 members joined in 2014 (F55).
JOINED_IN_2014 = 5_328
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
    open_in_2014 = [number for number, place in enumerate(seats) if place.union.founded_on.year <= 2014]
    of_2014 = set(chance.sample(open_in_2014, JOINED_IN_2014))
    return [
        (place, place.day_in(2014 if number in of_2014 else _other_year(place, chance), chance))
        for number, place in enumerate(seats)
    ]


def _other_year(place: Place, chance: random.Random) -> int:
    return 2013 if place.union.founded_on.year == 2013 and chance.random() < 0.78 else 2015
