"""Nothing of a file stays (promises.md B13)."""

import os
import time
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from desk.jobs.models import Job
from desk.sheets.choices import ImportState
from desk.sheets.imports import services
from desk.sheets.imports.cleaning import clean
from desk.sheets.models import ImportRun
from desk.vault.scope import acting_as
from tests.desk.sheets.imports.rosters import previewed, row
from unions.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def run(base_officer: User) -> ImportRun:
    return previewed(base_officer, [row(1)])


def age(run: ImportRun, minutes: int) -> None:
    ImportRun.objects.filter(pk=run.pk).update(updated_at=timezone.now() - timedelta(minutes=minutes))


def lying(run: ImportRun) -> list[bool]:
    return [default_storage.exists(name) for name in (run.upload.name, run.plan.name)]


def test_an_import_nobody_goes_on_with_is_given_up_after_an_hour(
    run: ImportRun, django_capture_on_commit_callbacks: Any
) -> None:
    age(run, 49)
    clean()
    assert lying(run) == [True, True]
    age(run, 51)
    with django_capture_on_commit_callbacks(execute=True):
        assert clean() == 1
    assert lying(run) == [False, False]
    run.refresh_from_db()
    assert (run.state, run.upload.name, run.plan.name) == (ImportState.DISCARDED, "", "")
    assert "重新上传" in run.message


def test_an_import_a_job_is_at_work_on_is_left_alone(run: ImportRun, base_officer: User) -> None:
    job = Job.objects.create(kind="tests.nothing", title="导入", owner=base_officer, scope=["1."])
    services.hand_over(run=run, job=job)
    age(run, 51)
    clean()
    run.refresh_from_db()
    assert run.state == ImportState.PREVIEWED


def test_a_file_of_a_transaction_that_never_ended_is_removed_after_an_hour(run: ImportRun) -> None:
    orphan = default_storage.save(f"imports/{run.pk}-{'a' * 32}", ContentFile(b"sealed"))
    clean()
    assert default_storage.exists(orphan) is True
    long_ago = time.time() - 3_700
    for name in (orphan, run.upload.name):
        os.utime(default_storage.path(name), (long_ago, long_ago))
    assert clean() >= 1
    assert (default_storage.exists(orphan), lying(run)) == (False, [True, True])


def test_giving_up_removes_the_files(
    run: ImportRun, base_officer: User, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True), acting_as(base_officer):
        services.discard(actor=base_officer, run=run)
    assert lying(run) == [False, False]
    run.refresh_from_db()
    with pytest.raises(ValidationError, match="重新上传"):
        services.original(run)
