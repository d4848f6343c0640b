"""Chores: done when they are due, once, and none keeps another from being done."""

import os
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from threading import Barrier, Thread

import pytest
from django.contrib.sessions.models import Session
from django.db import connections
from django.db.models.functions import Now
from django.utils import timezone
from pytest_django import Settings

from desk.jobs import housekeeping
from desk.jobs.chores import clear_scratch, clear_sessions
from desk.jobs.housekeeping import do_due, every
from desk.jobs.models import ChoreBegun

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def empty_house(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(housekeeping, "_chores", {})
    return


@pytest.mark.django_db
def test_a_chore_is_done_at_once_and_again_when_its_time_has_come() -> None:
    done: list[str] = []
    every(HOUR)(lambda: done.append("hourly"))
    do_due()
    do_due()
    assert done == ["hourly"]
    ChoreBegun.objects.update(at=Now() - timedelta(minutes=61))
    do_due()
    do_due()
    assert done == ["hourly"] * 2


@pytest.mark.django_db
def test_a_chore_that_fails_is_logged_and_keeps_no_other_from_being_done(caplog: pytest.LogCaptureFixture) -> None:
    done: list[str] = []

    @every(HOUR)
    def broken() -> None:
        raise ZeroDivisionError

    @every(HOUR)
    def whole() -> None:
        done.append("whole")

    assert [code.rpartition(".")[2] for code in do_due()] == ["whole"]
    assert done == ["whole"]
    assert "broken failed" in caplog.text
    do_due()
    assert done == ["whole"]


@pytest.mark.django_db(transaction=True)
def test_of_many_sweepers_at_once_one_does_the_chore() -> None:
    done: list[int] = []
    every(HOUR)(lambda: done.append(1))
    together = Barrier(4)

    def sweeper() -> None:
        together.wait()
        do_due()
        connections.close_all()

    threads = [Thread(target=sweeper) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [1]


def test_scratch_files_nobody_touched_for_an_hour_go_and_the_others_stay(tmp_path: Path, settings: Settings) -> None:
    settings.DATA_DIR = tmp_path
    assert clear_scratch() == 0  # there is no such folder yet
    fresh, stale, deep = (tmp_path / "scratch" / name for name in ("fresh", "stale", "folder/deep"))
    for path in (fresh, stale, deep):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    for path in (stale, deep):
        _touched(path, 61)
    _touched(deep.parent, 61)
    outside = tmp_path / "outside"
    outside.write_text("x")
    _touched(outside, 61)
    clear_scratch()
    clear_scratch()
    assert fresh.exists()
    assert outside.exists()
    assert not stale.exists()
    assert not deep.exists()


def _touched(path: Path, minutes: int) -> None:
    then = time.time() - 60 * minutes
    os.utime(path, (then, then))


@pytest.mark.django_db
def test_sessions_that_ended_are_removed() -> None:
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    clear_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["open"]
