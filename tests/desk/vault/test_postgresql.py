"""desk/vault/postgresql: a connection that the server has closed is noticed without asking on each request."""

from typing import Any

import psycopg
import pytest
from django.db import connection
from django.test import Client

pytestmark = pytest.mark.django_db(transaction=True)


def _kept_open() -> int:
    """The server process of our connection, which has just answered one request and waits for the next."""
    connection.close_if_unusable_or_obsolete()
    connection.health_check_enabled = True
    connection.health_check_done = False
    return int(connection.connection.info.backend_pid)


def test_a_connection_that_is_kept_open_is_not_asked_whether_it_still_is(monkeypatch: Any) -> None:
    connection.ensure_connection()
    process = _kept_open()
    monkeypatch.setattr(connection, "is_usable", lambda: pytest.fail("the server was asked"))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        assert cursor.fetchone() == (process,)


def test_a_connection_that_the_server_has_closed_is_opened_anew() -> None:
    connection.ensure_connection()
    process = _kept_open()
    with psycopg.connect(connection.connection.info.dsn, password=connection.settings_dict["PASSWORD"]) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [process]).fetchone() == (True,)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (now,) = cursor.fetchone()
    assert now != process
    assert Client().get("/healthz?quick").status_code == 200
