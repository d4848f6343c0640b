"""G3: what the application's role may do, by grants; what nobody may do, by trigger."""

from collections.abc import Iterator
from typing import Any

import pghistory.models
import psycopg
import pytest
from django.apps import apps
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from psycopg import sql

from desk.vault import append_only
from desk.vault.models import AccessEntry
from tests.county import County

pytestmark = pytest.mark.django_db

WRITES = ("UPDATE {} SET {} = {}", "DELETE FROM {}", "TRUNCATE {}")


def _event_models() -> list[Any]:
    return [m for m in apps.get_models() if issubclass(m, pghistory.models.Event) and m._meta.managed]


def _statements(table: str) -> list[str]:
    column = connection.introspection.get_primary_key_column(connection.cursor(), table)
    return [text.format(f'"{table}"', column, column) for text in WRITES]


@pytest.fixture
def owner() -> Iterator[psycopg.Connection[Any]]:
    """A connection of its own as the tables' owner; what it does is rolled back."""
    kept = connections["owner"].settings_dict
    with psycopg.connect(
        host=kept["HOST"], port=kept["PORT"], user=kept["USER"], password=kept["PASSWORD"], dbname=kept["NAME"]
    ) as made:
        yield made
        made.rollback()


def test_every_history_and_the_access_log_are_append_only() -> None:
    tables = set(append_only.tables())
    assert "unions_officerevent" in tables
    assert "vault_accessentry" in tables
    assert {m._meta.db_table for m in _event_models()} - tables == set()


def test_the_application_may_add_and_read_but_not_change_delete_or_empty(county: County) -> None:
    tried = 0
    for table in append_only.tables():
        for statement in _statements(table):
            with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction():
                connection.connection.execute(statement)
            tried += 1
        connection.connection.execute(sql.SQL("SELECT * FROM {} LIMIT 0").format(sql.Identifier(table)))
    assert tried == 3 * len(append_only.tables()) >= 30
    AccessEntry.objects.create(user=county["auditor"], kind="search", model="unions.officer")
    assert AccessEntry.objects.count() == 1


def test_the_owner_is_refused_by_triggers(owner: psycopg.Connection[Any]) -> None:
    owner.execute("SET LOCAL jianzhi.scope = '*'")
    owner.execute(
        "INSERT INTO unions_user (username, full_name, password, phone, email, is_active, must_change_password,"
        " password_changed_at, version, created_at, updated_at)"
        " VALUES ('x1x', 'x', '', '', '', true, false, now(), 1, now(), now())"
    )
    for statement in (
        "UPDATE unions_userevent SET phone = '1'",
        "DELETE FROM unions_userevent",
        "TRUNCATE unions_userevent",
        "TRUNCATE vault_accessentry CASCADE",
    ):
        with pytest.raises(psycopg.errors.RestrictViolation, match="is append-only"), owner.transaction():
            owner.execute(statement)
    assert owner.execute("SELECT count(*) FROM unions_userevent").fetchone() == (1,)


def test_the_application_can_only_read_the_list_of_migrations() -> None:
    connection.connection.execute("SELECT 1 FROM django_migrations")
    for statement in (
        *_statements("django_migrations"),
        "INSERT INTO django_migrations (app, name, applied) VALUES ('a', 'b', now())",
    ):
        with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction():
            connection.connection.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE vault_accessentry DISABLE TRIGGER ALL",
        "DROP TRIGGER pgtrigger_append_only_4b2a9 ON vault_accessentry",
        "ALTER TABLE unions_officer NO FORCE ROW LEVEL SECURITY",
        "CREATE TABLE mine (id int)",
        "SET session_replication_role = replica",
    ],
)
def test_the_application_cannot_take_the_locks_off(statement: str) -> None:
    connection.ensure_connection()
    with pytest.raises(psycopg.errors.InsufficientPrivilege), connection.connection.transaction():
        connection.connection.execute(statement)


@pytest.mark.django_db(databases=["default", "owner"])
def test_granting_again_changes_nothing_and_takes_back_what_was_given_by_hand() -> None:
    role = connection.settings_dict["USER"]
    asked = "SELECT has_table_privilege(%s, 'vault_accessentry', 'DELETE'), has_table_privilege(%s, 'unions_officer', 'DELETE')"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f'GRANT DELETE ON vault_accessentry TO "{role}"')
        call_command("grant_app_role", verbosity=0)
        call_command("grant_app_role", verbosity=0)
        cursor.execute(asked, [role, role])
        assert cursor.fetchone() == (False, True)


def test_the_command_says_when_there_is_no_role_to_grant_to(capsys: Any) -> None:
    with pytest.raises(CommandError, match="say --role"):
        call_command("grant_app_role", role="")
    call_command("grant_app_role", role=connections["owner"].settings_dict["USER"])
    assert "owns the tables itself" in capsys.readouterr().err
