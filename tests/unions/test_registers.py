"""What the registers of unions add to the engine."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.county import County
from unions.models import User
from unions.registers import REGISTERS, OfficerRegister
from unions.registers.branch import BranchRegister


@pytest.mark.parametrize(
    ("person", "words"),
    [
        ("county_officer", "建德市总工会"),
        ("town_officer", "建德市新安江街道总工会"),
        ("base_officer", "建德市白沙化工有限公司工会"),
        ("stranger", ""),
    ],
)
def test_sheets_and_prints_name_the_branch_they_were_drawn_for(county: County, person: str, words: str) -> None:
    assert BranchRegister.scope_words(county[person]) == words


def test_the_print_of_a_list_says_whose_rows_it_shows(county: County, sign_in: Callable[[User], Client]) -> None:
    page = sign_in(county["town_officer"]).get("/unions/print/").content.decode()
    assert "范围" in page
    assert "建德市白沙化工有限公司工会" in page
    assert "建德市严州石材有限公司工会" not in page


def test_no_register_invites_to_type_an_identity_number_into_an_address() -> None:
    assert [register.slug for register in REGISTERS if "身份证" in register.search_hint] == []
    assert OfficerRegister.search_sealed == "id_index"
