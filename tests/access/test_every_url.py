"""Every URL × every person of the cast has a declared outcome (promises.md D1).

The outcomes stand in outcomes.txt, a table to be read by whoever answers for access. A URL without one fails here, and
so does an outcome for a URL that is gone.
"""

import copy
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from desk.papers import press
from tests.access.outcomes import PEOPLE, Asked, declared, every_address
from tests.county import County
from unions.models import User

_set: dict[str, bytes] = {}


@pytest.fixture(autouse=True)
def papers_are_set_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who may have a paper is asked here. The first to get it waits for the type to be set, the others have the same."""
    set_in_type = press.typeset

    def typeset(html: str, *others: Any) -> bytes:
        title = html.partition("</title>")[0].rpartition("<title>")[2]
        return _set.get(title) or _set.setdefault(title, set_in_type(html, *others))

    monkeypatch.setattr(press, "typeset", typeset)


def test_every_url_has_an_outcome_and_every_outcome_a_url() -> None:
    asked, table = set(map(str, every_address())), set(map(str, declared()))
    assert sorted(asked - table) == [], "declare these in tests/access/outcomes.txt"
    assert sorted(table - asked) == [], "these URLs are gone"


@pytest.mark.parametrize("person", PEOPLE)
def test_every_url_answers_each_person_as_declared(
    county: County, sign_in: Callable[[User], Client], person: str
) -> None:
    client = Client() if person == "anonymous" else sign_in(county[person])
    client.get(reverse("healthz"))  # a session begins with its first request, which is not taken back
    answers = {str(asked): answer(client, asked, county) for asked in declared()}
    assert answers == {str(asked): outcomes[person] for asked, outcomes in declared().items()}


def answer(client: Client, asked: Asked, county: County) -> str:
    """The status, or `in` for a redirect to the sign-in page. What the request did is taken back."""
    cookies = copy.deepcopy(client.cookies)
    before = transaction.savepoint()
    response = getattr(client, asked.method.lower())(asked.url(county))
    transaction.savepoint_rollback(before)
    client.cookies = cookies  # signing out, too
    to_sign_in = response.status_code == 302 and response["Location"].startswith("/accounts/login/")
    return "in" if to_sign_in else str(response.status_code)
