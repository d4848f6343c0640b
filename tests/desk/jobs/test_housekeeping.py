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

from desk.jobs import chores, housekeeping
from desk.jobs.chores import clear_scratch, clear_sessions
from desk.jobs.housekeeping import all_chores, do_due, every
from desk.jobs.models import ChoreBegun
from desk.notices.models import Notice
from desk.notices.services import post

HOUR = timedelta(hours=1)
of_the_house = {  # before a test empties it
    chore.task.__qualname__: chore.every for chore in all_chores() if chore.task.__module__ == chores.__name__
}


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


def test_notices_go_out_each_minute_and_old_ones_are_forgotten_daily() -> None:
    assert of_the_house == {
        "clear_scratch": timedelta(minutes=5),
        "clear_sessions": timedelta(days=1),
        "deliver_notices": timedelta(minutes=1),
        "forget_old_notices": timedelta(days=1),
    }


@pytest.mark.django_db
def test_what_is_due_is_sent_and_what_is_old_forgotten(settings: Settings, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    Notice.objects.all().delete()
    post(key="due", topic="t", subject="到期的", text="", channel="sms", address="13900000017")
    assert (chores.deliver_notices(), chores.forget_old_notices()) == (1, 0)
    Notice.objects.update(sent_at=timezone.now() - timedelta(days=181))
    assert (chores.deliver_notices(), chores.forget_old_notices()) == (0, 1)


@pytest.mark.django_db
def test_sessions_that_ended_are_removed() -> None:
    for key, days in (("ended", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=timezone.now() + timedelta(days=days))
    clear_sessions()
    assert [session.session_key for session in Session.objects.all()] == ["open"]
