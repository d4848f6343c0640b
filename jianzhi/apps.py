from django.apps import AppConfig


class JianzhiConfig(AppConfig):
    name = "jianzhi"
    verbose_name = "建职"

    def ready(self) -> None:
        """Make our Celery application the one of this process: the web and commands send hints through it too."""
        from jianzhi import celery  # noqa: F401  # reads the settings, which are complete only now
