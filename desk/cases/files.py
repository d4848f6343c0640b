"""Attachments: sealed on disk outside of every served folder, and given out only through the case they belong to.

The file is there before its row is committed, so that no row is ever without its file. When the transaction is rolled
back the file goes with it; what a killed process leaves behind is swept.
"""

import hashlib
import io
import os
import secrets
import time
import weakref
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import FieldDoesNotExist, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from desk.cases.choices import By
from desk.cases.judging import OTHER_AT_MOST, judged, refused
from desk.cases.models import CaseFile, CaseRecord, kinds
from desk.cases.services import demand_talk
from desk.registers.parts import Person
from desk.registers.versions import claim
from desk.vault.files import SealedWriter, open_stream, seal_stream
from desk.vault.scope import everything

MOST = 20  # of one case
LONGEST_NAME = 120
UNCLAIMED = timedelta(hours=1)


@transaction.atomic
def attach(
    *, obj: CaseRecord, upload: UploadedFile, by: By = By.STAFF, actor: Person | None = None, is_public: bool = False
) -> CaseFile:
    """Adds `upload` to the case. Raises PermissionDenied; ValidationError, with a sentence for whoever added it.

    Staff are named and asked for their right; whose case it is, a visitor has shown to the caller by the 查询码.
    """
    if (by is By.STAFF) != (actor is not None):
        raise PermissionDenied("staff add files under their name, others without one")
    if actor is not None:
        demand_talk(actor, obj)
    kind, content = judged(upload.read(OTHER_AT_MOST + 1))
    claim(obj)  # or two at a time would both find room for one more
    if obj.files.count() >= MOST:
        raise refused(f"每件最多 {MOST} 个附件。")
    row: CaseFile = obj.files.model(
        case=obj,
        kind=kind,
        name=_name(upload.name or ""),
        size=len(content),
        digest=hashlib.sha256(content).hexdigest(),
        file=_fresh_place(),
        by=by,
        actor=actor,
        is_public=is_public,
    )
    row.full_clean()
    _write(row, content)
    row.save(force_insert=True)
    return row


def content(row: CaseFile) -> Iterator[bytes]:
    """The content of an attachment. Raises SealBroken for a file that was altered, FileNotFoundError for a lost one."""
    with path_of(row.file).open("rb") as sealed:
        yield from open_stream(sealed, place=_sealed_for(row))


def files_of(kind: Any) -> type[CaseFile] | None:
    """The model of the attachments of `kind`, a model of cases; None for one that takes none."""
    try:
        found: type[CaseFile] = kind._meta.get_field("files").related_model
    except FieldDoesNotExist:
        return None
    return found


def path_of(file: str) -> Path:
    """Where the file lies."""
    return folder() / file


def folder() -> Path:
    """The folder of all attachments."""
    found: Path = settings.DATA_DIR / "attachments"
    return found


def reseal(row: CaseFile) -> None:
    """Seals the file anew under the vault's current key; whoever is reading it reads on. Raises SealBroken."""
    path, place = path_of(row.file), _sealed_for(row)
    fresh = path.with_suffix(".new")
    with path.open("rb") as sealed, fresh.open("wb") as target:
        with SealedWriter(target, place=place) as writer:
            for part in open_stream(sealed, place=place):
                writer.write(part)
        target.flush()
        os.fsync(target.fileno())
    fresh.replace(path)  # one that did not open stays as it was; what was begun of the new one is swept


def sweep() -> int:
    """Removes files that no row names, an hour after they were written. Gives their number."""
    latest = time.time() - UNCLAIMED.total_seconds()
    old = {str(path.relative_to(folder())) for path in folder().glob("*/*") if path.stat().st_mtime < latest}
    with everything("附件：清理没有登记的文件"):
        for model in filter(None, map(files_of, kinds())):
            old -= set(model._default_manager.filter(file__in=old).values_list("file", flat=True))
    for file in old:
        path_of(file).unlink(missing_ok=True)
    return len(old)


def _write(row: CaseFile, content: bytes) -> None:
    path = path_of(row.file)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    _Kept(path)
    with path.open("xb") as target:
        seal_stream(io.BytesIO(content), target, place=_sealed_for(row))
        target.flush()
        os.fsync(target.fileno())


class _Kept:
    """A file that stays when the transaction is committed, and goes when it is rolled back.

    Django forgets what was to be done on commit when it rolls back, and with it this object, the only one that holds
    the file.
    """

    def __init__(self, path: Path) -> None:
        self._removal = weakref.finalize(self, path.unlink, missing_ok=True)
        self._removal.atexit = False  # a process that ends knows nothing of the commit; the sweep does
        transaction.on_commit(self.keep)

    def keep(self) -> None:
        """The transaction is committed."""
        self._removal.detach()


def _sealed_for(row: CaseFile) -> str:
    return f"{row._meta.db_table}.file:{row.pk}"


def _fresh_place() -> str:
    name = secrets.token_hex(16)
    return f"{name[:2]}/{name}"


def _name(given: str) -> str:
    """The name as it is shown, without a path and without signs nobody sees."""
    name = "".join(sign for sign in given.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable()).strip()
    stem, dot, ending = name.rpartition(".")
    return (f"{stem[: LONGEST_NAME - 10]}{dot}{ending[:9]}" if dot else name[:LONGEST_NAME]) or "附件"
