"""Complete audit: whoever changes a record leaves a row in the same transaction, or changes nothing (promises.md G2)."""

from collections.abc import Callable, Iterator

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.test import Client

from desk.vault import scope
from tests.conftest import as_superuser
from tests.county import County
from unions.models import Employer, User

# Tables without a history of their own, each with what keeps theirs.
KEPT_ELSEWHERE = {
    "LoginAttempt": "counters that come and go with sign-in",
    "LoginEvent": "is only added to",
    "PasswordRecord": "is only added to, and pruned with the account's own change",
    "SpentCode": "is only added to, and pruned when the code could no longer be used",
}


def test_every_table_of_the_unions_keeps_a_history_or_says_what_does() -> None:
    models = [m for m in apps.get_app_config("unions").get_models() if not hasattr(m, "pgh_tracked_model")]
    without = {m.__name__ for m in models if not hasattr(m, "pgh_event_models") and not _events_of(m)}
    assert without == set(KEPT_ELSEWHERE)


def _events_of(model: type) -> list[type]:
    return [m for m in apps.get_models() if getattr(m, "pgh_tracked_model", None) is model]


@pytest.fixture
def edit(county: County, sign_in: Callable[[User], Client]) -> Callable[[], int]:
    """`edit()` changes the headcount of the chemical works in its form; gives the status of the answer."""

    def edited() -> int:
        employer = county.chemical_works
        form = {
            "name": employer.name,
            "uscc": employer.uscc,
            "unit_class": employer.unit_class,
            "industry": employer.industry,
            "is_above_scale": "on",
            "headcount": "321",
            "female_headcount": "0",
            "migrant_headcount": "0",
            "version": str(employer.version),
        }
        return sign_in(county["base_officer"]).post(f"/employers/{employer.pk}/edit/", form).status_code

    return edited


def events(employer: Employer) -> list[tuple[str, int, int]]:
    """The history of the employer: what happened, the headcount after it, and who did it."""
    with scope.everything("test"):
        rows = employer.history.order_by("pgh_id").values_list("pgh_label", "headcount", "pgh_context__user")
        return list(rows)


def test_a_change_leaves_a_row_that_says_who(county: County, edit: Callable[[], int]) -> None:
    assert edit() == 302
    assert events(county.chemical_works) == [
        ("insert", 320, None),
        ("update", 321, county["base_officer"].pk),
    ]


def test_a_change_that_is_rolled_back_leaves_no_row(county: County) -> None:
    with scope.everything("test"), transaction.atomic():
        Employer.objects.filter(pk=county.chemical_works.pk).update(headcount=400)
        transaction.set_rollback(True)
    assert [label for label, _, _ in events(county.chemical_works)] == ["insert"]


@pytest.fixture
def history_refuses(county: County) -> Iterator[None]:
    """The application's role may no longer write the history of employers."""
    role = connection.settings_dict["USER"]
    with as_superuser() as superuser:
        superuser.execute(f"REVOKE INSERT ON unions_employerevent FROM {role}")
    yield
    with as_superuser() as superuser:
        superuser.execute(f"GRANT INSERT ON unions_employerevent TO {role}")


def test_a_change_whose_history_cannot_be_written_does_not_happen(county: County, history_refuses: None) -> None:
    with pytest.raises(DatabaseError), scope.everything("test"):
        Employer.objects.filter(pk=county.chemical_works.pk).update(headcount=400)
    with scope.everything("test"):
        assert Employer.objects.get(pk=county.chemical_works.pk).headcount == 320
