"""Proof of work, and the sum for those without scripts."""

import hashlib
from datetime import date
from typing import Any

import pytest

from desk.cases.public import counting, proofs, visitors
from desk.cases.public.receipts import Receipt
from desk.cases.public.visitors import TooOften

FORM = Receipt("测试", column="tests.code", length=24)


@pytest.fixture(name="key")
def _key(monkeypatch: pytest.MonkeyPatch) -> str:
    counter = visitors.Counter(counting.InProcess(), counting.InProcess())
    monkeypatch.setattr(visitors, "counter", lambda: counter)
    return FORM.fresh_key()


def solved(challenge: dict[str, Any]) -> int:
    """What a browser does: it tries one number after the other."""
    for number in range(challenge["maxNumber"] + 1):
        if hashlib.sha256(f"{challenge['salt']}{number}".encode()).hexdigest() == challenge["challenge"]:
            return number
    raise AssertionError("no number solves it")


def test_the_number_that_solves_the_challenge_is_taken(key: str) -> None:
    number = solved(proofs.challenge_of(key))
    assert proofs.has_worked(key, str(number))
    assert not proofs.has_worked(key, str(number + 1))


def test_the_solver_of_the_page_reads_a_block_of_at_most_fifty_five_letters(key: str) -> None:
    challenge = proofs.challenge_of(key)
    assert challenge["algorithm"] == "SHA-256"
    assert len(challenge["salt"]) + len(str(challenge["maxNumber"])) <= 55


def test_the_same_form_is_asked_the_same_and_another_something_else(key: str) -> None:
    assert proofs.challenge_of(key) == proofs.challenge_of(key)
    other = proofs.challenge_of(FORM.fresh_key())
    assert other["salt"] != proofs.challenge_of(key)["salt"]
    assert not proofs.has_worked(key, str(solved(other)))


@pytest.mark.parametrize("proof", ["", "-1", "1.5", "²", "9" * 400, "１２", "1e3", "\x00", "[]"])
def test_what_is_no_number_is_no_proof(key: str, proof: str) -> None:
    assert not proofs.has_worked(key, proof)


@pytest.mark.parametrize(
    ("summands", "answers"),
    [((3, 4), ["7", "７", " 7 ", "七"]), ((4, 6), ["10", "十"]), ((9, 9), ["18", "十八"]), ((5, 6), ["11", "十一"])],
)
def test_the_sum_is_answered_in_figures_or_words(
    key: str, monkeypatch: pytest.MonkeyPatch, summands: tuple[int, int], answers: list[str]
) -> None:
    monkeypatch.setattr(proofs, "_summands", lambda _: summands)
    assert [proofs.has_summed(key, answer) for answer in answers] == [True] * len(answers)
    assert not any(proofs.has_summed(key, answer) for answer in ("", "零", "1", "十九", "7.0", "柒"))


def test_the_question_is_words_that_can_be_read_aloud(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proofs, "_summands", lambda _: (3, 4))
    assert proofs.question_of(key) == "三加四等于几？"
    monkeypatch.undo()
    assert all(2 <= summand <= 9 for _ in range(50) for summand in proofs._summands(FORM.fresh_key()))


def test_the_content_of_a_form_may_come_again_for_as_long_as_the_network_is_away(key: str) -> None:
    for _ in range(2 * visitors.GUESS.repeats):
        visitors.count_each(proofs.opening(key), once="one")


def test_a_proof_is_spent_by_one_content_which_may_come_again(key: str) -> None:
    visitors.count_each(proofs.opening(key), once="one")
    visitors.count_each(proofs.opening(key), once="one")
    with pytest.raises(TooOften):
        visitors.count_each(proofs.opening(key), once="another")
    visitors.count_each(proofs.opening(FORM.fresh_key()), once="another")


def test_what_was_not_taken_gives_the_form_back(key: str) -> None:
    visitors.count_each(proofs.opening(key), once="one")
    proofs.give_back(key)
    visitors.count_each(proofs.opening(key), once="another")


def test_a_proof_stays_spent_until_the_form_is_too_old_or_the_day_ends(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    visitors.count_each(proofs.opening(key), once="one")
    monkeypatch.setattr(visitors.timezone, "localdate", lambda: date(2099, 1, 1))
    visitors.count_each(proofs.opening(key), once="another")
