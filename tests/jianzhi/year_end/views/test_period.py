import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.vault import scope
from jianzhi.year_end.models import ChapterText, Edition, ReportingPeriod, Signature
from jianzhi.year_end.services import editions, periods
from tests.county import County
from tests.jianzhi.year_end.reporting import open_2014
from unions.models import User

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def period(county_officer: User) -> ReportingPeriod:
    return open_2014(county_officer)


def close(actor: User, period: ReportingPeriod) -> Edition:
    with scope.acting_as(actor):
        return periods.close(actor=actor, obj=period, version=period.version, note="试验。")


def test_the_page_offers_what_can_be_made_and_puts_it_into_the_queue_once(
    county_officer: User, county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(county_officer)
    page = client.get(f"/year-end/{period.pk}/").content.decode()
    assert page.count('name="kind"') == 6
    asked = {"kind": "year_end.report", "union": county.federation.pk}
    for _ in range(2):
        answer = client.post(f"/year-end/{period.pk}/build/", asked)
        assert answer["Location"] == f"/year-end/{period.pk}/?union={county.federation.pk}#jobs"
    job = Job.objects.get(kind="year_end.report")
    assert (job.args, job.owner) == ({"period": period.pk, "union": county.federation.pk}, county_officer)
    part = client.get(f"/year-end/{period.pk}/", **HTMX).content.decode()
    assert part.lstrip().startswith('<section class="card" id="jobs" hx-get=')
    assert "年度工作报告（PDF） · 2014 · 建德市总工会" in part


def test_what_is_made_is_called_as_its_job_is(county_officer: User, period: ReportingPeriod, sign_in: SignIn) -> None:
    page = sign_in(county_officer).get(f"/year-end/{period.pk}/").content.decode()
    assert re.findall(r'aria-label="生成([^"]+)"', page) == [
        "工会统计年报（Excel）",
        "年度工作报告（PDF）",
        "年度工作报告（Word）",
        "工作简报",
        "统计数据（CSV）",
        "所属各工会年度报告（打包）",
    ]


def test_the_way_to_closing_stands_where_the_editions_will_be(
    county_officer: User, county_leader: User, period: ReportingPeriod, sign_in: SignIn
) -> None:
    way = f'href="/year-end/{period.pk}/close/"'
    pages = [sign_in(who).get(f"/year-end/{period.pk}/").content.decode() for who in (county_officer, county_leader)]
    assert [way in page for page in pages] == [True, False]


def test_the_second_of_two_people_is_told_that_it_is_being_made(
    county_officer: User, county_leader: User, county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    asked = {"kind": "year_end.report", "union": county.federation.pk}
    sign_in(county_officer).post(f"/year-end/{period.pk}/build/", asked)
    answer = sign_in(county_leader).post(f"/year-end/{period.pk}/build/", asked, follow=True)
    assert "同样的任务正由其他人执行，请等它结束后再提交。" in answer.content.decode()
    assert Job.objects.filter(kind="year_end.report").count() == 1


def test_a_base_union_is_offered_no_batch_and_another_union_is_not_there(
    base_officer: User, county: County, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(base_officer)
    page = client.get(f"/year-end/{period.pk}/").content.decode()
    assert ("所属各工会年度报告" in page, "文字与照片" in page) == (False, False)
    asked = {"kind": "year_end.batch", "union": county.plant.pk}
    assert client.post(f"/year-end/{period.pk}/build/", asked).status_code == 404
    other = {"kind": "year_end.report", "union": county.quarry.pk}
    assert client.post(f"/year-end/{period.pk}/build/", other).status_code == 404
    assert client.get(f"/year-end/{period.pk}/?union={county.quarry.pk}").status_code == 404
    assert client.get(f"/year-end/{period.pk}/report/preview/?union={county.quarry.pk}").status_code == 404


def test_an_edition_is_signed_once_and_shown_with_its_digest(
    county_officer: User, county_leader: User, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(county_leader)
    assert client.get(f"/year-end/{period.pk}/sign/").status_code == 404
    edition = close(county_officer, period)
    page = client.get(f"/year-end/{period.pk}/").content.decode()
    assert (edition.digest in page, "校验一致" in page, f"/year-end/{period.pk}/sign/" in page) == (True, True, True)
    typed = {"doc_no": "建总工〔2015〕3号", "name": "赵银松", "post": "主席"}
    assert client.post(f"/year-end/{period.pk}/sign/", typed)["Location"] == f"/year-end/{period.pk}/"
    again = client.post(f"/year-end/{period.pk}/sign/", typed).content.decode()
    assert "这一版已经签发，不能再签。" in again
    assert Signature.objects.get().signed_by == county_leader
    page = client.get(f"/year-end/{period.pk}/").content.decode()
    assert ("建总工〔2015〕3号 · 赵银松（主席）" in page, f"/year-end/{period.pk}/sign/" in page) == (True, False)


def test_an_edition_that_was_altered_is_told(
    county_officer: User, period: ReportingPeriod, sign_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    close(county_officer, period)
    monkeypatch.setattr(editions, "_seal_of", lambda _: "0" * 64)
    assert "校验不一致" in sign_in(county_officer).get(f"/year-end/{period.pk}/").content.decode()


# --- texts ------------------------------------------------------------------------------------------------------------
def texts(period: ReportingPeriod, more: str = "R5/") -> str:
    return f"/year-end/{period.pk}/texts/{more}"


def test_an_opening_is_tried_saved_and_taken_back(
    county_officer: User, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(county_officer)
    tried = client.post(texts(period, "R5/try/"), {"text": "全年新增基层工会{F54}。"}).content.decode()
    assert "全年新增基层工会0家。" in tried
    assert "不是本期任何指标的数字" in client.post(texts(period, "R5/try/"), {"text": "新增5328名。"}).content.decode()
    wrong: Any = client.post(texts(period), {"text": "新增会员5328名。", "version": 0})
    assert (wrong.status_code, ChapterText.objects.count()) == (200, 0)
    assert client.post(texts(period), {"text": "全年新增基层工会{F54}。", "version": 0})["Location"] == texts(
        period, ""
    )
    assert "全年新增基层工会0家。" in client.get(texts(period, "")).content.decode()
    own = ChapterText.objects.get()
    client.post(texts(period, "R5/restore/"), {"version": own.version})
    assert not ChapterText.objects.exists()


def test_of_two_who_edit_an_opening_the_second_sees_what_the_first_saved(
    county_officer: User, period: ReportingPeriod, sign_in: SignIn
) -> None:
    client = sign_in(county_officer)
    client.post(texts(period), {"text": "先写的{F54}。", "version": 0})
    second = client.post(texts(period), {"text": "后写的{F55}。", "version": 0})
    page = second.content.decode()
    assert (second.status_code, "先写的{F54}。" in page, "后写的{F55}。" in page) == (409, True, True)
    assert ChapterText.objects.get().text == "先写的{F54}。"
    client.post(texts(period), {"text": "后写的{F55}。", "version": ChapterText.objects.get().version})
    assert ChapterText.objects.get().text == "后写的{F55}。"


def test_the_preview_shows_the_report_of_ones_union(
    county_officer: User, base_officer: User, period: ReportingPeriod, sign_in: SignIn
) -> None:
    whole = sign_in(county_officer).get(f"/year-end/{period.pk}/report/preview/").content.decode()
    assert ("第一章\u3000服务改革发展" in whole, "附录一\u3000指标一览" in whole) == (True, True)
    own = sign_in(base_officer).get(f"/year-end/{period.pk}/report/preview/").content.decode()
    assert ("白沙化工" in own, "新安江街道总工会" in own, "纺织" in own) == (True, False, False)
