"""Every move of every kind of case, from every state: the declared ones are made, and all others are refused twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from desk.cases import services
from desk.cases.choices import By, EntryKind, Reason
from desk.cases.models import kinds
from desk.cases.place import Place
from desk.cases.procedure import Move
from desk.vault.scope import everything
from tests.case_examples import EXAMPLES, Example
from tests.county import County
from tests.desk.cases.trial import Trial
from unions.models import User

TRIAL = Example(
    lambda county, state: Trial.objects.create(union=county.mill, handler=county.xinanjiang, title="甲", state=state)
)
KINDS: list[Any] = [Trial, *kinds()]


@cache
def example(kind: Any) -> Example:
    """How a case of this kind is made; a kind without an example fails here, with its name."""
    label = kind._meta.label
    found = TRIAL if kind is Trial else EXAMPLES.get(label)
    assert found is not None, f"{label} needs an Example in tests/case_examples.py"
    return found


STANDS = [
    pytest.param(kind, state, id=f"{kind.__name__}-{state}") for kind in KINDS for state in kind.procedure.states.values
]


@pytest.mark.parametrize("kind", KINDS[1:], ids=lambda kind: kind.__name__)
def test_the_first_move_offered_where_somebody_waits_leads_on(kind: Any) -> None:
    """It is the button; the others are in a menu. 采纳 stood in the menu behind 退回重评."""
    moves = [move for move in kind.procedure.moves if move.by == By.STAFF]
    firsts = [next(move for move in moves if step.state in move.froms) for step in kind.procedure.steps]
    assert [first.slug for first in firsts if first.danger or first.reason == Reason.REQUIRED] == []


@contextmanager
def trying(move: Move) -> Iterator[None]:
    """Within the block, taken back afterwards, the move is tried; what fails names it."""
    try:
        with transaction.atomic():
            yield
            transaction.set_rollback(True)
    except BaseException as error:
        error.add_note(f"the move was {move.slug}")
        raise


def holder(county: County, case: Any, move: Move) -> User:
    """Somebody of the cast with the right to this move, there where it is asked."""
    right, at = case.procedure.right(move)
    found = [p for p in county.people.values() if p.has_perm(right, Place(case, at))]
    assert found, f"nobody of the cast holds {right} at {at}"
    return found[0]


def make(county: County, case: Any, move: Move) -> Any:
    """The move, as whoever it is declared for."""
    answers: dict[str, Any] = {"text": "理由"} if move.reason is not Reason.NONE else {}
    actor = holder(county, case, move) if move.by is By.STAFF else None
    facts = example(type(case)).facts(str(move.target))
    return services.move(actor=actor, obj=case, slug=move.slug, by=move.by, **answers, **facts)


def insert_entry(case: Any, move: Move, *, by: User | None, before: str, after: str) -> None:
    """The entry of a move, past the service and past Django."""
    entries = case.entries.model
    row = entries(
        case=case,
        kind=EntryKind.MOVED,
        by=By.STAFF if by else By.CLOCK,
        actor=by,
        move=move.slug,
        from_state=before,
        to_state=after,
        case_version=case.version + 1,
    )
    fields = [f for f in entries._meta.concrete_fields if f.attname != "text"]
    columns = ", ".join(f.column for f in fields)
    marks = ", ".join(["%s"] * len(fields))
    values = [f.get_db_prep_save(getattr(row, f.attname), connection) for f in fields]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {entries._meta.db_table} ({columns}) VALUES ({marks})", values)  # noqa: S608  # our own


def set_state(case: Any, state: str) -> None:
    """The new state, past the service and past Django."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {case._meta.db_table} SET state = %s, version = version + 1 WHERE id = %s",  # noqa: S608  # our own
            [state, case.pk],
        )
        assert cursor.rowcount == 1


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_every_kind_has_an_example_in_every_state(kind: Any, county: County) -> None:
    with everything("tests"):
        for state in kind.procedure.states.values:
            with transaction.atomic():
                there = example(kind).make(county, state)
                assert type(there)._default_manager.get(pk=there.pk).state == state
                transaction.set_rollback(True)


@pytest.mark.parametrize(("kind", "state"), STANDS)
def test_a_declared_move_is_made_and_every_other_is_refused(kind: Any, state: str, county: County) -> None:
    with everything("tests"):
        for move in kind.procedure.moves:
            with trying(move):
                case = example(kind).make(county, state)
                if state in move.froms:
                    made(county, case, move)
                else:
                    refused(county, case, move)


def made(county: County, case: Any, move: Move) -> None:
    before = case.state
    moved = make(county, case, move)
    stored = type(case)._default_manager.get(pk=case.pk)
    assert (stored.state, stored.version) == (move.target, case.version + 1)
    entry = moved.entries.get()
    assert (entry.kind, entry.by, entry.move, entry.is_public) == ("moved", move.by, move.slug, move.told)
    assert (entry.from_state, entry.to_state, entry.case_version) == (before, move.target, stored.version)
    assert (entry.actor is None) == (move.by is not By.STAFF)


def refused(county: County, case: Any, move: Move) -> None:
    state, table = case.state, case._meta.db_table
    with pytest.raises(ValidationError, match="不能办理"), transaction.atomic():
        make(county, case, move)
    # The entry as it is, and one that lies about where the case stands.
    with pytest.raises(DatabaseError, match="no such move"):
        insert_entry(case, move, by=None, before=state, after=str(move.target))
    with pytest.raises(DatabaseError, match="no such move"):
        insert_entry(case, move, by=None, before=move.froms[0], after=str(move.target))
    if state != move.target:
        with pytest.raises(DatabaseError, match=f'nvalid transition of field "state"|{table}: a state is changed'):
            set_state(case, str(move.target))
    assert type(case)._default_manager.get(pk=case.pk).state == state
    assert not case.entries.exists()


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_no_declared_passage_is_open_to_plain_sql_without_its_entry(kind: Any, county: County) -> None:
    with everything("tests"):
        for move in kind.procedure.moves:
            for state in move.froms:
                if state == move.target:
                    continue
                with trying(move):
                    case = example(kind).make(county, state)
                    with pytest.raises(DatabaseError, match="a state is changed without an entry"):
                        set_state(case, str(move.target))


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_nobody_without_the_right_makes_a_move(kind: Any, county: County) -> None:
    stranger = county["stranger"]
    with everything("tests"):
        for move in kind.procedure.moves:
            with trying(move):
                case = example(kind).make(county, move.froms[0])
                for by, actor in ((By.STAFF, stranger), (By.VISITOR, None), (By.CLOCK, None), (By.VISITOR, stranger)):
                    if actor is None and by is move.by:
                        continue
                    with pytest.raises(PermissionDenied), transaction.atomic():
                        services.move(actor=actor, obj=case, slug=move.slug, text="理由", by=by)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_a_step_with_days_gives_its_case_a_day(kind: Any, county: County) -> None:
    with everything("tests"):
        for move in kind.procedure.moves:
            with trying(move):
                moved = make(county, example(kind).make(county, move.froms[0]), move)
                days = kind.procedure.step(move.target).due
                assert (moved.due_on is not None) == (days is not None)
                if days:
                    assert moved.due_on >= timezone.localdate() + timedelta(days=days.number)
