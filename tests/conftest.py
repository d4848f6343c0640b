"""One cast for all tests, in one small county; and a database that the tests reach as the application does.

`default` is a mirror of `owner` (settings): the owner makes and migrates the test database, the tests then use the
application's role, with its grants and row-level security as in production.
"""

import os
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from desk.cases import counting, visitors
from desk.vault import scope
from desk.vault.grants import grant
from tests.county import CAST, County, build_county
from unions.models import User

# How much longer a test of these modules and folders takes than others, to part the suite into halves that take equally
# long.
WEIGHTS = {
    "test_every_url": 300,
    "journeys": 150,
    "test_workers": 80,
    "test_no_value_is_told": 80,
    "demo": 40,
    "launcher": 8,
    "imports": 5,
    "jobs": 5,
    "reader": 2,
}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With TEST_HALF=1/2, keep the modules of the first half: `./portal test` runs the halves side by side."""
    half, _, halves = os.environ.get("TEST_HALF", "1/1").partition("/")
    loads = dict.fromkeys(range(1, int(halves) + 1), 0)
    weights: dict[Path, int] = {}
    for item in items:
        weight = WEIGHTS.get(item.path.stem) or WEIGHTS.get(item.path.parent.name, 1)
        weights[item.path] = weights.get(item.path, 0) + weight
    place = {}
    for path, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0])):
        place[path] = min(loads, key=lambda number: loads[number])
        loads[place[path]] += weight
    others = [item for item in items if place[item.path] != int(half)]
    items[:] = [item for item in items if place[item.path] == int(half)]
    config.hook.pytest_deselected(items=others)


WHOLE = scope.Scope((scope.EVERYTHING,), "tests")


def as_superuser() -> psycopg.Connection[Any]:
    """A connection to the test database as PostgreSQL's superuser, for what no role of the portal may do."""
    url = environ.Env.db_url_config(os.environ["DATABASE_SUPERUSER_URL"])
    return psycopg.connect(
        host=url["HOST"],
        port=url["PORT"],
        user=url["USER"],
        password=url["PASSWORD"],
        dbname=connections["owner"].settings_dict["NAME"],
        autocommit=True,
    )


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: Any, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        before = setup_databases(
            verbosity=0, interactive=False, aliases={"default": False, "owner": False}, serialized_aliases=[]
        )
        grant(connections["owner"], connections["default"].settings_dict["USER"])
        _tables_to_wipe.extend(_empty_tables())
    yield
    with django_db_blocker.unblock():
        connections["default"].close()
        connections["owner"].close()
        with as_superuser() as superuser:  # a server's thread may still hold a connection of its own
            superuser.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
        teardown_databases(before, verbosity=0)


_tables_to_wipe: list[str] = []


def _empty_tables() -> list[str]:
    """The tables that hold nothing after the migrations: what a test that commits has to leave empty again."""
    with as_superuser() as superuser:
        names = [n for (n,) in superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        return [n for n in names if not superuser.execute(f'SELECT 1 FROM "{n}" LIMIT 1').fetchone()]  # noqa: S608  # our own tables


@pytest.fixture(autouse=True)
def wipe_what_was_committed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django's own flush cannot empty append-only tables, nor does the application's role hold TRUNCATE."""
    yield
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    if commits:
        with as_superuser() as superuser:
            superuser.execute("SET session_replication_role = replica")
            superuser.execute(f"TRUNCATE {', '.join(_tables_to_wipe)} RESTART IDENTITY CASCADE")


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[visitors.Counter]:
    """Every test counts visitors from nothing, beside others that run at the same time with the same Redis."""
    shared = counting.InRedis(settings.CELERY_BROKER_URL, prefix=f"visitors-{secrets.token_hex(8)}")
    counter = visitors.Counter(shared, counting.InProcess())
    monkeypatch.setattr(visitors, "counter", lambda: counter)
    yield counter
    shared.client.close()


@pytest.fixture
def whole_scope(db: None) -> Iterator[None]:
    """All rows are open for the body of the test, which asks about something else than scope."""
    with scope.everything("tests"):
        yield


@pytest.fixture
def county(db: None) -> County:
    """The small county: two townships, an industrial union, four grass-roots unions and the cast."""
    with scope.everything("the test county"):
        return build_county()


def _cast_fixture(name: str) -> Callable[..., User]:
    def person(county: County) -> User:
        return county[name]

    person.__doc__ = f"{CAST[name][2]} of the cast."
    return pytest.fixture(name=name)(person)


for _name in CAST:
    globals()[_name] = _cast_fixture(_name)


@pytest.fixture
def sign_in() -> Callable[[User], Client]:
    """`sign_in(person)` gives a client that is signed in as `person`."""

    def signed_in(person: User) -> Client:
        client = Client()
        client.force_login(person, backend="jianzhi.sign_in.backend.PasswordBackend")
        return client

    return signed_in
