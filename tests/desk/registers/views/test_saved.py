"""Saved views and chosen columns."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.registers.models import SavedView
from desk.registers.services import MOST_VIEWS
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.trial import TrialRegister

pytestmark = pytest.mark.django_db


def heads(response: Any) -> list[str]:
    return re.findall(r'<th scope="col"[^>]*>(?:<a[^>]*>)?([^<]+)', text(response))


def save(client: Client, query: str = "q=gs&big=true&after=x", **answers: str) -> SavedView:
    client.post(f"/trial/views/?{query.replace('&after=x', '')}", {"name": "大单位", **answers})
    return SavedView.objects.latest("pk")


def test_columns_are_chosen_and_remembered_per_person(county_client: Client, town_client: Client) -> None:
    response = county_client.post("/trial/columns/?q=gs", {"columns": ["headcount", "uscc"]})

    assert response["Location"] == "/trial/?q=gs&columns=uscc%2Cheadcount"
    assert heads(county_client.get("/trial/")) == ["单位名称", "统一社会信用代码", "职工人数"]
    assert heads(town_client.get("/trial/")) == ["单位名称", "统一社会信用代码", "责任工会", "职工人数", "联系电话"]


def test_the_default_columns_come_back(county_client: Client) -> None:
    county_client.post("/trial/columns/", {"columns": ["uscc"]})
    county_client.post("/trial/columns/", {"default": "1", "columns": ["uscc"]})

    assert heads(county_client.get("/trial/")) == ["单位名称", "统一社会信用代码", "责任工会", "职工人数", "联系电话"]


def test_a_column_of_an_older_release_is_forgotten(county: County, county_client: Client) -> None:
    from desk.registers.models import ColumnChoice

    ColumnChoice.objects.create(person=county["county_officer"], register="trial", columns=["uscc", "gone"])

    assert heads(county_client.get("/trial/")) == ["单位名称", "统一社会信用代码"]


def test_a_column_that_is_none_is_refused(county_client: Client) -> None:
    assert county_client.post("/trial/columns/", {"columns": ["search"]}).status_code == 404


def test_a_saved_view_brings_back_conditions_and_columns(county_client: Client) -> None:
    view = save(county_client)

    response = county_client.get(f"/trial/views/{view.pk}/")

    assert response["Location"] == "/trial/?q=gs&big=true&columns=name%2Cuscc%2Cunion%2Cheadcount%2Cphone"
    assert county_client.get(response["Location"]).status_code == 200
    assert "大单位" in text(county_client.get("/trial/"))


def test_a_view_of_ones_own_is_nobody_elses_business(county_client: Client, town_client: Client) -> None:
    view = save(county_client)

    assert town_client.get(f"/trial/views/{view.pk}/").status_code == 404
    assert town_client.post(f"/trial/views/{view.pk}/", {"do": "delete"}).status_code == 404
    assert "大单位" not in text(town_client.get("/trial/"))
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_a_shared_view_reaches_the_branch_and_no_other(
    county: County, county_client: Client, town_client: Client, base_client: Client, sign_in: Callable[[Any], Client]
) -> None:
    view = save(town_client, shared="1")

    assert view.shared_scope == county.xinanjiang.path
    assert "大单位" in text(base_client.get("/trial/"))
    assert base_client.get(f"/trial/views/{view.pk}/").status_code == 302
    assert "大单位" not in text(sign_in(county["other_base_officer"]).get("/trial/"))
    assert "大单位" not in text(county_client.get("/trial/"))


def test_a_shared_view_is_changed_by_its_owner_only(town_client: Client, base_client: Client) -> None:
    view = save(town_client, shared="1")

    assert base_client.post(f"/trial/views/{view.pk}/", {"do": "delete"}).status_code == 403
    assert town_client.post(f"/trial/views/{view.pk}/", {"do": "unshare"}).status_code == 302
    view.refresh_from_db()
    assert view.shared_scope == ""
    town_client.post(f"/trial/views/{view.pk}/", {"do": "delete"})
    assert not SavedView.objects.filter(pk=view.pk).exists()


def test_without_the_right_nothing_is_shared(base_client: Client) -> None:
    response = base_client.post("/trial/views/", {"name": "大单位", "shared": "1"})

    assert response.status_code == 403
    assert SavedView.objects.count() == 0


@pytest.mark.parametrize("name", ["", "   ", "长" * 41])
def test_a_name_that_is_none_saves_nothing_and_says_so(county_client: Client, name: str) -> None:
    response = county_client.post("/trial/views/", {"name": name}, follow=True)

    assert "视图没有保存" in text(response)
    assert SavedView.objects.count() == 0


def test_a_name_is_used_once_per_person_and_register(county_client: Client, town_client: Client) -> None:
    save(county_client)
    response = county_client.post("/trial/views/", {"name": "大单位"}, follow=True)
    save(town_client)

    assert "您在这张台账已有同名的视图，请换一个名称。" in text(response)
    assert SavedView.objects.count() == 2


def test_views_are_not_collected_without_end(county: County, county_client: Client) -> None:
    officer = county["county_officer"]
    for n in range(MOST_VIEWS):
        SavedView.objects.create(register=TrialRegister.slug, name=str(n), owner=officer)

    response = county_client.post("/trial/views/", {"name": "再来一个"}, follow=True)

    assert f"最多保存 {MOST_VIEWS} 个视图" in text(response)


@pytest.mark.parametrize("number", ["99999999999999999999", "0"])
def test_a_view_that_is_none_is_not_found(county_client: Client, number: str) -> None:
    assert county_client.get(f"/trial/views/{number}/").status_code == 404


def test_an_act_that_is_none_is_not_found(county_client: Client) -> None:
    view = save(county_client)

    assert county_client.post(f"/trial/views/{view.pk}/", {"do": "burn"}).status_code == 404
