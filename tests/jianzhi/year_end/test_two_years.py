"""What is published of two years gives no small figure away, read side by side (promises.md D13)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jianzhi.year_end.choices import Origin
from jianzhi.year_end.report import Cell, Cube, Definition, Node, Term
from jianzhi.year_end.suppression import GAP, Published, publish
from jianzhi.year_end.suppression.sums import Sum
from tests.jianzhi.year_end.test_suppression import follows

HEAD = 1
Figures = Mapping[int, Mapping[str, int]]  # by union and code


def definition(code: str, nature: str = "flow", **more: str) -> Definition:
    facts = {"name": code, "unit": "名", "chapter": "R5", "adds_up": "sum", "definition": "。", **more}
    return Definition(code=code, nature=nature, decimals=0, is_computed=True, **facts)


DEFINITIONS = (
    definition("IN"),
    definition("OUT"),
    definition("STAND", "stock", grows_by="IN", shrinks_by="OUT"),
    definition("WOMEN", "stock", part_of="STAND"),
)


def county(year: int, figures: Figures, before: Mapping[str, int], definitions: Sequence[Definition]) -> Cube:
    """A county of a year with its own figures of the year before."""
    nodes = [Node(pk, f"第{pk}工会", f"第{pk}", None if pk == HEAD else HEAD, f"1.{pk}.", "base") for pk in figures]
    nodes[0] = replace(nodes[0], path="1.")
    cells = {
        pk: {
            code: Cell(
                Decimal(value), before=Decimal(before[code]) if pk == HEAD and code in before else None, evidence=value
            )
            for code, value in row.items()
        }
        for pk, row in figures.items()
    }
    term = Term(f"{year} 年", "自然年度", year, date(year, 1, 1), date(year, 12, 31), date(year, 12, 31))
    return Cube(term, nodes, definitions, cells)


def year_after(stood: Mapping[int, int], flows: Mapping[int, tuple[int, int, int]]) -> dict[int, dict[str, int]]:
    """The figures of each union by what stood before: who came, who went, and how many women there are of those left."""
    found = {}
    for union, (came, leaving, women) in flows.items():
        went = min(leaving, stood[union] + came)
        stands = stood[union] + came - went
        found[union] = {"IN": came, "OUT": went, "STAND": stands, "WOMEN": min(women, stands)}
    whole = {code: sum(row[code] for row in found.values()) for code in ("IN", "OUT", "STAND", "WOMEN")}
    return {HEAD: whole, **found}


@st.composite
def two_years(draw: st.DrawFn) -> tuple[Cube, Cube]:
    """Two years of a county; who stands in the second is who stood in the first, less who went, with who came."""
    unions = range(2, 2 + draw(st.integers(2, 4)))
    stood = {union: draw(st.integers(30 if union == 2 else 0, 40)) for union in unions}

    def flows() -> dict[int, tuple[int, int, int]]:
        """Somebody comes to the first union, goes from it, and is a woman: a column of noughts is not shown."""
        least = {union: int(union == 2) for union in unions}
        return {
            union: draw(st.tuples(st.integers(few, 12), st.integers(few, 12), st.integers(few, 30)))
            for union, few in least.items()
        }

    first = year_after(stood, flows())
    second = year_after({union: first[union]["STAND"] for union in unions}, flows())
    earlier = county(2013, first, {"STAND": sum(stood.values())}, DEFINITIONS)
    return earlier, county(2014, second, first[HEAD], DEFINITIONS)


def key(year: int, union: int, code: str) -> str:
    return f"{year}/{union}/{code}"


def read(public: Published) -> tuple[dict[str, Decimal], set[str]]:
    """What stands in a publication as figures, and as gaps; the county's year before too."""
    told, withheld, year = {}, set(), public.cube.term.year
    for node in public.cube.nodes:
        for line in public.cube.lines(node.pk):
            if line.value is not None:
                told[key(year, node.pk, line.code)] = line.value
            if line.cell.is_withheld:
                withheld.add(key(year, node.pk, line.code))
            if line.cell.before is not None:
                told[key(year - 1, node.pk, line.code)] = line.cell.before
            if line.cell.was_withheld:
                withheld.add(key(year - 1, node.pk, line.code))
    return told, withheld


def laws(cube: Cube) -> list[Sum]:
    """Everything that an attacker knows of such tables, written down once more without the program's help."""
    found = []
    unions, every = [node.pk for node in cube.nodes if node.pk != HEAD], [node.pk for node in cube.nodes]
    for year in (2013, 2014):
        found += [
            Sum(key(year, HEAD, code), tuple(key(year, union, code) for union in unions))
            for code in ("IN", "OUT", "STAND", "WOMEN")
        ]
        for union in every:
            found.append(Sum(key(year, union, "STAND"), (key(year, union, "WOMEN"), key(year, union, "men"))))
            stood, came, went = key(year - 1, union, "STAND"), key(year, union, "IN"), key(year, union, "OUT")
            found.append(Sum(key(year, union, "STAND"), (stood, came), (went,)))
    return found


