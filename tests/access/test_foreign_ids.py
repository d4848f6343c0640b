"""An id of another branch is refused wherever it can be written, and nothing changes (promises.md D2)."""

from collections.abc import Callable

import pytest
from django.test import Client

from desk.vault import scope
from members.models import Member, Membership, Transfer
from tests.county import County
from unions.models import Employer, LegalPersonRegistration, Officer, UnionOrg, User

SignIn = Callable[[User], Client]


def everything_of(county: County) -> list[object]:
    """The rows of the other branch, as they stand."""
    with scope.everything("test"):
        quarry = UnionOrg.objects.filter(pk=county.quarry.pk).values_list("name", "path", "version", "member_count")
        company = Employer.objects.filter(pk=county.quarry_company.pk).values_list("name", "union_id", "version")
        people = Member.objects.filter(union=county.quarry).order_by("pk").values_list("name", "state", "version")
        counts = [
            m.objects.count()
            for m in (UnionOrg, Employer, Officer, LegalPersonRegistration, Member, Membership, Transfer)
        ]
        return [*quarry, *company, *people, counts]


@pytest.mark.parametrize("page", ["", "edit/", "history/", "print/", "paper/", "panel/people/", "do/rename/"])
def test_in_the_path_it_is_not_found(county: County, sign_in: SignIn, page: str) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/unions/{county.quarry.pk}/{page}").status_code == 404
    assert client.get(f"/unions/999999999/{page}").status_code == 404


@pytest.mark.parametrize(
    "page",
    ["", "edit/", "history/", "print/", "paper/", "card/", "panel/transfers/", "do/withdraw/", "do/transfer/"],
)
def test_in_the_path_of_a_member_it_is_not_found(county: County, sign_in: SignIn, page: str) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/members/{county.quarryman.pk}/{page}").status_code == 404
    assert client.get(f"/members/01900000-0000-7000-8000-000000000000/{page}").status_code == 404


def test_in_the_query_of_the_roster_it_is_not_found(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/members/?union={county.plant.pk}").status_code == 200
    assert client.get(f"/members/?union={county.quarry.pk}").status_code == 404
    assert client.get(f"/members/?employer={county.chemical_works.pk}").status_code == 200
    assert client.get(f"/members/?employer={county.quarry_company.pk}").status_code == 404
    assert client.get("/members/?member__id_number__startswith=3301").status_code == 404


@pytest.mark.parametrize("register", ["unions", "employers", "officers", "registrations", "shells", "transfers"])
def test_in_the_query_it_is_not_found(county: County, sign_in: SignIn, register: str) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/{register}/?branch={county.xinanjiang.pk}").status_code == 200
    assert client.get(f"/{register}/?branch={county.meicheng.pk}").status_code == 404


def test_in_the_tree_it_is_not_found(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["town_officer"])
    assert client.get(f"/unions/tree/?at={county.plant.pk}").status_code == 200
    assert client.get(f"/unions/tree/?at={county.quarry.pk}").status_code == 404
    assert client.get(f"/unions/tree/{county.meicheng.pk}/").status_code == 404


EMPLOYER = {
    "name": "建德市江边食品厂",
    "uscc": "91330182MA2AAAA054",
    "unit_class": "170",
    "industry": "C",
    "headcount": "10",
    "female_headcount": "0",
    "migrant_headcount": "0",
}


MEMBER = {"name": "王一", "id_number": "11010519491231002X", "joined_on": "2014-05-04"}


@pytest.mark.parametrize(
    ("address", "form", "field"),
    [
        ("/unions/new/", {"name": "某工会", "org_type": "grassroots"}, "parent"),
        ("/employers/new/", EMPLOYER, "union"),
        ("/officers/new/", {"name": "王一", "post": "chair", "since": "2014-01-01"}, "union"),
        ("/registrations/new/", {"kind": "first", "legal_rep": "王一", "address": "某处"}, "union"),
        ("/members/new/", MEMBER, "union"),
        ("/members/{member}/edit/", {"version": "1", "name": "陈晓燕"}, "employer"),
        ("/unions/{plant}/do/move/", {"day": "2014-06-01"}, "parent"),
        ("/employers/{chemical_works}/do/cover/", {"day": "2014-06-01"}, "union"),
    ],
)
def test_among_the_choices_of_a_form_it_is_refused_and_nothing_changes(
    county: County, sign_in: SignIn, address: str, form: dict[str, str], field: str
) -> None:
    before = everything_of(county)
    client = sign_in(county["town_officer"])
    url = address.format(plant=county.plant.pk, chemical_works=county.chemical_works.pk, member=county.member.pk)
    foreign = {"parent": county.meicheng, "employer": county.quarry_company}.get(field, county.quarry)
    response = client.post(url, {**form, field: str(foreign.pk)})
    assert response.status_code in (200, 404)
    assert foreign.name not in response.content.decode()
    assert everything_of(county) == before


def test_in_a_bulk_action_it_is_left_out_and_nothing_of_it_changes(county: County, sign_in: SignIn) -> None:
    before = everything_of(county)
    client = sign_in(county["town_officer"])
    response = client.post(
        "/employers/bulk/",
        {"action": "cover", "pk": str(county.quarry_company.pk), "union": str(county.plant.pk), "day": "2014-06-01"},
    )
    assert county.quarry_company.name not in response.content.decode()
    assert everything_of(county) == before


def test_members_of_another_branch_are_left_out_of_a_bulk_action(county: County, sign_in: SignIn) -> None:
    before = everything_of(county)
    client = sign_in(county["town_officer"])
    answers = {"action": "withdraw", "pk": str(county.quarryman.pk), "day": "2014-06-01", "reason": "离职"}
    response = client.post("/members/bulk/", answers)
    assert county.quarryman.name not in response.content.decode()
    client.post("/members/bulk/", {**answers, "confirmed": "1", "number": "1"})
    assert everything_of(county) == before


def test_an_identity_number_of_another_branch_is_not_found(county: County, sign_in: SignIn) -> None:
    client = sign_in(county["town_officer"])
    with scope.everything("test"):
        number = county.quarryman.id_number
    response = client.post("/members/find/", {"value": number}, follow=True)
    assert "您的管辖范围内没有这个证件号的记录。" in response.content.decode()
    assert county.quarryman.name not in response.content.decode()


def test_search_as_one_types_offers_only_ones_own_branch(county: County, sign_in: SignIn) -> None:
    response = sign_in(county["town_officer"]).get("/employers/new/?options=union&q=建德市")
    names = {row["text"] for row in response.json()["results"]}
    assert names == {
        "建德市新安江街道总工会",
        "建德市白沙化工有限公司工会",
        "建德市新安江纺织有限公司工会",
    }


def test_the_search_over_all_registers_finds_nothing_of_another_branch(county: County, sign_in: SignIn) -> None:
    county_page = sign_in(county["county_officer"]).get("/search/?q=yzsc").content.decode()
    town_page = sign_in(county["town_officer"]).get("/search/?q=yzsc").content.decode()
    assert "建德市严州石材有限公司" in county_page
    assert "严州石材" not in town_page
