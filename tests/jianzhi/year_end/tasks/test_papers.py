import gc
import io
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from desk.cases import files
from desk.jobs import services
from desk.jobs.execution import execute
from desk.jobs.kinds import JobKind
from desk.jobs.models import Job
from desk.jobs.runs import JobRefused
from desk.vault import scope
from desk.vault.scope import everything
from jianzhi.year_end.models import Edition, ReportingPeriod
from jianzhi.year_end.services import editions, periods
from jianzhi.year_end.tasks import papers
from tests.county import County
from tests.desk.jobs.rows import content
from tests.desk.papers.pages import words
from tests.jianzhi.year_end.reporting import open_2014
from tests.jianzhi.year_end.services.test_photos import add as add_photo
from unions.models import UnionOrg, User

pytestmark = pytest.mark.django_db(transaction=True)  # a job beats on a connection of its own


@pytest.fixture
def period(county_officer: User) -> ReportingPeriod:
    return open_2014(county_officer)


def asked(kind: JobKind, owner: User, period: ReportingPeriod, union: UnionOrg) -> Job:
    """The job somebody asked for."""
    args = {"period": period.pk, "union": union.pk}
    key = papers.key_of(period, union)
    return services.start(kind=kind, owner=owner, args=args, key=key, title=papers.title_of(kind, period, union))


def done(job: Job) -> Job:
    """The job after its run."""
    execute(job.pk)
    job.refresh_from_db()
    return job


def test_the_report_of_a_union_becomes_a_file_that_its_officer_may_fetch(
    base_officer: User, county: County, period: ReportingPeriod
) -> None:
    job = done(asked(papers.report, base_officer, period, county.plant))
    assert (job.state, job.message, job.done, job.total) == ("done", "送审稿（未关账）", 3, 3)
    assert job.download_name == "2014年-建德市白沙化工有限公司工会-年度工作报告.pdf"
    assert job.title == "年度工作报告（PDF） · 2014 · 建德市白沙化工有限公司工会"
    assert len(pypdfium2.PdfDocument(content(job))) == 2
    with scope.acting_as(base_officer):
        assert b"".join(services.fetch(job=job, by=base_officer)) == content(job)


