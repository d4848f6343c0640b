"""The Celery application. Celery carries hints; the queue of record is `desk.jobs.models.Job`."""

import os
from typing import Any

from celery import Celery, bootsteps

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jianzhi.settings")

app = Celery("jianzhi")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


class RightKeys(bootsteps.Step):
    """A worker that holds a wrong key does not start (a signal handler's exception would only be logged)."""

    def create(self, worker: Any) -> None:
        from desk.vault.canary import refuse_wrong_keys  # models are there only now

        refuse_wrong_keys()


app.steps["worker"].add(RightKeys)
