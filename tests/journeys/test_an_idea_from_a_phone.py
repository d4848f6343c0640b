"""From a phone to an adopted improvement: handed in, asked about, reviewed, adopted, published, read by everybody."""

import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from competitions.models import Proposal, ProposalFile, Review
from competitions.services import honouring, moving
from desk.cases import services as cases
from desk.cases.public import door, proofs
from desk.vault.scope import everything
from tests.competitions.views.ideas import mine, photo
from tests.county import County, add_person
from tests.journeys.conftest import DESKTOP, PHONE
from unions.choices import Role

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

AXE = Path(__file__).parents[1] / "vendor" / "axe.min.js"
TITLE = "给三号码头装一盏声控灯"
CUT_OFF = "网络中断，内容已保存在本机，恢复后再点提交"


def fill_in(page: Page) -> None:
    page.get_by_role("radio", name="小建议").check()
    page.get_by_label("题目").fill(TITLE)
    page.get_by_label("现状与问题").fill("夜里卸货要摸黑找开关。")
    page.get_by_label("改进办法").fill("装声控灯，亮三分钟自动熄灭。")
    page.get_by_label("姓名").fill("何平")
    page.get_by_label("单位或工会").fill("白沙化工")
    page.get_by_role("button", name="查找").click()
    page.get_by_role("radio", name="建德市白沙化工有限公司 单位").check()


def add_photos(page: Page) -> None:
    """A small one, and one of three megabytes as a phone's camera gives it."""
    large = io.BytesIO()
    Image.effect_noise((2200, 1400), 100).save(large, "JPEG", quality=95)
    for number, content in ((1, photo().read()), (2, large.getvalue())):
        upload = {"name": "IMG.jpg", "mimeType": "image/jpeg", "buffer": content}
        page.get_by_label(f"照片 {number}").set_input_files(upload)


def wait_for_the_smaller_photo(page: Page) -> None:
    """Until the script has put a smaller picture in the place of the large one."""
    name = ""
    for _ in range(100):
        name = page.evaluate("document.querySelector('[name=photo_2]').files[0].name")
        if name == "1.jpg":
            break
        page.wait_for_timeout(100)
    assert name == "1.jpg"


def staff_answer_adopt_and_publish(county: County) -> Proposal:
    """What staff do about it, by the services their pages call."""
    officer, reviewer = county["county_officer"], county["base_officer"]
    with everything("test"):
        other = add_person("second_officer", Role.COUNTY_OFFICER, county.federation, "沈兰")
        idea = moving.move(actor=officer, obj=mine().get(), slug="screen", text="内部意见")
        idea = moving.move(actor=officer, obj=idea, slug="accept", text="已受理，谢谢您。")
        idea = moving.assign(actor=officer, obj=idea, handler=county.plant, department="设备科")
        cases.reply(actor=officer, obj=idea, text="灯装在哪根柱子上好？")
        Review.objects.create(proposal=idea, reviewer=reviewer, scores=[], total=90)
        idea = moving.review(actor=reviewer, obj=idea)
        idea = moving.adopt(actor=other, obj=idea, text="好主意，下月安装。")
        return honouring.publish(actor=other, obj=idea)


def do(page: Page, record: str, slug: str, button: str, **answers: str) -> None:
    """One step of the file at `record`, on the page that the register offers for it."""
    page.goto(f"{record}do/{slug}/")
    for label, answer in answers.items():
        page.get_by_label(label).fill(answer)
    page.get_by_role("main").get_by_role("button", name=button, exact=True).click()
    page.wait_for_url(f"**{record}")


