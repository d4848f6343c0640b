"""Who may know of a job."""

import pytest

from desk.jobs.models import Job
from tests.county import County
from tests.desk.jobs.rows import a_job
from unions import access
from unions.choices import Role
from unions.models import User

pytestmark = pytest.mark.django_db


def titles(user: User) -> list[str]:
    return sorted(Job.objects.visible_to(user).values_list("title", flat=True))


def test_without_a_right_one_sees_ones_own_jobs_and_no_others(
    town_officer: User, base_officer: User, county: County
) -> None:
    a_job(town_officer, title="街道的", scope=[county.xinanjiang.path])
    a_job(base_officer, title="基层的", scope=[county.plant.path])
    assert titles(town_officer) == ["街道的"]


def test_the_right_opens_jobs_whose_whole_scope_lies_in_ones_branch(
    monkeypatch: pytest.MonkeyPatch, county: County, town_officer: User, county_officer: User
) -> None:
    monkeypatch.setitem(access.RIGHTS, Role.TOWN_OFFICER, frozenset({"jobs.view_job"}))
    a_job(county_officer, title="县里的", scope=[county.federation.path])
    a_job(county_officer, title="街道的", scope=[county.xinanjiang.path])
    a_job(county_officer, title="基层的", scope=[county.plant.path, county.mill.path])
    a_job(county_officer, title="跨街道的", scope=[county.plant.path, county.quarry.path])
    a_job(county_officer, title="全部的", scope=["*"])
    assert titles(town_officer) == ["基层的", "街道的"]


def test_a_branch_is_no_prefix_of_its_neighbour_with_a_longer_number(
    monkeypatch: pytest.MonkeyPatch, town_officer: User, county_officer: User
) -> None:
    monkeypatch.setattr(User, "scope", lambda _: ("1.1.",))
    monkeypatch.setitem(access.RIGHTS, Role.TOWN_OFFICER, frozenset({"jobs.view_job"}))
    a_job(county_officer, title="1.10", scope=["1.10."])
    a_job(county_officer, title="1.1.3", scope=["1.1.3."])
    assert titles(town_officer) == ["1.1.3"]
