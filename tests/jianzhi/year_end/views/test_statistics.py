"""统计公开: everybody reads the signed figures, and no small one."""

import csv
import io
from collections.abc import Callable

import pytest
from django.test import Client

from desk.vault.scope import acting_as
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.models import Edition, ReportingPeriod
from jianzhi.year_end.report import Cube
from jianzhi.year_end.services import editions
from jianzhi.year_end.services.editions import EditionBroken
from jianzhi.year_end.services.publishing import published, signed_editions
from tests.county import County
from tests.jianzhi.year_end import sample
from tests.jianzhi.year_end.reporting import add_period

Publish = Callable[..., ReportingPeriod]
CELL = '<td class="num">{}</td>'


@pytest.fixture
def publish(county: County) -> Publish:
    """`publish(year, cube)` closes a period with these figures, and signs it unless `signed` is False."""

    def _publish(year: int, cube: Cube, *, signed: bool = True) -> ReportingPeriod:
        actor, period = county["county_officer"], add_period(year, "calendar_year")
        with acting_as(actor):
            edition = editions.freeze(actor=actor, period=period, cube=cube)
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
    assert [edition.period for edition in signed_editions()] == [later, earlier]
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
    (edition,) = signed_editions()
    edition.signature.post = "副主席"
    assert published(Edition.objects.get()).cube.term.year == 2014
    edition.signature.seal = "0" * 64
    with pytest.raises(EditionBroken):
        editions.verify_signature(edition.signature)
