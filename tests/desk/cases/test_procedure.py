"""A procedure that contradicts itself is no procedure."""

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db.models import TextChoices

from desk.cases import procedure
from desk.cases.choices import By
from desk.cases.procedure import Move, Procedure, Step, calendar, working
from tests.desk.cases.trial import PROCEDURE, State


class Short(TextChoices):
    NEW = "new", "新"
    DONE = "done", "办结"


def declare(*, steps: Any = (), moves: Any = (), states: Any = Short) -> Procedure:
    """A procedure that is forgotten again, so that each test may call its own the same."""
    try:
        return Procedure("short", states, steps, moves)
    finally:
        procedure._declared.pop("short", None)


CLOSE = Move("close", "办结", Short.NEW, Short.DONE, right="cases.close")

CONTRADICTIONS = {
    "unknown state gone": {"moves": (CLOSE, Move("lose", "丢", "new", "gone", right="cases.close"))},
    "unknown state lost": {"moves": (CLOSE,), "steps": (Step("lost"),)},
    "unknown move open in not_by": {
        "moves": (Move("close", "办结", Short.NEW, Short.DONE, right="cases.close", not_by=("open",)),)
    },
    "close needs a right and a place of its own": {"moves": (Move("close", "办结", Short.NEW, Short.DONE),)},
    "both needs a right and a place of its own": {
        "steps": (Step(Short.NEW, "cases.one"), Step(Short.DONE, "cases.two")),
        "moves": (Move("both", "都可", ("new", "done"), Short.DONE),),
    },
    "a slug or a state is declared twice": {"moves": (CLOSE, CLOSE)},
    "no move knows done": {"moves": (Move("stay", "留", Short.NEW, Short.NEW, right="cases.close"),)},
    "new waits for cases.close, but nobody moves it on": {
        "steps": (Step(Short.NEW, "cases.close"),),
        "moves": (Move("close", "办结", Short.NEW, Short.DONE, by=By.CLOCK),),
    },
}


@pytest.mark.parametrize("said", CONTRADICTIONS)
def test_a_contradiction_is_refused_when_it_is_declared(said: str) -> None:
    with pytest.raises(ImproperlyConfigured, match=said):
        declare(**CONTRADICTIONS[said])


def test_what_does_not_contradict_itself_is_taken() -> None:
    assert declare(moves=(CLOSE,)).passages() == [("close", "new", "done")]


def test_two_procedures_are_not_called_the_same() -> None:
    with pytest.raises(ImproperlyConfigured, match="declared twice"):
        Procedure("trial", Short, (), (CLOSE,))


def test_a_move_takes_right_and_place_from_the_step_it_leaves() -> None:
    assert PROCEDURE.right(PROCEDURE.move("finish")) == ("cases.act_trial", "handler")
    assert PROCEDURE.right(PROCEDURE.move("screen")) == ("cases.screen_trial", "union")
    assert PROCEDURE.right(PROCEDURE.move("reopen")) == ("cases.decide_trial", "union")


def test_it_says_where_a_case_may_go() -> None:
    assert [move.slug for move in PROCEDURE.from_state("assigned")] == ["send_back", "finish"]
    assert ("refuse", "screened", "refused") in PROCEDURE.passages()
    assert PROCEDURE.step(State.LAPSED) == Step(State.LAPSED)
    with pytest.raises(KeyError):
        PROCEDURE.move("fly")


def test_days_are_said_in_words() -> None:
    assert (str(working(3)), str(calendar(30))) == ("3 个工作日", "30 天")
