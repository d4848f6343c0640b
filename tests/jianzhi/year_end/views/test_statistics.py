"""统计公开: everybody reads the signed figures, and no small one."""

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from urllib.parse import unquote

import pytest
from django.test import Client

from desk.jobs.models import Job
from desk.vault.scope import acting_as
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.models import Edition, ReportingPeriod
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import editions
from jianzhi.year_end.services.editions import EditionBroken
from jianzhi.year_end.services.publishing import content_of, offer, published, published_editions
from tests.county import County
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.reporting import add_period
from unions.models import User

Publish = Callable[..., ReportingPeriod]
SignIn = Callable[[User], Client]
CELL = '<td class="num">{}</td>'


@pytest.fixture
def publish(county: County) -> Publish:
    """`publish(year, cube)` closes a period with these figures, and signs it unless `signed` is False.

    With a `reason` it is a correction of the period.
    """

    def _publish(year: int, cube: Cube, *, signed: bool = True, reason: str = "") -> ReportingPeriod:
        actor = county["county_officer"]
        period = ReportingPeriod.objects.filter(year=year).first() or add_period(year, "calendar_year")
        with acting_as(actor):
            edition = editions.freeze(actor=actor, period=period, cube=cube, reason=reason)
            ReportingPeriod.objects.filter(pk=period.pk).update(state=PeriodState.CLOSED)
            edition.refresh_from_db()
            if signed:
                editions.sign(actor=actor, obj=edition, doc_no=f"建总工〔{year + 1}〕1 号", name="赵㛃", post="主席")
        return period

    return _publish


def test_before_anything_is_signed_the_page_says_so(publish: Publish) -> None:
    period = publish(2014, sample.county(), signed=False)
    client = Client()
    assert "还没有签发的统计数据" in client.get("/statistics/").content.decode()
    assert client.get(f"/statistics/{period.pk}/").status_code == 404
    assert client.get(f"/statistics/{period.pk}/data.csv").status_code == 404


def test_everybody_reads_the_signed_figures_by_chapter(publish: Publish) -> None:
    publish(2014, sample.county())
    page = Client().get("/statistics/").content.decode()
    assert "<h1>2014 年工会统计数据</h1>" in page
    assert "建总工〔2015〕1 号" in page
    assert [page.index(title) for title in ("服务改革发展", "职工文化建设", "工会自身建设", "展望")] == sorted(
        page.index(title) for title in ("服务改革发展", "职工文化建设", "工会自身建设", "展望")
    )
    assert '<th scope="row">参赛职工</th><td class="num">16000余</td><td class="unit">人次</td>' in page


def test_a_small_figure_of_a_township_is_not_on_the_page(publish: Publish) -> None:
    publish(2014, sample.county())
    page = Client().get("/statistics/").content.decode()
    row = page[page.index('<th scope="row">梅城镇</th>') :]
    row = row[: row.index("</tr>")]
    golden = ["征集革新", "优秀“金点子”"]
    assert all(name in page for name in golden)
    assert row.startswith('<th scope="row">梅城镇</th>' + CELL.format("476") + CELL.format("＊"))


def test_the_latest_period_comes_first_and_each_has_its_page(publish: Publish) -> None:
    earlier, later = publish(2013, sample.county(year=2013)), publish(2014, sample.county())
    client = Client()
    assert [edition.period for edition in published_editions()] == [later, earlier]
    assert "<h1>2014 年工会统计数据</h1>" in client.get("/statistics/").content.decode()
    assert "<h1>2013 年工会统计数据</h1>" in client.get(f"/statistics/{earlier.pk}/").content.decode()


