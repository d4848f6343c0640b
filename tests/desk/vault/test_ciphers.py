"""Ciphers against published vectors, and tokens that must not open."""

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from desk.vault.ciphers import ALGORITHMS, Key, SealBroken, open_token, seal

AES, SM4 = ALGORITHMS["AES-256-GCM"], ALGORITHMS["SM4-GCM"]
PLACE = "unions_officer.id_number:0192f0c1-2345-7000-8000-000000000001"
K1, K2 = Key.of("k1", b"1" * 32), Key.of("k2", b"2" * 32)
K1_AGAIN = Key.of("k3", b"1" * 32)  # the same key under another id: only the bound id tells them apart
RING = {"k1": K1, "k2": K2, "k3": K1_AGAIN}


def test_sm4_gives_the_example_of_gb_t_32907() -> None:
    key = bytes.fromhex("0123456789abcdeffedcba9876543210")
    # ECB of one block is the bare block cipher, which is what annex A.1 of the standard prints.
    encryptor = Cipher(algorithms.SM4(key), modes.ECB()).encryptor()  # noqa: S305  # the mode of the published test vector
    assert encryptor.update(key).hex() == "681edf34d206965e86b3e94f536e4246"


@pytest.mark.parametrize(
    ("message", "digest"),
    [
        (b"abc", "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"),
        (b"abcd" * 16, "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"),
    ],
)
def test_sm3_gives_the_examples_of_gb_t_32905(message: bytes, digest: str) -> None:
    sm3 = hashes.Hash(hashes.SM3())
    sm3.update(message)
    assert sm3.finalize().hex() == digest


def test_sm4_gcm_gives_the_example_of_rfc_8998() -> None:
    key, nonce = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210"), bytes.fromhex("00001234567800000000ABCD")
    plain = bytes.fromhex("".join(letter * 16 for letter in "ABCDEFEA"))
    place = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
    sealed = bytes.fromhex(
        "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
        "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
        "83DE3541E4C2B58177E065A9BF7B62EC"
    )
    assert SM4.encrypt(key, nonce, plain, place) == sealed
    assert SM4.decrypt(key, nonce, sealed, place) == plain


def test_aes_gcm_gives_the_example_of_the_gcm_specification() -> None:
    """Test case 14 of McGrew and Viega."""
    sealed = bytes.fromhex("cea7403d4d606b6e074ec5d3baf39d18d0d1c8a799996bf0265b98b5d48ab919")
    assert AES.encrypt(bytes(32), bytes(12), bytes(16), b"") == sealed
    assert AES.decrypt(bytes(32), bytes(12), sealed, b"") == bytes(16)


@pytest.mark.parametrize("algorithm", [AES, SM4], ids=lambda a: a.name)
def test_an_altered_ciphertext_does_not_open(algorithm) -> None:
    key = K1.derived[algorithm.tag]
    sealed = bytearray(algorithm.encrypt(key, bytes(12), "张三".encode(), b"here"))
    sealed[0] ^= 1
    with pytest.raises(InvalidTag):
        algorithm.decrypt(key, bytes(12), bytes(sealed), b"here")


@pytest.mark.parametrize("algorithm", [AES, SM4], ids=lambda a: a.name)
def test_a_token_opens_at_its_own_place_whatever_the_current_algorithm(algorithm) -> None:
    token = seal("330182198001010044", place=PLACE, key=K1, algorithm=algorithm)
    assert token.startswith(f"{algorithm.tag}:k1:")
    assert open_token(token, place=PLACE, keys=RING) == "330182198001010044"


@pytest.mark.parametrize("algorithm", [AES, SM4], ids=lambda a: a.name)
def test_the_same_text_is_never_sealed_the_same_way_twice(algorithm) -> None:
    assert len({seal("同", place=PLACE, key=K1, algorithm=algorithm) for _ in range(50)}) == 50


def test_the_two_algorithms_do_not_share_a_key() -> None:
    assert K1.derived[SM4.tag] != K1.derived[AES.tag][: SM4.key_length]


TOKEN = seal("330182198001010044", place=PLACE, key=K1, algorithm=AES)
BODY = TOKEN.split(":")[2]


@pytest.mark.parametrize(
    ("token", "why"),
    [
        ("330182198001010044", "unknown token format"),
        ("", "unknown token format"),
        (f"v0:k1:{BODY}", "unknown token format"),
        (f"plain:k1:{BODY}", "unknown token format"),
        (f"v1s:k1:{BODY}", "token altered, moved, or sealed under another key"),
        (f"v1a:k2:{BODY}", "token altered, moved, or sealed under another key"),
        (f"v1a:k3:{BODY}", "token altered, moved, or sealed under another key"),
        (f"v1a:k9:{BODY}", "sealed under key 'k9', which this process does not hold"),
        (f"v1a:k1:{BODY[:20]}", "token cut short"),
        (f"v1a:k1:{BODY[:-4]}", "token altered, moved, or sealed under another key"),
        ("v1a:k1:身份证", "token altered, moved, or sealed under another key"),
    ],
)
def test_what_is_not_exactly_our_token_is_refused_and_not_repeated(token: str, why: str) -> None:
    with pytest.raises(SealBroken) as caught:
        open_token(token, place=PLACE, keys=RING)
    assert str(caught.value) == f"{PLACE}: {why}"
