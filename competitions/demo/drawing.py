"""Draws what people suggest: a subject of their trade, in one of many ways of saying it."""

import random
from dataclasses import dataclass
from typing import Any

from competitions.demo import making, serving, words
from competitions.demo.trades import Subject, Trade

LONGEST_TITLE = 60
# The first whose words an employer's name holds has it; then the industry decides; offices take the rest.
TRADES = (
    making.CHEMICALS,
    making.TEXTILES,
    serving.TOURISM,
    making.FARMING,
    making.BUILDING,
    serving.SCHOOLS,
    serving.HOSPITALS,
    serving.TRADE,
    making.MACHINES,
    serving.OFFICES,
)


@dataclass
class Suggestion:
    """What somebody suggests, and the numbers it was made of."""

    subject: Subject
    slots: dict[str, Any]
    title: str
    problem: str
    measure: str
    expected_benefit: str


class Suggestions:
    """Suggestions, no two of them the same."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.taken: set[tuple[str, str, str]] = set()

    def draw(self, trade: Trade) -> Suggestion:
        """A suggestion of the trade that nobody has made in these words."""
        while True:
            made = self._draw(trade)
            key = (made.title, made.problem, made.measure)
            if key not in self.taken:
                self.taken.add(key)
                return made

    def _draw(self, trade: Trade) -> Suggestion:
        chance = self.chance
        subject, slots = chance.choice(trade.subjects), self._slots(trade)
        inner = {
            "title": subject.title,
            "problem": subject.problem.format(**slots),
            "measure": subject.measure.format(**slots),
            "benefit": subject.benefit.format(**slots),
        }
        said = {**slots, **inner}
        return Suggestion(
            subject,
            slots,
            title=chance.choice(words.TITLES).format(**said)[:LONGEST_TITLE],
            problem=chance.choice(words.SEEN).format(**said),
            measure=chance.choice(words.DONE).format(**said),
            expected_benefit=chance.choice(words.BENEFITS).format(**said),
        )

    def _slots(self, trade: Trade) -> dict[str, Any]:
        chance = self.chance
        return {
            "place": chance.choice(trade.places),
            "n": chance.randint(12, 480),
            "small": chance.randint(2, 9),
            "minutes": chance.randint(12, 55),
            "hot": chance.randint(36, 85),
            "years": chance.randint(3, 26),
            "money": f"{chance.randint(2, 48) * 1000:,}",
            "cost": f"{chance.randint(2, 40) * 500:,}",
        }


def trade_of(employer: str, industry: str) -> Trade:
    """The trade of an employer, by its name, else by its industry."""
    by_name = (trade for trade in TRADES if any(word in employer for word in trade.words))
    by_industry = (trade for trade in TRADES if industry and industry in trade.industries)
    return next(by_name, None) or next(by_industry, TRADES[-1])