def test_the_garbage_of_a_report_is_collected_when_its_file_can_be_fetched(
    base_officer: User, county: County, period: ReportingPeriod, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = asked(papers.report, base_officer, period, county.plant)
    collected = []
    monkeypatch.setattr(gc, "collect", lambda: collected.append(Job.objects.get(pk=job.pk).state))
    done(job)
    assert (collected, gc.isenabled()) == (["done"], True)


@pytest.mark.parametrize(("kind", "start"), [(papers.docx, b"PK"), (papers.brief, b"%PDF-1.7")])
def test_the_other_papers_are_made_likewise(
    kind: JobKind, start: bytes, base_officer: User, county: County, period: ReportingPeriod
) -> None:
    job = done(asked(kind, base_officer, period, county.plant))
    assert (job.state, content(job)[: len(start)]) == ("done", start)


def test_a_batch_holds_a_report_for_each_union_of_the_branch(
    town_officer: User, county: County, period: ReportingPeriod
) -> None:
    job = done(asked(papers.batch, town_officer, period, county.xinanjiang))
    assert (job.state, job.done, job.total, job.message) == ("done", 3, 3, "共 3 份报告。")
    with ZipFile(io.BytesIO(content(job))) as archive:
        assert sorted(name[5:] for name in archive.namelist()) == [
            "建德市新安江纺织有限公司工会.pdf",
            "建德市新安江街道总工会.pdf",
            "建德市白沙化工有限公司工会.pdf",
        ]
        said = {name: words(archive.read(name)) for name in archive.namelist()}
    assert all(name[5:-4] in text for name, text in said.items())
    assert not any("梅城" in text for text in said.values())  # the other township's


def test_a_signed_report_carries_number_and_name(county_officer: User, county: County, period: ReportingPeriod) -> None:
    with scope.acting_as(county_officer):
        periods.close(actor=county_officer, obj=period, version=period.version, note="试验。")
        edition = Edition.objects.get()
        editions.sign(actor=county_officer, obj=edition, doc_no="建总工〔2015〕3号", name="赵银松", post="主席")
        period.refresh_from_db()
    job = done(asked(papers.brief, county_officer, period, county.federation))
    assert (job.state, job.message) == ("done", "第 1 版")
    assert "建总工〔2015〕3号" in words(content(job))
    assert f"数据摘要{edition.digest[:16]}" in words(content(job))


# --- exactly once, and only with the right (promises.md A1, B12) ------------------------------------------------------
def test_who_presses_twice_gets_one_job_and_who_presses_second_is_told(
    county_officer: User, county_leader: User, county: County, period: ReportingPeriod
) -> None:
    first = asked(papers.report, county_officer, period, county.federation)
    assert asked(papers.report, county_officer, period, county.federation) == first
    with pytest.raises(JobRefused, match="正由其他人执行"):
        asked(papers.report, county_leader, period, county.federation)
    assert Job.objects.filter(kind="year_end.report").count() == 1


def take_away(person: User) -> None:
    """The appointment ends, in the middle of things."""
    with everything("tests"):
        person.appointments.all().delete()


def test_who_lost_the_right_cannot_ask(base_officer: User, county: County, period: ReportingPeriod) -> None:
    take_away(base_officer)
    with pytest.raises(PermissionDenied):
        asked(papers.report, User.objects.get(pk=base_officer.pk), period, county.plant)


def test_who_lost_it_before_the_run_gets_no_report(base_officer: User, county: County, period: ReportingPeriod) -> None:
    job = asked(papers.report, base_officer, period, county.plant)
    take_away(base_officer)
    done(job)
    assert (job.state, job.reason, bool(job.result)) == ("failed", "提交人已没有这项工作的权限，任务没有执行。", False)


def test_who_lost_it_after_the_run_cannot_fetch(
    base_officer: User, county: County, period: ReportingPeriod, sign_in: Any
) -> None:
    job = done(asked(papers.brief, base_officer, period, county.plant))
    client: Client = sign_in(base_officer)
    assert client.get(f"/jobs/{job.pk}/file/").status_code == 200
    take_away(base_officer)
    assert (
        client.get(f"/jobs/{job.pk}/file/").status_code == 302
    )  # to the sign-in: without an office there is no account


def test_a_union_that_is_not_ones_own_gets_no_report(
    base_officer: User, county: County, period: ReportingPeriod
) -> None:
    job = done(asked(papers.report, base_officer, period, county.quarry))
    assert (job.state, job.reason) == ("failed", "提交人没有其中一步的权限，没有写入任何数据。")


# --- photos -----------------------------------------------------------------------------------------------------------
def pictures_in(paper: bytes) -> int:
    """How many pictures a PDF holds."""
    return sum(1 for page in pypdfium2.PdfDocument(paper) for _ in page.get_objects(filter=[FPDF_PAGEOBJ_IMAGE]))


def test_the_countys_report_prints_its_photos_and_of_a_lost_one_it_is_said(
    county_officer: User, county: County, period: ReportingPeriod
) -> None:
    photo = add_photo(county, period)
    assert pictures_in(content(done(asked(papers.report, county_officer, period, county.federation)))) == 1
    township = done(asked(papers.report, county_officer, period, county.xinanjiang))
    assert pictures_in(content(township)) == 0
    with ZipFile(io.BytesIO(content(done(asked(papers.batch, county_officer, period, county.federation))))) as every:
        assert [pictures_in(every.read(name)) for name in every.namelist()] == [1] + 7 * [0]
    with everything("test"):
        files.path_of(photo.file.file).unlink()
    lost = done(asked(papers.report, county_officer, period, county.federation))
    assert (lost.state, lost.reason) == (
        "failed",
        "报告里有照片打不开，或不是原来那张，没有生成文件。请立即告诉系统管理员。",
    )
