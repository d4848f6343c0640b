"""Adopted ideas and the home page, for everybody."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import brotli
import pytest
from django.contrib.staticfiles import finders
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from competitions.models import Award, Campaign, Proposal
from desk.vault.scope import everything
from tests.competitions.ideas import add_campaign
from tests.county import County

MOST = 60 * 1024  # bytes of the form's page, before fonts and pictures (experience.md)


def add_idea(county: County, campaign: Campaign, title: str, **changed: Any) -> Proposal:
    """An idea that stands on the public pages."""
    facts: dict[str, Any] = {
        "category": "suggestion",
        "problem": "有点暗。",
        "measure": "装一盏灯。",
        "name": "何平",
        "employer_name": "建德市白沙化工有限公司",
        "state": "adopted",
        "decided_on": date(2014, 6, 1),
        "published_on": date(2014, 6, 2),
        "code_digest": title,
    }
    names = {"union_name": county.plant.name, "handler_name": county.federation.name}
    with everything("test"):
        return Proposal.objects.create(
            campaign=campaign,
            title=title,
            union=county.plant,
            handler=county.federation,
            **names,
            **{**facts, **changed},
        )


@pytest.fixture(name="campaign")
def _campaign(county: County) -> Campaign:
    cache.clear()
    found: Campaign = county.record("campaigns")
    return found


def page_of(client: Client, url: str, **asked: Any) -> str:
    return str(client.get(url, asked).content.decode())


def test_only_what_was_published_stands_there(county: County, client: Client, campaign: Campaign) -> None:
    shown = add_idea(county, campaign, "声控灯")
    hidden = [
        add_idea(county, campaign, "没有公开", published_on=None),
        add_idea(county, campaign, "没有采纳", state="new", published_on=None, decided_on=None),
    ]
    page = page_of(client, "/ideas/")
    assert "声控灯" in page
    assert client.get(f"/ideas/{shown.pk}/").status_code == 200
    for idea in hidden:
        assert idea.title not in page
        assert client.get(f"/ideas/{idea.pk}/").status_code == 404
    assert client.get("/ideas/00000000-0000-0000-0000-000000000000/").status_code == 404


def test_category_and_campaign_choose_by_their_codes(county: County, client: Client, campaign: Campaign) -> None:
    with everything("test"):
        other = add_campaign(county.federation, "五小竞赛")
    add_idea(county, campaign, "声控灯")
    add_idea(county, other, "新夹具", category="invention")
    page = page_of(client, "/ideas/", category="invention")
    assert "新夹具" in page
    assert "声控灯" not in page
    page = page_of(client, "/ideas/", campaign=campaign.pk)
    assert "声控灯" in page
    assert "新夹具" not in page
    for wrong in ({"category": "x"}, {"campaign": "x"}, {"campaign": "9" * 30}, {"page": "²"}):
        assert client.get("/ideas/", wrong).status_code == 404


def test_a_page_holds_twenty(county: County, client: Client, campaign: Campaign) -> None:
    for number in range(21):
        add_idea(county, campaign, f"点子{number:02}号", code_digest=str(number))
    first = page_of(client, "/ideas/")
    assert first.count('class="idea-card"') == 20
    assert 'href="?page=2"' in first
    assert page_of(client, "/ideas/", page=2).count('class="idea-card"') == 1


def test_the_record_of_an_idea_shows_benefit_honours_and_people(
    county: County, client: Client, campaign: Campaign
) -> None:
    idea = add_idea(
        county,
        campaign,
        "声控灯",
        state="rewarded",
        co_proposers="吴亮",
        implement_from=date(2014, 7, 1),
        implement_to=date(2014, 8, 1),
        verified_benefit=Decimal("12345.60"),
        is_golden=True,
        golden_year=2014,
    )
    with everything("test"):
        Award.objects.create(
            proposal=idea, level="first", amount=2000, certificate_no="JD2014001", awarded_on=date(2014, 12, 1)
        )
    page = page_of(client, f"/ideas/{idea.pk}/")
    for words in ("何平、吴亮", "12,345.60 元", "2014 年度优秀金点子", "一等奖", "2014-07-01 至 2014-08-01"):
        assert words in page, words
    listed = page_of(client, "/ideas/")
    assert "2014 年度优秀金点子" in listed
    assert "2014 年度优秀金点子" not in page_of(client, "/ideas/", category="suggestion")


def test_an_anonymous_idea_names_neither_person_nor_workplace(
    county: County, client: Client, campaign: Campaign
) -> None:
    idea = add_idea(county, campaign, "声控灯", is_anonymous=True, name="")
    for url in ("/", "/ideas/", f"/ideas/{idea.pk}/"):
        page = page_of(client, url)
        assert "匿名" in page
        assert "白沙化工" not in page


def test_what_was_typed_is_text_on_the_page(county: County, client: Client, campaign: Campaign) -> None:
    payload = "<script>alert(1)</script>{{ 7 }}"
    idea = add_idea(county, campaign, payload[:60], problem=payload, measure=payload, expected_benefit=payload)
    for url in ("/", "/ideas/", f"/ideas/{idea.pk}/"):
        page = page_of(client, url)
        assert "<script>alert" not in page
        assert "&lt;script&gt;alert(1)" in page


def test_the_home_page_shows_figures_campaigns_ideas_and_ways_in(
    county: County, client: Client, campaign: Campaign
) -> None:
    add_idea(county, campaign, "声控灯")  # beside the one of the county, which is new
    year = timezone.localdate().year
    page = page_of(client, "/")
    assert "我为建德创业再出发献一计" in page
    assert "声控灯" in page
    for label, figure, unit in (
        ("基层工会", "4", "家"),
        ("工会会员", "4", "人"),
        (f"{year} 年征集金点子", "2", "条"),
        (f"{year} 年采纳", "1", "条"),
    ):
        assert f"<span>{label}</span><strong>{figure}<small>{unit}</small></strong>" in page
    for url in ("/ideas/submit/", "/ideas/status/", "/join/", "/join/status/", "/accounts/login/", "/ideas/"):
        assert f'href="{url}"' in page


def test_who_has_signed_in_keeps_the_own_desk(county: County, sign_in: Any) -> None:
    assert "工作台" in sign_in(county["county_officer"]).get("/").content.decode()


@pytest.mark.parametrize("url", ["/", "/ideas/", "/ideas/submit/", "/ideas/status/"])
def test_a_public_page_weighs_no_more_than_sixty_kilobytes(
    county: County, client: Client, campaign: Campaign, url: str
) -> None:
    add_idea(county, campaign, "声控灯")
    page = page_of(client, url)
    weight = len(page.encode())  # the page itself goes out as it is
    for file in _files_of(page):
        found = finders.find(file)
        assert found, file
        weight += len(brotli.compress(Path(found).read_bytes()))
    assert weight <= MOST


def _files_of(page: str) -> list[str]:
    return [*re.findall(r'(?:href|src|data-solver)="/static/([^"]+\.(?:css|js))"', page)]


def test_the_scripts_of_the_form_are_small() -> None:
    for name, most in (("js/ideas.js", 6 * 1024), ("js/proof.js", 2 * 1024), ("js/receipts.js", 4 * 1024)):
        found = finders.find(name)
        assert found
        assert len(Path(found).read_bytes()) <= most, name
