"""A code of one's own, the same for the same form, kept as a digest."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from desk.cases.public import receipts
from desk.cases.public.receipts import Receipt, shown, tidied
from desk.vault import keys

SHORT = Receipt("入会申请", column="trial.short", length=16)
LONG = Receipt("合理化建议", column="trial.long", length=24)


@pytest.mark.parametrize(("kind", "length"), [(SHORT, 16), (LONG, 24)])
def test_a_code_has_as_many_digits_as_were_declared_and_no_two_forms_share_one(kind: Receipt, length: int) -> None:
    made = {kind.of(kind.fresh_key(), "题目") for _ in range(200)}
    assert {len(code) for _, code in made} == {length}
    assert len({code for _, code in made}) == len({pk for pk, _ in made}) == 200
    # All five bits of every digit come from chance: each place has seen most of the 32 digits.
    assert min(len({code[place] for _, code in made}) for place in range(length)) > 24


def test_the_same_form_gives_the_same_row_and_code_and_another_text_another() -> None:
    key = LONG.fresh_key()
    first, again, other = LONG.of(key, "题目", "措施"), LONG.of(key, "题目", "措施"), LONG.of(key, "题目", "措施二")
    assert first == again
    assert first[0] != other[0]
    assert first[1] != other[1]
    assert isinstance(first[0], UUID)


def test_a_key_is_looked_at_once_for_a_form_and_opens_no_other_kind(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REMEMBER_SECONDS = 10
    key = LONG.fresh_key()
    assert LONG.opens(key)
    monkeypatch.setattr(LONG._signer, "unsign_object", lambda *args, **options: pytest.fail("looked at again"))
    assert LONG.of(key, "题目")
    assert not SHORT.opens(key)


@pytest.mark.parametrize("key", ["", "abc", "\x00", "a" * 5_000])
def test_a_key_that_is_not_ours_is_refused(key: str) -> None:
    with pytest.raises(ValidationError, match="打开得太久"):
        LONG.of(key, "题目")


def test_the_key_of_one_form_opens_no_other() -> None:
    with pytest.raises(ValidationError, match="打开得太久"):
        LONG.of(SHORT.fresh_key(), "题目")


def test_a_form_may_lie_open_for_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    key = LONG.fresh_key()
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(hours=23).total_seconds())
    LONG.of(key, "题目")
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + timedelta(hours=25).total_seconds())
    with pytest.raises(ValidationError, match="打开得太久"):
        LONG.of(key, "题目")


def test_a_short_code_is_kept_under_a_slow_hash_and_a_long_one_need_not_be(monkeypatch: pytest.MonkeyPatch) -> None:
    slow: list[bytes] = []
    monkeypatch.setattr(receipts.hashlib, "scrypt", lambda code, **_: slow.append(code) or b"slow")
    assert SHORT.digest("0" * 16) == b"slow".hex()
    LONG.digest("0" * 24)
    assert slow == [b"0" * 16]


@pytest.mark.parametrize("kind", [SHORT, LONG])
def test_the_digest_is_not_the_code_and_takes_a_key_of_the_vault(
    kind: Receipt, settings: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = "0123456789ABCDEFGHJKMNPQ"[: kind.length]
    kept = kind.digest(code)
    assert (len(kept), code in kept) == (64, False)
    monkeypatch.setattr(receipts, "keyring", lambda: keys.read(f"k1:{'A' * 43}=", f"{'B' * 43}=", "AES-256-GCM"))
    receipts._salt.cache_clear()
    assert kind.digest(code) != kept
    receipts._salt.cache_clear()


@pytest.mark.parametrize("typed", [str.lower, str.upper, lambda code: f" {shown(code)} ", lambda code: code])
def test_a_code_is_known_however_it_is_typed(typed: object) -> None:
    _, code = LONG.of(LONG.fresh_key(), "题目")
    assert callable(typed)
    assert LONG.digest_of(typed(code)) == LONG.digest(code)


@pytest.mark.parametrize(
    "typed", ["", "ABCD", "\x00", "一二三四五六七八九十一二三四五六七八九十一二三四", "0" * 23, "0" * 2_000]
)
def test_what_cannot_be_a_code_has_no_digest(typed: str) -> None:
    assert LONG.digest_of(typed) is None


def test_a_code_is_shown_in_groups_of_four_and_look_alikes_are_taken_for_digits() -> None:
    assert shown("0123456789ABCDEFGHJKMNPQ") == "0123-4567-89AB-CDEF-GHJK-MNPQ"
    assert tidied("oil-u") == "011V"
