"""When the grass-roots unions of the demo county were founded: those of offices, schools and old works first, those of
villages and private firms in the drives after the townships had federations of their own.
"""

from datetime import date, timedelta

from unions.demo.draft import Draft
from unions.models import UnionOrg

# Fifty of 2014, as the article says (F54); of the two years beside it what compares with them.
FOUNDED_IN = {2013: 46, 2014: 50, 2015: 40}
FIRST_DAYS, LAST_DAYS = {2013: date(2013, 2, 18)}, {2015: date(2015, 11, 30)}
BEFORE = date(2012, 12, 28)
# Offices, institutions, state-owned works, cooperatives, banks.
OLD_CLASSES = {"500", "400", "151", "120", "161"}
FIRST_OF_OLD, FIRST_OF_NEW = date(1985, 3, 1), date(1998, 3, 1)
# At which part of the time between the first day and the last most were founded.
PEAK_OF_OLD, PEAK_OF_NEW = 0.15, 0.6


class FoundingDays:
    """Deals out the founding days: the years with a number of their own exactly so often, the time before to the rest."""

    def __init__(self, draft: Draft, total: int, named: dict[int, int]) -> None:
        """`total` unions, of which `named` have a day already: how many in which year."""
        self.draft = draft
        years: list[int | None] = [
            year for year, number in FOUNDED_IN.items() for _ in range(number - named.get(year, 0))
        ]
        years += [None] * (total - sum(named.values()) - len(years))
        draft.chance.shuffle(years)
        self.years = years

    def next_day(self, parent: UnionOrg, unit_class: str = "") -> date:
        """The day of the next union: below `parent`, for an employer of this class."""
        year = self.years.pop()
        if year is None:
            return self._day_before(parent, is_old=unit_class in OLD_CLASSES)
        first = FIRST_DAYS.get(year, date(year, 1, 6))
        return self.draft.day_in(first, LAST_DAYS.get(year, date(year, 12, 26)))

    def _day_before(self, parent: UnionOrg, *, is_old: bool) -> date:
        first = max(parent.founded_on, FIRST_OF_OLD if is_old else FIRST_OF_NEW)
        days = (BEFORE - first).days
        peak = PEAK_OF_OLD if is_old else PEAK_OF_NEW
        return first + timedelta(days=int(self.draft.chance.triangular(0, days, days * peak)))
