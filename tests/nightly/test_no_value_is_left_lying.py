"""Through an import, an export, a paper and killed workers no personal value lies readable anywhere but in the database.

promises.md B13, F7. Values that no other test has are planted; the temp folders, the private storage, everything Redis was
told, the logs and the arguments of jobs are then looked through, also while the work is going on.
"""

import base64
import io
import json
import logging
import os
import re
import signal
import tempfile
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone
from pypdf import PdfReader
from redis import Redis

from desk.jobs.models import Job
from desk.jobs.services import start
from desk.registers import approvals, services, tasks
from desk.registers.address import Address
from desk.registers.listing import Listing
from desk.sheets.choices import ImportState
from desk.sheets.imports import cleaning, files
from desk.sheets.imports import services as imports
from desk.sheets.models import ImportRun
from desk.vault import scope
from desk.vault.files import SealedWriter
from jianzhi.launcher import children
from members.registers import MemberRegister
from members.resources import MemberResource
from tests.county import County, build_county
from tests.desk.jobs.workers import PACE, Celery, a_worker, all_ended, eventually
from tests.desk.sheets.imports.rosters import HEAD, identity, row, uploaded, workbook
from unions.models import User

pytestmark = [pytest.mark.nightly, pytest.mark.services, pytest.mark.django_db(transaction=True)]

ROWS = 1_500
BORN = date(1971, 7, 13)
NAME, ID_NUMBER, MOBILE = "诸葛晶垚", "33018219710713", "1398765"
CODINGS = ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "unicode_escape")
NEEDLES = [(value, value.encode(coding)) for value in (NAME, ID_NUMBER, MOBILE) for coding in CODINGS]


def readable(content: bytes) -> set[str]:
    """The planted values that can be read in `content`, also where it is packed."""
    found = {value for value, needle in NEEDLES if needle in content}
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            found = found.union(*(readable(packed.read(name)) for name in packed.namelist()))
    if content.startswith(b"%PDF"):
        found |= readable("".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages).encode())
    for word in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", content):  # as kombu packs what it sends
        if len(word) % 4 == 0 and len(word) < 100_000:
            found |= {value for value, needle in NEEDLES if needle in base64.b64decode(word)}
    return found


def lying(*folders: Path) -> dict[str, set[str]]:
    """The files below `folders` in which a planted value can be read, and which."""
    found = {}
    for path in (path for folder in folders for path in folder.rglob("*")):
        try:
            seen = readable(path.read_bytes()) if path.is_file() else set()
        except (FileNotFoundError, zipfile.BadZipFile):
            continue  # gone, or only half written
        if seen:
            found[str(path)] = seen
    return found


class Watch(threading.Thread):
    """Looks through `folder` again and again, and keeps what it has seen."""

    def __init__(self, folder: Path) -> None:
        super().__init__(daemon=True)
        self.folder, self.seen, self.over = folder, dict[str, set[str]](), threading.Event()

    def run(self) -> None:
        while not self.over.wait(0.02):
            self.seen |= lying(self.folder)


class Overheard(threading.Thread):
    """Everything Redis is told, by whomever."""

    def __init__(self) -> None:
        super().__init__(daemon=True)
        self.told: list[str] = []

    def run(self) -> None:
        with Redis.from_url(os.environ["REDIS_URL"], socket_timeout=600).monitor() as monitor:
            for command in monitor.listen():
                self.told.append(command["command"])


def files_of_imports() -> set[str]:
    """The names of the files that imports have in storage; those of tests that were taken back lie there for an hour."""
    return set(default_storage.listdir(files.FOLDER)[1]) if default_storage.exists(files.FOLDER) else set()


