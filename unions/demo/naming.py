"""Names for the demo county: plausible, and no two firms alike."""

import random
from collections.abc import Callable

from unions.demo import words


class Names:
    """Draws names. Each firm, village and person comes from the same stream of chance."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self._taken: set[str] = set()

    def firm(self, place: str, area: str, sector: str = "") -> tuple[str, str, str]:
        """A firm of `area` (a key of words.TRADES) at `place`: its name, industry and 单位类别.

        `sector`: a text that names the trade the firm has to be of; any trade of the area when it names none.
        """
        trades = [trade for trade in words.TRADES[area] if trade[0] in sector] or words.TRADES[area]
        trade, industry = self.chance.choice(trades)
        ending, unit_class = self.chance.choice(words.ENDINGS_OF_INDUSTRY if industry == "C" else words.ENDINGS)
        name = self._fresh(lambda: f"建德市{place}{self._brand()}{trade}{ending}")
        return name, industry, unit_class

    def shop(self, place: str) -> str:
        """A small private business."""
        return self._fresh(
            lambda: (
                f"建德市{place}{self._brand()}{self.chance.choice(('便利店', '餐馆', '修理部', '理发店', '快递部'))}"
            )
        )

    def village(self, town: str) -> str:
        """A village or, in a street, a neighbourhood."""
        kind = "社区" if town.endswith("街道") else "村"
        first, second = words.VILLAGE_FIRST, words.VILLAGE_SECOND
        return self._fresh(lambda: f"{town}{self.chance.choice(first)}{self.chance.choice(second)}{kind}")

    def person(self, *, of_women: bool = False) -> tuple[str, bool]:
        """A person's name, and whether it is a woman's; always when it is asked for one of the women."""
        is_woman = of_women or self.chance.random() < 0.42
        given = self.chance.choice(words.GIVEN_OF_WOMEN if is_woman else words.GIVEN_OF_MEN)
        return f"{self.chance.choice(words.SURNAMES)}{given}", is_woman

    def _brand(self) -> str:
        return self.chance.choice(words.FIRST) + self.chance.choice(words.SECOND)

    def _fresh(self, draw: Callable[[], str]) -> str:
        while (name := draw()) in self._taken:
            pass
        self._taken.add(name)
        return name
