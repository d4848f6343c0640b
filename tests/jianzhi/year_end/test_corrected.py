"""What is published of a period that was corrected gives no small figure away, read beside what was published before
(promises.md D13).
"""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from jianzhi.year_end.report import Cube
from jianzhi.year_end.suppression import GAP, Published, publish
from jianzhi.year_end.suppression.sums import Sum
from tests.jianzhi.year_end.test_suppression import follows
from tests.jianzhi.year_end.test_two_years import HEAD, county, definition

DEFINITIONS = (definition("CAME"), definition("STAND", "stock"), definition("WOMEN", "stock", part_of="STAND"))
Row = Mapping[str, int]


def edition(rows: Mapping[int, Row]) -> Cube:
    whole = {code: sum(row[code] for row in rows.values()) for code in next(iter(rows.values()))}
    return county(2014, {HEAD: whole, **rows}, {}, [each for each in DEFINITIONS if each.code in whole])


def came(*numbers: int) -> dict[int, Row]:
    return {union: {"CAME": number} for union, number in enumerate(numbers, 2)}


def printed(public: Published, code: str) -> list[str]:
    return [public.cube.line(node.pk, code).printed for node in public.cube.nodes]


def test_what_was_left_out_stays_so_however_large_it_is_now() -> None:
    first = publish(edition(came(3, 20, 30, 40)))
    assert printed(first, "CAME") == ["93", GAP, GAP, "30", "40"]
    assert printed(publish(edition(came(60, 20, 30, 40)), replaced=first), "CAME") == ["150", GAP, GAP, "30", "40"]


def test_a_figure_that_was_told_and_is_small_now_closes_its_column() -> None:
    """The old sum less the new one would be what was taken off, and what it was before is known."""
    first = publish(edition(came(10, 20, 30, 40)))
    assert printed(first, "CAME") == ["100", "10", "20", "30", "40"]
    assert printed(publish(edition(came(3, 20, 30, 40)), replaced=first), "CAME") == [GAP] * 5


def test_a_column_that_is_empty_now_is_shown_with_gaps_as_before() -> None:
    first = publish(edition(came(3, 20, 30, 40)))
    second = publish(edition(came(0, 0, 0, 0)), replaced=first)
    assert [each.code for each in second.columns] == ["CAME"]
    assert printed(second, "CAME") == [GAP] * 5


def test_a_part_closes_its_whole_and_nothing_else() -> None:
    rows = {union: {"CAME": 10, "STAND": 50, "WOMEN": 20} for union in (2, 3, 4)}
    first = publish(edition(rows))
    second = publish(edition({**rows, 2: {"CAME": 10, "STAND": 32, "WOMEN": 2}}), replaced=first)
    assert (printed(second, "WOMEN"), printed(second, "STAND")) == ([GAP] * 4, [GAP] * 4)
    assert printed(second, "CAME") == ["30", "10", "10", "10"]


def test_a_correction_that_makes_nothing_small_is_told_as_it_is() -> None:
    first = publish(edition(came(10, 20, 30, 40)))
    assert printed(publish(edition(came(12, 20, 30, 40)), replaced=first), "CAME") == ["102", "12", "20", "30", "40"]


@st.composite
def rows_of(draw: st.DrawFn) -> Row:
    stand = draw(st.integers(0, 60))
    return {"CAME": draw(st.integers(0, 12)), "STAND": stand, "WOMEN": draw(st.integers(0, stand))}


@st.composite
def corrections(draw: st.DrawFn) -> tuple[dict[int, Row], dict[int, Row], int]:
    """The rows of the unions, the same corrected, and which of them it is that was."""
    unions = range(2, 2 + draw(st.integers(2, 5)))
    rows = {union: draw(rows_of()) for union in unions}
    corrected = draw(st.sampled_from(unions))
    return rows, {**rows, corrected: draw(rows_of())}, corrected


def laws(rows: Mapping[int, Row], number: int) -> list[Sum]:
    """What binds the figures of an edition."""
    found = [Sum(f"{number}/{HEAD}/{code}", tuple(f"{number}/{union}/{code}" for union in rows)) for code in rows[2]]
    for union in (HEAD, *rows):
        here = f"{number}/{union}"
        found.append(Sum(f"{here}/STAND", (f"{here}/WOMEN", f"{here}/MEN")))
    return found


@settings(max_examples=200, deadline=None)
@given(corrections())
def test_nobody_computes_a_small_figure_who_knows_what_was_corrected(
    correction: tuple[dict[int, Row], dict[int, Row], int],
) -> None:
    before, after, corrected = correction
    first = publish(edition(before))
    second = publish(edition(after), replaced=first)
    told, small = set(), set()
    for number, public in enumerate((first, second)):
        for key, value in public.table.values.items():
            union, code = key
            if isinstance(union, int) and public.cube.line(union, code).value is not None:
                told.add(f"{number}/{union}/{code}")
            elif isinstance(union, int) and value < 5:
                small.add(f"{number}/{union}/{code}")
    unchanged = [
        Sum(f"0/{union}/{code}", (f"1/{union}/{code}",))
        for union in before
        for code in ("CAME", "STAND", "WOMEN", "MEN")
        if union != corrected
    ]
    equations = [*laws(before, 0), *laws(after, 1), *unchanged]
    unknown = {str(each) for law in equations for each in law.keys} - told
    assert follows(equations, sorted(unknown)) & small == set()
