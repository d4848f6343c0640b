"""The health page: what it shows, and that it shows what is broken."""

from typing import Any

import pytest
from django.test import Client

from jianzhi import health
from tests.conftest import as_superuser

PARTS = {"database", "name_search", "broker", "worker", "fonts", "disk", "last_backup", "jobs"}


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


def test_a_database_whose_search_reads_every_row_is_named_with_what_to_do(db: None, client: Client) -> None:
    with as_superuser() as superuser:
        superuser.execute("ALTER FUNCTION pg_catalog.textlike(text, text) NOT LEAKPROOF")
    try:
        answer = client.get("/healthz").json()
    finally:
        with as_superuser() as superuser:
            superuser.execute("ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF")
    assert answer["name_search"] == {
        "ok": False,
        "note": "slow: ALTER FUNCTION pg_catalog.textlike(text, text) LEAKPROOF",
    }
    assert client.get("/healthz").json()["name_search"] == {"ok": True, "note": "ok"}
