"""What plain SQL cannot do to a case, whoever runs it. The moves themselves are walked in test_every_procedure.py."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from desk.cases import services
from tests.county import County
from tests.desk.cases.test_every_procedure import insert_entry, set_state
from tests.desk.cases.trial import PROCEDURE, Trial


@pytest.fixture(autouse=True)
def _whole(whole_scope: None) -> None:
    """Everybody sees the case; the triggers hold all the same."""


def test_the_same_person_cannot_be_written_down_for_both(case: Any, county: County) -> None:
    officer, colleague = county["county_officer"], county["town_officer"]
    screened = services.move(actor=officer, obj=case, slug="screen")
    assign = PROCEDURE.move("assign")
    with pytest.raises(IntegrityError, match="two moves by one person"):
        insert_entry(screened, assign, by=officer, before="screened", after="assigned")
    insert_entry(screened, assign, by=colleague, before="screened", after="assigned")
    set_state(screened, "assigned")
    assert Trial.objects.get(pk=case.pk).state == "assigned"


def test_an_entry_serves_one_change_of_state(case: Any, county: County) -> None:
    services.move(actor=county["county_officer"], obj=case, slug="refuse", text="重复")
    services.move(actor=county["county_officer"], obj=case, slug="reopen", text="又核实")
    # The entry of the first refusal is there, but it was another version's.
    with pytest.raises(IntegrityError, match="a state is changed without an entry"):
        set_state(case, "refused")


def test_an_entry_of_another_version_is_refused(case: Any, county: County) -> None:
    case.version = 7
    with pytest.raises(IntegrityError, match="no such move"):
        insert_entry(case, PROCEDURE.move("screen"), by=None, before="new", after="screened")


@pytest.mark.parametrize("statement", ["UPDATE cases_trialentry SET move = 'close'", "DELETE FROM cases_trialentry"])
def test_entries_are_neither_changed_nor_removed(case: Any, county: County, statement: str) -> None:
    services.note(actor=county["county_officer"], obj=case, text="备注")
    with (
        pytest.raises(IntegrityError, match="cases_trialentry is append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


@pytest.mark.parametrize(
    ("by", "has_actor", "kind", "is_public"),
    [("staff", False, "note", False), ("visitor", True, "message", True), ("staff", True, "note", True)],
)
def test_an_entry_says_truly_who_made_it_and_a_note_is_never_public(
    case: Any, county: County, by: str, has_actor: bool, kind: str, is_public: bool
) -> None:
    entry = case.entries.model(
        case=case,
        by=by,
        kind=kind,
        is_public=is_public,
        text="甲",
        actor=county["county_officer"] if has_actor else None,
    )
    with pytest.raises(IntegrityError, match=r"staff_is_known|note_is_internal"), transaction.atomic():
        entry.save(force_insert=True)


def test_what_is_no_move_names_none(case: Any) -> None:
    with pytest.raises(IntegrityError, match="no such move"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_trialentry (id, case_id, kind, by, at, move, from_state, to_state, case_version, is_public)"
            " VALUES (gen_random_uuid(), %s, 'note', 'clock', now(), 'screen', 'new', 'screened', 2, false)",
            [case.pk],
        )
