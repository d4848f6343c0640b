"""Revealing through the browser, with and without JavaScript, and the access log."""

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from desk.vault import scope
from desk.vault.choices import AccessKind
from desk.vault.models import AccessEntry
from desk.vault.services import record_access
from tests.county import County
from unions.models import Officer

pytestmark = pytest.mark.django_db

NUMBER, MASKED = "330182198001010044", "330182********0044"
REASON = {"reason": "核对法人登记材料"}
HTMX = {"HX-Request": "true"}


@pytest.fixture
def officer(county: County) -> Officer:
    with scope.everything("the row itself"):
        return Officer.objects.get(union=county.plant)


@pytest.fixture
def signed_in(county: County, sign_in: Any) -> Callable[..., Client]:
    """`signed_in(name)`: somebody of the cast who typed the password `age` seconds ago."""

    def client_of(name: str, age: int = 0) -> Client:
        person = county[name]
        client = sign_in(person)
        session = client.session
        session["account_authentication_methods_user"] = str(person.pk)
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time() - age, "reauthenticated": True}
        ]
        session.save()
        return client

    return client_of


def _address(officer: Officer, name: str = "reveal", **other: Any) -> str:
    place = {"app_label": "unions", "model_name": "officer", "pk": officer.pk, "field": "id_number", **other}
    return reverse(f"vault:{name}", kwargs=place)


def _text(response: Any) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_asking_shows_the_mask_and_a_form_and_records_nothing(officer: Officer, signed_in: Any) -> None:
    response = signed_in("base_officer").get(_address(officer))
    page = _text(response)
    assert response.status_code == 200
    assert MASKED in page
    assert 'name="reason"' in page
    assert NUMBER not in page
    assert not AccessEntry.objects.exists()


def test_a_reason_shows_the_value_on_the_record(county: County, officer: Officer, signed_in: Any) -> None:
    response = signed_in("base_officer").post(_address(officer), REASON, REMOTE_ADDR="10.1.2.3")
    page = _text(response)
    assert NUMBER in page
    assert NUMBER not in re.search("<title>(.*?)</title>", page).group()  # type: ignore[union-attr]  # every page has one
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.kind, entry.address) == (county["base_officer"], "reveal", "10.1.2.3")
    assert entry.request_id == response["X-Request-ID"]


@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_what_was_shown_is_not_kept_by_the_browser(
    officer: Officer, signed_in: Any, settings: Any, headers: dict[str, str]
) -> None:
    """Also if the middleware that says so for every page should be missing."""
    settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("jianzhi.sign_in")]
    response = signed_in("base_officer").post(_address(officer), REASON, headers=headers)
    assert NUMBER in _text(response)
    assert "no-store" in response["Cache-Control"]


def test_htmx_gets_only_the_value_and_the_way_back_to_the_mask(officer: Officer, signed_in: Any) -> None:
    client = signed_in("base_officer")
    form = _text(client.get(_address(officer), headers=HTMX))
    assert "<html" not in form
    assert f'hx-post="{_address(officer)}"' in form
    shown = _text(client.post(_address(officer), REASON, headers=HTMX))
    assert "<html" not in shown
    assert NUMBER in shown
    assert f'hx-get="{_address(officer, "masked")}"' in shown
    again = _text(client.get(_address(officer, "masked"), headers=HTMX))
    assert MASKED in again
    assert NUMBER not in again


@pytest.mark.parametrize("reason", ["", "核对"])
def test_without_a_proper_reason_the_form_comes_back(officer: Officer, signed_in: Any, reason: str) -> None:
    response = signed_in("base_officer").post(_address(officer), {"reason": reason})
    page = _text(response)
    assert "请写明查看理由" in page
    assert NUMBER not in page
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize(
    "other",
    [
        {"pk": "0192f0c1-2345-7000-8000-000000000001"},
        {"pk": "1"},
        {"pk": "' OR 1=1"},
        {"field": "name"},
        {"field": "id_index"},
        {"field": "nothing"},
        {"model_name": "userevent"},
        {"model_name": "nothing"},
        {"app_label": "nothing"},
        {"app_label": "sessions", "model_name": "session", "field": "session_data"},
        {"app_label": "vault", "model_name": "accessentry", "field": "reason", "pk": "1"},
    ],
    ids=str,
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_what_cannot_be_revealed_does_not_exist(
    officer: Officer, signed_in: Any, other: dict[str, str], method: str
) -> None:
    response = getattr(signed_in("base_officer"), method)(_address(officer, **other), REASON)
    assert response.status_code == 404
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("person", ["other_base_officer", "stranger"])
@pytest.mark.parametrize("name", ["reveal", "masked"])
def test_outside_the_branch_the_row_does_not_exist(officer: Officer, signed_in: Any, person: str, name: str) -> None:
    assert signed_in(person).get(_address(officer, name)).status_code == 404
    assert signed_in(person).post(_address(officer), REASON).status_code == 404
    assert not AccessEntry.objects.exists()


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["page", "htmx"])
def test_inside_the_branch_without_the_right_it_is_refused_on_the_record(
    county: County, officer: Officer, signed_in: Any, method: str, headers: dict[str, str]
) -> None:
    response = getattr(signed_in("county_leader"), method)(_address(officer), REASON, headers=headers)
    assert response.status_code == 403
    assert "您没有查看原文的权限" in _text(response)
    assert NUMBER not in _text(response)
    entry = AccessEntry.objects.get()
    assert (entry.user, entry.kind, entry.object_id) == (county["county_leader"], "refused", str(officer.pk))