def staff_judge_it_on_their_pages(county: County, sign_in_at: Callable[..., Page]) -> None:
    """The way of the idea through the office: three people, each at the own desk."""
    with everything("test"):
        record = f"/proposals/{mine().get().pk}/"
        other = add_person("second_officer", Role.COUNTY_OFFICER, county.federation, "沈兰")
    officer = sign_in_at(county["county_officer"])
    officer.goto("/proposals/?unread=true")
    officer.get_by_role("main").get_by_role("link", name=TITLE).click()
    officer.wait_for_url(f"**{record}")
    do(officer, record, "screen", "初审通过")
    do(officer, record, "accept", "受理", 答复="已受理，谢谢您。")
    do(officer, record, "note", "内部备注", 备注="车间说过两次了。")
    do(officer, record, "reply", "答复", 答复="灯装在哪根柱子上好？")
    officer.goto(f"{record}do/assign/")
    officer.get_by_label("承办工会").select_option(label=county.plant.name)
    officer.get_by_label("承办部门").fill("设备科")
    officer.get_by_role("main").get_by_role("button", name="交办", exact=True).click()
    officer.wait_for_url(f"**{record}")

    reviewer = sign_in_at(county["base_officer"])
    reviewer.goto("/proposals/?waits_for_me=here")
    reviewer.get_by_role("main").get_by_role("link", name=TITLE).click()
    do(reviewer, record, "score", "评分", 创新性="9", 可行性="18")
    expect(reviewer.get_by_role("main")).to_contain_text("平均 90.00 分")
    do(reviewer, record, "review", "评审完毕", 评审意见="可行。")

    decider = sign_in_at(other)
    do(decider, record, "adopt", "采纳", 答复="好主意，下月安装。")
    do(decider, record, "publish", "公开")
    expect(decider.get_by_role("main")).to_contain_text("已公开")


def axe(page: Page) -> list[str]:
    """What axe finds serious or critical on the page."""
    page.evaluate(AXE.read_text())
    found: Any = page.evaluate("axe.run({resultTypes: ['violations']})")
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:160]}"
        for v in found["violations"]
        if v["impact"] in {"serious", "critical"}
    ]


def code_on(page: Page) -> str:
    code = page.locator(".receipt-code").inner_text().strip()
    assert re.fullmatch(r"(?:[0-9A-Z]{4}-){5}[0-9A-Z]{4}", code)
    return code


def ask(page: Page, code: str) -> None:
    page.goto("/ideas/status/")
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查看").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


