"""Who hands an idea in is in no address, no title of a page, no name of a file and no notice (promises.md F7)."""

import re
from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client

from competitions.models import Award, Review
from competitions.services import honouring, moving
from desk.cases import services as cases
from desk.notices.models import Notice
from desk.vault.scope import everything
from tests.competitions.views.ideas import code_on, send, the_only_idea
from tests.county import County, add_person
from unions.choices import Role
from unions.models import User

SignIn = Callable[[User], Client]
NAME, OTHER, PHONE, MAIL = "诸葛晶垚", "欧阳鑫淼", "13987650077", "canary-of-the-form@example.cn"
ID_NUMBER = "330182197107131230"


class Crawler:
    """Follows every link of pages about the idea, and keeps what addresses, titles and names of files say."""

    def __init__(self, client: Client, about: tuple[str, ...]) -> None:
        self.client, self.about = client, about
        self.seen: dict[str, list[str]] = {}

    def read(self, url: str, answer: Any = None) -> None:
        if url in self.seen:
            return
        answer = answer or self.client.get(url)
        page = (
            b"".join(answer).decode(errors="replace") if answer.streaming else answer.content.decode(errors="replace")
        )
        links = [
            unescape(link) for link in re.findall(r'(?:href|src|action|formaction|hx-get|hx-post)="([^"]*)"', page)
        ]
        titles = re.findall(r"<title>(.*?)</title>", page, re.DOTALL)
        headers = [answer.get(name, "") for name in ("Content-Disposition", "Location", "Refresh", "Link")]
        self.seen[url] = [url, *links, *map(unescape, titles), *headers]
        for link in links:
            if link.startswith("/") and any(link.startswith(start) for start in self.about):
                self.read(link.split("#")[0])

    def telling(self, secrets: list[str]) -> list[tuple[str, str]]:
        """Where one of the secrets stands."""
        return [
            (url, said) for url, all_said in self.seen.items() for said in all_said for one in secrets if one in said
        ]


@pytest.fixture
def code(county: County, client: Client) -> str:
    """Hands the idea in; its author left everything."""
    typed = {"name": NAME, "co_proposers": OTHER, "phone": PHONE, "email": MAIL}
    typed["problem"] = f"我是{NAME}，身份证{ID_NUMBER}，电话{PHONE}。"
    return code_on(send(client, **typed).content.decode())


def judged_published_and_rewarded(county: County) -> None:
    officer, reviewer = county["county_officer"], county["base_officer"]
    with everything("test"):
        other = add_person("second_officer", Role.COUNTY_OFFICER, county.federation, "沈兰")
        idea = moving.move(actor=officer, obj=the_only_idea(), slug="screen")
        idea = moving.move(actor=officer, obj=idea, slug="accept", text="已受理。")
        idea = moving.assign(actor=officer, obj=idea, handler=county.plant)
        cases.reply(actor=officer, obj=idea, text=f"{NAME}您好，灯装在哪里？")
        Review.objects.create(proposal=idea, reviewer=reviewer, scores=[], total=90)
        idea = moving.review(actor=reviewer, obj=idea)
        idea = moving.adopt(actor=other, obj=idea, text=f"好主意，{NAME}。")
        idea = honouring.publish(actor=other, obj=idea)
        Award.objects.create(
            proposal=idea, level="first", amount=1, certificate_no="JDJ20140001", awarded_on="2014-05-01"
        )


def secrets_of(code: str) -> list[str]:
    codes = [code, code.replace("-", ""), code.lower()]
    return [NAME, OTHER, PHONE, MAIL, MAIL.replace("@", "%40"), ID_NUMBER, *codes]


def test_no_page_of_staff_names_them_in_an_address_a_title_or_a_file(
    county: County, sign_in: SignIn, code: str
) -> None:
    judged_published_and_rewarded(county)
    pk = the_only_idea().pk
    crawler = Crawler(sign_in(county["county_officer"]), (f"/proposals/{pk}/", f"/ideas/{pk}/"))
    for url in (f"/proposals/?q={pk.hex[:6]}", "/proposals/", "/proposals/print/", "/inbox/", "/search/?q=声控灯"):
        crawler.read(url)
    for end in ("", "print/", "paper/", "history/", "certificate/", "do/reply/", "do/note/", "do/attach/"):
        crawler.read(f"/proposals/{pk}/{end}")
    assert len(crawler.seen) > 12
    assert any(said.startswith(("inline", "attachment")) for all_said in crawler.seen.values() for said in all_said)
    assert crawler.telling(secrets_of(code)) == []


def test_no_public_page_names_them_there_either(county: County, client: Client, code: str) -> None:
    judged_published_and_rewarded(county)
    crawler = Crawler(Client(), ("/ideas/",))
    for url in ("/", "/ideas/", f"/ideas/{the_only_idea().pk}/", "/ideas/submit/", "/ideas/status/"):
        crawler.read(url)
    crawler.read("/ideas/status/ asked", client.post("/ideas/status/", {"code": code}))
    crawler.read("/ideas/submit/ refused", send(client, name=NAME, phone=PHONE, consent=""))
    crawler.read("/ideas/submit/ received", send(client, name=NAME, phone=PHONE, title="第二条"))
    found = re.search(r'name="sealed" value="([^"]+)"', send(client, name=NAME, title="第三条").content.decode())
    assert found
    crawler.read("/ideas/submit/receipt.png", client.post("/ideas/submit/receipt.png", {"sealed": found[1]}))
    assert crawler.telling(secrets_of(code)) == []


def test_no_notice_names_them_or_tells_the_code(county: County, code: str) -> None:
    judged_published_and_rewarded(county)
    with everything("test"):
        notices = list(Notice.objects.exclude(topic="tests.nothing"))
    assert {notice.address for notice in notices if notice.address} & {PHONE, MAIL}
    said = [text for notice in notices for text in (notice.subject, notice.text, notice.url, notice.topic)]
    assert [text for text in said for one in secrets_of(code) if one in text] == []
