"""The jobs page: it tells the truth, to whom it concerns."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.db.models.functions import Now
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.jobs.models import Job
from desk.jobs.services import cancel, claim
from desk.registers.dated import span
from desk.vault.models import AccessEntry
from tests.county import FOUNDED, County
from tests.desk.jobs.rows import a_job, claimed, finished, lapse
from tests.desk.jobs.trial_kinds import RIGHT, paper, quick
from unions import access
from unions.choices import Role
from unions.models import User

pytestmark = pytest.mark.django_db

Ask = Callable[..., Job]
SignIn = Callable[[User], Client]
POLL = 'hx-trigger="every 1s"'


@pytest.fixture
def client(sign_in: SignIn, county_officer: User) -> Client:
    """Signed in as the person who asks for the jobs."""
    return sign_in(county_officer)


def page(client: Client, name: str = "list", **kwargs: object) -> str:
    answer = client.get(reverse(f"jobs:{name}", kwargs=kwargs or None))
    assert answer.status_code == 200
    return answer.content.decode()


# --- the truth --------------------------------------------------------------------------------------------------------
def states(html: str) -> list[str]:
    """What the rows of the page say of the state: beside a bar while it goes on, in a badge when it has ended."""
    rows = html.split('<ul class="jobs">')[1].split('<li class="job"')[1:]
    shown = r'is-\w+">\s*<span><span>(.*?)</span>|class="job-state">\s*<span class="badge.*?>(.*?)</span>'
    return [next(filter(None, re.findall(shown, row)[0])) for row in rows]


def test_each_row_says_what_is_so(client: Client, county_officer: User, ask: Ask) -> None:
    ask(quick)
    Job.objects.filter(pk=claimed(ask(quick)).pk).update(done=45, total=100, message="写入第 45 家")
    lapse(claimed(ask(quick)))
    cancel(job=claimed(ask(quick)), by=county_officer)
    cancel(job=ask(quick), by=county_officer)
    finished(ask(paper))
    a_job(county_officer, "failed")
    assert states(page(client)) == [
        "失败",
        "完成",
        "已取消",
        "正在取消",
        "执行中断，重新排队中",
        "运行 45% · 写入第 45 家",
        "等待执行",
    ]


def test_a_row_that_ended_says_what_came_of_it(client: Client, county_officer: User, ask: Ask) -> None:
    finished(ask(paper))
    assert '<span class="quiet">共 7 页</span>' in page(client)
    cancel(job=ask(quick), by=county_officer)
    assert '<span class="quiet">由提交人取消。</span>' in page(client)


def test_a_failed_row_gives_the_reason(client: Client, county_officer: User) -> None:
    job = a_job(county_officer, "failed")
    Job.objects.update(reason="名册超过 2000 行")
    assert '<p class="note note-red">名册超过 2000 行</p>' in page(client)
    assert '<p class="note note-red">名册超过 2000 行</p>' in page(client, "detail", pk=job.pk)


def test_the_page_asks_again_only_while_something_goes_on(client: Client, ask: Ask) -> None:
    job = ask(quick)
    assert page(client).count(POLL) == 1
    assert page(client, "detail", pk=job.pk).count(POLL) == 1
    finished(job)
    assert page(client).count(POLL) == 0
    assert page(client, "detail", pk=job.pk).count(POLL) == 0


@pytest.mark.parametrize(("name", "region"), [("list", "list"), ("detail", "job")])
def test_htmx_gets_the_moving_part_alone(client: Client, ask: Ask, name: str, region: str) -> None:
    job = ask(quick)
    url = reverse("jobs:list") if name == "list" else job.get_absolute_url()
    answer = client.get(url, headers={"HX-Request": "true"}).content.decode().strip()
    assert answer.startswith(f'<div id="{region}"')
    assert "<html" not in answer


def test_the_log_and_the_run_are_on_the_page_of_the_job(client: Client, ask: Ask) -> None:
    job = ask(quick)
    Job.objects.update(log="10:21:03 已读 <b>500</b> 行\n", token=2)
    html = page(client, "detail", pk=job.pk)
    assert '<pre tabindex="0">10:21:03 已读 &lt;b&gt;500&lt;/b&gt; 行\n</pre>' in html
    assert "<dt>执行次数</dt>\n    <dd>2</dd>" in html


def test_facets_count_and_filter(client: Client, county_officer: User) -> None:
    a_job(county_officer, "failed", title="坏了的")
    a_job(county_officer, "done", title="好了的")
    a_job(county_officer, "waiting", title="等着的")
    html = client.get(reverse("jobs:list"), {"state": "failed"}).content.decode()
    assert html.count('<li class="job"') == 1
    assert "坏了的" in html
    assert '进行中<span class="count">1</span>' in html
    assert '全部<span class="count">3</span>' in html


def test_a_long_list_has_pages_that_keep_the_filter(client: Client, county_officer: User) -> None:
    for _ in range(21):
        a_job(county_officer, "done")
    html = client.get(reverse("jobs:list"), {"state": "done"}).content.decode()
    assert html.count('<li class="job"') == 20
    assert 'href="?state=done&amp;page=2"' in html
    assert (
        client.get(reverse("jobs:list"), {"state": "done", "page": "2"}).content.decode().count('<li class="job"') == 1
    )


@pytest.mark.parametrize(
    ("query", "status"), [("state=x", 404), ("page=x", 200), ("page=-1", 200), ("page=99999999999999999999", 200)]
)
def test_parameters_nobody_offers_do_no_harm(client: Client, query: str, status: int) -> None:
    assert client.get(f"{reverse('jobs:list')}?{query}").status_code == status


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_queue_three_times_however_long_it_is(
    client: Client, county_officer: User, rows: int
) -> None:
    for _ in range(rows):
        a_job(county_officer, "done")
    with CaptureQueriesContext(connection) as queries:
        page(client)
    assert len([q for q in queries if 'FROM "jobs_job"' in q["sql"]]) == 3


# --- to whom it concerns ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["detail", "file", "cancel", "retry"])
def test_the_job_of_another_person_does_not_exist(name: str, sign_in: SignIn, town_officer: User, ask: Ask) -> None:
    job = ask(quick)
    client = sign_in(town_officer)
    send = client.post if name in {"cancel", "retry"} else client.get
    for pk in (job.pk, job.pk + 1, 10**30):
        assert send(reverse(f"jobs:{name}", args=[pk])).status_code == 404
    assert Job.objects.get().state == "waiting"


def test_who_is_not_signed_in_is_sent_to_sign_in(ask: Ask) -> None:
    job = ask(quick)
    for url in (reverse("jobs:list"), job.get_absolute_url(), reverse("jobs:file", args=[job.pk])):
        assert Client().get(url).url.startswith("/accounts/login/")


@pytest.mark.parametrize("name", ["cancel", "retry"])
def test_reading_changes_nothing(client: Client, ask: Ask, name: str) -> None:
    job = ask(quick)
    assert client.get(reverse(f"jobs:{name}", args=[job.pk])).status_code == 405
    assert Job.objects.get().state == "waiting"


def test_cancel_and_retry_lead_back_to_where_the_button_stood(client: Client, ask: Ask) -> None:
    job = ask(quick)
    assert client.post(reverse("jobs:cancel", args=[job.pk])).url == "/jobs/"
    assert Job.objects.get().state == "cancelled"
    assert client.post(reverse("jobs:retry", args=[job.pk]), {"from": "detail"}).url == f"/jobs/{job.pk}/"
    assert Job.objects.get().state == "waiting"
    assert claim(job.pk) is not None


def test_what_cannot_be_is_said_in_words(client: Client, ask: Ask) -> None:
    job = finished(ask(quick))
    answer = client.post(reverse("jobs:cancel", args=[job.pk]), follow=True).content.decode()
    assert "这项任务已经结束（完成），不能再取消。" in answer
    answer = client.post(reverse("jobs:retry", args=[job.pk]), follow=True).content.decode()
    assert "这项任务的状态是“完成”，不需要重试。" in answer


def test_the_system_administrator_sees_jobs_but_not_their_results(
    sign_in: SignIn, system_admin: User, ask: Ask
) -> None:
    job = finished(ask(paper))
    client = sign_in(system_admin)
    html = page(client)
    assert html.count('<li class="job"') == 1
    assert "下载" not in html.split('<ul class="jobs">')[1].split("</ul>")[0]
    assert client.get(reverse("jobs:file", args=[job.pk])).status_code == 403
    assert client.post(reverse("jobs:retry", args=[job.pk])).status_code == 403


# --- the result -------------------------------------------------------------------------------------------------------
def test_a_result_comes_as_a_file_nobody_keeps_or_guesses_at(client: Client, ask: Ask) -> None:
    job = finished(ask(paper))
    answer = client.get(reverse("jobs:file", args=[job.pk]))
    assert answer.getvalue() == b"%PDF-1.7 trial"
    assert answer["Content-Disposition"] == "attachment; filename*=utf-8''%E5%B7%A5%E4%BC%9A%E5%90%8D%E5%86%8C.pdf"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_who_fetched_a_result_is_on_record(client: Client, ask: Ask, county_officer: User) -> None:
    job = finished(ask(paper))
    client.get(reverse("jobs:file", args=[job.pk]))
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.kind, entry.model, entry.object_id) == (county_officer, "export", "jobs.job", str(job.pk))


def test_a_right_withdrawn_after_the_run_closes_the_result(client: Client, ask: Ask, county_officer: User) -> None:
    job = finished(ask(paper))
    county_officer.appointments.update(held=span(FOUNDED, date(2014, 1, 1)))
    assert client.get(reverse("jobs:file", args=[job.pk])).status_code == 403
    assert not AccessEntry.objects.filter(kind="export").exists()


def test_a_narrower_branch_than_at_the_asking_closes_the_result(
    client: Client, ask: Ask, county_officer: User, county: County
) -> None:
    job = finished(ask(paper))
    county_officer.appointments.update(union=county.xinanjiang)
    assert client.get(reverse("jobs:file", args=[job.pk])).status_code == 403


def test_a_colleague_with_both_rights_fetches_it_too(
    sign_in: SignIn, county_leader: User, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = finished(ask(paper))
    url = reverse("jobs:file", args=[job.pk])
    assert sign_in(county_leader).get(url).status_code == 404
    monkeypatch.setitem(access.RIGHTS, Role.COUNTY_LEADER, frozenset({RIGHT, "jobs.view_job"}))
    assert sign_in(county_leader).get(url).getvalue() == b"%PDF-1.7 trial"


def test_a_result_that_expired_or_vanished_is_no_error(client: Client, ask: Ask) -> None:
    job = finished(ask(paper))
    url = reverse("jobs:file", args=[job.pk])
    default_storage.delete(job.result.name)
    assert "结果文件已不在服务器上。请重新提交任务" in client.get(url, follow=True).content.decode()
    Job.objects.update(result_expires_at=Now())
    assert "没有结果文件，或已过保留期。请重新提交任务。" in client.get(url, follow=True).content.decode()


def test_the_name_on_disk_tells_nothing(client: Client, ask: Ask) -> None:
    job = finished(ask(paper))
    stored = Path(default_storage.path(job.result.name))
    assert stored.suffix == ""
    assert len(stored.name.split("-")[2]) == 32
    assert client.get(f"/{job.result.name}").status_code == 404
    assert client.get(f"/media/{job.result.name}").status_code == 404


# --- what can be fetched once (B11) -----------------------------------------------------------------------------------
def test_a_file_for_one_download_is_had_once_and_then_the_page_says_so(client: Client, ask: Ask) -> None:
    job = finished(ask(paper), once=True)
    url = reverse("jobs:file", args=[job.pk])
    assert client.get(url).getvalue() == b"%PDF-1.7 trial"
    again = client.get(url, follow=True)
    page = again.content.decode()
    assert again.redirect_chain == [(f"/jobs/{job.pk}/", 302)]
    assert "这份文件含未遮盖的个人信息，只能下载一次，已于" in page
    assert "如仍需要，请重新导出" in page
    assert f'id="fetch-{job.pk}"' not in page
    assert AccessEntry.objects.filter(kind="export").count() == 1


def test_a_file_for_one_download_is_for_nobody_but_who_asked(
    sign_in: SignIn, county_leader: User, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = finished(ask(paper), once=True)
    monkeypatch.setitem(access.RIGHTS, Role.COUNTY_LEADER, frozenset({RIGHT, "jobs.view_job"}))
    assert sign_in(county_leader).get(reverse("jobs:file", args=[job.pk])).status_code == 403


def test_a_right_the_run_asked_for_is_asked_of_who_fetches(
    client: Client, ask: Ask, county_officer: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = finished(ask(paper))
    Job.objects.update(rights=["unions.reveal_officer"])
    url = reverse("jobs:file", args=[job.pk])
    assert client.get(url).getvalue() == b"%PDF-1.7 trial"
    left = access.RIGHTS[Role.COUNTY_OFFICER] - {"unions.reveal_officer"}
    monkeypatch.setitem(access.RIGHTS, Role.COUNTY_OFFICER, left)
    assert client.get(url).status_code == 403


def test_a_file_that_was_altered_is_said_to_be_and_not_sent(client: Client, ask: Ask) -> None:
    job = finished(ask(paper))
    stored = Path(default_storage.path(job.result.name))
    stored.chmod(0o600)
    stored.write_bytes(stored.read_bytes()[:-1] + b"\0")
    page = client.get(reverse("jobs:file", args=[job.pk]), follow=True).content.decode()
    assert "结果文件已损坏或被改动，无法打开" in page


def test_a_download_says_what_it_is_and_how_it_is_called(client: Client, ask: Ask) -> None:
    response = client.get(reverse("jobs:file", args=[finished(ask(paper)).pk]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"] == ("attachment; filename*=utf-8''%E5%B7%A5%E4%BC%9A%E5%90%8D%E5%86%8C.pdf")
