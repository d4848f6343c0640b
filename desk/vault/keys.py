"""The keys, read once from the settings and refused when anything about them is doubtful (promises.md F8).

VAULT_KEYS        `id:base64,id:base64,…`: 32 bytes each; the first seals, all of them open
VAULT_INDEX_KEY   base64 of at least 32 bytes: the key of the blind indexes, kept apart from the others
VAULT_CIPHER      AES-256-GCM or SM4-GCM: what new values are sealed with; both open
"""

import base64
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.hmac import HMAC
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from desk.vault import ciphers

KEY_LENGTH = 32
KEY_ID = re.compile(r"[A-Za-z0-9_-]{1,16}")


@dataclass(frozen=True)
class Keyring:
    """The keys this process holds."""

    current: ciphers.Key
    algorithm: ciphers.Algorithm
    keys: Mapping[str, ciphers.Key]
    index_key: bytes

    def seal(self, plain: str, place: str) -> str:
        """The token of `plain` at `place` (`table.column:pk`), under the current key."""
        return ciphers.seal(plain, place=place, key=self.current, algorithm=self.algorithm)

    def open(self, token: str, place: str) -> str:
        """The plain text of `token` at `place`. Raises SealBroken."""
        return ciphers.open_token(token, place=place, keys=self.keys)

    @property
    def header(self) -> str:
        """What a token under the current key and algorithm starts with."""
        return ciphers.header(self.algorithm.tag, self.current.id)

    def digest(self, value: str, column: str) -> bytes:
        """The blind index of `value` in `column` (`table.column`), under a key of that column's own.

        An unkeyed hash of a county's identity numbers falls in about a minute (promises.md, trap 30).
        """
        mac = _column_mac(self.index_key, column).copy()
        mac.update(normalise(value).encode())
        return mac.finalize()


def keyring() -> Keyring:
    """The keys of the settings. Raises ImproperlyConfigured when they will not do."""
    return read(settings.VAULT_KEYS, settings.VAULT_INDEX_KEY, settings.VAULT_CIPHER)


@cache
def read(keys: str, index_key: str, cipher: str) -> Keyring:
    """The key ring of these three settings. Raises ImproperlyConfigured, never repeating a key."""
    if cipher not in ciphers.ALGORITHMS:
        raise ImproperlyConfigured(f"VAULT_CIPHER 只能是 AES-256-GCM 或 SM4-GCM。 Unknown VAULT_CIPHER {cipher!r}.")
    masters = _masters(keys)
    index = _decode("VAULT_INDEX_KEY", index_key)
    if index in masters.values():
        raise ImproperlyConfigured(
            "VAULT_INDEX_KEY 不得与 VAULT_KEYS 中的密钥相同。 VAULT_INDEX_KEY must differ from every key in VAULT_KEYS."
        )
    ring = {key_id: ciphers.Key.of(key_id, master) for key_id, master in masters.items()}
    current = next(iter(ring.values()))
    return Keyring(current=current, algorithm=ciphers.ALGORITHMS[cipher], keys=ring, index_key=index)


def normalise(value: str) -> str:
    """`value` as it is indexed and asked for: half-width, capital letters, only letters and digits."""
    if value.isascii() and value.isalnum():
        return value.upper()
    return "".join(c for c in unicodedata.normalize("NFKC", value) if c.isalnum()).upper()


def _masters(text: str) -> dict[str, bytes]:
    if not text.strip():
        raise ImproperlyConfigured(
            "缺少 VAULT_KEYS：没有密钥，系统不能启动。 VAULT_KEYS is missing: refusing to start."
        )
    masters: dict[str, bytes] = {}
    for position, entry in enumerate(text.split(","), start=1):
        key_id, colon, encoded = entry.strip().partition(":")
        if not colon or not KEY_ID.fullmatch(key_id):
            raise ImproperlyConfigured(
                f"VAULT_KEYS 第 {position} 项应为“编号:密钥的 base64”。 Entry {position} of VAULT_KEYS must read id:base64."
            )
        if key_id in masters:
            raise ImproperlyConfigured(
                f"VAULT_KEYS 中编号 {key_id} 重复。 Key id {key_id} appears twice in VAULT_KEYS."
            )
        masters[key_id] = _decode(f"VAULT_KEYS {key_id}", encoded)
    if len(set(masters.values())) != len(masters):
        raise ImproperlyConfigured("VAULT_KEYS 中有两把相同的密钥。 Two keys in VAULT_KEYS are the same.")
    return masters


def _decode(name: str, encoded: str) -> bytes:
    if not encoded.strip():
        raise ImproperlyConfigured(f"缺少 {name}：没有密钥，系统不能启动。 {name} is missing: refusing to start.")
    try:
        key = base64.b64decode(encoded.strip(), altchars=b"-_" if re.search("[-_]", encoded) else None, validate=True)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} 不是有效的 base64。 {name} is not valid base64.") from error
    if len(key) < KEY_LENGTH:
        raise ImproperlyConfigured(
            f"{name} 太短：需要 {KEY_LENGTH} 字节。 {name} is too short: {len(key)} bytes, {KEY_LENGTH} are needed."
        )
    return key


@cache
def _column_mac(index_key: bytes, column: str) -> HMAC:
    """An HMAC under the key of `column`, ready to be copied: a roster asks for a hundred thousand."""
    derivation = HMAC(index_key, hashes.SM3())
    derivation.update(column.encode())
    return HMAC(derivation.finalize(), hashes.SM3())
