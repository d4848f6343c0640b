"""What is published of an edition depends on what was published before it, and on nothing that came later; what comes too
late is not published.
"""

from dataclasses import replace
from decimal import Decimal

from desk.vault.scope import acting_as
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.models import Edition, ReportingPeriod
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import editions
from jianzhi.year_end.services.publishing import (
    inside_of,
    is_corrected,
    overtaken_by,
    published,
    published_edition,
    published_editions,
)
from jianzhi.year_end.suppression import GAP
from tests.county import County
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.reporting import add_period


def sign(county: County, period: ReportingPeriod, cube: Cube, *, reason: str = "") -> Edition:
    """One more edition of `period`, signed; a corrected one when there is a `reason`."""
    actor = county["county_officer"]
    with acting_as(actor):
        edition = editions.freeze(actor=actor, period=period, cube=cube, reason=reason)
        ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
        edition.refresh_from_db()
        editions.sign(actor=actor, obj=edition, doc_no=f"建总工〔2015〕{edition.number} 号", name="赵㛃", post="主席")
    return edition


def contests(edition: Edition) -> list[str]:
    """F57 of the county and the unions right below it, as it is published."""
    cube = published(edition).cube
    return [cube.line(node.pk, "F57").printed for node in cube.nodes]


def with_few(cube: Cube) -> Cube:
    """The same with three in the first township."""
    town = next(node.pk for node in cube.nodes if node.parent == cube.head.pk)
    few = replace(cube.cells[town]["F57"], value=Decimal(3))
    return replace(cube, cells={**cube.cells, town: {**cube.cells[town], "F57": few}})


def test_a_corrected_edition_is_read_beside_the_one_before_it(county: County) -> None:
    period = add_period(2014, "calendar_year")
    first = sign(county, period, sample.county())
    before = contests(first)
    assert GAP not in before[1:]
    second = sign(county, period, with_few(sample.county()), reason="一镇多报")
    assert (second.number, contests(second)) == (2, [GAP] * len(before))
    assert contests(first) == before


def test_what_was_published_is_not_drawn_otherwise_because_of_what_is_signed_later(county: County) -> None:
    period = add_period(2014, "calendar_year")
    edition = sign(county, period, sample.county())
    before = published(edition)
    assert not before.cube.line(before.cube.head.pk, "M01").cell.is_withheld
    sign(county, add_period(2013, "calendar_year"), sample.county(year=2013))
    assert published(edition) == before


def test_a_year_that_is_signed_after_a_later_one_was_published_stays_inside(county: County) -> None:
    later, period = add_period(2014, "calendar_year"), add_period(2013, "calendar_year")
    assert (overtaken_by(period), overtaken_by(later)) == (None, None)
    edition = sign(county, later, sample.county())
    assert (overtaken_by(period), overtaken_by(later)) == (later, None)
    late = sign(county, period, sample.county(year=2013))
    assert published_editions() == [edition]
    assert (inside_of(period), inside_of(later)) == ([late], [])
    assert published_edition(period) is None


def test_a_correction_after_a_later_year_was_published_leaves_what_is_public_as_it_was(county: County) -> None:
    period, later = add_period(2013, "calendar_year"), add_period(2014, "calendar_year")
    first = sign(county, period, sample.county(year=2013))
    following = sign(county, later, sample.county())
    before = contests(first)
    late = sign(county, period, with_few(sample.county(year=2013)), reason="一镇多报")
    assert published_editions() == [following, first]
    assert (contests(first), is_corrected(first), is_corrected(following)) == (before, True, False)
    assert inside_of(period) == [late]


def test_what_stayed_inside_is_no_year_before_for_what_is_published_later(county: County) -> None:
    later, period = add_period(2014, "calendar_year"), add_period(2013, "calendar_year")
    first = sign(county, later, sample.county())
    sign(county, period, with_few(sample.county(year=2013)))
    corrected = sign(county, later, sample.county(), reason="文字有误")
    assert published(corrected).cube == replace(published(first).cube, texts=published(corrected).cube.texts)
