"""Finding a record by an identity number."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from desk.vault import scope
from desk.vault.choices import AccessKind
from desk.vault.models import AccessEntry
from tests.county import County
from tests.desk.registers.conftest import text
from unions.models import Officer

pytestmark = pytest.mark.django_db
NUMBER = "330182198001010044"


def test_the_exact_number_leads_to_the_record_and_the_search_is_logged(county: County, county_client: Client) -> None:
    response = county_client.post("/officers/find/", {"value": " ３３０１８２198001010044 "})

    with scope.everything("test"):
        officer = Officer.objects.get(name="徐芳")
        entry = AccessEntry.objects.get(kind=AccessKind.SEARCH)
    assert response["Location"] == f"/officers/{officer.pk}/"
    assert NUMBER not in response["Location"]
    assert (entry.user, entry.field, entry.rows) == (county["county_officer"], "id_number", 1)
    assert NUMBER not in str(entry.__dict__)


def test_a_number_of_another_branch_is_as_unknown_as_one_that_never_was(
    county: County, sign_in: Callable[[Any], Client]
) -> None:
    client = sign_in(county["other_base_officer"])

    for number in (NUMBER, "330182197001010041", "x" * 500):
        response = client.post("/officers/find/", {"value": number}, follow=True)
        assert "您的管辖范围内没有这个证件号的记录。" in text(response)
        assert number not in text(response)


def test_a_register_without_identity_numbers_has_no_such_search(county_client: Client) -> None:
    assert county_client.post("/trial/find/", {"value": NUMBER}).status_code == 404
    assert "按身份证号查找" not in text(county_client.get("/trial/"))
    assert "按身份证号查找" in text(county_client.get("/officers/"))
