"""Attachments follow when the vault's key is changed."""

from pathlib import Path
from typing import Any

import pytest

from desk.cases import files
from desk.cases.stores import Attachments
from desk.vault import rotation
from desk.vault.ciphers import SealBroken
from desk.vault.keys import keyring
from tests.desk.cases.test_files import PDF, attached

pytestmark = pytest.mark.usefixtures("whole_scope", "trial_register")
NEW = f"k-new:{'N' * 43}="


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path


def test_they_lie_under_the_new_key_afterwards_and_open(case: Any, settings: Any) -> None:
    rows = [attached(case, PDF, f"{n}.pdf") for n in range(3)]
    old = keyring().current.id
    settings.VAULT_KEYS = f"{NEW},{settings.VAULT_KEYS}"
    (store,) = (store for store in rotation.stores() if store.label == "attachments")
    assert (store.by_key(), store.remaining()) == ({old: 3}, 3)
    assert [tally.done for tally in store.rotate(2)][-1] == 3
    assert (store.by_key(), store.remaining()) == ({"k-new": 3}, 0)
    settings.VAULT_KEYS = NEW  # the old key may go
    assert [b"".join(files.content(row)) for row in rows] == [PDF] * 3


def test_one_that_does_not_open_is_counted_and_left(case: Any, settings: Any) -> None:
    row = attached(case, PDF, "甲.pdf")
    path = files.path_of(row.file)
    path.write_bytes(path.read_bytes()[:-1])
    before = path.read_bytes()
    settings.VAULT_KEYS = f"{NEW},{settings.VAULT_KEYS}"
    assert [(tally.done, tally.broken) for tally in Attachments().rotate(10)][-1] == (0, 1)
    assert path.read_bytes() == before
    with pytest.raises(SealBroken):
        b"".join(files.content(row))
