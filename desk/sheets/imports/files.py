"""The uploaded file and the plan, sealed on disk, each bound to its import (promises.md B13)."""

import tempfile
from collections.abc import Iterable, Iterator
from typing import IO, Literal

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.crypto import get_random_string

from desk.sheets.models import ImportRun
from desk.vault.files import SealedWriter, open_stream

FOLDER = "imports"  # within the private storage
What = Literal["upload", "plan"]


def keep(run: ImportRun, what: What, plain: Iterable[bytes]) -> None:
    """Seal the parts of `plain` and let the import name the file; one it named before goes when this is committed.

    `run` is not saved.
    """
    _remove_on_commit(str(getattr(run, what)))
    with tempfile.TemporaryFile() as sealed:  # nothing in it can be read
        with SealedWriter(sealed, place=_place(run, what)) as writer:
            for part in plain:
                writer.write(part)
        sealed.seek(0)
        setattr(run, what, default_storage.save(f"{FOLDER}/{run.pk}-{get_random_string(32)}", File(sealed)))


def opened(run: ImportRun, what: What) -> Iterator[bytes]:
    """The plain bytes of the file, in parts. Raises FileNotFoundError when it is gone, SealBroken when it was touched."""
    name = str(getattr(run, what))
    if not name:
        raise FileNotFoundError(what)
    source: IO[bytes]
    with default_storage.open(name, "rb") as source:
        yield from open_stream(source, place=_place(run, what))


def lines(run: ImportRun, what: What) -> Iterator[bytes]:
    """The lines of the file, no more of it in memory than one of them. Raises as `opened`."""
    rest = b""
    for part in opened(run, what):
        *whole, rest = (rest + part).split(b"\n")
        yield from whole
    if rest:
        yield rest


def forget(run: ImportRun) -> None:
    """The import has no file any more; they go when this is committed. `run` is not saved."""
    for what in ("upload", "plan"):
        _remove_on_commit(str(getattr(run, what)))
        setattr(run, what, "")


def _remove_on_commit(name: str) -> None:
    if name:
        transaction.on_commit(lambda: default_storage.delete(name))


def _place(run: ImportRun, what: What) -> str:
    return f"sheets.importrun.{what}:{run.pk}"
