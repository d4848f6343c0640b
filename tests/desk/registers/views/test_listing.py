"""The list page."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.county import County, add_base
from tests.desk.registers.conftest import names, text
from unions.models import Employer

pytestmark = pytest.mark.django_db


def queries_of(client: Client, url: str) -> int:
    """What a page asks of the tables, without the savepoints and settings around it and the bookkeeping of sessions."""
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    around = ("SAVEPOINT", "RELEASE", "SELECT coalesce(current_setting", "SELECT set_config", "UPDATE")
    return sum(1 for query in captured if not query["sql"].startswith(around) and "session" not in query["sql"])


def test_one_row_costs_as_many_queries_as_three(county: County, base_client: Client, town_client: Client) -> None:
    assert len(names(base_client.get("/trial/"))) == 1
    assert len(names(town_client.get("/trial/"))) == 3
    # Person, appointments; choices of the filter counted and listed, columns chosen, the page, which is all there is and
    # so counted, the facets by column, one by method with its two choices, views, the bell.
    assert queries_of(base_client, "/trial/") == 11
    assert queries_of(town_client, "/trial/") == 11


def test_a_record_costs_the_same_in_every_state(county: County, base_client: Client, county_client: Client) -> None:
    # Person, appointments, record with its union, who looked, the bell.
    assert queries_of(base_client, f"/trial/{county.chemical_works.pk}/") == 5
    assert queries_of(county_client, f"/trial/{county.uncovered_company.pk}/") == 5


def test_pages_lead_to_each_other_and_every_row_is_on_one(county_client: Client, add: Callable[..., Employer]) -> None:
    made = [f"单位{n:02d}" for n in range(45)]
    for name in made:
        add(name, headcount=5)
    seen: list[str] = []
    url = "/trial/?size=20&q=单位&sort=-headcount"
    for _ in range(3):
        page = county_client.get(url)
        seen += names(page)
        following = re.search(r'rel="next" href="([^"]+)"', text(page))
        url = following[1].replace("&amp;", "&") if following else ""

    assert url == ""
    assert sorted(seen) == made
    back = re.search(r'rel="prev" href="([^"]+)"', text(page))
    assert back
    assert names(county_client.get(back[1].replace("&amp;", "&"))) == seen[20:40]


def test_a_cursor_shows_no_value(county_client: Client, add: Callable[..., Employer]) -> None:
    for n in range(21):
        add(f"单位{n:02d}")

    page = county_client.get("/trial/?size=20&q=单位")
    following = re.search(r'rel="next" href="([^"]+)"', text(page))

    assert following
    assert set(parse_qs(urlsplit(following[1].replace("&amp;", "&")).query)) == {"size", "q", "after"}


def test_sorting_turns_round_and_is_said_aloud(county_client: Client) -> None:
    page = text(county_client.get("/trial/?sort=headcount&q=建德"))

    assert 'aria-sort="ascending"><a class="sort" href="/trial/?q=%E5%BB%BA%E5%BE%B7&amp;sort=-headcount"' in page


def test_htmx_gets_the_list_alone(county_client: Client) -> None:
    response = county_client.get("/trial/", headers={"HX-Request": "true"})

    assert text(response).strip().startswith('<div id="list"')
    assert "<html" not in text(response)
    assert "HX-Request" in response["Vary"]


def test_personal_values_are_masked(county_client: Client) -> None:
    page = text(county_client.get("/trial/"))

    assert "139****0001" in page
    assert "13900000001" not in page


def test_an_empty_list_says_what_to_do_next(county_client: Client, county: County) -> None:
    page = text(county_client.get("/trial/?q=没有这个"))

    assert "没有符合条件的记录" in page
    assert '<a class="btn btn-primary" href="/trial/">' in page


def test_what_is_typed_cannot_become_markup(county_client: Client) -> None:
    page = text(county_client.get("/trial/", {"q": '"><script>alert(1)</script>'}))

    assert "<script>alert" not in page


def test_without_the_right_there_is_no_list(county: County, sign_in: Callable[[Any], Client]) -> None:
    assert sign_in(county["auditor"]).get("/trial/").status_code == 403
    assert sign_in(county["stranger"]).get("/trial/").status_code == 403


def test_who_has_not_signed_in_is_sent_to_sign_in(county: County) -> None:
    assert Client().get("/trial/")["Location"] == "/accounts/login/?next=/trial/"
    assert Client().post("/trial/columns/")["Location"] == "/accounts/login/"  # no page to come back to


def test_presets_are_one_click_away(county_client: Client) -> None:
    page = text(county_client.get("/trial/?big=true"))

    assert '<a href="/trial/?big=true" class="active" aria-current="page">百人以上</a>' in page


def test_a_filter_among_records_offers_the_own_branch(county: County, town_client: Client) -> None:
    found = town_client.get("/trial/?options=union&q=工会").json()["results"]

    assert {row["text"] for row in found} == {
        "建德市白沙化工有限公司工会",
        "建德市新安江纺织有限公司工会",
        "建德市新安江街道总工会",
    }
    assert town_client.get("/trial/?options=union&q=石材").json() == {"results": []}
    assert town_client.get("/trial/?options=big&q=x").status_code == 404
    assert town_client.get("/trial/?options=nonsense&q=x").status_code == 404


@pytest.mark.usefixtures("whole_scope")
def test_a_filter_with_many_choices_is_searched_as_one_types(county: County, county_client: Client) -> None:
    for n in range(200):
        add_base(county.xinanjiang, f"工会{n:03d}")

    page = text(county_client.get("/trial/"))

    assert 'data-url="?options=union"' in page
    assert "工会133" not in page
    assert county_client.get("/trial/?options=union&q=工会133").json()["results"][0]["text"] == "工会133"


@pytest.mark.parametrize("number", ["330182198001010044", "３３０１８２ 19800101 0044", "13900000001"])
def test_a_persons_number_does_not_stay_in_the_address(county_client: Client, number: str) -> None:
    response = county_client.get("/officers/", {"q": number, "post": "chair"})

    assert response["Location"] == "/officers/?post=chair"
    assert "请用“更多”里的“按身份证号查找”" in text(county_client.get(response["Location"]))


def test_other_numbers_are_searched(county_client: Client) -> None:
    assert names(county_client.get("/trial/", {"q": "91330182MA2AAAA033"})) == ["建德市严州石材有限公司"]
    assert county_client.get("/trial/", {"q": "330182198001010042"}).status_code == 200


def test_a_facet_without_anything_to_choose_is_not_named(county: County, base_client: Client) -> None:
    """A name with nothing beside it stood above every empty list."""
    assert "facets-name" in text(base_client.get("/trial/"))
    assert "facets-name" not in text(base_client.get("/trial/?q=没有这家单位"))
