"""The county statistician's year end: two townships report, the books are closed, workbook and report are made and signed;
and whatever happens to the unions later, the closed year is byte for byte the same.
"""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from desk.vault.scope import acting_as, everything
from jianzhi.year_end.choices import PeriodState
from jianzhi.year_end.demo import review
from jianzhi.year_end.exact import as_json
from jianzhi.year_end.models import EnteredFigure, ReportingPeriod, Signature, StatisticalReturn
from jianzhi.year_end.services import cubes, editions
from members.models import Membership
from members.services import standing, transfers
from tests.county import County, add_person
from tests.desk.jobs.workers import PACE, Celery, a_worker
from unions.choices import Role
from unions.models import User
from unions.services import tree

pytestmark = [pytest.mark.browser, pytest.mark.services, pytest.mark.django_db(transaction=True)]

PATIENCE = 120_000  # milliseconds, for the work of a job on a busy machine
WHY = "其他工会无业务发生，由镇（街道）一并上报。"


@pytest.fixture
def worker(django_db_setup: None, transactional_db: None, settings: Any, tmp_path: Path) -> Iterator[Celery]:
    """A real worker on the test database."""
    for name, value in PACE.items():
        setattr(settings, name, value)
    worker = a_worker(tmp_path / "worker.log")
    worker.start_and_wait()
    yield worker
    worker.stop()


def press(page: Page, button: str) -> None:
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()


def opens_the_year(page: Page) -> ReportingPeriod:
    """On the page of the periods."""
    page.goto("/year-end/")
    page.get_by_role("link", name="开启统计期").click()
    page.get_by_label("类别").select_option(label="自然年度")
    page.get_by_role("spinbutton", name="年度").fill("2014")
    page.get_by_label("上报截止").fill("2015-01-20")
    press(page, "开启统计期")
    expect(page.get_by_text("2014 年已开启，8 家工会可以开始填报。")).to_be_visible()
    return ReportingPeriod.objects.get(year=2014, kind="calendar_year")


def fills_in(page: Page, period: ReportingPeriod, number: str) -> None:
    """The township's figure, on the page of the first chapter."""
    page.goto(f"/year-end/{period.pk}/entry/")
    page.get_by_label("参赛职工 本期数").fill(number)
    page.get_by_label("参赛职工 来源").fill("职业技能大赛台账")
    press(page, "保存本章")
    expect(page.get_by_text("已保存，1 项有改动。")).to_be_visible()


def reports(page: Page, period: ReportingPeriod, responsible: str) -> None:
    """Signs and hands in, from the page of the figures."""
    page.goto(f"/year-end/{period.pk}/entry/")
    page.get_by_role("link", name="上报", exact=True).click()
    page.get_by_label("负责人").fill(responsible)
    page.get_by_label("填表人").fill("何平")
    press(page, "上报")
    expect(page.get_by_text("已上报。")).to_be_visible()


def decides(page: Page, period: ReportingPeriod, name: str, button: str, reason: str = "") -> None:
    """Finds the return in the list and makes a move."""
    page.goto(f"/year-end/returns/?period={period.pk}&waits_for_me=here")
    page.get_by_role("main").get_by_role("link", name=name, exact=True).click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()
    page.goto(f"{page.url}do/{'send_back' if reason else 'approve'}/")
    if reason:
        page.get_by_label("理由").fill(reason)
    press(page, button)
    page.wait_for_url("**/year-end/returns/*/")


def two_townships_report(county: County, period: ReportingPeriod, desk: Page, sign_in_at: Callable[..., Page]) -> None:
    """One is sent back and corrects its figure, the other is right at once; the county examines both."""
    first = sign_in_at(county["town_officer"])
    second = sign_in_at(add_person("town_of_meicheng", Role.TOWN_OFFICER, county.meicheng, "沈兰"))
    fills_in(first, period, "9000")
    reports(first, period, "胡建")
    decides(desk, period, county.xinanjiang.name, "退回", "人次与大赛台账不符，请核对。")
    fills_in(first, period, "9600")
    reports(first, period, "胡建")
    decides(desk, period, county.xinanjiang.name, "审核通过")
    fills_in(second, period, "6400")
    reports(second, period, "沈兰")
    decides(desk, period, county.meicheng.name, "审核通过")
    with everything("test"):
        mine = StatisticalReturn.objects.get(period=period, union=county.xinanjiang)
        moves = list(mine.entries.order_by("at", "id").values_list("move", flat=True))
    assert moves == ["submit", "send_back", "submit", "approve"]


