"""受理编号 and 查询码: what ties a person without an account to what was handed in.

The code is shown once and kept as a digest alone. It comes from the form's own key and from what was typed, and so does
the key of the row: a form that is sent twice gives the same row and the same code, and nothing is done twice
(promises.md A5, H8).

    RECEIPT = Receipt("合理化建议", column="competitions_proposal.code", length=24)
    key = RECEIPT.fresh_key()                          # into the form
    pk, code = RECEIPT.of(key, title, problem)         # when it is sent
    proposal = Proposal(pk=pk, code_digest=RECEIPT.digest(code), …)
    shown(code)                                        # on the receipt
    digest = RECEIPT.digest_of(typed)                  # when it is asked for; None for what cannot be a code
"""

import hashlib
import secrets
from dataclasses import dataclass
from functools import cache, cached_property
from uuid import UUID

from django.core import signing
from django.core.exceptions import ValidationError
from django.utils.crypto import salted_hmac

from desk.registers.remembering import Memory
from desk.vault.keys import keyring

# Crockford's digits: 32 of them, none that is taken for another.
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BITS, GROUP = 5, 4  # of a digit; digits between two hyphens
LOOKS_LIKE = str.maketrans("OILU", "011V")
# ASVS 5, 6.5.2: what holds fewer bits is kept under a slow hash. It costs some 50 ms of a processor.
BITS_THAT_NEED_NO_SLOW_HASH = 112
SCRYPT = {"n": 2**14, "r": 8, "p": 1, "maxmem": 2**26, "dklen": 32}
FORM_OPEN_FOR = 24 * 3600  # seconds
OLD_FORM = "这张表打开得太久了，请刷新页面再填写。您填写的内容没有提交。"
_known_keys: Memory[str] = Memory()


@dataclass(frozen=True)
class Receipt:
    """How the receipts of one kind of case are made.

    purpose: what the form is for; the key of one form opens no other. column: whose key of the vault the digest is made
    with. length: digits of the code, a multiple of eight; sixteen are the least there may be (promises.md H4: 80 bits).
    """

    purpose: str
    column: str
    length: int

    def fresh_key(self) -> str:
        """A key for a form that is about to be filled in; signed, so that nobody can choose one."""
        return self._signer.sign_object(secrets.token_hex(16))

    def opens(self, key: str) -> bool:
        """Whether `key` is ours and not older than a day."""
        try:
            self._known(key)
        except ValidationError:
            return False
        return True

    def of(self, key: str, *typed: str) -> tuple[UUID, str]:
        """The key of the row and the code of a form with `key`, in which `typed` was typed; neither tells the other.

        Raises ValidationError for a key that is not ours or is older than a day.
        """
        content = "\n".join((self._known(key), *typed))
        secret = salted_hmac(self.purpose, content, algorithm="sha256").digest()
        number = int.from_bytes(secret[: self.length * BITS // 8])
        code = "".join(ALPHABET[number >> BITS * place & 31] for place in range(self.length))
        return UUID(bytes=secret[16:], version=4), code

    def digest(self, code: str) -> str:
        """What is kept of `code`: under a key of the vault, so that the database alone opens nothing (promises.md H4).

        One key for all codes of the kind, because a code is found by its digest.
        """
        if self.length * BITS >= BITS_THAT_NEED_NO_SLOW_HASH:
            return keyring().digest(code, self.column).hex()
        return hashlib.scrypt(code.encode(), salt=_salt(self.column), **SCRYPT).hex()

    def digest_of(self, typed: str) -> str | None:
        """The digest of the code that somebody typed; None for what cannot be one."""
        code = tidied(typed)
        return self.digest(code) if len(code) == self.length and set(code) <= set(ALPHABET) else None

    @cached_property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=self.purpose)

    def _known(self, key: str) -> str:
        """What `key` was made from. The same is asked before a form is counted and when it is taken in."""
        return _known_keys.answer((self.purpose, key), lambda: self._unsigned(key))

    def _unsigned(self, key: str) -> str:
        try:
            return str(self._signer.unsign_object(key, max_age=FORM_OPEN_FOR))
        except signing.BadSignature:
            raise ValidationError(OLD_FORM) from None


def shown(code: str) -> str:
    """`code` in groups of four, as it is read out and copied."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))


def tidied(code: str) -> str:
    """What somebody typed, as a code: capital letters and digits, without the letters that look like digits."""
    return "".join(c for c in code.upper() if c.isascii() and c.isalnum()).translate(LOOKS_LIKE)


@cache
def _salt(column: str) -> bytes:
    return keyring().digest("code", column)
