"""What can be imported into the registers of the first floor."""

from datetime import date
from typing import Any

import pytest

from desk.sheets.choices import Outcome
from desk.sheets.imports.cells import clean
from desk.sheets.imports.checking import make_plan
from desk.sheets.imports.plan import Plan
from desk.vault import scope
from tests.county import County
from tests.desk.registers.conftest import credit_code
from unions.models import Employer, Officer
from unions.resources import EmployerResource, OfficerResource

pytestmark = pytest.mark.django_db

TOWN = "建德市新安江街道总工会"
PLANT = "建德市白沙化工有限公司工会"
NEW = {
    "union": TOWN,
    "name": "建德市千岛茶业有限公司",
    "uscc": "91330182MA2AAAA05C",
    "unit_class": "私营企业",
    "industry": "制造业",
}
OFFICER = {"union": PLANT, "name": "邵磊", "id_number": "330182197503120150", "post": "委员", "since": date(2014, 5, 1)}


def planned(resource: Any, user: Any, **cells: Any) -> Plan:
    """The plan for one row, made as `user`."""
    names = list(cells)
    progress = lambda done, total, message: None  # noqa: E731  # nobody watches
    with scope.acting_as(user):
        found = clean(
            resource, [list(cells.values())], dict(enumerate(names)), first=2, hidden_below={}, progress=progress
        )
        return make_plan(resource(user), found, progress)


def problems(plan: Plan) -> list[tuple[str, str]]:
    return [problem for row in plan.problems.values() for problem in row]


def test_a_new_employer_is_created_at_the_desk_of_its_union(county: County) -> None:
    plan = planned(EmployerResource, county["town_officer"], **{**NEW, "uscc": credit_code(1)})

    assert (plan.outcomes, problems(plan)) == ([Outcome.CREATED], [])
    with scope.everything("nothing was written"):
        assert not Employer.objects.filter(name=NEW["name"]).exists()


def test_a_union_of_another_township_is_as_good_as_none(county: County) -> None:
    other = planned(
        EmployerResource, county["town_officer"], **{**NEW, "uscc": credit_code(1), "union": "建德市梅城镇总工会"}
    )
    none = planned(EmployerResource, county["town_officer"], **{**NEW, "uscc": credit_code(1), "union": "没有的工会"})

    assert problems(other) == problems(none)
    assert [name for name, _ in problems(none)] == ["union"]


def test_an_employer_of_another_township_is_not_told_apart_from_one_out_of_sight(county: County) -> None:
    plan = planned(EmployerResource, county["town_officer"], **{**NEW, "uscc": county.quarry_company.uscc})

    assert plan.outcomes == [Outcome.REJECTED]
    assert problems(plan) == [("uscc", EmployerResource.elsewhere)]


def test_what_is_left_blank_stays_as_it_is(county: County) -> None:
    works = county.chemical_works
    row = {**NEW, "union": PLANT, "name": works.name, "uscc": works.uscc, "headcount": "330", "contact": ""}
    plan = planned(EmployerResource, county["town_officer"], **row)

    assert plan.outcomes == [Outcome.UPDATED]
    assert plan.changes == {0: {"headcount": 330}}


def test_an_import_does_not_move_an_employer_to_another_union(county: County) -> None:
    works = county.chemical_works
    plan = planned(EmployerResource, county["town_officer"], **{**NEW, "name": works.name, "uscc": works.uscc})

    assert [name for name, _ in problems(plan)] == ["union"]


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"headcount": "10", "female_headcount": "11"}, "female_headcount"),
        ({"headcount": "10", "migrant_headcount": "11"}, "migrant_headcount"),
        ({"registered_on": date(2199, 1, 1)}, "registered_on"),
        ({"uscc": "91330182MA2AAAA01X"}, "uscc"),
        ({"industry": "造船"}, "industry"),
        ({"phone": 13900000001}, "phone"),
    ],
)
def test_what_cannot_be_is_refused_with_its_column(county: County, changed: dict[str, Any], wrong: str) -> None:
    plan = planned(EmployerResource, county["town_officer"], **{**NEW, "uscc": credit_code(1), **changed})

    assert [name for name, _ in problems(plan)] == [wrong]


def test_an_officer_is_appointed_by_the_identity_number(county: County) -> None:
    plan = planned(OfficerResource, county["base_officer"], **OFFICER)

    assert (plan.outcomes, problems(plan)) == ([Outcome.CREATED], [])


def test_an_officer_in_post_gets_a_new_telephone_and_keeps_the_post(county: County) -> None:
    with scope.everything("test"):
        chair = Officer.objects.get(name="徐芳")
    row = {**OFFICER, "name": "徐芳", "id_number": chair.id_number, "post": "工会主席", "phone": "13900000009"}
    plan = planned(OfficerResource, county["base_officer"], **row)

    assert plan.changes == {0: {"phone": "13900000009"}}
    moved = planned(OfficerResource, county["base_officer"], **{**row, "post": "委员"})
    assert [name for name, _ in problems(moved)] == ["post"]


def test_a_gender_against_the_identity_number_is_refused(county: County) -> None:
    plan = planned(OfficerResource, county["base_officer"], **{**OFFICER, "gender": "女"})

    assert problems(plan) == [("gender", "与身份证号不符，请核对。")]


def test_what_only_the_service_knows_is_told_before_anything_is_written(county: County) -> None:
    plan = planned(OfficerResource, county["base_officer"], **{**OFFICER, "since": date(2012, 1, 1)})

    assert [name for name, _ in problems(plan)] == ["since"]
