"""The first story of the portal: a county officer founds a union and finds it again, in a browser."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.county import CAST, County
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "建德市寿昌江茶业有限公司工会"


def fill_in_a_union(page: Page, parent: str, name: str) -> None:
    page.get_by_label("上级工会").select_option(label=parent)
    page.locator("input[name=name]").fill(name)
    page.get_by_label("组织类型").select_option(label="基层工会")
    page.get_by_label("建会形式").select_option(label="单独基层工会")
    page.get_by_label("成立日期").fill("2014-05-12")
    page.get_by_label("区划代码").fill("330182001")
    page.get_by_label("职工人数").fill("60")
    page.get_by_label("会员人数").fill("55")


@pytest.mark.parametrize("javascript", [True, False], ids=["with scripts", "without scripts"])
def test_a_county_officer_founds_a_union_finds_it_moves_it_prints_it_and_reads_its_history(
    committed_county: County, sign_in_at: Callable[..., Page], javascript: bool
) -> None:
    page = sign_in_at(committed_county["county_officer"], javascript=javascript)

    page.goto("/unions/new/")
    fill_in_a_union(page, "建德市新安江街道总工会", NAME)
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(NAME)

    page.get_by_role("link", name="在组织树中查看").click()
    expect(page.get_by_role("main").get_by_role("link", name=NAME)).to_be_visible()

    page.goto("/unions/")
    page.get_by_role("searchbox", name="搜索").last.fill("scjcy")
    page.get_by_role("main").get_by_role("button", name="搜索").click()
    expect(page.get_by_role("row")).to_have_count(2)  # the head and the union
    page.get_by_role("main").get_by_role("link", name=NAME).click()

    page.goto(page.url + "do/move/")
    page.get_by_label("新的上级工会").select_option(label="建德市梅城镇总工会")
    page.get_by_label("文号").fill("建总工〔2014〕12号")
    page.get_by_role("button", name="调整隶属").click()
    expect(page.get_by_text("已调整隶属。")).to_be_visible()
    expect(page.get_by_role("main").get_by_role("link", name="建德市梅城镇总工会").first).to_be_visible()

    record = page.url
    page.goto(record + "print/")
    expect(page.get_by_role("heading", level=1)).to_have_text("工会组织登记表")
    expect(page.get_by_text(NAME).first).to_be_visible()
    paper = page.request.get(record + "paper/")
    assert paper.headers["content-type"] == "application/pdf"
    assert paper.body().startswith(b"%PDF-")

    page.goto(record + "history/")
    expect(page.get_by_text("建德市新安江街道总工会").first).to_be_visible()
    expect(page.get_by_text("方敏").first).to_be_visible()


def test_on_a_phone_the_list_turns_into_cards_and_nothing_runs_over_the_edge(
    committed_county: County, sign_in_at: Callable[..., Page]
) -> None:
    page = sign_in_at(committed_county["base_officer"], viewport=PHONE)
    for address in ("/", "/unions/", "/unions/tree/", "/employers/", "/jobs/"):
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"], address


def test_each_person_of_the_cast_signs_in_and_stands_on_the_own_home_page(
    committed_county: County, sign_in_at: Callable[..., Page]
) -> None:
    for name, (_, _, full_name) in CAST.items():
        page = sign_in_at(committed_county[name])
        expect(page.get_by_role("heading", level=1)).to_have_text("工作台")
        expect(page.get_by_role("main").get_by_text(full_name).first).to_be_visible()
