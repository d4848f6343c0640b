"""What is remembered is asked for once, is never older than it may be, and keeps no failure."""

from typing import Any

import pytest

from desk.registers import remembering
from desk.registers.remembering import remembered


@pytest.fixture(name="clock")
def _clock(monkeypatch: pytest.MonkeyPatch, settings: Any) -> list[float]:
    """The time of the memory, to be turned."""
    settings.REMEMBER_SECONDS = 10
    now = [1000.0]
    monkeypatch.setattr(remembering.time, "monotonic", lambda: now[0])
    return now


def test_a_question_is_asked_again_when_its_answer_is_ten_seconds_old_and_not_before(clock: list[float]) -> None:
    asked: list[int] = []

    @remembered
    def how_many() -> int:
        asked.append(1)
        return len(asked)

    found = [how_many()]
    for seconds in (9.9, 0.2, 9.7, 0.2):
        clock[0] += seconds
        found.append(how_many())
    assert found == [1, 1, 2, 2, 2]
    clock[0] += 10
    assert how_many() == 3


def test_a_question_that_failed_is_asked_again_at_once(clock: list[float]) -> None:
    answers: list[Any] = [ValueError(), "there"]

    @remembered
    def question() -> str:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return str(answer)

    with pytest.raises(ValueError):
        question()
    assert [question(), question()] == ["there", "there"]


def test_nothing_is_remembered_for_no_seconds(settings: Any) -> None:
    settings.REMEMBER_SECONDS = 0
    numbers = iter(range(3))
    question = remembered(lambda: next(numbers))
    assert [question(), question(), question()] == [0, 1, 2]