@settings(max_examples=100, deadline=None)
@given(two_years())
def test_nobody_computes_a_gap_of_either_year_from_both(both: tuple[Cube, Cube]) -> None:
    first = publish(both[0])
    pages = [read(first), read(publish(both[1], [first]))]
    told = pages[0][0] | pages[1][0]
    withheld = pages[0][1] | pages[1][1]
    assert told.keys() & withheld == set()  # what one publication leaves out no other tells
    equations = laws(both[0])
    unknown = {str(each) for law in equations for each in law.keys} - told.keys()
    assert follows(equations, sorted(unknown)) & withheld == set()


@settings(max_examples=100, deadline=None)
@given(two_years())
def test_the_change_of_what_stands_is_no_small_number_of_people(both: tuple[Cube, Cube]) -> None:
    first = publish(both[0])
    told = read(first)[0] | read(publish(both[1], [first]))[0]
    for union in both[0].by_pk:
        for code in ("STAND", "WOMEN"):
            before, now = (told.get(key(year, union, code)) for year in (2013, 2014))
            assert before is None or now is None or abs(now - before) >= 5


def test_a_stock_of_people_that_hardly_changed_is_left_out_where_last_years_is_known() -> None:
    earlier = county(
        2013, {1: {"STAND": 620}, 2: {"STAND": 200}, 3: {"STAND": 180}, 4: {"STAND": 240}}, {}, DEFINITIONS
    )
    later = county(2014, {1: {"STAND": 680}, 2: {"STAND": 203}, 3: {"STAND": 210}, 4: {"STAND": 267}}, {}, DEFINITIONS)
    alone, beside = publish(later), publish(later, [publish(earlier)])
    assert [alone.cube.line(pk, "STAND").printed for pk in (1, 2, 3, 4)] == ["680", "203", "210", "267"]
    assert [beside.cube.line(pk, "STAND").printed for pk in (1, 2, 3, 4)] == ["680", GAP, GAP, "267"]


@pytest.mark.parametrize("year", [2012, 2010])
def test_any_earlier_year_counts_not_just_the_last(year: int) -> None:
    figures = {1: {"STAND": 620}, 2: {"STAND": 200}, 3: {"STAND": 180}, 4: {"STAND": 240}}
    later = county(2014, {1: {"STAND": 680}, 2: {"STAND": 203}, 3: {"STAND": 210}, 4: {"STAND": 267}}, {}, DEFINITIONS)
    beside = publish(later, [publish(county(year, figures, {}, DEFINITIONS))])
    assert beside.cube.line(2, "STAND").printed == GAP


def test_a_flow_does_not_follow_from_the_stocks_of_two_years_and_the_other_flow() -> None:
    """Of a township that nine came to and two left, the nine and both stocks would tell the two."""
    unions = (
        definition("NEW", unit="家"),
        definition("GONE", unit="家"),
        definition("STAND", "stock", unit="家", grows_by="NEW", shrinks_by="GONE"),
    )
    earlier = {1: {"STAND": 100}, 2: {"STAND": 30}, 3: {"STAND": 30}, 4: {"STAND": 40}}
    later = {
        1: {"NEW": 29, "GONE": 18, "STAND": 111},
        2: {"NEW": 9, "GONE": 2, "STAND": 37},
        3: {"NEW": 10, "GONE": 8, "STAND": 32},
        4: {"NEW": 10, "GONE": 8, "STAND": 42},
    }
    public = publish(county(2014, later, {}, unions), [publish(county(2013, earlier, {}, unions))])
    told = {code: public.cube.line(2, code).printed for code in ("NEW", "GONE", "STAND")}
    assert told["GONE"] == GAP
    assert list(told.values()).count(GAP) > 1


def test_last_year_is_told_as_it_was_published_then_and_the_change_with_it() -> None:
    lonely = (definition("A"), definition("B"))
    earlier = county(2013, {1: {"A": 3, "B": 60}, 2: {"A": 3, "B": 60}}, {}, lonely)
    later = county(2014, {1: {"A": 50, "B": 90}, 2: {"A": 50, "B": 90}}, {"A": 3, "B": 60}, lonely)
    for public in (publish(later), publish(later, [publish(earlier)])):
        few, many = public.cube.line(1, "A"), public.cube.line(1, "B")
        assert (few.printed, few.before, few.changed) == ("50", GAP, GAP)
        assert (many.printed, many.before, many.changed) == ("90", "60", "+50.0%")


def test_what_is_withheld_is_not_in_the_cube_at_all() -> None:
    earlier = county(2013, {1: {"A": 3}, 2: {"A": 3}}, {}, (definition("A"),))
    (cell,) = publish(earlier).cube.cells[1].values()
    assert cell == Cell(None, Origin.COMPUTED, is_withheld=True)


@pytest.mark.parametrize(("gone", "heads"), [(3, GAP), (7, "107")])
def test_who_was_there_and_is_no_more_is_not_told_by_the_difference_of_two_large_figures(gone: int, heads: str) -> None:
    definitions = (definition("STAND", "stock"), definition("HEADS", adds_up="distinct", includes="STAND"))
    rows = {HEAD: {"STAND": 100, "HEADS": 100 + gone}, 2: {"STAND": 40}, 3: {"STAND": 60}}
    public = publish(county(2014, rows, {}, definitions))
    assert [public.cube.line(HEAD, code).printed for code in ("STAND", "HEADS")] == ["100", heads]
