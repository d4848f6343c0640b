"""F8: a process without good keys does not start, in any mode."""

import base64
import os
import subprocess
import sys
from contextlib import nullcontext

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connections

from desk.vault import canary
from desk.vault.keys import keyring, normalise, read
from desk.vault.models import KeyCanary

ONE, TWO, INDEX = (base64.b64encode(bytes([n]) * 32).decode() for n in (1, 2, 3))
SHORT = base64.b64encode(b"1" * 31).decode()
SERVER = "import jianzhi.wsgi"
COMMAND = (
    "import django, django.core.management as m; django.setup(); m.call_command('grant_app_role', skip_checks=False)"
)


def test_the_first_key_is_the_current_one_and_all_of_them_open() -> None:
    ring = read(f"k2:{TWO}, k1:{ONE}", INDEX, "SM4-GCM")
    assert ring.current.id == "k2"
    assert ring.header == "v1s:k2:"
    assert sorted(ring.keys) == ["k1", "k2"]
    old = read(f"k1:{ONE}", INDEX, "AES-256-GCM").seal("张三", "t.c:1")
    assert ring.open(old, "t.c:1") == "张三"


@pytest.mark.parametrize(
    ("keys", "index", "cipher", "sentence"),
    [
        ("", INDEX, "AES-256-GCM", "VAULT_KEYS is missing: refusing to start."),
        (ONE, INDEX, "AES-256-GCM", "Entry 1 of VAULT_KEYS must read id:base64."),
        (f"k1:{ONE},", INDEX, "AES-256-GCM", "Entry 2 of VAULT_KEYS must read id:base64."),
        (f"k 1:{ONE}", INDEX, "AES-256-GCM", "Entry 1 of VAULT_KEYS must read id:base64."),
        ("k1:", INDEX, "AES-256-GCM", "VAULT_KEYS k1 is missing: refusing to start."),
        ("k1:不是base64", INDEX, "AES-256-GCM", "VAULT_KEYS k1 is not valid base64."),
        (f"k1:{SHORT}", INDEX, "AES-256-GCM", "VAULT_KEYS k1 is too short: 31 bytes, 32 are needed."),
        (f"k1:{ONE},k1:{TWO}", INDEX, "AES-256-GCM", "Key id k1 appears twice in VAULT_KEYS."),
        (f"k1:{ONE},k2:{ONE}", INDEX, "AES-256-GCM", "Two keys in VAULT_KEYS are the same."),
        (f"k1:{ONE}", "", "AES-256-GCM", "VAULT_INDEX_KEY is missing: refusing to start."),
        (f"k1:{ONE}", SHORT, "AES-256-GCM", "VAULT_INDEX_KEY is too short: 31 bytes, 32 are needed."),
        (f"k1:{ONE}", ONE, "AES-256-GCM", "VAULT_INDEX_KEY must differ from every key in VAULT_KEYS."),
        (f"k1:{ONE}", INDEX, "DES", "Unknown VAULT_CIPHER 'DES'."),
    ],
)
def test_doubtful_keys_are_refused_in_a_sentence_that_does_not_repeat_them(
    keys: str, index: str, cipher: str, sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as caught:
        read(keys, index, cipher)
    said = str(caught.value)
    assert said.endswith(sentence)
    assert not {ONE, TWO, INDEX, SHORT} & set(said.replace(",", " ").split())


@pytest.mark.parametrize(
    ("mode", "changes", "sentence"),
    [
        ("production", {"VAULT_KEYS": ""}, "VAULT_KEYS is missing"),
        ("demo", {"VAULT_KEYS": ""}, "VAULT_KEYS is missing"),
        ("test", {"VAULT_KEYS": "k1:%%%"}, "not valid base64"),
        ("test", {"VAULT_KEYS": f"k1:{SHORT}"}, "too short"),
        ("test", {"VAULT_KEYS": f"k1:{ONE},k1:{TWO}"}, "appears twice"),
        ("test", {"VAULT_KEYS": f"k1:{ONE}", "VAULT_INDEX_KEY": ONE}, "must differ"),
    ],
    ids=["missing", "missing in the demo", "malformed", "short", "duplicate", "index key is an encryption key"],
)
def test_a_process_with_bad_keys_refuses_to_start(mode: str, changes: dict[str, str], sentence: str) -> None:
    outcome = _start("import django; django.setup()", {"JIANZHI_MODE": mode, **changes})
    assert outcome.returncode != 0
    assert "ImproperlyConfigured" in outcome.stderr
    assert sentence in outcome.stderr


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("start", "changes", "sentence"),
    [
        (SERVER, {"VAULT_KEYS": f"{keyring().current.id}:{ONE}"}, "missing or wrong: rows are sealed under it."),
        (SERVER, {"VAULT_INDEX_KEY": INDEX}, "VAULT_INDEX_KEY is not the key the indexes were made with."),
        (COMMAND, {"VAULT_KEYS": f"new:{ONE}"}, "missing or wrong: rows are sealed under it."),
    ],
    ids=["another key under the same id", "another index key", "the old key was dropped too early"],
)
def test_a_process_with_keys_that_do_not_fit_the_rows_refuses_to_start(
    start: str, changes: dict[str, str], sentence: str
) -> None:
    canary.refuse_wrong_keys()
    outcome = _start(start, {"DATABASE_URL": _test_database(), **changes})
    assert outcome.returncode != 0
    assert sentence in outcome.stderr


@pytest.mark.django_db
def test_a_new_key_is_written_down_once_and_then_expected(settings) -> None:
    canary.refuse_wrong_keys()
    canary.refuse_wrong_keys()
    held = settings.VAULT_KEYS
    assert sorted(KeyCanary.objects.values_list("key_id", flat=True)) == ["index", keyring().current.id]

    settings.VAULT_KEYS = f"newest:{ONE},{held}"
    canary.refuse_wrong_keys()
    assert canary.fault() == ""

    settings.VAULT_KEYS = held
    assert canary.fault().endswith("Key newest is missing or wrong: rows are sealed under it.")


@pytest.mark.parametrize(("outages", "patience", "starts"), [(2, 60.0, True), (2, 0.0, False)])
@pytest.mark.django_db
def test_a_server_that_starts_with_its_database_waits_for_it(
    monkeypatch: pytest.MonkeyPatch, outages: int, patience: float, starts: bool
) -> None:
    away = iter([True] * outages)

    def fault() -> str:
        if next(away, False):
            raise OperationalError("connection refused")
        return ""

    monkeypatch.setattr(canary, "fault", fault)
    monkeypatch.setattr(canary, "PATIENCE", patience)
    monkeypatch.setattr(canary, "ASKED_EVERY", 0.0)
    with nullcontext() if starts else pytest.raises(OperationalError):
        canary.refuse_wrong_keys()
    assert next(away, None) is (None if starts else True)


def test_what_is_indexed_does_not_depend_on_how_it_is_typed() -> None:
    assert normalise(" 330182 19800101 005x ") == "33018219800101005X"
    assert normalise("\uff13\uff13\uff10182\u200b19800101-005\uff38") == "33018219800101005X"


def _start(code: str, changes: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, **changes}
    return subprocess.run(
        check=False,
        args=[sys.executable, "-c", code],
        env=environment,
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        timeout=60,
    )


def _test_database() -> str:
    kept = connections["default"].settings_dict
    return f"postgres://{kept['USER']}:{kept['PASSWORD']}@{kept['HOST']}:{kept['PORT']}/{kept['NAME']}"
