"""Sealed files: what was put in comes out, and nothing that anybody did to the file goes unnoticed."""

import base64
import io
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import pytest
from django.test import override_settings

from desk.vault.ciphers import SealBroken
from desk.vault.files import CHUNK, SealedWriter, open_stream, seal_stream

ONE, TWO, INDEX = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
PLACE = "sheets.importrun.upload:17"
HEAD = len("v1a:k1:file\n") + 16
SEALED_CHUNK = CHUNK + 16
MIB = 1024 * 1024

K1 = {"VAULT_KEYS": f"k1:{ONE}", "VAULT_INDEX_KEY": INDEX, "VAULT_CIPHER": "AES-256-GCM"}
SM4 = {**K1, "VAULT_CIPHER": "SM4-GCM"}


@pytest.fixture(autouse=True)
def keys() -> Iterator[None]:
    with override_settings(**K1):
        yield


def sealed(plain: bytes, place: str = PLACE) -> bytes:
    target = io.BytesIO()
    seal_stream(io.BytesIO(plain), target, place=place)
    return target.getvalue()


def opened(file: bytes, place: str = PLACE) -> bytes:
    return b"".join(open_stream(io.BytesIO(file), place=place))


@pytest.mark.parametrize("cipher", ["AES-256-GCM", "SM4-GCM"])
@pytest.mark.parametrize("length", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 3 * CHUNK + 7])
def test_what_is_sealed_opens_again_whatever_its_length(cipher: str, length: int) -> None:
    plain = bytes(range(256)) * (length // 256) + b"x" * (length % 256)
    with override_settings(VAULT_CIPHER=cipher):
        file = sealed(plain)
        assert opened(file) == plain
        assert len(file) == HEAD + length + 16 * max(1, -(-length // CHUNK))


def test_nothing_of_the_plain_text_can_be_read_in_the_file() -> None:
    file = sealed("330182199001011234 张三 ".encode() * 1000)
    assert b"330182" not in file
    assert "张三".encode() not in file
    assert sealed(b"same") != sealed(b"same")


def test_the_header_says_cipher_and_key_so_a_file_opens_after_both_changed() -> None:
    with override_settings(**SM4):
        file = sealed(b"roster")
    assert file.startswith(b"v1s:k1:file\n")
    with override_settings(VAULT_KEYS=f"k2:{TWO},k1:{ONE}"):
        assert opened(file) == b"roster"
        assert sealed(b"roster").startswith(b"v1a:k2:file\n")
    with override_settings(VAULT_KEYS=f"k2:{TWO}"), pytest.raises(SealBroken, match="k1"):
        opened(file)


def test_the_same_key_under_another_id_does_not_open() -> None:
    file = sealed(b"roster")
    with override_settings(VAULT_KEYS=f"k2:{ONE}"), pytest.raises(SealBroken):
        opened(file.replace(b"v1a:k1:", b"v1a:k2:"))


def test_a_file_that_lies_at_another_place_does_not_open() -> None:
    with pytest.raises(SealBroken):
        opened(sealed(b"roster"), "sheets.importrun.upload:18")


@pytest.mark.parametrize("cipher", ["AES-256-GCM", "SM4-GCM"])
def test_a_bit_turned_anywhere_is_noticed(cipher: str) -> None:
    with override_settings(VAULT_CIPHER=cipher):
        file = sealed(b"a" * CHUNK + b"b" * 10)
        places = [0, 1, 4, 8, HEAD - 17, HEAD - 1, HEAD, HEAD + 99, HEAD + SEALED_CHUNK - 1, HEAD + SEALED_CHUNK, -1]
        for position in places:
            altered = bytearray(file)
            altered[position] ^= 1
            with pytest.raises(SealBroken):
                opened(bytes(altered))


def chunks_of(file: bytes) -> list[bytes]:
    return [file[start : start + SEALED_CHUNK] for start in range(HEAD, len(file), SEALED_CHUNK)]


def test_chunks_swapped_repeated_left_out_or_added_are_noticed() -> None:
    file = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK)
    one, two, three = chunks_of(file)
    for order in ([two, one, three], [one, one, three], [one, three], [two, three], [one, two, three, three]):
        with pytest.raises(SealBroken):
            opened(file[:HEAD] + b"".join(order))
    assert opened(file[:HEAD] + one + two + three) == b"a" * CHUNK + b"b" * CHUNK + b"c" * CHUNK


def test_a_file_cut_off_anywhere_is_noticed_also_between_chunks() -> None:
    file = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c")
    for length in (0, 5, HEAD - 1, HEAD, HEAD + 1, HEAD + SEALED_CHUNK, HEAD + 2 * SEALED_CHUNK, len(file) - 1):
        with pytest.raises(SealBroken):
            opened(file[:length])


def test_chunks_of_two_files_of_one_place_cannot_be_mixed() -> None:
    mine, other = sealed(b"a" * CHUNK + b"end"), sealed(b"b" * CHUNK + b"end")
    with pytest.raises(SealBroken):
        opened(mine[:HEAD] + chunks_of(other)[0] + chunks_of(mine)[1])


@pytest.mark.parametrize(
    "file", [b"", b"PK\x03\x04 a workbook", "姓名,身份证号\n".encode(), b"v1a:k1:AAAA", b"\xff" * 99]
)
def test_what_is_no_sealed_file_does_not_open(file: bytes) -> None:
    with pytest.raises(SealBroken):
        opened(file)


class HalfWay(Exception):
    """The writer stops in the middle."""


def test_a_file_whose_writer_failed_half_way_never_opens() -> None:
    target = io.BytesIO()

    def fail_half_way() -> None:
        with SealedWriter(target, place=PLACE) as writer:
            writer.write(b"a" * (2 * CHUNK))
            raise HalfWay

    with pytest.raises(HalfWay):
        fail_half_way()
    with pytest.raises(SealBroken):
        opened(target.getvalue())


def test_a_writer_takes_pieces_of_any_size() -> None:
    target = io.BytesIO()
    with SealedWriter(target, place=PLACE) as writer:
        assert [writer.write(b"x" * n) for n in (0, 1, CHUNK, 2 * CHUNK + 5)] == [0, 1, CHUNK, 2 * CHUNK + 5]
        writer.write(memoryview(b"end"))
    assert opened(target.getvalue()) == b"x" * (3 * CHUNK + 6) + b"end"


class Dribble(io.RawIOBase):
    """A pipe that gives a few bytes at a time."""

    def __init__(self, content: bytes) -> None:
        self.content = io.BytesIO(content)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # what RawIOBase really passes
        given = self.content.read(min(len(buffer), 7001))
        buffer[: len(given)] = given
        return len(given)


def test_a_source_that_gives_less_than_asked_is_read_to_its_end() -> None:
    plain = b"z" * (CHUNK * 2 + 11)
    source: IO[bytes] = Dribble(sealed(plain))  # type: ignore[assignment]  # a raw file, as a pipe is
    assert b"".join(open_stream(source, place=PLACE)) == plain


class Zeros:
    """`length` zero bytes that nobody holds."""

    def __init__(self, length: int) -> None:
        self.left = length

    def read(self, length: int) -> bytes:
        given = min(length, self.left)
        self.left -= given
        return bytes(given)


def test_a_large_file_takes_the_memory_of_a_few_chunks(tmp_path: Path) -> None:
    with (tmp_path / "large").open("w+b") as file:
        tracemalloc.start()
        seal_stream(Zeros(64 * MIB), file, place=PLACE)  # type: ignore[arg-type]  # only read() is used
        file.seek(0)
        length = sum(len(plain) for plain in open_stream(file, place=PLACE))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert length == 64 * MIB
    assert peak < 3 * MIB