def test_the_same_figures_come_as_csv(publish: Publish) -> None:
    period = publish(2014, sample.county())
    answer = Client().get(f"/statistics/{period.pk}/data.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["统计期间", "单位", "代码", "指标", "数值", "计量单位"]
    assert ["2014 年", "建德市总工会", "F35", "发放慰问金", "94.86", "万元"] in rows
    assert ["2014 年", "梅城镇总工会", "F02", "优秀“金点子”", "＊", "个"] in rows
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")


def test_what_was_altered_after_signing_is_not_published(publish: Publish) -> None:
    publish(2014, sample.county())
    (edition,) = published_editions()
    edition.signature.post = "副主席"
    assert published(Edition.objects.get()).cube.term.year == 2014
    edition.signature.seal = "0" * 64
    with pytest.raises(EditionBroken):
        editions.verify_signature(edition.signature)


# --- the report -------------------------------------------------------------------------------------------------------
def test_signing_has_the_public_edition_made(publish: Publish, county_leader: User, sign_in: SignIn) -> None:
    period = publish(2014, sample.county(), signed=False)
    form = {"doc_no": "建总工〔2015〕1 号", "name": "赵㛃", "post": "主席"}
    assert sign_in(county_leader).post(f"/year-end/{period.pk}/sign/", form).status_code == 302
    job = Job.objects.get(kind="year_end.public_report")
    assert (job.state, job.owner, job.args["period"]) == ("waiting", county_leader, period.pk)


def test_what_a_later_year_has_overtaken_is_signed_for_the_office_only(
    publish: Publish, county_leader: User, sign_in: SignIn
) -> None:
    publish(2014, sample.county())
    period, client = publish(2013, sample.county(year=2013), signed=False), sign_in(county_leader)
    assert "2014 年的数据已经公布。" in client.get(f"/year-end/{period.pk}/sign/").content.decode()
    form = {"doc_no": "建总工〔2015〕2 号", "name": "赵㛃", "post": "主席"}
    page = client.post(f"/year-end/{period.pk}/sign/", form, follow=True).content.decode()
    assert "之后的统计期已经公布，本版不对外公布，“统计公开”页面不变。" in page
    assert "签发时，之后的统计期已经公布，本版不对外公布。" in page
    assert f'action="/year-end/{period.pk}/publish/"' not in page
    assert not Job.objects.filter(kind="year_end.public_report").exists()
    assert client.post(f"/year-end/{period.pk}/publish/").status_code == 404
    assert Client().get(f"/statistics/{period.pk}/").status_code == 404


def test_a_correction_that_came_too_late_is_said_to_be_one(publish: Publish) -> None:
    period = publish(2013, sample.county(year=2013))
    later = publish(2014, sample.county())
    said = "本期数据此后另有更正。因之后的统计数据已经公布，更正后的数据不在此公布。"
    assert said not in Client().get(f"/statistics/{period.pk}/").content.decode()
    publish(2013, sample.county(year=2013), reason="一镇多报")
    assert said in Client().get(f"/statistics/{period.pk}/").content.decode()
    assert said not in Client().get(f"/statistics/{later.pk}/").content.decode()


def test_everybody_fetches_the_latest_public_edition(publish: Publish) -> None:
    period = publish(2014, sample.county())
    assert Client().get(f"/statistics/{period.pk}/report.pdf").status_code == 404  # not made yet
    assert "report.pdf" not in Client().get("/statistics/").content.decode()
    (edition,) = published_editions()
    for content in (b"%PDF-1", b"%PDF-2"):
        offer(edition=edition, content=content)
    assert f'href="/statistics/{period.pk}/report.pdf"' in Client().get("/statistics/").content.decode()
    answer = Client().get(f"/statistics/{period.pk}/report.pdf")
    assert (answer.content, answer["Content-Type"]) == (b"%PDF-2", "application/pdf")
    assert unquote(answer["Content-Disposition"]).endswith("建德市总工会2014年度工作报告（公开版）.pdf")


def test_a_public_edition_that_was_altered_is_not_handed_out(publish: Publish) -> None:
    publish(2014, sample.county())
    (edition,) = published_editions()
    made = offer(edition=edition, content=b"%PDF-")
    assert content_of(made) == b"%PDF-"
    made.content = b"%PDF-1"
    with pytest.raises(EditionBroken):
        content_of(made)
    made.digest = hashlib.sha256(b"%PDF-1").hexdigest()
    with pytest.raises(EditionBroken):
        content_of(made)


def test_an_officers_opening_loses_the_sentences_that_name_a_gap(publish: Publish) -> None:
    small = sample.county()
    own = {**small.cells[1], "F56": replace(small.cells[1]["F56"], value=Decimal(3))}
    text = "全年新增会员{F55}。为乡镇招录工作者{F56}，培训干部{F57}。新增工会{F54}！"
    cube = replace(small, cells={**small.cells, 1: own}, texts={**small.texts, "R5": text})
    publish(2014, cube)
    assert published(published_editions()[0]).cube.texts["R5"] == "全年新增会员{F55}。新增工会{F54}！"


def test_last_years_figure_is_told_as_it_was_published_then(publish: Publish) -> None:
    small = sample.county(year=2013)
    earlier = replace(
        small, cells={**small.cells, 1: {**small.cells[1], "F57": replace(small.cells[1]["F57"], value=Decimal(3))}}
    )
    publish(2013, earlier)
    publish(2014, sample.county())
    line = published(published_editions()[0]).cube.line(1, "F57")
    assert (line.printed, line.before, line.changed) == ("1415", "＊", "＊")


def test_only_who_may_sign_has_it_made_anew(publish: Publish, county: County, sign_in: SignIn) -> None:
    period = publish(2014, sample.county())
    for name, status in (("county_leader", 302), ("town_officer", 403)):
        assert sign_in(county[name]).post(f"/year-end/{period.pk}/publish/").status_code == status
