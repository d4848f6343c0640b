"""Every unsafe request without its token is refused (promises.md E8)."""

from collections.abc import Callable

from django.test import Client

from tests.access.outcomes import every_address
from tests.county import County
from unions.models import User

LEFT_OUT = {"healthz", "favicon"}  # they answer the same to anybody and change nothing


def test_every_post_without_a_token_is_refused(county: County, sign_in: Callable[[User], Client]) -> None:
    signed_in = sign_in(county["county_officer"])
    client = Client(enforce_csrf_checks=True)
    client.cookies = signed_in.cookies
    answers = {
        asked.name: client.post(asked.url(county)).status_code
        for asked in every_address()
        if asked.method == "POST" and asked.name not in LEFT_OUT
    }
    assert {name: status for name, status in answers.items() if status != 403} == {}
    assert len(answers) > 100
