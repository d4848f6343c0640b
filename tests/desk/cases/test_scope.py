"""Entries and files exist where their case does, for whoever asks and however it is asked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction

from desk.cases import services
from desk.vault.scope import ScopeMissing, acting_as, everything
from tests.county import County
from tests.desk.cases.trial import Trial, TrialEntry, TrialFile
from unions.models import User


@pytest.fixture
def noted(case: Any, county: County) -> Any:
    """The case of the mill, handled by 新安江街道, with a note and a file."""
    with everything("tests"):
        services.note(actor=county["county_officer"], obj=case, text="已电话核实")
        TrialFile.objects.create(
            case=case, kind="pdf", name="证明.pdf", size=1, digest="0", file="a", actor=county["county_officer"]
        )
    return case


def entries_and_files() -> tuple[int, int]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT (SELECT count(*) FROM cases_trialentry), (SELECT count(*) FROM cases_trialfile)")
        found: tuple[int, int] = cursor.fetchone()
        return found


@pytest.mark.parametrize(
    ("who", "seen"),
    [("county_officer", 1), ("town_officer", 1), ("base_officer", 0), ("other_base_officer", 0), ("stranger", 0)],
)
def test_plain_sql_finds_them_where_the_case_is_visible(noted: Any, county: County, who: str, seen: int) -> None:
    with acting_as(county[who]):
        assert Trial.objects.count() == seen
        assert entries_and_files() == (seen, seen)


def test_the_union_that_acts_sees_them_though_the_case_is_anothers(
    add_case: Callable[..., Any], county: County
) -> None:
    handled = add_case(union=county.quarry, handler=county.plant)
    with everything("tests"):
        services.note(actor=county["county_officer"], obj=handled, text="请承办")
    with acting_as(county["base_officer"]):
        assert entries_and_files() == (1, 0)
        assert [entry.text for entry in handled.entries.all()] == ["请承办"]
        services.note(actor=county["base_officer"], obj=handled, text="已收到")
        assert entries_and_files() == (2, 0)


def test_nobody_finds_any_without_a_scope(noted: Any) -> None:
    assert entries_and_files() == (0, 0)
    with pytest.raises(ScopeMissing):
        TrialEntry.objects.count()


def test_nothing_is_added_to_a_case_out_of_sight(noted: Any, county: County) -> None:
    other = county["other_base_officer"]
    with acting_as(other):
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            TrialEntry.objects.create(case_id=noted.pk, kind="note", text="甲", actor=other)
        with pytest.raises(ProgrammingError, match="row-level security"), transaction.atomic():
            TrialFile.objects.create(case_id=noted.pk, kind="pdf", name="乙", size=1, digest="0", file="b", actor=other)


def test_in_python_they_are_visible_with_their_case(noted: Any, county: County) -> None:
    def seen(person: User) -> int:
        with everything("tests"):
            return TrialEntry.objects.visible_to(person).count()

    assert [seen(county[who]) for who in ("county_officer", "town_officer", "base_officer")] == [1, 1, 0]
    with everything("tests"):
        assert TrialEntry.objects.within(county.xinanjiang).count() == 1
        assert TrialEntry.objects.within(county.meicheng).count() == 0
        assert TrialEntry.objects.get().owner_paths() == (county.mill.path,)
