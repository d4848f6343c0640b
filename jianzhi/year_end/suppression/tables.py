"""The figures of a county as a table of sums: what of them could be told, and what binds them together."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from desk.registers.indicators import AddsUp, Nature
from jianzhi.year_end.report import Cube, Definition
from jianzhi.year_end.suppression.sums import Sum

Key = tuple[int | str, str]  # a union and a code; for what is not shown but follows from differences, a word and a code
MONEY_AND_SHARES = frozenset({Nature.RATIO, Nature.TARGET})
STANDING = frozenset({Nature.STOCK, Nature.CUMULATIVE})  # what goes on from year to year


@dataclass(frozen=True)
class Table:
    """Every whole number that could be told, with the sums that bind them; differences are cells too."""

    values: Mapping[Key, int]
    sums: Sequence[Sum]


def is_counted(definition: Definition) -> bool:
    """Whether it is a whole number of people or things."""
    return definition.decimals == 0 and definition.nature not in MONEY_AND_SHARES and definition.unit != "%"


def columns(cube: Cube, before: Collection[str] = ()) -> list[Definition]:
    """The figures that are shown by union: whole numbers that add up, of which somebody below has any; those that were
    shown `before`, by code, in any case, because a column that is gone tells that it is empty.
    """
    below = cube.below(cube.head.pk)
    return [
        definition
        for definition in cube.definitions
        if is_counted(definition)
        and definition.adds_up == AddsUp.SUM
        and (definition.code in before or any(cube.line(node.pk, definition.code).value for node in below))
    ]


def table_of(cube: Cube, shown: Sequence[Definition]) -> Table:
    """The county's whole numbers, and those of the unions right below it as far as they are `shown`."""
    head, below = cube.head.pk, cube.below(cube.head.pk)
    values: dict[Key, int] = {}
    told: dict[str, list[int]] = defaultdict(list)
    codes = {definition.code for definition in shown}
    for definition in filter(is_counted, cube.definitions):
        for node in (cube.head, *(below if definition.code in codes else ())):
            value = cube.line(node.pk, definition.code).value
            if value is not None:
                values[node.pk, definition.code] = int(value)
                told[definition.code].append(node.pk)
    sums = [each for code in sorted(codes) for each in _down(values, head, code, told[code])]
    for definition in cube.definitions:
        for union in told[definition.code]:
            sums += _across(values, union, definition)
    return Table(values, sums + _partitions(values, cube))


def bound_together(table: Table, codes: Collection[str]) -> set[str]:
    """`codes`, and those of all figures that stand in a sum with them, and with those, and so on."""
    found = set(codes)
    while more := {code for each in _codes(table) if each & found for code in each} - found:
        found |= more
    return found


def _codes(table: Table) -> list[set[str]]:
    return [{code for _, code in each.keys} for each in table.sums]


def year_before(cube: Cube) -> Table:
    """The county's whole numbers of the year before, as they stand beside this year's."""
    head = cube.head.pk
    values: dict[Key, int] = {}
    for line in cube.lines(head):
        if is_counted(line.definition) and line.cell.before is not None:
            values[head, line.code] = int(line.cell.before)
    sums: list[Sum] = []
    for definition in cube.definitions:
        if (head, definition.code) in values:
            sums += _across(values, head, definition)
    return Table(values, sums + _partitions(values, cube))


def _down(values: dict[Key, int], head: int, code: str, unions: Sequence[int]) -> list[Sum]:
    """The unions and what is the head's own make the head's figure."""
    parts: list[Key] = [(union, code) for union in unions if union != head]
    if (head, code) not in values:
        return []
    own = values[head, code] - sum(values[key] for key in parts)
    if own < 0:
        return []  # it does not add up, so nothing follows from it
    if own:
        values["own", code] = own
        parts.append(("own", code))
    return [Sum((head, code), tuple(parts))]


def _across(values: dict[Key, int], union: int, definition: Definition) -> list[Sum]:
    """A part and the rest make the whole. Of a figure and one that includes it, the latter goes first."""
    code, found = definition.code, []
    if rest := _rest(values, union, code, of=definition.part_of):
        found.append(Sum((union, definition.part_of), ((union, code), rest)))
    if rest := _rest(values, union, definition.includes, of=code):
        found.append(Sum((union, definition.includes), ((union, code),), (rest,)))
    return found


def _rest(values: dict[Key, int], union: int, part: str, *, of: str) -> Key | None:
    """The cell of what `of` has over `part`, made; None where one is not known, or it does not add up."""
    whole, own = values.get((union, of)), values.get((union, part))
    if whole is None or own is None or whole < own:
        return None
    key = f"rest {union} of {of}", part
    values[key] = whole - own
    return key


def _partitions(values: dict[Key, int], cube: Cube) -> list[Sum]:
    """Where all parts of a whole leave little or nothing over, they make it together."""
    by_whole: dict[Key, list[Key]] = defaultdict(list)
    for definition in cube.definitions:
        if definition.part_of:
            for key in [key for key in values if key[1] == definition.code and isinstance(key[0], int)]:
                by_whole[key[0], definition.part_of].append(key)
    found = []
    for whole, parts in by_whole.items():
        if len(parts) < 2 or whole not in values:
            continue
        over = values[whole] - sum(values[key] for key in parts)
        if over < 0:
            continue
        rest: tuple[Key, ...] = ()
        if over:
            rest = ((f"over {whole[0]}", whole[1]),)
            values[rest[0]] = over
        found.append(Sum(whole, (*parts, *rest)))
    return found
