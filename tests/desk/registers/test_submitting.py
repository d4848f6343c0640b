"""Forms that are sent twice are answered once (promises.md A5)."""

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from desk.registers.models import Submission
from desk.vault import scope
from tests.desk.registers.conftest import credit_code, hidden
from unions.models import Employer


def answers(county: Any, client: Client) -> dict[str, Any]:
    return {
        "once": hidden(client.get("/trial/new/"), "once"),
        "union": county.mill.pk,
        "name": "建德市千岛茶业有限公司",
        "uscc": credit_code(7),
        "unit_class": "170",
        "industry": "C",
        "headcount": "12",
        "female_headcount": "3",
    }


@pytest.mark.django_db
def test_the_same_form_sent_twice_makes_one_record_and_leads_to_it(county: Any, county_client: Client) -> None:
    sent = answers(county, county_client)

    first = county_client.post("/trial/new/", sent)
    second = county_client.post("/trial/new/", sent)

    with scope.everything("test"):
        made = Employer.objects.get(name="建德市千岛茶业有限公司")
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"] == f"/trial/{made.pk}/"


@pytest.mark.django_db
def test_a_form_that_was_refused_can_be_sent_again(county: Any, county_client: Client) -> None:
    sent = answers(county, county_client)

    refused = county_client.post("/trial/new/", {**sent, "uscc": county.mill_company.uscc})
    accepted = county_client.post("/trial/new/", sent)

    assert refused.status_code == 200
    assert accepted.status_code == 302


@pytest.mark.django_db
def test_going_back_and_typing_something_else_is_another_form(county: Any, county_client: Client) -> None:
    sent = answers(county, county_client)

    county_client.post("/trial/new/", sent)
    county_client.post("/trial/new/", {**sent, "name": "建德市千岛茶业二厂", "uscc": credit_code(8)})

    with scope.everything("test"):
        assert Employer.objects.filter(name__startswith="建德市千岛茶业").count() == 2


@pytest.mark.django_db
def test_the_row_shows_nothing_of_what_was_sent(county: Any, county_client: Client) -> None:
    county_client.post("/trial/new/", answers(county, county_client))

    row = Submission.objects.get()
    assert len(row.digest) == 64
    assert "千岛" not in f"{row.digest}{row.url}"


@pytest.mark.django_db(transaction=True)
def test_ten_sendings_at_once_make_one_record(county: Any, sign_in: Callable[[Any], Client]) -> None:
    client = sign_in(county["county_officer"])
    sent = answers(county, client)
    session = client.cookies["session"].value
    locations: list[str] = []

    def send() -> None:
        own = Client()
        own.cookies["session"] = session
        try:
            locations.append(own.post("/trial/new/", sent)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=send) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    with scope.everything("test"):
        made = Employer.objects.get(name="建德市千岛茶业有限公司")
    assert locations == [f"/trial/{made.pk}/"] * 10
