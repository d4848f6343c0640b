"""Who may import, and who sees what of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from desk.jobs.models import Job
from desk.registers.dated import span
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.imports.steps import (
    COLUMNS,
    act,
    checked,
    employers,
    line,
    run_jobs,
    the_run,
    upload,
    workbook,
)
from unions.models import Appointment

PAGES = ("", "confirm/", "apply/", "undo/", "discard/", "annotated/")


@pytest.mark.django_db
@pytest.mark.parametrize("page", PAGES)
def test_an_import_of_another_branch_is_not_found(
    county: County, town_client: Client, sign_in: Callable[[Any], Client], page: str
) -> None:
    url = checked(town_client, line(1))
    with scope.everything("an officer of another township"):
        appointment = county["other_base_officer"].appointments.get()
        appointment.union, appointment.role = county.meicheng, "town_officer"
        appointment.save()
    stranger = sign_in(county["other_base_officer"])
    method = stranger.get if page in {"", "annotated/"} else stranger.post

    assert method(f"{url}{page}").status_code == 404
    assert the_run().state == "previewed"


@pytest.mark.django_db
@pytest.mark.parametrize("page", ["", *(f"1/{page}" for page in PAGES)])
def test_without_the_right_there_is_no_import(county: County, base_client: Client, page: str) -> None:
    method = base_client.get if page in {"", "1/", "1/annotated/"} else base_client.post

    assert method(f"/employers/import/{page}").status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("verb", ["confirm", "apply", "discard"])
def test_a_colleague_above_sees_the_counts_and_not_the_rows(
    county: County, town_client: Client, county_client: Client, verb: str
) -> None:
    page = checked(town_client, line(1))
    shown = text(county_client.get(page))

    assert "1 行 = 新增 1" in shown
    assert "第1五金厂" not in shown
    assert county_client.get(f"{page}annotated/").status_code == 403
    assert county_client.post(f"{page}{verb}/", {"once": "k"}).status_code == 403
    assert the_run().state == "previewed"


@pytest.mark.django_db
def test_a_right_lost_meanwhile_stops_the_job(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    with scope.everything("the appointment ends"):
        county["town_officer"].appointments.update(role="county_leader")
    run_jobs()

    job = Job.objects.get(kind="employers.import.apply")
    assert (job.state, employers()) == ("failed", [])


@pytest.mark.django_db
def test_a_register_without_a_declaration_takes_no_imports(county: County, county_client: Client) -> None:
    assert county_client.get("/shells/import/").status_code == 404


@pytest.mark.django_db
def test_a_preview_whose_file_is_gone_from_the_disk_says_so(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    default_storage.delete(the_run().plan.name)

    assert "检查结果" not in text(town_client.get(page))
    assert "保留不超过一小时）。没有写入任何数据，请重新上传。" in text(town_client.get(page))


@pytest.mark.django_db
@pytest.mark.parametrize("step", ["check", "apply"])
def test_who_has_lost_the_right_in_between_writes_nothing(county: County, town_client: Client, step: str) -> None:
    """promises.md B12: the right is asked for again when the job runs."""
    if step == "apply":
        page = checked(town_client, line(1))
        act(town_client, page, "apply", digest=the_run().digest)
    else:
        page = upload(town_client, workbook(line(1)))["Location"]
        act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    Appointment.objects.filter(user=county["town_officer"]).update(held=span(date(2013, 3, 1), date(2014, 1, 1)))
    run_jobs()

    job = Job.objects.latest("pk")
    assert (job.kind, job.state) == (f"employers.import.{step}", "failed")
    assert employers() == []
    assert the_run().applied_at is None
