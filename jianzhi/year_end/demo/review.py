"""The figures of the federation's review of 2014, as an officer entered them."""

import csv
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path

from jianzhi.year_end.choices import Closeness
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod
from jianzhi.year_end.services.figures import entered_indicators
from unions.models import UnionOrg

FIGURES = Path(__file__).with_name("figures_2014.csv")
SOURCE = "建德市总工会 2014 年工作总结"
CLOSENESS = {str(each.label): each.value for each in Closeness if each.value}
# What the townships report themselves; the county says the whole, and their shares add up to it.
SHARED = ("F10", "F12", "F29", "F33", "F34", "F36", "F44", "F52", "F53", "F57")


def rows() -> list[dict[str, str]]:
    """The sixty figures of the review, with the words around them."""
    with FIGURES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def figures(period: ReportingPeriod, county: UnionOrg, weights: Mapping[UnionOrg, int]) -> Iterator[EnteredFigure]:
    """Those that no register holds: the county's, and of some of them the shares of the townships by `weights`."""
    entered = entered_indicators(period)
    for row in rows():
        if row["code"] not in entered:
            continue
        value = Decimal(row["value"])
        yield EnteredFigure(
            period=period,
            union=county,
            code=row["code"],
            value=value,
            closeness=CLOSENESS.get(row["printed_as_more_than"], ""),
            wording=row["wording"],
            is_doubtful=bool(row["doubtful"]),
            source=SOURCE,
            basis=row["basis"],
            note=row["note"],
        )
        if row["code"] in SHARED:
            for union, share in shares(int(value), weights).items():
                if share:
                    yield EnteredFigure(
                        period=period, union=union, code=row["code"], value=share, source=f"{union}台账"
                    )


def shares(total: int, weights: Mapping[UnionOrg, int]) -> dict[UnionOrg, int]:
    """`total` in whole parts by `weights`, which add up to it: what is left over goes to the largest remainders."""
    sum_of = sum(weights.values()) or 1
    parts = {union: divmod(total * weight, sum_of) for union, weight in weights.items()}
    left = total - sum(whole for whole, _ in parts.values())
    first = sorted(parts, key=lambda union: (-parts[union][1], union.pk))[:left]
    return {union: whole + (union in first) for union, (whole, _) in parts.items()}
