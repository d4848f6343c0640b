from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class JobsConfig(AppConfig):
    name = "desk.jobs"
    label = "jobs"
    verbose_name = "任务"

    def ready(self) -> None:
        """Load every app's tasks.py, where the kinds of jobs are declared; the web needs them as workers do."""
        autodiscover_modules("tasks")