def kept_by_redis() -> bytes:
    """All that lies there, under whatever key."""
    redis = Redis.from_url(os.environ["REDIS_URL"])
    return b"".join(key + (redis.dump(key) or b"") for key in redis.scan_iter("*"))  # type: ignore[operator]  # not async


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The temp folder of this process and of the worker, watched."""
    found = tmp_path / "tmp"
    found.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(found))
    return found


@pytest.fixture
def watch(folder: Path) -> Iterator[Watch]:
    watch = Watch(folder)
    watch.start()
    yield watch
    watch.over.set()


@pytest.fixture
def overheard() -> Overheard:
    listener = Overheard()
    listener.start()
    return listener


@pytest.fixture
def worker(folder: Path, transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Celery]:
    for name, value in PACE.items():
        setattr(settings, name, value)
    worker = a_worker(tmp_path / "worker.log", TMPDIR=str(folder))
    worker.start_and_wait()
    yield worker
    worker.stop()


@pytest.fixture
def officer(transactional_db: None) -> User:
    with scope.everything("the test county"):
        county: County = build_county()
    Job.objects.all().delete()
    return county["base_officer"]


def kill_at_work(worker: Celery, *, after: float) -> None:
    """SIGKILL for the child that carries out a job, `after` a moment of work."""
    assert children.wait_until(lambda: Job.objects.filter(state="running").exists(), seconds=30, every=0.005)
    time.sleep(after)
    for pid in worker.child_pids():
        os.kill(pid, signal.SIGKILL)


def done(kind: Any, officer: User, args: dict[str, int], worker: Celery, *, kill: bool) -> Job:
    """A job of this kind, killed once when asked for, and carried out in the end."""
    with scope.acting_as(officer):
        job = start(kind=kind, owner=officer, args=args)
    if kill:
        kill_at_work(worker, after=0.1)
    assert eventually(all_ended, seconds=120)
    job.refresh_from_db()
    assert job.state == "done", job.reason
    assert not kill or job.token > 1  # the number of the run that carried it out
    return job


def brought_in(officer: User, worker: Celery, content: bytes) -> ImportRun:
    """An import from the upload to the commit, its worker killed while checking and while writing."""
    run = uploaded(officer, content)
    with scope.acting_as(officer):
        look = imports.look(run=run, resource=MemberResource)
        mapping = {column.index: column.guess for column in look.columns if column.guess}
        run = imports.confirm(
            actor=officer, run=run, resource=MemberResource, sheet=None, head_row=None, mapping=mapping
        )
    done(tasks.import_kind(MemberRegister, "check"), officer, {"import": run.pk}, worker, kill=True)
    run.refresh_from_db()
    assert (run.state, run.created, run.message) == (ImportState.PREVIEWED, ROWS, "")
    with scope.acting_as(officer):
        imports.allow(actor=officer, run=run, only_good=False)
    done(tasks.import_kind(MemberRegister, "apply"), officer, {"import": run.pk}, worker, kill=True)
    run.refresh_from_db()
    assert run.state == ImportState.APPLIED
    return run


def taken_out(officer: User, worker: Celery, sign_in: Callable[[User], Client], monkeypatch: Any) -> bytes:
    """An export with identity numbers, its worker killed once; what is downloaded."""
    monkeypatch.setattr(approvals, "SECOND_PERSON_ABOVE", 10 * ROWS)
    with scope.acting_as(officer):
        listing = Listing(MemberRegister, officer, Address.parse("columns=name,id_number,phone"))
        batch = approvals.ask_export(
            actor=officer, listing=listing, form="xlsx", reveal=True, reason="核对入会登记表，需要完整号码"
        )
    assert batch.job is not None
    kill_at_work(worker, after=0)
    assert eventually(all_ended, seconds=120)
    batch.job.refresh_from_db()
    assert (batch.job.state, batch.job.token > 1) == ("done", True), batch.job.reason
    answer = sign_in(officer).get(f"/jobs/{batch.job.pk}/file/")
    return b"".join(answer) if answer.streaming else answer.content


def printed(officer: User, worker: Celery, sign_in: Callable[[User], Client]) -> bytes:
    """The cards of some members, in one PDF."""
    with scope.acting_as(officer):
        address = Address.parse(f"q={NAME}0")
        batch = services.make_batch(actor=officer, register="members", purpose="cards", address=address)
    action = MemberRegister.bulk_action("cards")
    assert action is not None
    job = done(tasks.bulk_kind(MemberRegister, action), officer, {"batch": batch.pk}, worker, kill=False)
    answer = sign_in(officer).get(f"/jobs/{job.pk}/file/")
    return b"".join(answer) if answer.streaming else answer.content


def test_no_planted_value_can_be_read_anywhere_but_in_the_database(
    officer: User,
    worker: Celery,
    watch: Watch,
    overheard: Overheard,
    sign_in: Callable[[User], Client],
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.INFO)
    before = files_of_imports()
    people = [row(n, f"{NAME}{n % 10}", 身份证号=identity_of(n), 手机=f"{MOBILE}{n:04}") for n in range(ROWS)]
    run = brought_in(officer, worker, workbook(people, HEAD))
    sheet = taken_out(officer, worker, sign_in, monkeypatch)
    paper = printed(officer, worker, sign_in)
    left = uploaded(officer, workbook(people[:5], HEAD))  # and never looked at again

    # What went to the people themselves holds the values, so the search below would find them.
    assert readable(sheet) == {NAME, ID_NUMBER, MOBILE}
    assert NAME in readable(paper)

    assert watch.seen == {}
    storage = Path(default_storage.location)  # type: ignore[attr-defined]  # files on disk
    assert len(list(storage.rglob("*"))) > 3
    assert lying(watch.folder, storage, django_settings.DATA_DIR) == {}
    assert readable((tmp_path / "worker.log").read_bytes() + caplog.text.encode()) == set()
    assert overheard.told
    assert readable("\n".join(overheard.told).encode() + kept_by_redis()) == set()
    assert readable(json.dumps(list(Job.objects.values("args", "title", "message", "reason", "log"))).encode()) == set()
    kept = list(ImportRun.objects.filter(pk__in=(run.pk, left.pk)).values("mapping", "message", "sheet"))
    assert readable(json.dumps(kept).encode()) == set()

    # promises.md B13: gone after an hour, whoever was killed.
    ImportRun.objects.filter(pk=left.pk).update(updated_at=timezone.now() - timedelta(minutes=61))
    cleaning.clean()
    assert files_of_imports() - before == set()


def identity_of(number: int) -> str:
    """A person born on the planted day, and those for whom it has no numbers left, a year later."""
    return identity(number, BORN) if number < 1000 else identity(number - 1000, BORN.replace(year=1972))


@pytest.mark.parametrize("coding", CODINGS)
def test_the_search_finds_what_lies_open(coding: str, tmp_path: Path) -> None:
    (tmp_path / "left.tmp").write_bytes(f"姓名 {NAME}3 手机 {MOBILE}0001".encode(coding))

    assert lying(tmp_path) == {str(tmp_path / "left.tmp"): {NAME, MOBILE}}


def test_the_search_finds_what_is_packed_and_not_what_is_sealed(tmp_path: Path) -> None:
    (tmp_path / "roster.xlsx").write_bytes(workbook([row(1, f"{NAME}1")], HEAD))
    body = base64.b64encode(json.dumps({"args": [f"{NAME}1"]}).encode()).decode()
    (tmp_path / "message").write_text(json.dumps({"body": body}))
    with (tmp_path / "sealed").open("wb") as out, SealedWriter(out, place="tests") as writer:
        writer.write(NAME.encode() * 50)

    assert {Path(path).name for path in lying(tmp_path)} == {"roster.xlsx", "message"}
