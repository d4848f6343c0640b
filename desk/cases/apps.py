from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "desk.cases"
    label = "cases"
    verbose_name = "办件"

    def ready(self) -> None:
        """Attachments follow when the vault's key is changed."""
        from desk.cases.stores import Attachments  # models are there only now
        from desk.vault import rotation

        rotation.declare(Attachments)
