"""What is published gives no small figure away (promises.md D13)."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianzhi.year_end.report import Cell, Cube
from jianzhi.year_end.suppression import GAP, Published, publish
from jianzhi.year_end.suppression.sums import Sum, gaps, pinned, solved
from tests.jianzhi.year_end import sample

Table = tuple[dict[str, int], list[Sum]]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """A random cube of two ways to add up: unions by kinds, with the totals of both; some kinds are parts of others."""
    unions, kinds = draw(st.integers(2, 4)), draw(st.integers(1, 3))
    numbers = draw(st.lists(st.integers(0, 30), min_size=unions * kinds, max_size=unions * kinds))
    values = {f"{u}{k}": numbers[u * kinds + k] for u in range(unions) for k in range(kinds)}
    sums = []
    for k in range(kinds):
        values[f"*{k}"] = sum(values[f"{u}{k}"] for u in range(unions))
        sums.append(Sum(f"*{k}", tuple(f"{u}{k}" for u in range(unions))))
    if kinds > 1 and draw(st.booleans()):
        for u in [*map(str, range(unions)), "*"]:
            values[f"{u}+"] = sum(values[f"{u}{k}"] for k in range(kinds))
            sums.append(Sum(f"{u}+", tuple(f"{u}{k}" for k in range(kinds))))
        sums.append(Sum("*+", tuple(f"{u}+" for u in range(unions))))
    return values, sums


def reduced(rows: list[list[Fraction]]) -> list[list[Fraction]]:
    """A matrix with a single one in each pivot's column, by plain elimination; rows of noughts are gone."""
    rows, found = [list(row) for row in rows], 0
    for column in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column]), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        rows[found] = [each / rows[found][column] for each in rows[found]]
        for r in range(len(rows)):
            if r != found and (times := rows[r][column]):
                rows[r] = [a - times * b for a, b in zip(rows[r], rows[found], strict=True)]
        found += 1
    return rows[:found]


def follows(sums: list[Sum], hidden: list[str]) -> set[str]:
    """The gaps that some combination of the sums tells: those that are left alone in a row."""
    place = {key: number for number, key in enumerate(hidden)}
    matrix = []
    for each in sums:
        row = [Fraction() for _ in hidden]
        for key in each.parts:
            if key in place:
                row[place[str(key)]] += 1
        for key in (each.whole, *each.besides):
            if key in place:
                row[place[str(key)]] -= 1
        matrix.append(row)
    alone = [row for row in reduced(matrix) if sum(map(bool, row)) == 1]
    return {hidden[row.index(Fraction(1))] for row in alone}


@settings(max_examples=300, deadline=None)
@given(tables())
def test_nobody_computes_a_figure_that_was_left_out(table: Table) -> None:
    values, sums = table
    hidden = sorted(gaps(values, sums))
    assert {key for key, value in values.items() if value < 5} <= set(hidden)
    assert follows(sums, hidden) == set()


@settings(max_examples=100, deadline=None)
@given(tables())
def test_what_is_left_out_of_a_sum_could_be_told_as_one_figure(table: Table) -> None:
    values, sums = table
    hidden = gaps(values, sums)
    for each in sums:
        missing = [key for key in each.parts if key in hidden]
        if missing and each.whole not in hidden:
            assert len(missing) > 1
            assert sum(values[str(key)] for key in missing) >= 5


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=2, max_size=4))
def test_more_than_one_value_is_possible_for_every_gap(numbers: list[int]) -> None:
    values = {str(number): value for number, value in enumerate(numbers)}
    values["all"] = sum(numbers)
    sums = [Sum("all", tuple(str(number) for number in range(len(numbers))))]
    hidden = [key for key in gaps(values, sums) if key != "all"]
    if "all" in gaps(values, sums):
        return
    rest = values["all"] - sum(value for key, value in values.items() if key != "all" and key not in hidden)
    possible = [told for told in product(range(rest + 1), repeat=len(hidden)) if sum(told) == rest]
    for place in range(len(hidden)):
        assert len({told[place] for told in possible}) > 1


def test_a_gap_that_is_alone_in_its_sum_gets_company() -> None:
    sums = [Sum("all", ("a", "b", "c"))]
    assert gaps({"all": 63, "a": 3, "b": 20, "c": 40}, sums) == {"a", "b"}


def test_gaps_that_make_less_than_five_together_get_company() -> None:
    sums = [Sum("all", ("a", "b", "c"))]
    assert gaps({"all": 23, "a": 1, "b": 2, "c": 20}, sums) == {"a", "b", "c"}


def test_sums_that_are_each_safe_are_solved_together() -> None:
    sums = [Sum("r1", ("a", "b")), Sum("r2", ("a", "c")), Sum("c1", ("b", "c"))]
    assert solved(sums, {"a", "b", "c"}) == {"a", "b", "c"}
    assert solved(sums[:2], {"a", "b", "c"}) == set()


