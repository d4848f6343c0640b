"""Background work goes through two doors, and a person's work through one (promises.md D7)."""

from dataclasses import replace

import pytest
from django.conf import settings

from desk.jobs import kinds
from desk.jobs.kinds import JobKind, all_kinds, job_kind
from desk.jobs.models import Job
from desk.jobs.tasks import run_job, sweep_jobs
from desk.vault import scope
from jianzhi.celery import app
from tests.desk.jobs import trial_kinds
from unions.models import User


@pytest.mark.django_db
def test_celery_knows_two_tasks_of_ours() -> None:
    """Other work in the background is a kind of job: so it has an owner, a right, a scope, a fence and a limit."""
    app.loader.import_default_modules()
    assert {name for name in app.tasks if not name.startswith("celery.")} == {"desk.jobs.run", "desk.jobs.sweep"}
    assert app.tasks["desk.jobs.run"].run == run_job.run
    assert app.tasks["desk.jobs.sweep"].run == sweep_jobs.run


def test_beat_sweeps_and_does_nothing_else() -> None:
    assert settings.CELERY_BEAT_SCHEDULE == {
        "sweep": {"task": "desk.jobs.sweep", "schedule": 10.0, "options": {"expires": 10.0}}
    }


OURS = [kind for kind in all_kinds() if not kind.code.startswith("trial.")] + [trial_kinds.quick]


@pytest.mark.parametrize("kind", OURS, ids=lambda kind: kind.code)
@pytest.mark.django_db(transaction=True)
def test_every_kind_runs_in_the_scope_of_its_owner(
    kind: JobKind, town_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The handler is replaced by one that tells the scope it was called in."""
    seen: list[tuple[str, ...]] = []
    monkeypatch.setattr(User, "has_perm", lambda _, right, obj=None: right == kind.permission)
    told = replace(kind, handler=lambda _: seen.append(scope.require().branches))
    monkeypatch.setitem(kinds._kinds, kind.code, told)
    job = Job.objects.create(kind=kind.code, title=kind.title, owner=town_officer, scope=list(town_officer.scope()))
    run_job(job.pk)
    assert seen == [town_officer.scope()]
    assert Job.objects.get().state == "done"


def test_a_kind_without_a_right_is_no_kind() -> None:
    with pytest.raises(ValueError, match="must name one"):
        job_kind("trial.free", title="谁都行", permission="")


def test_a_code_is_declared_once() -> None:
    with pytest.raises(ValueError, match="declared twice"):
        job_kind("trial.quick", title="又一个", permission=trial_kinds.RIGHT)(lambda _: None)