def test_an_idea_survives_the_loss_of_the_network_and_is_adopted_and_published(
    committed_county: County, open_page: Callable[..., Page], sign_in_at: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/")
    page.get_by_role("link", name="我要献一计").first.click()
    fill_in(page)
    page.reload()  # a call comes in, the page is thrown away
    expect(page.get_by_label("题目")).to_have_value(TITLE)
    expect(page.get_by_role("radio", name="建德市白沙化工有限公司 单位")).to_be_checked()
    add_photos(page)
    wait_for_the_smaller_photo(page)
    page.get_by_label("我已阅读上面的说明").check()
    page.context.set_offline(True)
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_contain_text(CUT_OFF)
    page.context.set_offline(False)  # and it is sent by itself
    expect(page.get_by_role("heading", level=1)).to_have_text("已收到您的金点子", timeout=30_000)
    code = code_on(page)
    with everything("test"):
        idea = mine().get()
        assert idea.employer_id == committed_county.chemical_works.pk
        assert ProposalFile.objects.filter(case=idea).count() == 2
    staff_judge_it_on_their_pages(committed_county, sign_in_at)
    ask(page, code)
    expect(page.get_by_text("灯装在哪根柱子上好？")).to_be_visible()
    expect(page.get_by_text("好主意，下月安装。")).to_be_visible()
    for inside in ("车间说过两次了。", "可行。", "设备科"):
        expect(page.get_by_text(inside)).to_have_count(0)
    page.get_by_label("补充说明").fill("第二根柱子上最好。")
    page.get_by_role("button", name="发送").click()
    expect(page.get_by_text("已收到您的补充")).to_be_visible()
    visitor = open_page()
    visitor.goto("/ideas/")
    visitor.get_by_role("link", name=TITLE).click()
    expect(visitor.get_by_text("何平")).to_be_visible()
    expect(visitor.get_by_text("已采纳", exact=True)).to_be_visible()


def test_the_answer_that_was_lost_on_the_way_does_not_make_a_second_idea(
    committed_county: County, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/ideas/submit/")
    fill_in(page)
    page.get_by_label("我已阅读上面的说明").check()

    def lose(route: Any) -> None:
        route.fetch()  # it arrives, and the answer does not
        route.abort()

    page.route("**/ideas/submit/", lose)
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_contain_text(CUT_OFF)
    page.unroute("**/ideas/submit/", lose)
    page.reload()
    expect(page.get_by_label("题目")).to_have_value(TITLE)
    page.locator("[data-send]").click()
    code = code_on(page)
    with everything("test"):
        assert mine().count() == 1
    ask(page, code)


def test_a_page_that_is_no_answer_leaves_the_form_as_it_is(
    committed_county: County, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/ideas/submit/")
    fill_in(page)
    page.get_by_label("我已阅读上面的说明").check()
    page.route("**/ideas/submit/", lambda route: route.fulfill(status=429, body=door.PAGE, content_type="text/html"))
    page.locator("[data-send]").click()
    expect(page.locator("[data-said]")).to_contain_text("请过一分钟再交。填写的内容都在")
    page.unroute_all()
    page.locator("[data-send]").click()
    code_on(page)


def test_the_receipt_is_copied_pictured_and_remembered_only_as_asked(
    committed_county: County, open_page: Callable[..., Page]
) -> None:
    page = open_page(viewport=PHONE)
    page.goto("/ideas/submit/")
    fill_in(page)
    page.locator("[data-send]").click()
    expect(page.locator(".error-summary")).to_contain_text("须勾选同意")
    page.get_by_label("我已阅读上面的说明").check()
    page.locator("[data-send]").click()
    code = code_on(page)
    assert code not in page.evaluate("JSON.stringify(localStorage)")
    assert TITLE not in page.evaluate("JSON.stringify(localStorage)")
    page.get_by_role("button", name="存成图片").click()
    expect(page.locator("[data-pictured] img")).to_be_visible()
    page.get_by_label("在这部手机上记住查询码").check()
    page.goto("/ideas/status/")
    page.get_by_role("button", name="填入查询码").click()
    expect(page.get_by_label("查询码", exact=False).first).to_have_value(code)
    page.get_by_role("button", name="删除").click()
    assert code not in page.evaluate("JSON.stringify(localStorage)")


def test_the_same_without_scripts(committed_county: County, open_page: Callable[..., Page]) -> None:
    page = open_page(viewport=PHONE, javascript=False)
    page.goto("/ideas/submit/")
    fill_in(page)
    add_photos(page)
    page.get_by_label("我已阅读上面的说明").check()
    key = page.locator("[name=key]").get_attribute("value") or ""
    page.get_by_label("验证").fill(str(sum(proofs._summands(key))))
    page.get_by_role("button", name="提交", exact=True).last.click()
    code = code_on(page)
    with everything("test"):
        assert ProposalFile.objects.count() == 2
    staff_answer_adopt_and_publish(committed_county)
    ask(page, code)
    expect(page.get_by_text("好主意，下月安装。")).to_be_visible()
    page.goto("/ideas/")
    page.get_by_role("link", name=TITLE).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)


@pytest.mark.parametrize("viewport", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("large", [False, True], ids=["normal", "large"])
def test_axe_finds_nothing_serious_and_nothing_runs_over_the_edge(
    committed_county: County, open_page: Callable[..., Page], viewport: dict[str, int], large: bool
) -> None:
    page = open_page(viewport=viewport)
    found: dict[str, list[str]] = {}

    def look(name: str) -> None:
        if large and "large" not in (page.locator("html").get_attribute("class") or ""):
            page.get_by_role("button", name="大字版").click()
        found[name] = axe(page)
        if page.evaluate("document.documentElement.scrollWidth") > viewport["width"]:
            found[name].append("runs over the edge")

    page.goto("/ideas/submit/")
    fill_in(page)
    look("form")
    page.locator("[data-send]").click()
    expect(page.locator(".error-summary")).to_be_visible()
    look("refused form")
    page.get_by_label("我已阅读上面的说明").check()
    page.locator("[data-send]").click()
    code = code_on(page)
    look("receipt")
    idea = staff_answer_adopt_and_publish(committed_county)
    for name, url in (("home", "/"), ("ideas", "/ideas/"), ("idea", f"/ideas/{idea.pk}/"), ("ask", "/ideas/status/")):
        page.goto(url)
        look(name)
    ask(page, code)
    look("progress")
    assert {name: problems for name, problems in found.items() if problems} == {}
