"""The uploaded file, given back with its bad cells marked."""

import io

import pytest
from django.test import Client
from openpyxl import load_workbook

from desk.jobs.models import Job
from desk.vault.models import AccessEntry
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.imports.steps import BAD, act, checked, line, run_jobs, the_run, upload


@pytest.mark.django_db
@pytest.mark.parametrize(("query", "names"), [("", 3), ("?only=bad", 1)])
def test_the_file_comes_back_with_its_bad_cells_marked(
    county: County, town_client: Client, query: str, names: int
) -> None:
    page = checked(town_client, line(1), line(2, **BAD), line(3))
    response = town_client.get(f"{page}annotated/{query}")
    sheet = load_workbook(io.BytesIO(b"".join(response)))["名册"]
    rows = [row for row in sheet.iter_rows(min_row=3) if row[0].value]

    assert len(rows) == names
    assert [row[5].comment.text for row in rows if row[5].comment] == ["应为不小于 0 的整数。"]
    assert [row[7].value is not None for row in rows].count(True) == 1
    assert "五金厂" not in response["Content-Disposition"]


@pytest.mark.django_db
def test_who_took_the_file_is_in_the_access_log(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    town_client.get(f"{page}annotated/")

    entry = AccessEntry.objects.get(kind="export")
    assert (entry.user, entry.model, entry.object_id, entry.rows) == (
        county["town_officer"],
        "sheets.importrun",
        str(the_run().pk),
        2,
    )


@pytest.mark.django_db
def test_of_a_large_file_a_job_makes_it_which_only_the_owner_may_fetch(
    county: County, town_client: Client, county_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desk.registers.views.imports_screen.MADE_AT_ONCE", 1)
    page = checked(town_client, line(1), line(2, **BAD))
    assert "生成标注后的文件" in text(town_client.get(page))
    assert town_client.get(f"{page}annotated/")["Location"] == page

    job_page = act(town_client, page, "annotated", only="bad")["Location"]
    run_jobs()
    job = Job.objects.get(kind="employers.import.annotate")
    sheet = load_workbook(io.BytesIO(b"".join(town_client.get(f"{job_page}file/"))))["名册"]

    assert (job.state, job.message) == ("done", "标出错误 1 行。")
    assert [row[0].value for row in sheet.iter_rows(min_row=3)] == ["建德市新安江第2五金厂"]
    assert county_client.post(f"{page}annotated/", {"once": "k"}).status_code == 403


@pytest.mark.django_db
def test_once_it_was_written_there_is_no_file_to_give_back(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "discard")

    assert town_client.get(f"{page}annotated/")["Location"] == page
    assert "即删除" in text(town_client.get(page))


@pytest.mark.django_db
def test_the_bad_rows_corrected_can_be_uploaded_by_themselves(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    book = load_workbook(io.BytesIO(b"".join(town_client.get(f"{page}annotated/?only=bad"))))
    book["名册"]["F3"].value = 12
    out = io.BytesIO()
    book.save(out)
    again = text(town_client.get(upload(town_client, out.getvalue())["Location"]))

    assert "已按列名对应好" in again
    assert "错误原因" in again
