"""What the database itself refuses about a job."""

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Now

from desk.jobs.choices import State
from desk.jobs.models import Job
from tests.desk.jobs.rows import a_job, facts_of
from unions.models import User

pytestmark = pytest.mark.django_db

WAYS = {
    ("waiting", "running"),
    ("waiting", "cancelled"),
    ("running", "done"),
    ("running", "failed"),
    ("running", "cancelled"),
    ("running", "waiting"),
    ("failed", "waiting"),
    ("cancelled", "waiting"),
}


@pytest.mark.parametrize("before", State.values)
@pytest.mark.parametrize("after", State.values)
def test_only_the_declared_ways_lead_from_state_to_state(stranger: User, before: str, after: str) -> None:
    job = a_job(stranger, before)
    change = Job.objects.filter(pk=job.pk)
    if before == after or (before, after) in WAYS:
        assert change.update(state=after, **facts_of(after)) == 1
    else:
        with pytest.raises(DatabaseError, match="Invalid transition"), transaction.atomic():
            change.update(state=after, **facts_of(after))


@pytest.mark.parametrize(
    ("state", "wrong", "constraint"),
    [
        ("waiting", {"scope": []}, "job_scope_not_empty"),
        ("waiting", {"attempts": 4}, "job_attempts_bounded"),
        ("waiting", {"interruptions": 21}, "job_attempts_bounded"),
        ("waiting", {"lease_until": Now()}, "job_leased_while_running"),
        ("running", {"lease_until": None}, "job_leased_while_running"),
        ("running", {"finished_at": Now()}, "job_finished_when_it_ended"),
        ("done", {"finished_at": None}, "job_finished_when_it_ended"),
        ("failed", {"reason": ""}, "job_failed_with_a_reason"),
    ],
)
def test_a_row_that_makes_no_sense_is_refused(
    stranger: User, state: str, wrong: dict[str, object], constraint: str
) -> None:
    job = a_job(stranger, state)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(**wrong)


def test_a_key_is_held_by_one_unfinished_job_of_a_kind(stranger: User) -> None:
    a_job(stranger, "running", key="roster-7")
    a_job(stranger, "done", key="roster-7")
    a_job(stranger, "waiting", key="roster-7", kind="trial.paper")
    with pytest.raises(IntegrityError, match="job_key_once_while_unfinished"), transaction.atomic():
        a_job(stranger, "waiting", key="roster-7")


def test_its_history_tells_how_it_came_to_its_state_but_no_heartbeat(stranger: User) -> None:
    job = a_job(stranger)
    Job.objects.filter(pk=job.pk).update(state="running", lease_until=Now())
    Job.objects.filter(pk=job.pk).update(done=F("done") + 1, log="一行", heartbeat_at=Now(), lease_until=Now())
    Job.objects.filter(pk=job.pk).update(state="done", lease_until=None, finished_at=Now())
    assert list(job.history.order_by("pgh_id").values_list("state", flat=True)) == ["waiting", "running", "done"]