def test_a_gap_that_bridges_two_groups_of_gaps_is_not_left_to_be_computed() -> None:
    """Every row and column has two gaps or more, and yet the one at row 0, column 2 follows from all of them together."""
    small = {(row, column): 3 for block in ((0, 1), (2, 3)) for row in block for column in block} | {(0, 2): 2}
    cells = {(row, column): small.get((row, column), 20) for row in range(4) for column in range(4)}
    values = {f"{row}{column}": value for (row, column), value in cells.items()}
    sums = []
    for line in range(4):
        for name, keys in (
            (f"r{line}", [f"{line}{n}" for n in range(4)]),
            (f"c{line}", [f"{n}{line}" for n in range(4)]),
        ):
            values[name] = sum(values[key] for key in keys)
            sums.append(Sum(name, tuple(keys)))
    primary = {key for key, value in values.items() if value < 5}
    assert follows(sums, sorted(primary)) == {"02"}
    hidden = gaps(values, sums)
    assert primary < hidden
    assert follows(sums, sorted(hidden)) == set()


def test_a_gap_between_two_bounds_that_meet_is_no_gap() -> None:
    values = {"all": 5, "w": 5, "v": 0, "part": 5, "rest": 0}
    sums = [Sum("all", ("w", "v")), Sum("w", ("part", "rest"))]
    assert pinned(values, sums, {"w", "v", "rest"}) == {"w", "v", "rest"}


# --- a county ---------------------------------------------------------------------------------------------------------
def shown(public: Published, union: int, code: str) -> str:
    """A figure as everybody may read it."""
    return public.cube.line(union, code).printed


@pytest.fixture
def cube() -> Cube:
    """Three townships with 1, 27 and 22 new unions, and 2, 0 and 3 golden ideas."""
    small = sample.county()
    cells = {pk: dict(row) for pk, row in small.cells.items()}
    for code, figures in {"F54": (1, 27, 22), "F02": (2, 0, 3)}.items():
        for pk, value in zip((11, 12, 13), figures, strict=True):
            cells[pk][code] = Cell(Decimal(value), evidence=value)
    return replace(small, cells=cells)


def test_a_small_figure_of_a_township_is_left_out_with_the_next_smallest(cube: Cube) -> None:
    public = publish(cube)
    assert [shown(public, pk, "F54") for pk in (1, 11, 12, 13)] == ["50", GAP, "27", GAP]
    assert [shown(public, pk, "F02") for pk in (1, 11, 12, 13)] == ["5", GAP, GAP, GAP]


def test_what_the_head_did_itself_is_a_gap_too_though_it_is_shown_nowhere(cube: Cube) -> None:
    cells = {**cube.cells, 1: {**cube.cells[1], "F54": Cell(Decimal(54), evidence=54)}}
    public = publish(replace(cube, cells={**cells, 11: {**cells[11], "F54": Cell(Decimal(3), evidence=3)}}))
    assert [shown(public, pk, "F54") for pk in (1, 11, 12, 13)] == ["54", GAP, "27", "22"]  # 3 and the head's own 2
    assert ("own", "F54") in public.left_out


def test_honours_of_the_county_are_told_and_small_numbers_of_people_are_not(cube: Cube) -> None:
    cells = {**cube.cells, 1: {**cube.cells[1], "F56": replace(cube.cells[1]["F56"], value=Decimal(3))}}
    public = publish(replace(cube, cells=cells))
    assert (shown(public, 1, "F13"), shown(public, 1, "F56")) == ("1", GAP)
    assert public.cube.line(1, "F56").changed == GAP


def test_a_part_is_left_out_when_it_leaves_little_of_the_whole(cube: Cube) -> None:
    whole, part = cube.cells[1]["F44"], cube.cells[1]["F45"]
    cells = {**cube.cells, 1: {**cube.cells[1], "F45": replace(part, value=whole.value - 2 if whole.value else None)}}
    public = publish(replace(cube, cells=cells))
    assert (shown(public, 1, "F44"), shown(public, 1, "F45")) == ("10574", GAP)


def test_money_of_few_records_is_not_told_and_no_money_below_the_county(cube: Cube) -> None:
    cells = {**cube.cells, 1: {**cube.cells[1], "F35": Cell(Decimal("1.2"), evidence=4)}}
    public = publish(replace(cube, cells=cells))
    assert shown(public, 1, "F35") == GAP
    assert shown(public, 1, "F39") == "37.3"
    assert {definition.unit for definition in public.columns} == {"条", "个", "户", "家", "名", "人次"}


def test_a_share_is_not_told_beside_gaps(cube: Cube) -> None:
    assert shown(publish(cube), 1, "F26") == "86"
    cells = {**cube.cells, 1: {**cube.cells[1], "F56": replace(cube.cells[1]["F56"], value=Decimal(3))}}
    assert shown(publish(replace(cube, cells=cells)), 1, "F26") == GAP
