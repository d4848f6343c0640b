"""One cast for all tests, in one small county; and a database that the tests reach as the application does.

`default` is a mirror of `owner` (settings): the owner makes and migrates the test database, the tests then use the
application's role, with its grants and row-level security as in production.
"""

import gc
import os
import secrets
from collections.abc import Callable, Iterator
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import environ
import psycopg
import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.management import call_command
from django.db import connections, transaction
from django.test import Client
from django.test.utils import setup_databases, teardown_databases

from desk.cases.public import counting, visitors
from desk.vault import scope
from desk.vault.grants import grant
from tests.county import CAST, County, build_county
from tests.kept_county import KeptCounty
from unions.models import User

# What a test of these modules and folders costs, in tenths of a second of processor, that of its database and of the
# processes it starts among it; others cost half of one. By this the suite is parted into halves that take equally long.
WEIGHTS = {
    "test_import_a_roster": 300,
    "test_year_end": 220,
    "test_every_url": 120,
    "test_what_is_typed_cannot_run": 95,
    "test_csrf": 44,
    "journeys": 40,
    "test_workers": 40,
    "test_papers": 13,
    "test_testing": 11,
    "test_keys": 9,
    "test_rotation": 9,
    "test_pdf": 8,
    "test_checking": 7.5,
    "test_annotated": 7,
    "test_register": 7,
    "demo": 7,
    "test_applying": 6.5,
    "test_undoing": 6,
    "test_union_resource": 4,
    "test_edit": 3.5,
    "test_resources": 3.5,
    "workbook": 2.5,
    "competitions": 2,
    "imports": 2,
    "document": 1.7,
    "members": 1.4,
    "views": 1.4,
    "access": 1.3,
    "jobs": 1,
    "sign_in": 0.8,
}
DEMO = "demo"
# Much is imported and stays, little of what tests make hangs in circles: looking for those took a tenth of all time.
gc.set_threshold(50_000, 20, 100)


def pytest_collection_finish() -> None:
    """What is there by now stays until the end, so it is not looked through again."""
    gc.freeze()


