from django.apps import AppConfig
from django.core import checks


class VaultConfig(AppConfig):
    name = "desk.vault"
    label = "vault"
    verbose_name = "密级与留痕"

    def ready(self) -> None:
        """No process runs without good keys, in any mode: raises ImproperlyConfigured."""
        from desk.vault.checks import keys_fit_the_rows
        from desk.vault.keys import keyring

        keyring()
        checks.register(keys_fit_the_rows)