def closes(page: Page, period: ReportingPeriod) -> None:
    """With the returns that are missing before the eyes, and the reason."""
    page.goto(f"/year-end/{period.pk}/returns/")
    page.get_by_role("link", name="关账").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text("还有 6 家未上报")
    press(page, "关账")
    expect(main).to_contain_text("仍要关账，请写明原因。")
    page.get_by_label("关账说明").fill(WHY)
    press(page, "关账")
    expect(page.get_by_text("此后台账的任何变动都不再改变这一期的数据。")).to_be_visible()


def makes(page: Page, period: ReportingPeriod, title: str, target: Path, number: int) -> None:
    """Presses the button, watches the progress to its end, and downloads what is the `number`th file of the period."""
    page.goto(f"/year-end/{period.pk}/")
    page.get_by_role("button", name=f"生成{title}", exact=True).click()
    jobs = page.locator("#jobs")
    expect(jobs.locator("progress, .badge").first).to_be_visible()
    links = jobs.get_by_role("link", name="下载")
    expect(links).to_have_count(number, timeout=PATIENCE)
    with page.expect_download(timeout=PATIENCE) as download:
        links.first.click()  # the newest stands first
    download.value.save_as(target)


def signs(page: Page, period: ReportingPeriod) -> None:
    """The leader puts name and number to the edition."""
    page.goto(f"/year-end/{period.pk}/sign/")
    page.get_by_label("文号").fill("建总工〔2015〕3号")
    page.get_by_label("签发人").fill("赵银")
    page.get_by_label("职务").fill("主席")
    press(page, "签发")
    expect(page.get_by_role("main")).to_contain_text("建总工〔2015〕3号")


def the_county_lives_on(county: County, officer: User) -> None:
    """Everything that changes the registers a closed year was counted from."""
    with acting_as(officer):
        transfers.agree(actor=officer, obj=transfers.ask_out(actor=officer, obj=county.member, to_union=county.quarry))
        standing.withdraw(actor=officer, obj=county.quarryman, day=date(2014, 8, 1), reason="退会")
        tree.rename(actor=officer, obj=county.plant, name="建德市白沙新材料有限公司工会", day=date(2014, 7, 1))
        tree.merge(actor=officer, obj=county.school, into=county.quarry, day=date(2014, 9, 1))
        Membership.objects.filter(member=county.record("transfers").member)._raw_delete("default")


def frozen(period: ReportingPeriod) -> tuple[bytes, str]:
    """What lies sealed, and what every page, workbook and report is drawn from."""
    period.refresh_from_db()
    edition = editions.edition_of(period)
    assert edition is not None
    with everything("test"):
        return editions.verify(edition), as_json(cubes.cube_of(period))


@pytest.mark.usefixtures("worker")
def test_the_year_is_reported_closed_printed_signed_and_stays_as_it_was(
    committed_county: County, sign_in_at: Callable[..., Page], tmp_path: Path
) -> None:
    county = committed_county
    officer, leader = county["county_officer"], county["county_leader"]
    desk = sign_in_at(officer)
    period = opens_the_year(desk)
    with everything("test"):
        EnteredFigure.objects.bulk_create(review.figures(period, county.federation, {}))

    two_townships_report(county, period, desk, sign_in_at)
    closes(desk, period)
    before = frozen(period)
    assert before[0].decode() == before[1]
    book, paper = tmp_path / "book.xlsx", tmp_path / "report.pdf"
    makes(desk, period, "工会统计年报（Excel）", book, 1)
    makes(desk, period, "年度工作报告（PDF）", paper, 2)
    assert "指标" in load_workbook(book, read_only=True).sheetnames
    assert paper.read_bytes()[:5] == b"%PDF-"
    signs(sign_in_at(leader), period)
    with everything("test"):
        signature = Signature.objects.get()
        editions.verify_signature(signature)
    assert (signature.name, signature.signed_by) == ("赵银", leader)

    the_county_lives_on(county, officer)

    assert frozen(period) == before
    assert period.state == PeriodState.CLOSED
    with everything("test"):  # the registers do tell of it, or this would prove nothing
        assert as_json(cubes.counted(period)) != before[1]
