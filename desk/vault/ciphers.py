"""Authenticated encryption of one value, bound to its place.

A token reads `tag:key id:base64url(nonce + ciphertext + authentication tag)`. The tag names algorithm and format, and
only the tags below open: nothing older, nothing unencrypted. The place (`table.column:pk`), the key id and the tag
are authenticated together with the ciphertext, so a token that was copied to another row or column does not open
(promises.md F3, F8, F10).
"""

import base64
import binascii
import os
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import ClassVar

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

NONCE_LENGTH = 12
TAG_LENGTH = 16


class SealBroken(Exception):
    """A token does not open here: moved, altered, under a key we do not hold, or not a token at all."""


class Algorithm(ABC):
    """One way to seal. Each has a key of its own, derived from the master key, so no key serves two algorithms."""

    name: ClassVar[str]
    tag: ClassVar[str]
    key_length: ClassVar[int]
    hash: ClassVar[hashes.HashAlgorithm]

    def derive(self, master: bytes) -> bytes:
        """The key of this algorithm from the master key."""
        info = f"jianzhi vault {self.name}".encode()
        return HKDF(algorithm=self.hash, length=self.key_length, salt=None, info=info).derive(master)

    @abstractmethod
    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
        """Ciphertext followed by the authentication tag."""

    @abstractmethod
    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        """The plain bytes. Raises InvalidTag."""


class Aes256Gcm(Algorithm):
    """AES-256-GCM, the international profile."""

    name, tag, key_length, hash = "AES-256-GCM", "v1a", 32, hashes.SHA256()

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
        return _aes(key).encrypt(nonce, plain, place)

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        return _aes(key).decrypt(nonce, sealed, place)


@lru_cache(maxsize=8)  # a list opens its column under one key; the keys of files come and go
def _aes(key: bytes) -> AESGCM:
    return AESGCM(key)


class Sm4Gcm(Algorithm):
    """SM4-GCM (GB/T 32907) with keys derived by SM3 (GB/T 32905), the national profile."""

    name, tag, key_length, hash = "SM4-GCM", "v1s", 16, hashes.SM3()

    def encrypt(self, key: bytes, nonce: bytes, plain: bytes, place: bytes) -> bytes:
        encryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        encryptor.authenticate_additional_data(place)
        return encryptor.update(plain) + encryptor.finalize() + encryptor.tag

    def decrypt(self, key: bytes, nonce: bytes, sealed: bytes, place: bytes) -> bytes:
        body, tag = sealed[:-TAG_LENGTH], sealed[-TAG_LENGTH:]
        decryptor = Cipher(algorithms.SM4(key), modes.GCM(nonce, tag)).decryptor()
        decryptor.authenticate_additional_data(place)
        return decryptor.update(body) + decryptor.finalize()


ALGORITHMS: Mapping[str, Algorithm] = {a.name: a for a in (Aes256Gcm(), Sm4Gcm())}
BY_TAG: Mapping[str, Algorithm] = {a.tag: a for a in ALGORITHMS.values()}


@dataclass(frozen=True)
class Key:
    """A master key under its id, and what was derived from it (algorithm tag → key)."""

    id: str
    derived: Mapping[str, bytes]

    @classmethod
    def of(cls, key_id: str, master: bytes) -> "Key":
        """The key `key_id` made from `master`."""
        return cls(key_id, {a.tag: a.derive(master) for a in ALGORITHMS.values()})


def seal(plain: str, *, place: str, key: Key, algorithm: Algorithm) -> str:
    """The token of `plain` at `place`."""
    nonce = os.urandom(NONCE_LENGTH)
    bound = _bound(place, key.id, algorithm.tag)
    sealed = algorithm.encrypt(key.derived[algorithm.tag], nonce, plain.encode(), bound)
    return f"{algorithm.tag}:{key.id}:{base64.urlsafe_b64encode(nonce + sealed).decode()}"


def open_token(token: str, *, place: str, keys: Mapping[str, Key]) -> str:
    """The plain text of `token` at `place`. Raises SealBroken, which never repeats the token."""
    tag, key_id, body = _split(token)
    if tag not in BY_TAG:
        raise SealBroken(f"{place}: unknown token format")
    if key_id not in keys:
        raise SealBroken(f"{place}: sealed under key {key_id!r}, which this process does not hold")
    try:
        raw = binascii.a2b_base64(body.replace("-", "+").replace("_", "/"), strict_mode=True)
        nonce, sealed = raw[:NONCE_LENGTH], raw[NONCE_LENGTH:]
        if len(sealed) < TAG_LENGTH:
            raise SealBroken(f"{place}: token cut short")
        bound = _bound(place, key_id, tag)
        return BY_TAG[tag].decrypt(keys[key_id].derived[tag], nonce, sealed, bound).decode()
    except (InvalidTag, ValueError) as error:  # ValueError: not base64, not UTF-8
        raise SealBroken(f"{place}: token altered, moved, or sealed under another key") from error


def header(tag: str, key_id: str) -> str:
    """What every token of this algorithm and key starts with."""
    return f"{tag}:{key_id}:"


def _split(token: str) -> tuple[str, str, str]:
    parts = token.split(":", 2)
    if len(parts) != 3:
        return "", "", ""
    return parts[0], parts[1], parts[2]


def _bound(place: str, key_id: str, tag: str) -> bytes:
    return f"{place}|{key_id}|{tag}".encode()
