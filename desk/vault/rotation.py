"""Sealing everything anew under the current key, while the portal is in use (promises.md F4)."""

from django.apps import apps
from django.db import connections

from desk.vault.fields import EncryptedTextField
from desk.vault.keys import keyring
from desk.vault.models import KeyCanary
from desk.vault.stores import OWNER, Column, Seeds, Store

_further: dict[str, type[Store]] = {}


def declare(store: type[Store]) -> None:
    """Adds a kind of store of a higher room, such as sealed files that stay; while the apps are made ready."""
    _further[store.label] = store


def stores() -> list[Store]:
    """Everything that is sealed: the columns of our models and of their histories, the seeds of one-time codes, files."""
    fields = [
        field
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_concrete_fields
        if isinstance(field, EncryptedTextField)
    ]
    return [*map(Column, fields), Seeds(), *(store() for store in _further.values())]


def runs_as_owner() -> bool:
    """Whether DATABASE_OWNER_URL names the role that owns the tables: only that role may touch a history."""
    with connections[OWNER].cursor() as cursor:
        cursor.execute(
            "SELECT tableowner = current_user FROM pg_tables WHERE tablename = %s", [KeyCanary._meta.db_table]
        )
        return bool(cursor.fetchone()[0])


def retire_unused() -> list[str]:
    """Forgets keys under which nothing lies any more; the ids that may now be taken out of VAULT_KEYS."""
    used = {key_id for store in stores() for key_id in store.by_key()}
    ring = keyring()
    unused = sorted(set(ring.keys) - used - {ring.current.id})
    KeyCanary.objects.using(OWNER).filter(key_id__in=unused).delete()
    return unused
