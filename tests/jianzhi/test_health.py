"""The health page: what it shows, and that it shows what is broken."""

from typing import Any

import pytest
from django.test import Client

from jianzhi import health

PARTS = {"database", "broker", "worker", "fonts", "disk", "last_backup", "jobs"}


def test_anybody_may_ask_and_every_part_is_shown(db: None, client: Client) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert set(answer.json()) == PARTS | {"status"}


def test_a_broken_part_degrades_and_is_named(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone() -> Any:
        raise ConnectionRefusedError

    monkeypatch.setitem(health.CHECKS, "broker", gone)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "degraded"
    assert answer.json()["broker"] == {"ok": False, "note": "ConnectionRefusedError"}


def test_a_vital_part_that_is_broken_takes_the_portal_out_of_service(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(health.CHECKS, "disk", lambda: (False, "99 % used"))
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["status"] == "down"


def test_when_no_worker_answers_the_page_says_so(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.app.control, "ping", lambda timeout: [])
    assert client.get("/healthz").json()["worker"] == {"ok": False, "note": "0 answering"}


def test_a_backup_counts_from_the_day_its_restore_was_verified(db: None, tmp_path: Any, settings: Any) -> None:
    settings.BACKUP_STAMP = str(tmp_path / "stamp")
    assert health.last_backup() == (False, "never verified")
    (tmp_path / "stamp").touch()
    assert health.last_backup() == (True, "verified 0.0 hours ago")