def test_above_the_daily_number_it_is_refused_on_the_record(officer: Officer, signed_in: Any, settings: Any) -> None:
    settings.VAULT_REVEALS_PER_DAY = 1
    client = signed_in("base_officer")
    assert client.post(_address(officer), REASON).status_code == 200
    response = client.post(_address(officer), REASON)
    assert response.status_code == 403
    assert "今天查看原文已达 1 次" in _text(response)
    assert list(AccessEntry.objects.order_by("id").values_list("kind", flat=True)) == ["reveal", "refused"]


def test_a_visitor_is_sent_to_sign_in(officer: Officer) -> None:
    for address in (_address(officer), _address(officer, "masked"), reverse("vault:access_log")):
        response = Client().get(address)
        assert response.status_code == 302
        assert response["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize(("age", "asked"), [(299, False), (301, True)])
def test_the_password_was_typed_within_five_minutes(officer: Officer, signed_in: Any, age: int, asked: bool) -> None:
    client = signed_in("base_officer", age)
    page, fragment = client.post(_address(officer), REASON), client.post(_address(officer), REASON, headers=HTMX)
    if asked:
        assert (page.status_code, page["Location"].split("?")[0]) == (302, reverse("account_reauthenticate"))
        assert (fragment.content, fragment["HX-Redirect"]) == (b"", _address(officer))
        assert not AccessEntry.objects.exists()
    else:
        assert NUMBER in _text(page)
        assert NUMBER in _text(fragment)


# --- the access log -------------------------------------------------------------------------------------------------------
@pytest.fixture
def entries(county: County, officer: Officer) -> list[AccessEntry]:
    person, other = county["base_officer"], county["other_base_officer"]
    return [
        record_access(
            user=person, kind=AccessKind.REVEAL, model=Officer, object_id=officer.pk, field="phone", reason="核对材料"
        ),
        record_access(user=other, kind=AccessKind.EXPORT, model=Officer, rows=120, reason="年报"),
        record_access(user=other, kind=AccessKind.SEARCH, model=Officer),
    ]


def _shown(response: Any) -> list[str]:
    return [f"{entry.user.username} {entry.kind}" for entry in response.context["object_list"]]


def test_the_auditor_reads_who_looked_at_what(entries: list[AccessEntry], signed_in: Any) -> None:
    response = signed_in("auditor").get(reverse("vault:access_log"))
    assert _shown(response) == ["other_base_officer search", "other_base_officer export", "base_officer reveal"]
    page = _text(response)
    assert "工会干部·手机" in page
    assert "核对材料" in page
    assert "显示第 1–3 条，共 3 条" in page


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ({"kind": "export"}, ["other_base_officer export"]),
        ({"person": "other"}, ["other_base_officer search", "other_base_officer export"]),
        ({"first": "2000-01-01", "last": "2000-12-31"}, []),
        ({"first": "2000-01-01", "kind": "reveal"}, ["base_officer reveal"]),
        ({"kind": "nothing"}, []),
        ({"first": "2000-13-01"}, []),
        ({"person": "%' OR 1=1"}, []),
    ],
)
def test_the_log_is_filtered(
    entries: list[AccessEntry], signed_in: Any, query: dict[str, str], shown: list[str]
) -> None:
    response = signed_in("auditor").get(reverse("vault:access_log"), query)
    assert response.status_code == 200
    assert _shown(response) == shown


def test_a_page_that_is_not_there_is_404(entries: list[AccessEntry], signed_in: Any) -> None:
    assert signed_in("auditor").get(reverse("vault:access_log"), {"page": "9"}).status_code == 404


@pytest.mark.parametrize(
    "person", ["county_officer", "county_leader", "base_officer", "security_admin", "system_admin", "stranger"]
)
def test_nobody_else_reads_the_log(signed_in: Any, person: str) -> None:
    assert signed_in(person).get(reverse("vault:access_log")).status_code == 403


def test_the_log_takes_as_many_queries_for_three_lines_as_for_one(
    county: County, officer: Officer, signed_in: Any
) -> None:
    client = signed_in("auditor")
    client.get(reverse("vault:access_log"))  # the first request of a session writes the session
    counts = []
    for person in ("base_officer", "town_officer", "county_officer"):
        record_access(user=county[person], kind=AccessKind.SEARCH, model=Officer)
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("vault:access_log"))
        counts.append(len(queries))
    assert counts == counts[:1] * 3
