"""Files that lie sealed on disk: uploads, plans of imports, results of jobs (promises.md B13, F3).

A sealed file is a header (`tag:key id:file`, a newline, 16 random bytes), then chunks of 256 KiB, each sealed by
itself, so that a file of any size takes the memory of two chunks. Every file has a key of its own, derived from the
vault's key and the random bytes; the nonce of a chunk is its number and whether it is the last one (the STREAM
construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). So a chunk that was altered, moved, repeated, dropped or
cut off does not open, and neither does a file at another place than the one it was sealed for.
"""

import os
from collections.abc import Iterator
from types import TracebackType
from typing import IO, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desk.vault import ciphers
from desk.vault.ciphers import NONCE_LENGTH, TAG_LENGTH, SealBroken
from desk.vault.keys import keyring

CHUNK = 256 * 1024
SALT_LENGTH = 16
LONGEST_HEADER = 64
FORMAT = "file"


class SealedWriter:
    """Takes plain bytes and writes them sealed to `target`, which stays open.

    Used with `with`: leaving it properly writes the last chunk. Left by an exception, the file stays without its last
    chunk and therefore never opens, so half a file cannot be taken for a whole one.
    """

    def __init__(self, target: IO[bytes], *, place: str) -> None:
        """Under the vault's current key and cipher. `place` says what the file is (`sheets.importrun.upload:17`)."""
        ring = keyring()
        salt = os.urandom(SALT_LENGTH)
        self._lock = _Lock(ring.algorithm, ring.current, salt, place)
        self._target = target
        self._waiting = bytearray()
        target.write(_header(ring.algorithm.tag, ring.current.id) + salt)

    def write(self, plain: bytes | bytearray | memoryview) -> int:
        """Takes `plain`, answers its length, as files do."""
        given = memoryview(plain).cast("B")
        for start in range(0, len(given), CHUNK):
            self._waiting += given[start : start + CHUNK]
            # A full chunk waits until more comes: only then is it known not to be the last.
            if len(self._waiting) > CHUNK:
                self._target.write(self._lock.seal(bytes(self._waiting[:CHUNK]), last=False))
                del self._waiting[:CHUNK]
        return len(given)

    def close(self) -> None:
        """Writes the last chunk. Nothing may be written afterwards."""
        self._target.write(self._lock.seal(bytes(self._waiting), last=True))
        self._waiting.clear()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.close()


def seal_stream(source: IO[bytes], target: IO[bytes], *, place: str) -> None:
    """Writes what `source` holds to `target`, sealed for `place`."""
    with SealedWriter(target, place=place) as sealed:
        while plain := source.read(CHUNK):
            sealed.write(plain)


def open_stream(source: IO[bytes], *, place: str) -> Iterator[bytes]:
    """The plain bytes of the sealed file `source` at `place`, chunk by chunk, none of them unauthenticated.

    Raises SealBroken when the file was altered, cut, moved, or sealed under a key this process does not hold. That a
    file was cut off shows at its end: whoever acts on parts of it must be able to take that back.
    """
    lock = _lock_of(source, place)
    sealed = _exactly(source, CHUNK + TAG_LENGTH)
    while True:
        following = _exactly(source, CHUNK + TAG_LENGTH)
        plain = lock.open(sealed, last=not following)
        if plain:
            yield plain
        if not following:
            return
        sealed = following


class _Lock:
    """The key of one file and the number of the next chunk."""

    def __init__(self, algorithm: ciphers.Algorithm, key: ciphers.Key, salt: bytes, place: str) -> None:
        self._algorithm = algorithm
        self._key = HKDF(
            algorithm=algorithm.hash, length=algorithm.key_length, salt=salt, info=b"jianzhi vault file"
        ).derive(key.derived[algorithm.tag])
        self._place = place
        self._bound = _header(algorithm.tag, key.id) + place.encode()
        self._number = 0

    def seal(self, plain: bytes, *, last: bool) -> bytes:
        return self._algorithm.encrypt(self._key, self._nonce(last), plain, self._bound)

    def open(self, sealed: bytes, *, last: bool) -> bytes:
        if len(sealed) < TAG_LENGTH:
            raise SealBroken(f"{self._place}: file cut short")
        try:
            return self._algorithm.decrypt(self._key, self._nonce(last), sealed, self._bound)
        except (InvalidTag, ValueError) as error:  # ValueError: OpenSSL's word for a tag of the wrong length
            raise SealBroken(f"{self._place}: file altered, cut, moved, or sealed under another key") from error

    def _nonce(self, last: bool) -> bytes:
        """Never twice under this file's key: the chunk's number, then 1 for the last chunk."""
        nonce = self._number.to_bytes(NONCE_LENGTH - 1, "big") + bytes([last])
        self._number += 1
        return nonce


def _lock_of(source: IO[bytes], place: str) -> _Lock:
    tag, _, rest = source.readline(LONGEST_HEADER).decode("ascii", "replace").partition(":")
    key_id, _, form = rest.partition(":")
    keys = keyring().keys
    if tag not in ciphers.BY_TAG or form != f"{FORMAT}\n":
        raise SealBroken(f"{place}: not a sealed file")
    if key_id not in keys:
        raise SealBroken(f"{place}: sealed under key {key_id!r}, which this process does not hold")
    return _Lock(ciphers.BY_TAG[tag], keys[key_id], _exactly(source, SALT_LENGTH), place)


def _header(tag: str, key_id: str) -> bytes:
    return f"{tag}:{key_id}:{FORMAT}\n".encode()


def _exactly(source: IO[bytes], length: int) -> bytes:
    """`length` bytes, fewer only at the end of the file: raw files and pipes may give less at a time."""
    parts: list[bytes] = []
    while length and (part := source.read(length)):
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
