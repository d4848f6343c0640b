"""The page that starts an export."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.registers.models import Batch
from tests.county import County
from tests.desk.registers.conftest import text

pytestmark = pytest.mark.django_db


def jobs() -> Any:
    return Job.objects.filter(kind="trial.export")


def test_it_says_what_will_be_in_the_file(county_client: Client) -> None:
    page = text(county_client.get("/trial/export/?is_above_scale=true&columns=name,phone"))

    assert "将导出 2 条、2 列" in page
    assert "列：单位名称、联系电话。" in page
    assert "联系电话与屏幕上一样遮盖。" in page


def test_a_job_carries_the_number_of_its_batch_and_nothing_else(county: County, county_client: Client) -> None:
    response = county_client.post("/trial/export/?q=石材&sort=-headcount", {"format": "xlsx", "once": "a"})

    job, batch = jobs().get(), Batch.objects.get()
    assert response["Location"] == f"/jobs/{job.pk}/"
    assert (job.kind, job.args, job.title) == ("trial.export", {"batch": batch.pk}, "导出试用单位")
    assert batch.query == "q=%E7%9F%B3%E6%9D%90&sort=-headcount&columns=name%2Cuscc%2Cunion%2Cheadcount%2Cphone"
    assert (batch.job, batch.reveal, batch.purpose) == (job, False, "xlsx")


def test_sent_twice_it_starts_one_job(county_client: Client) -> None:
    for _ in range(2):
        county_client.post("/trial/export/", {"format": "csv", "once": "a"})

    assert jobs().count() == 1


def test_a_format_that_is_none_starts_nothing(county_client: Client) -> None:
    response = county_client.post("/trial/export/", {"format": "exe", "once": "a"})

    assert response.status_code == 200
    assert jobs().count() == 0


def test_without_the_right_there_is_no_export(county: County, sign_in: Callable[[Any], Client]) -> None:
    client = sign_in(county["auditor"])

    assert client.get("/trial/export/").status_code == 403
    assert client.post("/trial/export/", {"format": "xlsx"}).status_code == 403


def test_personal_values_need_a_password_typed_just_now(county: County, sign_in: Callable[[Any], Client]) -> None:
    officer = county["county_officer"]
    officer.set_password("a password to ask for")
    officer.save()

    response = sign_in(officer).post(
        "/trial/export/", {"format": "xlsx", "reveal": "on", "reason": "核对全县单位联系方式", "once": "a"}
    )

    assert response.status_code == 302
    assert "reauthenticate" in response["Location"]
    assert jobs().count() == 0


@pytest.fixture
def just_now(monkeypatch: pytest.MonkeyPatch) -> None:
    """The person has typed the password a moment ago."""
    monkeypatch.setattr(
        "allauth.account.internal.flows.reauthentication.did_recently_reauthenticate", lambda request: True
    )
    monkeypatch.setattr(
        "allauth.account.internal.flows.reauthentication.is_reauthentication_required", lambda request, **kwargs: False
    )


@pytest.mark.usefixtures("just_now")
@pytest.mark.parametrize("reason", ["", "核对", "  核对单位联系方式  "])
def test_personal_values_need_a_reason(county_client: Client, reason: str) -> None:
    response = county_client.post("/trial/export/", {"format": "xlsx", "reveal": "on", "reason": reason, "once": "a"})

    assert response.status_code == 200
    assert "须写明理由，至少 10 个字" in text(response)
    assert jobs().count() == 0


@pytest.mark.usefixtures("just_now")
def test_with_right_and_reason_they_are_written_out(county_client: Client) -> None:
    county_client.post(
        "/trial/export/", {"format": "xlsx", "reveal": "on", "reason": "核对全县单位联系方式用", "once": "a"}
    )

    batch = Batch.objects.get()
    assert (batch.reveal, batch.reason) == (True, "核对全县单位联系方式用")


@pytest.mark.usefixtures("just_now")
def test_without_the_right_to_reveal_the_wish_is_not_heard(county: County, sign_in: Callable[[Any], Client]) -> None:
    leader = sign_in(county["county_leader"])

    assert 'name="reveal"' not in text(leader.get("/trial/export/"))
    leader.post("/trial/export/", {"format": "xlsx", "reveal": "on", "reason": "核对全县单位联系方式用", "once": "a"})
    assert Batch.objects.get().reveal is False
