"""The tables of the trial case, and the rights to it."""

from collections.abc import Callable, Iterator
from typing import Any

import pgtrigger
import pytest
from django.db import connections
from django.test import TransactionTestCase

from desk.cases import arrivals, files, inbox, stores, views
from desk.cases.models import kinds
from desk.registers import register
from desk.vault.grants import grant
from desk.vault.scope import everything
from tests.county import County
from tests.desk.cases.trial import ACT, DECIDE, MODELS, SCREEN, State, Trial
from unions import access
from unions.choices import Role
from unions.scoping import guard_by, guard_rows

VIEW = "cases.view_trial"
RIGHTS = {
    Role.COUNTY_OFFICER: {VIEW, SCREEN, DECIDE, ACT},
    Role.COUNTY_LEADER: {VIEW},
    Role.TOWN_OFFICER: {VIEW, SCREEN, DECIDE, ACT},
    Role.BASE_OFFICER: {VIEW, ACT},
}


@pytest.fixture(autouse=True, scope="package")
def no_flush_by_django() -> Iterator[None]:
    """Django would TRUNCATE as the owner, which the append-only tables refuse; tests/conftest.py empties them itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


@pytest.fixture(autouse=True, scope="package")
def trial_tables(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The tables of the trial case, guarded as a migration would."""
    owner = connections["owner"]
    guards = (
        guard_rows("cases_trial", "union_id", "handler_id"),
        guard_by("cases_trialentry", "cases_trial"),
        guard_by("cases_trialfile", "cases_trial"),
    )
    with django_db_blocker.unblock():
        with owner.schema_editor() as editor:
            for model in MODELS:
                editor.create_model(model)
        with owner.cursor() as cursor:
            for operation in guards:
                cursor.execute(operation.sql)
        for model, trigger in pgtrigger.registered():
            if model in MODELS:
                trigger.install(model, database="owner")
        grant(owner, connections["default"].settings_dict["USER"])
    yield
    with django_db_blocker.unblock(), owner.schema_editor() as editor:
        for model in reversed(MODELS):
            editor.delete_model(model)


@pytest.fixture(autouse=True)
def trial_rights(monkeypatch: pytest.MonkeyPatch) -> None:
    """Officers of every floor keep trial cases, leaders read them."""
    for role, given in RIGHTS.items():
        monkeypatch.setitem(access.RIGHTS, role, access.RIGHTS[role] | given)


@pytest.fixture
def trial_register(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The trial cases stand in a register, and in the inbox beside all others."""
    from tests.desk.cases.trial_register import TrialRegister  # its rights and tables are there only now

    monkeypatch.setitem(register._declared, TrialRegister.slug, TrialRegister)
    settings.ROOT_URLCONF = "tests.desk.cases.urls"
    for module in (inbox, views, files, arrivals, stores):
        monkeypatch.setattr(module, "kinds", lambda: [Trial, *kinds()])


@pytest.fixture
def add_case(county: County) -> Callable[..., Any]:
    """`add_case(state=…, handler=…)` puts a case of the mill, handled by 新安江街道, into the database."""

    def added(title: str = "更换老旧车床", state: str = State.NEW, **fields: Any) -> Any:
        with everything("tests"):
            given = {"union": county.mill, "handler": county.xinanjiang, **fields}
            return Trial.objects.create(title=title, state=state, **given)

    return added


@pytest.fixture
def case(add_case: Callable[..., Any]) -> Any:
    """A case that has just come in."""
    return add_case()
