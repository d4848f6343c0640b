"""Hints to the workers: never waited for, never missed."""

import subprocess
import sys
import time
from collections.abc import Callable

import pytest

from desk.jobs.hints import RUN_JOB, hint
from desk.jobs.models import Job
from jianzhi.celery import app
from jianzhi.launcher.postgres import free_port
from tests.desk.jobs.trial_kinds import endless, quick

pytestmark = pytest.mark.django_db(transaction=True)

Ask = Callable[..., Job]


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[tuple[object, ...]]:
    """The messages that would have gone to the broker."""
    messages: list[tuple[object, ...]] = []

    def send(name: str, args: tuple[int], **options: object) -> None:
        messages.append((name, args, options["soft_time_limit"], options["time_limit"], options["retry"]))

    monkeypatch.setattr(app, "send_task", send)
    return messages


def test_a_hint_names_the_row_and_the_time_limit_of_its_kind(ask: Ask, sent: list[tuple[object, ...]]) -> None:
    first, second = ask(quick), ask(endless)
    assert sent == [(RUN_JOB, (first.pk,), 600, 630, False), (RUN_JOB, (second.pk,), 1, 31, False)]


def test_a_broker_that_is_down_costs_neither_the_job_nor_time(
    ask: Ask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(app.conf, "broker_url", f"redis://127.0.0.1:{free_port()}/0")
    before = time.monotonic()
    job = ask(quick)
    assert time.monotonic() - before < 1
    assert Job.objects.get().pk == job.pk
    assert "the broker did not take a hint" in caplog.text


def test_threads_of_the_web_server_send_to_our_broker_too() -> None:
    """Celery has a current application for each thread; nothing but Django's start is there to name ours."""
    ask_in_a_thread = (
        "import django, threading; django.setup(); from celery import current_app;"
        "thread = threading.Thread(target=lambda: print(current_app.conf.broker_url)); thread.start(); thread.join()"
    )
    said = subprocess.run([sys.executable, "-c", ask_in_a_thread], capture_output=True, text=True, check=True)
    assert said.stdout.strip() == app.conf.broker_url


def test_no_jobs_need_no_broker(sent: list[tuple[object, ...]]) -> None:
    hint([])
    assert sent == []
