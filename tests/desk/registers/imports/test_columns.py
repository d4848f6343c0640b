"""Which column means what, and what is shown while the rows are checked."""

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.jobs.services import claim, fail
from tests.county import County
from tests.desk.registers.conftest import credit_code, text
from tests.desk.registers.imports.steps import COLUMNS, HEAD, act, line, run_jobs, the_run, upload, workbook


@pytest.mark.django_db
def test_each_column_is_shown_with_samples_and_a_guess(county: County, town_client: Client) -> None:
    page = text(town_client.get(upload(town_client, workbook(line(1)))["Location"]))

    assert '<option value="name" selected>单位名称 *</option>' in page
    assert page.count("不导入") == len(HEAD)
    assert credit_code(501) not in page


@pytest.mark.django_db
def test_a_required_column_that_is_missing_is_named(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    chosen = {f"column-{i}": name for i, name in enumerate(COLUMNS) if name != "uscc"}
    response = act(town_client, page, "confirm", sheet="0", head_row="2", **chosen)

    assert response.status_code == 200
    assert "缺少必填的列：统一社会信用代码" in text(response)
    assert '<option value="headcount" selected>职工人数</option>' in text(response)
    assert (the_run().state, Job.objects.filter(kind__contains="import").count()) == ("uploaded", 0)


@pytest.mark.django_db
def test_another_row_can_be_taken_for_the_head(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    read_again = text(town_client.get(f"{page}?sheet=0&head_row=1"))

    assert "还缺必填列" in read_again
    assert 'name="head_row" value="1"' in read_again


@pytest.mark.django_db
def test_of_a_csv_some_texts_are_shown_to_see_that_they_were_read_rightly(county: County, town_client: Client) -> None:
    content = "\r\n".join([",".join(HEAD), ",".join(map(str, line(1)))]).encode("gb18030")
    page = text(town_client.get(upload(town_client, content, "单位.csv")["Location"]))

    assert "请看这些文字是否正确" in page
    assert "<strong>建德市新安江第1五金厂</strong>" in page


@pytest.mark.django_db
def test_a_sheet_that_is_not_there_is_refused_in_words(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]

    assert "没有所选的工作表" in text(town_client.get(f"{page}?sheet=7"))


@pytest.mark.django_db
def test_while_it_is_checked_the_page_asks_itself_again(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    whole, part = text(town_client.get(page)), text(town_client.get(page, headers={"HX-Request": "true"}))

    assert 'hx-trigger="every 1s"' in whole
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in whole
    assert part.lstrip().startswith("<section")
    run_jobs()
    assert town_client.get(page, headers={"HX-Request": "true"})["HX-Refresh"] == "true"


@pytest.mark.django_db
def test_a_check_that_failed_says_why_and_can_be_given_up(county: County, town_client: Client) -> None:
    page = upload(town_client, workbook(line(1)))["Location"]
    act(town_client, page, "confirm", sheet="0", head_row="2", **{f"column-{i}": n for i, n in enumerate(COLUMNS)})
    check = claim(Job.objects.get(kind="employers.import.check").pk)
    assert check is not None
    fail(job=check, reason="超过了时限")
    shown = text(town_client.get(page))

    assert "超过了时限" in shown
    assert "没有写入任何数据" in shown
    assert 'http-equiv="refresh"' not in shown
    act(town_client, page, "discard")
    assert the_run().state == "discarded"