@pytest.hookimpl(trylast=True)  # what is left once `-m` has taken out the nightly tests is shared out, and nothing else
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With TEST_HALF=1/2, keep the modules of the first half: `./portal test` runs the halves side by side."""
    half, _, halves = os.environ.get("TEST_HALF", "1/1").partition("/")
    loads = dict.fromkeys(range(1, int(halves) + 1), 0.0)
    weights: dict[str, float] = {}
    for item in items:
        weights[_group(item)] = weights.get(_group(item), 0) + weight_of(item.path)
    place = {}
    for group, weight in sorted(weights.items(), key=lambda found: (-found[1], found[0])):
        place[group] = min(loads, key=lambda number: loads[number])
        loads[place[group]] += weight
    others = [item for item in items if place[_group(item)] != int(half)]
    items[:] = sorted((item for item in items if place[_group(item)] == int(half)), key=lambda i: _group(i) == DEMO)
    config.hook.pytest_deselected(items=others)


def weight_of(module: Path) -> float:
    """What each test of `module` costs."""
    return WEIGHTS.get(module.stem) or WEIGHTS.get(module.parent.name, 0.5)


def _group(item: pytest.Item) -> str:
    """What stays together: a module, and all tests of the demo, which is seeded once for them."""
    return DEMO if DEMO in getattr(item, "fixturenames", ()) or item.path.parent.name == DEMO else str(item.path)


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
        with as_superuser() as superuser:
            _seeded.update(_tables_with_rows(superuser))
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


_seeded: set[str] = set()  # the tables that the migrations fill; all others are empty before each test


def _tables_with_rows(superuser: psycopg.Connection[Any]) -> list[str]:
    tables = [name for (name,) in superuser.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
    each = (f"(SELECT '{name}' FROM public.\"{name}\" LIMIT 1)" for name in tables)  # noqa: S608  # our own tables
    return [name for (name,) in superuser.execute(" UNION ALL ".join(each))]


def _wipe(superuser: psycopg.Connection[Any]) -> None:
    """Empty what was empty before: by DELETE, for a TRUNCATE makes a hundred new files for a handful of rows."""
    superuser.execute("SET session_replication_role = replica")
    for table in set(_tables_with_rows(superuser)) - _seeded:
        superuser.execute(f'DELETE FROM public."{table}"')  # noqa: S608  # our own tables


@pytest.fixture(autouse=True)
def wipe_what_was_committed(request: pytest.FixtureRequest) -> Iterator[None]:
    """Django's own flush cannot empty append-only tables, nor does the application's role hold TRUNCATE."""
    yield
    if _commits(request):
        with as_superuser() as superuser:
            _wipe(superuser)


@pytest.fixture(autouse=True)
def no_pulse_in_a_transaction(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """A job that has not been committed is not there for the thread that prolongs its lease: on a busy machine, where it
    takes longer than a beat, it would pass for superseded.
    """
    if not _commits(request):
        monkeypatch.setattr(settings, "JOBS_BEAT_SECONDS", 3600.0)


def _commits(request: pytest.FixtureRequest) -> bool:
    marker = request.node.get_closest_marker("django_db")
    return "transactional_db" in request.fixturenames or bool(marker and marker.kwargs.get("transaction"))


@pytest.fixture(autouse=True)
def fresh_counts(monkeypatch: pytest.MonkeyPatch) -> Iterator[visitors.Counter]:
    """Every test counts visitors from nothing, beside others that run at the same time with the same Redis."""
    shared = counting.InRedis(settings.CELERY_BROKER_URL, prefix=f"visitors-{secrets.token_hex(8)}")
    counter = visitors.Counter(shared, counting.InProcess())
    monkeypatch.setattr(visitors, "counter", lambda: counter)
    yield counter
    shared.client.close()


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """What another test left in the cache is about other people, who may have had the same keys."""
    cache.clear()


@pytest.fixture
def whole_scope(db: None) -> Iterator[None]:
    """All rows are open for the body of the test, which asks about something else than scope."""
    with scope.everything("tests"):
        yield


@pytest.fixture(scope="session")
def kept_county(django_db_setup: None, django_db_blocker: Any) -> KeptCounty:
    """The county, built and committed once, and kept for all tests."""
    with django_db_blocker.unblock(), as_superuser() as superuser:
        with scope.everything("the test county"):
            built = build_county()
        kept = KeptCounty(superuser, built, sorted(set(_tables_with_rows(superuser)) - _seeded))
        _wipe(superuser)
    return kept


@pytest.fixture
def county(kept_county: KeptCounty, db: None) -> County:
    """The small county: two townships, an industrial union, four grass-roots unions and the cast."""
    return kept_county.lay_out()


# The planner learns how much there is. To autovacuum, which learns it otherwise, tables whose rows are not committed are
# empty, and queries that take milliseconds then take minutes; as long as our transaction has analyzed them, it keeps off.
ANALYZE = """
    CREATE OR REPLACE FUNCTION analyze_what_is_not_committed() RETURNS void LANGUAGE plpgsql
    SECURITY DEFINER AS 'BEGIN ANALYZE; END'
"""


@pytest.fixture(scope="session")
def demo(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The demo county, seeded once for the tests in the folders `demo`, which come last (DEMO), and then taken back."""
    with django_db_blocker.unblock():
        with as_superuser() as superuser:
            superuser.execute(ANALYZE)
        with transaction.atomic(), connections["default"].cursor() as cursor:
            call_command("seed_demo", until=date(2026, 11, 22), stdout=StringIO(), skip_checks=True)
            cursor.execute("SELECT analyze_what_is_not_committed()")
            yield
            transaction.set_rollback(True)


@pytest.fixture
def demo_county(demo: None, django_db_blocker: Any) -> Iterator[None]:
    """All rows of the demo county are open for the body of the test; what it writes is taken back."""
    with django_db_blocker.unblock(), scope.everything("tests"):
        yield
        transaction.set_rollback(True)


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
