"""What the registers of the demo county tell about 2014 is what the review of 2014 says."""

from decimal import Decimal

import pytest

from jianzhi.year_end.choices import Origin, PeriodKind
from jianzhi.year_end.models import ReportingPeriod
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services.cubes import cube_of

pytestmark = pytest.mark.usefixtures("demo_county")
ADDED_UP = ("F01", "F54", "F55", "K08", "M01", "U02")


@pytest.fixture
def cube(demo_county: None) -> Cube:
    return cube_of(ReportingPeriod.objects.get(kind=PeriodKind.CALENDAR_YEAR, year=2014))


def test_four_figures_of_the_review_come_out_of_the_registers(cube: Cube) -> None:
    lines = {line.code: line for line in cube.lines(cube.head.pk) if line.code in {"F01", "F02", "F54", "F55"}}
    assert {code: line.spoken for code, line in lines.items()} == {
        "F01": "2291条",
        "F02": "5个",
        "F54": "50家",
        "F55": "5328名",
    }
    assert {line.cell.origin for line in lines.values()} == {Origin.COMPUTED}


def test_the_year_before_compares_with_it(cube: Cube) -> None:
    lines = {line.code: line for line in cube.lines(cube.head.pk)}
    assert (lines["F54"].cell.before, lines["F55"].cell.before) == (46, 4_973)
    for code in ("U01", "U02", "M01"):
        value, before = lines[code].value, lines[code].cell.before
        assert value is not None
        assert before is not None
        assert before < value < before * 3 / 2, code


def test_the_townships_add_up_to_the_county(cube: Cube) -> None:
    below = cube.below(cube.head.pk)
    for code in ADDED_UP:
        own = cube.line(cube.head.pk, code).value
        assert own is not None
        assert sum((cube.line(node.pk, code).value or Decimal() for node in below), Decimal()) == own, code


def test_nobody_who_was_at_two_unions_counts_twice_in_the_county(cube: Cube) -> None:
    cell = cube.line(cube.head.pk, "M07").cell
    below = sum((cube.line(node.pk, "M07").value or Decimal() for node in cube.below(cube.head.pk)), Decimal())
    assert cell.value is not None
    assert cell.evidence is not None
    assert cell.value < below < cell.evidence


def test_what_was_merged_in_the_year_is_part_of_it(cube: Cube) -> None:
    assert cube.line(cube.head.pk, "U03").number == "3"
    assert sum(node.is_closed for node in cube.nodes) == 3
