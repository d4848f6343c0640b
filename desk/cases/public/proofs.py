"""That whoever sends a form is no flood: the browser has worked for it, or, without scripts, a person has done a sum.

The work is ALTCHA's: find the number whose SHA-256, behind a salt, is the one that was asked for. Its own widget weighs
66 KB and styles itself in ways the content security policy forbids, so the page brings a solver of one kilobyte
(static/js/proof.js). Challenge and sum are made from the signed key of the form (receipts.Receipt.fresh_key), so that
nothing has to be remembered between page and answer, and no proof opens another form.

    challenge_of(key), question_of(key)      # into the page
    if has_worked(key, proof) or has_summed(key, answer): visitors.count_each(opening(key), once=…)
"""

import hashlib
from datetime import timedelta
from typing import Any

import altcha
from django.utils.crypto import salted_hmac

from desk.cases.public import visitors
from desk.cases.public.receipts import FORM_OPEN_FOR
from desk.registers.checks import half_width

PURPOSE = "desk.cases.public.proofs"
LARGEST = 50_000  # on average half of it is tried: a second or two of an old phone, while its owner types
SALT_LENGTH = 24
NUMERALS = "零一二三四五六七八九十"
# A key opens one form. At midnight the counts begin anew, so that at worst it opens two. The same content may come as
# often as its sender is not sure that it arrived: told that the form was spent, they would send it as another one.
SPENT = visitors.Limit("proof", timedelta(seconds=FORM_OPEN_FOR), per_address=1, of_all=200_000, repeats=100_000)


def challenge_of(key: str) -> dict[str, Any]:
    """What the browser has to work out for the form with this key, as ALTCHA writes it."""
    return dict(altcha.create_challenge(_options(key)).to_dict())


def has_worked(key: str, proof: str) -> bool:
    """Whether `proof` is the number that was asked for: the one that was drawn for the key. In a flood this is asked a
    thousand times a second, so that nothing is hashed for it but the key.
    """
    is_number = proof.isascii() and proof.isdigit() and len(proof) <= len(str(LARGEST))
    return is_number and int(proof) == _number(_secret(key))


def question_of(key: str) -> str:
    """The sum for the form with this key, in words that can be read aloud."""
    one, other = _summands(key)
    return f"{NUMERALS[one]}加{NUMERALS[other]}等于几？"


def has_summed(key: str, answer: str) -> bool:
    """Whether `answer` is the sum, in figures or in words."""
    total = sum(_summands(key))
    tens, ones = divmod(total, 10)
    words = NUMERALS[total] if total <= len(NUMERALS) - 1 else f"{'十' if tens else ''}{NUMERALS[ones] if ones else ''}"
    return half_width(answer).strip() in {str(total), words}


def opening(key: str) -> visitors.Act:
    """To be counted once by what is in the form with this key: it is too often when it comes with something else."""
    return visitors.Act(SPENT, _name(key))


def give_back(key: str) -> None:
    """What was sent was not taken; the form may be sent with another content."""
    visitors.forgive(SPENT, address=_name(key))


def _name(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


def _secret(content: str) -> bytes:
    return bytes(salted_hmac(PURPOSE, content, algorithm="sha256").digest())


def _number(secret: bytes) -> int:
    return int.from_bytes(secret[-4:]) % (LARGEST + 1)


def _options(key: str) -> altcha.ChallengeOptions:
    secret = _secret(key)
    return altcha.ChallengeOptions(
        hmac_key=_secret(PURPOSE).hex(),
        max_number=LARGEST,
        salt=secret.hex()[:SALT_LENGTH],
        number=_number(secret),
    )


def _summands(key: str) -> tuple[int, int]:
    one, other = _secret(f"sum {key}")[:2]
    return one % 8 + 2, other % 8 + 2
