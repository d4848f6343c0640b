from django.apps import AppConfig


class PapersConfig(AppConfig):
    name = "desk.papers"
    label = "papers"
    verbose_name = "文书"

    def ready(self) -> None:
        from desk.papers import checks  # noqa: F401  # importing registers them
