"""The page of one record."""

from collections.abc import Callable
from typing import Any

import pytest
from django.http import Http404
from django.test import Client, RequestFactory

from desk.registers.views.detail import DetailPage
from desk.vault import scope
from desk.vault.choices import AccessKind
from desk.vault.services import record_access
from tests.county import County
from tests.desk.registers.conftest import text
from tests.desk.registers.trial import TrialRegister
from unions.models import Employer

pytestmark = pytest.mark.django_db


def test_facts_are_shown_in_words_and_personal_ones_masked(county: County, county_client: Client) -> None:
    page = text(county_client.get(f"/trial/{county.chemical_works.pk}/"))

    assert "<dt>单位类别</dt>" in page
    assert "<dd>私营企业</dd>" in page
    assert "139****0001" in page
    assert "13900000001" not in page
    assert f'href="/vault/reveal/unions/employer/{county.chemical_works.pk}/phone/"' in page


def test_who_may_not_reveal_sees_the_mask_alone(county: County, sign_in: Callable[[Any], Client]) -> None:
    page = text(sign_in(county["county_leader"]).get(f"/trial/{county.chemical_works.pk}/"))

    assert "139****0001" in page
    assert "/vault/reveal/" not in page


def test_a_related_record_is_linked_for_those_who_may_open_it(county: County, base_client: Client) -> None:
    page = text(base_client.get(f"/trial/{county.chemical_works.pk}/"))

    assert f'<a href="/unions/{county.plant.pk}/">建德市白沙化工有限公司工会</a>' in page


@pytest.mark.parametrize("page", ["", "edit/", "history/", "print/", "paper/", "panel/more/", "do/industry/"])
def test_a_record_outside_the_branch_is_as_unknown_as_one_that_never_was(
    county: County, base_client: Client, page: str
) -> None:
    foreign = base_client.get(f"/trial/{county.quarry_company.pk}/{page}")
    unknown = base_client.get(f"/trial/987654321/{page}")

    assert foreign.status_code == unknown.status_code == 404
    assert text(foreign).replace(str(county.quarry_company.pk), "") == text(unknown).replace("987654321", "")


def test_a_record_ends_at_the_branch_by_itself_and_not_by_the_database_alone(
    county: County, rf: RequestFactory
) -> None:
    page = DetailPage(register=TrialRegister)
    request = rf.get("/")
    request.user = county["town_officer"]
    page.setup(request)

    with scope.everything("the first line has to hold without the database's"):
        assert page.fetch(str(county.mill_company.pk)) == county.mill_company
        with pytest.raises(Http404):
            page.fetch(str(county.quarry_company.pk))


@pytest.mark.parametrize("key", ["x", "0", "-1", "9" * 30, "1.5", "%00", "１"])
def test_a_key_that_is_none_is_not_found(county_client: Client, key: str) -> None:
    assert county_client.get(f"/trial/{key}/").status_code == 404


def test_inside_the_branch_without_the_right_is_forbidden(county: County, sign_in: Callable[[Any], Client]) -> None:
    auditor, leader = sign_in(county["auditor"]), sign_in(county["county_leader"])

    assert auditor.get(f"/trial/{county.mill_company.pk}/").status_code == 403
    assert leader.get(f"/trial/{county.mill_company.pk}/").status_code == 200
    assert leader.get(f"/trial/{county.mill_company.pk}/edit/").status_code == 403
    assert leader.get(f"/trial/{county.mill_company.pk}/do/industry/").status_code == 403
    assert leader.get("/trial/new/").status_code == 403


def test_only_what_the_person_may_do_is_offered(
    county: County, county_client: Client, sign_in: Callable[[Any], Client]
) -> None:
    officers = text(county_client.get(f"/trial/{county.mill_company.pk}/"))
    leaders = text(sign_in(county["county_leader"]).get(f"/trial/{county.mill_company.pk}/"))

    assert f"/trial/{county.mill_company.pk}/edit/" in officers
    assert f"/trial/{county.mill_company.pk}/do/industry/" in officers
    assert f"/trial/{county.mill_company.pk}/do/never/" not in officers
    assert "/edit/" not in leaders
    assert "/do/" not in leaders


def test_it_says_who_looked_at_what_was_masked(county: County, county_client: Client) -> None:
    with scope.everything("test"):
        record_access(
            user=county["base_officer"],
            kind=AccessKind.REVEAL,
            model=Employer,
            object_id=county.chemical_works.pk,
            field="phone",
            reason="核对法人登记材料",
        )

    page = text(county_client.get(f"/trial/{county.chemical_works.pk}/"))

    assert "徐芳 查看原文“用人单位·联系电话”" in page
    assert "核对法人登记材料" in page


def test_a_tab_has_a_page_of_its_own(county: County, county_client: Client) -> None:
    pk = county.mill_company.pk

    assert f"编号 {pk}" in text(county_client.get(f"/trial/{pk}/panel/more/"))
    assert county_client.get(f"/trial/{pk}/panel/nonsense/").status_code == 404


def test_the_history_tells_before_and_after(county: County, county_client: Client) -> None:
    pk = county.mill_company.pk
    county_client.post(f"/trial/{pk}/do/industry/", {"version": "1", "industry": "D", "once": "a"})

    page = text(county_client.get(f"/trial/{pk}/history/"))

    assert "方敏" in page
    assert "<del>制造业</del>" in page
    assert "<ins>电力、热力、燃气及水生产和供应业</ins>" in page
