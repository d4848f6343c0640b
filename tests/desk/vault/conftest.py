"""The owner's connection for the tests that need it, and a model with a unique blind index."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connections
from django.test import TransactionTestCase
from django.test.utils import isolate_apps

from desk.vault.fields import BlindIndexField, EncryptedTextField
from desk.vault.grants import grant
from desk.vault.privacy import Privacy
from desk.vault.sealed import SealedModel


@pytest.fixture(autouse=True, scope="package")
def no_flush_by_django() -> Iterator[None]:
    """Django would TRUNCATE as the owner, which the append-only tables refuse; tests/conftest.py empties them itself."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda self: None)
        yield


@pytest.fixture(scope="package")
def card_table(django_db_setup: None, django_db_blocker: Any) -> Iterator[Any]:
    """A card that stands for one person: its number is sealed, and found and kept unique by its index."""
    with isolate_apps("desk.vault"):

        class Card(SealedModel):
            privacy = Privacy(plain="id number_index", sensitive={"number": "id_number", "note": "hidden"})

            number = EncryptedTextField("卡号", blank=True, max_length=20)
            number_index = BlindIndexField(
                "卡号索引", source="number", unique=True, error_messages={"unique": "此卡号已登记。"}
            )
            note = EncryptedTextField("备注", blank=True)

            class Meta:
                app_label = "vault"

    owner = connections["owner"]
    with django_db_blocker.unblock():
        with owner.schema_editor() as editor:
            editor.create_model(Card)
        grant(owner, connections["default"].settings_dict["USER"])
    yield Card
    with django_db_blocker.unblock(), owner.schema_editor() as editor:
        editor.delete_model(Card)


@pytest.fixture
def card_model(db: None, card_table: Any) -> Any:
    """The model of that table, in a transaction that is rolled back."""
    return card_table
