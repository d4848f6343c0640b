"""What may be written, what may be taken back."""

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.jobs.services import claim, fail
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import hidden, text
from tests.desk.registers.imports.steps import BAD, act, checked, employers, line, run_jobs, the_run
from unions.models import Employer


@pytest.mark.django_db(transaction=True)
def test_with_errors_only_an_explicit_choice_writes_the_good_rows(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1), line(2, **BAD))
    shown = text(town_client.get(page))
    assert "写入全部" not in shown
    assert "确认只写入无误的 1 行" in shown

    act(town_client, page, "apply", digest=the_run().digest)
    assert (the_run().state, Job.objects.filter(kind="employers.import.apply").count()) == ("previewed", 0)

    act(town_client, page, "apply", digest=the_run().digest, only_good="1")
    run_jobs()
    assert [e.name for e in employers()] == ["建德市新安江第1五金厂"]
    assert "有错误的 1 行没有写入" in text(town_client.get(page))


@pytest.mark.django_db
def test_a_preview_of_before_is_not_what_is_written(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    response = act(town_client, page, "apply", digest="that of an older page")

    assert response["Location"] == page
    assert "预览已更新" in text(town_client.get(page))
    assert the_run().state == "previewed"


@pytest.mark.django_db(transaction=True)
def test_sent_twice_it_is_written_once(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    answers = {"once": hidden(town_client.get(page), "once"), "digest": the_run().digest}
    for _ in range(2):
        town_client.post(f"{page}apply/", answers)

    assert Job.objects.filter(kind="employers.import.apply").count() == 1


@pytest.mark.django_db(transaction=True)
def test_data_that_changed_since_the_preview_are_shown_again(county: County, town_client: Client) -> None:
    works = county.chemical_works
    row = line(1, name=works.name, uscc=works.uscc, union="建德市白沙化工有限公司工会", headcount=333)
    page = checked(town_client, row)
    digest = the_run().digest
    with scope.everything("somebody else"):
        Employer.objects.filter(pk=works.pk).update(headcount=300, version=9)
    act(town_client, page, "apply", digest=digest)
    run_jobs()
    shown = text(town_client.get(page))

    assert "数据已变化" in shown
    assert "<del>300</del>" in shown
    assert the_run().digest != digest


@pytest.mark.django_db(transaction=True)
def test_what_blocks_the_undoing_is_listed(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()
    with scope.everything("somebody else"):
        Employer.objects.filter(name="建德市新安江第1五金厂").update(headcount=99, version=2)
    shown = text(town_client.get(page))

    assert "现在不能撤销" in shown
    assert "建德市新安江第1五金厂：在导入后又有改动。" in shown
    assert f"{page}undo/" not in shown
    key = hidden(town_client.get("/employers/import/"), "once")
    town_client.post(f"{page}undo/", {"once": key})
    assert [e.headcount for e in employers()] == [99]


@pytest.mark.django_db(transaction=True)
def test_an_undoing_that_failed_says_why_and_a_colleague_above_may_undo_too(
    county: County, town_client: Client, county_client: Client
) -> None:
    page = checked(town_client, line(1))
    act(town_client, page, "apply", digest=the_run().digest)
    run_jobs()
    act(town_client, page, "undo")
    job = claim(Job.objects.get(kind="employers.import.undo").pk)
    assert job is not None
    fail(job=job, reason="超过了时限")
    assert "上次没有撤销成功，数据没有改动：超过了时限" in text(town_client.get(page))

    act(county_client, page, "undo")
    run_jobs()
    assert (the_run().state, the_run().undone_by, employers()) == ("undone", county["county_officer"], [])


@pytest.mark.django_db
def test_given_up_the_file_is_gone_and_the_page_says_so(county: County, town_client: Client) -> None:
    page = checked(town_client, line(1))
    response = act(town_client, page, "discard")
    run = the_run()

    assert response["Location"] == "/employers/import/"
    assert (run.state, run.upload.name, run.plan.name) == ("discarded", "", "")
    assert "已放弃" in text(town_client.get(page))
