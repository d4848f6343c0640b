"""`manage.py rotate_vault_keys`: everything sealed anew under the first key of VAULT_KEYS."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from desk.vault import canary, rotation
from desk.vault.keys import keyring
from desk.vault.stores import Store


class Command(BaseCommand):
    help = (
        "Seals all sealed fields anew under the first key of VAULT_KEYS. Put the new key first, keep the old one behind "
        "it, restart the portal, then run this: people may work on meanwhile, and it may be stopped and run again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--batch", type=int, default=500, help="rows per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if not rotation.runs_as_owner():
            raise CommandError("DATABASE_OWNER_URL must name the role that owns the tables. Nothing was changed.")
        canary.refuse_wrong_keys()
        ring = keyring()
        self.stdout.write(f"Current key: {ring.current.id} ({ring.algorithm.name})")
        stores = rotation.stores()
        broken = sum(self._rotate(store, options["batch"]) for store in stores)
        for store in stores:
            counts = ", ".join(f"{key_id}: {count}" for key_id, count in sorted(store.by_key().items()))
            self.stdout.write(f"{store.label}  {counts or 'empty'}")
        if broken:
            raise CommandError(f"{broken} values do not open with any key in VAULT_KEYS and were left as they are.")
        for key_id in rotation.retire_unused():
            self.stdout.write(f"Nothing lies under key {key_id} any more: it may be taken out of VAULT_KEYS.")

    def _rotate(self, store: Store, batch: int) -> int:
        """Rotates one store with a line per batch; the number of values that did not open."""
        left, broken = store.remaining(), 0
        for tally in store.rotate(batch):
            broken = tally.broken
            self.stdout.write(f"{store.label}  {tally.done} done, {max(left - tally.done, 0)} to go")
            self.stdout.flush()
        return broken
