"""Attachments when the vault's key is changed: they follow, or the old key could never be retired (promises.md F4)."""

from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from desk.cases import files
from desk.cases.models import kinds
from desk.vault.ciphers import SealBroken
from desk.vault.files import LONGEST_HEADER
from desk.vault.keys import keyring
from desk.vault.scope import everything
from desk.vault.stores import Store, Tally


class Attachments(Store):
    """The sealed files of all attachments, in the order of their names."""

    label = "attachments"

    def by_key(self) -> dict[str, int]:
        return dict(Counter(_head(path)[1] for path in _paths()))

    def remaining(self) -> int:
        return sum(not _is_current(path) for path in _paths())

    def rotate_batch(self, tally: Tally, last: Any, batch: int) -> Any:
        paths = list(islice((path for path in _paths() if last is None or path > last), batch))
        names = [str(path.relative_to(files.folder())) for path in paths if not _is_current(path)]
        with everything("附件：更换密钥"):
            for model in filter(None, map(files.files_of, kinds())):
                for row in model._default_manager.filter(file__in=names):
                    try:
                        files.reseal(row)
                        tally.done += 1
                    except SealBroken:
                        tally.broken += 1
        return paths[-1] if len(paths) == batch else None


def _paths() -> list[Path]:
    return sorted(files.folder().glob("*/*"))


def _head(path: Path) -> tuple[str, str]:
    """The tag of the algorithm and the id of the key, as the file says."""
    with path.open("rb") as sealed:
        tag, _, rest = sealed.readline(LONGEST_HEADER).decode("ascii", "replace").partition(":")
    return tag, rest.partition(":")[0]


def _is_current(path: Path) -> bool:
    ring = keyring()
    return _head(path) == (ring.algorithm.tag, ring.current.id)
