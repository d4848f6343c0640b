"""A wrong key is noticed at the start of a process, before anything is written with it (promises.md F8)."""

import logging
import time

from django.core.exceptions import ImproperlyConfigured
from django.db import OperationalError, connection

from desk.vault.ciphers import SealBroken
from desk.vault.keys import Keyring, keyring
from desk.vault.models import KeyCanary

TEXT = "此密钥可用"
PATIENCE, ASKED_EVERY = 60.0, 1.0  # seconds
logger = logging.getLogger(__name__)
INDEX = "index"  # not a key id of VAULT_KEYS' own: a name for VAULT_INDEX_KEY


def refuse_wrong_keys() -> None:
    """Raises ImproperlyConfigured when rows lie under keys this process does not hold; new keys are written down.

    For the start of a server or a worker, which fork or open connections of their own afterwards: the one used here is
    closed. An empty database has nothing to compare with and passes. One that is away is waited for, PATIENCE seconds: it
    may be starting, too. Raises OperationalError after them.
    """
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            return _compare()
        except OperationalError:
            if time.monotonic() >= give_up:
                raise
            logger.warning("the database does not answer; asking again")
        finally:
            if not connection.in_atomic_block:
                connection.close()
        time.sleep(ASKED_EVERY)


def _compare() -> None:
    if message := fault():
        raise ImproperlyConfigured(message)
    if _readable():
        _write_down_new_keys()


def _write_down_new_keys() -> None:
    ring = keyring()
    known = set(KeyCanary.objects.values_list("key_id", flat=True))
    missing = {INDEX, ring.current.id} - known
    KeyCanary.objects.bulk_create(
        [KeyCanary(key_id=key_id, token=_token(ring, key_id)) for key_id in sorted(missing)], ignore_conflicts=True
    )


def fault() -> str:
    """What is wrong with the keys as seen from the database, in Chinese and English; "" when nothing is."""
    if not _readable():
        return ""
    ring = keyring()
    for canary in KeyCanary.objects.order_by("key_id"):
        if canary.key_id == INDEX:
            if canary.token != _token(ring, INDEX):
                return (
                    "VAULT_INDEX_KEY 与建立索引时所用的不同，按证件号将查不到人。拒绝启动，数据未动。 "
                    "VAULT_INDEX_KEY is not the key the indexes were made with."
                )
        elif not _opens(ring, canary):
            return (
                f"密钥 {canary.key_id} 缺失或不对：现有数据用它加密。拒绝启动，数据未动。 "
                f"Key {canary.key_id} is missing or wrong: rows are sealed under it."
            )
    return ""


def _opens(ring: Keyring, canary: KeyCanary) -> bool:
    try:
        return ring.open(canary.token, _place(canary.key_id)) == TEXT
    except SealBroken:
        return False


def _token(ring: Keyring, key_id: str) -> str:
    if key_id == INDEX:
        return ring.digest(TEXT, _place(INDEX)).hex()
    return ring.seal(TEXT, _place(key_id))


def _place(key_id: str) -> str:
    return f"{KeyCanary._meta.db_table}.token:{key_id}"


def _readable() -> bool:
    """Whether the table is there and open to this role: not on an empty database, nor between migrate and grant."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(to_regclass(%s), 'SELECT')", [KeyCanary._meta.db_table])
        return bool(cursor.fetchone()[0])
