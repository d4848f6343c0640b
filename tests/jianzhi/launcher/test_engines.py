"""PostgreSQL and Valkey as the launcher makes them; each test runs real servers of its own."""

import os
import signal
import socket
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
import redis

from jianzhi.launcher import children, service_user, services
from jianzhi.launcher.postgres import APP, OWNER, SUPERUSER, Postgres
from jianzhi.launcher.services import Services

pytestmark = pytest.mark.services


@pytest.fixture(scope="module")
def engines() -> Iterator[Services]:
    with pytest.MonkeyPatch.context() as patch:
        for name in ("DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL"):
            patch.delenv(name, raising=False)
        with services.temporary(durable=True) as (running, _, _):
            yield running


@pytest.fixture
def postgres(engines: Services) -> Postgres:
    assert engines.postgres
    return engines.postgres


LIKE_IS_LEAKPROOF = "select proleakproof from pg_proc where oid = 'pg_catalog.textlike(text,text)'::regprocedure"


def test_trigrams_of_chinese_words_are_seen(postgres: Postgres) -> None:
    with postgres.connect("jianzhi", APP) as connection:
        assert connection.execute("select cardinality(show_trgm('工会会员'))").fetchone() == (5,)


def test_the_owner_may_make_databases_and_the_application_may_not_even_make_a_table(postgres: Postgres) -> None:
    with postgres.connect("postgres") as connection:
        rights = connection.execute(
            "select rolname, rolcanlogin, rolsuper, rolbypassrls, rolcreatedb from pg_roles"
            " where rolname like 'jianzhi%' order by rolname"
        ).fetchall()
        owner = connection.execute("select datdba::regrole::text from pg_database where datname = 'jianzhi'").fetchone()
    assert rights == [(APP, True, False, False, False), (OWNER, True, False, False, True)]
    assert owner == (OWNER,)
    with postgres.connect("jianzhi", APP) as connection, pytest.raises(psycopg.errors.InsufficientPrivilege):
        connection.execute("create table t ()")


def test_a_database_made_by_the_owner_for_tests_is_set_up_as_the_portals_is(postgres: Postgres) -> None:
    with postgres.connect("postgres", OWNER) as connection:
        connection.execute("create database made_for_tests")
    with postgres.connect("made_for_tests", OWNER) as connection:
        found = connection.execute("select extname from pg_extension order by extname").fetchall()
        leakproof = connection.execute(LIKE_IS_LEAKPROOF).fetchone()
    with postgres.connect("postgres", OWNER) as connection:
        connection.execute("drop database made_for_tests")
    assert found == [("btree_gist",), ("pg_trgm",), ("plpgsql",)]
    assert leakproof == (True,)


def test_a_database_of_an_older_release_is_set_up_at_the_next_start(postgres: Postgres) -> None:
    with postgres.connect("jianzhi") as connection:
        connection.execute("alter function pg_catalog.textlike(text, text) not leakproof")
    postgres.prepare()
    with postgres.connect("jianzhi") as connection:
        assert connection.execute(LIKE_IS_LEAKPROOF).fetchone() == (True,)


def test_nobody_gets_in_without_the_password(postgres: Postgres) -> None:
    stranger = replace(postgres, passwords={**postgres.passwords, SUPERUSER: "guess"})

    assert postgres.answers() is True
    assert stranger.answers() is False


def test_an_identity_number_in_a_failing_statement_stays_out_of_the_log(postgres: Postgres) -> None:
    with postgres.connect("jianzhi", OWNER) as connection:
        connection.execute("create table person (number text unique)")
        connection.execute("insert into person values ('330182199001011234')")
        with pytest.raises(psycopg.errors.UniqueViolation):
            connection.execute("insert into person values ('330182199001011234')")
        with pytest.raises(psycopg.DataError):
            connection.execute("select %s::int", ["330182199001011234x"])
        connection.execute("drop table person")
    log = postgres.log.read_text(encoding="utf-8")
    assert "duplicate key value violates unique constraint" in log
    assert "STATEMENT" not in log
    assert "DETAIL" not in log
    assert "insert into person" not in log


def test_what_was_committed_is_there_after_the_server_is_killed_and_started_again(postgres: Postgres) -> None:
    with postgres.connect("jianzhi", OWNER) as connection:
        connection.execute("create table kept as select 1 as fact")
    assert postgres.process
    children.kill_group(postgres.process)

    postgres.start()

    with postgres.connect("jianzhi", OWNER) as connection:
        assert connection.execute("select fact from kept").fetchone() == (1,)
        connection.execute("drop table kept")


def test_a_second_launcher_takes_over_from_one_that_was_killed(postgres: Postgres) -> None:
    orphan = postgres.process
    assert orphan
    postgres.start()

    assert orphan.wait(20) == 0
    assert postgres.answers()


def test_a_lock_naming_a_strangers_process_does_not_stop_the_server(postgres: Postgres) -> None:
    postgres.stop()
    lock = postgres.home / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n", encoding="utf-8")

    postgres.start()

    assert postgres.answers()


def test_preparing_twice_changes_nothing(postgres: Postgres) -> None:
    postgres.prepare()

    assert postgres.answers()


def test_valkey_asks_for_a_password_and_never_drops_a_key_to_make_room(engines: Services) -> None:
    assert engines.valkey
    with pytest.raises(redis.AuthenticationError):
        redis.Redis(port=engines.valkey.port).ping()
    known = redis.Redis.from_url(engines.valkey.url())
    assert known.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_valkeys_password_is_on_no_command_line(engines: Services) -> None:
    assert engines.valkey
    assert engines.valkey.process

    line = children.command_line(engines.valkey.process.pid)

    assert "valkey-server" in line
    assert engines.valkey.password not in line


def test_a_queued_message_survives_a_restart_of_valkey(engines: Services) -> None:
    valkey = engines.valkey
    assert valkey
    with redis.Redis.from_url(valkey.url()) as client:
        client.lpush("queue", "task")

    valkey.stop()
    valkey.start()

    with redis.Redis.from_url(valkey.url()) as client:
        assert client.lrange("queue", 0, -1) == [b"task"]


def test_both_listen_on_the_loopback_address_only(engines: Services) -> None:
    assert engines.postgres
    assert engines.valkey
    address = _address_of_this_machine()
    if address is None:
        pytest.skip("this machine has no address but the loopback one")
    for port in (engines.postgres.port, engines.valkey.port):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection((address, port), timeout=5)


def _address_of_this_machine() -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing: it only asks which address would be used
        except OSError:
            return None
        address: str = probe.getsockname()[0]
    return None if address.startswith("127.") else address


def test_the_temporary_folder_goes_even_when_the_tests_are_interrupted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a@elsewhere/b")
    monkeypatch.setenv("DATABASE_OWNER_URL", "postgres://o@elsewhere/b")
    monkeypatch.delenv("REDIS_URL", raising=False)
    seen: list[tuple[Path, subprocess.Popen[bytes]]] = []

    def interrupted() -> None:
        with services.temporary() as (running, environment, folder):
            assert running.postgres is None
            assert environment["DATABASE_URL"] == "postgres://a@elsewhere/b"
            assert running.valkey
            assert running.valkey.process
            seen.append((folder, running.valkey.process))
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()

    folder, process = seen[0]
    assert not folder.exists()
    assert process.returncode in {0, -signal.SIGTERM}


def test_engines_never_run_as_root() -> None:
    assert service_user.choose().uid != 0
