import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client

from desk.jobs.execution import execute
from desk.jobs.models import Job
from desk.vault import scope
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.models import PublicReport, ReportingPeriod
from jianzhi.year_end.services import editions
from jianzhi.year_end.tasks import public
from tests.county import County
from tests.desk.jobs.rows import content
from tests.desk.papers.pages import words
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.reporting import add_period
from unions.models import User

pytestmark = pytest.mark.django_db(transaction=True)  # a job beats on a connection of its own


@pytest.fixture
def period(county_officer: User) -> ReportingPeriod:
    """A closed period with one edition."""
    found = add_period(2014, "calendar_year")
    with scope.acting_as(county_officer):
        editions.freeze(actor=county_officer, period=found, cube=sample.county())
    ReportingPeriod.objects.filter(pk=found.pk).update(state=PeriodState.CLOSED)
    found.refresh_from_db()
    return found


def made(period: ReportingPeriod, county: County, actor: User) -> Job:
    """The job after its run."""
    job = public.start(period=period, county=county.federation, actor=actor)
    execute(job.pk)
    job.refresh_from_db()
    return job


def test_the_public_edition_of_a_signed_report_is_offered_to_everybody(
    county_officer: User, county: County, period: ReportingPeriod
) -> None:
    with scope.acting_as(county_officer):
        edition = period.editions.get()
        editions.sign(actor=county_officer, obj=edition, doc_no="建总工〔2015〕3号", name="赵银松", post="主席")
    job = made(period, county, county_officer)
    assert (job.state, job.message, job.done) == ("done", "已在“统计公开”页面提供下载。", 3)
    assert job.download_name == "2014年-建德市总工会-年度工作报告（公开版）.pdf"
    answer = Client().get(f"/statistics/{period.pk}/report.pdf")
    assert answer.content == content(job)
    said = words(answer.content)
    assert "建总工〔2015〕3号" in said
    assert "签发人赵银松（主席）" in said
    assert "梅城镇476＊" in said  # ideas of a township, and its golden ones
    assert editions.edition_of(period).digest not in said


def test_nothing_is_offered_before_it_is_signed(county_officer: User, county: County, period: ReportingPeriod) -> None:
    job = made(period, county, county_officer)
    assert (job.state, job.reason) == ("failed", "本期没有可以公布的数据。还没有签发的，请先签发。")
    assert not PublicReport.objects.exists()


def test_who_may_not_sign_cannot_have_it_made(town_officer: User, county: County, period: ReportingPeriod) -> None:
    with pytest.raises(PermissionDenied):
        public.start(period=period, county=county.xinanjiang, actor=town_officer)
